"""Cut-off sheets and journals from CSV or XLSX: every row is read, every bad cell named, before anything is written.

Columns of journals: nomor, tanggal, uraian, akun, debit, kredit, and, where known, bukti, pihak, bagian; rows of one
number make one journal. Columns of a cut-off sheet: akun, debit, kredit, and pihak, bagian; a row of it without an
amount holds nothing and is passed over. Other columns are for the reader of the sheet: they are not read.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from typing import Any

from python_calamine import CalamineWorkbook

from swadaya.core.figures import grouped
from swadaya.core.problem import Problem, Problems, Unusable, Where
from swadaya.files.workbook_safety import check_workbook

from .charts import Account
from .journal import LARGEST, BookState, Journal, Posting, Rupiah
from .journal import problems as journal_problems

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 50_000
_JOURNAL = ("nomor", "tanggal", "uraian", "akun", "debit", "kredit")
_CUTOFF = ("akun", "debit", "kredit")
_MONEY = re.compile(r"(?:rp\.?\s*)?(\d{1,3}(?:\.\d{3})+|\d+)(?:,0+)?", re.ASCII | re.IGNORECASE)
_LONGEST = 60  # signs of an amount, points and leading noughts included
_DATE = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})", re.ASCII)

Cells = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FileJournals:
    """``rows``: where in the file each journal begins, as a person counts; ``lines``: where each line of it stands."""

    journals: tuple[Journal, ...]
    rows: tuple[int, ...]
    problems: Problems
    lines: tuple[tuple[int, ...], ...] = ()

    @property
    def placed(self) -> Iterator[tuple[int, Posting]]:
        """Each line with its row."""
        for rows, journal in zip(self.lines, self.journals, strict=True):
            yield from zip(rows, journal.postings, strict=True)


@dataclass(frozen=True, slots=True)
class CutoffSheet:
    """Balances of accounts and parties; ``rows``: where each of them stands."""

    postings: tuple[Posting, ...]
    rows: tuple[int, ...]
    problems: Problems

    @property
    def placed(self) -> Iterator[tuple[int, Posting]]:
        """Each balance with its row."""
        return zip(self.rows, self.postings, strict=True)


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
    places: list[tuple[int, ...]] = []
    table = list(_table(name, raw, _JOURNAL))
    for _, group in groupby(table, key=lambda item: _text(item[1], "nomor")):
        lines = list(group)
        first, head = lines[0]
        day = _day(_cell(head, "tanggal"))
        if day is None:
            _report(problems, name, first, "tanggal", head, "tanggal seperti 2025-01-31")
        for row, cells in lines[1:]:
            problems.extend(_unlike(name, row, cells, head))
        read = [(row, _posting(name, row, cells, problems)) for row, cells in lines]
        placed = [(row, posting) for row, posting in read if posting is not None]
        whole = tuple(posting for _, posting in placed)
        found.append(Journal(day or date.min, _text(head, "uraian"), whole, _text(head, "bukti")))
        rows.append(first)
        places.append(tuple(row for row, _ in placed))
    if not found:
        raise _unusable(name, "berkas.kosong", "tanpa baris", "paling sedikit satu jurnal")
    return FileJournals(tuple(found), tuple(rows), problems, tuple(places))


def cutoff(name: str, raw: bytes) -> CutoffSheet:
    """Read a cut-off sheet.

    Returns:
        CutoffSheet; its problems: ``impor.jumlah``.

    Raises:
        Unusable: ``berkas.*``: no table at all, or none of its rows has an amount.
    """
    problems = Problems()
    placed: list[tuple[int, Posting]] = []
    for row, cells in _table(name, raw, _CUTOFF):
        if rupiah(_cell(cells, "debit")) == 0 == rupiah(_cell(cells, "kredit")):
            continue
        posting = _posting(name, row, cells, problems)
        if posting is not None:
            placed.append((row, posting))
    if not placed and not len(problems):
        raise _unusable(name, "berkas.kosong", "tanpa saldo", "paling sedikit satu baris yang berjumlah")
    return CutoffSheet(tuple(posting for _, posting in placed), tuple(row for row, _ in placed), problems)


_COLUMNS = {
    "jurnal.nol": "debit",
    "jurnal.terlalu-besar": "debit",
    "jurnal.akun": "akun",
    "jurnal.pihak": "pihak",
    "jurnal.bagian": "bagian",
}
_ANY_DAY = date(2000, 1, 1)


def located(
    found: Iterable[Problem],
    placed: Iterable[tuple[int, Posting]],
    accounts: Mapping[str, Account],
    *,
    parties: Collection[str] | None = None,
) -> list[Problem]:
    """What is wrong with lines, each at its own row and column, in the place of what was said of whole journals.

    Args:
        found: problems of the books, which know no rows of a file.
        placed: (row, line) of the file.
        parties: ids that a line may name (None: any); another is ``pihak.tidak-dikenal``.
    """
    book = BookState(_ANY_DAY, None, accounts, _ANY_DAY)
    at_rows: list[Problem] = []
    for row, posting in placed:
        at_rows += [
            replace(problem, where=Where(row=row, column=_COLUMNS[problem.code]))
            for problem in journal_problems(Journal(_ANY_DAY, "-", (posting,)), book)
            if problem.code in _COLUMNS
        ]
        if parties is not None and posting.party and posting.party not in parties:
            where = Where(row=row, column="pihak")
            at_rows.append(Problem("pihak.tidak-dikenal", where, posting.party, "nomor anggota atau kelompok buku ini"))
    return [*(problem for problem in found if problem.code not in _COLUMNS), *at_rows]


def booked_before(first: int, last: int) -> Problem:
    """A file with the same journals has been posted as the numbers ``first`` to ``last``."""
    numbers = grouped(first) if first == last else f"{grouped(first)}–{grouped(last)}"
    got = f"berkas ini sudah dibukukan sebagai jurnal nomor {numbers}"
    return Problem("impor.sudah-dibukukan", Where(key="berkas"), got, "berkas yang belum dibukukan")


def rupiah(cell: object) -> Rupiah | None:
    """Whole Rupiah as people write them; 0 for an empty cell, None for anything else.

    >>> rupiah("Rp 1.500.000"), rupiah("1500000,00"), rupiah(""), rupiah("1,500"), rupiah("-5")
    (1500000, 1500000, 0, None, None)
    >>> rupiah(1500.0), rupiah(float("inf")), rupiah(float("nan")), rupiah("9" * 5000)
    (1500, None, None, None)
    """
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return int(cell) if 0 <= cell <= LARGEST and cell == int(cell) else None
    text = str(cell or "").strip()
    if text in ("", "-"):
        return 0
    match = _MONEY.fullmatch(text)
    if match is None or len(match[1]) > _LONGEST:
        return None
    amount = int(match[1].replace(".", ""))
    return amount if amount <= LARGEST else None


def whole_rupiah(written: str) -> str:
    """What was expected in the place of something that is no amount, or too large a one."""
    return f"paling banyak {grouped(LARGEST)}" if _MONEY.fullmatch(written) else "rupiah bulat seperti 1.500.000"


def _posting(name: str, row: int, cells: Cells, problems: Problems) -> Posting | None:
    debit, credit = rupiah(_cell(cells, "debit")), rupiah(_cell(cells, "kredit"))
    for column, amount in (("debit", debit), ("kredit", credit)):
        if amount is None:
            _report(problems, name, row, column, cells, whole_rupiah(_text(cells, column)))
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
            twice = sorted({column for column in header if column and header.count(column) > 1})
            if twice:
                raise _unusable(name, "berkas.kolom", "kolom berulang " + ", ".join(twice), "tiap kolom satu kali")
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
    check_workbook(raw, name=name)
    try:
        yield from CalamineWorkbook.from_filelike(io.BytesIO(raw)).get_sheet_by_index(0).iter_rows()
    except (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError):
        raise
    except BaseException as error:  # the reader is a Rust extension: a broken archive may be a panic
        hint = "Buka lalu simpan ulang berkasnya."
        raise _unusable(name, "berkas.xlsx-rusak", "buku kerja yang rusak", "XLSX yang utuh", hint) from error


def _unusable(name: str, code: str, got: str, expected: str, hint: str = "") -> Unusable:
    return Unusable(Problem(code, Where(file=name), got, expected, hint))
