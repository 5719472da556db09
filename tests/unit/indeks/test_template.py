"""The blank form: filled in as a person would, it is read back; its lists hold exactly the scores that exist."""

from __future__ import annotations

import csv

import openpyxl
import pytest

from swadaya.core.refusal import Invalid
from swadaya.indeks.formats.adapters import answer_columns
from swadaya.indeks.formats.reading import read_sheet
from swadaya.indeks.rules.results import compose
from swadaya.indeks.rules.template import write_template
from swadaya.methodology import method

METHODS = ("idm-operasional-2020", "idm-permendes-2-2016", "indeks-desa-2025")
BANJARMANGU = "33.04.09"


def lists_of(page):
    """The choices that the workbook offers, by column letter."""
    found = {}
    for rule in page.data_validations.dataValidation:
        choices = rule.formula1.strip('"').split(",")
        for cells in rule.sqref.ranges:
            found[cells.min_col] = (choices, cells.min_row, cells.max_row)
    return found


@pytest.mark.parametrize("method_id", METHODS)
def test_the_lists_hold_exactly_the_scores_that_exist(method_id, tmp_path):
    found = method(method_id)
    write_template(found, tmp_path / "isian.xlsx", year=2024, region=BANJARMANGU)
    page = openpyxl.load_workbook(tmp_path / "isian.xlsx")["isian"]
    offered = lists_of(page)
    assert len(offered) == len(found.indicators)
    for column, indicator in enumerate(found.indicators, start=3):
        choices, first, last = offered[column]
        assert choices == [str(score) for score in indicator.scores], indicator.code
        assert page.cell(1, column).value == indicator.code
        assert first == 2
        assert last >= page.max_row


def test_the_form_of_a_district_lists_its_villages_without_the_towns(tmp_path):
    found = method("idm-operasional-2020")
    count = write_template(found, tmp_path / "isian.xlsx", year=2024, region=BANJARMANGU)
    page = openpyxl.load_workbook(tmp_path / "isian.xlsx")["isian"]
    codes = [row[0].value for row in page.iter_rows(min_row=2) if row[0].value]
    assert len(codes) == count > 10
    assert all(code.startswith("330409") and code[6] in "23" for code in codes)
    assert {row[1].value for row in page.iter_rows(min_row=2, max_row=count + 1)} == {2024}


@pytest.mark.parametrize("method_id", METHODS)
def test_a_workbook_filled_in_by_hand_is_read_back(method_id, tmp_path):
    found = method(method_id)
    path = tmp_path / "isian.xlsx"
    count = write_template(found, path, year=2024, region=BANJARMANGU)
    book = openpyxl.load_workbook(path)
    for row in range(2, count + 2):
        for column, indicator in enumerate(found.indicators, start=3):
            book["isian"].cell(row, column).value = indicator.scores[(row + column) % len(indicator.scores)]
    book.save(path)
    sheet = read_sheet(path, found)
    assert (sheet.format, len(sheet), len(sheet.problems)) == ("scores", count, 0)
    assert (compose(sheet).k >= 0).all()
    for row in range(count):
        expected = [
            item.scores[(row + 2 + column) % len(item.scores)] for column, item in enumerate(found.indicators, 3)
        ]
        assert sheet.scores[row].tolist() == expected


def test_a_csv_filled_in_is_read_back(tmp_path):
    found = method("idm-operasional-2020")
    path = tmp_path / "isian.csv"
    count = write_template(found, path, year=2024, region=BANJARMANGU)
    with path.open(encoding="utf-8") as handle:
        header, *rows = csv.reader(handle)
    assert header == ["kode_desa", "tahun", *found.indicator_codes]
    with path.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows(
            [header, *([*row[:2], *(item.maximum for item in found.indicators)] for row in rows)]
        )
    sheet = read_sheet(path, found)
    assert (len(sheet), len(sheet.problems)) == (count, 0)
    assert set(compose(sheet).k.tolist()) == {6300}


def test_a_form_nobody_filled_in_gives_no_index_and_says_what_is_missing(tmp_path):
    found = method("idm-operasional-2020")
    count = write_template(found, tmp_path / "isian.xlsx", year=2024, region=BANJARMANGU)
    sheet = read_sheet(tmp_path / "isian.xlsx", found)
    assert sheet.problems.counts["skor.kosong"] == 50 * count
    assert set(compose(sheet).k.tolist()) == {-1}


def test_the_form_for_answers_is_read_back_with_the_codes_its_lists_offer(tmp_path):
    found = method("idm-operasional-2020")
    path = tmp_path / "jawaban.xlsx"
    count = write_template(found, path, kind="answers", year=2024, region=BANJARMANGU)
    book = openpyxl.load_workbook(path)
    page = book["isian"]
    header = [cell.value for cell in page[1]]
    assert header == ["kode_desa", "tahun", *answer_columns(found)]
    offered = lists_of(page)
    for indicator in found.indicators:
        quantity = indicator.quantity
        if quantity.choices:
            assert offered[header.index(quantity.columns[0]) + 1][0] == [code for code, _ in quantity.choices]
    for row in range(2, count + 2):
        for column in range(3, len(header) + 1):
            page.cell(row, column).value = offered[column][0][0] if column in offered else 1
    book.save(path)
    sheet = read_sheet(path, found)
    assert sheet.format == "answers"
    assert {item.code for item in sheet.problems} <= {"jawaban.di-luar"}
    assert len(sheet) == count


def test_every_score_is_explained_on_the_second_page(tmp_path):
    found = method("idm-operasional-2020")
    write_template(found, tmp_path / "isian.xlsx")
    page = openpyxl.load_workbook(tmp_path / "isian.xlsx")["penjelasan"]
    told = {(row[0].value, row[3].value): row[4].value for row in page.iter_rows(min_row=2)}
    for indicator in found.indicators:
        for rule in indicator.rules:
            assert told[(indicator.code, str(rule.value))] == rule.text


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"region": "99.99"}, "templat.wilayah"),
        ({"region": "Banjarnegara"}, "templat.wilayah"),
        ({"year": 99999}, "tahun"),
        ({"kind": "answers", "method_id": "idm-permendes-2-2016"}, "templat.tanpa-rubrik"),
        ({"name": "isian.ods"}, "keluaran.akhiran"),
        ({"name": "tidak/ada/isian.xlsx"}, "keluaran.tidak-tertulis"),
        ({"name": "tidak/ada/isian.csv"}, "keluaran.tidak-tertulis"),
    ],
)
def test_what_cannot_be_written_is_said(tmp_path, options, code):
    found = method(options.pop("method_id", "idm-operasional-2020"))
    with pytest.raises(Invalid) as refusal:
        write_template(found, tmp_path / options.pop("name", "isian.xlsx"), **options)
    assert refusal.value.problem.code == code
    assert refusal.value.problem.expected
    assert list(tmp_path.iterdir()) == []
