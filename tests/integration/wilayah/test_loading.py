"""A list becomes the table of regions; a later list leaves the past in versions."""

from __future__ import annotations

from datetime import date

import psycopg
import pytest
from django.db import connection

from swadaya.core.refusal import Invalid
from swadaya.wilayah import selectors, services

pytestmark = pytest.mark.django_db


def everything():
    """All rows of the room, for comparing before and after."""
    with connection.cursor() as cursor:
        tables = ("region", "regionversion", "succession", "area", "areamember")
        found = {}
        for table in tables:
            cursor.execute(f"SELECT t::text FROM wilayah_{table} t ORDER BY 1")
            found[table] = cursor.fetchall()
        return found


def test_a_list_is_loaded_with_its_tree(list_source):
    assert not selectors.is_loaded()
    report = services.load_regions(list_source())
    assert (report.regions, report.added, report.changed) == (8, 8, True)
    assert selectors.is_loaded()
    assert [one.code for one in selectors.children("33")] == ["3304", "3371"]
    assert [one.label for one in selectors.breadcrumb("33.04.09.2011")] == [
        "Prov. Jawa Tengah",
        "Kab. Banjarnegara",
        "Kec. Banjarmangu",
        "Desa Sigeblog",
    ]
    [version] = selectors.versions("3304")
    assert version.valid_from is None  # the list does not say since when
    assert version.attested_on == date(2025, 4, 25)


def test_loading_the_same_list_again_changes_nothing(list_source):
    services.load_regions(list_source())
    before = everything()
    report = services.load_regions(list_source())
    assert not report.changed
    assert everything() == before


def test_a_changed_name_closes_the_old_version_and_opens_a_new_one(list_source):
    services.load_regions(list_source())
    later = list_source(valid_from=date(2026, 3, 1))
    later.names["3304092011"] = "Sigeblog Baru"
    report = services.load_regions(later)
    assert (report.added, report.renamed, report.retired) == (0, 1, 0)
    old, new = selectors.versions("3304092011")
    assert (old.name, old.valid_to) == ("Sigeblog", date(2026, 3, 1))
    assert (new.name, new.valid_from, new.valid_to) == ("Sigeblog Baru", date(2026, 3, 1), None)
    assert selectors.get("3304092011").name == "Sigeblog Baru"
    assert [hit.region.code for hit in selectors.search("sigeblog baru")] == ["3304092011"]
    assert not services.load_regions(later).changed


def test_a_fault_put_right_under_the_same_decree_leaves_a_version_of_no_length(list_source):
    services.load_regions(list_source())
    later = list_source(valid_from=date(2026, 3, 1))
    later.names["3304092013"] = "Salah Ketik"
    services.load_regions(later)
    later.names["3304092013"] = "Benar"
    services.load_regions(later)
    wrong, right = selectors.versions("3304092013")
    assert wrong.valid_from == wrong.valid_to == date(2026, 3, 1)
    assert (right.name, right.valid_from) == ("Benar", date(2026, 3, 1))


def test_a_region_that_leaves_the_list_becomes_historical_and_may_come_back(list_source):
    services.load_regions(list_source())
    without = list_source(valid_from=date(2026, 3, 1))
    del without.names["3304092012"]
    assert services.load_regions(without).retired == 1
    gone = selectors.get("3304092012")
    assert (gone.status, selectors.counts()["desa_semua"]) == ("historis", 2)
    assert selectors.versions("3304092012")[0].valid_to == date(2026, 3, 1)
    assert [one.code for one in selectors.children("330409")] == ["3304092011"]
    assert [one.code for one in selectors.children("330409", historical=True)] == ["3304092011", "3304092012"]

    again = list_source(valid_from=date(2027, 1, 1))
    report = services.load_regions(again)
    assert (report.revived, report.renamed) == (1, 0)
    assert selectors.get("3304092012").official
    assert [one.valid_from for one in selectors.versions("3304092012")] == [None, date(2027, 1, 1)]


def test_a_new_region_of_a_later_list_begins_with_its_decree(list_source):
    services.load_regions(list_source())
    later = list_source(valid_from=date(2026, 3, 1))
    later.names["3304092014"] = "Desa Pemekaran"
    assert services.load_regions(later).added == 1
    [version] = selectors.versions("3304092014")
    assert version.valid_from == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("names", "day", "code"),
    [
        ({}, date(2026, 1, 1), "wilayah.sumber-kosong"),
        ({"33": "Jawa Tengah", "340401": "Yatim"}, date(2026, 1, 1), "wilayah.sumber-yatim"),
        ({"33": "Jawa Tengah"}, date(2025, 1, 1), "wilayah.sumber-lama"),
    ],
)
def test_a_list_that_would_do_harm_is_refused(list_source, names, day, code):
    services.load_regions(list_source())
    before = everything()
    with pytest.raises(Invalid) as refused:
        services.load_regions(list_source(names=names, valid_from=day))
    assert refused.value.problem.code == code
    assert everything() == before


def test_a_list_with_a_code_twice_is_refused(list_source):
    class Twice(list_source):
        def rows(self):
            return [*super().rows(), *super().rows()]

    with pytest.raises(Invalid, match="8 kode berulang"):
        services.load_regions(Twice())


def test_progress_is_told(list_source):
    steps = []
    services.load_regions(list_source(), progress=lambda step, done, total: steps.append((step, done, total)))
    assert steps[0][0] == "membaca daftar wilayah"
    assert steps[-1] == ("mencatat wilayah", 8, 8)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE wilayah_regionversion SET name = 'Lain' WHERE region_id = '3304'",
        "UPDATE wilayah_regionversion SET attested_on = '2000-01-01' WHERE region_id = '3304'",
        "DELETE FROM wilayah_regionversion WHERE region_id = '3304'",
        "INSERT INTO wilayah_regionversion (region_id, name, parent_code, kind, decree, source) "
        "VALUES ('3304', 'Dua', '33', 'kabupaten', '', 'uji')",
        "UPDATE wilayah_region SET code = '33x4' WHERE code = '3371'",
        "UPDATE wilayah_region SET name = '' WHERE code = '3371'",
        "UPDATE wilayah_region SET status = 'entah' WHERE code = '3371'",
        "INSERT INTO wilayah_succession (old_id, new_id, effective_on, law) VALUES ('3304', '3304', '2022-01-01', '')",
        "UPDATE wilayah_region SET parent_id = '99' WHERE code = '3371'; SET CONSTRAINTS ALL IMMEDIATE",
    ],
)
def test_the_database_guards_what_is_recorded(list_source, statement):
    from django.db import DatabaseError

    services.load_regions(list_source())
    with pytest.raises(DatabaseError) as refused, connection.cursor() as cursor:
        cursor.execute(statement)
    assert isinstance(refused.value.__cause__, psycopg.errors.IntegrityError)
