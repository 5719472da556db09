"""Pages over a small nation."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

sys.path.insert(0, str(Path(__file__).parent))

import small_nation


@pytest.fixture(scope="module")
def _standing_nation(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[int, int]]:
    """Built once for a module; each test's own changes are undone inside it, all of it at the end."""
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around.__enter__()
        try:
            runs = small_nation.build()
        except BaseException:
            transaction.set_rollback(True)
            around.__exit__(None, None, None)
            raise
    yield runs
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture
def nation(_standing_nation: dict[int, int], db: None) -> dict[int, int]:
    """Two published years; run numbers by year."""
    return _standing_nation


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
