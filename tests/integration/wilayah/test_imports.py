"""Kawasan and foreign codes from tables that a user brings: all or nothing, and safe to repeat."""

from __future__ import annotations

import pytest

from swadaya.core.refusal import Invalid
from swadaya.wilayah import selectors, services

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _few(list_source):
    services.load_regions(list_source())


@pytest.fixture
def table(tmp_path):
    def write(text):
        file = tmp_path / "tabel.csv"
        file.write_text(text, "utf-8")
        return file

    return write


def codes_of(problems):
    return [(problem.code.removeprefix("wilayah."), problem.where.row) for problem in problems]


def test_a_kawasan_may_be_villages_and_districts_together(table):
    file = table("area_code;label;region_code\ndieng;Kawasan Dieng;33.04.09.2011\ndieng;Kawasan Dieng;337101\n")
    report = services.import_areas(file)
    assert (report.areas, report.members, report.added, report.problems) == (1, 2, 1, ())
    assert selectors.members("dieng") == ["3304092011", "337101"]
    assert selectors.desa_codes_in("dieng") == ["3304092011", "3371011001"]
    assert [one.label for one in selectors.areas_of("3304092011")] == ["Kawasan Dieng"]
    assert not services.import_areas(file).changed

    fewer = services.import_areas(table("area_code,label,region_code\ndieng,Dieng,3304\n"))
    assert (fewer.updated, selectors.members("dieng"), selectors.area("dieng").label) == (1, ["3304"], "Dieng")


def test_a_faulty_kawasan_table_is_told_row_by_row_and_changes_nothing(table):
    services.load_areas()
    before = selectors.areas()
    report = services.import_areas(
        table(
            "area_code,label,region_code\n"
            "dieng,Dieng,3304\n"
            "dieng,Dataran Dieng,3371\n"
            "3304,Angka Saja,3304\n"
            "lain,,3304\n"
            "lain,Lain,33.4\n"
            "lain,Lain,9999\n"
            "pulau_6-jawa,Jawa,3304\n"
        )
    )
    assert codes_of(report.problems) == [
        ("area-label", 3),
        ("area-kode", 4),
        ("area-label", 5),
        ("kode", 6),
        ("tak-dikenal", 7),
        ("area-aturan", 8),
    ]
    assert selectors.areas() == before


def test_rule_areas_of_unknown_regions_are_told_and_kept():
    report = services.load_areas()
    assert (report.areas, report.added) == (21, 21)
    assert {problem.code for problem in report.problems} == {"wilayah.area-anggota"}
    assert {problem.severity for problem in report.problems} == {"peringatan"}


def test_a_province_that_no_group_has_is_told(list_source):
    source = list_source()
    source.names["97"] = "Papua Utara"
    services.load_regions(source)
    unplaced = [one for one in services.load_areas().problems if one.code == "wilayah.area-provinsi"]
    assert [one.got for one in unplaced] == ["97 Papua Utara"] * 3


def test_an_area_whose_rule_is_gone_goes_too(monkeypatch):
    from swadaya.wilayah.rules import groupings

    services.load_areas()
    monkeypatch.setattr(groupings, "tags", lambda: ())
    assert services.load_areas().removed == 1
    assert selectors.areas(kind="tanda") == []


def test_two_rules_for_one_area_are_refused(monkeypatch):
    from swadaya.wilayah.rules import groupings

    [tag] = groupings.tags()
    monkeypatch.setattr(groupings, "tags", lambda: (tag, tag))
    with pytest.raises(Invalid, match="sebutan yang tidak dipakai daerah-tertinggal-2020-2024"):
        services.load_areas()
    assert selectors.areas() == []


def test_bridging_codes_are_imported_with_their_year(table):
    text = "kode_bps,nama_bps,kode_dagri,nama_dagri\n3304,BANJARNEGARA,33.04,BANJARNEGARA\n3371,MAGELANG,33.71,\n"
    report = services.import_aliases(table(text), year=2024)
    assert (report.added, report.updated, report.problems) == (2, 0, ())
    assert selectors.from_alias("bps", "3371") == "3371"
    assert selectors.from_alias("bps", "3371", 2020) is None
    again = services.import_aliases(table(text), year=2024)
    assert (again.added, again.updated) == (0, 0)
    moved = services.import_aliases(table(text.replace("33.71", "33.04").replace("3304,", "3399,")), year=2024)
    assert (moved.added, moved.updated, selectors.from_alias("bps", "3371")) == (1, 1, "3304")


def test_the_year_of_bridging_codes_must_be_said(table):
    report = services.import_aliases(table("kode_bps,nama_bps,kode_dagri,nama_dagri\n1,a,33,a\n"))
    assert codes_of(report.problems) == [("alias-tahun", None)]


def test_faulty_pairs_are_told_row_by_row_and_change_nothing(table):
    report = services.import_aliases(
        table(
            "kode_bps,nama_bps,kode_dagri,nama_dagri\n"
            "3304,A,33.04,A\n3304,A,33.71,A\n3305,A,,A\n33/5,A,3304,A\n3306,A,99,A\n3307,A,x,A\n"
        ),
        year=2024,
    )
    assert codes_of(report.problems) == [
        ("alias-ganda", 3),
        ("alias-tanpa-padanan", 4),
        ("kode", 5),
        ("tak-dikenal", 6),
        ("kode", 7),
    ]
    assert selectors.from_alias("bps", "3304") is None
