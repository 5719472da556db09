"""Books as files: a statement as CSV or PDF, all statements as a workbook, the whole book for hledger and as CSV.

They carry numbers of members, never names.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from swadaya.accounts.rules.access import OutOfSight
from swadaya.core import clock
from swadaya.ledger import exports, selectors
from swadaya.ledger.rules import tables
from swadaya.ledger.rules.tables import Table
from swadaya.pdf import LaporanBuku, pdf_of

from ..accounts.middleware import viewer_of
from ..ksm.pdf import pdf
from ..pendataan.page import work_page
from . import statements
from .page import asked_of

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHEETS = ("buku-kas", "neraca-saldo", "posisi", "shu", "modal", "arus-kas")


def _attached(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def attached_csv(table: Table, name: str) -> HttpResponse:
    text = "".join(tables.csv_lines([table.header, *table.rows]))
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=_attached(name))


def attached_workbook(found: Iterable[Table], name: str) -> HttpResponse:
    return HttpResponse(tables.workbook(found), content_type=_XLSX, headers=_attached(name))


@work_page("GET")
def statement_csv(request: HttpRequest, buku: int, laporan: str) -> HttpResponseBase:
    return attached_csv(_table(request, buku, laporan), f"{laporan}-{buku}.csv")


@work_page("GET")
def statement_xlsx(request: HttpRequest, buku: int, laporan: str) -> HttpResponseBase:
    return attached_workbook([_table(request, buku, laporan)], f"{laporan}-{buku}.xlsx")


def _table(request: HttpRequest, buku: int, laporan: str) -> Table:
    """The statement of an address, for the days it asks for."""
    viewer = viewer_of(request)
    asked = asked_of(request, buku, viewer)
    if laporan == "kartu" and not asked.party:
        raise OutOfSight
    return exports.statement(
        buku,
        laporan,
        asked.on,
        asked.since,
        by=viewer,
        known_at=asked.known_at,
        account=asked.account,
        party=asked.party,
    )


@work_page("GET")
def statement_pdf(request: HttpRequest, buku: int, laporan: str) -> HttpResponseBase:
    viewer = viewer_of(request)
    asked = asked_of(request, buku, viewer)
    made = statements.made(laporan, asked, by=viewer)
    document = LaporanBuku(
        title=made.title,
        book=asked.book.title,
        note=statements.time_text(asked, span=made.span),
        printed_on=clock.today(),
        columns=made.columns,
        figures=made.figures,
        rows=tuple((row.kind, row.cells) for row in made.rows),
    )
    return pdf(pdf_of(document), f"{laporan}-{buku}.pdf")


@work_page("GET")
def workbook(request: HttpRequest, buku: int) -> HttpResponseBase:
    """One sheet for each statement."""
    viewer = viewer_of(request)
    asked = asked_of(request, buku, viewer)
    found = [
        exports.statement(buku, kind, asked.on, asked.since, by=viewer, known_at=asked.known_at) for kind in _SHEETS
    ]
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
