"""Addresses for planners: moves, ranking, focus, comparison, targets."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from swadaya.indeks import selectors
from swadaya.indeks.selectors import Edition

from ..error_pages import not_found
from ..page_cache import edition_page
from .compare import MOST, compare_context, wanted_codes
from .focus import focus_context
from .moves import moves_context, pairs
from .page_context import links_of
from .ranking import ranking_context, wanted
from .resolve import no_region, placed
from .targets import targets_context


@edition_page("metode", "dari")
def moves(request: HttpRequest, edition: Edition, tahun: int, kode: str = "") -> HttpResponse:
    """From which class to which the villages of a region went since an earlier year."""
    place = placed(request, edition, tahun, kode)
    if isinstance(place, HttpResponse):
        return place
    run, code, links = place.run, place.code, links_of(edition, place.run)
    if len(code) == 10:
        return HttpResponseRedirect(f"{links.region(code)}#perubahan")
    earlier = pairs(edition, run)
    written = request.GET.get("dari", "")
    base = next((one for one in reversed(earlier) if written in ("", str(one.year))), None)
    if base is None:
        reason = f"Belum ada tahun sebelum {tahun} dengan metode yang sama untuk dibandingkan."
        if earlier:
            reason = f"Tahun {written} tidak ada untuk dibandingkan dengan {tahun}."
        ways = [(f"Sejak {one.year}", links.moves(code, one.year)) for one in earlier]
        return not_found(request, reason, [*ways, (f"Indeks {tahun}", links.region(code))])
    page = selectors.moves_page(code, base, run)
    if page is None:
        return no_region(request, edition, run, code)
    return render(request, "indeks/perpindahan.html", moves_context(edition, page))


@edition_page("metode")
def focus(request: HttpRequest, edition: Edition, tahun: int, kode: str = "") -> HttpResponse:
    """Weak components and weak indicators of a region."""
    place = placed(request, edition, tahun, kode)
    if isinstance(place, HttpResponse):
        return place
    run, code = place.run, place.code
    if len(code) == 10:
        return HttpResponseRedirect(f"{links_of(edition, run).region(code)}#langkah")
    page = selectors.focus_page(code, run)
    if page is None:
        return no_region(request, edition, run, code)
    return render(request, "indeks/fokus.html", focus_context(edition, page))


@edition_page("metode", "menurut", "jenjang", "di", "status", "pulau", "tanda")
def ranking(request: HttpRequest, edition: Edition, tahun: int) -> HttpResponse:
    """Villages or regions by level or by progress. Deeper pages (``sesudah``) are made anew each time."""
    place = placed(request, edition, tahun)
    if isinstance(place, HttpResponse):
        return place
    asked = wanted(edition, place.run, request.GET)
    if asked.problem:
        ways = [("Peringkat dari awal", links_of(edition, place.run).ranking())]
        return not_found(request, asked.problem, ways)
    return render(request, "indeks/peringkat.html", ranking_context(edition, place.run, asked))


@edition_page()
def compare(request: HttpRequest, edition: Edition, tahun: int) -> HttpResponse:
    """Villages side by side. Only the empty page is kept: there are too many combinations."""
    place = placed(request, edition, tahun)
    if isinstance(place, HttpResponse):
        return place
    written = [text for text in request.GET.getlist("desa") if text.strip()]
    found, _ = wanted_codes(written)
    if len(found) > MOST:
        ways = [("Bandingkan lima yang pertama", links_of(edition, place.run).compare(found[:MOST]))]
        return not_found(request, f"Paling banyak {MOST} desa dapat dibandingkan sekaligus.", ways)
    text = " ".join(request.GET.get("cari", "").split())[:100]
    return render(request, "indeks/banding.html", compare_context(edition, place.run, written, text))


@edition_page()
def targets(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Every target that a rule file sets, and how far it is."""
    return render(request, "indeks/sasaran.html", targets_context(edition))
