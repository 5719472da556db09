"""A table as CSV and as a workbook.

CSV is for programs: keys as headings, days as ISO dates, decimals with a point, texts guarded against spreadsheets. A
workbook is for people: title, heading and totals as on the page, and cells of real numbers and dates.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from swadaya.core import clock
from swadaya.core.figures import decimals
from swadaya.core.tables import Column, Row, Table, Value, plain

from .formula_guard import guard, unguard

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BOLD_ROWS = frozenset({"heading", "subtotal", "total"})
_NOT_IN_A_NAME = "[]:*?/\\"
_WIDEST, _NARROWEST, _MEASURED = 60, 8, 200


def csv_text(table: Table) -> str:
    """The table as CSV."""
    return "".join(csv_lines(table.columns, table.rows))


def csv_lines(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[str]:
    """CSV a line a row, for lists that are too long to be held as a whole."""
    kept = [(at, one) for at, one in enumerate(columns) if one.form != "sheet"]
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([one.key for _, one in kept])
    yield _taken(buffer)
    for row in rows:
        writer.writerow([_written(one, plain(row.cells[at])) for at, one in kept])
        yield _taken(buffer)


def _taken(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def _written(column: Column, value: Value) -> str | int:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Fraction):
        return decimals(value, column.places)
    return guard(value) if isinstance(value, str) else value


def workbook(tables: Iterable[Table]) -> bytes:
    """One sheet a table.

    Raises:
        ValueError: a table with more rows than a sheet can hold.
    """
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        formats = _Formats(book)
        for table in tables:
            name = "".join(sign for sign in table.sheet or table.title if sign not in _NOT_IN_A_NAME)
            _fill(book.add_worksheet(name[:31]), table.in_form("file"), formats)
    return buffer.getvalue()


class _Formats:
    """How cells look: by kind of column, plain or bold; each made once a workbook."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, bool], Any] = {}
        self.title = book.add_format({"bold": True, "font_size": 14})

    def of(self, column: Column | None, *, bold: bool) -> Any:
        numbers = {"rupiah": "#,##0", "whole": "#,##0", "date": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm"}
        kind = column.kind if column else "text"
        shape = f"0.{'0' * column.places}" if column and kind == "ratio" else numbers.get(kind, "")
        if (shape, bold) not in self._made:
            wanted = {"bold": bold, **({"num_format": shape} if shape else {})}
            self._made[shape, bold] = self._book.add_format(wanted)
        return self._made[shape, bold]


def _fill(sheet: Worksheet, table: Table, formats: _Formats) -> None:
    start = 0 if table.data else _head(sheet, table, formats)
    if start + len(table.rows) >= sheet.xls_rowmax:
        raise ValueError(f"{table.title}: too many rows for a sheet")
    bold = formats.of(None, bold=True)
    for at, column in enumerate(table.columns):
        sheet.write_string(start, at, column.key if table.data else column.heading, bold)
    for number, row in enumerate(table.rows, start + 1):
        for at, (column, cell) in enumerate(zip(table.columns, row.cells, strict=True)):
            value = plain(cell)
            if table.data and isinstance(value, str):
                value = _read_back(value)
            _put(sheet, number, at, value, formats.of(column, bold=row.kind in _BOLD_ROWS))
    sheet.freeze_panes(start + 1, 0)
    texts = [[one.heading for one in table.columns], *table.text_rows()[:_MEASURED]]
    for at, written in enumerate(zip(*texts, strict=True)):
        sheet.set_column(at, at, min(_WIDEST, max(_NARROWEST, *(len(text) + 2 for text in written))))


def _read_back(text: str) -> str:
    """A text that looks as if it were guarded already gets a guard more, for whoever reads takes one off."""
    return text if unguard(text) == text else f"'{text}"


def _head(sheet: Worksheet, table: Table, formats: _Formats) -> int:
    """Write title, owner, subtitle and notes; returns the row of the heading."""
    sheet.write_string(0, 0, table.title, formats.title)
    lines = [line for line in (table.owner, table.subtitle, *table.notes) if line]
    for number, line in enumerate(lines, 1):
        sheet.write_string(number, 0, line)
    return len(lines) + 2


def _put(sheet: Worksheet, row: int, at: int, value: Value, form: Any) -> None:
    """A text stays a text, whatever it looks like: no formula, no link, no number."""
    if value is None or value == "":
        return
    if isinstance(value, str):
        sheet.write_string(row, at, value, form)
    elif isinstance(value, datetime):
        sheet.write_datetime(row, at, clock.in_wib(value).replace(tzinfo=None), form)
    elif isinstance(value, date):
        sheet.write_datetime(row, at, datetime(value.year, value.month, value.day), form)
    else:
        sheet.write_number(row, at, value, form)
