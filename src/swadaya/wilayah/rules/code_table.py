"""Read a table of codes as people make them (CSV or XLSX) in one of the shapes that are known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid
from swadaya.files import tables
from swadaya.files.headings import Column

MOST_ROWS = 500_000
_OWN_CODES = {"berkas.sandi": "bukan-teks", "berkas.kolom": "kolom", "berkas.kosong": "kolom"}


@dataclass(frozen=True, slots=True)
class Table:
    """``header``: column names, those of the shape as it calls them; ``rows``: row number and cells by column.

    ``problems``: cells that cannot be read, and notes on what was guessed or left out.
    """

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]
    problems: tuple[Problem, ...] = ()

    def __iter__(self) -> Iterator[tuple[int, dict[str, str]]]:
        return iter(self.rows)


def read_table(path: Path, *shapes: tuple[str, ...]) -> Table:
    """Read a table that has all columns of one of the shapes.

    Raises:
        Invalid: tabel.tidak-ada, tabel.bukan-teks, tabel.kolom, tabel.kosong; berkas.* of a workbook.
    """
    name = path.name
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _unusable("tidak-ada", name, error.strerror or str(error), "berkas CSV yang dapat dibaca") from error
    found = _in_a_shape(content, name, shapes)
    if not found.rows:
        raise _unusable("kosong", name, "", "sedikitnya satu baris di bawah kepala tabel")
    keys = {place: key for key, place in found.heads.places.items()}
    header = tuple(keys.get(place, head.lower()) for place, head in enumerate(found.heads.written))
    rows = tuple((row.number, dict(row.cells)) for row in found.rows)
    return Table(name, header, rows, (*found.problems, *found.notes))


def _in_a_shape(content: bytes, name: str, shapes: tuple[tuple[str, ...], ...]) -> tables.Table:
    refusal: Problem | None = None
    for shape in shapes:
        columns = tuple(Column(key, required=True, kind="code") for key in shape)
        try:
            return tables.read_table(content, name=name, columns=columns, most_rows=MOST_ROWS)
        except Invalid as error:
            refusal = error.problem
            if refusal.code != "berkas.kolom":
                break
    assert refusal is not None
    if refusal.code not in _OWN_CODES:
        raise Invalid(refusal)
    wanted = " atau ".join(", ".join(shape) for shape in shapes)
    expected = refusal.expected if refusal.code == "berkas.sandi" else f"kolom {wanted}"
    raise _unusable(_OWN_CODES[refusal.code], name, refusal.got, expected)


def _unusable(code: str, file: str, got: str, expected: str) -> Invalid:
    return Invalid(Problem(f"tabel.{code}", Where(file=file), got, expected))
