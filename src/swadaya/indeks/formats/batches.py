"""Gather the batches of one file into one sheet: growing columns, then one column-major matrix."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from swadaya.core.problem import Problems
from swadaya.methodology import Method
from swadaya.methodology.composite import Scores

from .cells import ABSENT, Longs, Rows
from .filesource import FileSource, unusable
from .sheet import Keys, Published, Sheet, check_identity


class Collector:
    """Takes what each batch gave and makes the sheet."""

    def __init__(self, source: FileSource, format_name: str, method: Method, problems: Problems) -> None:
        self.source = source
        self.format = format_name
        self.method = method
        self.problems = problems
        self._codes: list[Longs] = []
        self._years: list[NDArray[np.int16]] = []
        self._rows: list[Rows] = []
        self._names: list[pl.Series] = []
        self._remarks: list[pl.Series] = []
        self._scores: list[Scores] = []
        self._published: list[Published] = []

    def add(self, keys: Keys, rows: Rows, *, scores: Scores | None = None, published: Published | None = None) -> None:
        """Keep the usable rows of a batch. ``scores`` (n, m) column-major."""
        every = bool(keys.usable.all())
        keep = keys.usable

        def part(values: NDArray) -> NDArray:  # type: ignore[type-arg]
            return values if every else values[keep]

        self._codes.append(part(keys.codes))
        self._years.append(part(keys.years))
        self._rows.append(part(rows))
        self._names.append(keys.names if every else keys.names.filter(pl.Series(keep)))
        self._remarks.append(keys.remarks if every else keys.remarks.filter(pl.Series(keep)))
        if scores is not None:
            self._scores.append(part(scores))
        if published is not None:
            self._published.append(
                Published(
                    published.places,
                    part(published.components),
                    part(published.index),
                    part(published.level),
                    part(published.points),
                )
            )

    def sheet(self) -> Sheet:
        """The whole file. Raises Invalid ``berkas.tanpa-baris`` when no row could be used."""
        if not sum(map(len, self._codes)):
            first = next(iter(self.problems), None)
            raise unusable(
                "berkas.tanpa-baris",
                self.source.path,
                got="tidak ada baris yang dapat dipakai",
                expected="paling sedikit satu baris desa yang terbaca",
                hint=f"Masalah pertama: {first}" if first else "",
            )
        return check_identity(
            Sheet(
                file=self.source.name,
                format=self.format,
                method=self.method,
                codes=np.concatenate(self._codes),
                years=np.concatenate(self._years),
                rows=np.concatenate(self._rows),
                names=_text(self._names),
                remarks=_text(self._remarks),
                scores=_stack(self._scores, len(self.method.indicators)) if self._scores else None,
                published=_join(self._published) if self._published else None,
                problems=self.problems,
            )
        )


def _text(parts: list[pl.Series]) -> pl.Series:
    return pl.concat([part.rename("teks") for part in parts])


def _stack(parts: list[Scores], width: int) -> Scores:
    whole = np.empty((sum(map(len, parts)), width), dtype=np.int8, order="F")
    start = 0
    for part in parts:
        whole[start : start + len(part)] = part
        start += len(part)
    return whole


def _join(parts: list[Published]) -> Published:
    """Batches under one another; a batch printed with fewer decimals is brought to the most that any has."""
    places = max(part.places for part in parts)

    def finer(values: Longs, part: Published) -> Longs:
        return (
            values
            if part.places == places
            else np.where(values == ABSENT, ABSENT, values * 10 ** (places - part.places))
        )

    return Published(
        places,
        np.concatenate([finer(part.components, part) for part in parts]),
        np.concatenate([finer(part.index, part) for part in parts]),
        np.concatenate([part.level for part in parts]),
        np.concatenate([part.points for part in parts]),
    )


def score_matrix(columns: list[NDArray[np.int8]], count: int) -> Scores:
    """Columns to one column-major matrix (n, m)."""
    whole = np.empty((count, len(columns)), dtype=np.int8, order="F")
    for number, column in enumerate(columns):
        whole[:, number] = column
    return whole
