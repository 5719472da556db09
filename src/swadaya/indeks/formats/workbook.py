"""Rows and columns from the first sheet of a workbook (XLSX)."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np
import polars as pl
from python_calamine import CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from swadaya.files.cells import is_filled
from swadaya.files.headings import TOP_ROWS
from swadaya.files.workbook_opening import faults_of_the_reader

from . import tabular
from .filesource import FileSource, unusable
from .tabular import BATCH_ROWS, Batch, IsHead, Progress, Table, clean_header, too_many_rows

MAX_WORKBOOK = 1 << 30
"""Bytes that a workbook may unpack to."""


Record = Sequence[object]


def read_workbook(source: FileSource, progress: Progress | None = None, is_head: IsHead | None = None) -> Table:
    """Read the first sheet that has the headings, or the first one: its first row that holds anything is the header.

    Args:
        is_head: by which the headings are known below a title or in another sheet.

    Raises:
        Invalid: ``berkas.kosong``, ``berkas.xlsx-rusak``, ``berkas.terlalu-besar``, ``berkas.tanpa-kepala``,
            ``berkas.kepala-ganda``, ``berkas.terlalu-banyak-baris``.
    """
    _check_size(source)
    with faults_of_the_reader(source.name):
        book = CalamineWorkbook.from_path(source.path)
        sheet, top, above, head, records = _start(book, is_head)
        total = sheet.total_height
    if not head:
        raise unusable("berkas.kosong", source.path, got="lembar kosong", expected="lembar pertama yang berisi")
    header = clean_header([str(cell) for cell in head], source, top)

    def batches() -> Iterator[Batch]:
        row = top
        collected: list[Sequence[object]] = []
        numbers: list[int] = []
        while True:
            with faults_of_the_reader(source.name):
                row, record = next(records, (0, []))
            if not row:
                break
            if any(map(is_filled, record)):
                collected.append(record)
                numbers.append(row)
            if len(collected) == BATCH_ROWS:
                yield Batch(_frame(collected, header), np.array(numbers, dtype=np.int32))
                collected, numbers = [], []
                if progress:
                    progress(row, total)
            if row - top > tabular.MAX_ROWS:
                raise too_many_rows(source)
        if collected:
            yield Batch(_frame(collected, header), np.array(numbers, dtype=np.int32))
        if progress:
            progress(total, total)

    return Table(header, batches(), top, above)


def _start(
    book: CalamineWorkbook, is_head: IsHead | None
) -> tuple[CalamineSheet, int, tuple[str, ...], Record, Iterator[tuple[int, Record]]]:
    """The sheet that is read: (sheet, row of the headings, texts above them, headings, records that follow)."""
    first = book.get_sheet_by_index(0)
    chosen = first
    start = _top(first, is_head)
    if is_head and not start[-1]:
        others = (one.name for one in book.sheets_metadata[1:] if one.visible == SheetVisibleEnum.Visible)
        for sheet in map(book.get_sheet_by_name, others):
            other = _top(sheet, is_head)
            if other[-1]:
                chosen, start = sheet, other
                break
    return (chosen, *start[:-1])


def _top(
    sheet: CalamineSheet, is_head: IsHead | None
) -> tuple[int, tuple[str, ...], Record, Iterator[tuple[int, Record]], bool]:
    """As :func:`_start`, and whether the headings are known; where they are not, the first filled row has them."""
    records: Iterator[tuple[int, Record]] = enumerate(sheet.iter_rows(), start=1)
    seen: list[tuple[int, Record]] = []
    for row, record in records:
        if not any(map(is_filled, record)):
            continue
        if is_head is None or is_head([str(cell) for cell in record]):
            above = tuple(" ".join(str(cell) for cell in one if is_filled(cell)) for _, one in seen)
            return row, above, record, records, True
        seen.append((row, record))
        if len(seen) == TOP_ROWS:
            break
    row, record = seen[0] if seen else (0, [])
    return row, (), record, chain(seen[1:], records), False


def _check_size(source: FileSource) -> None:
    """Refuse a workbook that unpacks to more than any table of villages, before a byte of it is unpacked."""
    try:
        with zipfile.ZipFile(source.path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except Exception:  # of a broken archive anything can be raised; the reader will say what is wrong
        return
    if unpacked > MAX_WORKBOOK:
        raise unusable(
            "berkas.terlalu-besar",
            source.path,
            got=f"{unpacked >> 20} MB setelah dibuka",
            expected=f"paling banyak {MAX_WORKBOOK >> 20} MB",
            hint="Pecah berkasnya per provinsi, atau simpan sebagai CSV.",
        )


def _frame(records: list[Sequence[object]], header: tuple[str, ...]) -> pl.DataFrame:
    columns = dict(zip(header, zip(*records, strict=False), strict=False))
    return pl.DataFrame([_column(name, columns[name]) for name in header if name in columns])


def _column(name: str, cells: tuple[object, ...]) -> pl.Series:
    """A Float64 column where every cell is a number, else text as a person reads it."""
    if set(map(type, cells)) <= {float, int}:  # a cell that says TRUE is neither, and no score of 1
        return pl.Series(name, np.array(cells, dtype=np.float64))
    return pl.Series(name, [_text(cell) for cell in cells], dtype=pl.String)


def _text(cell: object) -> str | None:
    if cell == "" or cell is None:
        return None
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
