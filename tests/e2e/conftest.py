"""A browser, and the product's own pages over a small nation behind a real server."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "integration" / "web"))

import small_nation

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Any]:
    """The system's Chromium. Playwright keeps an event loop in this thread, which Django must be told not to mind.

    It ends with the module: tests of other modules in the same process may start a loop of their own.
    """
    from playwright.sync_api import sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=chromium, args=FLAGS)
        yield found
        found.close()
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")


@pytest.fixture
def address(browser: Any, live_server: Any, tmp_path: Path) -> str:
    """Where the product answers: example data of two years, outlines installed."""
    from swadaya.wilayah import services as wilayah

    small_nation.build(kind="contoh")
    wilayah.load_areas()
    wilayah.install_boundaries(small_nation.boundaries(tmp_path))
    return str(live_server.url)


@pytest.fixture
def tiled(browser: Any, live_server: Any) -> str:
    """The same without outlines, official data."""
    small_nation.build()
    return str(live_server.url)


@pytest.fixture
def tab(browser: Any) -> Iterator[Any]:
    """A fresh page of 1280 px that reads without JavaScript."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, java_script_enabled=False)
    yield context.new_page()
    context.close()
