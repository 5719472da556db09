"""``/metode``: how an index is computed, as data with its legal references."""

from __future__ import annotations

from typing import Any

import polars as pl
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from swadaya.methodology.schema import Branch, Indicator, Method, Quantity, ScoreRule, StatusClass

from . import examples, problems
from .cursors import Cursor, decode, encode
from .formats import column
from .operation import read
from .parameters import ListQuery, MethodId, OneForm
from .responses import METHODS_SOURCE, about, begin, filters_of, methods, send_list, send_one
from .schemas import MethodPage, OneMethod

router = Router(tags=["Metode"])
COLUMNS = [
    column("id"),
    column("judul"),
    column("singkatan"),
    column("kedudukan"),
    column("berlaku_dari"),
    column("berlaku_sampai"),
    column("tahun"),
    column("rujukan"),
    column("versi"),
    column("satuan"),
    column("desimal", pl.Int16),
    column("penyebut", pl.Int32),
]


@read(router, "/metode", MethodPage, "Daftar metode", name="metode", example=examples.METHODS, listed=True)
def known_methods(request: HttpRequest, query: Query[ListQuery]) -> HttpResponse:
    """Every method known here, newest first. In CSV and Parquet the years are one text, separated by spaces."""
    asked = begin(request, query, ("json", "csv", "parquet"))
    filters = filters_of(query)
    ids = list(methods())
    start = 0
    if query.kursor:
        last = decode(query.kursor, "metode", filters, runs=0, key=(str,)).key[0]
        if last not in ids:
            raise problems.malformed("api.kursor", "kursor", query.kursor, "kursor dari jawaban sebelumnya")
        start = ids.index(str(last)) + 1
    shown = ids[start : start + query.batas]
    following = encode(Cursor((), (shown[-1],)), "metode", filters) if start + len(shown) < len(ids) else None
    rows = [_head(methods()[method_id]) for method_id in shown]
    return send_list(asked, rows, COLUMNS, head={"keterangan": about(METHODS_SOURCE)}, cursor=following)


@read(router, "/metode/{metode}", OneMethod, "Satu metode lengkap", name="metode-satu", example=examples.METHOD)
def one_method(request: HttpRequest, metode: MethodId, query: Query[OneForm]) -> HttpResponse:
    """The whole tree with its rules, classes and legal references, and where the legal text contradicts itself."""
    asked = begin(request, query)
    found = methods().get(metode)
    if found is None:
        raise problems.unknown("api.metode", "metode", metode, ", ".join(methods()))
    return send_one(asked, {"keterangan": about(METHODS_SOURCE), "data": _whole(found)})


def _head(method: Method) -> dict[str, Any]:
    return {
        "id": method.id,
        "judul": method.title,
        "singkatan": method.short,
        "kedudukan": method.standing,
        "berlaku_dari": method.valid_from.isoformat(),
        "berlaku_sampai": method.valid_to.isoformat() if method.valid_to else None,
        "tahun": list(method.years),
        "rujukan": method.reference,
        "versi": method.version,
        "satuan": method.unit,
        "desimal": method.decimals,
        "penyebut": method.denominator,
    }


def _whole(method: Method) -> dict[str, Any]:
    numbers = zip(method.components, method.maxima, method.weights, strict=True)
    return {
        **_head(method),
        "pemeriksaan": method.verification,
        "jenjang": list(method.level_names),
        "hitungan": [{"jenjang": level, "bunyi": text, "rujukan": law} for level, text, law in method.rule_texts],
        "kelas": [_class(one, lowest) for one, lowest in zip(method.classes, method.lowest_k, strict=True)],
        "komponen": [{**_branch(one), "poin_maks": top, "bobot": weight} for one, top, weight in numbers],
        "dimensi": [_branch(dimension) for dimension in method.dimensions],
        "variabel": [_branch(variable) for variable in method.variables],
        "indikator": [_indicator(indicator) for indicator in method.indicators],
        "catatan": [{"di": note.where, "tercetak": note.printed, "dibaca": note.reading} for note in method.notes],
    }


def _branch(one: Branch) -> dict[str, Any]:
    return {"kode": one.code, "nama": one.label, "induk": one.parent, "rujukan": one.reference}


def _class(one: StatusClass, lowest: int) -> dict[str, Any]:
    return {
        "kode": one.code,
        "nama": one.label,
        "tingkat": one.level,
        "selang": str(one.range),
        "poin_terendah": lowest,
        "sinonim": list(one.synonyms),
        "rujukan": one.reference,
        "arti": one.meaning,
    }


def _indicator(one: Indicator) -> dict[str, Any]:
    return {
        "kode": one.code,
        "nama": one.label,
        "nama_resmi": one.official,
        "komponen": one.component,
        "dimensi": one.dimension,
        "variabel": one.variable,
        "rujukan": one.reference,
        "pemeriksaan": one.verification,
        "catatan": " ".join(text for text in (one.note, one.scores_note) if text),
        "skor": list(one.scores),
        "pelaksana": dict(one.actors),
        "besaran": _quantity(one.quantity) if one.quantity else None,
        "aturan": [_rule(rule) for rule in one.rules],
    }


def _quantity(one: Quantity) -> dict[str, Any]:
    return {
        "kode": one.code,
        "jenis": one.kind,
        "tanya": list(one.asks),
        "satuan": one.unit,
        "pilihan": dict(one.choices),
    }


def _rule(one: ScoreRule) -> dict[str, Any]:
    return {
        "skor": one.value,
        "syarat": str(one.interval) if one.interval else None,
        "jawaban": list(one.answers),
        "bunyi": one.text,
        "langkah": one.action,
        "tercetak": one.printed,
    }
