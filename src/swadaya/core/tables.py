"""A list or a statement, built once: the page, the paper, the CSV and the workbook all show this one table.

A table holds values, never texts made from them: whole Rupiah, dates, exact ratios. Its columns say what the values
are, and each form writes them in its own way: ``web.ui.table`` (HTML), ``pdf.tables`` (PDF), ``files.writing`` (CSV,
XLSX).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from typing import Literal

from . import money
from .dates import day, moment
from .figures import ratio

Kind = Literal["text", "code", "rupiah", "whole", "ratio", "date", "moment"]
RowKind = Literal["row", "heading", "subtotal", "total", "note", "reversal"]
Role = Literal["", "name", "figure", "detail"]
Form = Literal["sheet", "file"]
Value = str | int | Fraction | date | datetime | None
NUMBERS: frozenset[Kind] = frozenset({"rupiah", "whole", "ratio"})


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with what people read beside it on a page.

    ``note``: in small type; ``mark``: such as a state; ``links``: (text, address), to what it speaks of.
    """

    value: Value
    note: str = ""
    mark: str = ""
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Args:
        key: its heading in CSV: published, so it never changes once somebody may have read it.
        label: its heading for people; ``unit`` stands behind it in brackets (Rupiah needs none said).
        role: on a phone a row is a block: "name" heads it, "figure" stands beside the name, "detail" needs no label
            before it, any other has one (``short``, or the label).
        form: in one form alone: "sheet", what people read (page and paper); "file", what programs read (CSV and XLSX).
        sparse: on page and paper nothing stands for a nought, as in debit and credit.
        empty: what people read where there is no value, such as "belum ada".
        places: decimals of a ratio.
    """

    key: str
    label: str
    kind: Kind = "text"
    unit: str = ""
    role: Role = ""
    form: Form | None = None
    short: str = ""
    sparse: bool = False
    empty: str = ""
    places: int = 4

    @property
    def heading(self) -> str:
        """
        >>> Column("jumlah", "Jumlah", "rupiah").heading, Column("luas", "Luas", "whole", "ha").heading
        ('Jumlah (Rp)', 'Luas (ha)')
        """
        unit = self.unit or ("Rp" if self.kind == "rupiah" else "")
        return f"{self.label} ({unit})" if unit else self.label

    @property
    def is_number(self) -> bool:
        return self.kind in NUMBERS

    def shown(self, value: Value) -> str:
        """The value as people read it.

        >>> Column("saldo", "Saldo", "rupiah").shown(-13000), Column("debit", "Debit", "rupiah", sparse=True).shown(0)
        ('−13.000', '')
        """
        if value is None or value == "":
            return self.empty
        if self.sparse and value == 0:
            return ""
        if isinstance(value, datetime):
            return moment(value)
        if isinstance(value, date):
            return day(value)
        if isinstance(value, Fraction):
            return ratio(value, self.places).replace("-", "−")
        if isinstance(value, int) and self.is_number:
            return money.write(value)
        return str(value)


@dataclass(frozen=True, slots=True)
class Row:
    """One value (or :class:`Cell`) a column. ``link``: where the row's name leads; ``anchor``: its own place."""

    cells: tuple[Value | Cell, ...]
    kind: RowKind = "row"
    link: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """What is shown.

    Args:
        title: the same words in every form; ``owner``: whose it is; ``subtitle``: as of when; ``notes``: what must be
            known to read it.
        sheet: the name of its sheet in a workbook, where the title is too long for one.
        data: a file that is read in again: its workbook begins with the heading, in which the keys stand.

    Raises:
        ValueError: a row that has more or fewer cells than there are columns; a key, a name or a figure twice.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    owner: str = ""
    subtitle: str = ""
    notes: tuple[str, ...] = ()
    sheet: str = ""
    data: bool = False

    def __post_init__(self) -> None:
        keys = [column.key for column in self.columns]
        roles = [column.role for column in self.columns if column.role in ("name", "figure")]
        if len(set(keys)) < len(keys) or len(set(roles)) < len(roles):
            raise ValueError(f"{self.title}: twice the same column")
        if any(len(row.cells) != len(keys) for row in self.rows):
            raise ValueError(f"{self.title}: a row with other cells than columns")

    def in_form(self, form: Form) -> Table:
        """The same table with the columns of one form alone."""
        kept = [at for at, one in enumerate(self.columns) if one.form in (None, form)]
        return self if len(kept) == len(self.columns) else self._with(kept)

    def of(self, *keys: str) -> Table:
        """The same table with these columns, in this order."""
        places = {one.key: at for at, one in enumerate(self.columns)}
        return self._with([places[key] for key in keys])

    def _with(self, kept: Sequence[int]) -> Table:
        rows = (replace(row, cells=tuple(row.cells[at] for at in kept)) for row in self.rows)
        return replace(self, columns=tuple(self.columns[at] for at in kept), rows=tuple(rows))

    def text_rows(self) -> list[list[str]]:
        """Every cell as people read it."""
        return [
            [column.shown(plain(cell)) for column, cell in zip(self.columns, row.cells, strict=True)]
            for row in self.rows
        ]


def plain(cell: Value | Cell) -> Value:
    """The value of a cell alone."""
    return cell.value if isinstance(cell, Cell) else cell
