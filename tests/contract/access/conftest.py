"""The world of the matrix, built once for the module of tests and never altered by them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

HERE = Path(__file__).parent
for folder in (HERE, HERE.parents[1] / "integration" / "web"):
    sys.path.insert(0, str(folder))

import world as made  # noqa: E402


@pytest.fixture(scope="module")
def _standing(django_db_setup: None, django_db_blocker: Any) -> Iterator[made.World]:
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around.__enter__()
        try:
            found = made.build()
        except BaseException:
            transaction.set_rollback(True)
            around.__exit__(None, None, None)
            raise
    yield found
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture
def world(_standing: made.World, db: None) -> made.World:
    """Two of everything: one side in a village of Banjarnegara, the other in a village of Bali."""
    return _standing
