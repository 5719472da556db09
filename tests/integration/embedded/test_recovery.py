"""What was committed is there after everything was killed; what was left half-made is made again."""

from __future__ import annotations

import os
import signal
import subprocess
import time

import psutil
import psycopg

from swadaya.embedded import acquire, status


def _write(dsn: str) -> None:
    with psycopg.connect(dsn) as link:
        link.execute("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")


def _count(lease) -> int:
    with psycopg.connect(lease.dsn("superuser", "postgres")) as link:
        return link.execute("SELECT count(*) FROM kept").fetchone()[0]


def test_committed_rows_survive_killing_user_and_server(home, start_user):
    user = start_user(home)
    _write(user.wait_ready())
    server = psutil.Process(status(home).pid)
    everyone = (server, *server.children(recursive=True))
    for process in everyone:
        process.kill()
    user.kill()
    psutil.wait_procs(everyone, timeout=10)
    assert (home / "db" / "data" / "postmaster.pid").exists()
    with acquire(home) as lease:
        assert _count(lease) == 1000


def test_a_server_whose_parts_were_killed_is_waited_for(home, start_user):
    user = start_user(home)
    _write(user.wait_ready())
    psutil.Process(status(home).pid).children()[0].kill()
    with acquire(home) as lease:
        assert _count(lease) == 1000
    psutil.Process(status(home).pid).children()[0].kill()
    user.leave()
    assert status(home).pid is None


def test_the_next_user_waits_for_children_of_a_killed_server(home, start_user):
    user = start_user(home)
    address = user.wait_ready()
    _write(address)
    busy = psycopg.connect(address)
    os.kill(status(home).pid, signal.SIGKILL)
    user.kill()
    with acquire(home) as lease:
        assert _count(lease) == 1000
    busy.close()


def test_a_user_who_stays_gets_a_new_server_by_asking_again(home):
    with acquire(home) as first:
        _write(first.dsn("superuser", "postgres"))
        os.kill(status(home).pid, signal.SIGKILL)
        with acquire(home) as second:
            assert _count(second) == 1000
        assert _count(first) == 1000


def test_a_pid_that_now_belongs_to_another_program_is_no_server(home):
    with acquire(home) as lease:
        _write(lease.dsn("superuser", "postgres"))
    stranger = subprocess.Popen(["sleep", "60"])
    try:
        pid_file = home / "db" / "data" / "postmaster.pid"
        pid_file.write_text(f"{stranger.pid}\n{home}/db/data\n1\n5432\n../run\n\n  1 1\nready   \n")
        assert status(home).pid is None
        with acquire(home) as lease:
            assert _count(lease) == 1000
    finally:
        stranger.kill()
        stranger.wait()


def test_a_first_start_cut_off_in_the_middle_begins_again(home):
    half = home / "db" / "data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    with acquire(home) as lease:
        psycopg.connect(lease.dsn()).close()
    assert not half.exists()


def test_a_first_start_cut_off_before_the_roles_is_completed(home):
    acquire(home).release()
    (home / "db" / "ready").unlink()
    with acquire(home) as lease:
        psycopg.connect(lease.dsn()).close()
    assert (home / "db" / "ready").exists()


def test_a_moved_folder_keeps_its_data(home, tmp_path):
    with acquire(home) as lease:
        _write(lease.dsn("superuser", "postgres"))
    moved = tmp_path / "moved"
    moved.mkdir()
    (home / "db").rename(moved / "db")
    with acquire(moved) as lease:
        assert _count(lease) == 1000


def test_starting_again_is_quick(home):
    acquire(home).release()
    began = time.monotonic()
    acquire(home).release()
    assert time.monotonic() - began < 5  # about 0.05 s on an idle machine
