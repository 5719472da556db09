"""A run that asks for another hour does not go on at this one."""

from __future__ import annotations

from datetime import timedelta

import pytest
import suite_clock

from swadaya.core import clock


@pytest.mark.parametrize(("minutes", "goes_on"), [(0, True), (10, True), (20, False), (-5, False), (12 * 60, False)])
def test_the_clock_was_moved_or_the_run_ends(monkeypatch, minutes, goes_on):
    monkeypatch.setenv(suite_clock.ASKED, f"{clock.now() - timedelta(minutes=minutes):%H:%M}")
    if goes_on:
        suite_clock.pytest_configure()
    else:
        with pytest.raises(pytest.UsageError, match="the clock says"):
            suite_clock.pytest_configure()


def test_the_head_of_a_run_names_both_days(monkeypatch):
    late = clock.now().replace(2026, 2, 5, hour=18, minute=0)
    monkeypatch.setattr(clock, "now", lambda: late)
    assert suite_clock.pytest_report_header() == "clock: 2026-02-05 18:00 UTC, in Jakarta 2026-02-06"
