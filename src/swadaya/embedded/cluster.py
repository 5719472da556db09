"""Make the cluster once: files by ``initdb``, then roles and database. Either may be cut off and resumed."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psycopg

from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid

from .binaries import binaries_for
from .folder import Folder, full, unusable
from .roles import DATABASE, USERS, create_database, create_role, rights

SETTINGS = {
    "listen_addresses": "",
    "max_connections": "50",
    "shared_buffers": "256MB",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "4GB",
    "fsync": "on",
    "synchronous_commit": "on",
    "log_checkpoints": "off",
    "log_timezone": "UTC",
    "timezone": "UTC",
    "unix_socket_permissions": "0700",
}
"""Written into postgresql.conf when the cluster is made; the owner of the folder may change them there."""

_INITDB = (
    "--encoding UTF8 --locale C --locale-provider builtin --builtin-locale C.UTF-8 "
    f"--auth scram-sha-256 --data-checksums --username {USERS['superuser']}"
)


def work_in(place: Path, folder: Folder) -> str:
    """How a program started in ``place`` names it.

    A lent account may not be able to walk the path (a checkout under ``/root``), yet it owns the folder:
    on Linux the process' own working directory is a name that needs no walking.
    """
    return "/proc/self/cwd" if folder.account is not None and sys.platform == "linux" else str(place)


def environment() -> dict[str, str]:
    """The environment without what would steer PostgreSQL; messages in plain English for the log."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PG", "LC_", "LANG"))}
    return {**kept, "LC_ALL": "C"}


def keys(folder: Folder) -> dict[str, str]:
    """Passwords by user name. Raises Invalid when the file is lost."""
    try:
        found: dict[str, str] = json.loads(folder.keys.read_text(encoding="utf-8"))
    except OSError as error:
        raise Invalid(
            Problem(
                "basisdata.kunci-hilang",
                Where(file=str(folder.keys)),
                got=error.strerror or "",
                expected="berkas kata sandi basis data",
                hint="Kembalikan berkas itu dari cadangan folder.",
            )
        ) from error
    return found


def create(folder: Folder) -> None:
    """Run initdb beside the final place and move the finished cluster there."""
    draft = folder.root / "data.new"
    try:
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir()
        folder.give(draft, 0o700)
        passwords = {user: secrets.token_urlsafe(24) for user in USERS.values()}
        folder.write(folder.keys, json.dumps(passwords))
        folder.ready.unlink(missing_ok=True)
        _initdb(folder, draft, passwords[USERS["superuser"]])
        if folder.data.is_dir():
            folder.data.rmdir()  # empty, as check() saw
        draft.rename(folder.data)
    except OSError as error:
        shutil.rmtree(draft, ignore_errors=True)
        raise unusable(folder, error) from error


def _initdb(folder: Folder, draft: Path, password: str) -> None:
    settings = [part for name, value in SETTINGS.items() for part in ("--set", f"{name}={value}")]
    if sys.platform == "win32":
        settings += ["--set", "listen_addresses=127.0.0.1"]
    with tempfile.NamedTemporaryFile("w", dir=folder.root, delete=False) as file:
        file.write(password)
    secret = Path(file.name)
    folder.give(secret, 0o600)
    try:
        done = subprocess.run(
            [
                str(binaries_for(folder.account) / "initdb"),
                *("--pgdata", work_in(draft, folder), "--pwfile", f"../{secret.name}"),
                *_INITDB.split(),
                *settings,
            ],
            cwd=draft,
            env=environment(),
            capture_output=True,
            text=True,
            check=False,
            **(folder.account.popen() if folder.account else {}),
        )
    finally:
        secret.unlink()
    if done.returncode:
        shutil.rmtree(draft, ignore_errors=True)
        raise explain(folder, done.stderr)


def explain(folder: Folder, text: str) -> Invalid:
    """Turn the last words of a failed program into one sentence."""
    if "No space left on device" in text or "Disk quota exceeded" in text:
        return full(folder)
    lines = [line for line in text.splitlines() if any(word in line for word in ("FATAL", "PANIC", "error:"))]
    last = (lines or text.splitlines() or ["tanpa pesan"])[-1].strip()
    return Invalid(
        Problem(
            "basisdata.gagal-mulai",
            Where(file=str(folder.root)),
            got=last,
            expected="PostgreSQL yang berjalan",
            hint=f"Lihat {folder.log}.",
        )
    )


def populate(folder: Folder, connection: Mapping[str, Any]) -> None:
    """Make roles, database and rights, as far as they are missing; then mark the folder ready."""
    passwords = keys(folder)
    with psycopg.connect(**{**connection, "dbname": "postgres"}, autocommit=True) as link:
        existing = {row[0] for row in link.execute("SELECT rolname FROM pg_roles")}
        for role in ("owner", "app"):
            if USERS[role] not in existing:
                link.execute(create_role(USERS[role], passwords[USERS[role]]))
        if not link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            link.execute(create_database(DATABASE, USERS["owner"]))
    with psycopg.connect(**{**connection, "dbname": DATABASE}) as link:
        for statement in rights(owner=USERS["owner"], app=USERS["app"]):
            link.execute(statement)
    folder.write(folder.ready, "")
