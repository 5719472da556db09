"""The table of a whole run holds what the database holds, and what is within reach follows from the scores."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import polars as pl
import pytest
from django.db import connection

from swadaya.core.codes import dotted
from swadaya.core.figures import decimals
from swadaya.indeks import run_table, selectors, services
from swadaya.indeks.improvement_reach import within_reach
from swadaya.indeks.models import Result
from swadaya.indeks.selectors import RunInfo
from swadaya.methodology import Method, compute
from swadaya.methodology.explain import explain
from swadaya.wilayah import selectors as wilayah

pytestmark = pytest.mark.usefixtures("regions")


@pytest.fixture
def run(take_in: Callable[..., Any], idm: Method) -> RunInfo:
    """A published run over random scores; one village lacks a score, one has a remark that looks like a formula."""
    take_in(kind="resmi")
    report = services.create_run(method_id=idm.id, year=2021)
    services.publish_run(run_id=report.run_id)
    found = selectors.shown_run(2021)
    assert found is not None
    return found


def test_every_cell_is_what_the_database_says(run: RunInfo, idm: Method) -> None:
    table = run_table.frame(run)
    stored = list(Result.objects.filter(run=run.id).select_related("sheet", "sheet__batch").order_by("desa"))
    assert table.height == len(stored) > 30
    names = wilayah.names([code[:digits] for code in (one.desa for one in stored) for digits in (2, 4, 6, 10)])
    for row, one in zip(table.iter_rows(named=True), stored, strict=True):
        assert row["kode"] == dotted(one.desa)
        for column, digits in (("nama", 10), ("kecamatan", 6), ("kabkota", 4), ("provinsi", 2)):
            assert row[column] == names[one.desa[:digits]]
        assert [row[code] for code in idm.indicator_codes] == list(bytes(one.sheet.scores))
        assert [row[f"poin_{code.lower()}"] for code in idm.component_codes] == one.points
        for code, points, top in zip(idm.component_codes, one.points, idm.maxima, strict=True):
            assert row[code.lower()] == decimals(Fraction(points, top), 4)
        assert row["poin_indeks"] == one.k
        assert row["indeks"] == decimals(idm.index(one.k), 4)
        assert row["status"] == idm.classes[one.level - 1].code
        assert [row[f"peringkat_{scheme}"] for scheme in run_table.RANKS] == [
            one.rank_nasional,
            one.rank_provinsi,
            one.rank_kabkota,
            one.rank_kecamatan,
        ]
        assert (row["asal"], row["contoh"], row["di_luar_kisi"]) == ("resmi", "tidak", "tidak")


def test_a_region_is_the_part_of_the_whole_that_lies_in_it(run: RunInfo) -> None:
    whole_table = run_table.frame(run)
    part = run_table.frame(run, "330409")
    assert 0 < part.height < whole_table.height
    assert part.equals(whole_table.filter(pl.col("kode").str.starts_with("33.04.09.")))


def test_the_dictionary_names_every_column_in_order_with_the_article_of_each_score(run: RunInfo, idm: Method) -> None:
    told = run_table.columns(idm)
    assert [one.name for one in told] == run_table.frame(run).columns
    by_name = {one.name: one for one in told}
    for indicator in idm.indicators:
        assert by_name[indicator.code].reference == indicator.reference
        assert indicator.label in by_name[indicator.code].meaning
    assert all(one.meaning for one in told)


def test_a_village_without_an_index_keeps_its_scores_and_has_no_rank(
    take_in: Callable[..., Any], make_sheet: Callable[..., Any], idm: Method
) -> None:
    sheet = make_sheet(seed=3)
    sheet.scores[0, 4] = -1
    take_in(sheet)
    report = services.create_run(method_id=idm.id, year=2021)
    services.publish_run(run_id=report.run_id)
    run = selectors.shown_run(2021)
    assert run is not None
    row = run_table.frame(run).row(0, named=True)
    assert row[idm.indicator_codes[4]] is None and row[idm.indicator_codes[0]] is not None
    for column in ("poin_indeks", "indeks", "status", "iks", *(f"peringkat_{one}" for one in run_table.RANKS)):
        assert row[column] is None
    assert row["asal"] == "sendiri"


@pytest.mark.parametrize("name", ["=1+1", "+62", "-5", "@SUM(A1)", '=HYPERLINK("http://x")'])
def test_a_name_or_remark_is_never_taken_for_a_formula(run: RunInfo, name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE wilayah_region SET name = %s WHERE code = '3304092011'", [name])
    row = run_table.frame(run, "3304092011").row(0, named=True)
    assert row["nama"] == f"'{name}"


def test_names_with_quotes_commas_and_lines_come_through_whole(run: RunInfo) -> None:
    name = 'Lor "Kidul", Wetan\nKulon; é'
    with connection.cursor() as cursor:
        cursor.execute("UPDATE wilayah_region SET name = %s WHERE code = '3304092011'", [name])
    assert run_table.frame(run, "3304092011")["nama"].to_list() == [name]


def test_what_is_within_reach_agrees_with_the_explanation_of_each_village(run: RunInfo, idm: Method) -> None:
    found = run_table.scored(run)
    assert (compute(idm, found.scores).k == found.k).all()
    one_step = one_full = open_ = 0
    gaps = []
    for scores in found.scores:
        explanation = explain(idm, scores=scores.tolist())
        following = explanation.next
        if following is None:
            continue
        open_ += 1
        gaps.append(following.gap)
        gains = [share.gains for part in explanation.components for share in part.indicators if share.gains]
        one_step += any(gain[0][1] >= following.gap for gain in gains)
        one_full += any(gain[-1][1] >= following.gap for gain in gains)
    reach = within_reach(idm, found)
    assert (reach.villages, reach.one_step, reach.one_full) == (open_, one_step, one_full)
    assert reach.gaps == tuple(sorted(gaps))
    assert reach.middle_gap == sorted(gaps)[(len(gaps) - 1) // 2]


def test_nothing_is_within_reach_where_scores_are_not_known(idm: Method) -> None:
    unknown = run_table.Scored(
        np.array([1101012001]), np.array([4000], np.int32), np.array([3], np.int8), np.full((1, 50), -1, np.int8)
    )
    assert within_reach(idm, unknown).villages == 0
