"""Telephone numbers as people write them, to one form: a plus sign, the country and the digits."""

from __future__ import annotations

import re

_WRITTEN = re.compile(r"(?:\+62|62|0)(8\d{7,11})", re.ASCII)
_BETWEEN = str.maketrans("", "", " .-()")


def normalise(written: str) -> str | None:
    """An Indonesian mobile number in international form, or None when it is not one.

    >>> normalise("0812-3456-7890"), normalise("62 812 3456 7890"), normalise("siti")
    ('+6281234567890', '+6281234567890', None)
    """
    found = _WRITTEN.fullmatch(written.strip().translate(_BETWEEN))
    return f"+62{found[1]}" if found else None
