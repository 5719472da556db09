"""Reads of the index for every face: nation, region, village. Means are exact; a page rounds them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import numpy as np
from django.db import connection
from psycopg import Cursor

from swadaya.core import codes as region_codes
from swadaya.core.codes import Level
from swadaya.methodology import Method
from swadaya.methodology import method as load_method
from swadaya.methodology.explain import Explanation, explain, next_class
from swadaya.methodology.schema import StatusClass
from swadaya.wilayah import selectors as wilayah
from swadaya.wilayah.ranges import code_range

from .models import Result, Run


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


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts and sums of a group of villages. ``classes`` lowest first; ``level``: the class the mean lies in, or 0.

    ``scale`` and ``maxima`` are the method's: what k and the points of each component are shares of.
    """

    code: str
    name: str
    desa: int
    with_index: int
    classes: tuple[int, ...]
    sum_k: int
    sum_points: tuple[int, ...]
    scale: int
    maxima: tuple[int, ...]
    lowest_k: int
    highest_k: int
    level: int

    @property
    def mean(self) -> Fraction | None:
        """The mean index, exact; None without villages."""
        return Fraction(self.sum_k, self.scale * self.with_index) if self.with_index else None

    @property
    def components(self) -> tuple[Fraction | None, ...]:
        """The mean of each component, exact."""
        if not self.with_index:
            return tuple(None for _ in self.maxima)
        return tuple(
            Fraction(total, top * self.with_index) for total, top in zip(self.sum_points, self.maxima, strict=True)
        )

    def status(self, method: Method) -> StatusClass | None:
        """The class the mean itself lies in; None without a mean."""
        return method.classes[self.level - 1] if self.level else None


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
class Edition:
    """What every page is made from: the runs on show, and a stamp that changes whenever any page could."""

    stamp: str
    runs: tuple[RunInfo, ...]


@dataclass(frozen=True, slots=True)
class RegionPage:
    """A region and its parts. ``villages`` only in a kecamatan; ``trend`` holds the region in every published year.

    ``years``: the runs on show that have the region, of any method; ``groups``: other groupings asked for, by scheme.
    """

    run: RunInfo
    region: wilayah.RegionInfo | None  # None: the nation
    breadcrumb: list[wilayah.RegionInfo]
    figures: Figures
    parts: list[Figures]
    villages: list[VillageFigure]
    trend: list[tuple[RunInfo, Figures]]
    years: list[RunInfo]
    groups: dict[str, list[Figures]]


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
SELECT stamp.*, r.id, r.method, r.method_version, r.year, r.status, r.example, r.note, r.inputs_hash, r.results_hash,
    r.created_at, r.published_at
FROM (
    SELECT (SELECT id FROM wilayah_regionversion ORDER BY id DESC LIMIT 1) AS names,
        (SELECT id FROM wilayah_area ORDER BY id DESC LIMIT 1) AS areas,
        (SELECT id FROM wilayah_boundarylayer ORDER BY id DESC LIMIT 1) AS pictures
) stamp LEFT JOIN indeks_run r ON r.status = 'terbit'
"""


def edition() -> Edition:
    """The runs on show and the stamp of everything pages are made from, in one query."""
    rows = _rows(_EDITION, ())
    newest: dict[tuple[str, int], Row] = {}
    for row in (row[3:] for row in rows if row[3] is not None):
        key = (row[1], row[3])
        if key not in newest or (row[10], row[0]) > (newest[key][10], newest[key][0]):
            newest[key] = row
    found = sorted((RunInfo(*row) for row in newest.values()), key=_latest_first)
    stamp = "|".join(map(str, (*rows[0][:3], *(run.id for run in found))))
    return Edition(stamp, tuple(found))


def _latest_first(run: RunInfo) -> tuple[int, str]:
    return -run.year, run.method_id


def runs() -> list[RunInfo]:
    """Every run, newest first."""
    return [_info(run) for run in Run.objects.order_by("-id")]


def shown_run(year: int | None = None, method_id: str | None = None) -> RunInfo | None:
    """The run a page shows: of that year, else the latest year."""
    return _wanted(published_runs(method_id), year, method_id)


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


_FIGURES = "a.run_id, a.scheme, a.key, a.desa, a.with_index, a.classes, a.sum_k, a.sum_points, a.lowest_k, a.highest_k"
_REGION = "g.code, g.level, g.kind, g.name, coalesce(g.parent_id, ''), g.status, g.first_seen, g.last_seen, g.source"
Row = tuple[Any, ...]


def _rows(query: str, parameters: Sequence[Any]) -> list[Row]:
    """Ask, with a statement that the server keeps prepared: planning takes longer than answering these."""
    if connection.queries_logged:  # somebody counts the queries
        with connection.cursor() as cursor:
            cursor.execute(query, parameters)
            return list(cursor.fetchall())
    connection.ensure_connection()
    with Cursor(connection.connection) as cursor:
        cursor.execute(query, parameters, prepare=True)
        return list(cursor.fetchall())


def _figures(row: Row, method: Method, name: str) -> Figures:
    """Figures of a row of ``_FIGURES``."""
    _, _, key, desa, count, classes, sum_k, sum_points, lowest_k, highest_k = row[:10]
    return Figures(
        code=key,
        name=name,
        desa=desa,
        with_index=count,
        classes=tuple(classes),
        sum_k=sum_k,
        sum_points=tuple(sum_points),
        scale=method.denominator,
        maxima=method.maxima,
        lowest_k=lowest_k,
        highest_k=highest_k,
        level=_mean_level(method, sum_k, count) if count else 0,
    )


def _mean_level(method: Method, sum_k: int, count: int) -> int:
    """The class a mean lies in, decided on whole numbers."""
    whole = method.denominator * count
    for status in reversed(method.classes):
        border = status.range.lower
        left, right = sum_k * border.denominator, border.numerator * whole
        if left > right or (left == right and status.range.lower_closed):
            return status.level
    return 0


_PARTS: dict[str, Level] = {"nasional": "provinsi", "provinsi": "kabkota", "kabkota": "kecamatan"}


def region_page(
    code: str,
    *,
    year: int | None = None,
    method_id: str | None = None,
    shown: Sequence[RunInfo] | None = None,
    groupings: Sequence[str] = (),
) -> RegionPage | None:
    """The nation (``code`` empty), a province, regency or district in a year; None when unknown or not computed.

    Args:
        shown: the runs on show, where the caller has them.
        groupings: schemes of other groupings to read along: ``pulau:<skema>``, ``tanda:<kode>``.
    """
    shown = published_runs() if shown is None else shown
    run = _wanted(shown, year, method_id)
    scheme: str = region_codes.level_of(code) if code else "nasional"
    if run is None or scheme == "desa":
        return None
    own: dict[int, Figures] = {}
    below: list[Figures] = []
    groups: dict[str, list[Figures]] = {}
    known: dict[str, wilayah.RegionInfo] = {}
    for row in _aggregates(code, scheme, run, shown, groupings):
        run_id, kind, key = row[:3]
        name = row[13] or ""
        if row[10] is not None and code.startswith(key):
            known[key] = wilayah.RegionInfo(*row[10:])
        if (kind, key) == (scheme, code):
            method = next(item for item in shown if item.id == run_id).method
            own[run_id] = _figures(row, method, name if code else "Indonesia")
        elif kind == _PARTS.get(scheme):
            below.append(_figures(row, run.method, name))
        elif kind in groupings:
            groups.setdefault(kind, []).append(_figures(row, run.method, key))
    if run.id not in own or (code and code not in known):
        return None
    return RegionPage(
        run=run,
        region=known[code] if code else None,
        breadcrumb=[known[item] for item in (*region_codes.ancestors(code), code) if item in known] if code else [],
        figures=own[run.id],
        parts=sorted(below, key=lambda item: (item.mean is None, item.mean or 0, item.code)),
        villages=villages_in(code, run) if scheme == "kecamatan" else [],
        trend=[(item, own[item.id]) for item in reversed(shown) if item.method_id == run.method_id and item.id in own],
        years=[item for item in shown if item.id in own],
        groups={key: sorted(rows, key=lambda item: item.code) for key, rows in groups.items()},
    )


def _aggregates(code: str, scheme: str, run: RunInfo, shown: Sequence[RunInfo], groupings: Sequence[str]) -> list[Row]:
    """All a region's page needs, with the regions' own rows: itself in every run, what lies above and below, groups."""
    low, high = code_range(code)
    above = list(region_codes.ancestors(code)) if code else []
    return _rows(
        f"""SELECT {_FIGURES}, {_REGION} FROM indeks_aggregate a LEFT JOIN wilayah_region g ON g.code = a.key
        WHERE (a.run_id = ANY(%s) AND a.scheme = %s AND a.key = %s)
        OR (a.run_id = %s AND a.scheme = %s AND a.key >= %s AND a.key < %s)
        OR (a.run_id = %s AND a.scheme = ANY(%s) AND a.key = ANY(%s))
        OR (a.run_id = %s AND a.scheme = ANY(%s))""",  # noqa: S608
        [
            [item.id for item in shown],
            *(scheme, code, run.id, _PARTS.get(scheme, ""), low, high, run.id),
            ["provinsi", "kabkota"],
            *(above, run.id, list(groupings)),
        ],
    )


def _wanted(shown: Sequence[RunInfo], year: int | None, method_id: str | None) -> RunInfo | None:
    return next((item for item in shown if year in (None, item.year) and method_id in (None, "", item.method_id)), None)


def figures_of(codes: Iterable[str], run: RunInfo) -> dict[str, Figures]:
    """Aggregates of some provinces, regencies and districts, for lists made elsewhere (search)."""
    rows = _rows(
        f"SELECT {_FIGURES} FROM indeks_aggregate a WHERE a.run_id = %s AND a.scheme = ANY(%s) AND a.key = ANY(%s)",  # noqa: S608
        [run.id, ["provinsi", "kabkota", "kecamatan"], list(codes)],
    )
    return {row[2]: _figures(row, run.method, "") for row in rows}


def grouped(run: RunInfo, scheme: str) -> list[Figures]:
    """Aggregates of another grouping: ``pulau:<skema>`` or ``tanda:<kode>``."""
    rows = _rows(
        f"SELECT {_FIGURES} FROM indeks_aggregate a WHERE a.run_id = %s AND a.scheme = %s ORDER BY a.key",  # noqa: S608
        [run.id, scheme],
    )
    return [_figures(row, run.method, row[2]) for row in rows]


_RANK = {2: "rank_provinsi", 4: "rank_kabkota", 6: "rank_kecamatan"}


def villages_in(code: str, run: RunInfo) -> list[VillageFigure]:
    """The villages of a region, best first; those without an index at the end."""
    low, high = code_range(code)
    rows = _rows(
        f"""SELECT r.desa, coalesce(g.name, ''), r.k, r.level, r.{_RANK.get(len(code), "rank_nasional")}, r.points,
        r.off_grid FROM indeks_result r LEFT JOIN wilayah_region g ON g.code = r.desa
        WHERE r.run_id = %s AND r.desa >= %s AND r.desa < %s ORDER BY r.k DESC NULLS LAST, r.desa""",  # noqa: S608
        [run.id, low, high],
    )
    return [
        VillageFigure(desa, name, k, level, rank, tuple(points) if points else None, off_grid)
        for desa, name, k, level, rank, points, off_grid in rows
    ]


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
    rows = {row[0]: row for row in _rows(_VILLAGE, [[item.id for item in shown], code])}
    held = [item for item in shown if item.id in rows]
    run = _wanted(held, year, method_id)
    if run is None:
        return None
    row = rows[run.id]
    scores, decimal_places, said, remark, kind, source, file_name, retrieved_on = row[9:]
    own = [*region_codes.ancestors(code), code]
    places = _rows(_PLACES, [run.id, own, run.id])
    counts = {place[0]: place[1] for place in places}
    known = {place[2]: wilayah.RegionInfo(*place[2:]) for place in places if place[2] is not None}
    if code not in known:
        return None
    region = known[code]
    same = [item for item in reversed(held) if item.method_id == run.method_id]
    return VillagePage(
        run=run,
        region=region,
        breadcrumb=[known[item] for item in own if item in known],
        explanation=_explain(run.method, scores, *row[1:3]),
        off_grid=row[8],
        said_index=Fraction(said, 10**decimal_places) if said is not None else None,
        ranks=_ranks(code, row[4:8], counts) if row[2] is not None else [],
        provenance=Provenance(kind, source, file_name, retrieved_on, remark),
        trend=[(item, _in_year(region, rows[item.id])) for item in same],
        years=held,
        areas=wilayah.areas_of(code) if areas else [],
    )


_VILLAGE = """
SELECT r.run_id, r.points, r.k, r.level, r.rank_kecamatan, r.rank_kabkota, r.rank_provinsi, r.rank_nasional, r.off_grid,
    s.scores, s.places, s.said_index, s.remark, b.kind, b.source, b.file_name, b.retrieved_on
FROM indeks_result r JOIN indeks_scoresheet s ON s.id = r.sheet_id JOIN indeks_batch b ON b.id = s.batch_id
WHERE r.run_id = ANY(%s) AND r.desa = %s
"""
_PLACES = f"""
SELECT g.level, a.with_index, {_REGION} FROM wilayah_region g
LEFT JOIN indeks_aggregate a ON a.run_id = %s AND a.scheme = g.level AND a.key = g.code WHERE g.code = ANY(%s)
UNION ALL
SELECT scheme, with_index, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM indeks_aggregate
WHERE run_id = %s AND scheme = 'nasional' AND key = ''
"""  # noqa: S608
"""A village and the regions above it, with how many villages each ranks; the nation has a count only."""


def _explain(method: Method, scores: bytes | None, points: Sequence[int] | None, k: int | None) -> Explanation:
    """From scores, else from points; off the score grid the stored k stands, not what the nearest points add up to."""
    if scores is not None:
        return explain(method, scores=np.frombuffer(bytes(scores), dtype=np.int8).tolist())
    if not points or k is None:
        return explain(method)
    explanation = explain(method, points=points)
    if explanation.k == k:
        return explanation
    return replace(explanation, k=k, status=method.class_of(k), next=next_class(method, k, points))


def _in_year(region: wilayah.RegionInfo, row: Row) -> VillageFigure:
    _, points, k, level, _, _, _, rank, off_grid = row[:9]
    return VillageFigure(region.code, region.name, k, level, rank, tuple(points) if points else None, off_grid)


def _ranks(code: str, ranks: Sequence[int], counts: dict[str, int | None]) -> list[Ranking]:
    places = (("kecamatan", code[:6]), ("kabkota", code[:4]), ("provinsi", code[:2]), ("nasional", ""))
    return [
        Ranking(scheme, key, rank, counts.get(scheme) or 0) for (scheme, key), rank in zip(places, ranks, strict=True)
    ]


def statuses_of(codes: Iterable[str], run: RunInfo) -> dict[str, tuple[int | None, int]]:
    """k and class level of some villages, for lists made elsewhere (search)."""
    rows = Result.objects.filter(run=run.id, desa__in=list(codes)).values_list("desa", "k", "level")
    return {desa: (k, level) for desa, k, level in rows}


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
