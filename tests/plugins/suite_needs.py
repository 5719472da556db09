"""Tests that need something outside the repository: skipped without it, all listed once at the end.

With ``SWADAYA_REQUIRE=browser,reference,pg15`` a named thing that is absent fails its tests instead.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ABSENT = "not at hand: "


def browser_path() -> str | None:
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def reference_path() -> Path:
    named = os.environ.get("SWADAYA_REFERENCE_DATA")
    return Path(named) if named else CHECKOUT.parent / "shared" / "data"


def pg15_path() -> Path:
    return Path(os.environ.get("SWADAYA_PG15_BIN", "/usr/lib/postgresql/15/bin"))


NEEDS: dict[str, tuple[str, Callable[[], bool]]] = {
    "browser": ("Chromium (and Playwright)", lambda: bool(browser_path() and find_spec("playwright"))),
    "reference": ("reference data (SWADAYA_REFERENCE_DATA)", lambda: reference_path().is_dir()),
    "pg15": ("PostgreSQL 15 (SWADAYA_PG15_BIN)", lambda: (pg15_path() / "initdb").is_file()),
    "hledger": ("the commands hledger and ledger", lambda: bool(shutil.which("hledger") and shutil.which("ledger"))),
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the tests marked long as well")


def pytest_configure(config: pytest.Config) -> None:
    unknown = _required() - set(NEEDS)
    if unknown:
        raise pytest.UsageError(f"SWADAYA_REQUIRE: unknown {sorted(unknown)}; known: {sorted(NEEDS)}")


def _required() -> set[str]:
    return {name.strip() for name in os.environ.get("SWADAYA_REQUIRE", "").split(",") if name.strip()}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    required = _required()
    for name, (what, at_hand) in NEEDS.items():
        needing = [item for item in items if item.get_closest_marker(name)]
        if needing and name not in required and not at_hand():
            for item in needing:
                item.add_marker(pytest.mark.skip(reason=ABSENT + what))
    if not config.getoption("--long"):
        long = [item for item in items if item.get_closest_marker("long")]
        if long:
            config.hook.pytest_deselected(items=long)
            items[:] = [item for item in items if not item.get_closest_marker("long")]


def pytest_runtest_setup(item: pytest.Item) -> None:
    for name in _required():
        what, at_hand = NEEDS[name]
        if item.get_closest_marker(name) and not at_hand():
            pytest.fail(f"{ABSENT}{what}, but SWADAYA_REQUIRE asks for {name}", pytrace=False)


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reasons: Counter[str] = Counter()
    for report in terminalreporter.stats.get("skipped", []):
        if isinstance(report.longrepr, tuple):
            reasons[report.longrepr[2].removeprefix("Skipped: ")] += 1
    if reasons:
        terminalreporter.section("tests that did not run")
        for reason, count in sorted(reasons.items()):
            terminalreporter.write_line(f"{count} × {reason}")


@pytest.fixture(scope="session")
def reference_data() -> Path:
    """Folder of the outside data; a test that uses it carries the marker ``reference``."""
    return reference_path()


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the system's Chromium; a test that uses it carries the marker ``browser``."""
    return browser_path() or ""
