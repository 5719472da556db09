"""A PostgreSQL 15 of one's own by DATABASE_URL: the oldest that is accepted, with role names of its own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from suite_needs import pg15_path

from swadaya.embedded.account import server_account

pytestmark = pytest.mark.pg15


@pytest.fixture(scope="module")
def own_server() -> Iterator[Path]:
    """A server of version 15 in a folder of its own; the value is that folder, with the socket in it."""
    place = Path(tempfile.mkdtemp(prefix="swadaya-pg15-"))
    account = server_account(place)
    if account:
        os.chown(place, account.uid, account.gid)
    data = place / "data"
    common: dict[str, Any] = {
        "cwd": place,
        "env": {**os.environ, "LC_ALL": "C"},
        **(account.popen() if account else {}),
    }
    initdb = [pg15_path() / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--no-sync"]
    made = subprocess.run(initdb, check=False, capture_output=True, text=True, **common)
    assert made.returncode == 0, made.stderr
    server = subprocess.Popen(
        [pg15_path() / "postgres", "-D", data, "-k", place, "-h", "", "-c", "fsync=off"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        **common,
    )
    for _ in range(400):
        if (data / "postmaster.pid").is_file() and "ready" in (data / "postmaster.pid").read_text():
            break
        assert server.poll() is None
        time.sleep(0.05)
    yield place
    server.send_signal(signal.SIGINT)
    server.wait(30)
    shutil.rmtree(place, ignore_errors=True)


@pytest.fixture
def own(own_server: Path, request: pytest.FixtureRequest) -> dict[str, str]:
    """A fresh database with two roles; the environment that leads to them."""
    name = request.node.name[:40].replace("[", "_").replace("]", "_")
    with psycopg.connect(host=str(own_server), user="postgres", dbname="postgres", autocommit=True) as link:
        for role in ("dinas_owner", "dinas_app"):
            if not link.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                link.execute(f"CREATE ROLE {role} LOGIN")
        link.execute(f'CREATE DATABASE "{name}" OWNER dinas_owner')
    return {
        "DATABASE_URL": f"postgresql://dinas_app@/{name}?host={own_server}",
        "DATABASE_OWNER_URL": f"postgresql://dinas_owner@/{name}?host={own_server}",
        "SUPERUSER_URL": f"postgresql://postgres@/{name}?host={own_server}",
    }


@pytest.fixture(autouse=True)
def _clean(own_server: Path) -> Iterator[None]:
    yield
    with psycopg.connect(host=str(own_server), user="postgres", dbname="postgres", autocommit=True) as link:
        for (name,) in link.execute("SELECT datname FROM pg_database WHERE datname LIKE 'test_%'").fetchall():
            link.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_migrate_and_work_with_the_application_role(swadaya, own):
    done = swadaya("db", "migrate", env=own)
    assert done.returncode == 0, done.stderr
    said = swadaya("db", "status", env=own).stdout
    for words in ("PostgreSQL sendiri", "PostgreSQL 15", "dinas_owner", "dinas_app", "0 belum"):
        assert words in said
    assert swadaya("worker", "--once", env=own).returncode == 0
    with psycopg.connect(own["DATABASE_URL"]) as link, pytest.raises(psycopg.errors.InsufficientPrivilege):
        link.execute("CREATE TABLE forbidden (a int)")


def test_a_backup_of_the_embedded_database_moves_to_ones_own_server(swadaya, own, tmp_path):
    swadaya("db", "migrate")
    assert swadaya("db", "backup", str(tmp_path / "b.dump")).returncode == 0
    done = swadaya("db", "restore", str(tmp_path / "b.dump"), env=own)
    assert done.returncode == 0, done.stderr
    assert swadaya("db", "migrate", env=own).stdout == "Skema sudah mutakhir.\n"
    assert swadaya("worker", "--once", env=own).returncode == 0
    back = swadaya("db", "backup", str(tmp_path / "c.dump"), env=own)
    assert back.returncode == 0, back.stderr
    assert swadaya("db", "restore", str(tmp_path / "c.dump"), home=tmp_path / "again").returncode == 0


def test_migrating_needs_the_address_of_the_owner(swadaya, own):
    done = swadaya("db", "migrate", env={**own, "DATABASE_OWNER_URL": ""})
    assert done.returncode == 2 and "DATABASE_OWNER_URL kosong" in done.stderr


def test_an_application_role_with_too_much_power_is_refused(swadaya, own):
    for strong, word in (("SUPERUSER_URL", "superuser"), ("DATABASE_OWNER_URL", "membuat tabel")):
        done = swadaya("worker", "--once", env={**own, "DATABASE_URL": own[strong]})
        assert done.returncode == 2 and word in done.stderr, done.stderr


def test_an_owner_without_the_right_to_create_is_refused(swadaya, own):
    done = swadaya("db", "migrate", env={**own, "DATABASE_OWNER_URL": own["DATABASE_URL"]})
    assert done.returncode == 2 and "tidak boleh membuat tabel" in done.stderr


def test_a_server_that_is_not_there_is_one_sentence(swadaya, tmp_path):
    done = swadaya("db", "status", env={"DATABASE_URL": f"postgresql://a@/b?host={tmp_path}"})
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1 and "DATABASE_URL" in done.stderr
