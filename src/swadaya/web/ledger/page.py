"""What the pages of a book share: whose it is, and which days are asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from swadaya.accounts.rules.access import OutOfSight, Place, Viewer
from swadaya.core import clock, keys
from swadaya.core.messages import sentence
from swadaya.core.problem import Problem
from swadaya.ksm import selectors as groups
from swadaya.ksm.bookkeeping import outside_meetings
from swadaya.ledger import selectors
from swadaya.ledger.exports import Asked
from swadaya.ledger.rules.charts import Account
from swadaya.ledger.selectors import BookInfo

from ..ksm.page import read_day
from ..ksm.page import show as ksm_show

MOST_TOLD = 200
_PARTY = re.compile(r"[0-9A-Za-z._:-]{0,40}", re.ASCII)
_FIRST, _LAST = date(1900, 1, 1), date(9000, 12, 31)


def place_of(book: BookInfo) -> Place:
    return Place(book.region, book.group)


def asked_of(request: HttpRequest, book_id: int, viewer: Viewer) -> Asked:
    """The book and the days of an address: ``dari``, ``sampai``, ``diketahui`` (a day), ``akun``, ``pihak``.

    Raises:
        OutOfSight
    """
    book = selectors.book(book_id, by=viewer)
    today = clock.today()
    on = _day(request, "sampai") or today
    since = _day(request, "dari") or book.opened_on
    known = _end_of(_day(request, "diketahui"))
    until = selectors.cut(book_id, by=viewer, on=on, known_at=known)
    party = request.GET.get("pihak", "")
    if not _PARTY.fullmatch(party):
        raise OutOfSight
    return Asked(book, until, on, min(since, on), known, request.GET.get("akun", "")[:20], party)


def names_for(asked: Asked, viewer: Viewer) -> Mapping[str, str]:
    """Whom the lines name, for page and paper."""
    return outside_meetings.names_of(asked.book, by=viewer, also=asked.party)


def _day(request: HttpRequest, name: str) -> date | None:
    """A day of the address; one that no book can reach is taken for the nearest that it can."""
    found = read_day(request.GET, name)
    return max(_FIRST, min(found, _LAST)) if found else None


def _end_of(day: date | None) -> datetime | None:
    """The last instant of a day in western Indonesia."""
    if day is None:
        return None
    return clock.start_of(day + timedelta(days=1)) - timedelta(microseconds=1)


_TAKEN = "buku.kunci-lain"


def taken(problems: Iterable[Problem]) -> bool:
    """Whether the key of a form has booked something else before."""
    return any(problem.code == _TAKEN for problem in problems)


def next_key(form: Mapping[str, str], problems: Iterable[Problem]) -> str:
    """The key with which a form is sent again: its own, so that it books once; a new one where its own is taken."""
    return str(keys.new_key()) if taken(problems) else form.get("kunci") or str(keys.new_key())


@dataclass(frozen=True, slots=True)
class Told:
    """A refusal as the table of them shows it. ``row`` None: it concerns the whole."""

    row: int | None
    column: str
    text: str


def problem_rows(problems: Iterable[Problem], accounts: Mapping[str, Account]) -> list[Told]:
    """Refusals with their place in words, the whole before the rows."""
    found = []
    for one in problems:
        where = one.where
        account = accounts.get(where.column)
        column = account.label if account else where.column or where.key
        found.append(Told(where.row, column, sentence(one)))
    return sorted(found, key=lambda one: one.row or 0)


def steps(book: BookInfo, viewer: Viewer) -> list[tuple[str, str]]:
    """The way to a book, over its group where the viewer sees that."""
    if outside_meetings.is_of_group(book):
        try:
            page = groups.group(UUID(book.owner), by=viewer)
        except (OutOfSight, ValueError):
            return []
        return [(page.name, f"/ksm/{page.id}/")]
    registered = len(book.region) == 10 and viewer.sees("lembaga", Place(book.region))
    return [("Lembaga desa", f"/ksm/desa/{book.region}/")] if registered else []


def show(
    request: HttpRequest,
    template: str,
    book: BookInfo,
    viewer: Viewer,
    *,
    title: str,
    inside: bool = True,
    **context: object,
) -> HttpResponse:
    """A page of a book. ``inside``: below its overview."""
    way = steps(book, viewer)
    way += [(book.title, f"/buku/{book.id}/")] if inside else []
    of_group = outside_meetings.is_of_group(book)
    return ksm_show(request, f"ledger/{template}", title=title, steps=way, book=book, of_group=of_group, **context)  # type: ignore[arg-type]
