"""Tables as offices send them: separators, marks, encodings, blank lines, broken rows; what is read and reported."""

from __future__ import annotations

import gzip

import openpyxl
import pytest

from swadaya.core.refusal import Invalid
from swadaya.indeks.formats import tabular, workbook
from swadaya.indeks.formats.reading import read_sheet
from swadaya.indeks.rules.results import compose


@pytest.fixture
def read(idm):
    return lambda path, **options: read_sheet(path, idm, **options)


@pytest.fixture
def text(score_table):
    return lambda **columns: score_table(**columns).write_csv()


def codes_in(sheet):
    return [str(code) for code in sheet.codes.tolist()]


def found(sheet):
    return [(item.code, item.where.row, item.where.column, item.got) for item in sheet.problems]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("packed", [False, True])
def test_separators_line_ends_marks_and_gz_do_not_matter(read, text, save, villages, delimiter, newline, mark, packed):
    content = mark + text().replace(",", delimiter).replace("\n", newline)
    path = save("isian.csv", gzip.compress(content.encode()) if packed else content)
    sheet = read(path)
    assert codes_in(sheet) == list(villages)
    assert sheet.format == "scores"
    assert len(sheet.problems) == 0
    assert compose(sheet).k.tolist() == [6300] * 5


def test_codes_with_dots_and_headings_in_any_case_are_read(read, text, save, villages):
    content = text().replace("kode_desa", " Kode_Desa ").replace("tahun", "TAHUN").replace("s01", "S01")
    content = content.replace("1101022001", "11.01.02.2001").replace("1101022002", " 1101022002 ")
    sheet = read(save("isian.csv", content))
    assert codes_in(sheet) == list(villages)


def test_the_last_line_needs_no_end(read, text, save):
    assert len(read(save("isian.csv", text().rstrip("\n")))) == 5


def test_blank_lines_are_passed_over_and_counted(read, text, save):
    lines = text(s01=["5", "5", "5", "5", "9"]).splitlines()
    sheet = read(save("isian.csv", "\n".join([*lines[:3], "", *lines[3:], "", "", ""])))
    assert len(sheet) == 5
    assert found(sheet) == [("skor.tidak-ada", 7, "s01", "9")]


def test_latin_letters_of_another_encoding_spoil_a_name_only(read, score_table, save):
    content = score_table(nama_desa=["Désa", "B", "C", "D", "E"]).write_csv().encode("latin-1")
    sheet = read(save("isian.csv", content))
    assert len(sheet) == 5
    assert sheet.names[0] == "D�sa"
    assert len(sheet.problems) == 0


def test_a_newline_or_a_separator_inside_quotes_belongs_to_the_name(read, score_table, save):
    table = score_table(nama_desa=["Baris\nKedua", "Koma, Titik", 'Kutip "Dua"', "D", "E"])
    sheet = read(save("isian.csv", table.write_csv()))
    assert sheet.names.to_list() == ["Baris Kedua", "Koma, Titik", 'Kutip "Dua"', "D", "E"]
    assert sheet.rows.tolist() == [2, 3, 4, 5, 6]


def test_a_row_with_too_many_cells_is_reported_and_the_others_read(read, score_table, save):
    lines = score_table(nama_desa=list("ABCDE")).write_csv(quote_style="never").splitlines()
    lines[2] += ",Dusun Satu, Dua"
    sheet = read(save("isian.csv", "\n".join(lines)))
    assert sheet.rows.tolist() == [2, 4, 5, 6]
    [problem] = sheet.problems
    assert (problem.code, problem.where.row, problem.expected) == ("baris.jumlah-kolom", 3, "53 kolom")


def test_a_row_with_too_few_cells_has_missing_scores(read, text, save):
    lines = text().splitlines()
    lines[2] = ",".join(lines[2].split(",")[:-2])
    sheet = read(save("isian.csv", "\n".join(lines)))
    assert found(sheet) == [("skor.kosong", 3, "l02", ""), ("skor.kosong", 3, "l03", "")]
    assert compose(sheet).k.tolist() == [6300, -1, 6300, 6300, 6300]


def test_a_quote_inside_a_name_swallows_no_other_row(read, score_table, save, villages):
    lines = score_table(nama_desa=["A", "B", "C", "D", "E"]).write_csv().splitlines()
    lines[2] = lines[2][:-1] + 'Desa 5" Baru'
    lines[4] = lines[4][:-1] + 'Desa 8" Lama'
    sheet = read(save("isian.csv", "\n".join(lines)))
    assert codes_in(sheet) == list(villages)
    assert sheet.names[1] == 'Desa 5" Baru'


def test_a_quote_that_is_never_closed_is_reported_with_its_row(read, score_table, save, villages):
    lines = score_table(nama_desa=["A", "B", "C", "D", "E"]).write_csv().splitlines()
    lines[3] = lines[3][:-1] + '"Desa Baru'
    sheet = read(save("isian.csv", "\n".join(lines)))
    assert codes_in(sheet) == list(villages[:2])
    [problem] = sheet.problems
    assert (problem.code, problem.where.row, problem.severity) == ("baris.tidak-terbaca", 4, "galat")


def test_a_large_file_with_a_quote_never_closed_is_refused_without_reading_it_over_and_over(read, score_table, save):
    """All later newlines are inside the quote; looking back from each of them would take minutes."""
    lines = score_table(nama_desa=list("ABCDE")).write_csv().splitlines()
    content = "\n".join([*lines[:2], lines[2][:-1] + '"Desa', *[lines[3]] * 160_000])
    assert len(content) > 17 << 20
    with pytest.raises(Invalid, match="tanda kutip yang tidak ditutup") as refusal:
        read(save("isian.csv", content))
    assert refusal.value.problem.code == "berkas.baris-terlalu-panjang"


def test_a_heading_repeated_among_the_rows_is_a_reported_row(read, text, save):
    lines = text().splitlines()
    sheet = read(save("isian.csv", "\n".join([*lines[:3], lines[0], *lines[3:]])))
    assert len(sheet) == 5
    assert ("desa.kode", 4, "kode_desa", "kode_desa") in found(sheet)
    assert {item.where.row for item in sheet.problems} == {4}


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("lima", "skor.bukan-angka"),
        ("6", "skor.tidak-ada"),
        ("2,5", "skor.bukan-angka"),
        ("-1", "skor.bukan-angka"),
        ("1.000", "skor.bukan-angka"),
        ("99999999999999999999", "skor.bukan-angka"),
        ("1e999", "skor.bukan-angka"),
        ("TRUE", "skor.bukan-angka"),
        ("", "skor.kosong"),
        ("-", "skor.kosong"),
    ],
)
def test_a_cell_that_is_no_score_is_named_with_row_column_and_what_exists(read, text, save, cell, code):
    sheet = read(save("isian.csv", text(s01=["5", cell, "5", "5", "5"])))
    [problem] = sheet.problems
    assert (problem.code, problem.where.row, problem.where.column) == (code, 3, "s01")
    assert problem.expected == "skor 1 / 2 / 3 / 4 / 5"
    assert compose(sheet).k.tolist() == [6300, -1, 6300, 6300, 6300]


def test_scores_written_as_decimals_of_a_spreadsheet_are_whole_numbers(read, text, save):
    sheet = read(save("isian.csv", text(s01=["5.0", "5,0", " 5 ", "5.00", "+5"])))
    assert len(sheet.problems) == 0
    assert sheet.scores[:, 0].tolist() == [5] * 5


def test_a_score_that_only_this_indicator_lacks_is_refused(read, text, save):
    sheet = read(save("isian.csv", text(s02=["4", "5", "0", "5", "5"])))
    assert found(sheet) == [("skor.tidak-ada", 2, "s02", "4")]
    assert next(iter(sheet.problems)).expected == "skor 0 / 5"


@pytest.mark.parametrize(
    "code", ["110102200", "11010220011", "11-01-02-2001", "11.01.022001", "", "1,1E+09", "٣٣٠٤٠٩٢٠١١"]
)
def test_a_code_that_is_none_is_reported_and_the_row_left_out(read, text, save, code):
    content = text().replace("1101022002", f'"{code}"')
    sheet = read(save("isian.csv", content))
    assert found(sheet) == [("desa.kode", 3, "kode_desa", code)]
    assert sheet.rows.tolist() == [2, 4, 5, 6]


def test_a_village_twice_keeps_the_first_row_and_points_to_it(read, text, save):
    lines = text().splitlines()
    sheet = read(save("isian.csv", "\n".join([*lines, lines[1]])))
    [problem] = sheet.problems
    assert (problem.code, problem.where.row, problem.where.desa) == ("desa.ganda", 7, "11.01.02.2001")
    assert "baris 2" in problem.hint
    assert len(sheet) == 5


def test_the_same_village_in_two_years_is_not_twice(read, score_table, save):
    table = score_table().vstack(score_table(year=2022))
    sheet = read(save("isian.csv", table.write_csv()))
    assert len(sheet) == 10
    assert len(sheet.problems) == 0


def test_an_unknown_village_is_computed_and_mentioned(read, text, save):
    sheet = read(save("isian.csv", text().replace("1101022002", "1101022999")))
    [problem] = sheet.problems
    assert (problem.code, problem.severity) == ("desa.tidak-dikenal", "peringatan")
    assert compose(sheet).k.tolist() == [6300] * 5


def test_years_outside_reason_are_reported_and_a_missing_year_column_asks_for_the_option(read, text, save, score_table):
    table = score_table(tahun=["2021", "21", "", "dua ribu", "99999999999"])
    sheet = read(save("isian.csv", table.write_csv()))
    assert [item[:2] for item in found(sheet)] == [("tahun", row) for row in (3, 4, 5, 6)]
    without = save("isian.csv", score_table().drop("tahun").write_csv())
    with pytest.raises(Invalid, match="--year"):
        read(without)
    assert set(read(without, year=2023).years.tolist()) == {2023}
    named = save("skor_2022_aceh.csv", score_table().drop("tahun").write_csv())
    noted = read(named)
    assert set(noted.years.tolist()) == {2022}
    assert [item.code for item in noted.problems] == ["tahun.dari-nama"]
    with pytest.raises(Invalid, match="2014 sampai 2100"):
        read(without, year=99999)


def test_a_workbook_is_read_like_a_csv_wherever_the_table_starts(read, score_table, tmp_path, villages):
    book = openpyxl.Workbook()
    page = book.active
    table = score_table(s01=["5", "4", "5", "5", "9"])
    page.append([])
    page.append([])
    page.append(table.columns)
    for row in table.rows():
        page.append([row[0], *(int(cell) for cell in row[1:])])
        page.append([])
    book.save(tmp_path / "isian.xlsx")
    sheet = read(tmp_path / "isian.xlsx")
    assert codes_in(sheet) == list(villages)
    assert sheet.rows.tolist() == [4, 6, 8, 10, 12]
    assert sheet.scores[1, 0] == 4
    assert found(sheet) == [("skor.tidak-ada", 12, "s01", "9")]


def test_a_workbook_cell_that_says_true_or_a_date_is_no_score(read, score_table, tmp_path):
    import datetime

    book = openpyxl.Workbook()
    table = score_table()
    book.active.append(table.columns)
    odd = [True, datetime.date(2021, 1, 5), "5", 5.0, 2.5]
    for number, (cell, row) in enumerate(zip(odd, table.rows(), strict=True)):
        book.active.append([row[0], 2021, cell, number == 0 or 5, *(int(cell) for cell in row[4:])])
    book.save(tmp_path / "isian.xlsx")
    sheet = read(tmp_path / "isian.xlsx")
    assert [item[1:3] for item in found(sheet)] == [(2, "s01"), (3, "s01"), (6, "s01"), (2, "s02")]
    assert set(sheet.problems.counts) == {"skor.bukan-angka"}
    assert sheet.scores[:, 0].tolist() == [-1, -1, 5, 5, -1]


def test_a_file_of_too_many_rows_is_refused_before_it_fills_the_memory(
    read, text, save, monkeypatch, tmp_path, score_table
):
    monkeypatch.setattr(tabular, "MAX_ROWS", 4)
    with pytest.raises(Invalid, match="lebih dari 4 baris") as refusal:
        read(save("isian.csv", text()))
    assert "per provinsi" in str(refusal.value)
    score_table().write_excel(tmp_path / "isian.xlsx")
    with pytest.raises(Invalid, match="lebih dari 4 baris"):
        read(tmp_path / "isian.xlsx")
    monkeypatch.setattr(tabular, "MAX_ROWS", 5)
    assert len(read(save("isian.csv", text()))) == 5


def test_a_workbook_that_unpacks_to_too_much_is_refused_unopened(read, score_table, tmp_path, monkeypatch):
    score_table().write_excel(tmp_path / "isian.xlsx")
    monkeypatch.setattr(workbook, "MAX_WORKBOOK", 1000)
    monkeypatch.delattr(workbook, "CalamineWorkbook")
    with pytest.raises(Invalid, match="Pecah berkasnya") as refusal:
        read(tmp_path / "isian.xlsx")
    assert refusal.value.problem.code == "berkas.terlalu-besar"


def test_problems_beyond_what_is_kept_are_still_counted(idm, text, save):
    from swadaya.core.problem import Problems

    problems = Problems(keep=7)
    sheet = read_sheet(save("isian.csv", text(s01=["6"] * 5, s02=["9"] * 5, s03=["x"] * 5)), idm, problems=problems)
    assert dict(sheet.problems.counts) == {"skor.tidak-ada": 10, "skor.bukan-angka": 5}
    assert sheet.problems.errors == 15
    assert len(list(sheet.problems)) == 7
    assert sheet.problems.dropped == 8
