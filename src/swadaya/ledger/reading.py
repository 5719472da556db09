"""Cut-off sheets and journals from CSV or XLSX: every row is read, every bad cell named, before anything is written.

Columns of journals: nomor, tanggal, uraian, akun, debit, kredit, and, where known, bukti, pihak, bagian; rows of one
number make one journal. Columns of a cut-off sheet: akun, debit, kredit, and pihak, bagian.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from python_calamine import CalamineWorkbook

from swadaya.core.problem import Problem, Problems, Unusable, Where

from .journal import LARGEST, Journal, Posting, Rupiah

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 50_000
_JOURNAL = ("nomor", "tanggal", "uraian", "akun", "debit", "kredit")
_CUTOFF = ("akun", "debit", "kredit")
_MONEY = re.compile(r"(?:rp\.?\s*)?(\d{1,3}(?:\.\d{3})+|\d+)(?:,0+)?", re.ASCII | re.IGNORECASE)
_DATE = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})", re.ASCII)

Cells = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FileJournals:
    """``rows``: where in the file each journal begins, as a person counts."""

    journals: tuple[Journal, ...]
    rows: tuple[int, ...]
    problems: Problems


def journals(name: str, raw: bytes) -> FileJournals:
    """Read a file of journals.

    Returns:
        FileJournals; its problems: ``impor.tanggal``, ``impor.jumlah``, ``impor.kosong``, ``impor.tak-sama``.

    Raises:
        Unusable: ``berkas.*``: no table at all.
    """
    problems = Problems()
    found: list[Journal] = []
    rows: list[int] = []
    table = list(_table(name, raw, _JOURNAL))
    for _, group in groupby(table, key=lambda item: _text(item[1], "nomor")):
        lines = list(group)
        first, head = lines[0]
        day = _day(_cell(head, "tanggal"))
        if day is None:
            _report(problems, name, first, "tanggal", head, "tanggal seperti 2025-01-31")
        for row, cells in lines[1:]:
            problems.extend(_unlike(name, row, cells, head))
        postings = [_posting(name, row, cells, problems) for row, cells in lines]
        whole = tuple(posting for posting in postings if posting is not None)
        found.append(Journal(day or date.min, _text(head, "uraian"), whole, _text(head, "bukti")))
        rows.append(first)
    if not found:
        raise _unusable(name, "berkas.kosong", "tanpa baris", "paling sedikit satu jurnal")
    return FileJournals(tuple(found), tuple(rows), problems)


def cutoff(name: str, raw: bytes) -> tuple[tuple[Posting, ...], Problems]:
    """Read a cut-off sheet: balances of accounts and parties. Raises Unusable ``berkas.*``."""
    problems = Problems()
    postings = [_posting(name, row, cells, problems) for row, cells in _table(name, raw, _CUTOFF)]
    return tuple(posting for posting in postings if posting is not None), problems


def rupiah(cell: object) -> Rupiah | None:
    """Whole Rupiah as people write them; 0 for an empty cell, None for anything else.

    >>> rupiah("Rp 1.500.000"), rupiah("1500000,00"), rupiah(""), rupiah("1,500"), rupiah("-5")
    (1500000, 1500000, 0, None, None)
    """
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return int(cell) if cell >= 0 and cell == int(cell) and cell <= LARGEST else None
    text = str(cell or "").strip()
    if text in ("", "-"):
        return 0
    match = _MONEY.fullmatch(text)
    if match is None:
        return None
    amount = int(match[1].replace(".", ""))
    return amount if amount <= LARGEST else None


def _posting(name: str, row: int, cells: Cells, problems: Problems) -> Posting | None:
    debit, credit = rupiah(_cell(cells, "debit")), rupiah(_cell(cells, "kredit"))
    for column, amount in (("debit", debit), ("kredit", credit)):
        if amount is None:
            _report(problems, name, row, column, cells, "rupiah bulat, tidak kurang dari 0")
    if debit is None or credit is None:
        return None
    if bool(debit) == bool(credit):
        where = Where(file=name, row=row, column="debit")
        got = "debit dan kredit" if debit else "kosong"
        problems.add(Problem("impor.jumlah", where, got, "salah satu dari debit dan kredit"))
        return None
    return Posting(_text(cells, "akun"), debit - credit, _text(cells, "pihak"), _text(cells, "bagian"))


def _unlike(name: str, row: int, cells: Cells, head: Cells) -> Iterator[Problem]:
    """Rows of one number say the same date and text, or nothing."""
    for column in ("tanggal", "uraian", "bukti"):
        told = _text(cells, column)
        if told and told != _text(head, column):
            where = Where(file=name, row=row, column=column)
            yield Problem("impor.tak-sama", where, told[:40], _text(head, column)[:40])


def _day(cell: object) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = str(cell or "").strip()
    match = _DATE.fullmatch(text)
    try:
        return date(int(match[3]), int(match[2]), int(match[1])) if match else date.fromisoformat(text)
    except ValueError:
        return None


def _report(problems: Problems, name: str, row: int, column: str, cells: Cells, expected: str) -> None:
    code = "impor.tanggal" if column == "tanggal" else "impor.jumlah"
    problems.add(Problem(code, Where(file=name, row=row, column=column), _text(cells, column)[:40], expected))


def _cell(cells: Cells, column: str) -> object:
    return cells.get(column)


def _text(cells: Cells, column: str) -> str:
    cell = cells.get(column)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell if cell is not None else "").strip()


def _table(name: str, raw: bytes, needed: Sequence[str]) -> Iterator[tuple[int, Cells]]:
    if len(raw) > MOST_BYTES:
        raise _unusable(name, "berkas.terlalu-besar", f"{len(raw) >> 20} MB", f"paling banyak {MOST_BYTES >> 20} MB")
    records = _workbook(name, raw) if raw.startswith(b"PK\x03\x04") else _csv(name, raw)
    header: list[str] | None = None
    for row, record in enumerate(records, 1):
        if not any(str(cell if cell is not None else "").strip() for cell in record):
            continue
        if header is None:
            header = [str(cell or "").strip().lower() for cell in record]
            missing = [column for column in needed if column not in header]
            if missing:
                raise _unusable(name, "berkas.kolom", "tanpa kolom " + ", ".join(missing), "kolom " + ", ".join(needed))
            continue
        if row > MOST_ROWS:
            raise _unusable(name, "berkas.terlalu-banyak-baris", f"lebih dari {MOST_ROWS} baris", "berkas yang dipecah")
        yield row, dict(zip(header, record, strict=False))
    if header is None:
        raise _unusable(name, "berkas.kosong", "tanpa isi", "berkas yang berisi")


def _csv(name: str, raw: bytes) -> Iterator[Sequence[Any]]:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unusable(name, "berkas.sandi", "bukan teks UTF-8", "CSV berkode UTF-8, atau XLSX") from error
    head = text.partition("\n")[0]
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count), strict=True)
    except csv.Error as error:
        raise _unusable(name, "berkas.csv-rusak", str(error), "CSV yang utuh") from error


def _workbook(name: str, raw: bytes) -> Iterator[Sequence[Any]]:
    try:
        yield from CalamineWorkbook.from_filelike(io.BytesIO(raw)).get_sheet_by_index(0).iter_rows()
    except (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError):
        raise
    except BaseException as error:  # the reader is a Rust extension: a broken archive may be a panic
        hint = "Buka lalu simpan ulang berkasnya."
        raise _unusable(name, "berkas.xlsx-rusak", "buku kerja yang rusak", "XLSX yang utuh", hint) from error


def _unusable(name: str, code: str, got: str, expected: str, hint: str = "") -> Unusable:
    return Unusable(Problem(code, Where(file=name), got, expected, hint))
