"""Books as files: a statement as CSV or PDF, all statements as a workbook, the whole book for hledger and as CSV.

They carry numbers of members, never names.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect

from swadaya.core import clock
from swadaya.core.tables import Table
from swadaya.files import writing
from swadaya.ledger import exports, selectors
from swadaya.pdf import LembarTabel, pdf_of

from ..accounts.middleware import viewer_of
from ..ksm.pdf import pdf
from ..pendataan.page import work_page
from .page import asked_of, names_for

_MOST_JOURNALS = 20_000
_SHEETS = ("buku-kas", "neraca-saldo", "posisi", "shu", "modal", "arus-kas")


def _attached(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def attached_csv(table: Table, name: str) -> HttpResponse:
    return HttpResponse(writing.csv_text(table), content_type=writing.CSV_TYPE, headers=_attached(name))


def attached_workbook(found: Iterable[Table], name: str) -> HttpResponse:
    return HttpResponse(writing.workbook(found), content_type=writing.XLSX_TYPE, headers=_attached(name))


def _statement(request: HttpRequest, buku: int, laporan: str) -> Table:
    """The statement of an address, for the days it asks for, without names."""
    viewer = viewer_of(request)
    return exports.statement_of(asked_of(request, buku, viewer), laporan, by=viewer)


@work_page("GET")
def statement_csv(request: HttpRequest, buku: int, laporan: str) -> HttpResponseBase:
    return attached_csv(_statement(request, buku, laporan), f"{laporan}-{buku}.csv")


@work_page("GET")
def statement_xlsx(request: HttpRequest, buku: int, laporan: str) -> HttpResponseBase:
    return attached_workbook([_statement(request, buku, laporan)], f"{laporan}-{buku}.xlsx")


@work_page("GET")
def statement_pdf(request: HttpRequest, buku: int, laporan: str) -> HttpResponseBase:
    viewer = viewer_of(request)
    asked = asked_of(request, buku, viewer)
    table = exports.statement_of(asked, laporan, by=viewer, names=names_for(asked, viewer))
    return pdf(pdf_of(LembarTabel(table, clock.today())), f"{laporan}-{buku}.pdf")


@work_page("GET")
def workbook(request: HttpRequest, buku: int) -> HttpResponseBase:
    """One sheet for each statement."""
    viewer = viewer_of(request)
    asked = asked_of(request, buku, viewer)
    found = [exports.statement_of(asked, kind, by=viewer) for kind in _SHEETS]
    return attached_workbook(found, f"laporan-{buku}.xlsx")


@work_page("GET")
def hledger(request: HttpRequest, buku: int) -> HttpResponseBase:
    """The whole book as hledger and ledger read it."""
    viewer = viewer_of(request)
    selectors.book(buku, by=viewer)
    return StreamingHttpResponse(
        exports.hledger_text(buku, by=viewer),
        content_type="text/plain; charset=utf-8",
        headers=_attached(f"buku-{buku}.journal"),
    )


@work_page("GET")
def journal_csv(request: HttpRequest, buku: int) -> HttpResponseBase:
    """Every line of the book; a file that can be read in again."""
    viewer = viewer_of(request)
    selectors.book(buku, by=viewer)
    return StreamingHttpResponse(
        exports.csv_text(buku, by=viewer),
        content_type="text/csv; charset=utf-8",
        headers=_attached(f"jurnal-{buku}.csv"),
    )


@work_page("GET")
def journal_xlsx(request: HttpRequest, buku: int) -> HttpResponseBase:
    """The same lines as a workbook; of a long book as CSV."""
    viewer = viewer_of(request)
    if selectors.book(buku, by=viewer).last_seq > _MOST_JOURNALS:
        return redirect("buku-jurnal-csv", buku=buku)
    return attached_workbook([exports.journals(buku, by=viewer)], f"jurnal-{buku}.xlsx")
