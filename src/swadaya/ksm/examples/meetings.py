"""Meetings of example groups, played with dice that fall the same way every time.

All are recorded at the moment of loading; nothing pretends that this system knew of them earlier. By the clock
``dicatat`` only a meeting of that very day is in time, and the score card says so. When the officers closed their
sheet, which the other clock asks, belongs to the play.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from swadaya.accounts.rules.access import system
from swadaya.core import clock, keys

from .. import services
from ..rules import account_map
from ..rules.cash_count import NOTES

WRITER, KEEPER = system("data contoh, sekretaris"), system("data contoh, bendahara")
AGENDA = ("Pembukaan dan absen", "Simpanan dan denda", "Pembacaan buku kas", "Lain-lain")
_BY_HAND, _LATE, _LATE_FINE = 0.4, 0.03, 1_000  # savings sent along by another; who comes late; what it costs
_EXTRA = (5_000, 10_000, 20_000)
_FULL_BOX, _TO_BANK = 1_500_000, 1_000_000

Row = dict[str, Any]


@dataclass
class Circle:
    """A group in play: who belongs to it now, how often each comes, what they saved, and the cash box."""

    id: UUID
    dice: Random
    compulsory: int
    members: list[int] = field(default_factory=list)
    savings: Counter[tuple[int, str]] = field(default_factory=Counter)
    cash: int = 0
    once: int = 0  # simpanan pokok, asked of whoever has not paid it
    _diligence: dict[int, float] = field(default_factory=dict)

    def take_in(self, member: int) -> None:
        self.members.append(member)
        self._diligence[member] = self.dice.choice((0.75, 0.9, 0.95, 0.97, 0.99))

    def let_go(self, member: int) -> None:
        self.members.remove(member)

    def roll(self) -> dict[int, str]:
        """Who comes: H, or why not."""
        return {
            member: "H" if self.dice.random() < self._diligence[member] else self.dice.choice("IISA")
            for member in self.members
        }


@dataclass(frozen=True)
class Turn:
    """What is special about a meeting."""

    opening: int = 0  # simpanan pokok from now on, of everybody once
    others: Sequence[tuple[str, int, str]] = ()  # item, amount, note
    leaver: int | None = None  # takes everything out and leaves
    missing: int = 0  # from the cash box, and ...
    why: str = ""  # ... why
    minutes: str = ""
    decisions: Sequence[str] = ()
    next_on: date | None = None
    closed_after: int = 0  # days
    confirmed: bool = True


def hold_meeting(circle: Circle, on: date, turn: Turn) -> tuple[UUID, Row]:
    """Hold a meeting; returns it and what was said."""
    marks = circle.roll()
    saved, withdrawn = _saved(circle, marks, turn), _withdrawn(circle, turn)
    late = [one for one, mark in marks.items() if mark == "H" and circle.dice.random() < _LATE]
    fines = [{"anggota": one, "jumlah": _LATE_FINE, "sebab": "terlambat"} for one in late]
    others = [{"pos": item, "jumlah": amount, "keterangan": note} for item, amount, note in turn.others]
    circle.cash += _sum(saved) + _sum(fines) - _sum(withdrawn) + _moved(others, on) - turn.missing
    if circle.cash > _FULL_BOX:
        others.append({"pos": "setor-bank", "jumlah": _TO_BANK, "keterangan": "oleh bendahara dan ketua"})
        circle.cash -= _TO_BANK
    said = {
        "tanggal": on.isoformat(),
        "tempat": f"rumah anggota nomor {circle.dice.randint(1, len(circle.members))}",
        "ditutup_pada": _closed(circle, on, turn).isoformat(),
        "hadir": {str(member): mark for member, mark in marks.items()},
        "agenda": [{"judul": title, "keadaan": "terlaksana"} for title in AGENDA],
        "simpanan": saved,
        "penarikan": withdrawn,
        "denda": fines,
        "lain": others,
        "kas": {"dihitung": circle.cash, "lembar": _pieces(circle.cash), "alasan": turn.why},
        "catatan": turn.minutes,
        "keputusan": list(turn.decisions),
        "berikut": turn.next_on.isoformat() if turn.next_on else "",
    }
    done = services.record_meeting(circle.id, key=keys.new_key(), said=said, by=WRITER)
    if turn.confirmed:
        services.confirm_meeting(done.meeting_id, by=KEEPER)
    return done.meeting_id, said


def correct(circle: Circle, meeting: UUID, said: Row, *, reason: str) -> None:
    """A free saving that was written on another member's line goes to its own, and the sheet is confirmed anew."""
    wrong = next(row for row in said["simpanan"] if row["jenis"] == "sukarela")
    givers = {row["anggota"] for row in said["simpanan"] if row["jenis"] == "sukarela"}
    right = next(member for member in circle.members if member not in givers)
    circle.savings[wrong["anggota"], "sukarela"] -= wrong["jumlah"]
    circle.savings[right, "sukarela"] += wrong["jumlah"]
    rows = [{**row, "anggota": right} if row is wrong else row for row in said["simpanan"]]
    services.correct_meeting(meeting, key=keys.new_key(), said={**said, "simpanan": rows}, reason=reason, by=WRITER)
    services.confirm_meeting(meeting, by=KEEPER)


def _saved(circle: Circle, marks: dict[int, str], turn: Turn) -> list[Row]:
    """Who is there saves; of those excused some send it along."""
    paying = [
        one
        for one, mark in marks.items()
        if one != turn.leaver and (mark == "H" or (mark in "IS" and circle.dice.random() < _BY_HAND))
    ]
    rows: list[Row] = [{"anggota": one, "jenis": "wajib", "jumlah": circle.compulsory} for one in paying]
    circle.once = turn.opening or circle.once
    if circle.once:
        owing = (one for one in paying if not circle.savings[one, "pokok"])
        rows += [{"anggota": one, "jenis": "pokok", "jumlah": circle.once} for one in owing]
    for one in circle.dice.sample(paying, k=min(2, len(paying))):
        rows.append({"anggota": one, "jenis": "sukarela", "jumlah": circle.dice.choice(_EXTRA)})
    for row in rows:
        circle.savings[row["anggota"], row["jenis"]] += row["jumlah"]
    return rows


def _withdrawn(circle: Circle, turn: Turn) -> list[Row]:
    kinds = [kind for holder, kind in circle.savings if holder == turn.leaver]
    rows = [
        {"anggota": turn.leaver, "jenis": kind, "jumlah": circle.savings.pop((turn.leaver, kind))}
        for kind in kinds
        if turn.leaver is not None
    ]
    return [row for row in rows if row["jumlah"]]


def _sum(rows: Sequence[Row]) -> int:
    return sum(row["jumlah"] for row in rows)


def _moved(others: Sequence[Row], on: date) -> int:
    items = account_map.in_force(on).items
    return sum(row["jumlah"] if items[row["pos"]].direction == "masuk" else -row["jumlah"] for row in others)


def _closed(circle: Circle, on: date, turn: Turn) -> datetime:
    at = datetime.combine(on, time(15, circle.dice.randint(20, 55)), clock.WIB)
    return min(at + timedelta(days=turn.closed_after), clock.now())


def _pieces(amount: int) -> dict[str, int]:
    found = {}
    for note in NOTES:
        found[str(note)], amount = divmod(amount, note)
    return {note: number for note, number in found.items() if number}
