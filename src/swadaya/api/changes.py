"""``/perubahan``: the villages whose class differs between two published runs of one method."""

from __future__ import annotations

from typing import Any

import polars as pl
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from swadaya.indeks import result_lists
from swadaya.indeks.result_lists import MovedVillage
from swadaya.indeks.selectors import Edition, RunInfo

from . import examples, problems
from .cursors import Cursor, decode, encode
from .formats import column
from .operation import read
from .parameters import ChangesQuery
from .responses import about_runs, begin, filters_of, run_head, send_list
from .results import origin, shown_index
from .run_choice import code_of, level_of, must_exist, published
from .schemas import ChangePage

router = Router(tags=["Indeks"])
COLUMNS = [
    column("kode"),
    column("nama"),
    column("arah"),
    column("dari_status"),
    column("ke_status"),
    column("dari_poin_indeks", pl.Int32),
    column("ke_poin_indeks", pl.Int32),
    column("dari_indeks", pl.Float64),
    column("ke_indeks", pl.Float64),
    column("asal"),
]


@read(
    router,
    "/perubahan",
    ChangePage,
    "Desa yang berganti status di antara dua terbitan",
    name="perubahan",
    example=examples.CHANGES,
    listed=True,
    figures=True,
)
def changes(request: HttpRequest, query: Query[ChangesQuery]) -> HttpResponse:
    """Villages that have a class in both runs, and not the same one, by code.

    Without numbers, the latest run on show is compared with the one a data year before, of the same method.
    """
    asked = begin(request, query, ("json", "csv", "parquet"))
    filters = filters_of(query)
    cursor = decode(query.kursor, "perubahan", filters, runs=2, key=(str,)) if query.kursor else None
    old, new = _runs(asked.edition, *(cursor.runs if cursor else (query.dari, query.ke)))
    region = code_of(query.wilayah)
    found = result_lists.moved(
        old,
        new,
        region=region,
        from_level=level_of(new.method, query.dari_status, "dari_status"),
        to_level=level_of(new.method, query.ke_status, "ke_status"),
        after=str(cursor.key[0]) if cursor else "",
        limit=query.batas + 1,
    )
    if not found:
        must_exist(region, "wilayah")
    shown = found[: query.batas]
    following = None
    if len(found) > len(shown):
        following = encode(Cursor((old.id, new.id), (shown[-1].code,)), "perubahan", filters)
    rows = [_change(old, new, one) for one in shown]
    head = {"keterangan": about_runs(old, new), "dari": run_head(old), "ke": run_head(new)}
    return send_list(asked, rows, COLUMNS, head=head, cursor=following, runs=[old, new])


def _runs(edition: Edition, old_number: int | None, new_number: int | None) -> tuple[RunInfo, RunInfo]:
    """Both runs. Raises api.terbitan (404), and api.metode (422) where their methods differ."""
    new = published(edition, new_number, "ke") if new_number else None
    old = published(edition, old_number, "dari") if old_number else None
    if new is None:
        new = next((run for run in edition.runs if old is None or run.method_id == old.method_id), None)
    if new is not None and old is None:
        earlier = (run for run in edition.runs if run.method_id == new.method_id and run.year < new.year)
        old = next(earlier, None)
    if new is None or old is None:
        hint = "Daftarnya ada pada /api/v1/terbitan."
        raise problems.unknown("api.terbitan", "dari", old_number or "", "dua terbitan dengan metode yang sama", hint)
    if old.method_id != new.method_id:
        raise problems.malformed("api.metode", "dari", old.id, f"terbitan dengan metode {new.method_id}")
    return old, new


def _change(old: RunInfo, new: RunInfo, one: MovedVillage) -> dict[str, Any]:
    method = new.method
    return {
        "kode": one.code,
        "nama": one.name,
        "arah": "naik" if one.new_level > one.old_level else "turun",
        "dari_status": method.classes[one.old_level - 1].code,
        "ke_status": method.classes[one.new_level - 1].code,
        "dari_poin_indeks": one.old_k,
        "ke_poin_indeks": one.new_k,
        "dari_indeks": shown_index(method, method.index(one.old_k)),
        "ke_indeks": shown_index(method, method.index(one.new_k)),
        "asal": origin(old, new),
    }
