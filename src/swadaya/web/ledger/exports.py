"""Books as files: a statement as CSV or PDF, all statements as a workbook, the whole book for hledger and as CSV.

They carry numbers of members, never names.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect

from swadaya.core import clock
from swadaya.core.tables import Table
from swadaya.ledger import exports, selectors
from swadaya.pdf import LembarTabel, pdf_of

from ..accounts.middleware import viewer_of
from ..pendataan.page import work_page
from ..ui.downloads import csv_file, pdf_file, saved_as, streamed_csv, workbook_file
from .page import asked_of, names_for

_MOST_JOURNALS = 20_000
_SHEETS = ("buku-kas", "neraca-saldo", "posisi", "shu", "modal", "arus-kas")


def _statement(request: HttpRequest, buku: int, laporan: str) -> Table:
    """The statement of an address, for the days it asks for, without names."""
    viewer = viewer_of(request)
    return exports.statement_of(asked_of(request, buku, viewer), laporan, by=viewer)


@work_page("GET")
def statement_csv(request: HttpRequest, buku: int, laporan: str) -> HttpResponseBase:
    return csv_file(_statement(request, buku, laporan), f"{laporan}-{buku}.csv")


@work_page("GET")
def statement_xlsx(request: HttpRequest, buku: int, laporan: str) -> HttpResponseBase:
    return workbook_file([_statement(request, buku, laporan)], f"{laporan}-{buku}.xlsx")


@work_page("GET")
def statement_pdf(request: HttpRequest, buku: int, laporan: str) -> HttpResponseBase:
    viewer = viewer_of(request)
    asked = asked_of(request, buku, viewer)
    table = exports.statement_of(asked, laporan, by=viewer, names=names_for(asked, viewer))
    return pdf_file(pdf_of(LembarTabel(table, clock.today())), f"{laporan}-{buku}.pdf")


@work_page("GET")
def workbook(request: HttpRequest, buku: int) -> HttpResponseBase:
    """One sheet for each statement."""
    viewer = viewer_of(request)
    asked = asked_of(request, buku, viewer)
    found = [exports.statement_of(asked, kind, by=viewer) for kind in _SHEETS]
    return workbook_file(found, f"laporan-{buku}.xlsx")


@work_page("GET")
def hledger(request: HttpRequest, buku: int) -> HttpResponseBase:
    """The whole book as hledger and ledger read it."""
    viewer = viewer_of(request)
    selectors.book(buku, by=viewer)
    return StreamingHttpResponse(
        exports.hledger_text(buku, by=viewer),
        content_type="text/plain; charset=utf-8",
        headers=saved_as(f"buku-{buku}.journal"),
    )


@work_page("GET")
def journal_csv(request: HttpRequest, buku: int) -> HttpResponseBase:
    """Every line of the book; a file that can be read in again."""
    viewer = viewer_of(request)
    selectors.book(buku, by=viewer)
    return streamed_csv(exports.csv_text(buku, by=viewer), f"jurnal-{buku}.csv")


@work_page("GET")
def journal_xlsx(request: HttpRequest, buku: int) -> HttpResponseBase:
    """The same lines as a workbook; of a long book as CSV."""
    viewer = viewer_of(request)
    if selectors.book(buku, by=viewer).last_seq > _MOST_JOURNALS:
        return redirect("buku-jurnal-csv", buku=buku)
    return workbook_file([exports.journals(buku, by=viewer)], f"jurnal-{buku}.xlsx")
