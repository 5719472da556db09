"""Files that are sent to a book, and the templates to fill in for them."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from swadaya.accounts.rules.access import OutOfSight
from swadaya.core import clock
from swadaya.core.problem import Problem
from swadaya.core.refusal import Invalid
from swadaya.core.tables import Table
from swadaya.files.streams import read_limited
from swadaya.ksm.bookkeeping import outside_meetings
from swadaya.ledger import selectors, services
from swadaya.ledger.rules import charts, importers, tables
from swadaya.ledger.rules.charts import ordered

from ..accounts.middleware import viewer_of
from ..ksm.page import require_right
from ..pendataan.page import work_page
from ..ui.downloads import csv_file, workbook_file
from .page import place_of


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    content: bytes


def uploaded(request: HttpRequest) -> Upload:
    """The file of a form. Raises Invalid ``berkas.kosong``, ``berkas.terlalu-besar``."""
    file = request.FILES.get("berkas")
    if file is None:
        raise Invalid(Problem("berkas.kosong", got="belum ada berkas", expected="berkas CSV atau XLSX yang dipilih"))
    name = file.name or "berkas"
    return Upload(name, read_limited(file, name=name, limit=importers.MOST_BYTES))


@work_page("GET")
def cutoff_template(request: HttpRequest, buku: int, jenis: str) -> HttpResponseBase:
    """A cut-off sheet with the accounts of the book and whom they may name."""
    viewer = viewer_of(request)
    book = selectors.book(buku, by=viewer)
    require_right(viewer, services.POST, place_of(book))
    listed = ordered(selectors.accounts(buku, by=viewer))
    sheet = tables.cutoff_template(listed, outside_meetings.parties_of(book, by=viewer))
    return _file(jenis, f"saldo-awal-{buku}", [sheet])


@work_page("GET")
def journal_template(request: HttpRequest, buku: int, jenis: str) -> HttpResponseBase:
    """A file of journals; the workbook has an example, the accounts and the parties on sheets of their own."""
    viewer = viewer_of(request)
    book = selectors.book(buku, by=viewer)
    require_right(viewer, services.POST, place_of(book))
    listed = ordered(selectors.accounts(buku, by=viewer))
    cash = charts.chart(book.chart).uses["cash"]
    other = next(one.code for one in listed if one.kind == "beban")
    example = tables.journal_example(clock.today(), cash, other)
    beside = [example, tables.account_list(listed), tables.party_list(outside_meetings.parties_of(book, by=viewer))]
    return _file(jenis, f"jurnal-{buku}", [tables.journal_template(), *beside])


def _file(kind: str, name: str, found: list[Table]) -> HttpResponse:
    if kind == "csv":
        return csv_file(found[0], f"{name}.csv")
    if kind == "xlsx":
        return workbook_file(found, f"{name}.xlsx")
    raise OutOfSight
