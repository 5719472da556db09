"""How figures, dates and names are put into Indonesian words on a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Protocol

from swadaya.core.codes import dotted
from swadaya.core.dates import day as day
from swadaya.core.dates import moment as moment
from swadaya.core.figures import grouped, ratio
from swadaya.methodology.schema import Method, StatusClass

_SMALL = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas")
_EDITION = re.compile(r",| \(| menurut | \d{4}\b")
_KINDS = {
    "provinsi": "Provinsi",
    "kabupaten": "Kabupaten",
    "kota": "",
    "kecamatan": "Kecamatan",
    "desa": "Desa",
    "desa_adat": "Desa Adat",
    "kelurahan": "Kelurahan",
}


class Region(Protocol):
    """What is asked of a region to say its name."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...


def index_text(method: Method, value: Fraction, *, short: bool = False) -> str:
    """An index in the unit of its method: 0,7120 or 71,20. ``short``: without trailing zeros, for a scale's ends."""
    shown = value * 100 if method.unit == "persen" else value
    text = ratio(shown, method.decimals)
    return text.rstrip("0").rstrip(",") if short and "," in text else text


def k_text(method: Method, k: int) -> str:
    """The index of a village in the unit of its method, from its k."""
    return _k_text(k, method.denominator, 100 if method.unit == "persen" else 1, method.decimals)


@lru_cache(maxsize=32768)
def _k_text(k: int, whole: int, unit: int, decimals: int) -> str:
    """There are some thousands of these, and lists are made of them."""
    return ratio(Fraction(k * unit, whole), decimals)


def signed_index(method: Method, step: int | Fraction) -> str:
    """A step of the index with its sign, from k or as a ratio of 1: +0,0512; 0,0000 has none."""
    text = k_text(method, step) if isinstance(step, int) else index_text(method, step)
    return text if text.startswith("-") else f"+{text}" if any(digit in text for digit in "123456789") else text


def upper_border(status: StatusClass) -> Fraction:
    """The upper border of a class; the highest class ends at 1."""
    return Fraction(1) if status.range.upper is None else status.range.upper


def count_words(count: int) -> str:
    """Small counts in words, as a sentence is read aloud.

    >>> count_words(6), count_words(37)
    ('enam', '37')
    """
    return _SMALL[count] if 0 <= count < len(_SMALL) else grouped(count)


def listing(items: Sequence[str], joint: str = "dan") -> str:
    """
    >>> listing(["a", "b", "c"]), listing(["a", "b"], "atau")
    ('a, b, dan c', 'a atau b')
    """
    if len(items) < 3:
        return f" {joint} ".join(items)
    return f"{', '.join(items[:-1])}, {joint} {items[-1]}"


def region_name(region: Region) -> str:
    """A region's name with its kind in full; a kecamatan in Papua is called distrik (UU 21/2001 Pasal 1)."""
    name = region.name or dotted(region.code)
    kind = "Distrik" if region.kind == "kecamatan" and region.code.startswith("9") else _KINDS.get(region.kind, "")
    return name if not kind or name.startswith(f"{kind} ") else f"{kind} {name}"


def short_name(region: Region) -> str:
    """A region's name where its place is plain: "Banjarnegara", but "Kota Magelang"."""
    return (region.name or dotted(region.code)).removeprefix("Kabupaten ")


def index_name(method: Method) -> str:
    """The name of the index without the edition of its instrument or a year: "Indeks Desa Membangun"."""
    return _EDITION.split(method.title, maxsplit=1)[0].strip()


def lagging(method: Method) -> tuple[StatusClass, ...]:
    """The classes below the middle one: those that help is needed for, lowest first."""
    return method.classes[: (len(method.classes) - 1) // 2]


def lagging_words(method: Method, joint: str = "atau") -> str:
    """ "Tertinggal atau Sangat Tertinggal"."""
    return listing([status.label for status in reversed(lagging(method))], joint)


def initials(label: str) -> str:
    """
    >>> initials("Sangat Tertinggal")
    'ST'
    """
    return "".join(word[0] for word in label.split())
