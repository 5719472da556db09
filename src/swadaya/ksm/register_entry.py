"""What every entry of a register shares: one writer at a time for a region, its event, and what may stand in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection, models

from swadaya.accounts import audit
from swadaya.accounts.rules.access import Place, Viewer
from swadaya.core import clock, codes, locks
from swadaya.core.problem import Problem, Where
from swadaya.wilayah import selectors as wilayah

EARLIEST = date(1900, 1, 1)


def lock_region(region: str) -> None:
    """Let nobody else write into the registers of a region until this transaction ends.

    So that "is it there already?" still holds when the row is written.
    """
    with connection.cursor() as cursor:
        locks.transaction_lock(cursor, "ksm register", region)


def event(
    by: Viewer,
    region: str,
    action: str,
    kind: str,
    key: str,
    label: str,
    role: str,
    *,
    after: Mapping[str, Any],
    before: Mapping[str, Any] | None = None,
) -> int:
    """Write the event of an entry."""
    place = Place(region)
    return audit.record(by, action, kind=kind, key=key, label=label, role=role, place=place, before=before, after=after)


def save_with_event(row: models.Model, event_id: int) -> None:
    """Save a new row with its event."""
    row.event_id = event_id  # type: ignore[attr-defined]
    row.save()


def normalise_spaces(name: str) -> str:
    """A name with single spaces."""
    return " ".join(name.split())


def there_already(rows: models.QuerySet[Any, Any], key: str, name: str, expected: str) -> list[Problem]:
    """``lembaga.ada`` when a register holds that already."""
    return [Problem("lembaga.ada", Where(key=key), name, expected)] if rows.exists() else []


def known_region(region: str, levels: Sequence[str]) -> list[Problem]:
    """``lembaga.wilayah`` when a code is not one of a region of these levels."""
    found = wilayah.get(region) if codes.normalise(region) == region else None
    if found is not None and found.code == region and found.level in levels:
        return []
    return [Problem("lembaga.wilayah", Where(key="wilayah"), region[:13], f"kode {' / '.join(levels)}")]


def past_day_problems(day: date | None, key: str) -> list[Problem]:
    """``ksm.tanggal`` for a day that has not come, or that nobody remembers; an unknown day is none."""
    today = clock.today()
    if day is None or EARLIEST <= day <= today:
        return []
    return [Problem("ksm.tanggal", Where(key=key), day.isoformat(), f"dari {EARLIEST} sampai {today}")]
