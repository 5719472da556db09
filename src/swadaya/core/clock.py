"""The one place that asks what time it is, so that a test can answer; and the day by which official dates are meant."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

WIB = timezone(timedelta(hours=7), "WIB")
"""Western Indonesian time: a day of a rule, a meeting or a journal is a day in Jakarta."""


def now() -> datetime:
    """The present instant, aware, UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The present day in Jakarta."""
    return day_of(now())


def day_of(instant: datetime) -> date:
    """The calendar day of an instant in Jakarta.

    >>> day_of(datetime(2026, 2, 5, 17, 30, tzinfo=UTC))
    datetime.date(2026, 2, 6)
    """
    return instant.astimezone(WIB).date()
