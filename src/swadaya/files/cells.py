"""Cells as people fill them in: texts, days, whole numbers, codes and telephones, or what is wrong with them.

Each reader returns (value, problem): an empty cell is no problem here. A spreadsheet keeps 15 digits of a number and
drops noughts before it, so a long number or a code with a full stop in a cell of numbers is refused: its true digits
are lost. Problems have no place yet: whoever knows row and column sets it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Literal

from swadaya.core import money
from swadaya.core.problem import Problem

from .formula_guard import unguard

Cell = str | float | bool | date | datetime | time | timedelta | None
Kind = Literal["text", "code", "phone", "raw"]
"""``raw`` cells are left to the importer: amounts, days."""

EXACT_DIGITS = 15
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.ASCII | re.IGNORECASE)
_DAY = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})", re.ASCII)
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_WHOLE = re.compile(r"\d{1,15}", re.ASCII)
_AS_TEXT = "Jadikan kolomnya teks (Format Sel, Teks), lalu ketik lagi nomornya."
_LONGEST = 80


def as_text(cell: Cell) -> str:
    """A cell as somebody would have typed it: trimmed, whole numbers without a point, days as 2026-02-05.

    >>> as_text(11010.0), as_text(date(2026, 2, 5)), as_text(" '0812 "), as_text(None)
    ('11010', '2026-02-05', '0812', '')
    """
    if cell is None:
        return ""
    if isinstance(cell, str):
        return unguard(cell.strip()).strip()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def is_filled(cell: object) -> bool:
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None


def text(cell: Cell) -> tuple[str, Problem | None]:
    """Problems: ``sel.angka-panjang``."""
    if isinstance(cell, float | int) and abs(cell) >= 10**EXACT_DIGITS:
        got, hint = f"{as_text(cell)[:_LONGEST]} di sel angka", f"Excel hanya menyimpan 15 angka. {_AS_TEXT}"
        return "", Problem("sel.angka-panjang", got=got, expected="sel teks", hint=hint)
    return as_text(cell), None


def code(cell: Cell) -> tuple[str, Problem | None]:
    """A code or number of somebody or something, which is not to be calculated with.

    Problems: ``sel.angka-panjang``, ``sel.kode-angka``.
    """
    written, problem = text(cell)
    if problem:
        return written, problem
    if _SCIENTIFIC.fullmatch(written):
        hint = f"Excel telah memendekkannya, angka aslinya hilang. {_AS_TEXT}"
        return "", Problem("sel.angka-panjang", got=written, expected="semua angkanya", hint=hint)
    if isinstance(cell, float) and not cell.is_integer():
        hint = f"Angka 0 di belakang titik mungkin hilang. {_AS_TEXT}"
        return "", Problem("sel.kode-angka", got=f"{written} di sel angka", expected="sel teks", hint=hint)
    return written, None


def phone(cell: Cell) -> tuple[str, Problem | None]:
    """A telephone; the nought that a cell of numbers dropped is put back, which is said.

    >>> phone("0812 3456 7890"), phone(81234567890.0)[0]
    (('0812 3456 7890', None), '081234567890')

    Problems: as :func:`code`; ``sel.telepon-nol`` (catatan); ``sel.telepon-angka`` (62 as a number may be the country
    or the beginning of an area).
    """
    written, problem = code(cell)
    if problem or not written:
        return written, problem
    lost = _is_number(cell) or re.fullmatch(r"8\d{8,11}", written, re.ASCII)
    if not lost or written.startswith("628"):
        return written, None
    if written.startswith("62") or not written.isdecimal():
        hint = f"Awali dengan 0 atau +62. {_AS_TEXT}"
        return "", Problem("sel.telepon-angka", got=f"{written} di sel angka", expected="nomor telepon", hint=hint)
    mended = f"0{written}"
    got, hint = f"{written} dibaca {mended}", "Angka 0 di depan dipulihkan."
    return mended, Problem("sel.telepon-nol", got=got, hint=hint, severity="catatan")


def amount(cell: Cell, *, use: money.Use) -> tuple[money.Rupiah | None, Problem | None]:
    """Whole Rupiah, as ``core.money`` reads it; None for an empty cell.

    >>> amount(1500.0, use=money.POSTING), amount("'1.500", use=money.POSTING)
    ((1500, None), (1500, None))

    Problems: ``uang.*``.
    """
    return money.cell(as_text(cell) if isinstance(cell, str) else cell, use=use)


def day(cell: Cell) -> tuple[date | None, Problem | None]:
    """A day: 2026-02-05, or day, month and year as Indonesians write them: 5/2/2026, 05-02-2026.

    >>> day("5/2/2026")[0], day(datetime(2026, 2, 5))[0], day("")
    (datetime.date(2026, 2, 5), datetime.date(2026, 2, 5), (None, None))
    >>> [day(written)[0] for written in ("2/25/2026", "5/2/26", "5 Feb 2026")]
    [None, None, None]

    Problems: ``sel.tanggal``.
    """
    if isinstance(cell, datetime):
        return cell.date(), None
    if isinstance(cell, date):
        return cell, None
    written = as_text(cell)
    if not written:
        return None, None
    match = _DAY.fullmatch(written)
    try:
        if match:
            return date(int(match[3]), int(match[2]), int(match[1])), None
        if _ISO_DAY.fullmatch(written):
            return date.fromisoformat(written), None
    except ValueError:
        pass
    return None, Problem("sel.tanggal", got=written[:_LONGEST], expected="tanggal seperti 2026-02-05")


def whole(cell: Cell) -> tuple[int | None, Problem | None]:
    """A whole number of at most 15 digits, nought or more, without signs between them.

    >>> whole("1985"), whole(1985.0)[0], whole("")
    ((1985, None), 1985, (None, None))

    Problems: ``sel.bulat``.
    """
    written = as_text(cell)
    if not written:
        return None, None
    if isinstance(cell, bool) or not _WHOLE.fullmatch(written):
        return None, Problem("sel.bulat", got=written[:_LONGEST], expected="bilangan bulat")
    return int(written), None


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, float | int) and not isinstance(cell, bool)


READERS: Mapping[Kind, Callable[[Cell], tuple[str, Problem | None]]] = {
    "text": text,
    "code": code,
    "phone": phone,
    "raw": lambda cell: (as_text(cell), None),
}
