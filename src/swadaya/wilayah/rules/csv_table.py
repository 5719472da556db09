"""Read a small CSV table as people make them: comma or semicolon, with or without a byte order mark."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from swadaya.core.problem import Problem, Unusable, Where


@dataclass(frozen=True, slots=True)
class Table:
    """``header``: column names, trimmed, in lower case; ``rows``: row number and cells by column."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]

    def __iter__(self) -> Iterator[tuple[int, dict[str, str]]]:
        return iter(self.rows)


def read_table(path: Path, *shapes: tuple[str, ...]) -> Table:
    """Read a table that has all columns of one of the shapes.

    Raises:
        Unusable: tabel.tidak-ada, tabel.bukan-teks, tabel.kolom, tabel.kosong.
    """
    name = path.name
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise _unusable("tidak-ada", name, error.strerror or str(error), "berkas CSV yang dapat dibaca") from error
    except UnicodeDecodeError as error:
        raise _unusable("bukan-teks", name, str(error), "berkas CSV berkode UTF-8") from error
    first = text.split("\n", 1)[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    lines = csv.reader(text.splitlines(), delimiter=delimiter)
    header = tuple(cell.strip().lower() for cell in next(lines, []))
    if not any(set(shape) <= set(header) for shape in shapes):
        expected = " atau ".join(", ".join(shape) for shape in shapes)
        raise _unusable("kolom", name, ", ".join(header), f"kolom {expected}")
    rows = tuple(
        (number, {column: cell.strip() for column, cell in zip(header, line, strict=False)})
        for number, line in enumerate(lines, start=2)
        if any(cell.strip() for cell in line)
    )
    if not rows:
        raise _unusable("kosong", name, "", "sedikitnya satu baris di bawah kepala tabel")
    return Table(name, header, rows)


def _unusable(code: str, file: str, got: str, expected: str) -> Unusable:
    return Unusable(Problem(f"tabel.{code}", Where(file=file), got, expected))
