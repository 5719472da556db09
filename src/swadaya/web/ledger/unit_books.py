"""The book of a managing unit: the way to it, or opening it; and the list of all books that somebody sees."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from swadaya.accounts.rules.access import Place, Viewer
from swadaya.core import clock, keys, numbers
from swadaya.core.messages import sentence
from swadaya.core.problem import Problem
from swadaya.core.refusal import raise_if
from swadaya.ksm.bookkeeping import unit_books
from swadaya.ksm.bookkeeping.unit_books import UnitPage
from swadaya.ledger import selectors, services
from swadaya.ledger.rules import charts
from swadaya.wilayah import selectors as wilayah

from ..accounts.middleware import viewer_of
from ..ksm.page import call_service, missing_day, read_day, require_right
from ..ksm.page import show as ksm_show
from ..pendataan.page import work_page
from ..ui.refusals import UNPROCESSABLE
from .page import next_key

_PAGE = 50


@work_page("GET")
def books(request: HttpRequest) -> HttpResponseBase:
    """The books that somebody sees: of one's own group or unit, or of a region."""
    viewer = viewer_of(request)
    after = request.GET.get("sesudah", "")
    found = selectors.books(by=viewer, after=numbers.whole(after) or 0, limit=_PAGE)
    units = unit_books.own_units(by=viewer)
    if len(found) == 1 and not after and not units:
        return redirect("buku", buku=found[0].id)
    return ksm_show(
        request,
        "ledger/daftar.html",
        title="Buku",
        books=found,
        units=units,
        names=wilayah.names(one.region for one in found),
        following=f"?sesudah={found[-1].id}" if len(found) == _PAGE else "",
    )


@work_page("GET", "POST")
def unit(request: HttpRequest, unit_id: UUID) -> HttpResponseBase:
    """Lead to the book of a unit; without one, open it."""
    viewer = viewer_of(request)
    found = unit_books.unit(unit_id, by=viewer)
    if request.method == "POST":
        require_right(viewer, services.POST, Place(found.region, str(found.id)))
    if found.book is not None:
        return redirect("buku", buku=found.book)
    if request.method != "POST":
        return _page(request, found, viewer)
    book, problems = call_service(lambda: _opened(request, unit_id, viewer))
    if problems:
        return _page(request, found, viewer, problems)
    messages.success(request, "Buku dibuka. Bila unit sudah berjalan, mulailah dengan saldo awal.")
    return redirect("buku", buku=book)


def _opened(request: HttpRequest, unit_id: UUID, viewer: Viewer) -> int:
    day = read_day(request.POST, "dibuka")
    raise_if([missing_day("dibuka")] if day is None else [])
    key = keys.required(request.POST.get("kunci", ""))
    return unit_books.open_book(unit_id, key=key, opened_on=day or clock.today(), by=viewer)


def _page(request: HttpRequest, found: UnitPage, viewer: Viewer, problems: tuple[Problem, ...] = ()) -> HttpResponse:
    day = read_day(request.POST, "dibuka") or clock.today()
    registered = len(found.region) == 10 and viewer.sees("lembaga", Place(found.region))
    return ksm_show(
        request,
        "ledger/unit.html",
        title=f"Buku {found.name}",
        unit=found,
        steps=[("Lembaga desa", f"/ksm/desa/{found.region}/")] if registered else [],
        chart=call_service(lambda: charts.in_force(unit_books.OWNER, day))[0],
        chart_on=day,
        today=clock.today(),
        day=request.POST.get("dibuka", ""),
        key=next_key(request.POST, problems),
        errors=[sentence(problem) for problem in problems],
        status=UNPROCESSABLE if problems else 200,
    )
