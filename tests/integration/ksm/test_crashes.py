"""Application and database killed at any moment: each meeting is there once, and whole.

The server is a private one that waits for the disk, as the product's does and the suite's own does not.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from swadaya.embedded import acquire

CHILD = Path(__file__).parent / "crash_child.py"
SMALL = {"shared_buffers": "8MB", "max_connections": "10", "max_wal_size": "64MB", "min_wal_size": "32MB"}
"""A server that is quick to start again; nothing here weakens what it promises."""


@pytest.fixture
def program(tmp_path, copy_migrated_home):
    """Run a Python program on a migrated database of its own; ``program("-m", "swadaya.cli.main", "db", "status")``."""
    place = copy_migrated_home(tmp_path / "rumah")
    with acquire(place) as lease, psycopg.connect(lease.dsn("superuser", "postgres"), autocommit=True) as link:
        for name, value in SMALL.items():
            link.execute(f"ALTER SYSTEM SET {name} = '{value}'")

    def run(*words, timeout=120):
        return subprocess.run(
            [sys.executable, *map(str, words)],
            env={**os.environ, "SWADAYA_HOME": str(place)},
            capture_output=True,
            text=True,
            check=False,
            timeout=timeout,
        )

    yield run
    acquire(place).release()  # ends a server that a killed program left
    shutil.rmtree(place)


def survive(program, *, times: int) -> None:
    """``times`` kills of the application and as many of the database, in a shuffled order."""
    seed = random.SystemRandom().randrange(10**9)
    done = program(CHILD, times, seed, timeout=120 + 20 * times)
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert seen["kept"] == {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
    for victim in ("application", "database"):
        left = [one["recorded"] for one in seen["rounds"] if one["victim"] == victim]
        assert len(left) == times
        amidst = sum(0 < many < seen["queue"] for many in left)
        assert amidst > times // 3, f"seed {seed}: only {amidst} kills between the first and the last commit"
    assert seen["records"] >= seen["queue"] * len(seen["rounds"])
    done = program("-m", "swadaya.cli.main", "ledger", "verify")
    assert done.returncode == 0, done.stdout + done.stderr


def test_thirty_kills_leave_each_meeting_once_and_whole(program):
    survive(program, times=15)


@pytest.mark.long
def test_five_hundred_kills_leave_each_meeting_once_and_whole(program):
    survive(program, times=250)
