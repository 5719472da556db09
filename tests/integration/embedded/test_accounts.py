"""The server never runs as root, and root's folders stay closed."""

from __future__ import annotations

import os
import pwd
import shutil
import sys
from pathlib import Path

import psutil
import psycopg
import pytest

from swadaya.embedded import acquire, binaries, status
from swadaya.embedded.account import Account, server_account

root_only = pytest.mark.skipif(os.geteuid() != 0, reason="needs root")


def _works(home: Path) -> str:
    with acquire(home) as lease, psycopg.connect(lease.dsn()) as link:
        owner = psutil.Process(status(home).pid).uids().effective
        return f"{pwd.getpwuid(owner).pw_name} {link.execute('SELECT current_user').fetchone()[0]}"


@root_only
def test_root_lends_the_server_to_another_user_inside_a_closed_folder(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    name, role = _works(closed / "deep" / "home").split()
    assert (name != "root", role) == (True, "swadaya_app")
    assert closed.stat().st_mode & 0o777 == 0o700


def test_an_ordinary_user_runs_the_server_alone(tmp_path, run_as, open_to_all, monkeypatch):
    programs = sys.modules["swadaya.embedded.binaries"]
    nobody = pwd.getpwnam("nobody")
    reachable = programs.binaries_for(Account(nobody.pw_uid, nobody.pw_gid, "nobody"))
    monkeypatch.setattr(programs, "binaries", lambda: reachable)
    place = tmp_path / "ordinary"
    place.mkdir()
    os.chown(place, pwd.getpwnam("nobody").pw_uid, -1)
    open_to_all(place)
    assert run_as("nobody", lambda: _works(place)) == "nobody swadaya_app"
    assert _works(place) == "nobody swadaya_app"  # root joins as that user, so that files keep their owner
    assert run_as("nobody", lambda: _works(place)) == "nobody swadaya_app"


@root_only
def test_programs_in_a_closed_place_are_copied_once(tmp_path, monkeypatch):
    programs = sys.modules["swadaya.embedded.binaries"]
    cache = Path("/var/cache") / f"swadaya-test-{os.getpid()}"
    monkeypatch.setattr(programs, "_CACHE", cache)
    monkeypatch.setattr(programs, "_can_run", lambda *_: False)
    try:
        assert _works(tmp_path).split()[0] != "root"
        copied = programs.binaries_for(server_account(tmp_path))
        assert copied.is_relative_to(cache) and copied != binaries()
        before = copied.stat().st_mtime_ns
        _works(tmp_path)
        assert copied.stat().st_mtime_ns == before
    finally:
        shutil.rmtree(cache, ignore_errors=True)
