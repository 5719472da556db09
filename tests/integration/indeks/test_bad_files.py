"""Bad input through the real command: one Indonesian sentence with file, fault, expectation and advice; exit code 2."""

from __future__ import annotations

import csv
import gzip
import os

import pytest

METHOD = ("--method", "idm-operasional-2020")
REFUSAL = {"status": 400, "error": True, "message": "ID Desa tidak ditemukan"}


@pytest.fixture
def bad(score_table, save, tmp_path):
    """Files by what is wrong with them, and what the sentence must say."""
    text = score_table().write_csv()
    score_table().write_excel(tmp_path / "utuh.xlsx")
    whole = (tmp_path / "utuh.xlsx").read_bytes()
    missing = "tidak-ada.csv"
    return {
        "empty": (save("kosong.csv", ""), 'kosong.csv: "kosong, 0 bita"; seharusnya berkas yang berisi'),
        "heading only": (save("kepala.csv", text.splitlines()[0]), "paling sedikit satu baris desa"),
        "wrong columns": (
            save("lain.csv", "nama,umur\nA,5\n"),
            'lain.csv, baris 1: "nama, umur"; seharusnya kode_desa',
        ),
        "a score column missing": (
            save("kurang.csv", score_table().drop("s07")),
            '"49 dari 50 kolom skor"; seharusnya kolom s07',
        ),
        "no village column": (save("tanpa.csv", score_table().drop("kode_desa")), "kolom kode_desa"),
        "no year": (save("tahun.csv", score_table().drop("tahun")), "tambahkan pilihan --year"),
        "column twice": (
            save("ganda.csv", text.replace("s02", "s01", 1)),
            '"s01"; seharusnya nama kolom yang tidak berulang',
        ),
        "broken workbook": (save("rusak.xlsx", whole[:-40]), "buku kerja XLSX yang utuh"),
        "no workbook": (save("bukan.xlsx", b"PK\x03\x04" + b"\x00" * 99), "Buka lalu simpan ulang"),
        "cut gz": (save("potong.csv.gz", gzip.compress(text.encode())[:-20]), "berkas gz yang utuh"),
        "old xls": (
            save("lama.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500),
            "Simpan dahulu sebagai XLSX atau CSV",
        ),
        "pdf": (save("laporan.pdf", b"%PDF-1.7\n..."), "CSV, CSV.gz, XLSX atau JSON"),
        "utf-16": (save("utf16.csv", text.encode("utf-16")), "CSV UTF-8"),
        "cut json": (save("potong.json", '{"SUMMARIES": {'), "JSON yang utuh"),
        "json of another kind": (save("lain.json", {"data": [1, 2]}), "objek dengan SUMMARIES, ROW dan IDENTITAS"),
        "refusal of the service": (
            save("tolak.json", REFUSAL),
            '"ID Desa tidak ditemukan"; seharusnya dokumen rumusan',
        ),
        "folder": (tmp_path, "bukan folder"),
        "missing file": (tmp_path / missing, f"Periksa letaknya: {tmp_path / missing}"),
    }


CASES = (
    "empty",
    "heading only",
    "wrong columns",
    "a score column missing",
    "no village column",
    "no year",
    "column twice",
    "broken workbook",
    "no workbook",
    "cut gz",
    "old xls",
    "pdf",
    "utf-16",
    "cut json",
    "json of another kind",
    "refusal of the service",
    "folder",
    "missing file",
)


def test_the_cases_are_all_tried(bad):
    assert set(bad) == set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_a_file_that_cannot_be_used_ends_with_one_sentence(command, bad, tmp_path, name):
    path, sentence = bad[name]
    done = command("score", path, "--out", tmp_path / "hasil.csv", *METHOD)
    assert done.code == 2
    assert sentence in done.err
    assert path.name in done.err
    assert "seharusnya" in done.err
    assert done.out == ""
    assert len(done.err.strip().splitlines()) == 1
    assert not (tmp_path / "hasil.csv").exists()


@pytest.mark.parametrize("verb", ["audit", "explain", "thresholds", "aggregate"])
@pytest.mark.parametrize(
    "name", ["empty", "broken workbook", "cut gz", "refusal of the service", "folder", "wrong columns"]
)
def test_every_command_that_reads_says_the_same(command, bad, tmp_path, verb, name):
    path, sentence = bad[name]
    more = {
        "audit": METHOD,
        "explain": ("--village", "1101022001"),
        "thresholds": ("--classes", "5"),
        "aggregate": ("--by", "provinsi", "--out", tmp_path / "jumlah.csv"),
    }[verb]
    done = command(verb, path, *more)
    assert (done.code, sentence in done.err) == (2, True)


@pytest.mark.parametrize("name", ["broken workbook", "cut gz", "refusal of the service", "missing file"])
def test_a_process_of_its_own_prints_no_traceback_either(process, bad, tmp_path, name):
    path, sentence = bad[name]
    done = process("score", path, "--out", tmp_path / "hasil.csv", *METHOD)
    assert (done.code, sentence in done.err, done.out) == (2, True, "")


@pytest.mark.parametrize(
    ("out", "sentence"),
    [
        ("hasil.txt", '".txt"; seharusnya .csv / .xlsx / .parquet'),
        ("hasil", "seharusnya .csv / .xlsx / .parquet"),
        ("tidak-ada/hasil.csv", '"folder atau berkasnya tidak ada"; seharusnya tempat yang ada'),
        ("isian.csv/hasil.xlsx", '"folder di jalurnya ternyata berkas"'),
        ("/proc/hasil.parquet", "seharusnya tempat yang ada dan boleh ditulis"),
    ],
)
def test_a_result_that_cannot_be_written_is_said(command, save, score_table, tmp_path, out, sentence):
    path = save("isian.csv", score_table())
    done = command("score", path, "--out", tmp_path / out, *METHOD)
    assert done.code == 2
    assert sentence in done.err
    report = command(
        "score", path, "--out", tmp_path / "hasil.csv", "--report", tmp_path / "tidak" / "masalah.csv", *METHOD
    )
    assert report.code == 2
    assert "tempat yang ada dan boleh ditulis" in report.err


def test_a_folder_one_may_not_write_to_is_said(command, save, score_table, tmp_path):
    path = save("isian.csv", score_table())
    (tmp_path / "tertutup").mkdir(mode=0o555)
    assert command("score", path, "--out", tmp_path / "hasil.xlsx", *METHOD).code == 0  # loads what it needs
    administrator = os.geteuid() == 0  # who may write anywhere, so for a moment be somebody else
    for folder in (tmp_path, *(parent for parent in tmp_path.parents if parent.name.startswith(("pytest-", "popen-")))):
        folder.chmod(0o755)
    try:
        if administrator:
            os.seteuid(65534)
        found = [
            command("score", path, "--out", tmp_path / "tertutup" / f"hasil.{end}", *METHOD) for end in ("csv", "xlsx")
        ]
    finally:
        if administrator:
            os.seteuid(0)
    for done in found:
        assert (done.code, '"tidak ada izin"; seharusnya tempat yang ada dan boleh ditulis' in done.err) == (2, True)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--method", "idm-1999"), "idm-operasional-2020"),
        ((*METHOD, "--format", "xml"), "rumusan-json"),
        ((*METHOD, "--year", "99999"), "tahun 2014 sampai 2100"),
        ((*METHOD, "--year", "dua"), "--year"),
        ((*METHOD, "--mapping", "tidak-ada"), "tidak-ada"),
        ((), "--method"),
    ],
)
def test_options_that_make_no_sense_are_said(command, save, score_table, tmp_path, words, sentence):
    done = command("score", save("isian.csv", score_table()), "--out", tmp_path / "hasil.csv", *words)
    assert done.code == 2
    assert sentence in done.err


def test_bad_rows_are_listed_the_others_computed_and_strict_ends_with_one(command, save, score_table, tmp_path):
    table = score_table(
        s01=["5", "lima", "6", "5", ""], kode_desa=["11.01.02.2001", "1101022002", "1101022003", "x", "3304092012"]
    )
    path = save("isian.csv", table.vstack(table.head(1)))
    words = ("score", path, "--out", tmp_path / "hasil.csv", *METHOD)
    done = command(*words)
    assert done.code == 0
    assert "4 desa dibaca (scores), 1 mendapat indeks, 3 tidak." in done.out
    for part in (
        'baris 3, kolom s01: "lima"; seharusnya skor 1 / 2 / 3 / 4 / 5',
        'baris 4, kolom s01, desa 1101022003: "6"',
        'baris 5, kolom kode_desa: "x"; seharusnya kode Kemendagri 10 angka',
        "baris 6, kolom s01",
        "baris 7, desa 11.01.02.2001",
        "Lihat baris 2.",
    ):
        assert part in done.err, part
    assert command(*words, "--strict").code == 1
    assert (tmp_path / "hasil.csv").exists()


def test_a_file_without_faults_passes_strict(command, save, score_table, tmp_path):
    path = save("isian.csv", score_table())
    assert command("score", path, "--out", tmp_path / "hasil.csv", "--strict", *METHOD).code == 0


def test_the_report_as_json_and_as_csv_hold_every_problem(command, save, score_table, tmp_path):
    codes = tuple(f"11010220{number:02d}" for number in range(1, 22))
    path = save("isian.csv", score_table(codes=codes, s01=["7"] * 21, s02=[""] * 21))
    done = command("score", path, "--out", tmp_path / "h.csv", "--json", "--report", tmp_path / "masalah.csv", *METHOD)
    report = done.report
    assert report["masalah"]["galat"] == 21
    assert report["masalah"]["menurut_kode"]["skor.kosong"] == 21
    assert (report["baris"], report["berindeks"], report["tidak_dirinci"]) == (21, 0, 0)
    wrong = [item for item in report["rincian"] if item["code"] == "skor.tidak-ada"]
    assert [item["row"] for item in wrong] == list(range(2, 23))
    assert wrong[0] == {
        "code": "skor.tidak-ada",
        "severity": "galat",
        "file": "isian.csv",
        "row": 2,
        "column": "s01",
        "desa": "1101022001",
        "year": None,
        "key": "",
        "got": "7",
        "expected": "skor 1 / 2 / 3 / 4 / 5",
        "hint": "",
    }
    with (tmp_path / "masalah.csv").open(encoding="utf-8") as handle:
        assert len(list(csv.DictReader(handle))) == len(report["rincian"])
    text = command("score", path, "--out", tmp_path / "h.csv", *METHOD)
    assert "… skor.tidak-ada: 11 lagi; semuanya dengan --report MASALAH.csv atau --json" in text.err
