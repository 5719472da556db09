"""Lists of regions to test with: a few of one's own, and the nation loaded once a module."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import pytest

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


@pytest.fixture(scope="module")
def nation(django_db_setup, django_db_blocker):
    """The whole list and all areas, loaded in a transaction that the module's end rolls back."""
    from django.db import connection, transaction

    from swadaya.wilayah import services

    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        report = services.load_regions()
        services.load_areas()
        with connection.cursor() as cursor:  # look at foreign keys now, not once for every test
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        yield report
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)
