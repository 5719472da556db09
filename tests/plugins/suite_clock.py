"""Says at the head of a run what time it is, here and in Jakarta; and that ``.ci/at`` really moved the clock."""

from __future__ import annotations

import os

import pytest

from swadaya.core import clock

ASKED = "SWADAYA_TEST_CLOCK"
_LEAST = 15 * 60  # seconds that may go by between moving the clock and the start of a worker


def pytest_configure() -> None:
    asked = os.environ.get(ASKED)
    if asked and not _begun(asked):
        raise pytest.UsageError(f"{ASKED}={asked}, but the clock says {clock.now():%H:%M} UTC")


def _begun(asked: str) -> bool:
    hour, minute = (int(part) for part in asked.split(":"))
    now = clock.now()
    return (now.hour * 3600 + now.minute * 60 + now.second - hour * 3600 - minute * 60) % 86400 < _LEAST


def pytest_report_header() -> str:
    return f"clock: {clock.now():%Y-%m-%d %H:%M} UTC, in Jakarta {clock.today()}"
