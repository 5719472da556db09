"""A book: its overview, and each statement as of a day and as known on a day."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase

from swadaya.accounts.access import Viewer
from swadaya.ledger import charts, selectors
from swadaya.ledger.charts import ordered

from ..akun.viewer import viewer_of
from ..kerja.frame import work_page
from . import statements
from .frame import asked_of, place_of, show
from .statements import OFFERED, Asked

_CLOSE, _REOPEN = "buku.tutup", "buku.buka-lagi"


@work_page("GET")
def overview(request: HttpRequest, buku: int) -> HttpResponseBase:
    viewer = viewer_of(request)
    asked = asked_of(request, buku, viewer)
    position = selectors.position(buku, asked.until, by=viewer)
    place = place_of(asked.book)
    return show(
        request, "buku.html", asked.book, viewer, title=asked.book.title, inside=False, position=position, on=asked.on,
        offered=[one for one in OFFERED if one[0] != "kartu"], members=sorted((asked.names or {}).items(), key=_number),
        chart=charts.chart(asked.book.chart), may_close=viewer.may(_CLOSE, place) or viewer.may(_REOPEN, place),
    )  # fmt: skip


def _number(one: tuple[str, str]) -> tuple[int, str]:
    return (int(one[0]) if one[0].isdecimal() else 0, one[0])


@work_page("GET")
def statement(request: HttpRequest, buku: int, laporan: str) -> HttpResponseBase:
    viewer = viewer_of(request)
    asked = asked_of(request, buku, viewer)
    made = statements.made(laporan, asked, by=viewer)
    return show(
        request, "laporan.html", asked.book, viewer, title=_title(made.title, asked, viewer), statement=made,
        asked=asked,
        when=statements.time_text(asked, span=made.span), offered=[one for one in OFFERED if one[0] != "kartu"],
        accounts=ordered(selectors.accounts(buku, by=viewer)) if laporan == "buku-besar" else (),
        query=query_of(request), cash=charts.chart(asked.book.chart).uses["cash"],
    )  # fmt: skip


def _title(title: str, asked: Asked, viewer: Viewer) -> str:
    if asked.party:
        return f"{title}: {(asked.names or {}).get(asked.party, f'anggota {asked.party}')}"
    if asked.account:
        account = selectors.accounts(asked.book.id, by=viewer).get(asked.account)
        return f"{title}: {account.label}" if account else title
    return title


def query_of(request: HttpRequest) -> str:
    """The same question for another form of the answer."""
    kept = {
        name: request.GET[name] for name in ("dari", "sampai", "diketahui", "akun", "pihak") if request.GET.get(name)
    }
    return f"?{urlencode(kept)}" if kept else ""
