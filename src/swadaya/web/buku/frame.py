"""What the pages of a book share: whose it is, and which days are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from swadaya.accounts.access import OutOfSight, Place, Viewer
from swadaya.core import clock
from swadaya.ksm import reach
from swadaya.ksm import selectors as groups
from swadaya.ledger import selectors
from swadaya.ledger.selectors import BookInfo

from ..ksm.frame import read_day
from ..ksm.frame import show as ksm_show
from .statements import Asked

KSM = "ksm"


def place_of(book: BookInfo) -> Place:
    return Place(book.region, book.group)


def asked_of(request: HttpRequest, book_id: int, viewer: Viewer) -> Asked:
    """The book and the days of an address: ``dari``, ``sampai``, ``diketahui`` (a day), ``akun``, ``pihak``.

    Raises:
        OutOfSight
    """
    book = selectors.book(book_id, by=viewer)
    today = clock.today()
    on = read_day(request.GET, "sampai") or today
    since = read_day(request.GET, "dari") or book.opened_on
    known = _end_of(read_day(request.GET, "diketahui"))
    until = selectors.cut(book_id, by=viewer, on=on, known_at=known)
    return Asked(
        book, until, on, min(since, on), known, request.GET.get("akun", "")[:20], request.GET.get("pihak", "")[:40],
        names_for(book, viewer),
    )  # fmt: skip


def _end_of(day: date | None) -> datetime | None:
    """The last instant of a day in western Indonesia."""
    if day is None:
        return None
    return timezone.make_aware(datetime.combine(day, time.min) + timedelta(days=1)) - timedelta(microseconds=1)


def names_for(book: BookInfo, viewer: Viewer) -> Mapping[str, str]:
    """Names of members, for those who may know them."""
    if book.kind == KSM and viewer.may(reach.SEE_MEMBERS, place_of(book)):
        return selectors.party_names(book.id, by=viewer)
    return {}


def steps(book: BookInfo, viewer: Viewer) -> list[tuple[str, str]]:
    """The way to a book, over its group where the viewer sees that."""
    if book.kind == KSM:
        try:
            page = groups.group(UUID(book.owner), by=viewer)
        except (OutOfSight, ValueError):
            return []
        return [(page.name, f"/ksm/{page.id}/")]
    return []


def show(request: HttpRequest, template: str, book: BookInfo, viewer: Viewer, *, title: str, inside: bool = True,
         **context: object) -> HttpResponse:  # fmt: skip
    """A page of a book. ``inside``: below its overview."""
    way = steps(book, viewer)
    way += [(book.title, f"/buku/{book.id}/")] if inside else []
    return ksm_show(request, f"buku/{template}", title=title, steps=way, book=book, **context)  # type: ignore[arg-type]
