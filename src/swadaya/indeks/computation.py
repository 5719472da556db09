"""From stored sheets to a run: read the inputs of a year, compose, rank, and add up by every stored grouping."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl
from django.db import connection
from numpy.typing import NDArray

from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid
from swadaya.core.rows import ask
from swadaya.methodology import Composite, Method
from swadaya.methodology.composite import MISSING, classify, compute, from_points
from swadaya.methodology.grid import OFF_GRID, points_behind
from swadaya.methodology.pipeline import Nation, run_composite
from swadaya.methodology.regions import group_by
from swadaya.methodology.summary import Scale, Summary, summarise
from swadaya.wilayah.rules import groupings

from . import bulk_copy
from .formats.cells import ABSENT, Longs
from .rules.aggregate import group_labels


@dataclass(frozen=True, slots=True)
class Inputs:
    """The current sheets of a year, ordered by village. ``scores`` is -1 throughout where only figures are known."""

    codes: Longs
    sheets: Longs
    scores: NDArray[np.int8]
    scored: NDArray[np.bool_]
    places: NDArray[np.int16]
    said_components: Longs
    said_index: Longs
    example: bool
    fingerprint: str


_SELECT = """
SELECT s.desa, s.id, s.scores, s.places, s.said_components, s.said_index, b.kind = 'contoh' AS example
FROM indeks_scoresheet s JOIN indeks_batch b ON b.id = s.batch_id
"""


def read_inputs(method: Method, year: int) -> Inputs:
    """The sheets a new run would use."""
    where = "WHERE s.method = %s AND s.year = %s AND s.superseded_by_id IS NULL ORDER BY s.desa"
    return _read(method, _SELECT + where, [method.id, year], method.version)


def read_inputs_of_run(method: Method, run_id: int, year: int, version: str) -> Inputs:
    """The sheets a run did use; ``version`` of the method then, which is part of the fingerprint."""
    where = "JOIN indeks_result r ON r.sheet_id = s.id WHERE r.run_id = %s AND s.year = %s ORDER BY s.desa"
    return _read(method, _SELECT + where, [run_id, year], version)


def _read(method: Method, query: str, parameters: list[str | int], version: str) -> Inputs:
    with bulk_copy.hashed_joins():
        rows = ask(connection, query, parameters)
    width, parts = len(method.indicators), len(method.components)
    blank = bytes([255]) * width
    digest = hashlib.sha256(version.encode())
    _check_width(method, {len(row.scores) for row in rows if row.scores is not None})
    for row in rows:
        digest.update(f"{row.desa}|{row.places}|{row.said_components}|{row.said_index}|".encode())
        digest.update(bytes(row.scores or b""))
    stacked = b"".join(bytes(row.scores) if row.scores is not None else blank for row in rows)
    matrix = np.frombuffer(stacked, dtype=np.int8).reshape(len(rows), width)
    return Inputs(
        codes=np.array([int(row.desa) for row in rows], dtype=np.int64),
        sheets=np.array([row.id for row in rows], dtype=np.int64),
        scores=np.asfortranarray(matrix),
        scored=np.array([row.scores is not None for row in rows], dtype=np.bool_),
        places=np.array([row.places for row in rows], dtype=np.int16),
        said_components=np.array(
            [[ABSENT if value is None else value for value in (row.said_components or [None] * parts)] for row in rows],
            dtype=np.int64,
        ).reshape(len(rows), parts),
        said_index=np.array([ABSENT if row.said_index is None else row.said_index for row in rows], dtype=np.int64),
        example=any(row.example for row in rows),
        fingerprint=digest.hexdigest(),
    )


def _check_width(method: Method, widths: set[int]) -> None:
    """Stored scores belong to the instrument they were given for; another number of indicators is another one."""
    if widths - {len(method.indicators)}:
        raise Invalid(
            Problem(
                "jalan.metode-berubah",
                Where(key=method.id),
                f"{len(method.indicators)} indikator",
                f"{' / '.join(map(str, sorted(widths)))} skor tiap desa seperti yang tersimpan",
                "Metode yang berubah indikatornya harus memakai id baru.",
            )
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything a run stores."""

    method: Method
    inputs: Inputs
    composite: Composite
    off_grid: NDArray[np.bool_]
    nation: Nation

    def result_frame(self, run_id: int) -> pl.DataFrame:
        result = self.composite
        return bulk_copy.result_frame(
            run_id,
            self.inputs.codes,
            self.inputs.sheets,
            result.points,
            result.k,
            result.level,
            self.nation.ranks,
            self.off_grid,
        )

    def aggregate_frames(self, run_id: int) -> Iterator[pl.DataFrame]:
        for scheme, summary, width in (
            ("nasional", self.nation.nasional, 0),
            ("provinsi", self.nation.provinsi, 2),
            ("kabkota", self.nation.kabkota, 4),
            ("kecamatan", self.nation.kecamatan, 6),
        ):
            keys = [f"{key:0{width}d}" if width else "" for key in summary.keys.tolist()]
            yield bulk_copy.aggregate_frame(run_id, scheme, summary, keys)
        for grouping in groupings.schemes():
            yield self._labelled(run_id, f"pulau:{grouping.code}", "pulau", grouping.code)
        for tag in groupings.tags():
            yield self._labelled(run_id, f"tanda:{tag.code}", tag.code, None)

    def _labelled(self, run_id: int, scheme: str, by: str, grouping: str | None) -> pl.DataFrame:
        labels, names = group_labels(self.inputs.codes, by, grouping)
        inside = np.flatnonzero(labels >= 0)
        part = Composite(self.composite.points[inside], self.composite.k[inside], self.composite.level[inside])
        summary: Summary = summarise(part, group_by(labels[inside]), Scale.of(self.method))
        return bulk_copy.aggregate_frame(run_id, scheme, summary, [names[key][0] for key in summary.keys.tolist()])


def compute_all(method: Method, inputs: Inputs) -> Outcome:
    """Compose, rank and summarise. Published villages off the score grid get the nearest k and are marked."""
    composite = compute(method, inputs.scores)
    off_grid = np.zeros(len(inputs.codes), dtype=np.bool_)
    told = ~inputs.scored & (inputs.said_index != ABSENT) & (inputs.said_components != ABSENT).all(axis=1)
    if told.any():
        composite, off_grid = _with_published(method, inputs, composite, told)
    return Outcome(method, inputs, composite, off_grid, run_composite(method, inputs.codes, composite))


def _with_published(
    method: Method, inputs: Inputs, composite: Composite, told: NDArray[np.bool_]
) -> tuple[Composite, NDArray[np.bool_]]:
    points = composite.points.copy()
    k = composite.k.copy()
    level = composite.level.copy()
    off_grid = np.zeros(len(k), dtype=np.bool_)
    for places in np.unique(inputs.places[told]):
        rows = np.flatnonzero(told & (inputs.places == places))
        said = inputs.said_components[rows]
        behind = points_behind(method, said, int(places))
        stray = (behind == OFF_GRID).any(axis=1)
        top = 10 ** int(places)
        nearest = _nearest(said, np.array(method.maxima), top)
        exact = from_points(method, np.where(stray[:, None], MISSING, behind).astype(np.int32))
        points[rows] = np.where(stray[:, None], nearest, behind)
        k[rows] = np.where(stray, _nearest(inputs.said_index[rows], method.denominator, top), exact.k)
        level[rows] = exact.level
        off_grid[rows] = stray
    level = np.where(off_grid, classify(method, k), level).astype(np.int8)
    return Composite(points, k, level), off_grid


def _nearest(printed: Longs, whole: int | NDArray[np.int64], top: int) -> Longs:
    """printed/top x whole to the nearest whole number."""
    return (2 * printed * whole + top) // (2 * top)
