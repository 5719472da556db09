"""The blank form: one row a village, a list of the scores that exist in each cell, and a sheet that explains them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import polars as pl
import xlsxwriter

from swadaya.core.codes import DIGITS, dotted, level_of, normalise
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid
from swadaya.methodology import Indicator, Method
from swadaya.wilayah.rules.source import known_desa_codes, known_names

from ..formats.adapters import answer_columns
from ..formats.sheet import FIRST_YEAR, LAST_YEAR
from .tables import check_ending, whole_file

Kind = Literal["scores", "answers"]
_BLANK_ROWS = 1000
"""Rows with validation where no region fills them."""


def write_template(
    method: Method, path: Path, *, kind: Kind = "scores", year: int | None = None, region: str = ""
) -> int:
    """Write a template that the matching adapter reads back; returns how many villages were filled in.

    Raises:
        Invalid: ``templat.tanpa-rubrik`` (answers asked of a method without rules), ``templat.wilayah``,
            ``tahun``, ``keluaran.akhiran``, ``keluaran.tidak-tertulis``.
    """
    if kind == "answers" and not method.scorable:
        raise Invalid(
            Problem(
                "templat.tanpa-rubrik",
                Where(key="--kind"),
                method.id,
                "metode yang semua indikatornya mempunyai aturan skor",
                "Pakai --kind scores: peraturannya tidak mencetak cara memberi skor.",
            )
        )
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        raise Invalid(Problem("tahun", Where(key="--year"), str(year), f"tahun {FIRST_YEAR} sampai {LAST_YEAR}"))
    ending = check_ending(path, (".xlsx", ".csv"))
    villages = _villages(region)
    header = ["kode_desa", "tahun", *(method.indicator_codes if kind == "scores" else answer_columns(method))]
    with whole_file(path) as place:
        if ending == ".csv":
            rows = [[code, year, *[None] * (len(header) - 2)] for code in villages]
            pl.DataFrame(rows, schema=dict.fromkeys(header, pl.String), orient="row", strict=False).write_csv(place)
        else:
            _workbook(method, place, kind, header, villages, year)
    return len(villages)


def _villages(region: str) -> list[str]:
    if not region:
        return []
    code = normalise(region)
    if code is None or code not in known_names():
        raise Invalid(
            Problem("templat.wilayah", Where(key="--region"), region, "kode wilayah yang ada, seperti 33.04.09")
        )
    span = 10 ** (10 - DIGITS[level_of(code)])
    codes = known_desa_codes()
    inside = codes[(codes >= int(code) * span) & (codes < (int(code) + 1) * span)]
    return [text for text in map(str, inside.tolist()) if text[6] != "1"]  # a kelurahan has no village index


def _workbook(method: Method, path: Path, kind: Kind, header: list[str], villages: list[str], year: int | None) -> None:
    with xlsxwriter.Workbook(path, {"strings_to_numbers": False}) as book:
        styles = {
            "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
            "text": book.add_format({"num_format": "@"}),
            "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        }
        _form(book, method, kind, header, villages, year, styles)
        _explanation(book, method, kind, styles)


def _form(
    book: Any,
    method: Method,
    kind: Kind,
    header: list[str],
    villages: list[str],
    year: int | None,
    styles: dict[str, Any],
) -> None:
    sheet = book.add_worksheet("isian")
    sheet.freeze_panes(1, 2)
    sheet.set_column(0, 0, 14, styles["text"])
    for column, name in enumerate(header):
        sheet.write_string(0, column, name, styles["head"])
    for row, code in enumerate(villages, start=1):
        sheet.write_string(row, 0, code, styles["text"])
        if year is not None:
            sheet.write_number(row, 1, year)
    last = max(len(villages), _BLANK_ROWS)
    if kind == "scores":
        for column, indicator in enumerate(method.indicators, start=2):
            sheet.data_validation(1, column, last, column, _score_list(indicator))
            sheet.write_comment(0, column, f"{indicator.label}\n{indicator.reference}")
        return
    for indicator in method.indicators:
        quantity = indicator.quantity
        assert quantity is not None
        for name, ask in zip(quantity.columns, quantity.asks, strict=False):
            sheet.write_comment(0, header.index(name), f"{ask} ({quantity.unit})" if quantity.unit else ask)
        if quantity.choices:
            column = header.index(quantity.columns[0])
            choices = [code for code, _ in quantity.choices]
            sheet.data_validation(1, column, last, column, {"validate": "list", "source": choices})


def _score_list(indicator: Indicator) -> dict[str, Any]:
    return {
        "validate": "list",
        "source": [str(score) for score in indicator.scores],
        "input_title": indicator.code[:32],
        "input_message": indicator.label[:255],
        "error_title": "Skor tidak ada",
        "error_message": f"Indikator ini hanya mempunyai skor {', '.join(map(str, indicator.scores))}."[:255],
    }


def _explanation(book: Any, method: Method, kind: Kind, styles: dict[str, Any]) -> None:
    sheet = book.add_worksheet("penjelasan")
    heads = ["kolom", "indikator", "komponen", "skor", "aturan atau pertanyaan", "rujukan", "catatan"]
    for column, (name, width) in enumerate(zip(heads, (16, 34, 10, 8, 60, 40, 60), strict=True)):
        sheet.set_column(column, column, width, styles["wrap"])
        sheet.write_string(0, column, name, styles["head"])
    row = 1
    for indicator in method.indicators:
        quantity = indicator.quantity
        names = ", ".join(quantity.columns) if kind == "answers" and quantity else indicator.code
        ask = " ".join(quantity.asks) if quantity else ""
        for rule in indicator.rules:
            cells = (
                names,
                indicator.label,
                indicator.component,
                str(rule.value),
                rule.text or indicator.scores_note,
            )
            for column, text in enumerate((*cells, indicator.reference, indicator.note)):
                sheet.write_string(row, column, text, styles["wrap"])
            row += 1
        if kind == "answers" and ask:
            sheet.write_string(row, 4, f"Pertanyaan: {ask}", styles["wrap"])
            row += 1
    sheet.write_string(row + 1, 0, f"Metode {method.id}: {method.title}. {method.reference}.", styles["text"])
    sheet.write_string(
        row + 2,
        0,
        "Kode desa Kemendagri 10 angka, dengan atau tanpa titik, misalnya " + dotted("3304092011") + ".",
    )
