"""The sheet of a group's meeting: before it, to be written on; after it, as what was recorded. And a savings card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from swadaya.core import money
from swadaya.core.figures import grouped
from swadaya.core.tables import Column, Row, Table

from .components import Signatory, day_data, framed, listed
from .tables import table_data


def rupiah(value: int | None) -> str:
    """A sum on paper: nothing where there is none, a true minus below zero."""
    return money.write(value) if value else ""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One member. ``mark``: H, I, S or A, empty on a blank sheet; ``sums``: one for each kind of savings."""

    number: int
    name: str
    office: str = ""
    mark: str = ""
    sums: tuple[int, ...] = ()

    def as_data(self) -> dict[str, Any]:
        return {
            "number": str(self.number),
            "name": self.name,
            "office": self.office,
            "mark": self.mark,
            "sums": [rupiah(one) for one in self.sums],
        }


@dataclass(frozen=True, slots=True)
class SheetSum:
    """One other sum that came in or went out, with whom and why."""

    label: str
    who: str
    note: str
    amount: int

    def as_data(self) -> list[str]:
        return [self.label, self.who, self.note, rupiah(self.amount)]


@dataclass(frozen=True, slots=True)
class SheetCash:
    """The cash sheet. ``pieces``: (note, how many); on a blank sheet ``pieces`` has no numbers and sums are None."""

    opening: int
    inflow: int | None = None
    outflow: int | None = None
    expected: int | None = None
    counted: int | None = None
    reason: str = ""
    pieces: tuple[tuple[int, int | None], ...] = ()

    def as_data(self) -> dict[str, Any]:
        gap = None if self.counted is None or self.expected is None else self.counted - self.expected
        return {
            "opening": money.write(self.opening),
            "inflow": _known(self.inflow),
            "outflow": _known(self.outflow),
            "expected": _known(self.expected),
            "counted": _known(self.counted),
            "gap": "" if gap is None else (rupiah(gap) or "0"),
            "reason": self.reason,
            "pieces": [
                [grouped(note), "" if many is None else grouped(many), "" if many is None else money.write(note * many)]
                for note, many in self.pieces
            ],
        }


def _known(value: int | None) -> str:
    return "" if value is None else money.write(value)


@dataclass(frozen=True, slots=True)
class LembarRapat:
    """The sheet.

    Args:
        filled: what was recorded; else a blank sheet with everything that is known already.
        printed_on: the date inside the file.
        held_on: the day of the meeting, or None on a blank sheet without a plan.
        kinds: heads of the columns of savings, "Wajib (10.000)".
        agenda: (item, what became of it; empty on a blank sheet).
        revision: above 1 when the record was corrected; ``reason`` then says why.
        closed: who closed and who confirmed, in words; empty until then.
    """

    group: str
    desa: str
    number: int
    printed_on: date
    held_on: date | None
    place: str
    filled: bool
    kinds: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    agenda: tuple[tuple[str, str], ...]
    cash: SheetCash
    sums: tuple[SheetSum, ...] = ()
    decisions: tuple[str, ...] = ()
    minutes: str = ""
    next_on: date | None = None
    revision: int = 1
    reason: str = ""
    closed: str = ""
    signatories: tuple[Signatory, ...] = ()
    example: bool = False

    template = "lembar-rapat"

    def as_data(self) -> Mapping[str, Any]:
        totals = [sum(column) for column in zip(*(row.sums for row in self.rows), strict=True)] if self.filled else []
        return framed(
            self.printed_on,
            None,
            example=self.example,
            group=self.group,
            desa=self.desa,
            number=str(self.number),
            held_on=day_data(self.held_on) if self.held_on else None,
            place=self.place,
            filled=self.filled,
            kinds=list(self.kinds),
            rows=listed(self.rows),
            totals=[money.write(total) for total in totals],
            present=str(sum(row.mark == "H" for row in self.rows)),
            agenda=[list(item) for item in self.agenda],
            cash=self.cash.as_data(),
            sums=listed(self.sums),
            decisions=list(self.decisions),
            minutes=self.minutes,
            next_on=day_data(self.next_on) if self.next_on else None,
            revision=self.revision,
            reason=self.reason,
            closed=self.closed,
            signatories=listed(self.signatories),
        )


@dataclass(frozen=True, slots=True)
class KartuTabungan:
    """A member's savings card, out of the books.

    ``kinds``: (kind of savings, what is held); ``lines``: how it came to that.
    """

    group: str
    desa: str
    number: int
    name: str
    printed_on: date
    kinds: tuple[tuple[str, int], ...]
    lines: Table
    example: bool = False

    template = "kartu-tabungan"

    def as_data(self) -> Mapping[str, Any]:
        return framed(
            self.printed_on,
            None,
            example=self.example,
            group=self.group,
            desa=self.desa,
            number=str(self.number),
            name=self.name,
            printed_on=day_data(self.printed_on),
            kinds=table_data(self._held()),
            lines=table_data(self.lines),
        )

    def _held(self) -> Table:
        columns = (Column("jenis", "Jenis simpanan"), Column("saldo", "Saldo", "rupiah"))
        rows = (Row((kind[:1].upper() + kind[1:], amount)) for kind, amount in self.kinds)
        total = sum(amount for _, amount in self.kinds)
        return Table("Saldo", columns, (*rows, Row(("Jumlah", total), "total")))
