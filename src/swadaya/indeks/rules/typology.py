"""Types of villages: which components are weak together.

A component is weak when its own index lies in one of the lagging classes, those below the middle one, by the borders of
the method's classes. A design decision: no regulation classes a component. A fixed border and not the mean of a region,
so that a type means the same everywhere and in every year, and a region that rises as a whole is seen to rise.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from swadaya.methodology import Method
from swadaya.methodology.regions import Grouping
from swadaya.methodology.schema import StatusClass

from ..formats.cells import Longs


def middle_class(method: Method) -> StatusClass:
    """The lowest class that is not lagging."""
    return method.classes[(len(method.classes) - 1) // 2]


def is_weak(method: Method, share: Fraction) -> bool:
    """Whether a component with that index is weak."""
    border = middle_class(method).range
    return share < border.lower or (share == border.lower and not border.lower_closed)


def sound_points(method: Method) -> tuple[int, ...]:
    """The fewest points of each component that are not weak, decided on whole numbers."""
    return tuple(
        next(points for points in range(top + 2) if points > top or not is_weak(method, Fraction(points, top)))
        for top in method.maxima
    )


def patterns(method: Method, points: NDArray[np.int32]) -> Longs:
    """The type of each village (n): a number with bit c set where component c is weak. ``points`` int (n, c)."""
    weak = points < np.array(sound_points(method), dtype=np.int32)
    found: Longs = weak.astype(np.int64) @ (1 << np.arange(points.shape[1], dtype=np.int64))
    return found


def pattern_counts(found: Longs, grouping: Grouping, components: int) -> Longs:
    """Villages by type (g, 2**components) in each group."""
    size = 1 << components
    counted = np.bincount(grouping.index * np.int64(size) + found, minlength=grouping.size * size)
    return counted.reshape(grouping.size, size).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Type:
    """One type with its villages. ``weak``: places of the weak components."""

    weak: tuple[int, ...]
    desa: int


def types_in(counts: tuple[int, ...]) -> list[Type]:
    """The types that occur, the most villages first; of equal ones the fewer weak components first.

    >>> [(one.weak, one.desa) for one in types_in((5, 0, 7, 5))]
    [((1,), 7), ((), 5), ((0, 1), 5)]
    """
    found = [
        Type(tuple(bit for bit in range(number.bit_length()) if number >> bit & 1), count)
        for number, count in enumerate(counts)
        if count
    ]
    return sorted(found, key=lambda one: (-one.desa, len(one.weak), one.weak))


def weak_in(counts: tuple[int, ...], component: int) -> int:
    """Villages where a component is weak, alone or with others."""
    return sum(count for number, count in enumerate(counts) if number >> component & 1)
