"""One page of rows as JSON, CSV or Parquet. The flat forms have the same values; a nested one becomes columns."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl
from django.http import HttpRequest

from swadaya.core.problem import Problem, Where
from swadaya.files.formula_guard import guard

from .problems import ApiProblem

Format = Literal["json", "csv", "parquet"]
MEDIA_TYPES: dict[Format, str] = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
}
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the flat forms; ``path`` leads to its value in a row."""

    name: str
    kind: type[pl.DataType]
    path: tuple[str, ...]

    def of(self, row: Row) -> Any:
        value: Any = row
        for step in self.path:
            if value is None:
                return None
            value = value[step]
        return " ".join(map(str, value)) if isinstance(value, list) else value


def column(name: str, kind: type[pl.DataType] = pl.String) -> Column:
    return Column(name, kind, (name,))


def nested(name: str, keys: Sequence[str], kind: type[pl.DataType]) -> list[Column]:
    """Columns of an object with these keys.

    >>> [one.name for one in nested("poin", ["IKS", "IKE"], pl.Int32)]
    ['poin_iks', 'poin_ike']
    """
    return [Column(f"{name}_{key.lower()}", kind, (name, key)) for key in keys]


def chosen(request: HttpRequest, named: str, offered: Sequence[Format]) -> Format:
    """The form of an answer: the one named in the address, else the one the client likes best.

    Raises:
        ApiProblem: api.format (406), when the client accepts none of them.
    """
    if named:
        return next(one for one in offered if one == named)
    accepted = request.get_preferred_type([MEDIA_TYPES[one].partition(";")[0] for one in offered])
    for one in offered:
        if accepted is not None and MEDIA_TYPES[one].startswith(accepted):
            return one
    raise ApiProblem(
        406,
        Problem(
            "api.format",
            Where(key="Accept"),
            request.headers.get("Accept", ""),
            ", ".join(MEDIA_TYPES[one] for one in offered),
            "Atau sebut bentuknya pada alamat: ?format=json.",
        ),
    )


def as_json(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def as_csv(rows: Sequence[Row], columns: Sequence[Column]) -> bytes:
    """Comma, full stop, UTF-8; a name that a spreadsheet would take for a formula gets an apostrophe."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([one.name for one in columns])
    writer.writerows([_cell(one.of(row)) for one in columns] for row in rows)
    return text.getvalue().encode()


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return guard(value) if isinstance(value, str) else value


def as_parquet(rows: Sequence[Row], columns: Sequence[Column], about: Mapping[str, str]) -> bytes:
    """Typed also when there are no rows; ``about`` goes into the file's metadata."""
    frame = pl.DataFrame(
        {one.name: [one.of(row) for row in rows] for one in columns},
        schema={one.name: one.kind for one in columns},
    )
    file = io.BytesIO()
    frame.write_parquet(file, metadata=dict(about))
    return file.getvalue()
