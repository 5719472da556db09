"""Was a code in force in a year? Asserted only where dated data exist; elsewhere "tidak diketahui".

What is known:

1. A move (UU 14, 15, 16 and 29 of 2022): from its day the old regency code and everything below it are no
   longer valid; before that day the new code and everything below it did not exist.
2. The list in force (Kepmendagri 300.2.2-2138/2025): a code on it is valid from the day of the decree; a code
   that is not on it is not valid in the year of the decree. A later decree may add what this list does not
   have, so absence says nothing about later years.

A year asks whether the code was valid on any day of it: in the year of a move both codes may be right.
Design decision: no list older than 2025 is shipped, so nothing is asserted about villages before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from swadaya.core import codes as region_codes
from swadaya.core.dates import day
from swadaya.core.rulekind import per_rules

from .code_changes import Move, moves
from .source import LokalIdSource, known_desa_codes, known_names

Answer = Literal["tidak diketahui", "berlaku", "tidak berlaku"]
ANSWERS: tuple[Answer, ...] = ("tidak diketahui", "berlaku", "tidak berlaku")
UNKNOWN, VALID, INVALID = 0, 1, 2
_NEVER = 9999


@dataclass(frozen=True, slots=True)
class Validity:
    """``answer`` and, in Indonesian, what it rests on."""

    answer: Answer
    reason: str


def validity(code: str, year: int) -> Validity:
    """Whether a code was in force on any day of a year.

    >>> validity("9101012001", 2023).answer, validity("9301", 2021).answer
    ('tidak berlaku', 'tidak berlaku')
    >>> validity("3304092011", 2025).answer, validity("3304092011", 2019).answer
    ('berlaku', 'tidak diketahui')
    """
    return _between(code, date(year, 1, 1), date(year, 12, 31))


def validity_on(code: str, day: date) -> Validity:
    """Whether a code was in force on a day; the day a law took effect belongs to the new code.

    >>> validity_on("9271", date(2022, 12, 7)).answer, validity_on("9271", date(2022, 12, 8)).answer
    ('berlaku', 'tidak berlaku')
    """
    return _between(code, day, day)


def _between(code: str, first: date, last: date) -> Validity:
    """The answer for a period within one calendar year."""
    left, came = _moves_of(code)
    source = LokalIdSource()
    listed = code in known_names()
    list_name = f"daftar {source.decree} ({day(source.valid_from)})"
    if left and first >= left.effective_on:
        new = region_codes.dotted(left.new)
        since = f"{day(left.effective_on)} ({left.law})"
        return Validity("tidak berlaku", f"{left.name} berganti kode menjadi {new} pada {since}.")
    if came and last < came.effective_on:
        old = region_codes.dotted(came.old)
        since = f"{day(came.effective_on)} ({came.law})"
        return Validity("tidak berlaku", f"{came.name} masih berkode {old} sebelum {since}.")
    if left and code == left.old and first.year == left.effective_on.year:
        return Validity("berlaku", f"Berlaku sampai sebelum {day(left.effective_on)} ({left.law}).")
    if came and code == came.new:
        return Validity("berlaku", f"Berlaku sejak {day(came.effective_on)} ({came.law}).")
    if listed and last >= source.valid_from:
        return Validity("berlaku", f"Ada dalam {list_name}.")
    if not listed and last >= source.valid_from and last.year == source.valid_from.year:
        return Validity("tidak berlaku", f"Tidak ada dalam {list_name}.")
    if first > source.valid_from:
        reason = f"Tidak ada dalam {list_name}; keputusan yang lebih baru mungkin memuatnya."
    else:
        found = "Ada" if listed else "Tidak ada"
        reason = f"{found} dalam {list_name}; daftar tahun-tahun sebelumnya tidak tersedia."
    return Validity("tidak diketahui", reason)


def validity_of_many(
    codes: NDArray[np.int64], years: NDArray[np.integer] | int, *, known: NDArray[np.int64] | None = None
) -> NDArray[np.int8]:
    """The answers for many villages at once, equal to :func:`validity` for each.

    Args:
        codes: village codes as numbers of ten digits, shape (n,), in any order.
        years: one year, or one a village.
        known: ascending codes of the list in force, when not those of the installed list.

    Returns:
        int8 (n,): UNKNOWN, VALID or INVALID; ``ANSWERS[i]`` is the word.
    """
    listed_codes = known_desa_codes() if known is None else known
    years = np.broadcast_to(np.asarray(years, dtype=np.int64), codes.shape)
    place = np.searchsorted(listed_codes, codes)
    listed = np.zeros(codes.shape, dtype=np.bool_)
    inside = place < len(listed_codes)
    listed[inside] = listed_codes[place[inside]] == codes[inside]
    of_list = LokalIdSource().valid_from.year
    answers = np.full(codes.shape, UNKNOWN, dtype=np.int8)
    answers[listed & (years >= of_list)] = VALID
    answers[~listed & (years == of_list)] = INVALID
    last_year, first_year = _year_tables()
    regency = np.clip(codes // 10**6, 0, 9999)
    answers[(years > last_year[regency]) | (years < first_year[regency])] = INVALID
    return answers


@per_rules
def _year_tables() -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """By regency number 0..9999: last year the old code could be right, first year the new code could be."""
    last_year, first_year = np.full(10_000, _NEVER), np.zeros(10_000, dtype=np.int64)
    for move in moves():
        last_year[int(move.old)] = move.effective_on.year
        first_year[int(move.new)] = move.effective_on.year
    return last_year, first_year


@per_rules
def _by_code() -> tuple[dict[str, Move], dict[str, Move]]:
    return {move.old: move for move in moves()}, {move.new: move for move in moves()}


def _moves_of(code: str) -> tuple[Move | None, Move | None]:
    olds, news = _by_code()
    return olds.get(code[:4]), news.get(code[:4])
