"""All years of a village or group in one row, written at publication: a page reads as much for any number of years.

A row holds one list for each run on show of the method, in the order of :class:`GroupYear` or :class:`VillageYear`.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db import connection

from .models import Run


class GroupYear(NamedTuple):
    """A group of villages in one run, as stored."""

    run_id: int
    desa: int
    with_index: int
    classes: list[int]
    sum_k: int
    sum_points: list[int]
    lowest_k: int
    highest_k: int


class VillageYear(NamedTuple):
    """A village in one run, as stored."""

    run_id: int
    points: list[int] | None
    k: int | None
    level: int
    rank_nasional: int
    off_grid: bool


_LEVELS = ["nasional", "provinsi", "kabkota", "kecamatan"]

_SELECT = f"""
SELECT %(method)s, scheme, key, jsonb_agg(jsonb_build_array({", ".join(GroupYear._fields)}) ORDER BY run_id)
FROM indeks_aggregate WHERE run_id = ANY(%(runs)s) AND scheme = ANY(%(levels)s) GROUP BY scheme, key
UNION ALL
SELECT %(method)s, 'desa', desa, jsonb_agg(jsonb_build_array({", ".join(VillageYear._fields)}) ORDER BY run_id)
FROM indeks_result WHERE run_id = ANY(%(runs)s) GROUP BY desa
"""  # noqa: S608


def rewrite(method_id: str) -> None:
    """Write the trends of a method anew; the caller holds the lock of publications."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM indeks_trend WHERE method = %s", [method_id])
        cursor.execute(f"INSERT INTO indeks_trend (method, scheme, key, runs) {_SELECT}", _parameters(method_id))


def is_true(method_id: str) -> bool:
    """Whether the stored trends say what the runs on show say."""
    stored = "SELECT method, scheme, key, runs FROM indeks_trend WHERE method = %(method)s"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT EXISTS (({_SELECT}) EXCEPT ({stored})) OR EXISTS (({stored}) EXCEPT ({_SELECT}))""",
            _parameters(method_id),
        )
        return bool(cursor.fetchone() == (False,))


def is_written(method_id: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM indeks_trend WHERE method = %s)", [method_id])
        return bool(cursor.fetchone() == (True,))


def _parameters(method_id: str) -> dict[str, Any]:
    newest = Run.objects.filter(status=Run.Status.PUBLISHED, method=method_id)
    runs = newest.order_by("year", "-published_at", "-id").distinct("year").values_list("id", flat=True)
    return {"method": method_id, "runs": list(runs), "levels": _LEVELS}
