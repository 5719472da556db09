"""Each statement of a book as the one table that page, paper, CSV and workbook show.

Whom a line names stands in files as a number, on page and paper by name where names are given.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from swadaya.core.tables import Column, Row, Table, row_of

from .charts import Account
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

_AMOUNT = Column("jumlah", "Jumlah", "rupiah", role="figure")
_ITEMS = (
    Column("bagian", "Bagian", form="file"),
    Column("akun", "Akun", "code", form="file"),
    Column("sebutan", "Pos", role="name"),
    _AMOUNT,
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
    rows = [
        row_of(_TRIAL, akun=row.account.code, sebutan=row.account.label, debit=row.debit, kredit=row.credit)
        for row in found.rows
    ]
    total = row_of(_TRIAL, "total", sebutan="Jumlah", debit=found.debit, kredit=found.credit)
    return _table("neraca-saldo", _TRIAL, [*rows, total])


def position(found: Position) -> Table:
    return _table(
        "posisi",
        _ITEMS,
        [
            row_of(_ITEMS, "heading", bagian="aset", sebutan="Kekayaan"),
            *_items("aset", found.assets),
            row_of(_ITEMS, "total", bagian="aset", sebutan="Jumlah kekayaan", jumlah=found.total_assets),
            row_of(_ITEMS, "heading", sebutan="Kewajiban dan modal"),
            *_items("kewajiban", found.liabilities),
            *_items("modal", found.equity),
            row_of(_ITEMS, bagian="modal", sebutan="Sisa hasil usaha berjalan", jumlah=found.surplus),
            row_of(
                _ITEMS,
                "total",
                sebutan="Jumlah kewajiban dan modal",
                jumlah=found.total_liabilities + found.total_equity,
            ),
        ],
    )


def surplus(found: Surplus) -> Table:
    parts = (("pendapatan", "Pendapatan", found.income), ("beban", "Beban", found.expense))
    rows: list[Row] = []
    for part, label, items in parts:
        total = sum(one.amount for one in items)
        rows.append(row_of(_ITEMS, "heading", bagian=part, sebutan=label))
        rows += _items(part, items)
        rows.append(row_of(_ITEMS, "subtotal", bagian=part, sebutan=f"Jumlah {label.lower()}", jumlah=total))
    return _table("shu", _ITEMS, [*rows, row_of(_ITEMS, "total", sebutan="Sisa hasil usaha", jumlah=found.total)])


def _items(part: str, items: Sequence[Item]) -> list[Row]:
    return [
        row_of(
            _ITEMS,
            bagian=part,
            akun=one.account.code,
            sebutan=one.account.label,
            jumlah=-one.amount if one.account.kind == "kontra-aset" else one.amount,
        )
        for one in items
    ]


def equity_changes(found: EquityChanges) -> Table:
    rows = [
        row_of(_EQUITY, modal=row.label, awal=row.opening, perubahan=row.change, akhir=row.closing)
        for row in found.rows
    ]
    change = found.closing - found.opening
    total = row_of(_EQUITY, "total", modal="Jumlah modal", awal=found.opening, perubahan=change, akhir=found.closing)
    return _table("modal", _EQUITY, [*rows, total])


def cash_flow(found: CashFlow) -> Table:
    rows = [row_of(_FLOW, "subtotal", sebutan="Kas dan bank awal", masuk_keluar=found.opening)]
    for flow in FLOWS:
        items = [one for one in found.items if one.flow == flow]
        if not items:
            continue
        label = _FLOW_LABELS[flow]
        rows.append(row_of(_FLOW, "heading", kegiatan=flow, sebutan=label))
        rows += [
            row_of(_FLOW, kegiatan=flow, akun=one.account.code, sebutan=one.account.label, masuk_keluar=one.amount)
            for one in items
        ]
        total = found.total(flow)
        rows.append(row_of(_FLOW, "subtotal", kegiatan=flow, sebutan=f"Jumlah {label.lower()}", masuk_keluar=total))
    return _table(
        "arus-kas", _FLOW, [*rows, row_of(_FLOW, "total", sebutan="Kas dan bank akhir", masuk_keluar=found.closing)]
    )


def register(found: Register, names: Names | None = None) -> Table:
    """The ledger of one account."""
    lines = (_line(_REGISTER, [row], names) for row in found.rows)
    return _table("buku-besar", _REGISTER, _bounded(_REGISTER, found, lines), of=found.account.label)


def cash_book(found: Register, names: Names | None = None) -> Table:
    """The lines of the paper book: what one act moved for the same reason is one line, such as twenty savings."""
    alike = groupby(found.rows, key=_reason_of)
    lines = (_line(_CASH_BOOK, list(rows), names) for _, rows in alike)
    return _table("buku-kas", _CASH_BOOK, _bounded(_CASH_BOOK, found, lines))


def _reason_of(row: RunningRow) -> tuple[object, ...]:
    line = row.entry
    return (line.effective_on, line.memo, line.reference, line.party, line.reverses is None, line.amount > 0)


def party_card(found: PartyCard, names: Names | None = None) -> Table:
    """What one party holds, account by account."""
    rows: list[Row] = []
    for part, held in found.registers:
        label = f"{held.account.label} {part}".strip()
        lines = (_line(_CARD, [row], None, account=held.account) for row in held.rows)
        rows += _bounded(_CARD, held, lines, label=f"{label}: ", account=held.account)
    return _table("kartu", _CARD, rows, of=called(found.party, names))


def called(party: str, names: Names | None) -> str:
    """A party by name, or by number where its name is not for whoever reads."""
    return (names or {}).get(party, f"anggota {party}")


def _bounded(
    columns: tuple[Column, ...],
    found: Register,
    lines: Iterable[Row],
    *,
    label: str = "",
    account: Account | None = None,
) -> Iterator[Row]:
    """Lines between what there was before them and what there is after."""
    of = _of(account)
    first, last = (f"{label}saldo awal", f"{label}saldo akhir") if label else ("Saldo awal", "Saldo akhir")
    yield row_of(columns, "heading", uraian=first, rincian=first, saldo=found.opening, **of)
    yield from lines
    yield row_of(columns, "total", uraian=last, rincian=last, saldo=found.closing, **of)


def _of(account: Account | None) -> dict[str, Any]:
    return {"akun": account.code, "sebutan": account.label} if account else {}


def _line(
    columns: tuple[Column, ...], rows: Sequence[RunningRow], names: Names | None, *, account: Account | None = None
) -> Row:
    """A line of a register; several of the same reason as one, with the number of the first and how many they are."""
    line, total = rows[0].entry, sum(row.entry.amount for row in rows)
    who = called(line.party, names) if line.party and not account else ""
    text = ", ".join(part for part in (line.memo, who, line.reference) if part)
    cells = _of(account) | ({"catatan": len(rows)} if columns is _CASH_BOOK else {})
    return row_of(
        columns,
        "reversal" if line.reverses else "row",
        tanggal=line.effective_on,
        nomor=line.seq,
        bukti=line.reference,
        uraian=line.memo,
        rincian=f"{text} ({len(rows)} catatan)" if len(rows) > 1 else text,
        pihak=line.party,
        bagian=line.part,
        debit=max(total, 0),
        kredit=max(-total, 0),
        saldo=rows[-1].balance,
        **cells,
    )
