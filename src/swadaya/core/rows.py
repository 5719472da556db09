"""Rows of the database by name: a column is an attribute of its row, never a position.

No Django here: the connection is handed in, so that Django counts and times these questions like its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar, overload

from psycopg import Cursor
from psycopg.rows import class_row, namedtuple_row

T = TypeVar("T")
Row = Any
"""A named tuple: its fields are the columns of the question."""
Parameters = Sequence[Any] | Mapping[str, Any]


class _Prepared(Cursor[Any]):
    """A cursor whose statements the server keeps prepared: planning takes longer than answering these."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        return super().execute(query, params, **{**options, "prepare": True})


@overload
def ask(connection: Any, query: str, parameters: Parameters = (), *, into: type[T]) -> list[T]: ...
@overload
def ask(connection: Any, query: str, parameters: Parameters = ()) -> list[Row]: ...
def ask(connection: Any, query: str, parameters: Parameters = (), *, into: type[Any] | None = None) -> list[Any]:
    """The rows of a question, with a statement that stays prepared.

    Args:
        connection: Django's wrapper of a connection (``django.db.connection``).
        into: a class that takes the columns as keywords; without it rows are named tuples.
    """
    connection.ensure_connection()
    row_factory: Any = class_row(into) if into else namedtuple_row
    with connection._prepare_cursor(_Prepared(connection.connection, row_factory=row_factory)) as cursor:
        cursor.execute(query, parameters)
        return list(cursor.fetchall())
