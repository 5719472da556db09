"""``/terbitan``: the published runs; a draft is nobody's business."""

from __future__ import annotations

from typing import Any

import polars as pl
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from swadaya.indeks import selectors
from swadaya.indeks.selectors import Edition, RunInfo

from . import examples
from .cursors import Cursor, decode, encode
from .formats import column
from .operation import read
from .parameters import OneForm, RunNumber, RunsQuery
from .responses import about_runs, begin, filters_of, run_head, send_list, send_one
from .run_choice import PUBLISHED, published
from .schemas import OneRun, RunPage

router = Router(tags=["Terbitan"])
COLUMNS = [
    column("nomor", pl.Int64),
    column("tahun", pl.Int16),
    column("metode"),
    column("versi_metode"),
    column("terbit_pada"),
    column("contoh", pl.Boolean),
    column("ditampilkan", pl.Boolean),
    column("dihitung_pada"),
    column("sidik_masukan"),
    column("sidik_hasil"),
    column("catatan"),
]


@read(router, "/terbitan", RunPage, "Daftar terbitan", name="terbitan", example=examples.RUNS, listed=True)
def runs(request: HttpRequest, query: Query[RunsQuery]) -> HttpResponse:
    """Runs on show, one for each method and year; with `semua` also those that a newer one replaced."""
    asked = begin(request, query, ("json", "csv", "parquet"))
    filters = filters_of(query)
    below = decode(query.kursor, "terbitan", filters, runs=0, key=(int,)).key[0] if query.kursor else None
    every = [one for one in selectors.runs() if one.status == PUBLISHED] if query.semua else asked.edition.runs
    found = [
        one
        for one in sorted(every, key=lambda run: -run.id)
        if query.metode in ("", one.method_id)
        and query.tahun in (None, one.year)
        and (below is None or one.id < int(below))
    ]
    shown = found[: query.batas]
    following = encode(Cursor((), (shown[-1].id,)), "terbitan", filters) if len(found) > len(shown) else None
    rows = [_run(one, asked.edition) for one in shown]
    return send_list(asked, rows, COLUMNS, head={"keterangan": about_runs(*shown)}, cursor=following)


@read(router, "/terbitan/{nomor}", OneRun, "Satu terbitan", name="terbitan-satu", example=examples.RUN, figures=True)
def run(request: HttpRequest, nomor: RunNumber, query: Query[OneForm]) -> HttpResponse:
    """One published run: method with its version, year, and the hashes of what went in and came out."""
    asked = begin(request, query)
    found = published(asked.edition, nomor, "nomor")
    content = {"keterangan": about_runs(found), "data": _run(found, asked.edition)}
    return send_one(asked, content, [found])


def _run(one: RunInfo, edition: Edition) -> dict[str, Any]:
    return {
        **run_head(one),
        "ditampilkan": any(one.id == shown.id for shown in edition.runs),
        "dihitung_pada": one.created_at.isoformat(),
        "sidik_masukan": one.inputs_hash,
        "sidik_hasil": one.results_hash,
        "catatan": one.note,
    }
