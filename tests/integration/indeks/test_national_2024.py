"""The ministry's file of 2024 in the database: every village, its run, the figures of the nation to four decimals."""

from __future__ import annotations

import csv
from collections import Counter

import pytest

from swadaya.core.figures import decimals
from swadaya.indeks import selectors, services
from swadaya.indeks.formats.reading import read_sheet
from swadaya.indeks.models import Result, ScoreSheet
from swadaya.wilayah import selectors as wilayah
from swadaya.wilayah.rules.source import known_desa_codes

pytestmark = [pytest.mark.django_db, pytest.mark.reference, pytest.mark.usefixtures("imported")]
METHOD = "idm-operasional-2020"


@pytest.fixture(scope="module")
def imported(django_db_setup, django_db_blocker, reference_data):
    """All regions, the file, a published run: once for this module, undone at its end."""
    from django.db import connection, transaction

    from swadaya.methodology import method
    from swadaya.wilayah import services as wilayah_services

    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        wilayah_services.load_regions()
        sheet = read_sheet(reference_data / "idm" / "national_idm_2024_villages.csv.gz", method(METHOD))
        taken = services.import_sheet(sheet, kind="resmi", source="data.go.id", sha256="0" * 64)
        run = services.create_run(method_id=METHOD, year=2024)
        services.publish_run(run_id=run.run_id)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        yield sheet, taken, run
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)


def test_every_row_is_taken_in(imported):
    sheet, taken, run = imported
    assert (taken.rows, taken.added, taken.superseded, taken.kept) == (75265, 75265, 0, 0)
    assert (run.desa, run.with_index, run.off_grid, run.example) == (75265, 75261, 23, False)
    assert len(sheet) == 75265


def test_the_means_of_the_nation_are_the_published_ones():
    figures = selectors.region_page("").figures
    assert [decimals(mean, 4) for mean in figures.components] == ["0.7662", "0.6198", "0.7502"]
    assert decimals(figures.mean, 4) == "0.7120"
    assert (figures.desa, figures.with_index) == (75265, 75261)


def test_the_classes_of_the_nation_differ_from_the_labels_by_the_one_wrong_label():
    """24,532 were called Berkembang; Kupang Bersih among them has an index of Maju."""
    assert selectors.region_page("").figures.classes == (4363, 6100, 24531, 23064, 17203)
    label = ScoreSheet.objects.get(desa="6213062003", year=2024)
    assert (label.said_level, Result.objects.get(desa="6213062003").level) == (3, 4)


def test_provinces_have_the_counts_of_the_ministrys_recap(reference_data):
    with (reference_data / "idm" / "official_recap_2024_by_province.csv").open(encoding="utf-8") as handle:
        recap = {row["PROVINSI"]: row for row in csv.DictReader(handle)}
    parts = {part.name.upper(): part for part in selectors.region_page("").parts}
    assert set(recap) - set(parts) == {"TOTAL"}
    for name, part in parts.items():
        said = recap[name]
        assert part.desa == int(said["TOTAL DESA 2024"])
        assert part.desa - part.with_index == int(said["DESA TIDAK KELUAR STATUS IDM 2024"])
        counts = [int(said[label]) for label in ("SANGAT TERTINGGAL", "TERTINGGAL", "BERKEMBANG", "MAJU", "MANDIRI")]
        if name == "KALIMANTAN TENGAH":
            counts[2], counts[3] = counts[2] - 1, counts[3] + 1  # the one wrong label
        assert list(part.classes) == counts, name


def test_four_villages_have_no_index_and_23_are_off_the_grid():
    without = Result.objects.filter(k=None).values_list("desa", flat=True)
    assert sorted(without) == ["1105022062", "1106082013", "1116102005", "6311012020"]
    assert set(Result.objects.filter(k=None).values_list("rank_nasional", "level")) == {(0, 0)}
    off_grid = Counter(desa[:4] for desa in Result.objects.filter(off_grid=True).values_list("desa", flat=True))
    assert off_grid.total() == 23
    assert off_grid["9504"] == 20


def test_the_795_codes_outside_the_list_are_historical_regions(imported):
    sheet, taken, _ = imported
    unknown = sorted({str(code) for code in sheet.codes.tolist()} - set(known_desa_codes().astype(str).tolist()))
    assert len(unknown) == 795
    assert taken.historical >= 795
    assert wilayah.counts()["historis"] >= 795
    for code in unknown[::50]:
        region = wilayah.get(code)
        assert (region.status, region.first_seen, region.last_seen) == ("historis", 2024, 2024)


def test_remarks_keep_where_a_value_came_from():
    counts = Counter(ScoreSheet.objects.filter(year=2024).values_list("remark", flat=True))
    assert counts == {"Reguler": 70147, "Update 2023": 4011, "Server PDN": 1107}


def test_a_village_on_the_border_is_mandiri_and_keeps_what_was_said():
    page = selectors.village_page("1706082005", year=2024)
    assert (page.explanation.k, page.explanation.status.label) == (5138, "Mandiri")
    assert decimals(page.said_index, 4) == "0.8156"
    assert {item.scheme: item.out_of for item in page.ranks}["nasional"] == 75261


def test_the_run_computes_again_to_the_same(imported):
    assert services.verify_run(imported[2].run_id) == []


def test_the_same_file_again_changes_no_sheet(imported):
    report = services.import_sheet(imported[0], kind="resmi", source="data.go.id", sha256="0" * 64)
    assert (report.added, report.superseded, report.unchanged, report.historical) == (0, 0, 75265, 0)
