"""Using the server: the first user starts it, the last one to leave stops it.

Every user process holds ``users.lock`` shared. Leaving, it asks for the lock alone: granted means nobody else
is there. Starting and stopping happen behind ``gate.lock``. Both locks end with their process, in any way.
"""

from __future__ import annotations

import atexit
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import quote, urlencode

from . import cluster, folder, server
from .binaries import MAJOR
from .locks import FileLock
from .roles import DATABASE, USERS, Role


class Lease:
    """A hold on the running server. Ends with :meth:`release`, the ``with`` block, or the process."""

    def __init__(self, place: folder.Folder, users: FileLock, port: int) -> None:
        self._place = place
        self._users: FileLock | None = users
        self._process = os.getpid()
        self._port = port
        self._keys = cluster.keys(place)

    def parameters(self, role: Role = "app", dbname: str = DATABASE) -> dict[str, Any]:
        """Connection parameters by the names of libpq: host, port, user, password, dbname."""
        return {
            "host": _host(self._place),
            "port": self._port,
            "user": USERS[role],
            "password": self._keys[USERS[role]],
            "dbname": dbname,
        }

    def dsn(self, role: Role = "app", dbname: str = DATABASE) -> str:
        """The same as an address, ``postgresql://...``."""
        given = self.parameters(role, dbname)
        user, password = quote(given["user"]), quote(given["password"])
        where = urlencode({"host": given["host"], "port": given["port"]})
        return f"postgresql://{user}:{password}@/{quote(dbname)}?{where}"

    def release(self) -> None:
        """Leave; stop the server when nobody else uses it. Safe to call twice, harmless in a forked child."""
        users, self._users = self._users, None
        if users is None:
            return
        if os.getpid() != self._process:
            users.close()
            return
        atexit.unregister(self.release)
        try:
            with FileLock(self._place.root / "gate.lock") as gate:
                gate.exclusive()
                if users.try_exclusive():
                    server.settle(self._place, self.parameters("app", "postgres"))
                    server.stop(self._place)
                users.close()
        except FileNotFoundError:  # the folder was deleted meanwhile; its server ends by itself
            users.close()

    def __enter__(self) -> Lease:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def acquire(home: Path) -> Lease:
    """Join the server of ``home``, making and starting it as needed.

    Args:
        home: the product's folder; the database lives in ``home/db``.

    Raises:
        Invalid: one sentence on what is wrong with the folder or the server (codes ``basisdata.*``).
    """
    place = folder.folder_of(home)
    folder.prepare(place)
    try:
        users = FileLock(place.root / "users.lock")
        gate = FileLock(place.root / "gate.lock")
    except OSError as error:
        raise folder.unusable(place, error) from error
    with gate:
        gate.exclusive()
        try:
            users.shared()
            lease = _join(place, users) or _start(place, users)
            if not place.ready.exists():
                cluster.populate(place, lease.parameters("superuser"))
        except BaseException:
            if users.try_exclusive():
                server.stop(place)
            users.close()
            raise
    atexit.register(lease.release)
    return lease


def _join(place: folder.Folder, users: FileLock) -> Lease | None:
    """A hold on the server that is there, once it answers; None when there is none, or it just died."""
    found = server.running(place)
    if found is None:
        return None
    lease = Lease(place, users, found.port)
    if server.settle(place, lease.parameters("app", "postgres"), patience=server.PATIENCE):
        return lease
    if server.running(place) is not None:
        raise server.slow(place)
    return None


def _start(place: folder.Folder, users: FileLock) -> Lease:
    if not folder.check(place):
        cluster.create(place)
    return Lease(place, users, server.start(place).port)


@dataclass(frozen=True, slots=True)
class Status:
    """The folder as it is, without starting anything."""

    folder: Path
    exists: bool
    version: str
    pid: int | None
    size: int  # bytes


def status(home: Path) -> Status:
    place = folder.folder_of(home)
    version = place.data / "PG_VERSION"
    found = server.running(place)
    exists = version.is_file()
    return Status(
        folder=place.root,
        exists=exists,
        version=version.read_text().strip() if exists else str(MAJOR),
        pid=found.pid if found else None,
        size=_size(place.data) if exists else 0,
    )


def _size(data: Path) -> int:
    """Bytes of all files; a live cluster removes some while they are counted."""
    total = 0
    for inside, _, files in os.walk(data):
        for name in files:
            with suppress(FileNotFoundError):
                total += Path(inside, name).lstat().st_size
    return total


def _host(place: folder.Folder) -> str:
    return "127.0.0.1" if os.name == "nt" else str(place.sockets)
