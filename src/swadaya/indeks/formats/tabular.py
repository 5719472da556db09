"""Rows and columns of a table in batches, so that a file of any size fits in memory; here from CSV, plain or gz."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from swadaya.core.figures import grouped
from swadaya.core.problem import Problem, Problems, Where
from swadaya.core.refusal import Invalid
from swadaya.files.headings import TOP_ROWS
from swadaya.files.reading import SEPARATORS

from .cells import Rows
from .filesource import FileSource, unusable

MAX_ROWS = 3_000_000
"""More than every village of the country over thirty years; a longer file is a mistake, not a table of villages."""
MAX_LINE = 1 << 20
BATCH_ROWS = 50_000

IsHead = Callable[[Sequence[str]], bool]
"""Whether the cells of a row are the headings."""
Progress = Callable[[int, int], None]
"""Called with (bytes or rows done, of how many)."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some records; ``rows`` numbers them as a person counts: every record, also a blank one, the header is row 1."""

    frame: pl.DataFrame  # every column String, or Float64 where a spreadsheet held only numbers
    rows: Rows


@dataclass(frozen=True, slots=True)
class Table:
    """``row``: where the headings stand; ``above``: what stands above them; ``years``: those that headings name."""

    header: tuple[str, ...]
    batches: Iterator[Batch]
    row: int = 1
    above: tuple[str, ...] = ()
    years: frozenset[int] = frozenset()


def clean_header(cells: list[str], source: FileSource, row: int = 1) -> tuple[str, ...]:
    """Names of the columns: lower case, trimmed, without empty ones at the end.

    Raises:
        Invalid: ``berkas.tanpa-kepala``, ``berkas.kepala-ganda``.
    """
    names = [cell.strip().lower().lstrip("\ufeff") for cell in cells]
    while names and not names[-1]:
        names.pop()
    if not any(names):
        raise unusable("berkas.tanpa-kepala", source.path, got="tanpa nama kolom", expected="baris pertama nama kolom")
    double = sorted({name for name in names if name and names.count(name) > 1})
    if double:
        raise unusable(
            "berkas.kepala-ganda",
            source.path,
            got=", ".join(double),
            expected="nama kolom yang tidak berulang",
            row=row,
        )
    return tuple(name or f"kolom{number + 1}" for number, name in enumerate(names))


def read_csv(
    source: FileSource, problems: Problems, progress: Progress | None = None, is_head: IsHead | None = None
) -> Table:
    """Read the header and prepare the batches. Bad rows go into ``problems`` while the batches are read.

    Args:
        is_head: by which the headings are known where they do not stand in the first row.

    Raises:
        Invalid: ``berkas.kosong``, ``berkas.tanpa-kepala``, ``berkas.kepala-ganda``, ``berkas.terlalu-banyak-baris``,
            ``berkas.baris-terlalu-panjang``.
    """
    pieces = _whole_records(source)
    first = next(pieces, None)
    if first is None:
        raise unusable("berkas.kosong", source.path, got="tanpa isi", expected="berkas yang berisi")
    text, position = first
    top, above, head, rest = _head_line(text.lstrip(b"\xef\xbb\xbf"), is_head)
    header, delimiter = _header(head, source)

    def batches() -> Iterator[Batch]:
        row = top + 1
        for piece, place in _rejoin((rest, position), pieces):
            if progress:
                progress(place, source.size)
            if not piece.strip():
                continue
            batch, row = _parse(piece, header, delimiter, row, source, problems)
            if row - top - 1 > MAX_ROWS:
                raise too_many_rows(source)
            yield batch

    return Table(header, batches(), top, above)


def _head_line(text: bytes, is_head: IsHead | None) -> tuple[int, tuple[str, ...], bytes, bytes]:
    """(row, texts above it, headings, what follows); the first line where none of the first is known for headings."""
    first, _, after_first = text.partition(b"\n")
    above: list[str] = []
    rest = text
    row = 0
    while is_head and rest and row < TOP_ROWS:
        row += 1
        line, _, rest = rest.partition(b"\n")
        written = line[:MAX_LINE].decode("utf-8", errors="replace").rstrip("\r")
        if is_head(_cells(written)):
            return row, tuple(above), line, rest
        if told := " ".join(written.replace(_separator(written), " ").split()):
            above.append(told)
    return 1, (), first, after_first


def _separator(line: str) -> str:
    return max(SEPARATORS, key=line.count)


def _cells(line: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=_separator(line)), [])
    except csv.Error:
        return []


def _header(line: bytes, source: FileSource) -> tuple[tuple[str, ...], str]:
    """The names of the columns, and what stands between them."""
    text = line.decode("utf-8", errors="replace").rstrip("\r")
    delimiter = _separator(text)
    try:
        cells = next(csv.reader([text], delimiter=delimiter), [])
    except csv.Error as error:
        raise unusable(
            "berkas.tanpa-kepala",
            source.path,
            got="tanpa nama kolom yang terbaca",
            expected="baris pertama nama kolom",
            hint="Berkas ini mungkin bukan CSV.",
            row=1,
        ) from error
    return clean_header(cells, source), delimiter


def too_many_rows(source: FileSource) -> Invalid:
    return unusable(
        "berkas.terlalu-banyak-baris",
        source.path,
        got=f"lebih dari {grouped(MAX_ROWS)} baris",
        expected=f"paling banyak {grouped(MAX_ROWS)} baris",
        hint="Pecah berkasnya per tahun atau per provinsi.",
    )


def _rejoin(first: tuple[bytes, int], others: Iterator[tuple[bytes, int]]) -> Iterator[tuple[bytes, int]]:
    yield first
    yield from others


def _whole_records(source: FileSource) -> Iterator[tuple[bytes, int]]:
    """Blocks that end at the end of a record; a newline inside quotes does not end one."""
    left = b""
    position = 0
    for block, position in source.blocks():
        text = left + block
        cut = _end_of_last_record(text)
        if not cut and len(text) > MAX_LINE:
            raise unusable(
                "berkas.baris-terlalu-panjang",
                source.path,
                got="baris yang tidak berakhir",
                expected=f"baris yang diakhiri ganti baris, paling panjang {MAX_LINE // 1024} kB",
                hint="Berkas ini mungkin bukan CSV, atau ada tanda kutip yang tidak ditutup.",
            )
        left = text[cut:]
        if cut:
            yield text[:cut], position
    if left.strip():
        yield left, position


def _end_of_last_record(text: bytes) -> int:
    """Where the last whole record ends: after a newline with an even number of quotes before it; 0 when there is none.

    Every byte is looked at once or twice, also where one quote too many makes all later newlines part of a cell.
    """
    cut = text.rfind(b"\n") + 1
    odd = text.count(b'"', 0, cut) % 2
    while cut and odd:
        start = text.rfind(b"\n", 0, text.rfind(b'"', 0, cut)) + 1
        odd ^= text.count(b'"', start, cut) % 2
        cut = start
    return cut


def _parse(
    piece: bytes, header: tuple[str, ...], delimiter: str, row: int, source: FileSource, problems: Problems
) -> tuple[Batch, int]:
    try:
        frame = pl.read_csv(
            io.BytesIO(piece),
            has_header=False,
            new_columns=list(header),
            separator=delimiter,
            infer_schema=False,
            encoding="utf8-lossy",
            schema=dict.fromkeys(header, pl.String),
        )
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
        return _parse_slowly(piece, header, delimiter, row, source, problems)
    rows = np.arange(row, row + frame.height, dtype=np.int32)
    blank = frame.select(pl.all_horizontal(pl.all().is_null())).to_series()
    if blank.any():
        kept = ~blank
        return Batch(frame.filter(kept), rows[kept.to_numpy()]), row + len(rows)
    return Batch(frame, rows), row + len(rows)


def _parse_slowly(
    piece: bytes, header: tuple[str, ...], delimiter: str, row: int, source: FileSource, problems: Problems
) -> tuple[Batch, int]:
    """The same with the standard library: a record with too many cells is reported and left out."""
    kept: list[list[str | None]] = []
    rows: list[int] = []
    text = io.StringIO(piece.decode("utf-8", errors="replace"), newline="")
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    while True:
        try:
            record = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            problems.add(_unreadable(source, row, error))
            row += 1
            continue
        if not any(cell.strip() for cell in record):
            row += 1
            continue
        if len(record) > len(header) and any(cell.strip() for cell in record[len(header) :]):
            problems.add(
                Problem(
                    "baris.jumlah-kolom",
                    Where(file=source.name, row=row),
                    f"{len(record)} kolom",
                    f"{len(header)} kolom",
                    "Beri tanda kutip pada nama yang memuat koma.",
                )
            )
        else:
            cells: list[str | None] = [cell or None for cell in record[: len(header)]]
            kept.append(cells + [None] * (len(header) - len(cells)))
            rows.append(row)
        row += 1
    frame = pl.DataFrame(kept, schema=dict.fromkeys(header, pl.String), orient="row")
    return Batch(frame, np.array(rows, dtype=np.int32)), row


def _unreadable(source: FileSource, row: int, error: csv.Error) -> Problem:
    unclosed = "unexpected end" in str(error) or "field limit" in str(error)
    return Problem(
        "baris.tidak-terbaca",
        Where(file=source.name, row=row),
        "tanda kutip yang dibuka tidak ditutup" if unclosed else "tanda kutip di tengah isi",
        "satu baris CSV yang utuh",
        "Baris-baris sesudahnya mungkin ikut tertelan." if unclosed else "Tulis tanda kutip di dalam isi dua kali.",
    )
