"""Two at once: nothing slips into a run while it is published, imports wait, and a killed one leaves nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.db import connection, transaction

from swadaya.core.refusal import Invalid
from swadaya.indeks import services
from swadaya.indeks.models import Batch, Result, Run, ScoreSheet

METHOD = "idm-operasional-2020"
COLUMNS = "run_id, desa, sheet_id, level, rank_nasional, rank_provinsi, rank_kabkota, rank_kecamatan, off_grid"


@pytest.fixture
def draft(transactional_db, load_few_regions, take_in):
    load_few_regions()
    take_in()
    return services.create_run(method_id=METHOD, year=2021).run_id


@pytest.fixture
def second(draft, cluster):
    """Another connection with the rights of the application."""
    with psycopg.connect(**cluster.parameters("app", connection.settings_dict["NAME"])) as link:
        yield link


def copy_row(link, run_id):
    with link.cursor() as cursor, cursor.copy(f"COPY indeks_result ({COLUMNS}) FROM STDIN") as sink:
        sink.write(f"{run_id}\t9999992001\t{ScoreSheet.objects.order_by('id').first().pk}\t0\t0\t0\t0\t0\tf\n")


def waiting(condition, seconds=20):
    """Wait until something is so; whether it came to be."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def blocked(owner):
    return owner.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone()[0] > 0


def in_thread(work):
    def run():
        try:
            return work()
        finally:
            connection.close()

    return run


def test_rows_copied_while_the_run_is_being_published_are_refused(draft, second, owner_connection):
    count = Result.objects.filter(run=draft).count()
    sheet = ScoreSheet.objects.order_by("id").first().pk

    def copy():
        with second.cursor() as cursor, cursor.copy(f"COPY indeks_result ({COLUMNS}) FROM STDIN") as sink:
            sink.write(f"{draft}\t9999992001\t{sheet}\t0\t0\t0\t0\t0\tf\n")
        second.commit()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            services.publish_run(run_id=draft)
            copying = pool.submit(copy)
            assert waiting(lambda: blocked(owner_connection)), "the copy did not wait for the publication"
        with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="sudah terbit"):
            copying.result(timeout=20)
    assert Result.objects.filter(run=draft).count() == count
    assert services.verify_run(draft) == []


def test_a_run_into_which_rows_are_being_copied_waits_and_is_then_not_published(draft, second, owner_connection):
    copy_row(second, draft)
    with ThreadPoolExecutor(1) as pool:
        publishing = pool.submit(in_thread(lambda: services.publish_run(run_id=draft)))
        assert waiting(lambda: blocked(owner_connection)), "the publication did not wait for the copy"
        second.commit()
        with pytest.raises(Invalid, match="jumlahnya sama"):
            publishing.result(timeout=20)
    assert Run.objects.get(pk=draft).status == "draf"


def test_a_run_is_published_by_one_of_two(draft):
    with ThreadPoolExecutor(2) as pool:
        tries = [pool.submit(in_thread(lambda: services.publish_run(run_id=draft))) for _ in range(2)]
        outcomes = [item.exception(timeout=30) for item in tries]
    assert sorted(type(item).__name__ for item in outcomes) == ["Invalid", "NoneType"]


def test_two_imports_of_the_same_villages_wait_for_each_other(
    draft, make_sheet, take_in, owner_connection, monkeypatch
):
    monkeypatch.setattr(services, "_remember_regions", lambda *_: 0)  # which makes them wait as well
    first, last = make_sheet(seed=2), make_sheet(seed=3)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            take_in(first)
            other = pool.submit(in_thread(lambda: take_in(last)))
            assert waiting(lambda: blocked(owner_connection)), "the second import did not wait"
        report = other.result(timeout=30)
    assert report.superseded == len(last)
    current = ScoreSheet.objects.filter(year=2021, superseded_by=None)
    assert current.count() == len(last)
    assert set(current.values_list("batch_id", flat=True)) == {report.batch_id}


def test_an_import_that_is_killed_leaves_nothing_half_done(
    transactional_db, load_few_regions, cluster, owner_connection, make_sheet, tmp_path
):
    load_few_regions()
    make_sheet()
    name = connection.settings_dict["NAME"]
    environment = {
        **os.environ,
        "DATABASE_URL": cluster.dsn("app", name),
        "DATABASE_OWNER_URL": cluster.dsn("owner", name),
        "SWADAYA_HOME": str(tmp_path / "home"),
        "PGAPPNAME": "korban",
    }
    words = ["indeks", "import", str(tmp_path / "isian-2021-1.csv"), "--method", METHOD]
    command = [sys.executable, "-m", "swadaya.cli.main", *words]
    with owner_connection.transaction():
        owner_connection.execute(
            "LOCK TABLE indeks_scoresheet IN EXCLUSIVE MODE"
        )  # it reads, stages, and waits to write
        child = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        assert waiting(lambda: blocked(owner_connection) or child.poll() is not None, 60)
        assert child.poll() is None
        child.send_signal(signal.SIGKILL)
        child.wait(20)
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'korban'"
    assert waiting(lambda: owner_connection.execute(others).fetchone()[0] == 0)
    assert (Batch.objects.count(), ScoreSheet.objects.count()) == (0, 0)
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert (Batch.objects.count(), ScoreSheet.objects.count()) == (1, len(make_sheet()))
