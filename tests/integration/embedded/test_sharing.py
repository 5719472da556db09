"""The first user starts the server, later ones share it, the last one stops it."""

from __future__ import annotations

from pathlib import Path

import psycopg

from swadaya.embedded import acquire, status


def test_two_processes_share_one_server_and_the_last_stops_it(home, start_user):
    first = start_user(home)
    assert first.wait_ready()
    pid = status(home).pid
    second = start_user(home)
    assert second.wait_ready()
    assert status(home).pid == pid is not None
    first.leave()
    assert status(home).pid == pid
    second.leave()
    assert status(home).pid is None


def test_five_processes_beginning_at_once_on_a_new_folder_get_one_server(home, start_user):
    users = [start_user(home) for _ in range(5)]
    addresses = {user.wait_ready() for user in users}
    assert len(addresses) == 1 and "" not in addresses
    for user in users:
        user.leave()
        assert user.process.returncode == 0
    assert status(home).pid is None


def test_two_leases_of_one_process_count_as_two(home):
    first, second = acquire(home), acquire(home)
    first.release()
    first.release()
    assert status(home).pid is not None
    second.release()
    assert status(home).pid is None


def test_a_killed_user_is_not_waited_for(home, start_user):
    killed, other = start_user(home), start_user(home)
    assert killed.wait_ready() and other.wait_ready()
    killed.kill()
    other.leave()
    assert status(home).pid is None


def test_a_server_left_by_a_killed_user_is_used_and_stopped_by_the_next(home, start_user):
    killed = start_user(home)
    assert killed.wait_ready()
    pid = status(home).pid
    killed.kill()
    assert status(home).pid == pid
    acquire(home).release()
    assert status(home).pid is None


def test_a_forked_child_does_not_stop_the_server_of_its_parent(home, run_as):
    with acquire(home) as lease:
        run_as("root", lease.release)
        assert status(home).pid is not None


def test_roles_have_their_own_passwords_and_powers(home, superuser):
    with acquire(home) as lease:
        with superuser(lease) as link:
            roles = link.execute(
                "SELECT rolname, rolsuper, rolcreatedb, rolcreaterole FROM pg_roles "
                "WHERE rolname LIKE 'swadaya%' ORDER BY 1"
            ).fetchall()
        assert roles == [("swadaya_app", False, False, False), ("swadaya_owner", False, False, False)]
        stolen = {**lease.parameters("app"), "user": "swadaya_owner"}
        try:
            psycopg.connect(**stolen).close()
        except psycopg.OperationalError as error:
            assert "password authentication failed" in str(error)
        else:
            raise AssertionError("the application's password opened the owner's role")


def test_the_cluster_is_durable_checked_and_utf8(home, superuser):
    with acquire(home) as lease, superuser(lease) as link:
        names = (
            "fsync",
            "synchronous_commit",
            "full_page_writes",
            "data_checksums",
            "server_encoding",
            "listen_addresses",
        )
        values = [link.execute(f"SHOW {name}").fetchone()[0] for name in names]
        assert values == ["on", "on", "on", "on", "UTF8", ""]
        assert link.execute(
            "SELECT datlocprovider, datlocale FROM pg_database WHERE datname = 'swadaya'"
        ).fetchone() == (
            "b",
            "C.UTF-8",
        )


def test_the_folder_and_the_socket_are_closed_to_others(home):
    with acquire(home) as lease:
        for path in (home / "db", home / "db" / "keys.json", home / "db" / "run", home / "db" / "data"):
            assert path.stat().st_mode & 0o077 == 0, path
        assert (home / "db" / "run" / f".s.PGSQL.{lease.parameters()['port']}").is_socket()


def test_a_long_path_and_a_comma_still_get_a_socket(tmp_path):
    for name in ("x" * 100, "a,b"):
        with acquire(tmp_path / name) as lease:
            psycopg.connect(lease.dsn()).close()
            sockets = Path(lease.parameters()["host"])
            assert sockets.parent == Path("/tmp")
        assert not sockets.exists()
