"""The official sheets of one village: every one that was taken in, also those that were superseded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db import connection

from swadaya.core.rows import Row, ask

from .queries.runs import RunInfo


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One official sheet of a village. ``standing``: no other has superseded it; ``used``: the run was made from it."""

    said_components: tuple[Fraction | None, ...]
    said_index: Fraction | None
    said_level: int
    remark: str
    has_scores: bool
    file_name: str
    source: str
    retrieved_on: date
    standing: bool
    used: bool


_SNAPSHOTS = """
SELECT s.said_components, s.said_index, s.said_level, s.remark, s.scores IS NOT NULL AS has_scores, s.places,
    b.file_name, b.source, b.retrieved_on, s.superseded_by_id IS NULL AS standing,
    EXISTS (SELECT 1 FROM indeks_result r WHERE r.run_id = %s AND r.desa = s.desa AND r.sheet_id = s.id) AS used
FROM (
    SELECT * FROM indeks_scoresheet WHERE method = %s AND year = %s AND desa = %s AND superseded_by_id IS NULL
    UNION ALL
    SELECT * FROM indeks_scoresheet WHERE method = %s AND year = %s AND desa = %s AND superseded_by_id IS NOT NULL
) s JOIN indeks_batch b ON b.id = s.batch_id AND b.kind = 'resmi' ORDER BY s.batch_id DESC
"""


def snapshots(code: str, run: RunInfo) -> list[Snapshot]:
    """Every official sheet of a village in the run's year, newest first."""
    key = [run.method_id, run.year, code]
    return [_snapshot(row) for row in ask(connection, _SNAPSHOTS, [run.id, *key, *key])]


def _snapshot(row: Row) -> Snapshot:
    return Snapshot(
        said_components=tuple(_exact(value, row.places) for value in row.said_components or ()),
        said_index=_exact(row.said_index, row.places),
        said_level=row.said_level,
        remark=row.remark,
        has_scores=row.has_scores,
        file_name=row.file_name,
        source=row.source,
        retrieved_on=row.retrieved_on,
        standing=row.standing,
        used=row.used,
    )


def _exact(value: int | None, places: int) -> Fraction | None:
    return None if value is None else Fraction(value, 10**places)
