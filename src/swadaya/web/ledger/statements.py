"""Each statement of a book as rows of one table: for the page and for paper alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from typing import Literal

from swadaya.accounts.rules.access import OutOfSight, Viewer
from swadaya.core import money
from swadaya.ledger import selectors
from swadaya.ledger.rules import charts
from swadaya.ledger.rules.statements import FLOWS, Item, RunningRow
from swadaya.ledger.selectors import BookInfo, Cut

from ..ui.formatting import day, moment

Kind = Literal["", "head", "sum", "back"]
FLOW_LABELS = {"operasi": "Kegiatan operasi", "investasi": "Kegiatan investasi", "pendanaan": "Kegiatan pendanaan"}


@dataclass(frozen=True, slots=True)
class Row:
    """``back``: a line that takes another back, or was taken back."""

    cells: tuple[str, ...]
    kind: Kind = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to see. ``known_at`` None: as known now."""

    book: BookInfo
    until: Cut
    on: date
    since: date
    known_at: datetime | None = None
    account: str = ""
    party: str = ""
    names: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    code: str
    title: str
    about: str
    columns: tuple[str, ...]
    figures: frozenset[int]
    rows: tuple[Row, ...]
    span: bool  # a time, not one day


def sum_text(value: int) -> str:
    return money.write(value)


def _items(items: tuple[Item, ...], sign: int = 1) -> list[Row]:
    return [
        Row((one.account.label, sum_text(sign * (-one.amount if one.account.kind == "kontra-aset" else one.amount))))
        for one in items
    ]


def _position(asked: Asked, by: Viewer) -> list[Row]:
    found = selectors.position(asked.book.id, asked.until, by=by)
    return [
        Row(("Kekayaan", ""), "head"),
        *_items(found.assets),
        Row(("Jumlah kekayaan", sum_text(found.total_assets)), "sum"),
        Row(("Kewajiban dan modal", ""), "head"),
        *_items(found.liabilities),
        *_items(found.equity),
        Row(("Sisa hasil usaha berjalan", sum_text(found.surplus))),
        Row(("Jumlah kewajiban dan modal", sum_text(found.total_liabilities + found.total_equity)), "sum"),
    ]


def _surplus(asked: Asked, by: Viewer) -> list[Row]:
    found = selectors.surplus(asked.book.id, asked.until, asked.since, by=by)
    return [
        Row(("Pendapatan", ""), "head"),
        *_items(found.income),
        Row(("Jumlah pendapatan", sum_text(sum(one.amount for one in found.income))), "sum"),
        Row(("Beban", ""), "head"),
        *_items(found.expense),
        Row(("Jumlah beban", sum_text(sum(one.amount for one in found.expense))), "sum"),
        Row(("Sisa hasil usaha", sum_text(found.total)), "sum"),
    ]


def _equity(asked: Asked, by: Viewer) -> list[Row]:
    found = selectors.equity_changes(asked.book.id, asked.until, asked.since, by=by)
    rows = [Row((one.label, *map(sum_text, (one.opening, one.change, one.closing)))) for one in found.rows]
    total = (found.opening, found.closing - found.opening, found.closing)
    return [*rows, Row(("Jumlah modal", *map(sum_text, total)), "sum")]


def _flow(asked: Asked, by: Viewer) -> list[Row]:
    found = selectors.cash_flow(asked.book.id, asked.until, asked.since, by=by)
    rows = [Row(("Kas dan bank awal", sum_text(found.opening)), "sum")]
    for flow in FLOWS:
        items = [one for one in found.items if one.flow == flow]
        if items:
            rows.append(Row((FLOW_LABELS[flow], ""), "head"))
            rows += [Row((one.account.label, sum_text(one.amount))) for one in items]
            rows.append(Row((f"Jumlah {FLOW_LABELS[flow].lower()}", sum_text(found.total(flow))), "sum"))
    return [*rows, Row(("Kas dan bank akhir", sum_text(found.closing)), "sum")]


def _trial(asked: Asked, by: Viewer) -> list[Row]:
    found = selectors.trial_balance(asked.book.id, asked.until, by=by)
    rows = [
        Row((row.account.code, row.account.label, *(sum_text(one) if one else "" for one in (row.debit, row.credit))))
        for row in found.rows
    ]
    return [*rows, Row(("", "Jumlah", sum_text(found.debit), sum_text(found.credit)), "sum")]


def _register(asked: Asked, by: Viewer) -> list[Row]:
    account = asked.account or charts.chart(asked.book.chart).uses["cash"]
    found = selectors.register(asked.book.id, account, asked.until, asked.since, by=by)
    rows = [_running(row, asked.names) for row in found.rows]
    return [
        Row(("", "Saldo awal", "", "", sum_text(found.opening)), "head"),
        *rows,
        Row(("", "Saldo akhir", "", "", sum_text(found.closing)), "sum"),
    ]


def _cash_book(asked: Asked, by: Viewer) -> list[Row]:
    """Each line of the paper book: what one act moved for the same reason stands together, such as twenty savings."""
    account = charts.chart(asked.book.chart).uses["cash"]
    found = selectors.register(asked.book.id, account, asked.until, asked.since, by=by)
    rows = [Row(("", "Saldo awal", "", "", sum_text(found.opening)), "head")]
    for _, alike in groupby(found.rows, key=_reason_of):
        lines = list(alike)
        total = sum(one.entry.amount for one in lines)
        last = lines[-1]
        made = _running(replace(last, entry=replace(last.entry, amount=total)), asked.names)
        if len(lines) > 1:
            cells = (made.cells[0], f"{made.cells[1]} ({len(lines)} catatan)", *made.cells[2:])
            made = replace(made, cells=cells)
        rows.append(made)
    return [*rows, Row(("", "Saldo akhir", "", "", sum_text(found.closing)), "sum")]


def _reason_of(row: RunningRow) -> tuple[object, ...]:
    line = row.entry
    return (line.effective_on, line.memo, line.reference, line.party, line.reverses is None, line.amount > 0)


def _running(row: RunningRow, names: Mapping[str, str] | None) -> Row:
    line = row.entry
    who = (names or {}).get(line.party, f"anggota {line.party}") if line.party else ""
    text = ", ".join(part for part in (line.memo, who, line.reference) if part)
    debit, credit = (sum_text(one) if one > 0 else "" for one in (line.amount, -line.amount))
    return Row((day(line.effective_on), text, debit, credit, sum_text(row.balance)), "back" if line.reverses else "")


def _card(asked: Asked, by: Viewer) -> list[Row]:
    found = selectors.party_card(asked.book.id, asked.party, asked.until, asked.since, by=by)
    rows: list[Row] = []
    for part, register in found.registers:
        label = f"{register.account.label} {part}".strip()
        rows.append(Row(("", f"{label}: saldo awal", "", "", sum_text(register.opening)), "head"))
        rows += [_running(replace(one, entry=replace(one.entry, party="")), None) for one in register.rows]
        rows.append(Row(("", f"{label}: saldo akhir", "", "", sum_text(register.closing)), "sum"))
    return rows


@dataclass(frozen=True, slots=True)
class _Made:
    title: str
    about: str
    columns: tuple[str, ...]
    figures: frozenset[int]
    rows: Callable[[Asked, Viewer], list[Row]]
    span: bool


_TWO = (("Pos", "Jumlah (Rp)"), frozenset({1}))
_LINES = (("Tanggal", "Uraian", "Debit (Rp)", "Kredit (Rp)", "Saldo (Rp)"), frozenset({2, 3, 4}))
_KINDS: Mapping[str, _Made] = {
    "buku-kas": _Made(
        "Buku kas",
        "Uang masuk dan keluar, hari demi hari.",
        ("Tanggal", "Uraian", "Masuk (Rp)", "Keluar (Rp)", "Saldo (Rp)"),
        frozenset({2, 3, 4}),
        _cash_book,
        True,
    ),
    "buku-besar": _Made("Buku besar", "Satu akun, baris demi baris.", *_LINES, _register, True),
    "neraca-saldo": _Made(
        "Neraca saldo",
        "Saldo semua akun; kedua sisinya sama.",
        ("Akun", "Nama", "Debit (Rp)", "Kredit (Rp)"),
        frozenset({2, 3}),
        _trial,
        False,
    ),
    "posisi": _Made("Posisi keuangan", "Apa yang dimiliki, dan milik siapa.", *_TWO, _position, False),
    "shu": _Made("Sisa hasil usaha", "Pendapatan dikurangi beban.", *_TWO, _surplus, True),
    "modal": _Made(
        "Perubahan modal",
        "Modal di awal, perubahannya, dan di akhir.",
        ("Modal", "Awal (Rp)", "Perubahan (Rp)", "Akhir (Rp)"),
        frozenset({1, 2, 3}),
        _equity,
        True,
    ),
    "arus-kas": _Made("Arus kas", "Dari mana kas datang dan ke mana perginya.", *_TWO, _flow, True),
    "kartu": _Made("Kartu anggota", "Simpanan dan piutang satu anggota.", *_LINES, _card, True),
}
OFFERED = tuple((code, made.title, made.about) for code, made in _KINDS.items())


def made(code: str, asked: Asked, *, by: Viewer) -> Statement:
    """A statement by its name in the address. Raises OutOfSight when there is none of that name."""
    kind = _KINDS.get(code)
    if kind is None or (code == "kartu" and not asked.party):
        raise OutOfSight
    rows = tuple(kind.rows(asked, by))
    return Statement(code, kind.title, kind.about, kind.columns, kind.figures, rows, kind.span)


def time_text(asked: Asked, *, span: bool) -> str:
    """ "1 Januari 2026 sampai 5 Februari 2026, seperti yang diketahui pada …"."""
    text = f"{day(asked.since)} sampai {day(asked.on)}" if span else f"Pada {day(asked.on)}"
    return f"{text}, menurut yang tercatat sampai {moment(asked.known_at)}" if asked.known_at else text
