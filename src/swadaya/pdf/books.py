"""A statement of a book: one table under its heading, whatever statement it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from .components import framed


@dataclass(frozen=True, slots=True)
class LaporanBuku:
    """One statement.

    Args:
        note: as of which day, and as known when, in words.
        columns: heads; ``figures``: the numbers of those that hold sums.
        rows: (kind, cells as text); kind is "head", "sum" or empty.
    """

    title: str
    book: str
    note: str
    printed_on: date
    columns: tuple[str, ...]
    figures: frozenset[int]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    example: bool = False

    template = "laporan-buku"

    def as_data(self) -> Mapping[str, Any]:
        return framed(
            self.printed_on,
            None,
            example=self.example,
            title=self.title,
            book=self.book,
            note=self.note,
            columns=list(self.columns),
            figures=sorted(self.figures),
            rows=[{"kind": kind, "cells": list(cells)} for kind, cells in self.rows],
            tagged=len(self.rows) <= 1_000,
        )
