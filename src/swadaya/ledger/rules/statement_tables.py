"""Each statement of a book as the one table that page, paper, CSV and workbook show.

Whom a line names stands in files as a number, on page and paper by name where names are given.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from swadaya.core.tables import Column, Row, Table

from .statements import (
    FLOWS,
    CashFlow,
    EquityChanges,
    Item,
    PartyCard,
    Position,
    Register,
    RunningRow,
    Surplus,
    TrialBalance,
)

Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class StatementKind:
    """``span``: it shows a time, not one day."""

    title: str
    about: str
    span: bool


KINDS: Mapping[str, StatementKind] = {
    "buku-kas": StatementKind("Buku kas", "Uang masuk dan keluar, hari demi hari.", True),
    "buku-besar": StatementKind("Buku besar", "Satu akun, baris demi baris.", True),
    "neraca-saldo": StatementKind("Neraca saldo", "Saldo semua akun; kedua sisinya sama.", False),
    "posisi": StatementKind("Posisi keuangan", "Apa yang dimiliki, dan milik siapa.", False),
    "shu": StatementKind("Sisa hasil usaha", "Pendapatan dikurangi beban.", True),
    "modal": StatementKind("Perubahan modal", "Modal di awal, perubahannya, dan di akhir.", True),
    "arus-kas": StatementKind("Arus kas", "Dari mana kas datang dan ke mana perginya.", True),
    "kartu": StatementKind("Kartu anggota", "Simpanan dan piutang satu anggota.", True),
}

_ITEMS = (
    Column("bagian", "Bagian", form="file"),
    Column("akun", "Akun", "code", form="file"),
    Column("sebutan", "Pos", role="name"),
    Column("jumlah", "Jumlah", "rupiah", role="figure"),
)
_FLOW = (
    Column("kegiatan", "Kegiatan", form="file"),
    *_ITEMS[1:3],
    Column("masuk_keluar", "Jumlah", "rupiah", role="figure"),
)
_TRIAL = (
    Column("akun", "Akun", "code"),
    Column("sebutan", "Nama", role="name"),
    Column("debit", "Debit", "rupiah", sparse=True),
    Column("kredit", "Kredit", "rupiah", sparse=True),
)
_EQUITY = (
    Column("modal", "Modal", role="name"),
    Column("awal", "Awal", "rupiah"),
    Column("perubahan", "Perubahan", "rupiah"),
    Column("akhir", "Akhir", "rupiah"),
)
_ACCOUNT = (Column("akun", "Akun", "code", form="file"), Column("sebutan", "Nama akun", form="file"))
_LINES = (
    Column("tanggal", "Tanggal", "date", role="name"),
    Column("nomor", "Nomor", "whole", form="file"),
    Column("bukti", "Bukti", form="file"),
    Column("uraian", "Uraian", form="file"),
    Column("rincian", "Uraian", role="detail", form="sheet"),
    Column("pihak", "Pihak", "code", form="file"),
    Column("bagian", "Bagian", form="file"),
)
_SIDES = (
    Column("debit", "Debit", "rupiah", sparse=True),
    Column("kredit", "Kredit", "rupiah", sparse=True),
    Column("saldo", "Saldo", "rupiah", role="figure"),
)
_REGISTER = (*_LINES, *_SIDES)
_CARD = (*_ACCOUNT, *_REGISTER)
_CASH_BOOK = (
    *_LINES,
    Column("catatan", "Catatan", "whole", form="file"),
    Column("debit", "Masuk", "rupiah", sparse=True),
    Column("kredit", "Keluar", "rupiah", sparse=True),
    _SIDES[2],
)
_FLOW_LABELS = {"operasi": "Kegiatan operasi", "investasi": "Kegiatan investasi", "pendanaan": "Kegiatan pendanaan"}


def _table(kind: str, columns: tuple[Column, ...], rows: Iterable[Row], *, of: str = "") -> Table:
    title = KINDS[kind].title
    return Table(f"{title}: {of}" if of else title, columns, tuple(rows))


def trial_balance(found: TrialBalance) -> Table:
    rows = [Row((row.account.code, row.account.label, row.debit, row.credit)) for row in found.rows]
    return _table("neraca-saldo", _TRIAL, [*rows, Row(("", "Jumlah", found.debit, found.credit), "total")])


def position(found: Position) -> Table:
    total = found.total_liabilities + found.total_equity
    rows = [
        Row(("aset", "", "Kekayaan", None), "heading"),
        *_items("aset", found.assets),
        Row(("aset", "", "Jumlah kekayaan", found.total_assets), "total"),
        Row(("", "", "Kewajiban dan modal", None), "heading"),
        *_items("kewajiban", found.liabilities),
        *_items("modal", found.equity),
        Row(("modal", "", "Sisa hasil usaha berjalan", found.surplus)),
        Row(("", "", "Jumlah kewajiban dan modal", total), "total"),
    ]
    return _table("posisi", _ITEMS, rows)


def surplus(found: Surplus) -> Table:
    rows: list[Row] = []
    for part, label, items in (("pendapatan", "Pendapatan", found.income), ("beban", "Beban", found.expense)):
        total = sum(item.amount for item in items)
        rows += [
            Row((part, "", label, None), "heading"),
            *_items(part, items),
            Row((part, "", f"Jumlah {label.lower()}", total), "subtotal"),
        ]
    return _table("shu", _ITEMS, [*rows, Row(("", "", "Sisa hasil usaha", found.total), "total")])


def _items(part: str, items: Sequence[Item]) -> list[Row]:
    """A row an account; contra accounts, written on their own side, are taken off."""
    return [
        Row(
            (
                part,
                item.account.code,
                item.account.label,
                -item.amount if item.account.kind == "kontra-aset" else item.amount,
            )
        )
        for item in items
    ]


def equity_changes(found: EquityChanges) -> Table:
    rows = [Row((row.label, row.opening, row.change, row.closing)) for row in found.rows]
    total = Row(("Jumlah modal", found.opening, found.closing - found.opening, found.closing), "total")
    return _table("modal", _EQUITY, [*rows, total])


def cash_flow(found: CashFlow) -> Table:
    rows = [Row(("", "", "Kas dan bank awal", found.opening), "subtotal")]
    for flow in FLOWS:
        label, items = _FLOW_LABELS[flow], [item for item in found.items if item.flow == flow]
        if items:
            rows += [
                Row((flow, "", label, None), "heading"),
                *(Row((flow, item.account.code, item.account.label, item.amount)) for item in items),
                Row((flow, "", f"Jumlah {label.lower()}", found.total(flow)), "subtotal"),
            ]
    return _table("arus-kas", _FLOW, [*rows, Row(("", "", "Kas dan bank akhir", found.closing), "total")])


def register(found: Register, names: Names | None = None) -> Table:
    """The ledger of one account."""
    lines = (_line([row], called(row.entry.party, names)) for row in found.rows)
    return _table("buku-besar", _REGISTER, _bounded(found, lines), of=found.account.label)


def cash_book(found: Register, names: Names | None = None) -> Table:
    """The lines of the paper book: what one act moved for the same reason is one line, such as twenty savings."""
    alike = [list(rows) for _, rows in groupby(found.rows, key=_reason_of)]
    lines = (_line(rows, called(rows[0].entry.party, names), count=True) for rows in alike)
    return _table("buku-kas", _CASH_BOOK, _bounded(found, lines, after=(None,)))


def _reason_of(row: RunningRow) -> tuple[object, ...]:
    line = row.entry
    return (line.effective_on, line.memo, line.reference, line.party, line.reverses is None, line.amount > 0)


def party_card(found: PartyCard, names: Names | None = None) -> Table:
    """What one party holds, account by account."""
    rows: list[Row] = []
    for part, held in found.registers:
        account = (held.account.code, held.account.label)
        bounded = _bounded(held, (_line([row], "") for row in held.rows), f"{held.account.label} {part}".strip())
        rows += [replace(row, cells=(*account, *row.cells)) for row in bounded]
    return _table("kartu", _CARD, rows, of=called(found.party, names))


def called(party: str, names: Names | None) -> str:
    """A party by name, or by number where its name is not for whoever reads; nothing for nobody."""
    return (names or {}).get(party, f"anggota {party}") if party else ""


def _bounded(found: Register, lines: Iterable[Row], label: str = "", *, after: tuple[None, ...] = ()) -> Iterator[Row]:
    """Lines between what there was before them and what there is after; ``after``: cells between parts and sides."""
    first, last = (f"{label}: saldo awal", f"{label}: saldo akhir") if label else ("Saldo awal", "Saldo akhir")
    yield Row((None, None, "", first, first, "", "", *after, None, None, found.opening), "heading")
    yield from lines
    yield Row((None, None, "", last, last, "", "", *after, None, None, found.closing), "total")


def _line(rows: Sequence[RunningRow], who: str, *, count: bool = False) -> Row:
    """A line of a register; several of the same reason as one, with the number of the first and how many they are."""
    line, total = rows[0].entry, sum(row.entry.amount for row in rows)
    text = ", ".join(part for part in (line.memo, who, line.reference) if part)
    text = f"{text} ({len(rows)} catatan)" if len(rows) > 1 else text
    head = (line.effective_on, line.seq, line.reference, line.memo, text, line.party, line.part)
    sides = (max(total, 0), max(-total, 0), rows[-1].balance)
    return Row((*head, *((len(rows),) if count else ()), *sides), "reversal" if line.reverses else "row")
