"""Reads of the index for every face: nation, region, village. Means are exact; a page rounds them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber

from swadaya.core import codes as region_codes
from swadaya.core.codes import Level
from swadaya.methodology import Method
from swadaya.methodology import method as load_method
from swadaya.methodology.explain import Explanation, explain
from swadaya.methodology.schema import StatusClass
from swadaya.wilayah import selectors as wilayah
from swadaya.wilayah.models import Region
from swadaya.wilayah.ranges import code_range
from swadaya.wilayah.regions import info as region_info

from .models import Aggregate, Result, Run, ScoreSheet


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
    """Counts of a group of villages. ``classes`` lowest first; means are exact ratios of 1, None without villages."""

    code: str
    name: str
    desa: int
    with_index: int
    classes: tuple[int, ...]
    mean: Fraction | None
    components: tuple[Fraction | None, ...]
    lowest_k: int
    highest_k: int

    def status(self, method: Method) -> StatusClass | None:
        """The class the mean itself lies in; None without a mean."""
        if self.mean is None:
            return None
        return next(status for status in method.classes if self.mean in status.range)


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


_RUN_COLUMNS = (
    "id, method, method_version, year, status, example, note, inputs_hash, results_hash, created_at, published_at"
)
_EDITION = f"""
SELECT stamp.*, shown.* FROM (
    SELECT (SELECT max(published_at) FROM indeks_run WHERE status = 'terbit') AS published,
        (SELECT max(id) FROM wilayah_regionversion) AS names,
        (SELECT max(id) FROM wilayah_area) AS areas,
        (SELECT max(installed_at) FROM wilayah_boundarylayer) AS pictures
) stamp LEFT JOIN (
    SELECT DISTINCT ON (method, year) {_RUN_COLUMNS} FROM indeks_run WHERE status = 'terbit'
    ORDER BY method, year, published_at DESC, id DESC
) shown ON TRUE
"""  # noqa: S608


def edition() -> Edition:
    """The runs on show and the stamp of everything pages are made from, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(_EDITION)
        rows = cursor.fetchall()
    stamp = "|".join("" if value is None else str(value) for value in rows[0][:4])
    found = [RunInfo(*row[4:]) for row in rows if row[4] is not None]
    return Edition(stamp, tuple(sorted(found, key=_latest_first)))


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


def _figures(row: Aggregate, method: Method, name: str) -> Figures:
    count = row.with_index
    return Figures(
        code=row.key,
        name=name,
        desa=row.desa,
        with_index=count,
        classes=tuple(row.classes),
        mean=Fraction(row.sum_k, method.denominator * count) if count else None,
        components=tuple(
            Fraction(total, top * count) if count else None
            for total, top in zip(row.sum_points, method.maxima, strict=True)
        ),
        lowest_k=row.lowest_k,
        highest_k=row.highest_k,
    )


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
    low, high = code_range(code)
    wanted = Q(run__in=[item.id for item in shown], scheme=scheme, key=code)
    if scheme in _PARTS:
        wanted |= Q(run=run.id, scheme=_PARTS[scheme], key__gte=low, key__lt=high)
    if groupings:
        wanted |= Q(run=run.id, scheme__in=groupings)
    own: dict[int, Aggregate] = {}
    below: list[Aggregate] = []
    groups: dict[str, list[Aggregate]] = {}
    for row in Aggregate.objects.filter(wanted):
        if row.scheme == scheme:
            own[row.run_id] = row
        elif row.scheme == _PARTS.get(scheme):
            below.append(row)
        else:
            groups.setdefault(row.scheme, []).append(row)
    results = _by_place(code, run) if scheme == "kecamatan" else []
    above = (*region_codes.ancestors(code), code) if code else ()
    known = _regions([*above, *(row.key for row in below), *(row.desa for row in results)])
    if run.id not in own or (code and code not in known):
        return None
    method = run.method
    name = known[code].name if code else "Indonesia"
    parts = [_figures(row, method, known[row.key].name if row.key in known else "") for row in below]
    return RegionPage(
        run=run,
        region=known[code] if code else None,
        breadcrumb=[known[item] for item in above if item in known],
        figures=_figures(own[run.id], method, name),
        parts=sorted(parts, key=lambda item: (item.mean is None, item.mean or 0, item.code)),
        villages=[
            _village(row, known[row.desa].name if row.desa in known else "", row.rank_kecamatan) for row in results
        ],
        trend=[
            (item, _figures(own[item.id], method, name))
            for item in reversed(shown)
            if item.method_id == run.method_id and item.id in own
        ],
        years=[item for item in shown if item.id in own],
        groups={
            key: [_figures(row, method, row.key) for row in sorted(rows, key=lambda row: row.key)]
            for key, rows in groups.items()
        },
    )


def _wanted(shown: Sequence[RunInfo], year: int | None, method_id: str | None) -> RunInfo | None:
    return next((item for item in shown if year in (None, item.year) and method_id in (None, "", item.method_id)), None)


def _regions(codes: Sequence[str]) -> dict[str, wilayah.RegionInfo]:
    """Regions by code, in one query."""
    return {row.pk: region_info(row) for row in Region.objects.filter(pk__in=codes)} if codes else {}


def figures_of(codes: Iterable[str], run: RunInfo) -> dict[str, Figures]:
    """Aggregates of some provinces, regencies and districts, for lists made elsewhere (search)."""
    rows = Aggregate.objects.filter(run=run.id, scheme__in=("provinsi", "kabkota", "kecamatan"), key__in=list(codes))
    return {row.key: _figures(row, run.method, "") for row in rows}


def grouped(run: RunInfo, scheme: str) -> list[Figures]:
    """Aggregates of another grouping: ``pulau:<skema>`` or ``tanda:<kode>``."""
    rows = Aggregate.objects.filter(run=run.id, scheme=scheme).order_by("key")
    return [_figures(row, run.method, row.key) for row in rows]


def villages_in(code: str, run: RunInfo) -> list[VillageFigure]:
    """The villages of a region, best first; those without an index at the end."""
    rows = _by_place(code, run)
    names = wilayah.names([row.desa for row in rows])
    column = {2: "rank_provinsi", 4: "rank_kabkota", 6: "rank_kecamatan"}.get(len(code), "rank_nasional")
    return [_village(row, names.get(row.desa, ""), getattr(row, column)) for row in rows]


def _by_place(code: str, run: RunInfo) -> list[Result]:
    low, high = code_range(code)
    return list(
        Result.objects.filter(run=run.id, desa__gte=low, desa__lt=high)
        .annotate(place=Window(RowNumber(), order_by=[F("k").desc(nulls_last=True), F("desa")]))
        .order_by("place")
    )


def _village(row: Result, name: str, rank: int) -> VillageFigure:
    return VillageFigure(
        row.desa, name, row.k, row.level, rank, tuple(row.points) if row.points else None, row.off_grid
    )


def village_page(
    code: str, *, year: int | None = None, method_id: str | None = None, shown: Sequence[RunInfo] | None = None
) -> VillagePage | None:
    """One village in a year: explanation, ranks, provenance and its whole trend; None when unknown or not computed."""
    shown = published_runs() if shown is None else shown
    rows = {
        row.run_id: row
        for row in Result.objects.filter(run__in=[item.id for item in shown], desa=code).select_related("sheet__batch")
    }
    held = [item for item in shown if item.id in rows]
    run = _wanted(held, year, method_id)
    if run is None:
        return None
    above = (*region_codes.ancestors(code), code)
    known = _regions(above)
    region = known.get(code)
    if region is None:
        return None
    row = rows[run.id]
    sheet = row.sheet
    same = [item for item in reversed(held) if item.method_id == run.method_id]
    return VillagePage(
        run=run,
        region=region,
        breadcrumb=[known[item] for item in above if item in known],
        explanation=_explain(run.method, row, sheet),
        off_grid=row.off_grid,
        said_index=Fraction(sheet.said_index, 10**sheet.places) if sheet.said_index is not None else None,
        ranks=_ranks(run, row),
        provenance=Provenance(
            sheet.batch.kind, sheet.batch.source, sheet.batch.file_name, sheet.batch.retrieved_on, sheet.remark
        ),
        trend=[(item, _village(rows[item.id], region.name, rows[item.id].rank_nasional)) for item in same],
        years=held,
        areas=wilayah.areas_of(code),
    )


def _explain(method: Method, row: Result, sheet: ScoreSheet) -> Explanation:
    if sheet.scores is not None:
        return explain(method, scores=np.frombuffer(bytes(sheet.scores), dtype=np.int8).tolist())
    return explain(method, points=row.points) if row.points else explain(method)


def _ranks(run: RunInfo, row: Result) -> list[Ranking]:
    keys = {"kecamatan": row.desa[:6], "kabkota": row.desa[:4], "provinsi": row.desa[:2], "nasional": ""}
    counts = {
        (scheme, key): count
        for scheme, key, count in Aggregate.objects.filter(
            run=run.id, scheme__in=list(keys), key__in=list(keys.values())
        ).values_list("scheme", "key", "with_index")
    }
    return [
        Ranking(scheme, key, getattr(row, f"rank_{scheme}"), counts.get((scheme, key), 0))
        for scheme, key in keys.items()
        if row.k
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
