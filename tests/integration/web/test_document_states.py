"""Sheets and files of nations that lack something, are an example, or carry odd names."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
import small_nation
from pypdf import PdfReader
from small_nation import VILLAGE

from swadaya.indeks import selectors
from swadaya.methodology import method
from swadaya.web import tasks
from swadaya.web.ui.formatting import index_text

METHOD = method(small_nation.METHOD)
FILES = f"/indeks/2024/unduh/{METHOD.id}"


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    """Files of these tests stay theirs."""
    settings.HOME = tmp_path
    return tmp_path


def pages(response: Any) -> list[str]:
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/pdf"
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(response.content)).pages]


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_a_village_without_scores_or_index_still_has_its_sheets(plain: Any, db: None) -> None:
    small_nation.build(years=(2024,), missing=True)
    first = small_nation.codes()[0]
    (sheet,) = pages(plain.get(f"/indeks/2024/{first}/profil.pdf"))
    assert "belum mempunyai indeks" in sheet
    small_nation.add_printed_year(2023)
    (printed,) = pages(plain.get(f"/indeks/2023/{VILLAGE}/profil.pdf"))
    assert "0,7743" in printed and "langkah per indikator tidak diketahui" in printed
    brief, _ = pages(plain.get("/indeks/2023/3304/ringkasan.pdf"))
    assert "skor tiap indikator tidak diketahui" in brief


def test_hostile_names_are_printed_as_they_are(plain: Any, db: None) -> None:
    name = "#panic() *x* $y$ @z <script> \\"
    small_nation.build(years=(2024,), names={VILLAGE: name})
    (sheet,) = pages(plain.get(f"/indeks/2024/{VILLAGE}/profil.pdf"))
    assert name.replace(" ", "") in sheet.replace(" ", "")


def test_example_data_are_marked_on_the_sheet_and_in_the_file(plain: Any, example_nation: Any) -> None:
    (sheet,) = pages(plain.get(f"/indeks/2024/{VILLAGE}/profil.pdf"))
    assert "Data contoh." in sheet
    response = plain.get(f"{FILES}.csv")
    assert "contoh.csv" in response.headers["Content-Disposition"]
    assert set(pl.read_csv(body(response))["contoh"]) == {"ya"}


def test_no_name_becomes_a_formula_in_any_file(plain: Any, db: None) -> None:
    runs = small_nation.build(years=(2024,), names={VILLAGE: "=1+1", "330409": "@SUM(A1)"})
    text = body(plain.get(f"{FILES}.csv")).decode()
    assert "33.04.09.2011,'=1+1,'@SUM(A1)," in text
    tasks.make_whole_file(run_id=runs[2024], ending="xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(body(plain.get(f"{FILES}.xlsx"))))["hasil"]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert "'=1+1" in [cell.value for cell in cells]


def test_files_of_a_replaced_run_are_removed_and_the_new_one_has_its_own(plain: Any, db: None, home: Path) -> None:
    small_nation.build(years=(2024,))
    body(plain.get(f"{FILES}.csv"))
    (old,) = (home / "unduh").iterdir()
    small_nation.add_year(METHOD.id, 2024)
    body(plain.get(f"{FILES}.csv"))
    (new,) = (home / "unduh").iterdir()
    assert old.name != new.name


def test_an_index_of_six_dimensions_in_percent_fits_its_sheets_and_its_file(plain: Any, db: None) -> None:
    small_nation.build(years=())
    small_nation.add_year("indeks-desa-2025", 2025)
    (sheet,) = pages(plain.get(f"/indeks/2025/{VILLAGE}/profil.pdf"))
    page = selectors.village_page(VILLAGE, year=2025)
    assert page is not None and page.explanation.index is not None
    assert index_text(page.run.method, page.explanation.index) in sheet
    assert all(component.code in sheet for component in page.run.method.components)
    first, second = pages(plain.get("/indeks/2025/3304/ringkasan.pdf"))
    assert "Desa menurut status" in first and "Dari mana angka ini?" in second
    table = pl.read_csv(body(plain.get("/indeks/2025/unduh/indeks-desa-2025.csv")))
    assert table.height == len(small_nation.codes())
    assert table["indeks"].max() > 1
    assert plain.get("/indeks/2025/resmi/").status_code == 200
