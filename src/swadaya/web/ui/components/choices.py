"""The entries of a list to choose from."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString

Pair = tuple[str, str]
"""Value and words."""


def options(pairs: Iterable[Pair], chosen: str) -> SafeString:
    """
    >>> options([("", "Semua"), ("a", "A & B")], "a")
    '<option value="">Semua</option><option value="a" selected>A &amp; B</option>'
    """
    return SafeString(
        "".join(
            f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(words)}</option>'
            for value, words in pairs
        )
    )


def option_groups(groups: Iterable[tuple[str, Iterable[Pair]]], chosen: str) -> SafeString:
    """Entries under headings."""
    return SafeString(
        "".join(f'<optgroup label="{escape(label)}">{options(pairs, chosen)}</optgroup>' for label, pairs in groups)
    )
