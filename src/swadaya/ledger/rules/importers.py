"""Cut-off sheets and journals from CSV or XLSX: every row is read, every bad cell named, before anything is written.

Columns of journals: nomor, tanggal, uraian, akun, debit, kredit, and, where known, bukti, pihak, bagian; rows of one
number make one journal. A book that was written out also says which journal of the file one takes back (membalik), its
jenis and its alasan, and so comes back as the same book. Columns of a cut-off sheet: akun, debit, kredit, and pihak,
bagian; a row of it without an amount holds nothing and is passed over. Other columns are for the reader of the sheet:
they are not read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import cast

from swadaya.core import money
from swadaya.core.figures import grouped
from swadaya.core.problem import Problem, Problems, Where
from swadaya.files import cells as file_cells
from swadaya.files.headings import Column
from swadaya.files.streams import refused
from swadaya.files.tables import Row, Table, read_table

from .charts import Account
from .journal import BookState, Journal, Kind, Posting
from .journal import problems as journal_problems

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 50_000
_LINE = (
    Column("akun", required=True, kind="code", aliases=("kode akun",)),
    Column("debit", required=True, kind="raw", aliases=("debet",)),
    Column("kredit", required=True, kind="raw"),
    Column("pihak", kind="code"),
    Column("bagian"),
)
_JOURNAL = (
    Column("nomor", required=True, kind="code", aliases=("no", "nomor jurnal")),
    Column("tanggal", required=True, kind="raw"),
    Column("uraian", required=True),
    *_LINE,
    Column("bukti", kind="code", aliases=("nomor bukti", "no bukti")),
    Column("membalik", kind="code"),
    Column("jenis"),
    Column("alasan"),
)


@dataclass(frozen=True, slots=True)
class FileJournals:
    """Journals of a file; what one of them takes back is counted in the file, from 1.

    ``rows``: where in the file each journal begins, as a person counts; ``lines``: where each line of it stands;
    ``notes``: what was guessed or left out while reading.
    """

    journals: tuple[Journal, ...]
    rows: tuple[int, ...]
    problems: Problems
    lines: tuple[tuple[int, ...], ...] = ()
    notes: tuple[Problem, ...] = ()

    @property
    def placed(self) -> Iterator[tuple[int, Posting]]:
        """Each line with its row."""
        for rows, journal in zip(self.lines, self.journals, strict=True):
            yield from zip(rows, journal.postings, strict=True)


@dataclass(frozen=True, slots=True)
class CutoffSheet:
    """Balances of accounts and parties; ``rows``: where each of them stands; ``notes``: as of FileJournals."""

    postings: tuple[Posting, ...]
    rows: tuple[int, ...]
    problems: Problems
    notes: tuple[Problem, ...] = ()

    @property
    def placed(self) -> Iterator[tuple[int, Posting]]:
        """Each balance with its row."""
        return zip(self.rows, self.postings, strict=True)


def journals(name: str, raw: bytes) -> FileJournals:
    """Read a file of journals.

    Returns:
        FileJournals; its problems: ``uang.*``, ``impor.tanggal``, ``impor.jumlah`` (both sides or none),
        ``impor.kosong``, ``impor.tak-sama``, ``impor.membalik``, and those of :func:`read_table`.

    Raises:
        Invalid: ``berkas.*``: no table at all.
    """
    table = _table(name, raw, _JOURNAL)
    problems = Problems(table.problems)
    found: list[Journal] = []
    rows: list[int] = []
    places: list[tuple[int, ...]] = []
    numbers: dict[str, int] = {}
    for number, group in groupby(table.rows, key=lambda row: row.cells["nomor"]):
        lines = list(group)
        head = lines[0]
        day, _ = file_cells.day(head.raw["tanggal"])
        if day is None:
            where = Where(file=name, row=head.number, column="tanggal")
            got = head.cells["tanggal"][:40]
            problems.add(Problem("impor.tanggal", where, got, "tanggal seperti 2025-01-31"))
        for row in lines[1:]:
            problems.extend(_unlike(name, row, head))
        read = [(row.number, _posting(name, row, problems)) for row in lines]
        placed = [(row, posting) for row, posting in read if posting is not None]
        whole = tuple(posting for _, posting in placed)
        texts = {column: head.cells.get(column, "") for column in ("bukti", "alasan")}
        seq = _reversed(name, head, numbers, problems)
        memo = head.cells["uraian"]
        found.append(Journal(day or date.min, memo, whole, texts["bukti"], _kind(head), seq, texts["alasan"]))
        numbers[number] = len(found) if number not in numbers else 0
        rows.append(head.number)
        places.append(tuple(row for row, _ in placed))
    if not found:
        raise refused("kosong", name, "tanpa baris", "paling sedikit satu jurnal")
    return FileJournals(tuple(found), tuple(rows), problems, tuple(places), table.notes)


def cutoff(name: str, raw: bytes) -> CutoffSheet:
    """Read a cut-off sheet.

    Returns:
        CutoffSheet; its problems: ``uang.*``, ``impor.jumlah`` (both sides), and those of :func:`read_table`.

    Raises:
        Invalid: ``berkas.*``: no table at all, or none of its rows has an amount.
    """
    table = _table(name, raw, _LINE)
    problems = Problems(table.problems)
    placed: list[tuple[int, Posting]] = []
    for row in table.rows:
        if _sides(name, row) == ([0, 0], []):
            continue
        posting = _posting(name, row, problems)
        if posting is not None:
            placed.append((row.number, posting))
    if not placed and not len(problems):
        raise refused("kosong", name, "tanpa saldo", "paling sedikit satu baris yang berjumlah")
    rows = tuple(row for row, _ in placed)
    return CutoffSheet(tuple(posting for _, posting in placed), rows, problems, table.notes)


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
    hint = "Bila memang harus dibukukan sekali lagi, centang pernyataannya."
    return Problem("impor.sudah-dibukukan", Where(key="berkas"), got, "berkas yang belum dibukukan", hint)


def _posting(name: str, row: Row, problems: Problems) -> Posting | None:
    cells = row.cells
    (debit, credit), wrong = _sides(name, row)
    problems.extend(wrong)
    if wrong:
        return None
    if bool(debit) == bool(credit):
        where = Where(file=name, row=row.number, column="debit")
        got = "debit dan kredit" if debit else "kosong"
        problems.add(Problem("impor.jumlah", where, got, "salah satu dari debit dan kredit"))
        return None
    return Posting(cells["akun"], debit - credit, cells.get("pihak", ""), cells.get("bagian", ""))


def _sides(name: str, row: Row) -> tuple[list[money.Rupiah], list[Problem]]:
    """Debit and credit of a row, 0 where nothing is written, and what cannot be read."""
    amounts: list[money.Rupiah] = []
    wrong: list[Problem] = []
    for column in ("debit", "kredit"):
        amount, problem = file_cells.amount(row.raw[column], use=money.POSTING)
        amounts.append(amount or 0)
        if problem:
            wrong.append(replace(problem, where=Where(file=name, row=row.number, column=column)))
    return amounts, wrong


def _kind(head: Row) -> Kind:
    """As it is written: what is none of the kinds the rules of journals refuse."""
    return cast("Kind", head.cells.get("jenis", "").lower() or "biasa")


def _reversed(name: str, head: Row, numbers: Mapping[str, int], problems: Problems) -> int | None:
    """Which journal of the file is taken back, counted from 1; one number that stands twice above names none."""
    written = head.cells.get("membalik", "")
    if not written:
        return None
    found = numbers.get(written, 0)
    if not found:
        where = Where(file=name, row=head.number, column="membalik")
        problems.add(Problem("impor.membalik", where, written[:40], "nomor satu jurnal yang berdiri di atasnya"))
    return found or None


def _unlike(name: str, row: Row, head: Row) -> Iterator[Problem]:
    """Rows of one number say the same of their journal, or nothing."""
    for column in ("tanggal", "uraian", "bukti", "membalik", "jenis", "alasan"):
        told, first = row.cells.get(column, ""), head.cells.get(column, "")
        if told and told != first:
            yield Problem("impor.tak-sama", Where(file=name, row=row.number, column=column), told[:40], first[:40])


def _table(name: str, raw: bytes, columns: tuple[Column, ...]) -> Table:
    if len(raw) > MOST_BYTES:
        raise refused("terlalu-besar", name, f"{len(raw) >> 20} MB", f"paling banyak {MOST_BYTES >> 20} MB")
    return read_table(raw, name=name, columns=columns, most_rows=MOST_ROWS)
