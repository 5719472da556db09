"""Real processes that use one folder, as users of the product do."""

from __future__ import annotations

import os
import pwd
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from swadaya.core.refusal import Invalid
from swadaya.embedded import Lease, acquire, status

_PROGRAM = """
import sys
import tempfile
from pathlib import Path
from swadaya.embedded import acquire
lease = acquire(Path(sys.argv[1]))
print(lease.dsn("superuser", "postgres"), flush=True)
sys.stdin.readline()
lease.release()
print("gone", flush=True)
"""


class UserProcess:
    """Another process with a lease."""

    def __init__(self, home: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, str(home)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def wait_ready(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def leave(self) -> None:
        self.process.communicate("\n", timeout=60)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture
def start_user() -> Iterator[Callable[[Path], UserProcess]]:
    started: list[UserProcess] = []

    def start(home: Path) -> UserProcess:
        started.append(UserProcess(home))
        return started[-1]

    yield start
    for user in started:
        if user.process.poll() is None:
            user.kill()


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A folder of one's own; its server is stopped afterwards, whatever the test left behind."""
    yield tmp_path
    if (tmp_path / "db" / "data" / "postmaster.pid").exists():
        try:
            acquire(tmp_path).release()
        except Invalid as error:
            pytest.fail(f"the folder is left unusable: {error}")
    assert status(tmp_path).pid is None


@pytest.fixture
def superuser() -> Callable[[Lease], psycopg.Connection]:
    return lambda lease: psycopg.connect(lease.dsn("superuser"), autocommit=True)


def as_user(name: str, work: Callable[[], object]) -> str:
    """Run ``work`` in a child with the rights of another system user; what it returned or refused, as text.

    A fork, because that user may be unable to reach the Python of this environment.
    """
    account = pwd.getpwnam(name)
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setgid(account.pw_gid)
            os.setuid(account.pw_uid)
            said = str(work())
        except Invalid as error:
            said = str(error)
        except BaseException as error:
            said = f"unexpected {error!r}"
        os.write(writer, said.encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as answer:
        text = answer.read().decode()
    os.waitpid(child, 0)
    return text


@pytest.fixture
def open_to_all() -> Callable[[Path], None]:
    """Let every user walk to a folder of this test."""

    def walk(place: Path) -> None:
        for parent in (place, *place.parents):
            if parent.stat().st_uid == os.geteuid() and str(parent).startswith(f"{tempfile.gettempdir()}/"):
                parent.chmod(parent.stat().st_mode | 0o055)

    return walk


@pytest.fixture
def run_as() -> Callable[[str, Callable[[], object]], str]:
    if os.geteuid() != 0:
        pytest.skip("needs root to become another user")
    return as_user
