"""The one place that asks what time it is, so that a test can answer; and the day by which official dates are meant.

A day of a rule, a meeting, a journal or a grant is a day in Jakarta. An instant is kept in UTC and becomes a day,
or an hour that people read, only through :func:`day_of` and :func:`in_wib`.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

ZONE = "Asia/Jakarta"
"""The same zone by the name that Django and PostgreSQL know."""

WIB = timezone(timedelta(hours=7), "WIB")
"""Western Indonesian time; its offset has not changed since 1964."""


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
    return in_wib(instant).date()


def in_wib(instant: datetime) -> datetime:
    """An instant as clocks in Jakarta show it.

    >>> f"{in_wib(datetime(2026, 2, 5, 17, 30, tzinfo=UTC)):%d %H.%M}"
    '06 00.30'
    """
    return instant.astimezone(WIB)


def start_of(day: date) -> datetime:
    """The first instant of a day in Jakarta.

    >>> start_of(date(2026, 2, 6)).astimezone(UTC).isoformat()
    '2026-02-05T17:00:00+00:00'
    """
    return datetime.combine(day, time.min, WIB)
