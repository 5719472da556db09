"""Which values can exist at all, and which points stand behind a published decimal."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from swadaya.core.figures import decimals

from .schema import Method

Longs = NDArray[np.int64]

OFF_GRID = -1
PLAIN = 4
"""Decimals that publications print; the ministry's service prints more."""


def attainable_points(method: Method, component: int) -> NDArray[np.int32]:
    """Every sum of points the existing scores of a component can give, ascending."""
    reachable = 1  # bit p set: p points can be had
    for indicator in method.indicators[method.slices[component]]:
        reachable = sum_of(reachable, indicator.scores)
    return np.array([p for p in range(method.maxima[component] + 1) if reachable >> p & 1], dtype=np.int32)


def sum_of(reachable: int, scores: tuple[int, ...]) -> int:
    """The bit set of sums after one more indicator.

    >>> bin(sum_of(0b1, (1, 5)))
    '0b100010'
    """
    found = 0
    for score in scores:
        found |= reachable << score
    return found


def attainable_k(method: Method) -> NDArray[np.int32]:
    """Every k that existing scores can give, ascending."""
    found = np.zeros(1, dtype=np.int32)
    for number, weight in enumerate(method.weights):
        found = np.unique(found[:, None] + weight * attainable_points(method, number)[None, :])
    return found


def printed(value: Fraction, places: int = 4) -> int:
    """A ratio as a publication prints it, in units of 10^-places, half away from zero.

    >>> printed(Fraction(5138, 6300))
    8156
    """
    return int(decimals(value, places).replace(".", ""))


def agrees(values: Longs, numerators: Longs, denominator: int, places: int) -> NDArray[np.bool_]:
    """Whether each printed value is its ratio.

    Args:
        values: int64 (n) in units of 10^-places; nothing below 0 agrees.
        numerators: int64 (n); the ratio is numerator / denominator.
    """
    known = numerators >= 0
    whole = np.where(known, numerators, 0).astype(np.int64)

    def rounded(digits: int) -> Longs:
        found: Longs = (whole * (2 * 10**digits) + denominator) // (2 * denominator)
        return found

    return printed_alike(values, places, rounded) & known


def printed_alike(values: Longs, places: int, rounded: Callable[[int], Longs]) -> NDArray[np.bool_]:
    """Whether values are what ``rounded`` gives, at the decimals that each was printed with.

    A value that ends in zeros may have been printed with fewer decimals than ``places``, but not with fewer than four.
    Beyond four decimals a last digit that is cut off instead of rounded is accepted.

    Args:
        rounded: the exact values in units of 10^-digits, half up.
    """
    found = np.zeros(values.shape, dtype=np.bool_)
    held = np.maximum(values, 0)
    for digits in range(min(PLAIN, places), places + 1):
        step = 10 ** (places - digits)
        slack = 0 if digits <= PLAIN else 1
        found |= (held % step == 0) & (np.abs(held // step - rounded(digits)) <= slack)
    return found & (values >= 0)


def points_behind(method: Method, values: Longs, places: int = PLAIN) -> NDArray[np.int32]:
    """Recover points from published components.

    Args:
        values: int64 (n, c) in units of 10^-places, negative where missing.
        places: the most decimals printed.

    Returns:
        int32 (n, c): points, or OFF_GRID where the value is missing or cannot come from whole scores.
    """
    found = np.full(values.shape, OFF_GRID, dtype=np.int32)
    unit = 10**places
    for number, top in enumerate(method.maxima):
        column = np.clip(values[:, number], -unit, 2 * unit)  # the mark of a missing value leaves no room to compute
        near = (2 * column * top + unit) // (2 * unit)
        fits = agrees(column, near, top, places) & (near <= top)
        found[fits, number] = near[fits]
    return found
