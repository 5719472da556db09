"""Addresses of the index room."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from swadaya.core import codes
from swadaya.indeks import selectors
from swadaya.indeks.selectors import Edition, RunInfo

from ..error_pages import not_found
from ..links import Links
from ..page_cache import edition_page
from ..ui.components.status import legend
from .area_comparison import wanted_groups
from .nation import nation_context, scheme_of
from .region import region_context
from .resolve import no_region, no_year, placed, run_of
from .village import village_context


@edition_page("metode", "pulau")
def home(request: HttpRequest, edition: Edition) -> HttpResponse:
    """The nation in the latest year; before anything is published, what belongs here."""
    if not edition.runs:
        return render(request, "indeks/kosong.html", {"room": "indeks", "title": "Belum ada indeks"})
    return _nation(request, edition, edition.runs[0].year)


@require_safe
def latest(_request: HttpRequest) -> HttpResponse:
    """/indeks/ has no page of its own."""
    runs = selectors.edition().runs
    return HttpResponseRedirect(Links(runs[0].year).region() if runs else "/")


@edition_page("metode", "pulau")
def nation(request: HttpRequest, edition: Edition, tahun: int) -> HttpResponse:
    """The nation in a year."""
    return _nation(request, edition, tahun)


def _nation(request: HttpRequest, edition: Edition, year: int) -> HttpResponse:
    run = run_of(edition, year, request.GET.get("metode", ""))
    scheme = scheme_of(request.GET.get("pulau", ""))
    if run is None:
        return no_year(request, edition, year)
    if scheme is None:
        return not_found(
            request, "Cara mengelompokkan pulau itu tidak dikenal.", [("Indeks nasional", Links(year).region())]
        )
    context = nation_context(edition, run, scheme)
    return _page(request, "indeks/nasional.html", context, run) if context else no_year(request, edition, year)


@edition_page("metode")
def region(request: HttpRequest, edition: Edition, tahun: int, kode: str) -> HttpResponse:
    """A province, kabupaten or kota, kecamatan or village in a year."""
    place = placed(request, edition, tahun, kode)
    if isinstance(place, HttpResponse):
        return place
    run, code = place.run, place.code
    if codes.level_of(code) == "desa":
        village = selectors.village_page(code, areas=False, year=tahun, method_id=run.method_id, shown=edition.runs)
        if village is None:
            return no_region(request, edition, run, code)
        around = selectors.villages_in(code[:6], run)
        return _page(request, "indeks/desa.html", village_context(edition, village, around), run)
    page = selectors.region_page(
        code,
        year=tahun,
        method_id=run.method_id,
        shown=edition.runs,
        groupings=wanted_groups() if codes.level_of(code) == "provinsi" else (),
    )
    if page is None:
        return no_region(request, edition, run, code)
    return _page(request, "indeks/wilayah.html", region_context(edition, page), run)


def _page(request: HttpRequest, template: str, context: dict[str, object], run: RunInfo) -> HttpResponse:
    method = run.method
    context |= {"highest": method.classes[-1].label, "plain_legend": legend(method), "description": context.get("lead")}
    return render(request, template, context)
