"""Lists of regions to test with: a few of one's own, and the nation loaded once a module."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from standing import layer

from swadaya.core.codes import level_of, parent
from swadaya.wilayah.rules.naming import kind_of
from swadaya.wilayah.rules.source import RegionRow

FEW = {
    "33": "Jawa Tengah",
    "3304": "Kabupaten Banjarnegara",
    "330409": "Banjarmangu",
    "3304092011": "Sigeblog",
    "3304092012": "Kendaga",
    "3371": "Kota Magelang",
    "337101": "Magelang Selatan",
    "3371011001": "Rejowinangun Selatan",
}


@dataclass
class ListSource:
    """A list of a test: code -> name, and the day of its decree."""

    names: dict[str, str] = field(default_factory=lambda: dict(FEW))
    valid_from: date = date(2025, 4, 25)
    name: str = "daftar uji"

    @property
    def decree(self) -> str:
        return f"Keputusan {self.valid_from}"

    def rows(self) -> Iterable[RegionRow]:
        for code, name in self.names.items():
            yield RegionRow(code, level_of(code), kind_of(code), name, parent(code))


@pytest.fixture
def list_source() -> type[ListSource]:
    return ListSource


def load() -> Any:
    from swadaya.wilayah import services

    report = services.load_regions()
    services.load_areas()
    return report


standing_whole_list = layer("standing_whole_list", load)


@pytest.fixture
def nation(standing_whole_list: Any) -> Any:
    """The whole list and all areas; the report of the loading."""
    return standing_whole_list
