"""How many came, of those who belonged to the group on the day.

"Average attendance" in the slides of June 2014 has two readings that can disagree; both are computed, the rule
file names the one in force.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal, get_args

Mark = Literal["H", "I", "S", "A"]
MARKS: tuple[Mark, ...] = get_args(Mark)
MARK_LABELS = {"H": "hadir", "I": "izin", "S": "sakit", "A": "alpa"}

Reading = Literal["rata-rata-pertemuan", "seluruh-kursi"]
READINGS: tuple[Reading, ...] = get_args(Reading)
READING_LABELS = {
    "rata-rata-pertemuan": "rata-rata dari kehadiran tiap pertemuan",
    "seluruh-kursi": "seluruh kehadiran dibagi seluruh anggota pada semua pertemuan",
}


@dataclass(frozen=True, slots=True)
class Attended:
    """One held meeting: how many members there were that day, and how many of them came."""

    meeting: str
    on: date
    present: int
    enrolled: int


def mean_of_meetings(meetings: Sequence[Attended]) -> Fraction | None:
    """The mean of each meeting's share; None when there was no meeting with members.

    >>> mean_of_meetings([Attended("1", date(2026, 1, 8), 4, 5), Attended("2", date(2026, 1, 15), 5, 5)])
    Fraction(9, 10)
    """
    shares = [Fraction(meeting.present, meeting.enrolled) for meeting in meetings if meeting.enrolled]
    return sum(shares, Fraction()) / len(shares) if shares else None


def share_of_seats(meetings: Sequence[Attended]) -> Fraction | None:
    """All who came of all who could have; None when nobody could.

    >>> share_of_seats([Attended("1", date(2026, 1, 8), 16, 20)])
    Fraction(4, 5)
    """
    seats = sum(meeting.enrolled for meeting in meetings)
    return Fraction(sum(meeting.present for meeting in meetings), seats) if seats else None


def ratio(meetings: Sequence[Attended], reading: Reading) -> Fraction | None:
    """Average attendance in one of its readings.

    Source: slides of June 2014, "Tingkat kehadiran anggota rata-rata > 80% pada pertemuan rutin"; the readings are our
    own.
    """
    return mean_of_meetings(meetings) if reading == "rata-rata-pertemuan" else share_of_seats(meetings)
