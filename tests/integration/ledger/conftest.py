"""One new book for a test that asks for it."""

from __future__ import annotations

import pytest
from ledger_books import open_book


@pytest.fixture
def book(db) -> int:
    return open_book()
