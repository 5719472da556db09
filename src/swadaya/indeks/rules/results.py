"""Results of a file of villages: exact where the scores are known, recovered from published decimals where not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from swadaya.methodology import NO_CLASS, Composite, Method, compute
from swadaya.methodology.composite import from_points
from swadaya.methodology.grid import OFF_GRID, points_behind
from swadaya.methodology.pipeline import Ranks, rank_all
from swadaya.methodology.regions import Regions

from ..formats.cells import ABSENT
from ..formats.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Results:
    """``ranks`` are within each year over the rows of the file; 0 where there is no index."""

    sheet: Sheet
    composite: Composite
    ranks: Ranks

    @property
    def method(self) -> Method:
        return self.sheet.method


def compose(sheet: Sheet) -> Composite:
    """Points, k and class of every row: from scores, else from printed points, else from the score grid.

    A published village whose components no whole scores can give keeps no k here; the audit names it.
    """
    if sheet.scores is not None:
        return compute(sheet.method, sheet.scores)
    said = sheet.published
    if said is None:
        raise ValueError("a sheet holds scores or published figures")
    if (said.points != ABSENT).any():
        points = np.where(said.points == ABSENT, OFF_GRID, said.points).astype(np.int32)
    else:
        points = points_behind(sheet.method, said.components, said.places)
    return from_points(sheet.method, points)


def as_printed(sheet: Sheet) -> Composite:
    """The published figures themselves as whole numbers of 10^-places, and the class the source names."""
    said = sheet.published
    if said is None:
        raise ValueError("this sheet has no published figures")
    components = np.where(said.components == ABSENT, -1, said.components)
    index = np.where((said.index == ABSENT) | (said.level == NO_CLASS), -1, said.index)
    if said.places > 4:  # keep int32: nobody reads a mean beyond four decimals of its parts
        step = 10 ** (said.places - 4)
        components = np.where(components < 0, -1, (components + step // 2) // step)
        index = np.where(index < 0, -1, (index + step // 2) // step)
    return Composite(
        components.astype(np.int32),
        index.astype(np.int32),
        np.where(index < 0, 0, said.level).astype(np.int8),
    )


def evaluate(sheet: Sheet) -> Results:
    """Compose and rank every year of a sheet."""
    composite = compose(sheet)
    return Results(sheet, composite, rank_years(sheet.codes, sheet.years, composite))


def rank_years(codes: NDArray[np.int64], years: NDArray[np.int16], composite: Composite) -> Ranks:
    found = [np.zeros(len(codes), dtype=np.int32) for _ in range(4)]
    for year in np.unique(years):
        rows = np.flatnonzero(years == year)
        ranks = rank_all(composite.k[rows], Regions.of(codes[rows]))
        for target, values in zip(found, (ranks.nasional, ranks.provinsi, ranks.kabkota, ranks.kecamatan), strict=True):
            target[rows] = values
    return Ranks(*found)
