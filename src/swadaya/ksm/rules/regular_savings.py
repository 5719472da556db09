"""Who saves regularly: the share of members who paid the compulsory saving in each period in which it fell due.

Source: slides of June 2014, "Tabungan rutin Min 75% anggota kelompok". What makes a regular saver is not said there:
the reading in force is named in the rule file, the other one is shown beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal, get_args

Reading = Literal["setiap-masa", "sekali-dalam-jendela"]
READINGS: tuple[Reading, ...] = get_args(Reading)
READING_LABELS = {
    "setiap-masa": "sedikitnya satu setoran wajib dalam setiap masa",
    "sekali-dalam-jendela": "sedikitnya satu setoran wajib dalam jangka itu",
}
Rhythm = Literal["pertemuan", "mingguan", "bulanan"]
RHYTHMS: tuple[Rhythm, ...] = get_args(Rhythm)


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A member: from the day of joining until the day of leaving, both included."""

    member: int
    joined_on: date
    left_on: date | None = None

    def on(self, day: date) -> bool:
        return self.joined_on <= day and (self.left_on is None or day <= self.left_on)


@dataclass(frozen=True, slots=True)
class Deposit:
    """A compulsory saving paid in at a meeting."""

    member: int
    on: date
    amount: int
    meeting: str = ""


@dataclass(frozen=True, slots=True)
class Period:
    """A period in which the saving falls due; it counts for whoever is a member on its last day."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Saver:
    """One member: in how many of the due periods they saved, and whether that makes a regular saver."""

    member: int
    due: int
    kept: int
    paid: int
    regular: bool


@dataclass(frozen=True, slots=True)
class Savers:
    """All members for whom anything fell due."""

    members: tuple[Saver, ...]

    @property
    def regular(self) -> int:
        return sum(member.regular for member in self.members)

    @property
    def share(self) -> Fraction | None:
        return Fraction(self.regular, len(self.members)) if self.members else None


def due_periods(rhythm: Rhythm, *, first: date, last: date, meetings: Iterable[date]) -> list[Period]:
    """Periods that ended within a window: the held meetings, the weeks (ending Sunday) or the months.

    >>> [str(one.last) for one in due_periods("bulanan", first=date(2026, 1, 10), last=date(2026, 3, 30), meetings=())]
    ['2026-01-31', '2026-02-28']
    """
    if rhythm == "pertemuan":
        return [Period(day, day) for day in sorted(set(meetings)) if first <= day <= last]
    periods: list[Period] = []
    ends = _end_of_week(first) if rhythm == "mingguan" else _end_of_month(first)
    while ends <= last:
        starts = ends - timedelta(days=6) if rhythm == "mingguan" else ends.replace(day=1)
        periods.append(Period(starts, ends))
        ends = _end_of_week(ends + timedelta(days=1)) if rhythm == "mingguan" else _end_of_month(ends + timedelta(1))
    return periods


def _end_of_week(day: date) -> date:
    return day + timedelta(days=6 - day.weekday())


def _end_of_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def regular_savers(
    members: Sequence[Enrolled], periods: Sequence[Period], deposits: Iterable[Deposit], *, reading: Reading
) -> Savers:
    """Judge each member for whom at least one period fell due.

    Args:
        deposits: compulsory savings of the window; the other kinds do not make a regular saver.
    """
    paid: dict[int, list[Deposit]] = {}
    for deposit in deposits:
        if deposit.amount > 0:
            paid.setdefault(deposit.member, []).append(deposit)
    found = []
    for member in members:
        due = [period for period in periods if member.on(period.last)]
        if not due:
            continue
        own = paid.get(member.member, [])
        kept = sum(any(period.first <= item.on <= period.last for item in own) for period in due)
        regular = kept == len(due) if reading == "setiap-masa" else kept > 0
        found.append(Saver(member.member, len(due), kept, sum(item.amount for item in own), regular))
    return Savers(tuple(found))
