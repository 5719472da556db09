"""A table as CSV and as a workbook: what stands in its cells, and what no spreadsheet may make of them."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from fractions import Fraction

import openpyxl
import pytest

from swadaya.core.tables import Cell, Column, Row, Table
from swadaya.files import writing
from swadaya.files.formula_guard import unguard

COLUMNS = (
    Column("kode", "Kode", "code"),
    Column("nama", "Nama", role="name"),
    Column("rincian", "Rincian", form="sheet"),
    Column("jumlah", "Jumlah", "rupiah", role="figure", sparse=True),
    Column("bagian", "Bagian", "ratio", "%", places=2),
    Column("tanggal", "Tanggal", "date"),
    Column("dicatat", "Dicatat", "moment"),
)
AT = datetime(2026, 2, 5, 17, 30, tzinfo=UTC)
ROWS = (
    Row(("0812", Cell("=1+1", "catatan", "tanda"), "hanya di halaman", 0, Fraction(1, 3), date(2026, 2, 5), AT)),
    Row((None, "Jumlah", None, -1500, None, None, None), "total"),
)
TABLE = Table("Daftar [uji]: " + "x" * 40, COLUMNS, ROWS, "KSM Mawar", "Pada 5 Februari 2026", ("Catatan.",))


def sheet(table: Table):
    return openpyxl.load_workbook(io.BytesIO(writing.workbook([table]))).worksheets[0]


def test_csv_holds_keys_and_plain_values():
    rows = list(csv.reader(io.StringIO(writing.csv_text(TABLE))))
    assert rows == [
        ["kode", "nama", "jumlah", "bagian", "tanggal", "dicatat"],
        ["0812", "'=1+1", "0", "0.33", "2026-02-05", AT.isoformat()],
        ["", "Jumlah", "-1500", "", "", ""],
    ]


def test_a_workbook_begins_with_what_the_page_says_and_holds_real_numbers():
    found = sheet(TABLE)
    assert found.title == "Daftar uji " + "x" * 20
    assert [found.cell(row, 1).value for row in (1, 2, 3, 4, 5)] == [
        TABLE.title,
        "KSM Mawar",
        "Pada 5 Februari 2026",
        "Catatan.",
        None,
    ]
    assert [cell.value for cell in found[6]] == ["Kode", "Nama", "Jumlah (Rp)", "Bagian (%)", "Tanggal", "Dicatat"]
    first, total = list(found.iter_rows(min_row=7))
    assert [cell.value for cell in first[:3]] == ["0812", "=1+1", 0] and first[1].data_type == "s"
    assert first[3].value == pytest.approx(1 / 3) and first[4].value == datetime(2026, 2, 5)
    assert first[5].value == datetime(2026, 2, 6, 0, 30), "western Indonesian time"
    assert total[2].value == -1500 and total[2].number_format == "#,##0" and total[2].font.b
    assert found.freeze_panes == "A7"


def test_a_file_that_is_read_in_again_begins_with_its_keys():
    found = sheet(Table("Jurnal", COLUMNS[:2], (), data=True))
    assert [cell.value for cell in found[1]] == ["kode", "nama"] and found.freeze_panes == "A2"


@pytest.mark.parametrize("text", ["=1+1", "+62", "-5", "@a", "'0812", "''=1", '="0812"', "'Aisyiyah", "Siti", "＝1"])
def test_what_is_written_is_read_again_as_it_was(text):
    table = Table("x", COLUMNS[1:2], (Row((text,)),))
    _, (written,) = csv.reader(io.StringIO(writing.csv_text(table)))
    assert unguard(written) == text and not written.startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize(
    ("columns", "rows"),
    [
        (COLUMNS[:1] * 2, ()),
        ((COLUMNS[1], Column("lain", "Lain", role="name")), ()),
        (COLUMNS[:2], (Row(("1",)),)),
    ],
)
def test_a_table_that_does_not_fit_together_is_refused(columns, rows):
    with pytest.raises(ValueError, match="x: "):
        Table("x", columns, rows)
