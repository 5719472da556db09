"""What changed between two years of one method: every village's class before and after, and its step in k."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from swadaya.methodology.pipeline import Ranks, rank_all
from swadaya.methodology.regions import Grouping, Regions

from ..formats.cells import Longs

LEAP = 2
"""Classes a village must rise or fall to be named."""


@dataclass(frozen=True, slots=True)
class Year:
    """Results of one year, villages ascending. ``k`` -1 and ``level`` 0: no index."""

    codes: Longs
    k: NDArray[np.int32]
    level: NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Transition:
    """The villages of either year (u), ascending.

    ``before`` and ``after``: int8 (u), level 0 where a village had no index or was not on the list; ``delta``: int32
    (u), k after less k before, 0 where there are not both.
    """

    codes: Longs
    before: NDArray[np.int8]
    after: NDArray[np.int8]
    delta: NDArray[np.int32]

    @property
    def both(self) -> NDArray[np.bool_]:
        """Villages with an index in both years."""
        found: NDArray[np.bool_] = (self.before > 0) & (self.after > 0)
        return found

    @property
    def leapt(self) -> NDArray[np.bool_]:
        """Villages that rose or fell two classes or more."""
        found: NDArray[np.bool_] = self.both & (np.abs(self.after - self.before) >= LEAP)
        return found


def between(before: Year, after: Year) -> Transition:
    """Match two years by code. A village that took another code stands twice: gone under one, new under the other."""
    codes = np.union1d(before.codes, after.codes)
    old_k, old_level = _spread(codes, before)
    new_k, new_level = _spread(codes, after)
    held = (old_level > 0) & (new_level > 0)
    return Transition(codes, old_level, new_level, np.where(held, new_k - old_k, 0).astype(np.int32))


def _spread(codes: Longs, year: Year) -> tuple[NDArray[np.int32], NDArray[np.int8]]:
    k = np.full(len(codes), -1, dtype=np.int32)
    level = np.zeros(len(codes), dtype=np.int8)
    places = np.searchsorted(codes, year.codes)
    k[places] = year.k
    level[places] = year.level
    return k, level


@dataclass(frozen=True, slots=True)
class Flows:
    """Moves of g groups. ``cells`` (g, (classes + 1)^2): villages from class x to y, row by row, 0 for no index.

    ``sum_delta`` (g): steps in k of the villages with an index in both years.
    """

    keys: Longs
    cells: Longs
    sum_delta: Longs


def flows(transition: Transition, grouping: Grouping, classes: int) -> Flows:
    """Count the moves of each group; ``grouping`` over the villages of the transition."""
    side = classes + 1
    cell = transition.before.astype(np.int64) * side + transition.after
    counted = np.bincount(grouping.index * np.int64(side * side) + cell, minlength=grouping.size * side * side)
    # bincount adds in float64, exact below 2**53
    sums = np.bincount(grouping.index, weights=transition.delta, minlength=grouping.size).astype(np.int64)
    return Flows(grouping.keys, counted.reshape(grouping.size, side * side).astype(np.int64), sums)


def progress_ranks(codes: Longs, delta: NDArray[np.int32], highest: int) -> Ranks:
    """Ranks by step, the largest first; ``highest``: no step is larger, up or down."""
    return rank_all((delta + np.int32(highest)).astype(np.int32), Regions.of(codes))
