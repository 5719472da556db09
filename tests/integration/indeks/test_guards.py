"""What the services promise the database keeps: with the rights of the application nothing published changes."""

from __future__ import annotations

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction

from swadaya.indeks import services
from swadaya.indeks.models import Aggregate, Result, Run, ScoreSheet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]
METHOD = "idm-operasional-2020"


@pytest.fixture
def published(take_in):
    take_in()
    run_id = services.create_run(method_id=METHOD, year=2021).run_id
    services.publish_run(run_id=run_id)
    return run_id


@pytest.fixture
def draft(take_in):
    take_in(year=2022)
    return services.create_run(method_id=METHOD, year=2022).run_id


def refused(statement, run_id, match):
    with pytest.raises(IntegrityError, match=match), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(run=int(run_id)))


def content(run_id):
    with connection.cursor() as cursor:
        found = []
        for table in ("indeks_run WHERE id", "indeks_result WHERE run_id", "indeks_aggregate WHERE run_id"):
            name, _, column = table.partition(" WHERE ")
            cursor.execute(
                f"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)), count(*) FROM {name} t WHERE {column} = %s",
                [run_id],
            )
            found.append(cursor.fetchone())
        return found


RESULT_COLUMNS = "run_id, desa, sheet_id, level, rank_nasional, rank_provinsi, rank_kabkota, rank_kecamatan, off_grid"
AGGREGATE_COLUMNS = "run_id, scheme, key, desa, with_index, classes, sum_k, sum_points, lowest_k, highest_k"
OTHER_SCHEME = AGGREGATE_COLUMNS.replace("scheme", "'lain'")
RUN_COLUMNS = "method, method_version, year, inputs_hash, results_hash, example, note, created_at"
RESULTS = (
    "UPDATE indeks_result SET k = 6300 WHERE run_id = {run}",
    "UPDATE indeks_result SET k = k WHERE run_id = {run} AND false",
    "UPDATE indeks_result SET run_id = run_id WHERE desa = '1101022001'",
    "DELETE FROM indeks_result WHERE run_id = {run}",
    "DELETE FROM indeks_result WHERE run_id = {run} AND desa = '1101022001'",
    f"INSERT INTO indeks_result ({RESULT_COLUMNS}) SELECT run_id, '9999992001', sheet_id, 0, 0, 0, 0, 0, false "
    "FROM indeks_result WHERE run_id = {run} LIMIT 1",
    "INSERT INTO indeks_result SELECT * FROM indeks_result WHERE run_id = {run} "
    "ON CONFLICT (run_id, desa) DO UPDATE SET k = 1",
    "UPDATE indeks_aggregate SET sum_k = 0 WHERE run_id = {run}",
    "DELETE FROM indeks_aggregate WHERE run_id = {run} AND scheme = 'nasional'",
    f"INSERT INTO indeks_aggregate ({AGGREGATE_COLUMNS}) SELECT {OTHER_SCHEME} "
    "FROM indeks_aggregate WHERE run_id = {run} LIMIT 1",
    "WITH gone AS (DELETE FROM indeks_aggregate WHERE run_id = {run} RETURNING 1) SELECT count(*) FROM gone",
)


@pytest.mark.parametrize("statement", RESULTS)
def test_results_and_aggregates_of_a_published_run_cannot_be_changed_by_sql(published, statement):
    before = content(published)
    refused(statement, published, "sudah terbit|tidak dapat diubah")
    assert content(published) == before


@pytest.mark.parametrize("table", ["indeks_result", "indeks_aggregate"])
def test_rows_cannot_be_copied_into_a_published_run(published, table):
    rows = {
        "indeks_result": f"{published}\t9999992001\t{ScoreSheet.objects.first().pk}\t0\t0\t0\t0\t0\tf\n",
        "indeks_aggregate": f"{published}\tlain\tx\t1\t1\t{{1}}\t1\t{{1}}\t1\t1\n",
    }
    columns = {"indeks_result": RESULT_COLUMNS, "indeks_aggregate": AGGREGATE_COLUMNS}
    before = content(published)
    with (
        pytest.raises((IntegrityError, psycopg.errors.IntegrityConstraintViolation), match="sudah terbit"),
        transaction.atomic(),
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({columns[table]}) FROM STDIN") as sink,
    ):
        sink.write(rows[table])
    assert content(published) == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE indeks_run SET note = 'lain' WHERE id = {run}",
        "UPDATE indeks_run SET status = 'draf', published_at = NULL WHERE id = {run}",
        "UPDATE indeks_run SET results_hash = '' WHERE id = {run}",
        "DELETE FROM indeks_run WHERE id = {run}",
    ],
)
def test_a_published_run_itself_cannot_be_changed(published, statement):
    before = content(published)
    refused(statement, published, "sudah terbit")
    assert content(published) == before


def test_rows_cannot_be_moved_between_runs(published, draft):
    refused("UPDATE indeks_result SET run_id = {run} WHERE run_id = " + str(draft), published, "tidak dapat diubah")


def test_a_run_cannot_be_born_published(draft):
    refused(
        f"INSERT INTO indeks_run ({RUN_COLUMNS}, status, published_at) SELECT {RUN_COLUMNS}, 'terbit', created_at "
        "FROM indeks_run WHERE id = {run}",
        draft,
        "lahir sebagai draf",
    )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE indeks_scoresheet SET scores = NULL",
        "UPDATE indeks_scoresheet SET scores = set_byte(scores, 0, 5)",
        "UPDATE indeks_scoresheet SET said_index = 9999",
        "UPDATE indeks_scoresheet SET desa = '9999992001' WHERE desa = '1101022001'",
        "UPDATE indeks_scoresheet SET remark = 'lain'",
        "DELETE FROM indeks_scoresheet",
    ],
)
def test_a_sheet_cannot_be_changed_or_deleted(draft, statement):
    refused(statement, draft, "lembar skor")


def test_a_sheet_is_superseded_once_only(take_in, make_sheet, draft):
    take_in(make_sheet(year=2022, seed=5))
    refused(
        "UPDATE indeks_scoresheet SET superseded_by_id = NULL WHERE superseded_by_id IS NOT NULL", draft, "lembar skor"
    )
    refused(
        "UPDATE indeks_scoresheet SET superseded_by_id = batch_id WHERE superseded_by_id IS NOT NULL",
        draft,
        "lembar skor",
    )


@pytest.mark.parametrize(
    "statement",
    ["UPDATE indeks_batch SET kind = 'resmi'", "UPDATE indeks_batch SET source = 'lain'", "DELETE FROM indeks_batch"],
)
def test_where_sheets_come_from_cannot_be_changed(draft, statement):
    refused(statement, draft, "asal data")


@pytest.mark.parametrize(
    "table", ["indeks_result", "indeks_aggregate", "indeks_run", "indeks_scoresheet", "indeks_batch"]
)
@pytest.mark.parametrize(
    "statement", ["TRUNCATE {table} CASCADE", "ALTER TABLE {table} DISABLE TRIGGER ALL", "DROP TABLE {table}"]
)
def test_the_application_cannot_go_around_the_guards(draft, table, statement):
    from django.db import ProgrammingError

    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table=table))


def test_a_draft_may_still_lose_its_rows_and_go(draft):
    Result.objects.filter(run=draft).delete()
    Aggregate.objects.filter(run=draft).delete()
    Run.objects.filter(pk=draft).delete()
    assert not Run.objects.filter(pk=draft).exists()


def test_a_village_code_in_the_database_has_ten_digits(draft):
    refused(
        "INSERT INTO indeks_scoresheet (desa, year, method, batch_id, places, said_level, remark) "
        "SELECT '11010220', 2030, method, batch_id, 0, 0, '' FROM indeks_scoresheet LIMIT 1",
        draft,
        "indeks_sheet_desa",
    )


def test_one_current_sheet_a_village_year_and_method(draft):
    refused(
        "INSERT INTO indeks_scoresheet (desa, year, method, batch_id, places, said_level, remark) "
        "SELECT desa, year, method, batch_id, 0, 0, '' FROM indeks_scoresheet LIMIT 1",
        draft,
        "indeks_sheet_current",
    )
