"""Region codes of the ministry of home affairs (Kemendagri): 2, 4, 6 or 10 digits, with or without dots.

The product's own form has no dots ("3304092011"): it sorts, prefixes and packs into an integer. The dotted form
("33.04.09.2011") is how people read it.

Source: Permendagri 58/2021, as quoted in public code lists; first of the last four digits: 1 kelurahan, 2 desa,
3 desa adat.
"""

from __future__ import annotations

import re
from typing import Literal

Level = Literal["provinsi", "kabkota", "kecamatan", "desa"]
LEVELS: tuple[Level, ...] = ("provinsi", "kabkota", "kecamatan", "desa")
DIGITS: dict[Level, int] = {"provinsi": 2, "kabkota": 4, "kecamatan": 6, "desa": 10}
_LEVEL_OF_DIGITS = {digits: level for level, digits in DIGITS.items()}
_WRITTEN = re.compile(r"\d{2}(?:\.?\d{2}(?:\.?\d{2}(?:\.?\d{4})?)?)?", re.ASCII)


def normalise(written: str) -> str | None:
    """Return the code without dots, or None when it is not a region code.

    >>> normalise(" 33.04.09.2011 "), normalise("3304"), normalise("33.4")
    ('3304092011', '3304', None)
    """
    text = written.strip()
    return text.replace(".", "") if _WRITTEN.fullmatch(text) else None


def level_of(code: str) -> Level:
    """The level of an undotted code. Raises KeyError when the length is none of 2, 4, 6, 10."""
    return _LEVEL_OF_DIGITS[len(code)]


def dotted(code: str) -> str:
    """
    >>> dotted("3304092011"), dotted("33")
    ('33.04.09.2011', '33')
    """
    return ".".join(part for part in (code[:2], code[2:4], code[4:6], code[6:10]) if part)


def parent(code: str) -> str:
    """The code one level up; the empty string (the nation) above a province.

    >>> parent("3304092011"), parent("33")
    ('330409', '')
    """
    return code[:6] if len(code) == 10 else code[:-2]


def ancestors(code: str) -> tuple[str, ...]:
    """From province down to the region's parent.

    >>> ancestors("3304092011")
    ('33', '3304', '330409')
    """
    return tuple(code[:digits] for digits in (2, 4, 6) if digits < len(code))


def desa_kind(code: str) -> Literal["kelurahan", "desa", "desa_adat"] | None:
    """Kind of a 10-digit code from its seventh digit; None when the digit says nothing."""
    return {"1": "kelurahan", "2": "desa", "3": "desa_adat"}.get(code[6:7])  # type: ignore[return-value]
