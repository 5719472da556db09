"""A database of the bench's own: a scratch folder, migrated, with regions; emptied by the owner between runs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg


def swadaya(*words: str, home: Path | None = None) -> None:
    """Run a command of the product in a process of its own."""
    environment = {**os.environ, **({"SWADAYA_HOME": str(home)} if home else {})}
    subprocess.run([sys.executable, "-m", "swadaya.cli.main", *words], check=True, env=environment)


@contextmanager
def scratch_database(*, example: bool = False) -> Iterator[Path]:
    """Join an embedded database in a temporary folder, with regions, and the example nation when asked."""
    home = Path(tempfile.mkdtemp(prefix="swadaya-bench-"))
    home.chmod(0o755)
    os.environ["SWADAYA_HOME"] = str(home)
    from swadaya.config import database

    try:
        database.connect("app")
        swadaya("db", "migrate", home=home)
        swadaya("prepare", "--example" if example else "--no-example", home=home)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "swadaya.config.settings")
        import django

        django.setup()
        yield home
    finally:
        from django.db import connections

        connections.close_all()
        database.release()
        shutil.rmtree(home, ignore_errors=True)


def analyze() -> None:
    """Let the planner know what the tables hold now."""
    with _owner() as connection:
        connection.execute("ANALYZE")


def empty_sheets() -> None:
    """Empty the score sheets with the rights of the owner."""
    with _owner() as connection:
        connection.execute(
            "TRUNCATE indeks_batch, indeks_scoresheet, indeks_run, indeks_result, indeks_aggregate CASCADE"
        )


@contextmanager
def _owner() -> Iterator[psycopg.Connection]:
    from swadaya.embedded import acquire

    with acquire(Path(os.environ["SWADAYA_HOME"])) as lease, psycopg.connect(lease.dsn("owner")) as connection:
        yield connection
