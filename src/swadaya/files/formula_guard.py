"""Texts that a spreadsheet would run as a formula: guarded when written to CSV, freed when read.

A cell that begins with ``=``, ``+``, ``-``, ``@``, a tab or a line end is calculated by spreadsheet programs, whoever
wrote it. One ``'`` before it makes it text. People put the same ``'`` before long numbers to keep their noughts.
"""

from __future__ import annotations

import re

RUNS = "=+\\-@\\t\\r\\n＝＋－＠"
"""The signs a formula begins with, as the inside of a class of a regular expression."""
_FORMULA = re.compile(f"[{RUNS}]")
_GUARDED = re.compile(f"'+[{RUNS}0-9]")
_AS_TEXT = re.compile(r'="([^"]*)"')


def guard(text: str) -> str:
    """The text so that no program runs it; ``unguard`` gives the very same text back.

    >>> guard("=1+1"), guard("Siti"), guard("'Aisyiyah"), guard("'=1")
    ("'=1+1", 'Siti', "'Aisyiyah", "''=1")
    """
    return f"'{text}" if _FORMULA.match(text) or _GUARDED.match(text) else text


def unguard(text: str) -> str:
    """Without the guard: a leading ``'`` before a formula or a number, or a number written as ``="0812"``.

    >>> unguard("'=1+1"), unguard("'0812"), unguard('="0812"'), unguard("'Aisyiyah")
    ('=1+1', '0812', '0812', "'Aisyiyah")
    """
    if _GUARDED.match(text):
        return text[1:]
    whole = _AS_TEXT.fullmatch(text)
    return whole[1] if whole else text
