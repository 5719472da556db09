"""One village with its reason, ranks and years; villages in lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
from django.db import connection

from swadaya.core import codes as region_codes
from swadaya.core.rows import Row, ask
from swadaya.methodology import Method
from swadaya.methodology.explain import Explanation, explain, next_class
from swadaya.wilayah import selectors as wilayah
from swadaya.wilayah.rules.code_ranges import code_range

from ..models import Result
from ..trends import VillageYear
from .figures import REGION, region_of
from .runs import RunInfo, published_runs, trend_rows, wanted


@dataclass(frozen=True, slots=True)
class VillageFigure:
    """One village in a list. ``rank``: within the list's region."""

    code: str
    name: str
    k: int | None
    level: int
    rank: int
    points: tuple[int, ...] | None
    off_grid: bool


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a village's sheet came from."""

    kind: str
    source: str
    file_name: str
    retrieved_on: date
    remark: str


@dataclass(frozen=True, slots=True)
class Ranking:
    """``out_of`` counts the villages with an index in that region."""

    scheme: str
    name: str
    rank: int
    out_of: int


@dataclass(frozen=True, slots=True)
class VillagePage:
    run: RunInfo
    region: wilayah.RegionInfo
    breadcrumb: list[wilayah.RegionInfo]
    explanation: Explanation
    off_grid: bool
    said_index: Fraction | None
    ranks: list[Ranking]
    provenance: Provenance
    trend: list[tuple[RunInfo, VillageFigure]]
    years: list[RunInfo]
    areas: list[wilayah.AreaInfo]


_RANK = {2: "rank_provinsi", 4: "rank_kabkota", 6: "rank_kecamatan"}


def villages_in(code: str, run: RunInfo) -> list[VillageFigure]:
    """The villages of a region, best first; those without an index at the end."""
    low, high = code_range(code)
    rows = ask(
        connection,
        f"""SELECT r.desa, coalesce(g.name, '') AS name, r.k, r.level, r.points, r.off_grid,
            r.{_RANK.get(len(code), "rank_nasional")} AS rank
        FROM indeks_result r LEFT JOIN wilayah_place g ON g.code = r.desa
        WHERE r.run_id = %s AND r.desa >= %s AND r.desa < %s ORDER BY r.k DESC NULLS LAST, r.desa""",  # noqa: S608
        [run.id, low, high],
    )
    return [_figure(row.desa, row.name, row, row.rank) for row in rows]


def village_page(
    code: str,
    *,
    year: int | None = None,
    method_id: str | None = None,
    shown: Sequence[RunInfo] | None = None,
    areas: bool = True,
) -> VillagePage | None:
    """One village in a year: explanation, ranks, provenance and its whole trend; None when unknown or not computed.

    Args:
        shown: the runs on show, where the caller has them.
        areas: whether to look up the areas it lies in.
    """
    shown = published_runs() if shown is None else shown
    found = _found(code, shown, wanted(shown, year, method_id)) or _elsewhere(code, shown, year, method_id)
    if found is None:
        return None
    run, row, told = found
    held = [item for item, _ in told]
    own = [*region_codes.ancestors(code), code]
    places = ask(connection, _PLACES, [run.id, own, run.id])
    counts = {place.scheme: place.with_index for place in places}
    known = {region.code: region for region in map(region_of, places) if region}
    if code not in known:
        return None
    region = known[code]
    return VillagePage(
        run=run,
        region=region,
        breadcrumb=[known[item] for item in own if item in known],
        explanation=explained(run.method, row.scores, row.points, row.k),
        off_grid=row.off_grid,
        said_index=Fraction(row.said_index, 10**row.places) if row.said_index is not None else None,
        ranks=_ranks(code, row, counts) if row.k is not None else [],
        provenance=Provenance(row.kind, row.source, row.file_name, row.retrieved_on, row.remark),
        trend=[(item, _in_year(region, year)) for item, year in reversed(told) if item.method_id == run.method_id],
        years=held,
        areas=wilayah.areas_of(code) if areas else [],
    )


Found = tuple[RunInfo, Row, list[tuple[RunInfo, list[Any]]]]


def _found(code: str, shown: Sequence[RunInfo], run: RunInfo | None) -> Found | None:
    """The village in a run, and in every run on show."""
    if run is None:
        return None
    rows = ask(connection, _VILLAGE, [sorted({item.method_id for item in shown}), run.id, code])
    return (run, rows[0], trend_rows(rows[0].trend, shown)) if rows else None


def _elsewhere(code: str, shown: Sequence[RunInfo], year: int | None, method_id: str | None) -> Found | None:
    """The same where the first run that fits does not have the village."""
    methods = sorted({item.method_id for item in shown})
    told = ask(
        connection,
        "SELECT jsonb_agg(runs) AS trend FROM indeks_trend WHERE method = ANY(%s) AND scheme = 'desa' AND key = %s",
        [methods, code],
    )
    return _found(code, shown, wanted([item for item, _ in trend_rows(told[0].trend, shown)], year, method_id))


_VILLAGE = """
SELECT r.run_id, r.points, r.k, r.level, r.rank_kecamatan, r.rank_kabkota, r.rank_provinsi, r.rank_nasional, r.off_grid,
    s.scores, s.places, s.said_index, s.remark, b.kind, b.source, b.file_name, b.retrieved_on,
    (SELECT jsonb_agg(t.runs) FROM indeks_trend t WHERE t.method = ANY(%s) AND t.scheme = 'desa' AND t.key = r.desa)
    AS trend
FROM indeks_result r JOIN indeks_scoresheet s ON s.id = r.sheet_id JOIN indeks_batch b ON b.id = s.batch_id
WHERE r.run_id = %s AND r.desa = %s
"""
_PLACES = f"""
SELECT g.level AS scheme, a.with_index, {REGION} FROM wilayah_place g
LEFT JOIN indeks_aggregate a ON a.run_id = %s AND a.scheme = g.level AND a.key = g.code WHERE g.code = ANY(%s)
UNION ALL
SELECT scheme, with_index, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM indeks_aggregate
WHERE run_id = %s AND scheme = 'nasional' AND key = ''
"""  # noqa: S608
"""A village and the regions above it, with how many villages each ranks; the nation has a count only."""


def explained(method: Method, scores: bytes | None, points: Sequence[int] | None, k: int | None) -> Explanation:
    """From scores, else from points; off the score grid the stored k stands, not what the nearest points add up to."""
    if scores is not None:
        return explain(method, scores=np.frombuffer(bytes(scores), dtype=np.int8).tolist())
    if not points or k is None:
        return explain(method)
    explanation = explain(method, points=points)
    if explanation.k == k:
        return explanation
    return replace(explanation, k=k, status=method.class_of(k), next=next_class(method, k, points))


def _in_year(region: wilayah.RegionInfo, told: Sequence[Any]) -> VillageFigure:
    year = VillageYear(*told)
    return _figure(region.code, region.name, year, year.rank_nasional)


def _figure(code: str, name: str, row: Row, rank: int) -> VillageFigure:
    points = tuple(row.points) if row.points else None
    return VillageFigure(code, name, row.k, row.level, rank, points, row.off_grid)


def _ranks(code: str, row: Row, counts: dict[str, int | None]) -> list[Ranking]:
    places = (("kecamatan", code[:6]), ("kabkota", code[:4]), ("provinsi", code[:2]), ("nasional", ""))
    return [Ranking(scheme, key, getattr(row, f"rank_{scheme}"), counts.get(scheme) or 0) for scheme, key in places]


def statuses_of(codes: Iterable[str], run: RunInfo) -> dict[str, tuple[int | None, int]]:
    """k and class level of some villages, for lists made elsewhere (search)."""
    rows = Result.objects.filter(run=run.id, desa__in=list(codes)).values_list("desa", "k", "level")
    return {desa: (k, level) for desa, k, level in rows}


def ways_of(codes: Sequence[str]) -> dict[str, str]:
    """Kecamatan and kabkota of villages, in words: names repeat."""
    rows = ask(
        connection,
        """SELECT v.code, concat_ws(', ', kec.name, kab.name) AS way FROM unnest(%s::text[]) AS v (code)
        LEFT JOIN wilayah_place kec ON kec.code = left(v.code, 6)
        LEFT JOIN wilayah_place kab ON kab.code = left(v.code, 4)""",
        [list(codes)],
    )
    return {row.code: row.way for row in rows}


def table_rows(run: RunInfo, code: str = "") -> Iterable[tuple[Any, ...]]:
    """Results of a region, by code, streamed: desa, points, k, level, four ranks."""
    low, high = code_range(code)
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT desa, points, k, level, rank_nasional, rank_provinsi, rank_kabkota, rank_kecamatan
            FROM indeks_result WHERE run_id = %s AND desa >= %s AND desa < %s ORDER BY desa""",
            [run.id, low, high],
        )
        while rows := cursor.fetchmany(5000):
            yield from rows
