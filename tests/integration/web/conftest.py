"""Pages over a small nation."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

sys.path.insert(0, str(Path(__file__).parent))

import a_group
import a_year
import small_nation
from standing import layer

standing_nation = layer("standing_nation", small_nation.build)
standing_year = layer("standing_year", lambda _: a_year.begin(), on="standing_nation")
standing_regions = layer("standing_regions", a_group.load_regions)
standing_group = layer("standing_group", lambda _: a_group.make(), on="standing_regions")
standing_group_of_2026 = layer(
    "standing_group_of_2026", lambda _: a_group.make(founded=date(2026, 1, 1)), on="standing_regions"
)


@pytest.fixture
def nation(standing_nation: dict[int, int]) -> dict[int, int]:
    """Two published years; run numbers by year."""
    return standing_nation


@pytest.fixture
def year(standing_year: a_year.Year) -> a_year.Year:
    """A cycle of pendataan that is open today."""
    return standing_year


@pytest.fixture
def home(settings: Any, tmp_path: Path) -> Path:
    """A home of this test: its files and its key of NIK are nobody else's."""
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def group(standing_group: a_group.AGroup, home: Path) -> a_group.AGroup:
    """A group of four members, sixty days old."""
    return standing_group


@pytest.fixture
def example_nation(db: None) -> dict[int, int]:
    """The same as example data."""
    return small_nation.build(kind="contoh")


@pytest.fixture
def site() -> Any:
    """A browser without cookies that accepts compressed pages."""
    return Client(headers={"accept-encoding": "gzip"})


@pytest.fixture
def plain() -> Any:
    """A browser that does not."""
    return Client()
