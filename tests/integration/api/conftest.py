"""The open interface over the small nation of the pages, without a limit on requests."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

sys.path.insert(0, str(Path(__file__).parents[1] / "web"))

import small_nation
from standing import layer

from swadaya.api import rate_limit
from swadaya.wilayah import services as wilayah


def build() -> dict[int, int]:
    runs = small_nation.build(missing=True)
    wilayah.load_areas()
    return runs


standing_nation_with_areas = layer("standing_nation_with_areas", build)


@pytest.fixture
def nation(standing_nation_with_areas: dict[int, int]) -> dict[int, int]:
    """Two published years, one village without an index; run numbers by year."""
    return standing_nation_with_areas


@pytest.fixture(autouse=True)
def _no_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limit, "limiter", rate_limit.Limiter(0))


@pytest.fixture
def site() -> Client:
    return Client()


@pytest.fixture
def ask(site: Client) -> Callable[..., Any]:
    """The JSON of an address below ``/api/v1``, which must answer 200."""

    def call(path: str, **query: Any) -> Any:
        response = site.get(path if path.startswith("/api/") else f"/api/v1{path}", query or None)
        assert response.status_code == 200, response.content
        return json.loads(response.content)

    return call


@pytest.fixture
def every(ask: Callable[..., Any]) -> Callable[..., list[dict[str, Any]]]:
    """The rows of all pages of a list."""

    def walk(path: str, **query: Any) -> list[dict[str, Any]]:
        page = ask(path, **query)
        rows = list(page["data"])
        while page["next"]:
            page = ask(page["next"])
            assert page["data"]
            rows += page["data"]
        return rows

    return walk
