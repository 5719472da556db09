"""Rows of an uploaded workbook: the first sheet, with headings in its first row.

Bombs are refused before they unfold.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from swadaya.core.problem import Problem, Unusable, Where
from swadaya.files.streams import Stream, read_limited, refused
from swadaya.files.workbook_safety import check_workbook

LARGEST = 5 << 20
MOST_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a sheet; ``number`` as a person counts it."""

    number: int
    cells: Mapping[str, str]


def rows(stream: Stream, *, name: str, columns: Sequence[str], wanted: Sequence[str]) -> list[Row]:
    """Rows that hold anything, cells as trimmed text by heading.

    Args:
        columns: headings that are read; others are passed over.
        wanted: headings that must be there.

    Raises:
        Unusable: ``berkas.terlalu-besar``, ``.xlsx-rusak``, ``.xlsx-bom``, ``.kolom``, ``.terlalu-panjang``.
    """
    sheet = _sheet(read_limited(stream, name=name, limit=LARGEST), name)
    heads = [_text(cell).lower().replace(" ", "_") for cell in sheet[0]] if sheet else []
    missing = [column for column in wanted if column not in heads]
    if missing:
        got = ", ".join(filter(None, heads))[:200]
        raise Unusable(Problem("berkas.kolom", Where(file=name, row=1), got, f"kolom {', '.join(missing)}"))
    found = []
    for number, line in enumerate(sheet[1:], 2):
        cells = {head: _text(cell) for head, cell in zip(heads, line, strict=False) if head in columns}
        if any(cells.values()):
            found.append(Row(number, cells))
    return found


def _sheet(content: bytes, name: str) -> list[list[Any]]:
    check_workbook(content, name=name)
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    except (CalamineError, ValueError, IndexError) as error:
        raise refused("xlsx-rusak", name, "bukan buku kerja", "berkas XLSX yang utuh") from error
    if sheet.total_height > MOST_ROWS:
        raise refused("terlalu-panjang", name, f"{sheet.total_height} baris", f"paling banyak {MOST_ROWS} baris")
    return [list(line) for line in sheet.to_python(skip_empty_area=False)]


def _text(cell: Any) -> str:
    """A cell as somebody would have typed it: whole numbers without a point, dates as 2026-02-05."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else str(cell).strip()
