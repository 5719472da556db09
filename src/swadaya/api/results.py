"""``/hasil``: the villages of a run."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor
from typing import Any

import polars as pl
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from swadaya.core.figures import decimals
from swadaya.indeks import result_lists
from swadaya.indeks.result_lists import ListedVillage
from swadaya.indeks.selectors import RunInfo
from swadaya.methodology.schema import Method
from swadaya.wilayah import selectors as wilayah

from . import examples, problems
from .cursors import Cursor, decode, encode
from .formats import Column, column, nested
from .operation import read
from .parameters import ResultsQuery
from .responses import about_runs, begin, filters_of, run_head, send_list
from .run_choice import code_of, level_of, must_exist, run_for
from .schemas import ResultPage

router = Router(tags=["Indeks"])
RANKS = ("nasional", "provinsi", "kabkota", "kecamatan")
_KEY: dict[str, tuple[type, ...]] = {"kode": (str,), "peringkat": (int, str)}


@read(
    router,
    "/hasil",
    ResultPage,
    "Desa dalam satu terbitan",
    name="hasil",
    example=examples.RESULTS,
    listed=True,
    figures=True,
)
def results(request: HttpRequest, query: Query[ResultsQuery]) -> HttpResponse:
    """Villages of one published run, with index, class, points of the components and ranks.

    The list stays with the run it was begun with, also when a newer one is published meanwhile. `indeks_min` and
    `indeks_maks` compare the index as it is shown, rounded.
    """
    asked = begin(request, query, ("json", "csv", "parquet"))
    filters = filters_of(query)
    cursor = decode(query.kursor, "hasil", filters, runs=1, key=_KEY[query.urut]) if query.kursor else None
    run = run_for(asked.edition, query, cursor.runs[0] if cursor else None)
    method, region = run.method, code_of(query.wilayah)
    villages = result_lists.villages(
        run,
        region=region,
        status=level_of(method, query.status),
        ranges=_ranges(query.area),
        order=query.urut,
        after=cursor.key if cursor else None,
        limit=query.batas + 1,
        lowest_k=_lowest_k(method, query.indeks_min),
        highest_k=_highest_k(method, query.indeks_maks),
    )
    if not villages:
        must_exist(region, "wilayah")
    shown = villages[: query.batas]
    following = None
    if len(villages) > len(shown):
        following = encode(Cursor((run.id,), result_lists.place_of(shown[-1], query.urut)), "hasil", filters)
    rows = result_rows(run, shown)
    head = {"keterangan": about_runs(run), "terbitan": run_head(run)}
    return send_list(asked, rows, result_columns(method), head=head, cursor=following, runs=[run])


def _ranges(area: str) -> list[tuple[str, str]] | None:
    if not area:
        return None
    if wilayah.area(area) is None:
        hint = "Kelompok yang memuat sebuah wilayah ada pada /api/v1/wilayah/<kode>."
        raise problems.unknown("api.area", "area", area, "kode kelompok wilayah", hint)
    return wilayah.ranges_of(area)


def _lowest_k(method: Method, shown: float | None) -> int | None:
    """The smallest k whose index, rounded as it is shown, is at least this."""
    if shown is None:
        return None
    step = Fraction(1, 10**method.decimals)
    wanted = ceil(Fraction(str(shown)) / step) * step - step / 2
    return max(0, ceil(wanted * method.denominator / _unit(method)))


def _highest_k(method: Method, shown: float | None) -> int | None:
    """The largest k whose index, rounded as it is shown, is at most this."""
    if shown is None:
        return None
    step = Fraction(1, 10**method.decimals)
    wanted = floor(Fraction(str(shown)) / step) * step + step / 2
    return min(method.denominator, ceil(wanted * method.denominator / _unit(method)) - 1)


def _unit(method: Method) -> int:
    return 100 if method.unit == "persen" else 1


def shown_index(method: Method, index: Fraction | None) -> float | None:
    """The index as pages show it: in the method's unit, with its decimals."""
    return None if index is None else float(decimals(index * _unit(method), method.decimals))


@lru_cache(maxsize=2**15)
def _shown(k: int, denominator: int, unit: int, places: int) -> float:
    """The same of a whole number k; a page has a hundred of them, a nation a few thousand different ones."""
    return float(decimals(Fraction(k * unit, denominator), places))


def result_rows(run: RunInfo, villages: Sequence[ListedVillage]) -> list[dict[str, Any]]:
    """Listed villages as the interface tells them."""
    method = run.method
    measure = (method.denominator, _unit(method), method.decimals)
    parts, classes, made = method.component_codes, [status_class.code for status_class in method.classes], origin(run)
    rows = []
    for one in villages:
        known = one.k is not None
        ranks = (one.rank, one.rank_provinsi, one.rank_kabkota, one.rank_kecamatan)
        rows.append(
            {
                "kode": one.code,
                "nama": one.name,
                "tahun": run.year,
                "poin": dict(zip(parts, one.points, strict=True)) if one.points else None,
                "poin_indeks": one.k,
                "indeks": _shown(one.k, *measure) if one.k is not None else None,
                "status": classes[one.level - 1] if known else None,
                "peringkat": dict(zip(RANKS, ranks, strict=True)) if known else None,
                "luar_kisi": one.off_grid,
                "asal": made,
            }
        )
    return rows


def origin(*runs: RunInfo) -> str:
    return "contoh" if any(run.example for run in runs) else "hitungan"


def result_columns(method: Method) -> list[Column]:
    return [
        column("kode"),
        column("nama"),
        column("tahun", pl.Int16),
        *nested("poin", method.component_codes, pl.Int32),
        column("poin_indeks", pl.Int32),
        column("indeks", pl.Float64),
        column("status"),
        *nested("peringkat", RANKS, pl.Int32),
        column("luar_kisi", pl.Boolean),
        column("asal"),
    ]
