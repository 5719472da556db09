"""Counts, sums and extremes by group, as whole numbers; a mean is a ratio of two of them."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from .composite import Composite
from .regions import Grouping
from .schema import Method

Longs = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Scale:
    """What the whole numbers stand for: k / ``index`` is the index, points / ``components`` a component's."""

    index: int
    components: tuple[int, ...]
    classes: int

    @classmethod
    def of(cls, method: Method) -> Scale:
        return cls(method.denominator, method.maxima, len(method.classes))

    @classmethod
    def printed(cls, method: Method, places: int) -> Scale:
        """The scale of published decimals: k and points count units of 10^-places."""
        return cls(10**places, tuple(10**places for _ in method.components), len(method.classes))


@dataclass(frozen=True, slots=True)
class Summary:
    """Aggregates of g groups.

    ``keys`` int64 (g); ``desa`` villages (g); ``with_index`` those that have an index (g); ``classes`` villages by
    class, lowest first (g, classes); ``sum_k`` (g); ``sum_points`` (g, c), both over the villages with an index;
    ``lowest_k``, ``highest_k`` (g), -1 where no village has an index.
    """

    keys: Longs
    desa: Longs
    with_index: Longs
    classes: Longs
    sum_k: Longs
    sum_points: Longs
    lowest_k: Longs
    highest_k: Longs
    scale: Scale

    def mean(self, group: int) -> Fraction | None:
        """Unweighted mean of the index over the group's villages, exact; None where there is none."""
        count = int(self.with_index[group])
        return Fraction(int(self.sum_k[group]), self.scale.index * count) if count else None

    def component_mean(self, group: int, component: int) -> Fraction | None:
        count = int(self.with_index[group])
        total = int(self.sum_points[group, component])
        return Fraction(total, self.scale.components[component] * count) if count else None


def summarise(result: Composite, grouping: Grouping, scale: Scale) -> Summary:
    """Summarise the rows of each group. Groups whose rows lie together are added up in one sweep."""
    held = result.k >= 0
    complete = bool(held.all())
    size = grouping.size
    levels = scale.classes + 1
    by_level = np.bincount(grouping.index * np.int32(levels) + result.level, minlength=size * levels)
    by_level = by_level.reshape(size, levels).astype(np.int64)
    k = result.k if complete else np.where(held, result.k, 0)
    points = result.points if complete else np.where(held[:, None], result.points, 0)
    return Summary(
        keys=grouping.keys,
        desa=by_level.sum(axis=1),
        with_index=by_level[:, 1:].sum(axis=1),
        classes=by_level[:, 1:],
        sum_k=_sums(k, grouping),
        sum_points=np.stack([_sums(points[:, number], grouping) for number in range(points.shape[1])], axis=1),
        lowest_k=_extremes(result.k, grouping, lowest=True),
        highest_k=_extremes(result.k, grouping, lowest=False),
        scale=scale,
    )


def fold(fine: Summary, coarse_keys: Longs) -> Summary:
    """Add up an ascending summary into coarser groups; ``coarse_keys`` (g) ascending, the coarse key of each group."""
    starts = (
        np.flatnonzero(np.r_[True, coarse_keys[1:] != coarse_keys[:-1]]) if len(coarse_keys) else np.empty(0, np.intp)
    )
    if len(starts) == 0:
        return fine

    def add(values: Longs) -> Longs:
        return np.add.reduceat(values, starts, axis=0)

    far = np.iinfo(np.int64).max
    lowest = np.minimum.reduceat(np.where(fine.lowest_k < 0, far, fine.lowest_k), starts)
    return Summary(
        keys=coarse_keys[starts],
        desa=add(fine.desa),
        with_index=add(fine.with_index),
        classes=add(fine.classes),
        sum_k=add(fine.sum_k),
        sum_points=add(fine.sum_points),
        lowest_k=np.where(lowest == far, -1, lowest),
        highest_k=np.maximum.reduceat(fine.highest_k, starts),
        scale=fine.scale,
    )


def _sums(values: NDArray[np.int32], grouping: Grouping) -> Longs:
    if grouping.starts is not None:
        if len(grouping.starts) == 0:
            return np.empty(0, np.int64)
        return np.add.reduceat(values, grouping.starts, dtype=np.int64)
    # bincount adds in float64, exact below 2**53
    return np.bincount(grouping.index, weights=values, minlength=grouping.size).astype(np.int64)


def _extremes(k: NDArray[np.int32], grouping: Grouping, *, lowest: bool) -> Longs:
    far = np.iinfo(np.int32).max
    values = np.where(k < 0, far, k) if lowest else k
    step = np.minimum if lowest else np.maximum
    if grouping.starts is not None and len(grouping.starts):
        found = step.reduceat(values, grouping.starts)
    else:
        found = np.full(grouping.size, far if lowest else -1, dtype=np.int32)
        step.at(found, grouping.index, values)
    return np.where(found == far, -1, found).astype(np.int64)
