"""The table that other tools read: its columns, its figures, its forms; a file is written whole or not at all."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import openpyxl
import polars as pl
import pytest

from swadaya.core.figures import decimals
from swadaya.core.refusal import Invalid
from swadaya.indeks.formats.reading import read_sheet
from swadaya.indeks.rules import tables
from swadaya.indeks.rules.results import evaluate
from swadaya.indeks.rules.tables import decimal_column, decimal_columns, result_table, write_table
from swadaya.methodology import method

COLUMNS = [
    *("kode_desa", "tahun", "poin_iks", "poin_ike", "poin_ikl", "iks", "ike", "ikl", "indeks", "k", "status"),
    *("peringkat_nasional", "peringkat_provinsi", "peringkat_kabkota", "peringkat_kecamatan"),
]


@pytest.fixture
def results(idm, score_table, tmp_path_factory):
    """Five villages: the best, two equal ones, one without index, one lower."""
    table = score_table(s01=["5", "4", "4", "", "5"], l01=["5", "5", "5", "5", "0"])
    path = tmp_path_factory.mktemp("masukan") / "isian.csv"
    table.write_csv(path)
    return evaluate(read_sheet(path, idm))


def test_the_columns_are_the_promised_ones_in_the_promised_order(results):
    assert result_table(results).columns == COLUMNS


def test_the_figures_of_each_village(results):
    rows = [row[2:] for row in result_table(results).rows()]
    best = ("1.0000", "1.0000", "1.0000", "1.0000", 6300, "Mandiri", 1, 1, 1, 1)
    second = ("0.9943", "1.0000", "1.0000", "0.9981", 6288, "Mandiri", 2, 2, 2, 2)
    assert rows[0] == (175, 60, 15, *best)
    assert rows[1] == rows[2] == (174, 60, 15, *second)
    assert rows[3] == (None, 60, 15, None, "1.0000", "1.0000", *[None] * 7)
    assert rows[4] == (175, 60, 10, "1.0000", "1.0000", "0.6667", "0.8889", 5600, "Mandiri", 4, 1, 1, 1)


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_every_form_says_the_same_and_leaves_a_missing_rank_empty(results, tmp_path, ending):
    path = tmp_path / f"hasil.{ending}"
    write_table(result_table(results), path, numbers=decimal_columns(results.method))
    if ending == "xlsx":
        header, *rows = openpyxl.load_workbook(path).active.iter_rows(values_only=True)
    else:
        texts = {"kode_desa": pl.String}
        frame = pl.read_parquet(path) if ending == "parquet" else pl.read_csv(path, schema_overrides=texts)
        header, rows = frame.columns, frame.rows()
    assert list(header) == COLUMNS
    assert [row[0] for row in rows] == ["1101022001", "1101022002", "1101022003", "3304092011", "3304092012"]
    assert [row[9] for row in rows] == [6300, 6288, 6288, None, 5600]
    assert [row[11] for row in rows] == [1, 2, 2, None, 4]
    assert rows[3][8:] == (None,) * 7
    assert [None if row[8] is None else round(float(row[8]), 4) for row in rows] == [1.0, 0.9981, 0.9981, None, 0.8889]


def test_results_are_read_back_with_the_same_points(results, idm, tmp_path):
    for ending in ("csv", "xlsx"):
        path = tmp_path / f"hasil.{ending}"
        write_table(result_table(results), path, numbers=decimal_columns(idm))
        again = read_sheet(path, idm)
        assert again.format == "hasil"
        assert len(again.problems) == 0
        assert evaluate(again).composite.k.tolist() == [6300, 6288, 6288, -1, 5600]


def test_points_that_cannot_be_are_reported_when_results_are_read(idm, results, tmp_path):
    path = tmp_path / "hasil.csv"
    write_table(result_table(results), path)
    path.write_text(path.read_text().replace("2021,175,60,15", "2021,176,enam,15"))
    again = read_sheet(path, idm)
    assert [(item.code, item.where.column, item.got) for item in again.problems] == [
        ("hasil.poin", "poin_iks", "176"),
        ("hasil.poin", "poin_ike", "enam"),
    ]
    assert evaluate(again).composite.k[0] == -1


def test_an_index_in_percent_is_written_with_two_decimals():
    found = method("indeks-desa-2025")
    unit = Fraction(100, found.denominator)
    assert decimal_column(np.array([437, -1, 635, 0], np.int32), unit, 2).to_list() == ["68.82", None, "100.00", "0.00"]


@pytest.mark.parametrize("denominator", [6300, 3420, 635, 7])
def test_decimals_are_those_of_exact_rounding(denominator):
    k = np.arange(denominator + 1, dtype=np.int32)
    for places in (2, 4):
        assert decimal_column(k, Fraction(1, denominator), places).to_list() == [
            decimals(Fraction(int(value), denominator), places) for value in k
        ]


@pytest.mark.parametrize("name", ["hasil.txt", "hasil", "hasil.csv.gz", ".csv"])
def test_an_ending_we_do_not_write_is_refused_with_those_we_do(results, tmp_path, name):
    with pytest.raises(Invalid, match=r"\.csv / \.xlsx / \.parquet"):
        write_table(result_table(results), tmp_path / name)


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_a_place_that_cannot_be_written_is_said_and_nothing_is_left_behind(results, tmp_path, ending):
    with pytest.raises(Invalid, match="tidak ada") as refusal:
        write_table(result_table(results), tmp_path / "tidak" / f"hasil.{ending}")
    assert refusal.value.problem.code == "keluaran.tidak-tertulis"
    folder = tmp_path / f"hasil.{ending}"
    folder.mkdir()
    with pytest.raises(Invalid):
        write_table(result_table(results), folder)
    assert list(tmp_path.iterdir()) == [folder]


def test_what_was_there_stays_when_writing_fails(results, tmp_path, monkeypatch):
    path = tmp_path / "hasil.csv"
    path.write_text("yang lama")

    def full(self, place):
        place.write_text("setengah")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pl.DataFrame, "write_csv", full)
    with pytest.raises(Invalid, match="cakram penuh"):
        write_table(result_table(results), path)
    assert path.read_text() == "yang lama"
    assert list(tmp_path.iterdir()) == [path]


def test_more_rows_than_a_workbook_holds_are_refused_not_cut_off(results, tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "EXCEL_ROWS", 5)
    with pytest.raises(Invalid, match="parquet"):
        write_table(result_table(results), tmp_path / "hasil.xlsx")
    write_table(result_table(results), tmp_path / "hasil.csv")
