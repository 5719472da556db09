"""The focus of a region: the indicators that keep most of its index from its villages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from swadaya.methodology import Method
from swadaya.methodology.composite import Scores
from swadaya.methodology.regions import Grouping
from swadaya.methodology.schema import Indicator

from ..formats.cells import Longs


def losses(method: Method, scores: Scores, grouping: Grouping) -> tuple[Longs, Longs]:
    """Villages below the highest score and points lost to it, by group and indicator.

    Args:
        scores: int8 (n, m), complete rows only.
        grouping: over the n rows, those of a group lying together.

    Returns:
        Two tables (g, m).
    """
    top = np.array([indicator.maximum for indicator in method.indicators], dtype=np.int64)
    lost = top - scores
    if grouping.starts is None:
        raise ValueError("rows of a group must lie together")
    if not len(scores):
        return np.empty((0, len(top)), np.int64), np.empty((0, len(top)), np.int64)
    below = np.add.reduceat((lost > 0).astype(np.int64), grouping.starts, axis=0)
    return below, np.add.reduceat(lost, grouping.starts, axis=0)


@dataclass(frozen=True, slots=True)
class Weakness:
    """One indicator over the villages of a region with known scores.

    ``below``: villages that are not at its highest score; ``lost``: points they lack to it, together; ``loss``: what
    that takes from the mean index of these villages, exact; ``mean``: their mean score.
    """

    indicator: Indicator
    component: int
    desa: int
    below: int
    lost: int
    loss: Fraction
    mean: Fraction

    @property
    def share(self) -> Fraction:
        """Share of the villages below the highest score."""
        return Fraction(self.below, self.desa)


def weaknesses(method: Method, desa: int, below: Sequence[int], lost: Sequence[int]) -> list[Weakness]:
    """Every indicator, the largest loss of index first; where that is equal, the one more villages miss."""
    if not desa:
        return []
    found = []
    for component, part in enumerate(method.slices):
        for number in range(part.start, part.stop):
            indicator = method.indicators[number]
            found.append(
                Weakness(
                    indicator=indicator,
                    component=component,
                    desa=desa,
                    below=below[number],
                    lost=lost[number],
                    loss=Fraction(lost[number] * method.weights[component], method.denominator * desa),
                    mean=indicator.maximum - Fraction(lost[number], desa),
                )
            )
    return sorted(found, key=lambda one: (-one.loss, -one.below, one.indicator.code))
