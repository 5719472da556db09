"""Whether the books of a meeting were written in time, on both clocks.

Due is the end of the meeting's day plus the grace of the rule file. The clock ``terjadi`` asks when the officers closed
the sheet (their device, or the day on a signed paper sheet); the clock ``dicatat`` asks when this system learned of it.

Source: slides of June 2014, "100% pembukuan tepat waktu"; what is due when is our own (rule file).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Literal, get_args

from swadaya.core.clock import day_of

Clock = Literal["dicatat", "terjadi"]
CLOCKS: tuple[Clock, ...] = get_args(Clock)
CLOCK_LABELS = {"dicatat": "menurut saat dicatat di sini", "terjadi": "menurut saat pengurus menutup lembar"}


@dataclass(frozen=True, slots=True)
class Written:
    """The books of one held meeting.

    ``closed_at``: as the officers' device said; ``paper_on``: day on a signed sheet.
    """

    meeting: str
    held_on: date
    recorded_at: datetime
    closed_at: datetime | None = None
    paper_on: date | None = None


@dataclass(frozen=True, slots=True)
class Grace:
    """``days`` after the meeting; ``paper_days``: until when a photographed, signed sheet may be typed in."""

    days: int
    paper_days: int | None


def on_time(written: Written, *, clock: Clock, grace: Grace) -> bool:
    """Whether one meeting's books are in time on a clock."""
    due = written.held_on + timedelta(days=grace.days)
    typed_on = day_of(written.recorded_at)
    if written.paper_on is not None and grace.paper_days is not None:
        in_days = typed_on <= written.held_on + timedelta(days=grace.paper_days)
        if written.held_on <= written.paper_on <= due and in_days:
            return True
    if clock == "dicatat":
        return typed_on <= due
    closed_on = day_of(written.closed_at) if written.closed_at is not None else typed_on
    return min(closed_on, typed_on) <= due


def share(books: Sequence[Written], *, clock: Clock, grace: Grace) -> Fraction | None:
    """Books in time of all held meetings; None when none was held."""
    return Fraction(sum(on_time(book, clock=clock, grace=grace) for book in books), len(books)) if books else None
