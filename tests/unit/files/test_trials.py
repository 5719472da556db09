"""Small files that real ones taught us: each is read as its README says, or refused in a sentence."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from swadaya.core.refusal import Invalid
from swadaya.indeks.formats.reading import read_sheet
from swadaya.indeks.formats.sheet import Sheet
from swadaya.ledger.rules import importers
from swadaya.methodology import method

pytestmark = pytest.mark.reference


@pytest.fixture
def trials(reference_data: Path) -> Path:
    return reference_data / "trials"


def said(sheet: Sheet) -> list[tuple[str, int | None]]:
    return [(one.code, one.where.row) for one in sheet.problems]


def read(path: Path) -> Sheet:
    return read_sheet(path, method("idm-operasional-2020"))


def test_headings_below_a_title_are_found_and_the_row_of_means_is_named(trials):
    sheet = read(trials / "10-judul-lalu-kepala.csv")
    assert (sheet.rows.tolist(), set(sheet.years.tolist())) == ([4, 5, 6, 7, 8], {2024})
    assert said(sheet) == [("berkas.letak-kepala", 3), ("tahun.dari-judul", None), ("baris.jumlah", 9)]


def test_headings_below_a_title_of_a_workbook_are_found(trials):
    sheet = read(trials / "r-judul-di-atas.xlsx")
    assert (sheet.rows.tolist(), said(sheet)) == ([4], [("berkas.letak-kepala", 3)])


@pytest.mark.parametrize(
    ("file", "year", "carried"),
    [
        ("01-kepala-data-go-id-2024.csv", 2024, (0, "Update 2023")),
        ("02-kepala-data-go-id-2023.csv", 2023, (1, "Update 2022")),
    ],
)
def test_headings_of_official_workbooks_are_known_with_their_year(trials, file, year, carried):
    sheet = read(trials / file)
    assert set(sheet.years.tolist()) == {year}
    assert len(sheet) == 5
    assert said(sheet) == [("tahun.dari-judul", None)]
    assert [(place, text) for place, text in enumerate(sheet.remarks) if text] == [carried]


def test_codes_of_bps_are_no_village_codes(trials):
    with pytest.raises(Invalid) as refusal:
        read(trials / "r-kode-bps.csv")
    problem = refusal.value.problem
    assert (problem.code, problem.where.row) == ("berkas.kode-bps", 2)
    assert "Kode BPS?" in problem.hint and "swadaya wilayah alias" in problem.hint


def test_a_comma_between_thousands_is_never_read_as_one_before_sen(trials):
    file = importers.journals("r.csv", (trials / "r-ribuan-koma.csv").read_bytes())
    assert [(one.code, one.where.row, one.where.column) for one in file.problems] == [
        ("uang.desimal", 2, "debit"),
        ("uang.desimal", 3, "kredit"),
    ]


def test_thirty_thousand_columns_are_refused_at_once(trials):
    content = (trials / "s-csv-30000-columns.csv").read_bytes()
    start = time.process_time()
    with pytest.raises(Invalid) as refusal:
        importers.journals("s.csv", content)
    assert refusal.value.problem.code == "berkas.terlalu-banyak-kolom"
    assert time.process_time() - start < 5
