"""Advisory locks of PostgreSQL, spelt in one way: whoever asks for the same name and ids waits for who holds it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol


class Cursor(Protocol):
    """What a lock asks of a database cursor, Django's or psycopg's."""

    def execute(self, query: Any, params: Any = ..., /) -> Any: ...


def lock_key(name: str, *ids: object) -> int:
    """The number of a lock, the same on every machine: 64 bits with a sign, as PostgreSQL wants it.

    >>> lock_key("wilayah") == lock_key("wilayah") != lock_key("wilayah", "33")
    True
    >>> lock_key("siklus", "a", "bc") == lock_key("siklus", "ab", "c")
    False
    """
    text = "\x1f".join((name, *map(str, ids)))
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


def transaction_lock(cursor: Cursor, name: str, *ids: object) -> None:
    """Wait until nobody else holds the lock, and hold it until the transaction of the cursor ends.

    Args:
        name: what is guarded, in words: ``room thing``.
        ids: which of them; without ids the lock guards all.
    """
    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock_key(name, *ids)])


@contextmanager
def session_lock(cursor: Cursor, name: str, *ids: object) -> Iterator[None]:
    """Hold the lock for the block, over as many transactions as it has."""
    key = [lock_key(name, *ids)]
    cursor.execute("SELECT pg_advisory_lock(%s)", key)
    try:
        yield
    finally:
        cursor.execute("SELECT pg_advisory_unlock(%s)", key)
