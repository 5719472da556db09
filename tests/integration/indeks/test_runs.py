"""A run stores what the file commands compute, its aggregates are the sums of its results, and it is published once."""

from __future__ import annotations

import numpy as np
import pytest
from django.db import connection

from swadaya.core.refusal import Invalid
from swadaya.indeks import selectors, services
from swadaya.indeks.models import Aggregate, Result, Run
from swadaya.indeks.rules.results import evaluate
from swadaya.methodology import method
from swadaya.wilayah.rules import groupings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]
METHOD = "idm-operasional-2020"


@pytest.fixture
def made(take_in, make_sheet):
    """A draft over random scores, two villages of which have no index."""
    sheet = make_sheet()
    sheet.scores[3, 5] = sheet.scores[20, 40] = -1
    take_in(sheet)
    return sheet, services.create_run(method_id=METHOD, year=2021, note="coba")


def test_results_are_those_of_the_file_commands(made):
    sheet, report = made
    expected = evaluate(sheet)
    rows = {row.desa: row for row in Result.objects.filter(run=report.run_id)}
    assert len(rows) == len(sheet) == report.desa
    assert report.with_index == len(sheet) - 2
    for place, code in enumerate(map(str, sheet.codes.tolist())):
        row = rows[code]
        k = int(expected.composite.k[place])
        assert (row.k, row.level) == (None if k < 0 else k, int(expected.composite.level[place]))
        assert row.points == (None if k < 0 else expected.composite.points[place].tolist())
        for name in ("nasional", "provinsi", "kabkota", "kecamatan"):
            assert getattr(row, f"rank_{name}") == getattr(expected.ranks, name)[place]
        assert row.sheet.desa == code
        assert not row.off_grid


def test_aggregates_are_the_sums_of_the_results_in_every_grouping(made, idm):
    _, report = made
    results = list(Result.objects.filter(run=report.run_id))
    schemes = {"nasional": 0, "provinsi": 2, "kabkota": 4, "kecamatan": 6}
    found = {(row.scheme, row.key): row for row in Aggregate.objects.filter(run=report.run_id)}
    for scheme, width in schemes.items():
        keys = {row.desa[:width] for row in results}
        assert {key for kind, key in found if kind == scheme} == keys
        for key in keys:
            inside = [row for row in results if row.desa[:width] == key]
            held = [row for row in inside if row.k is not None]
            row = found[scheme, key]
            assert (row.desa, row.with_index) == (len(inside), len(held))
            assert row.classes == [sum(item.level == status.level for item in held) for status in idm.classes]
            assert row.sum_k == sum(item.k for item in held)
            assert row.sum_points == [sum(item.points[part] for item in held) for part in range(3)]
            assert row.lowest_k == min((item.k for item in held), default=-1)
            assert row.highest_k == max((item.k for item in held), default=-1)
    for scheme in groupings.schemes():
        assert sum(row.desa for (kind, _), row in found.items() if kind == f"pulau:{scheme.code}") == len(results)
    for tag in groupings.tags():
        assert sum(row.desa for (kind, _), row in found.items() if kind == f"tanda:{tag.code}") == len(results)


def test_a_run_remembers_what_it_was_made_from(made, idm):
    sheet, report = made
    run = Run.objects.get(pk=report.run_id)
    assert (run.method, run.method_version, run.year, run.status, run.note) == (
        METHOD,
        idm.version,
        2021,
        "draf",
        "coba",
    )
    assert len(run.inputs_hash) == len(run.results_hash) == 64
    again = Run.objects.get(pk=services.create_run(method_id=METHOD, year=2021).run_id)
    assert (again.inputs_hash, again.results_hash) == (run.inputs_hash, run.results_hash)
    assert again.pk != run.pk
    assert len(sheet) == report.desa


def test_another_score_gives_another_fingerprint(made, take_in, idm):
    sheet, report = made
    before = Run.objects.get(pk=report.run_id)
    item = idm.indicators[0]
    sheet.scores[0, 0] = next(score for score in item.scores if score != sheet.scores[0, 0])
    take_in(sheet)
    after = Run.objects.get(pk=services.create_run(method_id=METHOD, year=2021).run_id)
    assert after.inputs_hash != before.inputs_hash
    assert after.results_hash != before.results_hash
    old = Result.objects.get(run=before.pk, desa=str(sheet.codes[0]))
    assert old.sheet.superseded_by_id is not None


def test_a_run_with_any_example_data_is_an_example(take_in, make_sheet, few_codes):
    take_in(make_sheet(codes=few_codes[:10]), kind="sendiri")
    assert not services.create_run(method_id=METHOD, year=2021).example
    take_in(make_sheet(codes=few_codes[10:]), kind="contoh")
    assert services.create_run(method_id=METHOD, year=2021).example
    take_in(make_sheet(codes=few_codes[10:], seed=9), kind="resmi")
    assert not services.create_run(method_id=METHOD, year=2021).example


def test_a_year_without_sheets_cannot_be_computed(made):
    with pytest.raises(Invalid, match="swadaya indeks import") as refusal:
        services.create_run(method_id=METHOD, year=2023)
    assert refusal.value.problem.code == "jalan.tanpa-masukan"
    with pytest.raises(Invalid, match="idm-permendes-2-2016"):
        services.create_run(method_id="idm-1999", year=2021)
    assert Run.objects.count() == 1


def test_publishing_shows_the_run_and_a_newer_one_takes_its_place(made):
    _, report = made
    assert not selectors.has_published_runs()
    assert selectors.shown_run() is None
    services.publish_run(run_id=report.run_id)
    assert selectors.shown_run(2021).id == report.run_id
    newer = services.create_run(method_id=METHOD, year=2021).run_id
    assert selectors.shown_run(2021).id == report.run_id
    services.publish_run(run_id=newer)
    assert [item.id for item in selectors.published_runs()] == [newer]
    assert [item.id for item in selectors.runs()] == [newer, report.run_id]


def test_a_run_is_published_once_and_one_that_is_not_there_never(made):
    _, report = made
    services.publish_run(run_id=report.run_id)
    with pytest.raises(Invalid, match="Tidak ada yang berubah") as refusal:
        services.publish_run(run_id=report.run_id)
    assert refusal.value.problem.code == "jalan.sudah-terbit"
    with pytest.raises(Invalid) as refusal:
        services.publish_run(run_id=report.run_id + 1000)
    assert refusal.value.problem.code == "jalan.tidak-ada"


def test_a_draft_whose_rows_no_longer_add_up_is_not_published(made):
    _, report = made
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM indeks_result WHERE run_id = %s AND k IS NOT NULL AND desa = %s", [report.run_id, "1101022001"]
        )
        assert cursor.rowcount == 1
    with pytest.raises(Invalid, match="hitung jalan baru") as refusal:
        services.publish_run(run_id=report.run_id)
    assert refusal.value.problem.code == "jalan.tidak-utuh"
    assert Run.objects.get(pk=report.run_id).status == "draf"


def test_the_method_with_a_lowest_index_of_nought_ranks_it(take_in, tmp_path, few_codes):
    """k = 0 is a value like any other: it has a class, a rank and counts."""
    import polars as pl

    from swadaya.indeks.formats.reading import read_sheet

    found = method("idm-permendes-2-2016")
    table = {"kode_desa": list(few_codes), "tahun": [2015] * len(few_codes)}
    rng = np.random.default_rng(1)
    table |= {item.code: [0, *rng.integers(0, 6, len(few_codes) - 1).tolist()] for item in found.indicators}
    pl.DataFrame(table).write_csv(tmp_path / "isian.csv")
    take_in(read_sheet(tmp_path / "isian.csv", found))
    report = services.create_run(method_id=found.id, year=2015)
    services.publish_run(run_id=report.run_id)
    page = selectors.village_page(few_codes[0], year=2015)
    assert page.explanation.k == 0
    assert page.explanation.status.code == "sangat_tertinggal"
    assert [rank.rank == rank.out_of for rank in page.ranks if rank.scheme == "nasional"] == [True]


def test_published_figures_are_computed_from_their_parts_and_what_is_off_the_grid_is_marked(take_in, idm, save):
    from swadaya.indeks.formats.reading import read_sheet

    head = "kode_desa,tahun,iks,ike,ikl,idm,status"
    rows = [
        "1101022001,2024,0.88,0.6333,0.9333,0.8155,MAJU",  # a mean of rounded parts: truly 5138, Mandiri
        "1101022002,2024,0.7411,0.5333,0.6667,0.6470,BERKEMBANG",  # off the grid
        "1101022003,2024,,,,,",
        "1101022004,2024,,0.5333,0.6667,0.6470,BERKEMBANG",  # a part is missing
    ]
    take_in(read_sheet(save("terbitan.csv", "\n".join([head, *rows])), idm), kind="resmi")
    report = services.create_run(method_id=METHOD, year=2024)
    assert (report.desa, report.with_index, report.off_grid) == (4, 2, 1)
    found = {row.desa[-2:]: row for row in Result.objects.filter(run=report.run_id)}
    assert (found["01"].k, found["01"].level, found["01"].points, found["01"].off_grid) == (
        5138,
        5,
        [154, 38, 14],
        False,
    )
    assert (found["02"].k, found["02"].off_grid, found["02"].points) == (4076, True, [130, 32, 10])
    assert (found["03"].k, found["03"].rank_nasional, found["03"].points) == (None, 0, None)
    assert (found["04"].k, found["04"].level, found["04"].points) == (None, 0, None)
    national = Aggregate.objects.get(run=report.run_id, scheme="nasional")
    assert (national.sum_k, national.sum_points) == (5138 + 4076, [284, 70, 24])
