"""State, migration, backup and restore of the embedded database, each by its command."""

from __future__ import annotations

import json

import psycopg
import pytest

from swadaya.embedded import acquire


def test_status_of_a_folder_that_does_not_exist_creates_nothing(swadaya, tmp_path):
    done = swadaya("db", "status")
    assert done.returncode == 0 and "belum dibuat" in done.stdout
    assert not (tmp_path / "home").exists()


def test_migrate_then_status(swadaya):
    assert "perubahan skema diterapkan" in swadaya("db", "migrate").stdout
    assert swadaya("db", "migrate").stdout == "Skema sudah mutakhir.\n"
    said = swadaya("db", "status").stdout
    for words in ("PostgreSQL 18", "swadaya_owner", "swadaya_app", "0 belum", "berhenti"):
        assert words in said


def test_a_command_on_a_database_without_tables_says_what_to_do(swadaya):
    done = swadaya("worker", "--once")
    assert done.returncode == 2
    assert "swadaya db migrate" in done.stderr


def test_backup_and_restore_keep_every_row(swadaya, filled, tmp_path):
    file, other = tmp_path / "b.dump", tmp_path / "other"
    assert swadaya("db", "backup", str(file), home=filled).returncode == 0
    assert file.stat().st_mode & 0o077 == 0
    counts = json.loads((tmp_path / "b.dump.json").read_text())["tables"]
    assert counts["procrastinate_jobs"] == 50
    done = swadaya("db", "restore", str(file), home=other)
    assert done.returncode == 0, done.stderr
    assert f"Semua {len(counts)} tabel sama dengan cadangan." in done.stdout
    assert swadaya("db", "migrate", home=other).stdout == "Skema sudah mutakhir.\n"
    with acquire(other) as lease:
        with psycopg.connect(lease.dsn("app")) as link:
            assert link.execute("SELECT count(*) FROM procrastinate_jobs").fetchone() == (50,)
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                link.execute("CREATE TABLE forbidden (a int)")
        with psycopg.connect(lease.dsn("owner")) as link:  # what is made later is open to the application too
            link.execute("CREATE TABLE later (a int)")
        with psycopg.connect(lease.dsn("app")) as link:
            link.execute("INSERT INTO later VALUES (1)")


def test_restore_keeps_rights_that_a_migration_took_away(swadaya, filled, tmp_path):
    with acquire(filled) as lease, psycopg.connect(lease.dsn("owner")) as link:
        link.execute("CREATE TABLE posted (a int); REVOKE UPDATE, DELETE ON posted FROM swadaya_app")
    file, other = tmp_path / "b.dump", tmp_path / "other"
    swadaya("db", "backup", str(file), home=filled)
    assert swadaya("db", "restore", str(file), home=other).returncode == 0
    with acquire(other) as lease, psycopg.connect(lease.dsn("app"), autocommit=True) as link:
        link.execute("INSERT INTO posted VALUES (1)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            link.execute("DELETE FROM posted")


def test_restore_refuses_a_database_with_tables(swadaya, filled, tmp_path):
    swadaya("db", "backup", str(tmp_path / "b.dump"), home=filled)
    done = swadaya("db", "restore", str(tmp_path / "b.dump"), home=filled)
    assert done.returncode == 2 and "basis data kosong" in done.stderr


def test_restore_refuses_a_changed_or_incomplete_backup(swadaya, filled, tmp_path):
    file, other = tmp_path / "b.dump", tmp_path / "other"
    swadaya("db", "backup", str(file), home=filled)
    good = file.read_bytes()
    file.write_bytes(good[:-1])
    done = swadaya("db", "restore", str(file), home=other)
    assert done.returncode == 2 and "tidak sama dengan saat dicadangkan" in done.stderr
    file.write_bytes(good)
    (tmp_path / "b.dump.json").unlink()
    done = swadaya("db", "restore", str(file), home=other)
    assert done.returncode == 2 and "b.dump.json" in done.stderr


def test_restore_reports_rows_that_are_missing(swadaya, filled, tmp_path):
    file = tmp_path / "b.dump"
    swadaya("db", "backup", str(file), home=filled)
    beside = tmp_path / "b.dump.json"
    manifest = json.loads(beside.read_text())
    manifest["tables"]["procrastinate_jobs"] = 51
    beside.write_text(json.dumps(manifest))
    done = swadaya("db", "restore", str(file), home=tmp_path / "other")
    assert done.returncode == 1
    assert "BEDA" in done.stdout and "1 tabel berbeda" in done.stderr


def test_backup_refuses_to_overwrite_and_a_place_that_is_not_there(swadaya, filled, tmp_path):
    file = tmp_path / "b.dump"
    file.write_text("precious")
    assert swadaya("db", "backup", str(file), home=filled).returncode == 2
    assert file.read_text() == "precious"
    assert swadaya("db", "backup", str(file), "--force", home=filled).returncode == 0
    done = swadaya("db", "backup", str(tmp_path / "nowhere" / "b.dump"), home=filled)
    assert done.returncode == 2 and done.stderr.count("\n") == 1
