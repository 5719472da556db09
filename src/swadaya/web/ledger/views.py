"""A book: its overview, and each statement as of a day and as known on a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase

from swadaya.core import numbers
from swadaya.ksm.bookkeeping import outside_meetings
from swadaya.ledger import exports, selectors, services
from swadaya.ledger.exports import Asked
from swadaya.ledger.rules import charts
from swadaya.ledger.rules.charts import ordered
from swadaya.ledger.rules.statement_tables import KINDS

from ..accounts.middleware import viewer_of
from ..pendataan.page import work_page
from .page import asked_of, names_for, place_of, show

_BY_MONTH = frozenset({"buku-kas", "buku-besar"})
"""Statements of every journal: a month at a time, unless other days are asked for."""
_OFFERED = tuple((code, kind.title, kind.about) for code, kind in KINDS.items() if code != "kartu")


@work_page("GET")
def overview(request: HttpRequest, buku: int) -> HttpResponseBase:
    viewer = viewer_of(request)
    asked = asked_of(request, buku, viewer)
    position = selectors.position(buku, asked.until, by=viewer)
    place = place_of(asked.book)
    return show(
        request,
        "buku.html",
        asked.book,
        viewer,
        title=asked.book.title,
        inside=False,
        position=position,
        on=asked.on,
        offered=_OFFERED,
        chart=charts.chart(asked.book.chart),
        cards=sorted(outside_meetings.cards_of(asked.book, names_for(asked, viewer), by=viewer).items(), key=_number),
        may_close=any(viewer.may(right, place) for right in (services.CLOSE, services.REOPEN)),
        may_write=viewer.may(services.POST, place),
    )


def _number(one: tuple[str, str]) -> tuple[int, str]:
    return (numbers.whole(one[0]) or 0, one[0])


@work_page("GET")
def statement(request: HttpRequest, buku: int, laporan: str) -> HttpResponseBase:
    viewer = viewer_of(request)
    asked = asked_of(request, buku, viewer)
    if laporan in _BY_MONTH and "dari" not in request.GET:
        asked = replace(asked, since=max(asked.on.replace(day=1), asked.book.opened_on))
    table = exports.statement_of(asked, laporan, by=viewer, names=names_for(asked, viewer))
    span = KINDS[laporan].span
    return show(
        request,
        "laporan.html",
        asked.book,
        viewer,
        title=table.title,
        about=KINDS[laporan].about,
        code=laporan,
        span=span,
        table=table,
        asked=asked,
        when=table.subtitle,
        offered=_OFFERED,
        accounts=ordered(selectors.accounts(buku, by=viewer)) if laporan == "buku-besar" else (),
        spans=_spans(request, asked) if span else (),
        query=query_of(request, since=asked.since if span else None),
        days=query_of(request, "dari", "sampai", "diketahui"),
        cash=charts.chart(asked.book.chart).uses["cash"],
    )


def _spans(request: HttpRequest, asked: Asked) -> tuple[tuple[str, str], ...]:
    """Ways to the month before the days shown, and back to the first day of the book: (label, query)."""
    kept = _kept(request, "diketahui", "akun", "pihak")
    before = asked.since.replace(day=1) - timedelta(days=1)
    found = []
    if before >= asked.book.opened_on:
        month = {"dari": str(max(before.replace(day=1), asked.book.opened_on)), "sampai": str(before)}
        found.append(("Bulan sebelumnya", f"?{urlencode(month | kept)}"))
    if asked.since > asked.book.opened_on:
        whole = {"dari": str(asked.book.opened_on)} | _kept(request, "sampai") | kept
        found.append(("Sejak buku dibuka", f"?{urlencode(whole)}"))
    return tuple(found)


def query_of(request: HttpRequest, *names: str, since: date | None = None) -> str:
    """The same question for another form of the answer; with ``names`` only these parts of it.

    Args:
        since: the first day that was shown, where the address left it open.
    """
    asked = names or ("dari", "sampai", "diketahui", "akun", "pihak")
    kept = ({"dari": since.isoformat()} if since else {}) | _kept(request, *asked)
    return f"?{urlencode(kept)}" if kept else ""


def _kept(request: HttpRequest, *names: str) -> dict[str, str]:
    return {name: request.GET[name] for name in names if request.GET.get(name)}
