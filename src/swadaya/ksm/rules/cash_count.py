"""The cash count that ends a meeting: opening + in - out = counted, or the difference is explained.

Source: design decision, after the control of a field guide for groups: recorder and keeper of the cash compare their
totals.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from swadaya.core import money, numbers
from swadaya.core.problem import Problem, Where

NOTES = (100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100)
"""Notes and coins in use; a count by pieces adds them up."""
MOST_PIECES = 10**6 - 1


@dataclass(frozen=True, slots=True)
class Count:
    """What lay on the table. ``reason`` explains a difference from the books."""

    counted: int
    pieces: Mapping[int, int]
    reason: str


@dataclass(frozen=True, slots=True)
class Cash:
    """The cash sheet of a meeting."""

    opening: int
    inflow: int
    outflow: int
    counted: int
    reason: str = ""

    @property
    def expected(self) -> int:
        return self.opening + self.inflow - self.outflow

    @property
    def difference(self) -> int:
        """Counted beyond what the books say; negative: money is missing."""
        return self.counted - self.expected


def read(said: Any) -> tuple[Count, list[Problem]]:
    """The count as sent. Problems ``rapat.kas``: none, strange pieces, or two counts that disagree; ``uang.*``.

    >>> read({"lembar": {"100000": 2, "50000": 1}})[0].counted
    250000
    """
    nothing = Count(0, {}, "")
    if not isinstance(said, dict):
        return nothing, [Problem("rapat.kas", Where(key="kas"), str(said)[:80], "hitungan kas")]
    problems: list[Problem] = []
    pieces: dict[int, int] = {}
    listed = said.get("lembar") or {}
    for written, number in listed.items() if isinstance(listed, dict) else ():
        note, many = numbers.count(str(written)), numbers.whole(number, most=MOST_PIECES)
        if note not in NOTES or many is None or isinstance(number, str):
            place = Where(key=f"kas.lembar.{written}"[:80])
            problems.append(Problem("rapat.kas", place, f"{number} lembar"[:40], "pecahan rupiah dan banyak lembarnya"))
        elif many and note:
            pieces[note] = many
    by_pieces = sum(note * number for note, number in pieces.items())
    where = Where(key="kas.dihitung")
    counted, unread = money.read(said.get("dihitung"), use=money.MEETING, where=where)
    if unread is not None:
        return nothing, [*problems, unread]
    if counted is None and not isinstance(said.get("lembar"), dict):
        wanted = "jumlah rupiah, atau banyak lembarnya"
        return nothing, [*problems, Problem("rapat.kas", where, "belum dihitung", wanted)]
    counted = by_pieces if counted is None else counted
    if pieces and by_pieces != counted:
        got = f"{money.write_rp(counted)}, menurut lembar {money.write_rp(by_pieces)}"
        problems.append(Problem("rapat.kas", where, got, "jumlah yang sama"))
    return Count(counted, pieces, str(said.get("alasan") or "").strip()[:500]), problems


def problems(cash: Cash) -> list[Problem]:
    """Problems ``rapat.kas-kurang`` (more went out than there was), ``rapat.selisih`` (without a reason)."""
    found = []
    if cash.expected < 0:
        got = f"kas menurut catatan {money.write_rp(cash.expected)}"
        hint = "Periksa penarikan dan pengeluaran."
        found.append(Problem("rapat.kas-kurang", Where(key="kas"), got, "tidak kurang dari Rp0", hint))
    elif cash.difference and not cash.reason:
        got = f"dihitung {money.write_rp(cash.counted)}, menurut catatan {money.write_rp(cash.expected)}"
        hint = f"Hitung ulang, atau tuliskan mengapa {'lebih' if cash.difference > 0 else 'kurang'}."
        where = Where(key="kas.alasan")
        found.append(Problem("rapat.selisih", where, got, "sama, atau alasan selisihnya", hint))
    return found
