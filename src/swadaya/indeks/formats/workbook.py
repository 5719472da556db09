"""Rows and columns from the first sheet of a workbook (XLSX)."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import polars as pl
from python_calamine import CalamineWorkbook

from . import tabular
from .filesource import FileSource, unusable
from .tabular import BATCH_ROWS, Batch, Progress, Table, clean_header, too_many_rows

MAX_WORKBOOK = 1 << 30
"""Bytes that a workbook may unpack to."""


def read_workbook(source: FileSource, progress: Progress | None = None) -> Table:
    """Read the first sheet: the first row that holds anything is the header.

    Raises:
        Unusable: ``berkas.kosong``, ``berkas.xlsx-rusak``, ``berkas.terlalu-besar``, ``berkas.tanpa-kepala``,
            ``berkas.kepala-ganda``, ``berkas.terlalu-banyak-baris``.
    """
    _check_size(source)
    with _faults_of_the_reader(source):
        sheet = CalamineWorkbook.from_path(source.path).get_sheet_by_index(0)
        total = sheet.total_height
        records = enumerate(sheet.iter_rows(), start=1)
        top, head = next(((row, record) for row, record in records if any(map(_filled, record))), (0, []))
    if not head:
        raise unusable("berkas.kosong", source.path, got="lembar kosong", expected="lembar pertama yang berisi")
    header = clean_header([str(cell) for cell in head], source, top)

    def batches() -> Iterator[Batch]:
        row = top
        collected: list[Sequence[object]] = []
        numbers: list[int] = []
        while True:
            with _faults_of_the_reader(source):
                row, record = next(records, (0, []))
            if not row:
                break
            if any(map(_filled, record)):
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

    return Table(header, batches())


def _filled(cell: object) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None


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


@contextmanager
def _faults_of_the_reader(source: FileSource) -> Iterator[None]:
    """The reader is a Rust extension: a broken archive is one of several exceptions, or a panic, which is none."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError):
        raise
    except BaseException as error:
        raise unusable(
            "berkas.xlsx-rusak",
            source.path,
            got="buku kerja yang rusak",
            expected="buku kerja XLSX yang utuh",
            hint="Buka lalu simpan ulang berkasnya.",
        ) from error


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
