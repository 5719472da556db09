"""``/wilayah``: regions by place, level or name; one region with its past."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from swadaya.wilayah import selectors as wilayah
from swadaya.wilayah.listing import listed
from swadaya.wilayah.selectors import AreaInfo, RegionInfo, SuccessionInfo, VersionInfo

from . import examples, problems
from .cursors import Cursor, decode, encode
from .formats import column
from .operation import read
from .parameters import OneForm, RegionCode, RegionsQuery
from .responses import REGIONS_SOURCE, about, begin, filters_of, send_list, send_one
from .run_choice import code_of, must_exist
from .schemas import OneRegion, RegionPage

router = Router(tags=["Wilayah"])
COLUMNS = [
    column("kode"),
    column("nama"),
    column("tingkat"),
    column("jenis"),
    column("induk"),
    column("keadaan"),
    column("tahun_pertama", pl.Int16),
    column("tahun_terakhir", pl.Int16),
    column("sumber"),
]


@read(router, "/wilayah", RegionPage, "Daftar wilayah", name="wilayah", example=examples.REGIONS, listed=True)
def regions(request: HttpRequest, query: Query[RegionsQuery]) -> HttpResponse:
    """Regions inside another one, of a level, or found by name.

    Without `induk` and `tingkat` these are the provinces. A list is ordered by code; a search by how well the name
    fits, and has one page.
    """
    asked = begin(request, query, ("json", "csv", "parquet"))
    parent = code_of(query.induk)
    if query.cari.strip():
        if query.kursor:
            expected = "tanpa kursor bila mencari nama"
            raise problems.malformed("api.kursor", "kursor", query.kursor, expected, "Persempit dengan induk.")
        hits = wilayah.search(
            query.cari, parent=parent, level=query.tingkat or None, limit=query.batas, historical=query.historis
        )
        found, following = [hit.region for hit in hits], None
    else:
        found, following = _page(query, parent)
    if not found:
        must_exist(parent, "induk")
    rows = [_region(one) for one in found]
    return send_list(asked, rows, COLUMNS, head={"keterangan": about(REGIONS_SOURCE)}, cursor=following)


def _page(query: RegionsQuery, parent: str) -> tuple[list[RegionInfo], str | None]:
    filters = filters_of(query)
    cursor = decode(query.kursor, "wilayah", filters, runs=0, key=(str,)) if query.kursor else None
    found = listed(
        parent=parent,
        level=query.tingkat or None,
        historical=query.historis,
        after=str(cursor.key[0]) if cursor else "",
        limit=query.batas + 1,
    )
    shown = found[: query.batas]
    more = len(found) > len(shown)
    return shown, encode(Cursor((), (shown[-1].code,)), "wilayah", filters) if more else None


@read(
    router, "/wilayah/{kode}", OneRegion, "Satu wilayah dengan riwayatnya", name="wilayah-satu", example=examples.REGION
)
def region(request: HttpRequest, kode: RegionCode, query: Query[OneForm]) -> HttpResponse:
    """One region: names and places over time, what it became, what it was before, and the areas that hold it."""
    asked = begin(request, query)
    code = code_of(kode)
    found = wilayah.get(code)
    if found is None:
        hint = "Cari pada /api/v1/wilayah?cari=<nama>."
        raise problems.unknown("api.wilayah", "kode", kode, "kode wilayah yang dikenal", hint)
    data = {
        **_region(found),
        "jalur": [_region(one) for one in wilayah.breadcrumb(code)[:-1]],
        "versi": [_version(version) for version in wilayah.versions(code)],
        "penerus": [_succession(successor) for successor in wilayah.successors(code)],
        "pendahulu": [_succession(predecessor) for predecessor in wilayah.predecessors(code)],
        "kelompok": [_area(area) for area in wilayah.areas_of(code)],
    }
    return send_one(asked, {"keterangan": about(REGIONS_SOURCE), "data": data})


def _region(one: RegionInfo) -> dict[str, Any]:
    return {
        "kode": one.code,
        "nama": one.name,
        "tingkat": one.level,
        "jenis": one.kind,
        "induk": one.parent,
        "keadaan": one.status,
        "tahun_pertama": one.first_seen,
        "tahun_terakhir": one.last_seen,
        "sumber": one.source,
    }


def _version(one: VersionInfo) -> dict[str, Any]:
    return {
        "nama": one.name,
        "induk": one.parent,
        "jenis": one.kind,
        "berlaku_dari": day(one.valid_from),
        "berlaku_sampai": day(one.valid_to),
        "dimuat_pada": day(one.attested_on),
        "keputusan": one.decree,
        "sumber": one.source,
    }


def _succession(one: SuccessionInfo) -> dict[str, Any]:
    return {
        "lama": one.old,
        "baru": one.new,
        "sejak": one.effective_on.isoformat(),
        "hukum": one.law,
        "nama": one.name,
    }


def _area(one: AreaInfo) -> dict[str, Any]:
    return {
        "kode": one.code,
        "nama": one.label,
        "jenis": one.kind,
        "skema": one.scheme,
        "dasar_hukum": one.legal_basis,
        "berlaku_dari": day(one.valid_from),
        "berlaku_sampai": day(one.valid_to),
    }


def day(value: date | None) -> str | None:
    return value.isoformat() if value else None
