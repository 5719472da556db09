"""A stored run is checked against its inputs: nothing on a good one, and every kind of tampering is found."""

from __future__ import annotations

import pytest

from swadaya.core.refusal import Invalid
from swadaya.indeks import services
from swadaya.indeks.models import Run

METHOD = "idm-operasional-2020"


@pytest.fixture
def published(transactional_db, load_few_regions, take_in, make_sheet):
    load_few_regions()
    sheet = make_sheet()
    sheet.scores[3, 5] = -1
    take_in(sheet)
    run_id = services.create_run(method_id=METHOD, year=2021).run_id
    services.publish_run(run_id=run_id)
    return run_id


@pytest.fixture
def tamper(owner_connection):
    """Change stored rows behind the guards, with the rights of the owner."""

    def run(statement, table):
        owner_connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        try:
            return owner_connection.execute(statement).rowcount
        finally:
            owner_connection.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")

    return run


def codes(problems):
    return {problem.code for problem in problems}


def test_a_good_run_has_no_problem_draft_or_published(published):
    assert services.verify_run(published) == []
    draft = services.create_run(method_id=METHOD, year=2021).run_id
    assert services.verify_run(draft) == []


def test_a_run_stays_good_when_its_sheets_are_superseded(published, take_in, make_sheet):
    assert take_in(make_sheet(seed=8)).superseded > 0
    assert services.verify_run(published) == []


@pytest.mark.parametrize(
    "change",
    [
        "k = k + 12 WHERE desa = '1101022001'",
        "level = 5 WHERE desa = '1101022001'",
        "rank_nasional = 999 WHERE desa = '1101022004'",
        "points[1] = 7 WHERE desa = '1101022001'",
        "off_grid = true WHERE desa = '1101022001'",
    ],
)
def test_a_changed_result_is_found_and_its_village_named(published, tamper, change):
    assert tamper(f"UPDATE indeks_result SET {change}", "indeks_result") == 1
    [problem] = services.verify_run(published)
    assert problem.code == "jalan.hasil-berbeda"
    assert problem.where.key in change


@pytest.mark.parametrize(
    ("change", "group"),
    [
        ("UPDATE indeks_aggregate SET sum_k = sum_k + 1 WHERE scheme = 'nasional'", "nasional "),
        ("UPDATE indeks_aggregate SET classes[1] = 99 WHERE key = '1101'", "kabkota 1101"),
        ("DELETE FROM indeks_aggregate WHERE scheme = 'kecamatan' AND key = '110102'", "kecamatan 110102"),
        ("UPDATE indeks_aggregate SET desa = 1 WHERE scheme LIKE 'pulau:%'", "pulau:"),
    ],
)
def test_a_changed_aggregate_is_found_and_its_group_named(published, tamper, change, group):
    assert tamper(change, "indeks_aggregate") >= 1
    found = services.verify_run(published)
    assert codes(found) == {"jalan.ringkasan-berbeda"}
    assert all(problem.where.key.startswith(group) for problem in found)


def test_a_removed_village_is_found(published, tamper):
    assert tamper("DELETE FROM indeks_result WHERE desa = '1101022001'", "indeks_result") == 1
    assert {"jalan.masukan-berbeda", "jalan.berbeda", "jalan.ringkasan-berbeda"} <= codes(
        services.verify_run(published)
    )


def test_changed_scores_are_found(published, tamper):
    change = (
        "UPDATE indeks_scoresheet SET scores = set_byte(scores, 1, 5 - get_byte(scores, 1)) WHERE desa = '1101022001'"
    )
    assert tamper(change, "indeks_scoresheet") == 1
    assert {"jalan.masukan-berbeda", "jalan.hasil-berbeda"} <= codes(services.verify_run(published))


def test_a_changed_fingerprint_is_found(published, tamper):
    tamper("UPDATE indeks_run SET results_hash = repeat('0', 64)", "indeks_run")
    assert codes(services.verify_run(published)) == {"jalan.berbeda"}


def test_a_method_that_changed_since_is_a_warning(published, tamper):
    tamper("UPDATE indeks_run SET method_version = repeat('a', 64)", "indeks_run")
    found = services.verify_run(published)
    assert "jalan.metode-berubah" in codes(found)
    assert next(item for item in found if item.code == "jalan.metode-berubah").severity == "peringatan"


def test_many_differences_are_shown_in_part_and_counted(published, tamper):
    tamper("UPDATE indeks_result SET rank_nasional = rank_nasional + 1", "indeks_result")
    found = services.verify_run(published)
    assert 20 < len(found) <= 22
    assert "baris" in found[-1].got


def test_a_run_that_is_not_there_is_said(published):
    with pytest.raises(Invalid, match="nomor jalan yang ada"):
        services.verify_run(published + 99)


def test_the_nightly_job_checks_every_run_on_show_and_logs_what_is_wrong(published, tamper, caplog):
    from swadaya.indeks.tasks import verify_published

    assert verify_published(timestamp=0) == 1
    assert caplog.records == []
    tamper("UPDATE indeks_result SET k = 1 WHERE desa = '1101022001'", "indeks_result")
    assert verify_published(timestamp=0) == 1
    assert any("1101022001" in record.getMessage() for record in caplog.records)
    assert Run.objects.count() == 1


def test_years_side_by_side_that_no_longer_say_what_the_runs_say_are_found(published, tamper):
    changed = tamper("UPDATE indeks_trend SET runs = '[]' WHERE scheme = 'desa' AND key = '1101022001'", "indeks_trend")
    assert changed == 1
    [problem] = services.verify_run(published)
    assert problem.code == "jalan.ringkasan-berbeda" and METHOD in problem.got


def test_a_later_publication_writes_the_years_side_by_side_anew(published, tamper, take_in, make_sheet):
    tamper("DELETE FROM indeks_trend", "indeks_trend")
    assert services.complete_digests() == 0
    assert services.verify_run(published) == []
    services.publish_run(run_id=services.create_run(method_id=METHOD, year=2021).run_id)
    assert services.verify_run(published) == []
