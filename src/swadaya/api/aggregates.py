"""``/agregat``: the villages of a run added up by region, island or tag."""

from __future__ import annotations

from typing import Any

import polars as pl
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from swadaya.core.figures import decimals
from swadaya.indeks import result_lists, selectors
from swadaya.indeks.selectors import Figures, RunInfo
from swadaya.methodology.schema import Method
from swadaya.wilayah import selectors as wilayah

from . import examples, problems
from .cursors import Cursor, decode, encode
from .formats import Column, column, nested
from .operation import read
from .parameters import AggregatesQuery
from .responses import about_runs, begin, filters_of, run_head, send_list
from .results import origin, shown_index
from .run_choice import code_of, must_exist, run_for
from .schemas import AggregatePage

router = Router(tags=["Indeks"])
_BY_CODE = ("provinsi", "kabkota", "kecamatan")


@read(
    router,
    "/agregat",
    AggregatePage,
    "Jumlah dan rata-rata menurut wilayah atau kelompok",
    name="agregat",
    example=examples.AGGREGATES,
    listed=True,
    figures=True,
)
def aggregates(request: HttpRequest, query: Query[AggregatesQuery]) -> HttpResponse:
    """Counts by class and exact means of the groups of one published run, by key."""
    asked = begin(request, query, ("json", "csv", "parquet"))
    filters = filters_of(query)
    cursor = decode(query.kursor, "agregat", filters, runs=1, key=(str,)) if query.kursor else None
    run = run_for(asked.edition, query, cursor.runs[0] if cursor else None)
    parent = code_of(query.induk)
    after = str(cursor.key[0]) if cursor else None
    keys = result_lists.group_keys(run, query.skema, region=parent, after=after, limit=query.batas + 1)
    if query.kunci:
        keys = [query.kunci]
    groups = _groups(run, query.skema, keys[: query.batas])
    if not groups and not cursor:
        _say_why(run, query, parent)
    following = None
    if len(keys) > query.batas:
        following = encode(Cursor((run.id,), (keys[query.batas - 1],)), "agregat", filters)
    rows = [_aggregate(run, query.skema, one, name) for one, name in groups]
    head = {"keterangan": about_runs(run), "terbitan": run_head(run)}
    return send_list(asked, rows, _aggregate_columns(run.method), head=head, cursor=following, runs=[run])


def _groups(run: RunInfo, scheme: str, keys: list[str]) -> list[tuple[Figures, str]]:
    if scheme in _BY_CODE:
        known = selectors.figures_of(keys, run)
        names = wilayah.names(keys)
        fitting = [key for key in keys if key in known and _BY_CODE.index(scheme) == len(key) // 2 - 1]
        return [(known[key], names.get(key, "")) for key in fitting]
    found = {one.code: one for one in selectors.grouped(run, scheme)}
    labels = {area.code: area.label for area in wilayah.areas()} if ":" in scheme else {"": "Indonesia"}
    return [(found[key], _label(labels, scheme, key)) for key in keys if key in found]


def _label(labels: dict[str, str], scheme: str, key: str) -> str:
    """An island is an area of its scheme; what a tag does not hold is named after it."""
    inside, outside = f"{scheme.partition(':')[2]}-{key}", key.removeprefix("bukan-")
    if key in labels or inside in labels:
        return labels.get(key) or labels[inside]
    return f"Bukan {labels[outside]}" if outside in labels else key


def _say_why(run: RunInfo, query: AggregatesQuery, parent: str) -> None:
    """Raises api.skema or api.kunci (404) where a list is empty because what it names does not exist."""
    if query.kunci:
        raise problems.unknown("api.kunci", "kunci", query.kunci, f"kunci dalam skema {query.skema}")
    must_exist(parent, "induk")
    if not parent and not result_lists.group_keys(run, query.skema, limit=1):
        expected = f"nasional, {', '.join(_BY_CODE)}, pulau:<skema>, atau tanda:<kode> dari terbitan ini"
        raise problems.unknown("api.skema", "skema", query.skema, expected)


def _aggregate(run: RunInfo, scheme: str, one: Figures, name: str) -> dict[str, Any]:
    method = run.method
    status = one.status(method)
    means = {
        code: float(decimals(mean, 4))
        for code, mean in zip(method.component_codes, one.components, strict=True)
        if mean is not None
    }
    return {
        "kunci": one.code,
        "nama": name,
        "skema": scheme,
        "tahun": run.year,
        "desa": one.desa,
        "berindeks": one.with_index,
        "kelas": {each.code: count for each, count in zip(method.classes, one.classes, strict=True)},
        "rata": means or None,
        "rata_indeks": shown_index(method, one.mean),
        "status_rata": status.code if status else None,
        "jumlah_poin_indeks": one.sum_k,
        "poin_terendah": one.lowest_k if one.with_index else None,
        "poin_tertinggi": one.highest_k if one.with_index else None,
        "asal": origin(run),
    }


def _aggregate_columns(method: Method) -> list[Column]:
    return [
        column("kunci"),
        column("nama"),
        column("skema"),
        column("tahun", pl.Int16),
        column("desa", pl.Int32),
        column("berindeks", pl.Int32),
        *nested("kelas", [status.code for status in method.classes], pl.Int32),
        *nested("rata", method.component_codes, pl.Float64),
        column("rata_indeks", pl.Float64),
        column("status_rata"),
        column("jumlah_poin_indeks", pl.Int64),
        column("poin_terendah", pl.Int32),
        column("poin_tertinggi", pl.Int32),
        column("asal"),
    ]
