"""``swadaya ksm`` as it is called."""

from __future__ import annotations

from datetime import date

import pytest
import xlsxwriter

from swadaya.ksm.models import Ksm

pytestmark = pytest.mark.django_db


@pytest.fixture
def command(capsys):
    from swadaya.cli.main import run

    def call(*words: object) -> tuple[int, str, str]:
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            run(["ksm", *map(str, words)])
        said = capsys.readouterr()
        return int(left.value.code or 0), said.out, said.err

    return call


@pytest.fixture
def workbook(tmp_path):
    def write(*rows):
        path = tmp_path / "kelompok.xlsx"
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
        return path

    return write


def test_groups_are_tried_imported_and_listed(regions, home, command, workbook):
    file = workbook(("desa", "nama"), ("33.04.09.2011", "KSM Melati"))
    assert command("impor", file, "--dry-run")[:2] == (0, "1 baris dapat dicatat; ini baru pemeriksaan.\n")
    assert not Ksm.objects.exists()
    assert command("impor", file)[:2] == (0, "1 baris dicatat.\n")
    code, out, _ = command("daftar", "33")
    assert code == 0 and "KSM Melati" in out and "33.04.09.2011" in out


def test_a_bad_row_ends_with_code_two_and_its_place(regions, home, command, workbook):
    code, _, err = command("impor", workbook(("desa", "nama"), ("1", "x")))
    assert code == 2 and "baris 2" in err and "tidak ada yang dicatat" in err


def test_the_card_of_a_group_is_printed_with_its_rule(group, weeks, command):
    for number, day in enumerate(weeks[:2], 1):
        group.record(day, counted=120_000 * number)
    code, out, _ = command("kartu", group.id, "--dari", weeks[0], "--sampai", weeks[1])
    assert code == 0
    assert "24 dari 24" in out and "belum dicatat" in out and "panca-sutra-2026" in out


def test_members_are_imported_and_an_unknown_group_is_said_so(make, command, workbook):
    group = make(names=())
    file = workbook(("nama", "kelamin", "masuk"), ("Siti", "P", "2026-01-05"))
    assert command("impor-anggota", group.id, file)[0] == 0
    for unknown in ("x", "00000000-0000-4000-8000-000000000000"):
        code, _, err = command("impor-anggota", unknown, file)
        assert code == 2 and "swadaya ksm list" in err


def test_active_groups_and_welfare_bodies_are_counted(group, command):
    from swadaya.ksm import services

    services.record_institution_activity(
        "3304092011",
        of="desa",
        kind="rapat",
        title="Rapat",
        on=date(2026, 1, 8),
        groups=[group.id],
        by=group["fasilitator"],
    )
    code, out, _ = command("aktif", "33", "--year", "2026")
    assert code == 0 and out.startswith("1 kelompok aktif")
    assert command("sosial")[1].startswith("0 BKKKS; 0 LKS")
