"""The journals of a book, newest first, with what took back what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.http import HttpRequest, HttpResponseBase

from swadaya.core import numbers
from swadaya.core.dates import day
from swadaya.core.tables import Cell, Column, Row, Table
from swadaya.ksm.bookkeeping import outside_meetings
from swadaya.ledger import selectors, services
from swadaya.ledger.rules.charts import Account
from swadaya.ledger.selectors import JournalInfo

from ..accounts.middleware import viewer_of
from ..pendataan.page import work_page
from .page import place_of, show

_PAGE = 30
_COLUMNS = (
    Column("nomor", "Nomor", "code", role="name"),
    Column("uraian", "Uraian"),
    Column("debit", "Debit", "rupiah", sparse=True),
    Column("kredit", "Kredit", "rupiah", sparse=True),
)


@work_page("GET")
def page(request: HttpRequest, buku: int) -> HttpResponseBase:
    viewer = viewer_of(request)
    book = selectors.book(buku, by=viewer)
    number = numbers.whole(request.GET.get("sebelum", ""))
    journals = selectors.journals(buku, by=viewer, before=number, limit=_PAGE)
    following = f"?sebelum={journals[-1].seq}" if len(journals) == _PAGE and journals[-1].seq > 1 else ""
    return show(
        request,
        "jurnal.html",
        book,
        viewer,
        title="Jurnal",
        journals=_table(journals, selectors.accounts(buku, by=viewer), outside_meetings.names_of(book, by=viewer)),
        following=following,
        may_write=viewer.may(services.POST, place_of(book)),
    )


def _table(found: Iterable[JournalInfo], accounts: Mapping[str, Account], names: Mapping[str, str]) -> Table:
    """Each journal under a heading of its own."""
    return Table("Jurnal", _COLUMNS, tuple(row for one in found for row in _rows(one, accounts, names)))


def _rows(one: JournalInfo, accounts: Mapping[str, Account], names: Mapping[str, str]) -> Iterator[Row]:
    journal = one.journal
    text = ", ".join(filter(None, (f"{day(journal.effective_on)}: {journal.memo}", journal.reference)))
    others = (("membalik", journal.reverses), ("dibalik", one.reversed_by))
    links = tuple((f"{verb} nomor {seq}", f"{seq}/") for verb, seq in others if seq)
    head = (one.seq, Cell(text, journal.reason, links=links), None, None)
    yield Row(head, "heading", link=f"{one.seq}/", anchor=f"j{one.seq}")
    for line in journal.postings:
        whom = ", ".join(filter(None, (names.get(line.party, line.party), line.part)))
        yield Row((None, Cell(accounts[line.account].label, whom), max(line.amount, 0), max(-line.amount, 0)))
