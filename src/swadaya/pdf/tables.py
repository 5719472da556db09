"""A list or a statement on paper: one table under its title, whatever it shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from swadaya.core.tables import Table

from .components import framed

_TAGGED = 1_000
"""Rows up to which the file carries tags for screen readers; beyond, the tags take far longer than the pages."""


def table_data(table: Table) -> Mapping[str, Any]:
    """A table as ``laid`` in the templates takes it: every cell a text."""
    shown = table.in_form("sheet")
    return {
        "columns": [column.heading for column in shown.columns],
        "figures": [at for at, one in enumerate(shown.columns) if one.is_number],
        "rows": [{"kind": row.kind, "cells": cells} for row, cells in zip(shown.rows, shown.text_rows(), strict=True)],
    }


@dataclass(frozen=True, slots=True)
class LembarTabel:
    """A table; whose it is stands at the head of the sheet."""

    table: Table
    printed_on: date
    example: bool = False

    template = "lembar-tabel"

    def as_data(self) -> Mapping[str, Any]:
        shown = self.table
        return framed(
            self.printed_on,
            None,
            example=self.example,
            title=shown.title,
            owner=shown.owner,
            unit="Rupiah" if any(column.kind == "rupiah" for column in shown.columns) else "",
            subtitle=shown.subtitle,
            notes=list(shown.notes),
            table=table_data(shown),
            tagged=len(shown.rows) <= _TAGGED,
        )
