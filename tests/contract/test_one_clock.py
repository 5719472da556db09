"""Nobody but ``swadaya.core.clock`` asks what day it is: a day in Jakarta and a day in UTC differ for seven hours."""

from __future__ import annotations

import ast
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from swadaya.cli import ledger
from swadaya.cli.indeks import database_commands
from swadaya.config import settings
from swadaya.core import clock
from swadaya.indeks.queries.runs import RunInfo

ROOT = Path(__file__).resolve().parents[2]
CLOCK = ROOT / "src" / "swadaya" / "core" / "clock.py"
INSTANTS = {ROOT / "src" / "swadaya" / "ledger" / "rules" / "hash_chain.py"}
"""Modules that write an instant in UTC on purpose."""

_NOW = {
    "date": {"today", "fromtimestamp"},
    "datetime": {"now", "today", "utcnow", "fromtimestamp", "utcfromtimestamp"},
    "timezone": {"now", "localdate", "localtime", "make_aware", "get_current_timezone"},
    "time": {"localtime", "gmtime", "strftime", "ctime"},
}
_INSTANT = re.compile(r"_at\b|\bnow\b|\binstant\b")
_QUERY = re.compile(
    r"\b(current_date|current_timestamp|localtimestamp|clock_timestamp|statement_timestamp|transaction_timestamp)\b"
    r"|\bnow\(\)\s*::\s*date|\bcast\(now\(\)|'(today|now)'\s*::|_at\s*::\s*date|\bdate_trunc\([^)]*_at\b|\bextract\([^)]*_at\b",
    re.IGNORECASE,
)
_MODEL = re.compile(
    r"\bauto_now(_add)?\b|\bTrunc(Date|Day|Month|Year)\b|\bdb\.models\.functions import .*\bNow\b|__date\b"
)
_SCRIPT = re.compile(
    r"toISOString\(\)\.(slice|split|substring)|\.get(UTC)?(Date|Day|Month|FullYear)\(|toLocale\w*String"
)
_TEMPLATE = re.compile(r"\{%\s*now\b|datetime\.today\(")


def faults(source: str, *, converts: bool = False) -> Iterator[tuple[int, str]]:
    """Lines of Python that take a day or an hour from elsewhere. ``converts``: the module may change zones."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute | ast.ImportFrom) and _is_fault(node, converts):
            yield node.lineno, ast.unparse(node)
    for pattern in (_QUERY, _MODEL):
        for match in pattern.finditer(source):
            yield source.count("\n", 0, match.start()) + 1, match[0]


def _is_fault(node: ast.Attribute | ast.ImportFrom, converts: bool) -> bool:
    if isinstance(node, ast.ImportFrom):
        return node.module == "django.utils.timezone"
    if node.attr in ("date", "day", "month", "year"):
        return bool(_INSTANT.search(ast.unparse(node.value)))
    if node.attr == "astimezone":
        return not converts
    owner = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
    return node.attr in _NOW.get(owner, ())


@pytest.mark.parametrize("folder", ["src", "tests", "bench"])
def test_a_day_comes_from_the_clock(folder):
    found = [
        f"{path.relative_to(ROOT)}:{number}: {what}"
        for path in sorted((ROOT / folder).rglob("*.py"))
        if path not in (CLOCK, Path(__file__))
        for number, what in faults(path.read_text(encoding="utf-8"), converts=folder != "src" or path in INSTANTS)
    ]
    assert found == []


def test_no_page_or_script_takes_the_day_from_the_machine_that_shows_it():
    kinds = {".js": _SCRIPT, ".html": _TEMPLATE, ".txt": _TEMPLATE, ".typ": _TEMPLATE}
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in sorted((ROOT / "src").rglob("*"))
        if path.suffix in kinds and path.is_file() and "vendor" not in path.parts and ".min." not in path.name
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if kinds[path.suffix].search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "x = date.today()",
        "x = datetime.date.today()",
        "x = datetime.now(UTC)",
        "x = timezone.now()",
        "from django.utils.timezone import now",
        "x = timezone.localtime(y)",
        "x = (run.published_at or run.created_at).date()",
        "x = now.date()",
        "x = clock.now().year",
        "x = row.recorded_at.astimezone()",
        "x = 'SELECT 1 WHERE day < CURRENT_DATE'",
        "x = 'SELECT now()::date'",
        "x = 'SELECT recorded_at::date'",
        "x = rows.filter(recorded_at__date=y)",
        "x = models.DateField(auto_now_add=True)",
    ],
)
def test_what_is_refused(line):
    assert list(faults(line))


@pytest.mark.parametrize(
    "line", ["x = clock.now()", "x = clock.today().year", "x = clock.day_of(row.at)", "x = a.date()"]
)
def test_what_is_allowed(line):
    assert not list(faults(line))


def test_the_zone_has_one_name():
    assert settings.TIME_ZONE == clock.ZONE


def test_what_runs_every_night_runs_while_jakarta_sleeps():
    from procrastinate.contrib.django import app

    nightly = list(app.periodic_registry.periodic_tasks.values())
    assert {one.task.queue for one in nightly} >= {"akun", "indeks"}
    for one in nightly:
        begins = datetime.fromtimestamp(one.croniter.get_next(ret_type=float, start_time=1.8e9), UTC)
        assert 1 <= clock.in_wib(begins).hour < 5, one.task.name


def test_a_paper_is_dated_by_the_day_in_jakarta():
    late = datetime(2026, 2, 5, 17, 30, tzinfo=UTC)
    run = RunInfo(1, "idm-2016", "", 2024, "terbit", False, "", "", "", late - timedelta(days=9), late)
    assert run.dated_on == date(2026, 2, 6)
    assert replace(run, published_at=None).dated_on == date(2026, 1, 28)


def test_a_command_speaks_of_days_and_hours_of_jakarta(monkeypatch):
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    try:
        assert ledger._instant(datetime(2026, 2, 6)) == datetime(2026, 2, 5, 17, tzinfo=UTC)
        assert ledger._instant(datetime(2026, 2, 6, 8, tzinfo=UTC)) == datetime(2026, 2, 6, 8, tzinfo=UTC)
        assert database_commands._when(datetime(2026, 2, 5, 17, 30, tzinfo=UTC)) == "2026-02-06 00:30 WIB"
    finally:
        monkeypatch.undo()
        time.tzset()
