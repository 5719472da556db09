"""Months that are closed and opened again, and what a check of the whole book finds."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from swadaya.core import clock
from swadaya.core.messages import full, sentences
from swadaya.core.problem import Problem
from swadaya.ledger import selectors, services, verification
from swadaya.ledger.rules import periods
from swadaya.ledger.selectors import BookInfo

from ..accounts.middleware import viewer_of
from ..ksm.page import call_service, require_right
from ..pendataan.page import work_page
from ..ui.formatting import day
from ..ui.refusals import UNPROCESSABLE
from .page import place_of, show

_SHOWN = 50


@work_page("GET")
def page(request: HttpRequest, buku: int) -> HttpResponseBase:
    return _drawn(request, selectors.book(buku, by=viewer_of(request)))


def _drawn(request: HttpRequest, book: BookInfo, problems: tuple[Problem, ...] = ()) -> HttpResponse:
    viewer, place = viewer_of(request), place_of(book)
    due = periods.next_to_close(book.opened_on, book.closed_through)
    closed = periods.first_day(book.closed_through) if book.closed_through else None
    return show(
        request,
        "bulan.html",
        book,
        viewer,
        title="Tutup buku",
        due=due,
        due_name=month_name(due),
        over=periods.last_day(due) < clock.today(),
        closed=closed,
        closed_name=month_name(closed) if closed else "",
        may_close=viewer.may(services.CLOSE, place),
        may_reopen=viewer.may(services.REOPEN, place),
        errors=sentences(problems),
        status=UNPROCESSABLE if problems else 200,
    )


def month_name(month: date) -> str:
    """
    >>> month_name(date(2026, 2, 1))
    'Februari 2026'
    """
    return day(month).partition(" ")[2]


@work_page("POST")
def close(request: HttpRequest, buku: int) -> HttpResponseBase:
    """Close the month that is due."""
    viewer = viewer_of(request)
    book = selectors.book(buku, by=viewer)
    require_right(viewer, services.CLOSE, place_of(book))
    month = _month(request.POST.get("bulan", ""))
    _, problems = call_service(lambda: services.close_period(by=viewer, book_id=buku, month=month))
    return _drawn(request, book, problems) if problems else redirect("buku-bulan", buku=buku)


@work_page("POST")
def reopen(request: HttpRequest, buku: int) -> HttpResponseBase:
    """Open the last closed month again, by another person and with a reason."""
    viewer = viewer_of(request)
    book = selectors.book(buku, by=viewer)
    require_right(viewer, services.REOPEN, place_of(book))
    month, reason = _month(request.POST.get("bulan", "")), request.POST.get("alasan", "")
    _, problems = call_service(lambda: services.reopen_period(by=viewer, book_id=buku, month=month, reason=reason))
    return _drawn(request, book, problems) if problems else redirect("buku-bulan", buku=buku)


def _month(written: str) -> date:
    """The month of a form; one that cannot be read is never due."""
    try:
        return date.fromisoformat(f"{written}-01")
    except ValueError:
        return date.min


@work_page("GET")
def verify(request: HttpRequest, buku: int) -> HttpResponseBase:
    """Recompute balance, chain, numbers, control accounts, months and cash of the whole book."""
    viewer = viewer_of(request)
    book = selectors.book(buku, by=viewer)
    found = verification.verify(by=viewer, book_id=buku)
    return show(
        request,
        "periksa.html",
        book,
        viewer,
        title="Periksa buku",
        found=found,
        at=clock.now(),
        problems=[full(problem) for problem in found.problems][:_SHOWN],
        many=len(found.problems),
    )
