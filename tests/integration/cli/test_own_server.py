"""A PostgreSQL 15 of one's own by DATABASE_URL: the oldest that is accepted, with role names of its own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from suite_needs import pg15_path

from swadaya.embedded import acquire
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


SMALL = """
    CREATE TABLE kas (id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY WITH (fillfactor = 70),
                      note text NOT NULL CHECK (note <> ''), said jsonb) WITH (fillfactor = 80);
    CREATE UNIQUE INDEX kas_note ON kas (note) WITH (fillfactor = 50);
    CREATE INDEX kas_said ON kas USING gin (said) WITH (fastupdate = off) WHERE note <> 'x';
    CREATE VIEW seen WITH (security_barrier) AS SELECT note FROM kas;
    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
SET LOCAL transaction_isolation = 'read committed';
RAISE EXCEPTION 'kas tidak diubah';
END $$;
    CREATE TRIGGER kas_kept BEFORE UPDATE OR DELETE ON kas FOR EACH ROW EXECUTE FUNCTION refuse();
    INSERT INTO kas (note) VALUES ('SET transaction_timeout = 0;'), ('WITH (a=1);'),
                                  (E'-- Name: x; Type: TABLE\\n\\\\.');
    CREATE MATERIALIZED VIEW sums AS SELECT count(*) AS many FROM kas
"""
NEW = """
    SET allow_system_table_mods = on;
    UPDATE pg_attribute SET attoptions = array_append(attoptions, 'kolom_baru=1')
     WHERE attrelid = 'kas'::regclass AND attnum > 0;
    UPDATE pg_class SET reloptions = array_append(reloptions, 'tabel_baru=1')
     WHERE oid IN ('kas'::regclass, 'sums'::regclass);
    UPDATE pg_class SET reloptions = array_append(reloptions, 'indeks_baru=on')
     WHERE oid IN ('kas_note'::regclass, 'kas_said'::regclass, 'kas_pkey'::regclass)
"""
"""Options that no other server knows; no command gives them, so they are written into the catalogue."""


@contextmanager
def _embedded(home: Path, role: Any) -> Iterator[psycopg.Connection]:
    with acquire(home) as lease, psycopg.connect(**lease.parameters(role)) as link:
        yield link


def _shape(link: psycopg.Connection) -> list[Any]:
    """Everything of the small database that a move has to keep."""
    queries = (
        "SELECT id, note FROM kas ORDER BY id",
        "SELECT many FROM sums",
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE conrelid = 'kas'::regclass AND contype <> 'n' ORDER BY 1",
        "SELECT indexrelid::regclass::text, indisunique, indisvalid, pg_get_expr(indpred, indrelid) FROM pg_index "
        "WHERE indrelid = 'kas'::regclass ORDER BY 1",
        "SELECT tgname, tgenabled FROM pg_trigger WHERE tgrelid = 'kas'::regclass ORDER BY 1",
        "SELECT prosrc FROM pg_proc WHERE proname = 'refuse'",
        "SELECT reloptions FROM pg_class WHERE oid = 'seen'::regclass",
        "SELECT relname, option FROM pg_class, unnest(reloptions) AS option "
        "WHERE relnamespace = 'public'::regnamespace AND option ~ 'fillfactor|fastupdate' ORDER BY 1",
    )
    return [link.execute(query).fetchall() for query in queries]


def test_options_that_only_one_side_knows_are_left_out_both_ways(swadaya, own, tmp_path):
    there, back = tmp_path / "there.dump", tmp_path / "back.dump"
    with _embedded(tmp_path / "home", "owner") as link:
        link.execute(SMALL)
    with _embedded(tmp_path / "home", "superuser") as link:
        link.execute(NEW)
        before = _shape(link)
    assert swadaya("db", "backup", str(there)).returncode == 0
    moved = swadaya("db", "restore", str(there), env=own)
    assert moved.returncode == 0, moved.stderr
    for words in ("transaction_timeout (", "kolom_baru (3 kali)", "tabel_baru (2 kali)", "indeks_baru (3 kali)"):
        assert words in moved.stdout
    with psycopg.connect(own["SUPERUSER_URL"]) as link:
        assert _shape(link) == before
        link.execute(NEW)
    assert swadaya("db", "backup", str(back), env=own).returncode == 0
    again = swadaya("db", "restore", str(back), home=tmp_path / "again")
    assert again.returncode == 0, again.stderr
    for words in ("kolom_baru (3 kali)", "tabel_baru (2 kali)", "indeks_baru (3 kali)"):
        assert words in again.stdout
    assert "fillfactor" not in again.stdout and "transaction_timeout" not in again.stdout
    with _embedded(tmp_path / "again", "owner") as link:
        assert _shape(link) == before


@pytest.mark.parametrize(
    "only_here",
    [
        "ALTER TABLE kas ADD CONSTRAINT later CHECK (id > 0) NOT ENFORCED",
        "ALTER TABLE kas ADD COLUMN twice bigint GENERATED ALWAYS AS (id * 2) VIRTUAL",
        "SET allow_system_table_mods = on; "
        "UPDATE pg_class SET reloptions = '{penjaga_baru=true}' WHERE oid = 'seen'::regclass",
        "CREATE INDEX newest ON kas (casefold(note COLLATE pg_c_utf8))",
    ],
    ids=["constraint", "column", "view", "index"],
)
def test_what_guards_rows_and_only_one_side_knows_stops_and_leaves_the_other_as_it_was(
    swadaya, own, tmp_path, only_here
):
    good, bad = tmp_path / "good.dump", tmp_path / "bad.dump"
    with _embedded(tmp_path / "home", "owner") as link:
        link.execute(SMALL)
        before = _shape(link)
    assert swadaya("db", "backup", str(good)).returncode == 0
    with _embedded(tmp_path / "home", "superuser") as link:
        link.execute(only_here)
    assert swadaya("db", "backup", str(bad)).returncode == 0
    with psycopg.connect(own["SUPERUSER_URL"]) as link:
        held = link.execute(HELD).fetchall()
    done = swadaya("db", "restore", str(bad), env=own)
    assert done.returncode == 2 and done.stderr.count("\n") == 1, done.stderr
    with psycopg.connect(own["SUPERUSER_URL"]) as link:
        assert link.execute(HELD).fetchall() == held
    assert swadaya("db", "restore", str(good), env=own).returncode == 0
    with psycopg.connect(own["SUPERUSER_URL"]) as link:
        assert _shape(link) == before


HELD = """
    SELECT 'r', relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT 'f', proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT 'd', defaclacl::text FROM pg_default_acl
    UNION ALL SELECT 'n', nspacl::text FROM pg_namespace WHERE nspname = 'public'
    ORDER BY 1, 2
"""
"""Everything in a database that restoring begins with."""
