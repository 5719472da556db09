"""Files that a book writes and reads again: its journals, and the templates to fill in for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from swadaya.core.tables import Cell, Column, Row, Table, Value

from .charts import Account
from .journal import Journal

_COLUMNS = {
    one.key: one
    for one in (
        Column("nomor", "Nomor", "whole"),
        Column("tanggal", "Tanggal", "date"),
        Column("bukti", "Bukti"),
        Column("uraian", "Uraian"),
        Column("akun", "Akun", "code"),
        Column("sebutan", "Sebutan"),
        Column("golongan", "Golongan"),
        Column("debit", "Debit", "rupiah"),
        Column("kredit", "Kredit", "rupiah"),
        Column("pihak", "Pihak", "code"),
        Column("nama", "Nama"),
        Column("bagian", "Bagian"),
        Column("membalik", "Membalik", "whole"),
        Column("jenis", "Jenis"),
        Column("alasan", "Alasan"),
    )
}


def _columns(*keys: str) -> tuple[Column, ...]:
    return tuple(_COLUMNS[key] for key in keys)


_LINE = ("nomor", "tanggal", "bukti", "uraian", "akun")
_TEMPLATE = _columns(*_LINE, "debit", "kredit", "pihak", "bagian")
_CUTOFF = _columns("akun", "sebutan", "debit", "kredit", "pihak", "nama", "bagian")
JOURNALS = _columns(*_LINE, "sebutan", "debit", "kredit", "pihak", "bagian", "membalik", "jenis", "alasan")
"""What ``importers.journals`` reads again as the same journals; the names of accounts are for people."""


def _sheet(title: str, columns: tuple[Column, ...], rows: Iterable[tuple[Value | Cell, ...]] = ()) -> Table:
    return Table(title, columns, tuple(Row(cells) for cells in rows), data=True)


def journals(found: Iterable[tuple[int, Journal]], accounts: Mapping[str, Account]) -> Table:
    """A whole book, a row a line."""
    return Table("Jurnal", JOURNALS, tuple(journal_rows(found, accounts)), data=True)


def journal_rows(found: Iterable[tuple[int, Journal]], accounts: Mapping[str, Account]) -> Iterator[Row]:
    """One row a line of (number, journal), for books that are too long to be held as a whole."""
    for seq, journal in found:
        kind = "" if journal.kind == "biasa" else journal.kind
        for line in journal.postings:
            head = (seq, journal.effective_on, journal.reference, journal.memo)
            account = (line.account, accounts[line.account].label)
            amounts = (max(line.amount, 0), max(-line.amount, 0))
            yield Row((*head, *account, *amounts, line.party, line.part, journal.reverses, kind, journal.reason))


def cutoff_template(accounts: Sequence[Account], parties: Mapping[str, str]) -> Table:
    """A cut-off sheet to be filled in: a row for each account, and for each party of a control account.

    Args:
        parties: id -> name, for the reader alone; ``importers.cutoff`` passes over names and rows without an amount.
    """
    rows: list[tuple[Value, ...]] = []
    for account in accounts:
        named = [(party, name, part) for party, name in parties.items() for part in account.parts or ("",)]
        places = named if account.parties else [("", "", "")]
        rows += [(account.code, account.label, None, None, *who) for who in places]
    return _sheet("Saldo awal", _CUTOFF, rows)


def journal_template() -> Table:
    """A file of journals to be filled in: the header alone, for whatever stands below it is booked."""
    return _sheet("Jurnal", _TEMPLATE)


def journal_example(day: date, cash: str, other: str) -> Table:
    """One journal of two lines as it is to be written, beside a template."""
    first = (1, day, "BK-1", "Beli buku", other, 18000, None, "", "")
    return _sheet("Contoh", _TEMPLATE, (first, (1, None, "", "", cash, None, 18000, "", "")))


def account_list(listed: Sequence[Account]) -> Table:
    """The accounts of a book, beside a template: which codes there are, and which of them name a party."""
    rows = ((one.code, one.label, one.kind, "ya" if one.parties else "", " / ".join(one.parts)) for one in listed)
    return _sheet("Akun", _columns("akun", "sebutan", "golongan", "pihak", "bagian"), rows)


def party_list(known: Mapping[str, str]) -> Table:
    """Whom ids stand for, beside a template."""
    return _sheet("Pihak", _columns("pihak", "nama"), known.items())
