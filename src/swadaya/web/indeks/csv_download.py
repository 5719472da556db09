"""The tables of the pages as CSV: comma, full stop, UTF-8; sent row by row."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.http import HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect, StreamingHttpResponse
from django.views.decorators.http import require_safe

from swadaya.core import codes
from swadaya.core.figures import decimals
from swadaya.files.formula_guard import guard
from swadaya.indeks import selectors
from swadaya.indeks.selectors import Figures, RunInfo, VillageFigure, VillagePage
from swadaya.methodology.schema import Method
from swadaya.wilayah import selectors as wilayah

from ..page_cache import MAX_AGE
from .resolve import no_region, no_year, run_of
from .rumusan import action_text, actors_text

_CHUNK = 2000
Rows = Iterator[Sequence[Any]]


@require_safe
def nation(request: HttpRequest, tahun: int) -> HttpResponseBase:
    """The provinces, or with ``isi=desa`` every village."""
    return _table(request, tahun, "")


@require_safe
def region(request: HttpRequest, tahun: int, kode: str) -> HttpResponseBase:
    """The table of a region's page; a village's is its rumusan."""
    code = codes.normalise(kode)
    if code is None:
        return no_year(request, selectors.edition(), tahun)
    if code != kode:
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"/indeks/{tahun}/{code}.csv{f'?{query}' if query else ''}")
    return _table(request, tahun, code)


def _table(request: HttpRequest, year: int, code: str) -> HttpResponseBase:
    edition = selectors.edition()
    run = run_of(edition, year, request.GET.get("metode", ""))
    if run is None:
        return no_year(request, edition, year)
    method = run.method
    if len(code) == 10:
        village = selectors.village_page(code, areas=False, year=year, method_id=run.method_id, shown=edition.runs)
        if village is None:
            return no_region(request, edition, run, code)
        return _send(run, code, village_rows(village))
    page = selectors.region_page(code, year=year, method_id=run.method_id, shown=edition.runs)
    if page is None:
        return no_region(request, edition, run, code)
    if request.GET.get("isi") == "desa":
        return _send(run, f"{code or 'nasional'}-desa", result_rows(run, code))
    if page.villages:
        return _send(run, code, kecamatan_rows(run, page.villages))
    return _send(run, code or "nasional", parts_rows(method, run, page.parts))


class _Line:
    """A file for csv.writer that hands each line on."""

    def write(self, text: str) -> str:
        return text


def _send(run: RunInfo, name: str, rows: Rows) -> StreamingHttpResponse:
    writer = csv.writer(_Line(), lineterminator="\r\n")
    example = "-contoh" if run.example else ""
    response = StreamingHttpResponse((writer.writerow(row) for row in rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{run.method_id}-{run.year}-{name}{example}.csv"'
    response.headers["Cache-Control"] = f"public, max-age={MAX_AGE}"
    return response


def _status_head(method: Method) -> list[str]:
    return [status.code for status in reversed(method.classes)]


def parts_rows(method: Method, run: RunInfo, parts: Sequence[Figures]) -> Rows:
    """Regions one level down, lowest mean first."""
    means = [f"rata_{component.code.lower()}" for component in method.components]
    yield [
        "kode",
        "nama",
        "tahun",
        "desa",
        "berindeks",
        *_status_head(method),
        *means,
        "rata_indeks",
        "status_rata",
        "asal",
    ]
    for part in parts:
        status = part.status(method)
        unit = 100 if method.unit == "persen" else 1
        yield [
            codes.dotted(part.code),
            guard(part.name),
            run.year,
            part.desa,
            part.with_index,
            *reversed(part.classes),
            *(decimals(share, 4) if share is not None else "" for share in part.components),
            decimals(part.mean * unit, method.decimals) if part.mean is not None else "",
            status.code if status else "",
            _origin(run),
        ]


def _origin(run: RunInfo) -> str:
    return "contoh" if run.example else "hitungan"


_RANKS = ("nasional", "provinsi", "kabkota", "kecamatan")


def _village_head(method: Method, ranks: Sequence[str]) -> list[str]:
    points = [f"poin_{component.code.lower()}" for component in method.components]
    return [
        "kode",
        "nama",
        "tahun",
        *points,
        "poin_indeks",
        "indeks",
        "status",
        *(f"peringkat_{rank}" for rank in ranks),
        "asal",
    ]


def _village_cells(method: Method, points: Sequence[int] | None, k: int | None, level: int) -> list[Any]:
    held = list(points) if points and k is not None else [""] * len(method.components)
    if k is None:
        return [*held, "", "", ""]
    return [*held, k, decimals(method.shown(k), method.decimals), method.classes[level - 1].code]


def kecamatan_rows(run: RunInfo, villages: Iterable[VillageFigure]) -> Rows:
    """The villages of a kecamatan, best first."""
    method = run.method
    yield _village_head(method, ["kecamatan"])
    for village in villages:
        cells = _village_cells(method, village.points, village.k, village.level)
        rank = village.rank if village.k is not None else ""
        yield [codes.dotted(village.code), guard(village.name), run.year, *cells, rank, _origin(run)]


def result_rows(run: RunInfo, code: str) -> Rows:
    """Every village of a region by code, read as it is sent."""
    method = run.method
    yield _village_head(method, _RANKS)
    rows = iter(selectors.table_rows(run, code))
    while chunk := list(islice(rows, _CHUNK)):
        names = wilayah.names([row[0] for row in chunk])
        for desa, points, k, level, *ranks in chunk:
            cells = _village_cells(method, points, k, level)
            places = ranks if k is not None else [""] * len(ranks)
            yield [codes.dotted(desa), guard(names.get(desa, "")), run.year, *cells, *places, _origin(run)]


def village_rows(page: VillagePage) -> Rows:
    """A village's components, then its indicators where their scores are known."""
    explanation, run = page.explanation, page.run
    unit = explanation.method.denominator
    yield [
        "jenjang",
        "kode",
        "nama",
        "skor",
        "paling_tinggi",
        "keadaan",
        "langkah",
        "pelaksana",
        "tambahan_poin_indeks",
        "asal",
    ]
    if explanation.k is not None:
        status = explanation.status.label if explanation.status else ""
        yield ["indeks", explanation.method.short, "poin indeks", explanation.k, unit, status, "", "", "", _origin(run)]
    for part in explanation.components:
        points = part.points if part.points >= 0 else ""
        label = part.component.label
        yield ["komponen", part.component.code, label, points, part.maximum, "", "", "", "", _origin(run)]
        for share in part.indicators:
            indicator, rule = share.indicator, share.rule
            open_ = rule is not None and bool(share.gains)
            yield [
                "indikator",
                indicator.code,
                indicator.label,
                share.score if rule else "",
                indicator.maximum,
                rule.text if rule else "",
                action_text(share) if open_ else "",
                actors_text(indicator) if open_ else "",
                share.gains[-1][1] if share.gains else 0 if rule else "",
                _origin(run),
            ]
