"""Whole numbers that a person or a program sends, read without surprises.

``int`` alone takes "٣", "1_000", " 5 " and ends in an exception at 4,301 digits; ``isdigit`` calls "²" a digit.
Whatever comes from outside is read here.
"""

from __future__ import annotations

import re

MOST = 2**63 - 1
"""The largest number that a column of the database holds."""

GROUPED = r"0|[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[1-9][0-9]*"
"""A count as Indonesians write it: without points, or a point before every three digits; no noughts in front."""

_PLAIN = re.compile(r"[0-9]{1,19}")
_COUNT = re.compile(GROUPED)
_LONGEST = 25  # nineteen digits and their points


def whole(written: object, *, least: int = 0, most: int = MOST) -> int | None:
    """A number of plain ASCII digits, as addresses and hidden fields carry it; None for anything else.

    >>> whole("42"), whole(" 007 "), whole(7), whole("8", most=7)
    (42, 7, 7, None)
    >>> whole("²"), whole("٣"), whole("-1"), whole("1_000"), whole("9" * 5000), whole(True), whole(1.0), whole("")
    (None, None, None, None, None, None, None, None)
    """
    if isinstance(written, str):
        text = written.strip(" ")
        number = int(text) if _PLAIN.fullmatch(text) else None
    else:
        number = written if isinstance(written, int) and not isinstance(written, bool) else None
    return number if number is not None and least <= number <= most else None


def count(written: object, *, least: int = 0, most: int = MOST) -> int | None:
    """A number that a person types, with points before three digits or without; None for anything else.

    >>> count("1.500"), count("1500"), count("1.5"), count("15.00"), count("0150")
    (1500, 1500, None, None, None)
    """
    if not isinstance(written, str):
        return whole(written, least=least, most=most)
    text = written.strip(" ")
    if len(text) > _LONGEST or not _COUNT.fullmatch(text):
        return None
    return whole(text.replace(".", ""), least=least, most=most)
