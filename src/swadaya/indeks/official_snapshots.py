"""The official sheets of one village: every one that was taken in, also those that were superseded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from .queries.rows import ask
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
SELECT s.said_components, s.said_index, s.said_level, s.remark, s.scores IS NOT NULL, s.places, b.file_name, b.source,
    b.retrieved_on, s.superseded_by_id IS NULL,
    EXISTS (SELECT 1 FROM indeks_result r WHERE r.run_id = %s AND r.desa = s.desa AND r.sheet_id = s.id)
FROM (
    SELECT * FROM indeks_scoresheet WHERE method = %s AND year = %s AND desa = %s AND superseded_by_id IS NULL
    UNION ALL
    SELECT * FROM indeks_scoresheet WHERE method = %s AND year = %s AND desa = %s AND superseded_by_id IS NOT NULL
) s JOIN indeks_batch b ON b.id = s.batch_id AND b.kind = 'resmi' ORDER BY s.batch_id DESC
"""


def snapshots(code: str, run: RunInfo) -> list[Snapshot]:
    """Every official sheet of a village in the run's year, newest first."""
    key = [run.method_id, run.year, code]
    return [
        Snapshot(
            tuple(_exact(value, places) for value in components or ()),
            _exact(index, places),
            level,
            remark,
            scored,
            file_name,
            source,
            retrieved_on,
            standing,
            used,
        )
        for components, index, level, remark, scored, places, file_name, source, retrieved_on, standing, used in ask(
            _SNAPSHOTS, [run.id, *key, *key]
        )
    ]


def _exact(value: int | None, places: int) -> Fraction | None:
    return None if value is None else Fraction(value, 10**places)
