"""The table of amounts, as a file of journals brings it: a cell is read to the Rupiah, or named at its row."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
import xlsxwriter
from money_cases import Case, cases

from swadaya.ledger.rules import importers

HEAD = ("nomor", "tanggal", "uraian", "akun", "debit", "kredit")
NOT_IN_A_WORKBOOK = ("nan", "inf")


def lines(found: list[Case]) -> list[tuple[object, ...]]:
    """A journal for each case, in a line of its own."""
    return [(str(number), "2026-11-20", "Sumbangan", "11010", case.written, "") for number, case in enumerate(found, 1)]


def of_csv(found: list[Case]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([HEAD, *lines(found)])
    return text.getvalue().encode()


def of_workbook(found: list[Case]) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet, as_date = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        for row, line in enumerate([HEAD, *lines(found)]):
            for column, cell in enumerate(line):
                if isinstance(cell, date):
                    sheet.write_datetime(row, column, cell, as_date)
                elif isinstance(cell, str):
                    sheet.write_string(row, column, cell)
                else:
                    sheet.write(row, column, cell)
    return content.getvalue()


def read_back(name: str, raw: bytes) -> dict[int, int | str]:
    """Row -> the amount that would be booked, or the code of its refusal."""
    file = importers.journals(name, raw)
    return {row: posting.amount for row, posting in file.placed} | {
        one.where.row or 0: one.code for one in file.problems
    }


def wanted(found: list[Case]) -> dict[int, int | str]:
    """As the table says; a line without an amount is refused as such."""
    return {row: case.code or case.amount or "impor.jumlah" for row, case in enumerate(found, 2)}


def test_amounts_of_a_csv_are_read_as_the_table_says():
    found = cases("text", "jurnal")
    assert read_back("jurnal.csv", of_csv(found)) == wanted(found)


@pytest.mark.parametrize("kind", ["text", "cell"])
def test_amounts_of_a_workbook_are_read_as_the_table_says(kind):
    found = [case for case in cases(kind, "jurnal") if str(case.written) not in NOT_IN_A_WORKBOOK]
    assert read_back("jurnal.xlsx", of_workbook(found)) == wanted(found)


def test_a_file_of_thousands_with_commas_books_no_thousandth(reference_data):
    raw = (reference_data / "trials" / "r-ribuan-koma.csv").read_bytes()
    assert read_back("r-ribuan-koma.csv", raw) == {2: "uang.desimal", 3: "uang.desimal"}
