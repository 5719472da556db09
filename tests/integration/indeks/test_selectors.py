"""What pages read: a region with its parts and years, a village with its ranks and reason, other groupings."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from swadaya.indeks import selectors, services
from swadaya.indeks.models import Result
from swadaya.indeks.rules.results import evaluate
from swadaya.wilayah.rules import groupings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]
METHOD = "idm-operasional-2020"
DISTRICT = "110102"


@pytest.fixture
def published(take_in, make_sheet):
    """2021 and 2022 over other scores; in 2022 one village has no index. The sheets by year."""
    found = {}
    for year in (2021, 2022):
        sheet = make_sheet(year=year, seed=year)
        if year == 2022:
            sheet.scores[0, 0] = -1
        take_in(sheet)
        services.publish_run(run_id=services.create_run(method_id=METHOD, year=year).run_id)
        found[year] = sheet
    return found


def means(sheet, prefix, idm):
    result = evaluate(sheet).composite
    inside = np.array([code.startswith(prefix) for code in sheet.codes.astype(str)]) & (result.k >= 0)
    return Fraction(int(result.k[inside].sum()), idm.denominator * int(inside.sum())), int(inside.sum())


def test_the_nation_is_shown_in_its_latest_year_with_its_provinces_lowest_first(published, idm):
    page = selectors.region_page("")
    assert (page.run.year, page.region, page.breadcrumb, page.villages) == (2022, None, [], [])
    mean, held = means(published[2022], "", idm)
    assert (page.figures.name, page.figures.mean, page.figures.with_index) == ("Indonesia", mean, held)
    assert page.figures.desa == held + 1
    assert sum(page.figures.classes) == held
    assert {part.code for part in page.parts} == {code[:2] for code in published[2022].codes.astype(str)}
    assert [part.mean for part in page.parts] == sorted(part.mean for part in page.parts)
    assert all(part.name for part in page.parts)
    for part in page.parts:
        assert part.mean == means(published[2022], part.code, idm)[0]


def test_the_trend_of_a_region_runs_from_the_oldest_year_to_the_latest(published, idm):
    page = selectors.region_page("1101", year=2021)
    assert page.run.year == 2021
    assert [(run.year, figures.mean) for run, figures in page.trend] == [
        (2021, means(published[2021], "1101", idm)[0]),
        (2022, means(published[2022], "1101", idm)[0]),
    ]
    assert [item.code for item in page.breadcrumb] == ["11", "1101"]
    assert [part.code for part in page.parts] == [DISTRICT]


def test_a_district_lists_its_villages_best_first_and_those_without_an_index_last(published):
    page = selectors.region_page(DISTRICT, year=2022)
    villages = page.villages
    assert [item.code for item in villages if item.k is None] == [villages[-1].code] == ["1101022001"]
    assert [item.k for item in villages[:-1]] == sorted((item.k for item in villages[:-1]), reverse=True)
    assert [item.rank for item in villages[:-1]] == [
        1 + sum(other.k > item.k for other in villages[:-1]) for item in villages[:-1]
    ]
    assert (villages[-1].rank, villages[-1].level, villages[-1].points) == (0, 0, None)
    assert page.parts == []


def test_the_class_of_a_mean_is_the_one_it_lies_in(published, idm):
    for year in (2021, 2022):
        for code in ("", "11", "1101", DISTRICT):
            figures = selectors.region_page(code, year=year).figures
            assert figures.mean in figures.status(idm).range


@pytest.mark.parametrize(
    ("code", "options"), [("99", {}), ("1101", {"year": 2019}), ("1101", {"method_id": "lain"}), ("1101022001", {})]
)
def test_a_region_or_year_that_is_not_there_has_no_page(published, code, options):
    assert selectors.region_page(code, **options) is None


def test_a_village_shows_its_ranks_among_those_that_have_an_index(published):
    page = selectors.village_page("1101022002", year=2022)
    row = Result.objects.get(run=page.run.id, desa="1101022002")
    ranks = {item.scheme: (item.rank, item.out_of) for item in page.ranks}

    def inside(width):
        rows = Result.objects.filter(run=page.run.id, desa__startswith="1101022002"[:width])
        return rows.filter(k__isnull=False).count()

    assert ranks == {
        "kecamatan": (row.rank_kecamatan, inside(6)),
        "kabkota": (row.rank_kabkota, inside(4)),
        "provinsi": (row.rank_provinsi, inside(2)),
        "nasional": (row.rank_nasional, inside(0)),
    }
    assert ranks["kecamatan"][1] == Result.objects.filter(run=page.run.id, desa__startswith=DISTRICT).count() - 1


def test_a_village_page_explains_its_scores_and_where_they_came_from(published, idm):
    page = selectors.village_page("1101022002", year=2021)
    place = published[2021].codes.tolist().index(1101022002)
    given = published[2021].scores[place].tolist()
    assert [share.score for part in page.explanation.components for share in part.indicators] == given
    assert page.explanation.k == evaluate(published[2021]).composite.k[place]
    assert (page.provenance.kind, page.provenance.source) == ("sendiri", "berkas uji")
    assert page.provenance.file_name == "isian-2021-2021.csv"
    assert [item.code for item in page.breadcrumb] == ["11", "1101", DISTRICT, "1101022002"]
    assert [run.year for run, _ in page.trend] == [2021, 2022]
    assert (page.said_index, page.off_grid) == (None, False)


def test_a_village_without_an_index_has_a_page_without_ranks(published):
    page = selectors.village_page("1101022001", year=2022)
    assert (page.explanation.k, page.ranks) == (None, [])
    lacking = [
        share.indicator.code for part in page.explanation.components for share in part.indicators if not share.rule
    ]
    assert lacking == ["s01"]


@pytest.mark.parametrize(("code", "year"), [("9999992001", None), ("1101022002", 2019), ("1101", None)])
def test_a_village_or_year_that_is_not_there_has_no_page(published, code, year):
    assert selectors.village_page(code, year=year) is None


def test_islands_and_tags_are_read_from_the_stored_groupings(published, idm):
    run = selectors.shown_run(2022)
    for scheme in groupings.schemes():
        found = selectors.grouped(run, f"pulau:{scheme.code}")
        assert sum(item.desa for item in found) == len(published[2022])
        assert sum(item.sum_k for item in found) == selectors.region_page("").figures.sum_k
    for tag in groupings.tags():
        assert sum(item.desa for item in selectors.grouped(run, f"tanda:{tag.code}")) == len(published[2022])


def test_statuses_and_table_rows_are_those_of_the_results(published):
    run = selectors.shown_run(2022)
    found = selectors.statuses_of(["1101022001", "1101022002", "9999992001"], run)
    row = Result.objects.get(run=run.id, desa="1101022002")
    assert found == {"1101022001": (None, 0), "1101022002": (row.k, row.level)}
    rows = list(selectors.table_rows(run, DISTRICT))
    assert [item[0] for item in rows] == sorted(
        Result.objects.filter(run=run.id, desa__startswith=DISTRICT).values_list("desa", flat=True)
    )
    assert rows[1][:4] == (row.desa, row.points, row.k, row.level)


def test_published_figures_of_a_village_are_shown_beside_what_we_compute(take_in, idm, save):
    from swadaya.indeks.formats.reading import read_sheet

    head = "kode_desa,tahun,iks,ike,ikl,idm,status,keterangan"
    row = "1101022001,2024,0.88,0.6333,0.9333,0.8155,MAJU,Update 2023"
    take_in(read_sheet(save("terbitan.csv", f"{head}\n{row}\n"), idm), kind="resmi")
    services.publish_run(run_id=services.create_run(method_id=METHOD, year=2024).run_id)
    page = selectors.village_page("1101022001")
    assert (page.said_index, page.explanation.k) == (Fraction("0.8155"), 5138)
    assert (page.provenance.kind, page.provenance.remark) == ("resmi", "Update 2023")
    assert all(part.indicators == () for part in page.explanation.components)
