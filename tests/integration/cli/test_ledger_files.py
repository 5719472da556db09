"""``swadaya ledger cutoff`` and ``import``: files taken in whole or not at all, with every bad row told."""

from __future__ import annotations

import sys
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

sys.path.insert(0, str(Path(__file__).parents[1] / "web"))

import a_group

from swadaya.core import keys
from swadaya.ledger import selectors, services

pytestmark = pytest.mark.django_db
HEAD = "nomor,tanggal,uraian,akun,debit,kredit,pihak,bagian"


@pytest.fixture
def group(settings: Any, tmp_path: Path) -> a_group.AGroup:
    settings.HOME = tmp_path
    a_group.load_regions()
    return a_group.make(founded=date(2026, 1, 1))


@pytest.fixture
def ledger(capsys):
    from swadaya.cli.main import run

    def call(*words: object) -> tuple[int, str, str]:
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            run(["ledger", *map(str, words)])
        said = capsys.readouterr()
        return int(left.value.code or 0), said.out, said.err

    return call


@pytest.fixture
def file(tmp_path):
    def write(*lines: str, name: str = "berkas.csv") -> Path:
        path = tmp_path / name
        path.write_text("\n".join(lines), encoding="utf-8")
        return path

    return write


def last(group) -> int:
    return selectors.book(group.book, by=a_group.MACHINE).last_seq


def sheet(group) -> tuple[str, ...]:
    return (
        "akun,debit,kredit,pihak,bagian",
        "11010,350000,,,",
        f"21020,,300000,{group.members[0]},wajib",
        "31010,,50000,,",
    )


def journals(group) -> tuple[str, ...]:
    return (HEAD, "1,2026-01-10,Titipan,11010,5000,,,", f"1,,,21020,,5000,{group.members[0]},wajib")


def test_a_sheet_is_tried_and_then_booked_and_the_same_key_books_once(group, ledger, file):
    path, key = file(*sheet(group)), keys.new_key()
    words = ("cutoff", "--book", group.book, "--on", "2026-01-05", "--source", "lembar 1", path)
    assert ledger(*words, "--coba")[:2] == (0, "3 saldo dapat dibukukan; ini baru pemeriksaan.\n")
    assert last(group) == 0
    for _ in range(2):
        assert ledger(*words, "--key", key)[:2] == (0, "3 saldo dibukukan sebagai jurnal nomor 1.\n")
    assert last(group) == 1
    code, _, err = ledger(*words)
    assert code == 2 and "sudah ada 1 jurnal" in err
    assert ledger("verify", "--book", group.book)[0] == 0


def test_journals_are_tried_and_then_booked(group, ledger, file):
    path = file(*journals(group))
    assert ledger("import", "--book", f"ksm:{group.id}", path, "--coba")[:2] == (
        0,
        "1 jurnal dapat dibukukan; ini baru pemeriksaan.\n",
    )
    assert last(group) == 0
    assert ledger("import", "--book", group.book, path)[:2] == (0, "1 jurnal dibukukan.\n")
    assert last(group) == 1
    code, out, _ = ledger("export", "--book", group.book, "--format", "csv")
    assert code == 0 and "Titipan" in out


def test_a_file_booked_before_is_booked_again_only_with_the_option(group, ledger, file):
    words = ("import", "--book", group.book, file(*journals(group)))
    assert ledger(*words)[0] == 0
    for more in ((), ("--coba",)):
        code, out, err = ledger(*words, *more)
        assert code == 2 and out == "" and "sudah dibukukan sebagai jurnal nomor 1" in err and "--again" in err, err
    assert last(group) == 1
    assert ledger(*words, "--ulang", "--coba")[0] == 0 and last(group) == 1
    assert ledger(*words, "--ulang")[:2] == (0, "1 jurnal dibukukan.\n") and last(group) == 2
    other = file(*(line.replace("5000", "6000") for line in journals(group)))
    assert ledger("import", "--book", group.book, other)[0] == 0 and last(group) == 3


def test_an_amount_beyond_all_numbers_is_told_with_its_place(group, ledger, tmp_path):
    made, path = tmp_path / "angka.xlsx", tmp_path / "tak-hingga.xlsx"
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((("akun", "debit", "kredit"), (11010, 12345, ""), (31010, "", 5))):
            sheet.write_row(number, 0, row)
    with zipfile.ZipFile(made) as whole, zipfile.ZipFile(path, "w") as changed:
        for name in whole.namelist():
            changed.writestr(name, whole.read(name).replace(b"<v>12345</v>", b"<v>1e999</v>"))
    code, _, err = ledger("cutoff", "--book", group.book, "--on", "2026-01-05", path)
    assert code == 2 and "baris 2, kolom debit" in err, err


BAD = [
    ("1,2026-01-10,A,11010,5000,,,", "1,,,31010,,4000,,", "debit sama dengan kredit"),
    ("1,2026-01-10,A,77777,5000,,,", "1,,,31010,,5000,,", "baris 2, kolom akun"),
    ("1,2026-01-10,A,11010,99999999999999999999,,,", "1,,,31010,,5,,", "baris 2, kolom debit"),
    ("1,2026-01-10,A,11010,-5,,,", "1,,,31010,,5,,", "baris 2, kolom debit"),
    ("1,2999-01-10,A,11010,5,,,", "1,,,31010,,5,,", "baris 2, kolom tanggal"),
    ("1,2026-02-30,A,11010,5,,,", "1,,,31010,,5,,", "baris 2, kolom tanggal"),
    ("1,2025-12-30,A,11010,5,,,", "1,,,31010,,5,,", "buku dibuka"),
    ("1,2026-01-10,A,11010,5,,,", "1,,,21020,,5,abc,wajib", "baris 3, kolom pihak"),
    ("1,2026-01-10,A,31010,5,,,", "1,,,11010,,5,,", "kas tidak kurang"),
]


@pytest.mark.parametrize(("first", "second", "word"), BAD)
@pytest.mark.parametrize("trial", [True, False])
def test_a_bad_row_is_told_with_its_place_and_nothing_is_booked(group, ledger, file, first, second, word, trial):
    path = file(HEAD, first, second)
    code, out, err = ledger("import", "--book", group.book, path, *(["--coba"] if trial else []))
    assert code == 2 and out == "" and word in err and "tidak ada yang dibukukan" in err, err
    assert last(group) == 0


def test_a_date_in_a_closed_month_is_told(group, ledger, file):
    services.close_period(by=a_group.MACHINE, book_id=group.book, month=date(2026, 1, 1))
    code, _, err = ledger("import", "--book", group.book, file(*journals(group)))
    assert code == 2 and "sudah ditutup" in err


@pytest.mark.parametrize(
    ("name", "lines", "word"),
    [
        ("kosong.csv", (), "kosong"),
        ("kolom.csv", ("akun,jumlah", "11010,5"), "tanpa kolom"),
        ("teks.xlsx", ("bukan buku kerja",), "tanpa kolom"),
    ],
)
@pytest.mark.parametrize("command", ["cutoff", "import"])
def test_a_file_that_is_no_table_ends_with_code_two(group, ledger, file, command, name, lines, word):
    day = ("--on", "2026-01-05") if command == "cutoff" else ()
    code, _, err = ledger(command, "--book", group.book, *day, file(*lines, name=name))
    assert code == 2 and word in err and name in err


def test_an_unknown_book_a_missing_file_and_a_wrong_key_are_said_so(group, ledger, file, tmp_path):
    path = file(*journals(group))
    assert "buku.tidak-dikenal" not in ledger("import", "--book", "987654", path)[2]
    assert ledger("import", "--book", "987654", path)[0] == 2
    assert ledger("import", "--book", group.book, tmp_path / "tak-ada.csv")[0] == 2
    assert ledger("import", "--book", group.book, path, "--key", "x")[0] == 2
    assert last(group) == 0


def test_a_workbook_is_read_as_well(group, ledger, tmp_path):
    path = tmp_path / "saldo.xlsx"
    with xlsxwriter.Workbook(path) as book:
        made = book.add_worksheet()
        for number, row in enumerate((("akun", "debit", "kredit"), (11010, 50_000, ""), (31010, "", "Rp50.000"))):
            made.write_row(number, 0, row)
    assert ledger("cutoff", "--book", group.book, "--on", "2026-01-05", path)[0] == 0
    assert selectors.cash_on(group.book, date(2026, 1, 5), by=a_group.MACHINE) == 50_000
