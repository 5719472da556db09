"""What upper rooms join to a lower one: by name, in the order of joining, each name once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Generic, TypeVar

T = TypeVar("T")


class Registry(Generic[T]):
    """Items by name; iterating gives the items, the first joined first.

    >>> rooms = Registry[str]()
    >>> rooms.register("a", "ledger")
    >>> with rooms.temporarily({"b": "loans"}):
    ...     list(rooms)
    ['ledger', 'loans']
    >>> list(rooms), rooms.get("b")
    (['ledger'], None)
    """

    def __init__(self) -> None:
        self._items: dict[str, T] = {}

    def register(self, name: str, item: T) -> None:
        """Join an item for as long as the process lives. Raises ValueError when the name means another one already."""
        if self._items.setdefault(name, item) is not item:
            raise ValueError(f"{name!r} is registered already, as {self._items[name]!r}")

    def get(self, name: str) -> T | None:
        return self._items.get(name)

    def names(self) -> tuple[str, ...]:
        return tuple(self._items)

    def __iter__(self) -> Iterator[T]:
        yield from tuple(self._items.values())

    @contextmanager
    def temporarily(self, items: Mapping[str, T]) -> Iterator[None]:
        """Join, or replace by name, for the block; afterwards everything is as it was before."""
        before = self._items
        self._items = {**before, **items}
        try:
            yield
        finally:
            self._items = before
