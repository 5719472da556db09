"""Files that cannot be used as a whole: one sentence says what, where, what was expected and what to do."""

from __future__ import annotations

import gzip
import os

import pytest

from swadaya.core.refusal import Invalid
from swadaya.indeks.formats import workbook
from swadaya.indeks.formats.reading import read_sheet


@pytest.fixture
def refused(idm):
    """The problem for which a file is refused."""

    def read(path, **options):
        with pytest.raises(Invalid) as refusal:
            read_sheet(path, idm, **options)
        problem = refusal.value.problem
        assert problem.where.file == path.name
        assert problem.expected, problem
        return problem

    return read


def test_a_file_that_is_not_there(refused, tmp_path):
    assert refused(tmp_path / "tidak-ada.csv").code == "berkas.tidak-ada"
    assert refused(tmp_path / "tidak-ada.csv" / "dalam.csv").code == "berkas.tidak-ada"
    (tmp_path / "berkas").write_text("x")
    assert refused(tmp_path / "berkas" / "dalam.csv").code == "berkas.tidak-ada"


def test_a_name_that_no_system_takes(refused, tmp_path):
    problem = refused(tmp_path / ("x" * 300 + ".csv"))
    assert (problem.code, problem.got) == ("berkas.tidak-terbaca", "nama terlalu panjang")


def test_a_folder(refused, tmp_path):
    problem = refused(tmp_path)
    assert problem.code == "berkas.folder"
    assert "di dalam folder itu" in problem.hint


def test_a_pipe_is_no_file_and_does_not_wait_for_ever(refused, tmp_path):
    os.mkfifo(tmp_path / "pipa.csv")
    assert refused(tmp_path / "pipa.csv").code == "berkas.jenis"


@pytest.mark.parametrize("content", [b"", gzip.compress(b"", mtime=0), gzip.compress(b"  \n", mtime=0)])
def test_an_empty_file(refused, save, content):
    assert refused(save("kosong.csv", content)).code == "berkas.kosong"


def test_a_heading_without_rows(refused, save, score_table):
    problem = refused(save("isian.csv", score_table(codes=()).write_csv()))
    assert problem.code == "berkas.tanpa-baris"


def test_rows_of_which_none_can_be_used_name_the_first_fault(refused, save, score_table):
    problem = refused(save("isian.csv", score_table(kode_desa=["x"] * 5).write_csv()))
    assert problem.code == "berkas.tanpa-baris"
    assert "baris 2, kolom kode_desa" in problem.hint


@pytest.mark.parametrize(
    "head",
    [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n", b"\x7fELF\x02\x01", b"SQLite format 3"],
)
def test_a_file_of_another_kind(refused, save, head):
    problem = refused(save("isian.xlsx", head + b"\x00" * 500))
    assert problem.code == "berkas.jenis"
    assert "XLSX" in problem.hint


@pytest.mark.parametrize("coding", ["utf-16", "utf-16-le", "utf-32"])
def test_text_of_two_bytes_a_letter(refused, save, score_table, coding):
    problem = refused(save("isian.csv", score_table().write_csv().encode(coding)))
    assert problem.code == "berkas.jenis"
    assert "UTF-8" in problem.expected


@pytest.mark.parametrize("kept", [2, 12, 40, -1, -9])
def test_a_gz_cut_short(refused, save, score_table, kept):
    content = gzip.compress(score_table().write_csv().encode())
    assert refused(save("isian.csv.gz", content[:kept])).code == "berkas.gz-rusak"


def test_a_gz_with_a_broken_middle(refused, save, score_table):
    content = bytearray(gzip.compress(score_table().write_csv().encode()))
    content[60] ^= 0xFF
    assert refused(save("isian.csv.gz", bytes(content))).code == "berkas.gz-rusak"


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"PK\x03\x04" + b"\x00" * 400, b"PK" + b"isian" * 100])
def test_a_broken_workbook(refused, save, content):
    assert refused(save("isian.xlsx", content)).code == "berkas.xlsx-rusak"


def test_a_workbook_cut_short(refused, tmp_path, score_table):
    path = tmp_path / "isian.xlsx"
    score_table().write_excel(path)
    path.write_bytes(path.read_bytes()[:-40])
    assert refused(path).code == "berkas.xlsx-rusak"


def test_an_empty_workbook(refused, tmp_path):
    import openpyxl

    openpyxl.Workbook().save(tmp_path / "isian.xlsx")
    assert refused(tmp_path / "isian.xlsx").code == "berkas.kosong"


class Panic(BaseException):
    """Like the panic of a Rust extension, which is no Exception."""


@pytest.mark.parametrize("when", ["opening", "reading"])
def test_a_reader_that_panics(refused, tmp_path, score_table, monkeypatch, when):
    path = tmp_path / "isian.xlsx"
    score_table().write_excel(path)
    real = workbook.CalamineWorkbook

    class Rows:
        total_height = 6

        def iter_rows(self):
            yield list(score_table().columns)
            raise Panic("index out of bounds")

    class Reader:
        @staticmethod
        def from_path(place):
            if when == "opening":
                raise Panic("called `Option::unwrap()` on a `None` value")
            real.from_path(place)
            return type("Book", (), {"get_sheet_by_index": lambda self, number: Rows()})()

    monkeypatch.setattr(workbook, "CalamineWorkbook", Reader)
    assert refused(path).code == "berkas.xlsx-rusak"


def test_stopping_the_command_while_a_workbook_is_read_is_no_broken_workbook(idm, tmp_path, score_table, monkeypatch):
    path = tmp_path / "isian.xlsx"
    score_table().write_excel(path)

    class Reader:
        @staticmethod
        def from_path(place):
            raise KeyboardInterrupt

    monkeypatch.setattr(workbook, "CalamineWorkbook", Reader)
    with pytest.raises(KeyboardInterrupt):
        read_sheet(path, idm)


def test_columns_of_another_table_name_what_is_needed(refused, save):
    problem = refused(save("isian.csv", "nama,umur\nA,5\n"))
    assert (problem.code, problem.where.row, problem.got) == ("berkas.format", 1, "nama, umur")
    assert "50 kolom skor (s01 … l03)" in problem.expected
    assert "swadaya indeks template" in problem.hint


def test_a_table_with_some_of_the_scores_names_the_missing_columns(refused, save, score_table):
    problem = refused(save("isian.csv", score_table().drop("s07", "l03").write_csv()))
    assert (problem.code, problem.got) == ("berkas.kolom", "48 dari 50 kolom skor")
    assert problem.expected == "kolom s07, l03"


def test_a_table_without_village_codes(refused, save, score_table):
    problem = refused(save("isian.csv", score_table().drop("kode_desa").write_csv()))
    assert (problem.code, problem.expected) == ("berkas.kolom", "kolom kode_desa")


def test_a_column_twice(refused, save, score_table):
    content = score_table().write_csv().replace("s02,", "s01,", 1)
    problem = refused(save("isian.csv", content))
    assert (problem.code, problem.got) == ("berkas.kepala-ganda", "s01")


def test_a_heading_of_nothing(refused, save):
    assert refused(save("isian.csv", ",,,\n1,2,3,4\n")).code == "berkas.tanpa-kepala"


def test_one_endless_line(refused, save):
    assert refused(save("isian.csv", "a" * (20 << 20))).code == "berkas.baris-terlalu-panjang"
    assert refused(save("isian.csv", "a" * 200_000)).code == "berkas.tanpa-kepala"


def test_json_where_a_table_was_asked_and_the_other_way_round(refused, save, document, score_table):
    assert refused(save("isian.json", document()), format="scores").code == "berkas.format"
    assert refused(save("isian.csv", score_table().write_csv()), format="rumusan-json").code == "berkas.format"


@pytest.mark.parametrize(
    "content", ['{"SUMMARIES": {', "[1, 2", '{"a": 1}\n{"b": \n', "[" * 100_000, '{"a": ' + "9" * 5000 + "}"]
)
def test_json_that_is_cut_short_or_senseless(refused, save, content):
    assert refused(save("dokumen.json", content)).code == "json.rusak"


@pytest.mark.parametrize("content", [{}, {"data": []}, [], [5], {"SUMMARIES": {}, "ROW": []}, {"mapData": {"ROW": []}}])
def test_json_of_another_kind(refused, save, content):
    assert refused(save("dokumen.json", content)).code in ("json.bukan-rumusan", "berkas.tanpa-baris")


@pytest.mark.parametrize(
    "content",
    [
        {"status": 400, "error": True, "message": "ID Desa tidak ditemukan"},
        {"status": 400, "error": 400, "messages": {"error": "ID Desa tidak ditemukan"}},
        {"status": 200, "error": False, "mapData": {"error_msg": "ID Desa tidak ditemukan"}},
    ],
)
def test_a_refusal_of_the_service_is_not_data(refused, save, content):
    problem = refused(save("dokumen.json", content))
    assert (problem.code, problem.got) == ("json.penolakan", "ID Desa tidak ditemukan")
    assert "tidak diubah" in problem.hint
