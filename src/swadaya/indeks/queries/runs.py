"""Which runs are on show, and the stamp that changes whenever a page could."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db import connection

from swadaya.core import clock
from swadaya.core.rows import Row, ask
from swadaya.methodology import Method
from swadaya.methodology import method as load_method

from ..models import Run


@dataclass(frozen=True, slots=True)
class RunInfo:
    """A run as pages cite it."""

    id: int
    method_id: str
    method_version: str
    year: int
    status: str
    example: bool
    note: str
    inputs_hash: str
    results_hash: str
    created_at: datetime
    published_at: datetime | None

    @property
    def method(self) -> Method:
        return load_method(self.method_id)

    @property
    def dated_on(self) -> date:
        """The day of the figures: of publication, before that of the computing."""
        return clock.day_of(self.published_at or self.created_at)


@dataclass(frozen=True, slots=True)
class Edition:
    """What every page is made from: the runs on show, and a stamp that changes whenever any page could."""

    stamp: str
    runs: tuple[RunInfo, ...]


def trend_rows(told: str | None, shown: Sequence[RunInfo]) -> list[tuple[RunInfo, list[Any]]]:
    """Rows of ``indeks_trend`` (JSON: a list for each method) with the runs on show they are of."""
    by_run = {row[0]: row for runs in json.loads(told or "[]") for row in runs}
    return [(item, by_run[item.id]) for item in shown if item.id in by_run]


def has_published_runs() -> bool:
    return Run.objects.filter(status=Run.Status.PUBLISHED).exists()


def published_runs(method_id: str | None = None) -> list[RunInfo]:
    """The run shown for each method and year, the newest published one; latest year first."""
    runs = Run.objects.filter(status=Run.Status.PUBLISHED)
    if method_id:
        runs = runs.filter(method=method_id)
    newest = runs.order_by("method", "year", "-published_at", "-id").distinct("method", "year")
    return sorted(map(_info, newest), key=_latest_first)


_EDITION = """
SELECT stamp.names, stamp.areas, stamp.pictures, r.id, r.method AS method_id, r.method_version, r.year, r.status,
    r.example, r.note, r.inputs_hash, r.results_hash, r.created_at, r.published_at
FROM wilayah_stamp stamp LEFT JOIN indeks_run r ON r.status = 'terbit'
"""


def edition() -> Edition:
    """The runs on show and the stamp of everything pages are made from, in one query."""
    rows = ask(connection, _EDITION)
    newest: dict[tuple[str, int], RunInfo] = {}
    for run in (_run(row) for row in rows if row.id is not None):
        other = newest.get((run.method_id, run.year))
        if other is None or (run.published_at, run.id) > (other.published_at, other.id):
            newest[run.method_id, run.year] = run
    found = sorted(newest.values(), key=_latest_first)
    loaded = (rows[0].names, rows[0].areas, rows[0].pictures)
    return Edition("|".join(map(str, (*loaded, *(run.id for run in found)))), tuple(found))


def _run(row: Row) -> RunInfo:
    return RunInfo(**{field.name: getattr(row, field.name) for field in fields(RunInfo)})


def _latest_first(run: RunInfo) -> tuple[int, str]:
    return -run.year, run.method_id


def runs() -> list[RunInfo]:
    """Every run, newest first."""
    return [_info(run) for run in Run.objects.order_by("-id")]


def shown_run(year: int | None = None, method_id: str | None = None) -> RunInfo | None:
    """The run a page shows: of that year, else the latest year."""
    return wanted(published_runs(method_id), year, method_id)


def _info(run: Run) -> RunInfo:
    return RunInfo(
        run.pk if isinstance(run.pk, int) else run.id,
        run.method,
        run.method_version,
        run.year,
        run.status,
        run.example,
        run.note,
        run.inputs_hash,
        run.results_hash,
        run.created_at,
        run.published_at,
    )


def wanted(shown: Sequence[RunInfo], year: int | None, method_id: str | None) -> RunInfo | None:
    return next((item for item in shown if year in (None, item.year) and method_id in (None, "", item.method_id)), None)
