"""Tables as people send them: what is read, what is said of it, and what is refused in a sentence."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import pytest
import xlsxwriter

from swadaya.core.refusal import Invalid
from swadaya.files.cells import day, phone, whole
from swadaya.files.formula_guard import guard, unguard
from swadaya.files.headings import Column
from swadaya.files.tables import Table, read_table

COLUMNS = (
    Column("nama", required=True, aliases=("nama lengkap",)),
    Column("kode_desa", required=True, kind="code"),
    Column("nilai", kind="raw"),
    Column("telepon", kind="phone"),
)
PLAIN = "nama,kode_desa,nilai\nSiti,33.04.09.2011,5\n"


def read(content: bytes | str, name: str = "a.csv") -> Table:
    raw = content.encode() if isinstance(content, str) else content
    return read_table(raw, name=name, columns=COLUMNS, most_rows=1000)


def texts(table: Table) -> list[tuple[int, str, str]]:
    return [(row.number, row.cells["nama"], row.cells["kode_desa"]) for row in table.rows]


def refused(content: bytes | str, name: str = "a.csv") -> Any:
    with pytest.raises(Invalid) as refusal:
        read(content, name)
    return refusal.value.problem


def said(problems: Iterable[Any]) -> list[tuple[str, int | None, str]]:
    return [(one.code, one.where.row, one.where.column) for one in problems]


Fill = Callable[[xlsxwriter.Workbook], None]


def workbook(fill: Fill | None = None, **sheets: list[list[Any]]) -> bytes:
    place = io.BytesIO()
    with xlsxwriter.Workbook(place) as book:
        for title, rows in sheets.items():
            sheet = book.add_worksheet(title)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
        if fill:
            fill(book)
    return place.getvalue()


HEADS = ["nama", "kode_desa", "nilai"]
SITI = ["Siti", "33.04.09.2011", 5]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16"])
def test_separators_line_ends_and_marked_codings_do_not_matter(separator, newline, coding):
    table = read(PLAIN.replace(",", separator).replace("\n", newline).encode(coding))
    assert texts(table) == [(2, "Siti", "33.04.09.2011")]
    assert table.notes == table.problems == ()


def test_the_separator_is_the_one_that_gives_the_headings_not_the_one_that_is_frequent():
    table = read("nama;kode_desa\nSiti, Tuti, Wati, Yati;3304092011\n")
    assert texts(table) == [(2, "Siti, Tuti, Wati, Yati", "3304092011")]


def test_a_line_that_names_the_separator_is_no_row():
    table = read("sep=#\r\nnama#kode_desa\r\nSiti#3304092011\r\n")
    assert texts(table) == [(2, "Siti", "3304092011")]


def test_a_coding_that_had_to_be_guessed_is_said():
    table = read("nama,kode_desa\nDésa – baru,33\n".encode("cp1252"))
    assert texts(table) == [(2, "Désa – baru", "33")]
    assert said(table.notes) == [("berkas.sandi-ditebak", None, "")]


@pytest.mark.parametrize(
    "content", [b"nama,kode_desa\n\xff\x01\x02,3\n", b"\xff\xfea", b"nama\x00,kode_desa\n", b"\x81\x8d"]
)
def test_bytes_that_are_no_text_are_refused(content):
    assert refused(content).code == "berkas.sandi"


@pytest.mark.parametrize(
    "heads", ["NAMA,KODE DESA", " Nama ,Kode-Desa:", "nama 2024,kode_desa_2025", "Nama  Lengkap,\ufeffkodedesa"]
)
def test_headings_are_matched_without_regard_to_how_they_are_written(heads):
    assert texts(read(f"{heads}\nSiti,33\n")) == [(2, "Siti", "33")]


def test_headings_are_found_below_a_title_and_the_rows_keep_their_numbers():
    table = read("DAFTAR NAMA 2026,,\n,,\nnama,kode_desa,nilai\nSiti,33,\n\nTuti,34,\n")
    assert texts(table) == [(4, "Siti", "33"), (6, "Tuti", "34")]
    assert said(table.notes) == [("berkas.letak-kepala", 3, "")]


def test_the_first_sheet_with_the_headings_is_read_behind_one_of_instructions_and_a_hidden_one():
    rows = [HEADS, SITI]
    content = workbook(
        lambda book: book.get_worksheet_by_name("Lama").hide(), Petunjuk=[["Isi."]], Lama=rows, Data=rows
    )
    table = read(content, "a.xlsx")
    assert texts(table) == [(2, "Siti", "33.04.09.2011")]
    assert [note.got for note in table.notes] == ["judul kolom di baris 1 lembar Data"]


def test_another_sheet_with_the_same_headings_is_told_but_not_an_example():
    content = workbook(Dusun1=[HEADS, SITI], Dusun2=[HEADS, SITI], Contoh=[HEADS, SITI], Kosong=[HEADS])
    table = read(content, "a.xlsx")
    assert [(note.code, note.got) for note in table.notes] == [
        ("berkas.lembar-lain", "lembar Dusun2 juga memuat kolom ini")
    ]


def test_a_table_that_lacks_a_column_is_not_passed_over_for_the_example_behind_it():
    content = workbook(Data=[["nama", "kode"], ["Siti", "33"]], Contoh=[HEADS, SITI])
    problem = refused(content, "a.xlsx")
    assert (problem.code, problem.got) == ("berkas.kolom", "tanpa kolom kode_desa; yang ada: nama, kode")


def test_a_missing_heading_is_named_with_the_one_that_comes_close():
    problem = refused("nama,kode_dessa\nSiti,33\n")
    assert (problem.code, problem.where.row, problem.expected) == ("berkas.kolom", 1, "kolom nama, kode_desa")
    assert problem.got == "tanpa kolom kode_desa; yang ada: nama, kode_dessa"
    assert problem.hint == 'Mungkin "kode_dessa" untuk kode_desa? Ganti judulnya.'


@pytest.mark.parametrize("heads", ["nama,Nama ,kode_desa", "nama,kode_desa_2023,kode_desa_2024", "nama,kode_desa,x,x"])
def test_headings_that_stand_twice_are_refused(heads):
    problem = refused(f"{heads}\n1,2,3\n")
    assert problem.code == "berkas.kolom" and problem.got.startswith("kolom berulang")


def test_a_row_of_totals_and_repeated_headings_are_told_and_left_out():
    table = read("nama,kode_desa,nilai\nSiti,33,5\nnama,kode_desa,nilai\nTuti,34,5\nTOTAL,,10\n,Rata-rata,5\n")
    assert [row.number for row in table.rows] == [2, 4]
    assert said(table.notes) == [("baris.kepala-terulang", 3, ""), ("baris.jumlah", 5, ""), ("baris.jumlah", 6, "")]


def test_somebody_whose_row_has_the_word_total_elsewhere_is_read():
    assert texts(read("nama,kode_desa,nilai\nSiti,33,Total\n")) == [(2, "Siti", "33")]


def test_merged_cells_over_rows_are_refused_and_those_of_a_title_are_not():
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.get_worksheet_by_name("Data")
        sheet.merge_range(0, 0, 0, 2, "Daftar")
        sheet.merge_range(2, 1, 3, 1, "33")

    table = read(workbook(fill, Data=[[], HEADS, ["Siti", "", 5], ["Tuti", "", 5]]), "a.xlsx")
    assert said(table.problems) == [("baris.sel-gabungan", 3, "kode_desa")]


def test_a_row_of_a_csv_with_more_cells_than_headings_is_named():
    assert said(read("nama,kode_desa,nilai\nSiti,33,1,500\n").problems) == [("baris.jumlah-kolom", 2, "")]


def test_a_long_number_in_a_cell_of_numbers_is_refused_and_a_village_code_is_not():
    rows = [["nama", "Kode Desa"], ["Siti", 3304096011900010], ["Tuti", 3304092011], ["Wati", 33.04]]
    table = read(workbook(Data=rows), "a.xlsx")
    assert said(table.problems) == [("sel.angka-panjang", 2, "kode_desa"), ("sel.kode-angka", 4, "kode_desa")]
    assert table.rows[1].cells["kode_desa"] == "3304092011"
    assert said(read('nama,kode_desa\nSiti,"3,30409E+15"\n').problems) == [("sel.angka-panjang", 2, "kode_desa")]


def test_the_nought_of_a_telephone_is_put_back_and_said():
    table = read(
        workbook(Data=[[*HEADS, "telepon"], [*SITI, 81234567890], [*SITI, "081-2"], [*SITI, 622112345]]), "a.xlsx"
    )
    assert [row.cells["telepon"] for row in table.rows] == ["081234567890", "081-2", ""]
    assert said(table.notes) == [("sel.telepon-nol", 2, "telepon")]
    assert said(table.problems) == [("sel.telepon-angka", 4, "telepon")]
    assert phone("81234567890")[0] == "081234567890"
    assert phone("6281234567890") == ("6281234567890", None)


@pytest.mark.parametrize("written", ["2/13/2026", "5/2/26", "5 Februari", "20260205", "2026-02-30", "46058", 46058.0])
def test_a_day_that_could_be_two_or_none_is_refused(written):
    value, problem = day(written)
    assert value is None and problem is not None and problem.code == "sel.tanggal"


def test_days_are_read_in_the_indonesian_order():
    assert day("5/2/2026")[0] == day("05-02-2026")[0] == day("2026-02-05")[0] == date(2026, 2, 5)


@pytest.mark.parametrize("written", ["1.5", "1e3", "-1", "١٥", "²", True, "9" * 16])
def test_what_is_no_whole_number_is_refused(written):
    assert whole(written)[1] is not None


@pytest.mark.parametrize(
    "text", ["=1+1", "-5", "+62", "@a", "'=x", "''0812", "'Aisyiyah", "Siti", "", "'", '="x"', "＝1"]
)
def test_what_is_guarded_against_formulas_comes_back(text):
    kept = guard(text)
    assert unguard(kept) == text
    assert kept[:1] not in tuple("=+-@\t\r\n") or not kept


def test_a_guard_is_taken_off_on_reading():
    table = read('nama,kode_desa\n\'=SUM(A1),\'3304092011\n\'Aisyiyah,"=""33"""\n')
    assert texts(table) == [(2, "=SUM(A1)", "3304092011"), (3, "'Aisyiyah", "33")]


def test_an_encrypted_workbook_says_so():
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    problem = refused(locked, "a.xlsx")
    assert problem.code == "berkas.terkunci" and "kata sandi" in problem.hint
    assert refused(locked[:500], "a.xls").code == "berkas.jenis"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "berkas.kosong"),
        (b"\n \n", "berkas.kosong"),
        (b"%PDF-1.7", "berkas.jenis"),
        (b'nama,kode_desa\n"Siti,33\n', "berkas.csv-rusak"),
        (b"sep=\n", "berkas.kolom"),
        (workbook(Data=[HEADS, SITI])[:-60], "berkas.xlsx-rusak"),
        (workbook(Data=[[]]), "berkas.kosong"),
        ("nama,kode_desa\n" + "a,1\n" * 1000, "berkas.terlalu-banyak-baris"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(content, code):
    assert refused(content).code == code


def test_thirty_thousand_columns_are_refused_at_once():
    heads = ";".join(f"kolom{number}" for number in range(30_000))
    start = time.process_time()
    problem = refused(f"{heads}\n{heads}\n" * 4)
    assert problem.code == "berkas.terlalu-banyak-kolom"
    assert time.process_time() - start < 5


def test_the_same_content_has_the_same_print():
    assert read(PLAIN).sha256 == read(PLAIN, "lain.csv").sha256 != read(PLAIN + "\n").sha256
