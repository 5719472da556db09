"""What is worked out when a run is published: equal to an independent recount, whole, and never changed."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import polars as pl
import pytest
from django.db import IntegrityError, connection, transaction

from swadaya.indeks import selectors, services
from swadaya.indeks.models import Aggregate, Digest, Moves, Profile, Progress, Result, Run
from swadaya.methodology import compute
from swadaya.wilayah.rules import groupings

METHOD = "idm-operasional-2020"
WIDTHS = {"nasional": 0, "provinsi": 2, "kabkota": 4, "kecamatan": 6}


@pytest.fixture
def publish(take_in, make_sheet):
    """Take in and publish a year over random scores; the sheet and the run's number."""

    def call(year, *, seed=None, without=(), codes=None):
        options = {"codes": codes} if codes else {}
        sheet = make_sheet(year=year, seed=seed or year, **options)
        for row in without:
            sheet.scores[row, 0] = -1
        take_in(sheet)
        run_id = services.create_run(method_id=METHOD, year=year).run_id
        services.publish_run(run_id=run_id)
        return sheet, run_id

    return call


@pytest.fixture
def three_years(regions, publish, few_codes):
    """2021 to 2023, the middle one last; one village is new in 2023, some lack an index."""
    first = publish(2021, without=(3,), codes=few_codes[:-1])
    third = publish(2023, without=(5,))
    second = publish(2022)
    return {2021: first, 2022: second, 2023: third}


def results(run_id):
    rows = Result.objects.filter(run=run_id).values_list("desa", "k", "level")
    return pl.DataFrame(list(rows), schema=["desa", "k", "level"], orient="row")


def digest(base, run):
    return Digest.objects.get(base=base, run=run)


def test_every_two_years_on_show_have_their_moves_and_neighbours_everybodys_progress(three_years):
    ids = {year: run_id for year, (_, run_id) in three_years.items()}
    pairs = {(one.base_id, one.run_id): one.whole for one in Digest.objects.exclude(base=None)}
    assert pairs == {
        (ids[2021], ids[2023]): True,  # nothing lay between them when they were worked out
        (ids[2021], ids[2022]): True,
        (ids[2022], ids[2023]): True,
    }
    assert {one.run_id for one in Digest.objects.filter(base=None)} == set(ids.values())


@pytest.mark.parametrize(("old", "new"), [(2021, 2022), (2022, 2023), (2021, 2023)])
def test_moves_are_those_that_polars_counts_from_the_results(three_years, old, new):
    base, run = three_years[old][1], three_years[new][1]
    joined = results(base).join(results(run), on="desa", how="full", coalesce=True, suffix="_new")
    joined = joined.with_columns(pl.col("level", "level_new").fill_null(0))
    stored = {(row.scheme, row.key): row for row in Moves.objects.filter(digest=digest(base, run))}
    for scheme, width in WIDTHS.items():
        grouped = joined.with_columns(pl.col("desa").str.head(width).alias("group"))
        counts = {tuple(row[:3]): row[3] for row in grouped.group_by("group", "level", "level_new").len().iter_rows()}
        keys = set(grouped["group"])
        assert {key for kind, key in stored if kind == scheme} == keys
        for key in keys:
            row = stored[scheme, key]
            assert row.flows == [counts.get((key, x, y), 0) for x in range(6) for y in range(6)]
            held = grouped.filter((pl.col("group") == key) & (pl.col("level") > 0) & (pl.col("level_new") > 0))
            assert row.sum_delta == (held["k_new"] - held["k"]).sum()
    for scheme in groupings.schemes():
        of_scheme = [row.flows for (kind, _), row in stored.items() if kind == f"pulau:{scheme.code}"]
        assert np.array(of_scheme).sum(axis=0).tolist() == stored["nasional", ""].flows


def test_progress_holds_every_village_of_both_years_with_its_step_and_ranks(three_years):
    base, run = three_years[2022][1], three_years[2023][1]
    joined = results(base).join(results(run), on="desa", suffix="_new").drop_nulls()
    rows = {row.desa: row for row in Progress.objects.filter(digest=digest(base, run))}
    assert set(rows) == set(joined["desa"])
    steps = {desa: new - old for desa, old, new in joined.select("desa", "k", "k_new").iter_rows()}
    for desa, row in rows.items():
        assert row.delta == steps[desa]
        for name, width in WIDTHS.items():
            better = sum(step > row.delta for other, step in steps.items() if other[:width] == desa[:width])
            assert getattr(row, f"rank_{name}") == better + 1


def test_the_moves_agree_with_the_aggregates_of_both_years(three_years):
    base, run = three_years[2021][1], three_years[2023][1]
    for row in Moves.objects.filter(digest=digest(base, run), scheme="kabkota"):
        cells = np.array(row.flows).reshape(6, 6)
        for run_id, axis in ((base, 1), (run, 0)):
            aggregate = Aggregate.objects.get(run=run_id, scheme="kabkota", key=row.key)
            assert cells.sum(axis=axis)[1:].tolist() == aggregate.classes


def test_profiles_are_what_the_scores_say(three_years, idm):
    sheet, run_id = three_years[2023]
    composite = compute(idm, sheet.scores)
    codes = sheet.codes.astype(str)
    own = Digest.objects.get(run=run_id, base=None)
    for row in Profile.objects.filter(digest=own):
        inside = np.array([code.startswith(row.key) for code in codes]) & composite.has_index
        scores = sheet.scores[inside].astype(int)
        assert sum(row.patterns) == row.scored == int(inside.sum())
        assert row.below == [int((scores[:, n] < item.maximum).sum()) for n, item in enumerate(idm.indicators)]
        assert row.lost == [int((item.maximum - scores[:, n]).sum()) for n, item in enumerate(idm.indicators)]
    assert {row.scheme for row in Profile.objects.filter(digest=own)} == set(WIDTHS)


def test_a_newer_run_of_a_year_gets_moves_of_its_own_and_the_old_ones_stay(three_years, publish):
    base, old = three_years[2022][1], three_years[2023][1]
    before = list(Moves.objects.filter(digest=digest(base, old)).values_list("scheme", "key", "flows").order_by("key"))
    _, newer = publish(2023, seed=77)
    assert digest(base, newer).whole
    assert digest(three_years[2021][1], newer).whole is False
    after = list(Moves.objects.filter(digest=digest(base, old)).values_list("scheme", "key", "flows").order_by("key"))
    assert after == before
    kept = Progress.objects.filter(digest=digest(three_years[2021][1], newer))
    assert kept.exists()
    assert all(abs(row.after - row.before) >= 2 and row.rank_nasional == 0 for row in kept)


def test_a_good_run_has_no_problem_with_its_digests(three_years):
    for _, run_id in three_years.values():
        assert services.verify_run(run_id) == []


def test_selectors_read_what_is_stored(three_years):
    shown = {run.year: run for run in selectors.published_runs()}
    base, run = shown[2022], shown[2023]
    page = selectors.moves_page("1101", base, run)
    stored = Moves.objects.get(digest=digest(base.id, run.id), scheme="kabkota", key="1101")
    assert [cell for row in page.flow.cells for cell in row] == stored.flows
    assert page.flow.both == page.flow.up + page.flow.down + page.flow.same == sum(page.flow.before)
    assert page.flow.sum_delta == sum(part.sum_delta for part in page.parts)
    leaps = Progress.objects.filter(digest=digest(base.id, run.id), desa__startswith="1101")
    assert page.flow.leapt(1) + page.flow.leapt(-1) == sum(abs(row.after - row.before) >= 2 for row in leaps)
    assert selectors.moves_page("99", base, run) is None
    assert selectors.base_of(list(shown.values()), run) == base
    assert selectors.base_of(list(shown.values()), shown[2021]) is None


@pytest.mark.parametrize(
    "filters", [{}, {"region": "11"}, {"region": "1101"}, {"status": 3}, {"ranges": [("33", "33:")]}]
)
def test_walking_the_ranking_of_progress_meets_everybody_once_in_order(three_years, filters):
    shown = {run.year: run for run in selectors.published_runs()}
    base, run = shown[2022], shown[2023]
    walks = []
    for size in (1, 7, 200):
        met, after = [], None
        while rows := selectors.progress(base, run, after=after, limit=size, **filters):
            met += rows
            after = rows[-1].place
        walks.append(met)
    assert walks[0] == walks[1] == walks[2]
    prefix = filters.get("region", "33" if "ranges" in filters else "")
    expected = Progress.objects.filter(digest=digest(base.id, run.id), desa__startswith=prefix)
    if "status" in filters:
        expected = expected.filter(after=filters["status"])
    assert [row.code for row in met] == [row.desa for row in sorted(expected, key=lambda row: (-row.delta, row.desa))]
    assert [row.place for row in met] == sorted(row.place for row in met)
    for row in met:
        assert row.k == Result.objects.get(run=run.id, desa=row.code).k


def test_digests_of_runs_published_before_are_completed_once(three_years, owner_of_digests):
    kept = Moves.objects.count(), Progress.objects.count(), Profile.objects.count()
    owner_of_digests()
    assert Digest.objects.count() == 0
    assert services.complete_digests() == 6
    assert services.complete_digests() == 0
    assert (Moves.objects.count(), Profile.objects.count()) == (kept[0], kept[2])
    assert Progress.objects.count() < kept[1]  # 2021 and 2023 are no neighbours any more
    for _, run_id in three_years.values():
        assert services.verify_run(run_id) == []


@pytest.fixture
def owner_of_digests(transactional_db, owner_connection):
    """Take every digest away behind the guards."""

    def run():
        tables = "indeks_moves, indeks_progress, indeks_profile, indeks_digest"
        owner_connection.execute(f"TRUNCATE {tables}")

    return run


@pytest.fixture
def stored_pair(transactional_db, load_few_regions, publish):
    """Two published years, committed."""
    load_few_regions()
    return publish(2021)[1], publish(2022)[1]


CHANGES = (
    "UPDATE indeks_digest SET whole = false",
    "DELETE FROM indeks_digest",
    "UPDATE indeks_moves SET sum_delta = 0",
    "DELETE FROM indeks_moves",
    "INSERT INTO indeks_moves SELECT * FROM indeks_moves ON CONFLICT DO NOTHING",
    "INSERT INTO indeks_moves (digest_id, scheme, key, flows, sum_delta) "
    "SELECT digest_id, 'lain', key, flows, sum_delta FROM indeks_moves LIMIT 1",
    "INSERT INTO indeks_moves (digest_id, scheme, key, flows, sum_delta) VALUES (999999, 'nasional', '', '{1}', 0)",
    "UPDATE indeks_progress SET delta = 1 WHERE desa = '1101022001'",
    "DELETE FROM indeks_progress",
    "INSERT INTO indeks_progress (digest_id, desa, before, after, delta, rank_nasional, rank_provinsi, rank_kabkota, "
    "rank_kecamatan) SELECT digest_id, '9999992001', 1, 1, 0, 1, 1, 1, 1 FROM indeks_progress LIMIT 1",
    "UPDATE indeks_profile SET scored = 0",
    "DELETE FROM indeks_profile",
    "INSERT INTO indeks_profile (digest_id, scheme, key, patterns, scored) "
    "SELECT digest_id, 'lain', key, patterns, 0 FROM indeks_profile LIMIT 1",
)


def content():
    with connection.cursor() as cursor:
        found = []
        for table in ("indeks_digest", "indeks_moves", "indeks_progress", "indeks_profile"):
            cursor.execute(f"SELECT count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} t")
            found.append(cursor.fetchone())
        return found


def test_nothing_of_a_digest_can_be_changed_or_added_with_the_rights_of_the_application(stored_pair):
    before = content()
    for statement in CHANGES:
        with (
            pytest.raises(IntegrityError, match="tidak dapat di"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            if "ON CONFLICT" in statement:  # adds nothing, and so breaks nothing
                cursor.execute(statement)
                assert content() == before
                raise IntegrityError("tidak dapat di")
            cursor.execute(statement)
        assert content() == before, statement


@pytest.mark.parametrize("which", ["draft", "backwards", "twice"])
def test_a_digest_is_of_published_runs_in_their_order_and_made_once(stored_pair, which, take_in):
    old, new = stored_pair
    draft = services.create_run(method_id=METHOD, year=2021).run_id
    pair = {"draft": (old, draft), "backwards": (new, old), "twice": (old, new)}[which]
    with pytest.raises(IntegrityError), transaction.atomic():
        Digest.objects.create(base=Run.objects.get(pk=pair[0]), run=Run.objects.get(pk=pair[1]))


@pytest.mark.parametrize(
    ("table", "change", "name"),
    [
        ("indeks_moves", "sum_delta = sum_delta + 1 WHERE scheme = 'nasional'", "perpindahan 2021-2022 nasional"),
        ("indeks_moves", "flows[8] = flows[8] + 1 WHERE key = '1101'", "perpindahan 2021-2022 kabkota 1101"),
        ("indeks_progress", "delta = delta + 1 WHERE desa = '1101022001'", "kemajuan 2021-2022 1101022001"),
        ("indeks_profile", "lost[1] = lost[1] + 1 WHERE key = '1101'", "profil kabkota 1101"),
        ("indeks_profile", "patterns[1] = patterns[1] + 1 WHERE scheme = 'nasional'", "profil nasional"),
    ],
)
def test_a_changed_digest_is_found_and_named(stored_pair, owner_connection, table, change, name):
    owner_connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    run = stored_pair[1]
    digests = f"AND digest_id IN (SELECT id FROM indeks_digest WHERE run_id = {run})"
    owner_connection.execute(f"UPDATE {table} SET {change} {digests}")
    owner_connection.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    [problem] = services.verify_run(run)
    assert problem.code == "jalan.ringkasan-berbeda"
    assert problem.where.key.strip() == name


def test_two_years_published_at_once_still_get_their_moves(transactional_db, load_few_regions, take_in, make_sheet):
    load_few_regions()
    drafts = []
    for year in (2021, 2022):
        take_in(make_sheet(year=year, seed=year))
        drafts.append(services.create_run(method_id=METHOD, year=year).run_id)
    together = threading.Barrier(2)

    def publish(run_id):
        try:
            together.wait(30)
            services.publish_run(run_id=run_id)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(publish, run_id) for run_id in drafts]:
            done.result(60)
    assert digest(*drafts).whole
    assert Digest.objects.count() == 3


def test_a_publication_that_fails_leaves_no_digest(regions, take_in, make_sheet, monkeypatch):
    take_in(make_sheet(year=2021))
    run_id = services.create_run(method_id=METHOD, year=2021).run_id

    def broken(*_args, **_options):
        raise RuntimeError("mati di tengah")

    monkeypatch.setattr("swadaya.indeks.publication_summaries.profile_frame", broken)
    with pytest.raises(RuntimeError):
        services.publish_run(run_id=run_id)
    assert Run.objects.get(pk=run_id).status == "draf"
    assert not Digest.objects.exists()
