"""A folder that cannot be used is refused with one sentence."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from swadaya.core.refusal import Invalid
from swadaya.embedded import acquire, folder, status


def _refusal(home: Path) -> Invalid:
    with pytest.raises(Invalid) as caught:
        acquire(home)
    assert "\n" not in str(caught.value)
    return caught.value


def test_data_of_another_major_version(home):
    acquire(home).release()
    (home / "db" / "data" / "PG_VERSION").write_text("15\n")
    error = _refusal(home)
    assert error.problem.code == "basisdata.versi"
    assert "data PostgreSQL 15" in str(error) and "data PostgreSQL 18" in str(error)


def test_a_folder_with_other_files_is_left_alone(home):
    (home / "db" / "data").mkdir(parents=True)
    (home / "db" / "data" / "skripsi.docx").write_text("penting")
    assert _refusal(home).problem.code == "basisdata.folder-asing"
    assert (home / "db" / "data" / "skripsi.docx").read_text() == "penting"


def test_lost_passwords(home):
    acquire(home).release()
    (home / "db" / "keys.json").unlink()
    assert _refusal(home).problem.code == "basisdata.kunci-hilang"
    shutil.rmtree(home / "db")


def test_a_file_where_the_folder_should_be(home):
    (home / "db").write_text("")
    assert _refusal(home).problem.code == "basisdata.folder-tertutup"


def test_an_ordinary_user_in_a_folder_that_cannot_be_written(tmp_path, run_as, open_to_all):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o755)
    open_to_all(closed)
    said = run_as("nobody", lambda: acquire(closed))
    assert said.startswith(f'{closed}/db: "tidak dapat ditulis"'), said


def test_an_ordinary_user_in_the_folder_of_another(tmp_path, run_as, open_to_all):
    mine = tmp_path / "mine"
    (mine / "db").mkdir(parents=True, mode=0o777)
    open_to_all(mine)
    said = run_as("nobody", lambda: acquire(mine))
    assert "tidak dapat ditulis" in said, said


def test_too_little_space_is_seen_before_anything_is_written(home, monkeypatch):
    usage = shutil.disk_usage(home)
    monkeypatch.setattr(folder.shutil, "disk_usage", lambda _: usage._replace(free=50 * 2**20))
    error = _refusal(home)
    assert error.problem.code == "basisdata.cakram-penuh"
    assert "tersisa 50 MB" in str(error)
    assert not (home / "db" / "data").exists()


@pytest.fixture
def small_disk(tmp_path) -> Iterator[Path]:
    """A file system of 120 MB."""
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=120m", "tmpfs", place], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("needs the right to mount a small file system")
    yield place
    subprocess.run(["umount", "--lazy", place], check=False)


def _fill(place: Path, leave: int) -> Path:
    filler = place / "filler"
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(1, shutil.disk_usage(place).free - leave))
    return filler


def test_the_disk_fills_while_the_cluster_is_made(small_disk, monkeypatch):
    monkeypatch.setattr(folder, "NEEDED_TO_CREATE", 0)
    filler = _fill(small_disk, 20 * 2**20)
    assert _refusal(small_disk).problem.code == "basisdata.cakram-penuh"
    assert not (small_disk / "db" / "data").exists() and not (small_disk / "db" / "data.new").exists()
    filler.unlink()
    with acquire(small_disk) as lease:
        psycopg.connect(lease.dsn()).close()


def test_the_disk_fills_before_a_later_start(small_disk, monkeypatch):
    monkeypatch.setattr(folder, "NEEDED_TO_CREATE", 0)
    acquire(small_disk).release()
    filler = _fill(small_disk, 1)
    assert _refusal(small_disk).problem.code == "basisdata.cakram-penuh"
    monkeypatch.setattr(folder, "NEEDED_TO_START", 0)
    error = _refusal(small_disk)
    assert error.problem.code == "basisdata.cakram-penuh", error
    filler.unlink()
    acquire(small_disk).release()


def test_the_disk_fills_during_work_and_nothing_committed_is_lost(small_disk, monkeypatch):
    monkeypatch.setattr(folder, "NEEDED_TO_CREATE", 0)
    monkeypatch.setattr(folder, "NEEDED_TO_START", 0)
    with acquire(small_disk) as lease:
        filler = _fill(small_disk, 40 * 2**20)
        with psycopg.connect(lease.dsn("owner"), autocommit=True) as link:
            link.execute("CREATE TABLE kept AS SELECT 1 AS n")
            with pytest.raises(psycopg.OperationalError):  # it says so, or stops before it loses a row
                link.execute("CREATE TABLE much AS SELECT n, md5(n::text) FROM generate_series(1, 3000000) n")
        filler.unlink()
    with acquire(small_disk) as lease, psycopg.connect(lease.dsn("owner")) as link:
        assert link.execute("SELECT n FROM kept").fetchone() == (1,)
    assert status(small_disk).pid is None
