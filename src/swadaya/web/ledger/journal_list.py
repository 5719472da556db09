"""The journals of a book, newest first, with what took back what."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase

from swadaya.core import numbers
from swadaya.ksm.bookkeeping import outside_meetings
from swadaya.ledger import selectors, services

from ..accounts.middleware import viewer_of
from ..pendataan.page import work_page
from .page import place_of, show

_PAGE = 30


@work_page("GET")
def page(request: HttpRequest, buku: int) -> HttpResponseBase:
    viewer = viewer_of(request)
    book = selectors.book(buku, by=viewer)
    number = numbers.whole(request.GET.get("sebelum", ""))
    found = selectors.journals(buku, by=viewer, before=number, limit=_PAGE)
    following = f"?sebelum={found[-1].seq}" if len(found) == _PAGE and found[-1].seq > 1 else ""
    return show(
        request,
        "jurnal.html",
        book,
        viewer,
        title="Jurnal",
        journals=found,
        following=following,
        accounts=selectors.accounts(buku, by=viewer),
        names=outside_meetings.names_of(book, by=viewer),
        may_write=viewer.may(services.POST, place_of(book)),
    )
