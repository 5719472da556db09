"""``/indeks/<tahun>/unduh/``: a whole run as a file, and what each of its columns means."""

from __future__ import annotations

import logging
from base64 import b64encode
from contextlib import suppress
from fractions import Fraction
from html import escape
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe
from procrastinate.exceptions import AlreadyEnqueued

from swadaya.core.figures import grouped, ratio
from swadaya.core.refusal import Invalid
from swadaya.indeks import run_table, selectors
from swadaya.indeks.selectors import Edition, RunInfo

from ..links import Links
from ..page_cache import MAX_AGE
from ..tasks import make_whole_file
from ..ui.components.folding_table import Column, folding
from ..ui.formatting import day, index_name
from ..ui.navigation import Choice, crumbs, switch
from . import run_files
from .page_context import EXAMPLE
from .resolve import no_year

log = logging.getLogger(__name__)

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_KINDS = {
    "csv": ("CSV", "Teks, koma, titik desimal, UTF-8. Dibuka di mana saja."),
    "xlsx": ("XLSX", "Buku kerja: hasil, arti kolom, sumber. Dibuat pekerja, satu dua menit bila belum ada."),
    "parquet": ("Parquet", "Berkolom dan bertipe, untuk pengolah data."),
}
_AGAIN = 5  # seconds after which the waiting page asks again


@require_safe
def page(request: HttpRequest, tahun: int) -> HttpResponse:
    """Every file of a year's runs, with size and checksum once it is made."""
    edition = selectors.edition()
    runs = [run for run in edition.runs if run.year == tahun]
    if not runs:
        return no_year(request, edition, tahun)
    years = sorted({run.year for run in edition.runs})
    context = {
        "room": "indeks",
        "title": f"Unduh data {tahun}",
        "example": any(run.example for run in runs),
        "canonical": f"/indeks/{tahun}/unduh/",
        "year": str(tahun),
        "crumbs": crumbs([("Indonesia", Links(tahun).region()), (f"Unduh data {tahun}", "")]),
        "switch": switch("Tahun", [Choice(str(year), f"/indeks/{year}/unduh/", year == tahun) for year in years]),
        "runs": [_shown(edition, run) for run in runs],
        "tables": Links(tahun).csv(),
    }
    response = render(request, "indeks/unduh.html", context)
    response.headers["Cache-Control"] = "public, max-age=10"  # a file may be made any moment
    return response


def _shown(edition: Edition, run: RunInfo) -> dict[str, Any]:
    method = run.method
    return {
        "title": f"{index_name(method)} {run.year}",
        "method": method,
        "example": EXAMPLE if run.example else "",
        "run_id": str(run.id),
        "published_on": day(run.published_at) if run.published_at else "",
        "files": _files_table(edition, run),
        "columns": _columns_table(run),
        "count": str(len(run_table.columns(method))),
    }


def _files_table(edition: Edition, run: RunInfo) -> SafeString:
    place = run_files.folder(edition, run)
    rows = []
    for ending, (label, words) in _KINDS.items():
        found = run_files.made(place, run, ending)
        size = size_text(found.size) if found else "dibuat saat diminta"
        seal = f'<code class="seal">{_breakable(found.sha256)}</code>' if found else "–"
        name = f'<a href="/indeks/{run.year}/unduh/{escape(run.method_id)}.{ending}">{label}</a>'
        rows.append(("", name, (size, escape(words), seal)))
    columns = (
        Column("Berkas"),
        Column("Ukuran", "num lab", "Ukuran"),
        Column("Isi", "wide"),
        Column("Sidik SHA-256", "wide", "Sidik:"),
    )
    return folding("Semua desa dalam satu berkas", columns, rows, css="files")


def _breakable(seal: str) -> str:
    """A checksum that a narrow screen may break, and that is copied without the breaks."""
    return "<wbr>".join(seal[start : start + 16] for start in range(0, len(seal), 16))


def _columns_table(run: RunInfo) -> SafeString:
    rows = [
        (
            "",
            f"<code>{escape(column.name)}</code>",
            (escape(column.meaning), escape(column.unit), escape(column.reference)),
        )
        for column in run_table.columns(run.method)
    ]
    columns = (Column("Kolom"), Column("Arti", "wide"), Column("Satuan", "wide"), Column("Rujukan", "wide"))
    return folding("Arti, satuan, dan pasal tiap kolom", columns, rows, css="columns")


def size_text(size: int) -> str:
    """
    >>> size_text(900), size_text(23_400_000)
    ('900 B', '23,4 MB')
    """
    for limit, unit in ((10**6, "MB"), (10**3, "kB")):
        if size >= limit:
            return f"{ratio(Fraction(size, limit), 1)} {unit}"
    return f"{size} B"


@require_safe
def file(request: HttpRequest, tahun: int, metode: str, akhiran: str) -> HttpResponseBase:
    """A file of a whole run; 202 with the progress while the worker makes it."""
    edition = selectors.edition()
    run = next((one for one in edition.runs if one.year == tahun and one.method_id == metode), None)
    if run is None:
        return no_year(request, edition, tahun)
    place = run_files.folder(edition, run)
    found = run_files.made(place, run, akhiran)
    try:
        if found is None and akhiran in run_files.SLOW:
            return _waiting(request, edition, run, akhiran)
        if found is None:
            run_files.sweep(edition)
            found = run_files.make(place, run, akhiran)
    except (Invalid, OSError) as error:
        log.error("berkas %s tidak dapat dibuat: %s", run_files.file_name(run, akhiran), error)
        return _failed(request, run)
    return _send(request, akhiran, found)


def _failed(request: HttpRequest, run: RunInfo) -> HttpResponse:
    """The folder cannot be written: say so, and offer the table that needs none."""
    links = Links(run.year)
    steps = [("Indonesia", links.region()), ("Unduh data", f"/indeks/{run.year}/unduh/"), ("Belum dapat dibuat", "")]
    context = {
        "room": "indeks",
        "title": "Berkas belum dapat dibuat",
        "example": run.example,
        "crumbs": crumbs(steps),
        "csv": links.csv(villages=True),
    }
    return render(request, "indeks/unduh-gagal.html", context, status=503)


def _send(request: HttpRequest, ending: str, found: run_files.Made) -> HttpResponseBase:
    etag = f'"{found.sha256[:32]}"'
    response: HttpResponseBase
    if etag in request.headers.get("If-None-Match", "").replace("W/", ""):
        response = HttpResponseNotModified()
    else:
        response = FileResponse(found.path.open("rb"), content_type=_TYPES[ending])
        response.headers["Content-Length"] = str(found.size)
        if ending != "csv":
            response.headers["Content-Encoding"] = "identity"  # packed already
    response.headers["Content-Disposition"] = f'attachment; filename="{found.path.name}"'
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = f"public, max-age={MAX_AGE}"
    response.headers["Repr-Digest"] = f"sha-256=:{_base64(found.sha256)}:"
    return response


def _base64(hexadecimal: str) -> str:
    return b64encode(bytes.fromhex(hexadecimal)).decode()


def _waiting(request: HttpRequest, edition: Edition, run: RunInfo, ending: str) -> HttpResponse:
    place = run_files.folder(edition, run)
    progress = run_files.progress(place, run, ending)
    if progress is None:
        run_files.ask_for(place, run, ending)
        with suppress(AlreadyEnqueued):
            job = make_whole_file.configure(queueing_lock=f"unduh-{run.id}-{ending}")
            job.defer(run_id=run.id, ending=ending)
    rows = progress.rows if progress else 0
    all_files = f"/indeks/{run.year}/unduh/"
    context = {
        "room": "indeks",
        "title": "Berkas sedang dibuat",
        "example": run.example,
        "crumbs": crumbs(
            [
                ("Indonesia", Links(run.year).region()),
                ("Unduh data", all_files),
                ("Sedang dibuat", ""),
            ]
        ),
        "name": run_files.file_name(run, ending),
        "done": grouped(progress.done) if progress and rows else "",
        "rows": grouped(rows),
        "permille": progress.done * 1000 // rows if progress and rows else 0,
        "again": _AGAIN,
        "year": str(run.year),
        "csv": f"/indeks/{run.year}/unduh/{run.method_id}.csv",
    }
    response = render(request, "indeks/unduh-tunggu.html", context, status=202)
    response.headers["Retry-After"] = str(_AGAIN)
    response.headers["Refresh"] = str(_AGAIN)
    response.headers["Cache-Control"] = "no-store"
    return response
