"""Addresses of the sheets: the profile of a village and the brief of a region, as PDF."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from swadaya.core.codes import dotted
from swadaya.indeks import selectors
from swadaya.indeks.selectors import Edition
from swadaya.pdf import pdf_of

from ..error_pages import not_found
from ..page_cache import edition_page
from .brief import brief_of
from .page_context import links_of
from .profile import profile_of
from .resolve import no_region, placed


@edition_page("metode")
def profile(request: HttpRequest, edition: Edition, tahun: int, kode: str) -> HttpResponse:
    """The profile of a village on one page."""
    place = placed(request, edition, tahun, kode)
    if isinstance(place, HttpResponse):
        return place
    run, code = place.run, place.code
    if len(code) != 10:
        return _other_sheet(request, tahun, code, "Profil satu halaman hanya ada untuk desa.", "ringkasan")
    page = selectors.village_page(code, areas=False, year=tahun, method_id=run.method_id, shown=edition.runs)
    if page is None:
        return no_region(request, edition, run, code)
    path = links_of(edition, run).region(code)
    return HttpResponse(pdf_of(profile_of(page, path)), content_type="application/pdf")


@edition_page("metode")
def brief(request: HttpRequest, edition: Edition, tahun: int, kode: str) -> HttpResponse:
    """The brief of a provinsi, kabupaten, kota or kecamatan on two pages."""
    place = placed(request, edition, tahun, kode)
    if isinstance(place, HttpResponse):
        return place
    run, code = place.run, place.code
    if len(code) == 10:
        return _other_sheet(request, tahun, code, "Untuk desa ada profil satu halaman.", "profil")
    page = selectors.region_page(code, year=tahun, method_id=run.method_id, shown=edition.runs)
    if page is None:
        return no_region(request, edition, run, code)
    path = links_of(edition, run).region(code)
    return HttpResponse(pdf_of(brief_of(page, path)), content_type="application/pdf")


def _other_sheet(request: HttpRequest, year: int, code: str, reason: str, name: str) -> HttpResponse:
    return not_found(request, reason, [(f"Lembar cetak {dotted(code)}", f"/indeks/{year}/{code}/{name}.pdf")])
