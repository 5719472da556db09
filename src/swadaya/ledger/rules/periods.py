"""Months of a book: closed one after the other, opened again from the last, by somebody else and with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from swadaya.core.problem import Problem, Where


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who closes or opens: a person, or a command by its name."""

    person_id: int | None
    name: str

    def same(self, other: Who) -> bool:
        """Two commands are the same when they are called the same; people are told apart by their accounts."""
        if self.person_id is None and other.person_id is None:
            return self.name == other.name
        return self.person_id == other.person_id


def first_day(day: date) -> date:
    return day.replace(day=1)


def last_day(day: date) -> date:
    """
    >>> last_day(date(2024, 2, 10)).isoformat()
    '2024-02-29'
    """
    return next_month(day) - timedelta(days=1)


def next_month(day: date) -> date:
    """The first day of the month after.

    >>> next_month(date(2024, 12, 31)).isoformat()
    '2025-01-01'
    """
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def written(month: date) -> str:
    return f"{month.year}-{month.month:02d}"


def next_to_close(opened_on: date, closed_through: date | None) -> date:
    """First day of the month that is closed next."""
    return next_month(closed_through) if closed_through else first_day(opened_on)


def closing_problems(month: date, *, opened_on: date, closed_through: date | None, today: date) -> list[Problem]:
    """Why a month cannot be closed now: ``bulan.urutan``, ``bulan.belum-lewat``."""
    where = Where(key=written(month))
    due = next_to_close(opened_on, closed_through)
    found = []
    if first_day(month) != due:
        found.append(Problem("bulan.urutan", where, f"menutup {written(month)}", f"menutup {written(due)} dahulu"))
    if last_day(month) >= today:
        got = f"hari ini {today.isoformat()}"
        found.append(Problem("bulan.belum-lewat", where, got, f"sesudah {last_day(month).isoformat()}"))
    return found


def reopening_problems(
    month: date, *, closed_through: date | None, closer: Who | None, opener: Who, reason: str
) -> list[Problem]:
    """Why a month cannot be opened again: ``bulan.tidak-terakhir``, ``bulan.orang-sama``, ``bulan.tanpa-alasan``."""
    where = Where(key=written(month))
    found = []
    if closed_through is None or last_day(month) != closed_through:
        expected = written(closed_through) if closed_through else "tidak ada bulan yang tertutup"
        found.append(Problem("bulan.tidak-terakhir", where, written(month), expected))
    elif closer is not None and closer.same(opener):
        hint = "Yang menutup tidak membuka sendiri; mintalah orang lain."
        found.append(Problem("bulan.orang-sama", where, opener.name, "orang lain daripada yang menutup", hint))
    if not reason.strip():
        found.append(Problem("bulan.tanpa-alasan", where, "kosong", "alasan membuka lagi"))
    return found
