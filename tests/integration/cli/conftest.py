"""Commands in their own process, on a folder or a server of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from swadaya.embedded import acquire

Command = Callable[..., "subprocess.CompletedProcess[str]"]


def call(*words: str, home: Path, **options: Any) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "SWADAYA_HOME": str(home), **options.pop("env", {})}
    return subprocess.run(
        [sys.executable, "-m", "swadaya.cli.main", *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        **options,
    )


@pytest.fixture
def swadaya(tmp_path: Path) -> Command:
    """Run ``swadaya`` on a folder of this test, or on ``home``, or as ``env`` says."""
    return lambda *words, **options: call(*words, **{"home": tmp_path / "home", **options})


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, copy_migrated_home: Callable[[Path], Path]) -> Path:
    """A migrated folder with 50 rows in it, for reading."""
    home = copy_migrated_home(tmp_path_factory.mktemp("filled") / "home")
    with acquire(home) as lease, psycopg.connect(lease.dsn("app")) as link:
        link.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name) SELECT 'q', 't' FROM generate_series(1, 50)"
        )
    return home
