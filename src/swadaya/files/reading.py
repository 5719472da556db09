"""A file that somebody sends, opened: the rows of its sheets with their numbers as a person sees them.

CSV with a comma, semicolon, tab or bar between cells (or the one that a first line ``sep=;`` names), or XLSX. Nothing
is converted yet, and which rows mean what is not known here.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from python_calamine import CalamineWorkbook, SheetVisibleEnum

from swadaya.core.figures import grouped
from swadaya.core.problem import Problem

from .cells import Cell
from .streams import refused
from .text_decoding import decoded
from .workbook_opening import ZIP, faults_of_the_reader, refuse_other_kinds
from .workbook_safety import check_workbook

SEPARATORS = ",;\t|"
_NAMED = re.compile(r'"?sep=(.)"?[ \t]*(?:\r\n|\r|\n|$)', re.IGNORECASE)
_SAMPLE = 1 << 16
_SAMPLED = 30
Record = Sequence[Cell]
Fits = Callable[[Record], int]
"""How many of the headings that are looked for a row has: of several separators the one that gives most is right."""
Merged = tuple[int, int, int, int]
"""First row, first column, last row, last column; rows as a person counts, columns from 0."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """``title``: empty in CSV, where rows with too many cells have lost their places."""

    title: str
    records: tuple[tuple[int, Record], ...]
    merged: tuple[Merged, ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """Sheets in their order, read one by one; hidden ones are passed over. ``notes``: what was guessed."""

    sheets: Iterator[Sheet]
    notes: tuple[Problem, ...] = field(default=())


def open_file(content: bytes, *, name: str, most_rows: int, fits: Fits, trust_name: bool = False) -> Opened:
    """Open a file; its content says what it is.

    Args:
        trust_name: a file named as a workbook that is none is refused, not read as CSV.

    Raises:
        Invalid: ``berkas.kosong``, ``.terkunci``, ``.jenis``, ``.sandi``, ``.xlsx-rusak``, ``.xlsx-bom``,
            ``.xlsx-renggang``; while sheets are read also ``.csv-rusak``, ``.terlalu-banyak-baris``.
    """
    refuse_other_kinds(content, name=name)
    if content.startswith(ZIP) or (trust_name and name.lower().endswith(".xlsx")):
        check_workbook(content, name=name)
        return Opened(_sheets(content, name, most_rows))
    text, notes = decoded(content, name=name)
    if not text.strip():
        raise refused("kosong", name, "tanpa isi", "berkas yang berisi")
    separator, body = _separated(text, fits)
    records = tuple(_limited(enumerate(_records(body, separator, name), 1), name, most_rows))
    return Opened(iter([Sheet("", records)]), notes)


def _separated(text: str, fits: Fits) -> tuple[str, str]:
    """What stands between cells, and the text below a line that only says so; programs do not show that line."""
    named = _NAMED.match(text)
    if named:
        return named[1], text[named.end() :]
    sample = text[:_SAMPLE]
    first = sample.lstrip().partition("\n")[0]
    present = [sign for sign in SEPARATORS if sign in sample] or [","]
    return max(present, key=lambda sign: (_best(sample, sign, fits), first.count(sign))), text


def _best(sample: str, separator: str, fits: Fits) -> int:
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
    best = 0
    try:
        for record in islice(reader, _SAMPLED):
            best = max(best, fits(record))
    except csv.Error:
        pass
    return best


def _records(text: str, separator: str, name: str) -> Iterator[Record]:
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    except (csv.Error, TypeError, ValueError) as error:  # also of a separator that can be none
        hint = "Ada tanda kutip yang tidak ditutup atau berdiri di tengah isi."
        raise refused("csv-rusak", name, "isi yang bukan CSV", "CSV yang utuh", hint) from error


def _limited(records: Iterable[tuple[int, Record]], name: str, most_rows: int) -> Iterator[tuple[int, Record]]:
    for row, record in records:
        if row > most_rows:
            got = f"lebih dari {grouped(most_rows)} baris"
            raise refused("terlalu-banyak-baris", name, got, "berkas yang dipecah")
        yield row, record


def _sheets(content: bytes, name: str, most_rows: int) -> Iterator[Sheet]:
    with faults_of_the_reader(name):
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        visible = [one.name for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible]
        titles = visible or book.sheet_names
    for title in titles:
        with faults_of_the_reader(name):
            sheet = book.get_sheet_by_name(title)
            numbered = list(enumerate(islice(sheet.iter_rows(), most_rows + 1), 1))
            merged = tuple(
                (top + 1, left, low + 1, right) for (top, left), (low, right) in sheet.merged_cell_ranges or ()
            )
        yield Sheet(title, tuple(_limited(numbered, name, most_rows)), merged)
