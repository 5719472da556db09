"""The one reader of tables that people send: rows by declared columns, with everything that was noticed.

Headings are found wherever they stand; rows of totals and repeated headings are left out and told; cells that cannot
be what they seem are refused with their place. What amounts and days mean is read by the importer, from ``raw`` cells.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from swadaya.core.problem import Problem, Where

from .cells import READERS, Cell, is_filled
from .headings import TOTALS, Column, Heads, Nearest, accepted, nearest, places, plain
from .reading import Opened, Record, Sheet, open_file
from .streams import refused

_ASIDE = ("contoh", "petunjuk")
"""Sheets beside a template that may look like the table."""


@dataclass(frozen=True, slots=True)
class Row:
    """``number`` as a person counts; ``cells``: texts by key; ``raw``: the same cells as they stand in the file."""

    number: int
    cells: Mapping[str, str]
    raw: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """``problems``: cells and rows that cannot be used; ``notes``: what was guessed, mended or left out."""

    rows: tuple[Row, ...]
    heads: Heads
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    sha256: str


def read_table(
    content: bytes, *, name: str, columns: Sequence[Column], most_rows: int, trust_name: bool = False
) -> Table:
    """Read the first sheet that has the headings.

    Args:
        columns: what is read; the first required one names the row, so a row of totals has none. Other columns are
            passed over.
        most_rows: of a sheet, empty ones included.
        trust_name: a file named as a workbook that is none is refused, not read as CSV.

    Returns:
        Table; its problems: ``baris.jumlah-kolom``, ``baris.sel-gabungan``, ``sel.*``; its notes:
        ``berkas.sandi-ditebak``, ``berkas.letak-kepala``, ``berkas.lembar-lain``, ``baris.jumlah``,
        ``baris.kepala-terulang``, ``sel.telepon-nol``.

    Raises:
        Invalid: ``berkas.kolom``, ``berkas.terlalu-banyak-kolom``, and as :func:`reading.open_file`.
    """
    opened = open_file(
        content,
        name=name,
        most_rows=most_rows,
        fits=lambda record: len(places([str(cell) for cell in record], columns)),
        trust_name=trust_name,
    )
    sheet, found, notes = _chosen(opened, columns, name)
    heads = accepted(found, columns, name=name)
    reader = _Reader(sheet, heads, columns, name)
    rows = tuple(reader.rows())
    problems = (*reader.problems, *_merged(sheet, heads, rows, name))
    digest = hashlib.sha256(content).hexdigest()
    return Table(rows, heads, problems, (*opened.notes, *notes, *reader.notes), digest)


def _chosen(opened: Opened, columns: Sequence[Column], name: str) -> tuple[Sheet, Nearest, list[Problem]]:
    """The first sheet that is meant to be the table; the first with anything in it where none is."""
    seen: list[tuple[Sheet, Nearest]] = []
    for sheet in opened.sheets:
        found = nearest(sheet.records, columns, name=name)
        if found is None:
            continue
        seen.append((sheet, found))
        if found.is_table or not found.missing:
            notes = _place_told(sheet, found, first=len(seen) == 1, name=name)
            return sheet, found, [*notes, *_others_told(opened, columns, name)]
    if not seen:
        raise refused("kosong", name, "tanpa isi", "berkas yang berisi")
    return *min(seen, key=lambda one: len(one[1].missing)), []


def _place_told(sheet: Sheet, found: Nearest, *, first: bool, name: str) -> Iterator[Problem]:
    above = any(any(map(is_filled, record)) for row, record in sheet.records if row < found.row)
    if above or not first:
        got = f"judul kolom di baris {found.row}" + (f" lembar {sheet.title}" if sheet.title else "")
        hint = "Yang di atasnya tidak dibaca." if above else ""
        yield Problem("berkas.letak-kepala", Where(file=name, row=found.row), got, "", hint, "catatan")


def _others_told(opened: Opened, columns: Sequence[Column], name: str) -> Iterator[Problem]:
    for sheet in opened.sheets:
        found = None if plain(sheet.title).startswith(_ASIDE) else nearest(sheet.records, columns, name=name)
        below = found and any(any(map(is_filled, record)) for row, record in sheet.records if row > found.row)
        if found and below and not found.missing:
            got = f"lembar {sheet.title} juga memuat kolom ini"
            yield Problem("berkas.lembar-lain", Where(file=name), got, "", "Lembar itu tidak dibaca.", "catatan")


class _Reader:
    """Goes through the rows below the headings; gathers problems and notes on the way."""

    def __init__(self, sheet: Sheet, heads: Heads, columns: Sequence[Column], name: str) -> None:
        self._sheet, self._heads, self._name = sheet, heads, name
        self._columns = [column for column in columns if column.key in heads.places]
        self._naming = next((column.key for column in self._columns if column.required), self._columns[0].key)
        self._titles = {place: plain(heads.written[place]) for place in heads.places.values()}
        self.problems: list[Problem] = []
        self.notes: list[Problem] = []

    def rows(self) -> Iterator[Row]:
        for number, record in self._sheet.records:
            if number > self._heads.row and any(map(is_filled, record)) and not self._is_aside(number, record):
                row = self._row(number, record)
                if any(row.cells.values()):
                    yield row

    def _row(self, number: int, record: Record) -> Row:
        if not self._sheet.title and any(map(is_filled, record[len(self._heads.written) :])):
            got, expected = f"{len(record)} kolom", f"{len(self._heads.written)} kolom"
            hint = "Beri tanda kutip pada isi yang memuat tanda pemisah kolom."
            self.problems.append(Problem("baris.jumlah-kolom", self._where(number), got, expected, hint))
        cells: dict[str, str] = {}
        raw: dict[str, Cell] = {}
        for column in self._columns:
            place = self._heads.places[column.key]
            raw[column.key] = cell = record[place] if place < len(record) else None
            cells[column.key], problem = READERS[column.kind](cell)
            if problem:
                told = replace(problem, where=self._where(number, self._heads.shown(column.key)))
                (self.notes if problem.severity == "catatan" else self.problems).append(told)
        return Row(number, cells, raw)

    def _is_aside(self, number: int, record: Record) -> bool:
        """Whether it is no row of the table; what it is then is told."""
        words = [plain(cell) if isinstance(cell, str) else "" for cell in record]
        place = self._heads.places[self._naming]
        named = place < len(record) and is_filled(record[place]) and words[place] not in TOTALS
        total = None if named else next((place for place, word in enumerate(words) if word in TOTALS), None)
        if total is not None:
            got, hint = f"baris {str(record[total]).strip()}", "Baris itu tidak dibaca sebagai isi."
            self.notes.append(Problem("baris.jumlah", self._where(number), got, "", hint, "catatan"))
            return True
        if all(place < len(words) and words[place] == title for place, title in self._titles.items()):
            got = "judul kolom terulang"
            self.notes.append(Problem("baris.kepala-terulang", self._where(number), got, severity="catatan"))
            return True
        return False

    def _where(self, number: int, column: str = "") -> Where:
        return Where(file=self._name, row=number, column=column)


def _merged(sheet: Sheet, heads: Heads, rows: Sequence[Row], name: str) -> Iterator[Problem]:
    """Merged cells hold one value at their top left; what the other rows or columns mean is nobody's guess."""
    numbers = {row.number for row in rows}
    by_place = {place: key for key, place in heads.places.items()}
    for top, left, low, right in sheet.merged:
        touched = [by_place[place] for place in range(left, right + 1) if place in by_place]
        kept = [number for number in range(top, low + 1) if number in numbers]
        if touched and kept and (len(kept) > 1 or len(touched) > 1):
            where = Where(file=name, row=kept[0], column=heads.shown(touched[0]))
            got = f"sel gabungan sampai baris {low}" if low > top else "sel gabungan"
            hint = "Pisahkan sel gabungan, lalu isi tiap selnya."
            yield Problem("baris.sel-gabungan", where, got, "satu isi di tiap sel", hint)
