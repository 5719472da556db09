"""Backup and restore of the whole database, with proof that no row was lost.

The dump and the count of every table are taken from one snapshot. The counts lie beside the dump, in
``FILE.json``; restoring counts again and compares.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from swadaya.core import clock
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid
from swadaya.embedded import program, rights

from .migrations import application_role
from .replay import Truncated, replay

_VARIABLES = {"dbname": "PGDATABASE", "application_name": "PGAPPNAME", "connect_timeout": "PGCONNECT_TIMEOUT"}
"""Variables of libpq that are not simply PG and the parameter's name without underscores."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What lies beside a dump."""

    created: str
    server: int
    application_role: str
    sha256: str
    tables: dict[str, int]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Rows of one table in the backup and after restoring."""

    table: str
    expected: int
    found: int


@dataclass(frozen=True, slots=True)
class Restored:
    """Every table's rows, and how often which option was left out because the server does not know it."""

    tables: list[Comparison]
    left_out: Mapping[str, int]


def beside(file: Path) -> Path:
    """Where the counts of a dump are."""
    return file.with_name(f"{file.name}.json")


def backup(parameters: dict[str, Any], file: Path) -> Manifest:
    """Write a dump and its counts; both appear complete or not at all.

    Args:
        parameters: connection of the owner, by libpq's names.
    """
    draft = file.with_name(f"{file.name}.draft")
    try:
        draft.touch(mode=0o600)
        with psycopg.connect(**parameters) as link:
            link.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            row = link.execute("SELECT pg_export_snapshot()").fetchone()
            with _environment(parameters) as environment:
                arguments = ["--format=custom", "--no-owner", f"--snapshot={row[0] if row else ''}"]
                _run("pg_dump", [*arguments, f"--file={draft}"], environment, file)
            manifest = Manifest(
                created=clock.now().isoformat(timespec="seconds"),
                server=link.info.server_version // 10000,
                application_role=application_role(),
                sha256=_fingerprint(draft),
                tables=counts(link),
            )
        beside(file).write_text(json.dumps(asdict(manifest), indent=1, sort_keys=True), encoding="utf-8")
        draft.replace(file)
    except OSError as error:
        raise _refuse("cadangan.berkas", file, error.strerror or str(error), "berkas yang dapat ditulis") from error
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def restore(parameters: dict[str, Any], file: Path) -> Restored:
    """Fill an empty database from a dump, in one transaction, and compare the rows of every table.

    Raises:
        Invalid: ``cadangan.*`` when the file is damaged, the database is not empty or the server refuses a
            statement; the database is then as it was.
    """
    manifest = _manifest(file)
    with psycopg.connect(**parameters) as link, _environment(parameters) as environment:
        existing = counts(link)
        if existing:
            raise _refuse(
                "cadangan.tidak-kosong",
                file,
                f"basis data sudah berisi {len(existing)} tabel",
                "basis data kosong",
                "Pilih folder lain lewat SWADAYA_HOME, atau basis data PostgreSQL yang baru.",
            )
        same = manifest.application_role == application_role()
        owner = link.info.user
        for statement in rights(owner=owner, app=application_role()):
            link.execute(statement)
        if same:  # the dump carries its own rights, also those that a migration took away
            link.execute(_without_defaults(owner, application_role()))
        left_out = _replay(link, file, environment, keep_rights=same)
    with psycopg.connect(**parameters) as link:
        found = counts(link)
        link.execute("ANALYZE")
    names = sorted(manifest.tables.keys() | found.keys())
    tables = [Comparison(name, manifest.tables.get(name, 0), found.get(name, 0)) for name in names]
    return Restored(tables, left_out)


def counts(link: psycopg.Connection) -> dict[str, int]:
    """Rows of every table in the schema public, as the connection's snapshot sees them."""
    names = [row[0] for row in link.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")]
    found = {}
    for name in names:
        row = link.execute(sql.SQL("SELECT count(*) FROM public.{}").format(sql.Identifier(name))).fetchone()
        found[name] = int(row[0]) if row else 0
    return found


def _manifest(file: Path) -> Manifest:
    try:
        manifest = Manifest(**json.loads(beside(file).read_text(encoding="utf-8")))
        fingerprint = _fingerprint(file)
    except (OSError, ValueError, TypeError) as error:
        said = error.strerror if isinstance(error, OSError) else "isi tidak dikenal"
        place = Path(error.filename) if isinstance(error, OSError) and error.filename else beside(file)
        raise _refuse(
            "cadangan.tidak-lengkap", place, str(said), f"cadangan {file.name} dan {beside(file).name}"
        ) from error
    if fingerprint != manifest.sha256:
        raise _refuse("cadangan.berubah", file, "isinya tidak sama dengan saat dicadangkan", "berkas yang utuh")
    return manifest


def _without_defaults(owner: str, app: str) -> sql.Composed:
    return sql.SQL(
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public REVOKE ALL ON TABLES FROM {app};"
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public REVOKE ALL ON SEQUENCES FROM {app}"
    ).format(owner=sql.Identifier(owner), app=sql.Identifier(app))


def _replay(link: psycopg.Connection, file: Path, environment: dict[str, str], *, keep_rights: bool) -> Counter[str]:
    """Turn the dump into a script and run it in the connection's transaction; see :mod:`.replay`."""
    options = ["--no-owner", "--file=-", *([] if keep_rights else ["--no-privileges"])]
    with tempfile.TemporaryFile() as said:
        reader = subprocess.Popen(
            [program("pg_restore"), *options, file], stdout=subprocess.PIPE, stderr=said, env=environment
        )
        try:
            left_out = replay(link, reader.stdout or ())
            failed = bool(reader.wait())
        except Truncated:
            failed = True
        except psycopg.Error as error:
            got = error.diag.message_primary or _last_line(str(error).encode())
            raise _refuse("cadangan.gagal", file, got, "pemulihan tanpa galat") from error
        finally:
            if reader.stdout:
                reader.stdout.close()
            reader.wait()
        if failed:
            said.seek(0)
            raise _refuse("cadangan.gagal", file, _last_line(said.read()), "pemulihan tanpa galat")
        return left_out


@contextmanager
def _environment(parameters: dict[str, Any]) -> Iterator[dict[str, str]]:
    """The connection as libpq's variables; a password goes through a private file, not a command line."""
    given = {_VARIABLES.get(key) or _variable(key): str(value) for key, value in parameters.items() if value}
    password = given.pop("PGPASSWORD", "").replace("\\", "\\\\").replace(":", "\\:")
    with tempfile.NamedTemporaryFile("w", suffix=".pgpass") as file:
        file.write(f"*:*:*:*:{password}\n")
        file.flush()
        secret = {"PGPASSFILE": file.name} if password else {}
        yield {**os.environ, **given, **secret, "LC_ALL": "C"}


def _variable(parameter: str) -> str:
    return "PG" + parameter.upper().replace("_", "")


def _run(name: str, arguments: list[str], environment: dict[str, str], file: Path) -> None:
    done = subprocess.run([program(name), *arguments], env=environment, capture_output=True, check=False)
    if done.returncode:
        raise _refuse("cadangan.gagal", file, _last_line(done.stderr), "pencadangan tanpa galat")


def _last_line(said: bytes) -> str:
    lines = [line for line in said.decode(errors="replace").splitlines() if line.strip()]
    faults = [line for line in lines if "ERROR" in line or "error:" in line]
    return (faults or lines or ["tanpa pesan"])[0].strip()


def _fingerprint(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _refuse(code: str, file: Path, got: str, expected: str, hint: str = "") -> Invalid:
    return Invalid(Problem(code, Where(file=str(file)), got=got, expected=expected, hint=hint))
