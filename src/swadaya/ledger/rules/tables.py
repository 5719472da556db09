"""Statements as tables for other tools: one header, rows of texts and whole numbers, written as CSV or XLSX."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .charts import Account
from .journal import Journal
from .statements import CashFlow, EquityChanges, PartyCard, Position, Register, Surplus, TrialBalance


@dataclass(frozen=True, slots=True)
class Table:
    """``title`` names the sheet; numbers are whole Rupiah."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def trial_balance(found: TrialBalance) -> Table:
    rows = [(row.account.code, row.account.label, row.debit, row.credit) for row in found.rows]
    return Table(
        "Neraca saldo", ("akun", "sebutan", "debit", "kredit"), (*rows, ("", "Jumlah", found.debit, found.credit))
    )


def position(found: Position) -> Table:
    rows = [
        *(("aset", item.account.code, item.account.label, _net(item.account, item.amount)) for item in found.assets),
        ("aset", "", "Jumlah aset", found.total_assets),
        *(("kewajiban", item.account.code, item.account.label, item.amount) for item in found.liabilities),
        ("kewajiban", "", "Jumlah kewajiban", found.total_liabilities),
        *(("modal", item.account.code, item.account.label, item.amount) for item in found.equity),
        ("modal", "", "SHU berjalan", found.surplus),
        ("modal", "", "Jumlah modal", found.total_equity),
    ]
    return Table("Posisi keuangan", ("bagian", "akun", "sebutan", "jumlah"), tuple(rows))


def _net(account: Account, amount: int) -> int:
    return -amount if account.kind == "kontra-aset" else amount


def surplus(found: Surplus) -> Table:
    rows = [
        *(("pendapatan", item.account.code, item.account.label, item.amount) for item in found.income),
        *(("beban", item.account.code, item.account.label, item.amount) for item in found.expense),
        ("", "", "SHU", found.total),
    ]
    return Table("SHU", ("bagian", "akun", "sebutan", "jumlah"), tuple(rows))


def equity_changes(found: EquityChanges) -> Table:
    rows = [(row.label, row.opening, row.change, row.closing) for row in found.rows]
    total = ("Jumlah", found.opening, found.closing - found.opening, found.closing)
    return Table("Perubahan modal", ("modal", "awal", "perubahan", "akhir"), (*rows, total))


def cash_flow(found: CashFlow) -> Table:
    rows = [
        ("", "", "Kas dan bank awal", found.opening),
        *((item.flow, item.account.code, item.account.label, item.amount) for item in found.items),
        ("", "", "Kas dan bank akhir", found.closing),
    ]
    return Table("Arus kas", ("kegiatan", "akun", "sebutan", "masuk_keluar"), tuple(rows))


_REGISTER = ("tanggal", "nomor", "bukti", "uraian", "pihak", "bagian", "debit", "kredit", "saldo")


def register(found: Register) -> Table:
    opening = ("", "", "", "Saldo awal", "", "", 0, 0, found.opening)
    return Table(f"{found.account.code} {found.account.label}", _REGISTER, (opening, *_lines(found)))


def _lines(found: Register) -> Iterator[tuple[Any, ...]]:
    for row in found.rows:
        line = row.entry
        debit, credit = max(line.amount, 0), max(-line.amount, 0)
        day = line.effective_on.isoformat()
        yield day, line.seq, line.reference, line.memo, line.party, line.part, debit, credit, row.balance


def party_card(found: PartyCard) -> Table:
    rows = [(held.account.code, held.account.label, *line) for _, held in found.registers for line in _lines(held)]
    return Table(f"Kartu {found.party}", ("akun", "sebutan", *_REGISTER), tuple(rows))


def journals(found: Iterable[tuple[int, Journal]], accounts: Mapping[str, Account]) -> Iterator[tuple[Any, ...]]:
    """The header, then one row a line: a file that ``reading.journals`` reads again."""
    yield "nomor", "tanggal", "bukti", "uraian", "akun", "sebutan", "debit", "kredit", "pihak", "bagian", "membalik"
    for seq, journal in found:
        for line in journal.postings:
            yield (
                seq,
                journal.effective_on.isoformat(),
                journal.reference,
                journal.memo,
                line.account,
                accounts[line.account].label,
                max(line.amount, 0),
                max(-line.amount, 0),
                line.party,
                line.part,
                journal.reverses or "",
            )


_CUTOFF = ("akun", "sebutan", "debit", "kredit", "pihak", "nama", "bagian")
_JOURNALS = ("nomor", "tanggal", "bukti", "uraian", "akun", "debit", "kredit", "pihak", "bagian")


def cutoff_template(accounts: Sequence[Account], parties: Mapping[str, str]) -> Table:
    """A cut-off sheet to be filled in: a row for each account, and for each party of a control account.

    Args:
        parties: id -> name, for the reader alone; ``reading.cutoff`` passes over names and rows without an amount.
    """
    rows: list[tuple[Any, ...]] = []
    for account in accounts:
        if not account.parties:
            rows.append((account.code, account.label, "", "", "", "", ""))
            continue
        rows += [
            (account.code, account.label, "", "", party, name, part)
            for party, name in parties.items()
            for part in account.parts or ("",)
        ]
    return Table("Saldo awal", _CUTOFF, tuple(rows))


def journal_template() -> Table:
    """A file of journals to be filled in: the header alone, for whatever stands below it is booked."""
    return Table("Jurnal", _JOURNALS, ())


def journal_example(day: str, cash: str, other: str) -> Table:
    """One journal of two lines as it is to be written, beside a template."""
    rows = (
        (1, day, "BK-1", "Beli buku", other, 18000, "", "", ""),
        (1, "", "", "", cash, "", 18000, "", ""),
    )
    return Table("Contoh", _JOURNALS, rows)


def account_list(listed: Sequence[Account]) -> Table:
    """The accounts of a book, beside a template: which codes there are, and which of them name a party."""
    rows = [(one.code, one.label, one.kind, "ya" if one.parties else "", " / ".join(one.parts)) for one in listed]
    return Table("Akun", ("akun", "sebutan", "golongan", "pihak", "bagian"), tuple(rows))


def party_list(known: Mapping[str, str]) -> Table:
    """Whom ids stand for, beside a template."""
    return Table("Pihak", ("pihak", "nama"), tuple(known.items()))


def csv_lines(rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """CSV text, a line a row; a text that a spreadsheet would take for a formula is quoted against it."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    for row in rows:
        writer.writerow([_harmless(cell) for cell in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def _harmless(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t") else cell


def workbook(tables: Iterable[Table]) -> bytes:
    """One sheet a table."""
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0"})
        for table in tables:
            sheet = book.add_worksheet("".join(sign for sign in table.title if sign not in "[]:*?/\\")[:31])
            sheet.write_row(0, 0, table.header, bold)
            for number, row in enumerate(table.rows, 1):
                for column, cell in enumerate(row):
                    sheet.write(number, column, cell, money if isinstance(cell, int) else None)
            sheet.freeze_panes(1, 0)
    return buffer.getvalue()
