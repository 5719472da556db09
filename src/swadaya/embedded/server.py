"""One PostgreSQL server on one folder: is it running, start it, stop it. The caller holds the gate."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid

from .binaries import binaries_for, program
from .cluster import environment, explain, work_in
from .folder import PORT, Folder, clear_sockets, make_sockets, unusable

PATIENCE = 600.0  # seconds; recovery after a power cut replays up to max_wal_size
_LARGEST_LOG = 8 * 2**20


@dataclass(frozen=True, slots=True)
class Postmaster:
    """What ``postmaster.pid`` says about a living server."""

    pid: int
    port: int
    ready: bool


def running(folder: Folder) -> Postmaster | None:
    """The living server of this folder, or None; a pid file left by ``kill -9`` counts as none."""
    try:
        lines = (folder.data / "postmaster.pid").read_text().splitlines()
        pid = int(lines[0])
    except (FileNotFoundError, NotADirectoryError, IndexError, ValueError):
        return None
    if not _is_our_server(pid, folder.data):
        return None
    port = int(lines[3]) if len(lines) > 3 and lines[3].strip() else PORT
    return Postmaster(pid, port, ready=len(lines) > 7 and lines[7].strip() == "ready")


def _is_our_server(pid: int, data: Path) -> bool:
    if sys.platform == "linux":  # a server's working directory is its data folder
        try:
            return Path(f"/proc/{pid}/cwd").samefile(data)
        except OSError:
            return False
    import psutil  # type: ignore[import-untyped,unused-ignore]

    try:
        process = psutil.Process(pid)
        return str(process.name()).startswith("postgres") and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def settle(folder: Folder, connection: Mapping[str, Any], *, patience: float = 60.0) -> bool:
    """Wait while a living server recovers, goes down or dies. True when it answers, False when it is gone.

    Also before stopping: PostgreSQL 18 does not heed a shutdown that arrives while it recovers from a crash.
    """
    deadline = time.monotonic() + patience
    while (found := running(folder)) is not None and time.monotonic() < deadline:
        if found.ready and _answers(connection):
            return True
        time.sleep(0.05)
    return False


def _answers(connection: Mapping[str, Any]) -> bool:
    try:
        psycopg.connect(**connection, connect_timeout=10).close()
    except psycopg.OperationalError as error:
        return any(reason in str(error) for reason in ("authentication failed", "too many clients", "reserved for"))
    return True


def start(folder: Folder) -> Postmaster:
    """Start the server and wait until it accepts connections.

    Raises:
        Invalid: with the server's own last words.
    """
    deadline = time.monotonic() + PATIENCE
    try:
        make_sockets(folder)
        _clear_stale_locks(folder)
        if folder.log.is_file() and folder.log.stat().st_size > _LARGEST_LOG:
            folder.log.replace(folder.log.with_suffix(".log.1"))
        with folder.log.open("ab") as log:
            while True:
                said = log.seek(0, os.SEEK_END)
                process = _launch(folder, log.fileno())
                found = _wait_ready(folder, process, deadline)
                if found is not None:
                    return found
                words = folder.log.read_bytes()[said:].decode(errors="replace")
                if "shared memory block" not in words or time.monotonic() > deadline:
                    raise explain(folder, words)
                time.sleep(0.5)  # children of a killed server are still on their way out
    except OSError as error:
        raise unusable(folder, error) from error


def _launch(folder: Folder, log: int) -> subprocess.Popen[bytes]:
    if sys.platform == "win32":  # pg_ctl drops an administrator's rights; TCP, as there are no file sockets
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = [program("pg_ctl"), "start", "-W", "-D", folder.data, "-l", folder.log, "-o", f"-p {port}"]
        return subprocess.Popen(command, env=environment(), stdin=subprocess.DEVNULL)
    sockets = "../run" if folder.sockets.parent == folder.root else str(folder.sockets)
    return subprocess.Popen(
        [
            *(binaries_for(folder.account) / "postgres", "-D", work_in(folder.data, folder)),
            *("-k", sockets, "-p", str(PORT)),
        ],
        cwd=folder.data,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        start_new_session=True,  # Ctrl-C in a terminal ends the command, not the database under others
        umask=0o077,
        **(folder.account.popen() if folder.account else {}),
    )


def _wait_ready(folder: Folder, process: subprocess.Popen[bytes], deadline: float) -> Postmaster | None:
    """The ready server; None when the process ended before."""
    while time.monotonic() < deadline:
        found = running(folder)
        if found is not None and found.ready:
            return found
        if process.poll() is not None and (sys.platform != "win32" or process.returncode):
            return None
        time.sleep(0.005)
    raise slow(folder)


def slow(folder: Folder) -> Invalid:
    """The server is there but does not answer."""
    return Invalid(
        Problem(
            "basisdata.lambat",
            Where(file=str(folder.root)),
            got=f"PostgreSQL belum siap setelah {PATIENCE:.0f} detik",
            expected="PostgreSQL yang menjawab",
            hint=f"Lihat {folder.log}.",
        )
    )


def _clear_stale_locks(folder: Folder) -> None:
    """Let PostgreSQL see that the process named by old lock files is no server, though its number is in use.

    The pid file stays: through it PostgreSQL notices children of a killed server that still write. Only the
    number becomes ours, which a server takes for its parent's and does not mistake for another server.
    """
    path = folder.data / "postmaster.pid"
    if path.is_file():
        _, _, rest = path.read_text().partition("\n")
        path.write_text(f"{os.getpid()}\n{rest}")
    if sys.platform != "win32":
        (folder.sockets / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)


def stop(folder: Folder, *, patience: float = 60.0) -> None:
    """Shut the server down (disconnecting everyone) and wait until it is gone."""
    found = running(folder)
    if found is None:
        return
    if sys.platform == "win32":
        command = [program("pg_ctl"), "stop", "-m", "fast", "-D", folder.data]
        subprocess.run(command, capture_output=True, check=False)
        return
    for sign, seconds in ((signal.SIGINT, patience), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 5.0)):
        try:
            os.kill(found.pid, sign)
        except ProcessLookupError:
            return
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if not _is_our_server(found.pid, folder.data):
                clear_sockets(folder)
                return
            time.sleep(0.005)
