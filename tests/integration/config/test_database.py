"""Choosing the database of a process."""

from __future__ import annotations

import subprocess
import sys

import pytest

from swadaya.config import database
from swadaya.config.secret import secret_key
from swadaya.core.refusal import Invalid


def test_settings_start_no_database(tmp_path):
    code = "import swadaya.config.settings as s; print(s.DATABASES['default']['HOST'])"
    done = subprocess.run(
        [sys.executable, "-c", code], env={"SWADAYA_HOME": str(tmp_path / "home")}, capture_output=True, text=True
    )
    assert done.stdout.strip() == "/belum-terhubung", done.stderr
    assert not (tmp_path / "home").exists()


def test_a_server_older_than_15_is_refused(monkeypatch):
    class Old:
        class info:  # noqa: N801
            server_version = 140009

        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

        def execute(self, _):
            return self

        def fetchone(self):
            return (False, False)

    monkeypatch.setenv("DATABASE_URL", "postgresql://a@b/c")
    monkeypatch.setattr("psycopg.connect", lambda *_, **__: Old())
    with pytest.raises(Invalid, match="PostgreSQL 14"):
        database.connect("app")


def test_the_key_is_made_once_and_private(tmp_path):
    first = secret_key(tmp_path, keep=True)
    assert secret_key(tmp_path, keep=True) == first
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600
    assert len(first) > 40


def test_a_key_from_the_environment_is_not_written_down(tmp_path, monkeypatch):
    monkeypatch.setenv("SWADAYA_SECRET_KEY", "given")
    assert secret_key(tmp_path, keep=True) == "given"
    assert not (tmp_path / "secret-key").exists()
