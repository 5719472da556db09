"""A test whose thing is absent is skipped and listed; when the thing is required, the run fails."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parents[2]
_CASE = """
import pytest
@pytest.mark.reference
def test_one(): pass
@pytest.mark.reference
def test_two(): pass
@pytest.mark.long
def test_three(): pass
def test_four(): pass
"""


def _pytest(tmp_path: Path, *words: str, require: str = "") -> subprocess.CompletedProcess[str]:
    (tmp_path / "test_case.py").write_text(_CASE)
    markers = "\n".join(f"  {name}: x" for name in ("browser", "reference", "pg15", "hledger", "long"))
    (tmp_path / "pytest.ini").write_text(f"[pytest]\nmarkers =\n{markers}\n")
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "SWADAYA"))}
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "suite_needs",
            "-p",
            "no:django",
            "-p",
            "no:xdist",
            *words,
            str(tmp_path),
        ],
        cwd=tmp_path,
        env={
            **environment,
            "PYTHONPATH": str(TESTS / "plugins"),
            "SWADAYA_REFERENCE_DATA": str(tmp_path / "absent"),
            "SWADAYA_REQUIRE": require,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_absent_things_are_listed_once_at_the_end(tmp_path):
    done = _pytest(tmp_path)
    assert done.returncode == 0, done.stdout
    *_, listed, closing = done.stdout.strip().splitlines()
    assert listed == "2 × not at hand: reference data (SWADAYA_REFERENCE_DATA)"
    assert "1 passed, 2 skipped, 1 deselected" in closing


def test_a_required_thing_that_is_absent_fails_the_run(tmp_path):
    done = _pytest(tmp_path, require="reference")
    assert done.returncode == 1
    assert "SWADAYA_REQUIRE asks for reference" in done.stdout


def test_an_unknown_requirement_is_refused(tmp_path):
    assert _pytest(tmp_path, require="browsr").returncode == 4


def test_long_tests_run_when_asked(tmp_path):
    assert "2 passed" in _pytest(tmp_path, "--long").stdout
