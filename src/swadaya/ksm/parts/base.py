"""What a part of a meeting is, and what it is given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from swadaya.core import money, numbers
from swadaya.core.problem import Problem, Where
from swadaya.core.registry import Registry
from swadaya.ledger.rules.journal import Posting

from ..rules.account_map import Accounts
from ..rules.aturan_main import AturanMain

MOST_ROWS = 2000


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the day, as the sheet needs them; the name is not among it."""

    id: int
    number: int  # within the group, as printed on the paper sheet


@dataclass(frozen=True, slots=True)
class Sheet:
    """The meeting before anything is said. ``savings``: (member, kind) -> what they hold before the meeting."""

    ksm_id: UUID
    held_on: date
    members: Mapping[int, Member]
    aturan: AturanMain
    accounts: Accounts
    opening_cash: int
    savings: Mapping[tuple[int, str], int]


@dataclass(frozen=True, slots=True)
class Draft:
    """A journal that a part wants posted, and the line of the sheet it comes from.

    ``memo``: composed by the part; ``reason``: the one text that a person typed, judged for names.
    """

    part: str
    memo: str
    postings: tuple[Posting, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """What a part moves through the cash box."""

    inflow: int = 0
    outflow: int = 0


class MeetingPart(Protocol):
    """One section. ``code`` is its key in what a meeting says; what is said under it is JSON, never trusted."""

    code: str
    label: str

    def prefill(self, sheet: Sheet) -> list[dict[str, Any]]:
        """Rows offered before the meeting, ready for JSON."""
        ...

    def problems(self, sheet: Sheet, said: Any) -> list[Problem]:
        """Everything wrong with what was said; empty when it may be posted."""
        ...

    def postings(self, sheet: Sheet, said: Any) -> list[Draft]:
        """Balanced journals; asked only when there is no problem."""
        ...


joined: Registry[MeetingPart] = Registry()
"""Parts of other rooms by their codes; on the sheet they stand behind this room's own, in the order of joining."""


def totals(drafts: Iterable[Draft], cash: str) -> Totals:
    """What drafts move through one account."""
    moves = [line.amount for draft in drafts for line in draft.postings if line.account == cash]
    return Totals(sum(move for move in moves if move > 0), -sum(move for move in moves if move < 0))


class Rows:
    """Reads the rows of a section one by one and keeps what is wrong, with the row's place."""

    def __init__(self, part: str, said: Any, sheet: Sheet) -> None:
        self._part = part
        self._sheet = sheet
        self.problems: list[Problem] = []
        self.rows: Sequence[Mapping[str, Any]] = ()
        if said in (None, ""):
            return
        if not isinstance(said, list) or not all(isinstance(row, Mapping) for row in said) or len(said) > MOST_ROWS:
            self.problems.append(Problem(f"{part}.bentuk", Where(key=part), str(said)[:60], "daftar baris"))
            return
        self.rows = said

    def fault(self, code: str, number: int, column: str, got: object, expected: str, hint: str = "") -> None:
        place = self._place(number, column)
        self.problems.append(Problem(f"{self._part}.{code}", place, str(got)[:60], expected, hint))

    def _place(self, number: int, column: str) -> Where:
        return Where(row=number + 1, column=column, key=f"{self._part}[{number}].{column}")

    def member(self, number: int, row: Mapping[str, Any]) -> int:
        """The member of a row; 0 when it is nobody of the day."""
        written = row.get("anggota")
        member = numbers.whole(written)
        if member is None or member not in self._sheet.members:
            self.fault("anggota", number, "anggota", written, "anggota kelompok pada hari itu")
            return 0
        return member

    def amount(self, number: int, row: Mapping[str, Any]) -> int:
        """The amount of a row; 0 is an empty row. Problems ``uang.*``."""
        amount, problem = money.read(row.get("jumlah"), use=money.MEETING, where=self._place(number, "jumlah"))
        if problem is not None:
            self.problems.append(problem)
        return amount or 0

    def text(self, number: int, row: Mapping[str, Any], column: str, longest: int = 200) -> str:
        text = str(row.get(column) or "").strip()
        if len(text) > longest:
            self.fault("teks", number, column, f"{len(text)} huruf", f"paling panjang {longest} huruf")
        return text[:longest]
