"""How many villages of each class each province gets, so that published national counts are met to the village.

Counts of a year without a table by province keep the pattern of a year that has one: in every province all villages
move along the index by the same distance at each border of a class, until the nation's counts fit. Design decision.
Whole numbers are made by largest remainders on both margins.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Longs = NDArray[np.int64]
Floats = NDArray[np.float64]

_GENTLEST = 1.0
"""Least rise of the log odds from one border of a class to the next."""


def largest_remainder(weights: Longs, total: int) -> Longs:
    """Whole numbers in proportion to ``weights`` that add up to ``total``; equal remainders favour the first.

    >>> largest_remainder(np.array([1, 1, 1]), 100).tolist()
    [34, 33, 33]
    """
    whole = int(weights.sum())
    scaled = weights.astype(object) * total
    shares = np.array([int(value) // whole for value in scaled], dtype=np.int64)
    remainders = np.array([int(value) % whole for value in scaled], dtype=np.int64)
    shares[np.argsort(-remainders, kind="stable")[: total - int(shares.sum())]] += 1
    return shares


def apportion(villages: Longs, national: Longs, pattern: Longs, *, same_year: bool) -> Longs:
    """Villages by province and class.

    Args:
        villages: villages of each province (p).
        national: published counts of the nation by class (c), lowest first; scaled to the sum of ``villages``.
        pattern: published counts by province and class (p, c); a row of zeros takes the nation's pattern.
        same_year: ``pattern`` is of the same year as ``national``; otherwise it is shifted first.

    Returns:
        Counts (p, c): row sums are ``villages``, column sums the scaled national counts.
    """
    wanted = largest_remainder(national, int(villages.sum()))
    known = np.where(pattern.sum(axis=1, keepdims=True) > 0, pattern, pattern.sum(axis=0))
    shares = known / known.sum(axis=1, keepdims=True)
    table = shares * villages[:, None] if same_year else shifted(known, villages, wanted)
    return rounded(fitted(table, villages, wanted), villages, wanted)


def knots_of(counts: Longs) -> tuple[Floats, Floats]:
    """Where a province's distribution is known: (border numbers, log odds of lying below), at least two of each.

    Of the borders with nobody below, or nobody above, only the innermost says something. ``counts`` is one row (c).
    """
    size, below = int(counts.sum()), counts.cumsum()[:-1]
    odds = np.log((below + 0.5) / (size - below + 0.5))
    first, last = int((below == 0).sum()), int((below < size).sum())
    places = np.arange(max(first - 1, 0), min(last + 1, len(below)))
    odds = np.maximum.accumulate(odds[places] - _GENTLEST * places) + _GENTLEST * places
    if len(places) > 1:
        return places.astype(np.float64), odds
    return places[0] + np.array([0.0, 1.0]), odds[0] + np.array([0.0, 2 * _GENTLEST])


def straight(at: Floats, x: Floats, y: Floats, *, tail: float = 1.0) -> Floats:
    """Straight lines through (x, y), continued beyond the ends with ``tail`` times their slope."""
    found = np.interp(at, x, y)
    below, above = at < x[0], at > x[-1]
    found[below] = y[0] + tail * (at[below] - x[0]) * (y[1] - y[0]) / (x[1] - x[0])
    found[above] = y[-1] + tail * (at[above] - x[-1]) * (y[-1] - y[-2]) / (x[-1] - x[-2])
    return found


def shifted(pattern: Longs, villages: Longs, wanted: Longs) -> Floats:
    """Move every border along the index, by the same distance in all provinces, until the nation's counts are met."""
    knots = [knots_of(row) for row in pattern]
    goal = wanted.cumsum()[:-1]

    def below(borders: Floats) -> Floats:
        odds = np.stack([straight(borders, *pair) for pair in knots])
        return np.asarray(villages[:, None] / (1 + np.exp(-np.clip(odds, -40, 40))))

    low, high = np.full(len(goal), -20.0), np.full(len(goal), 20.0)
    for _ in range(60):
        middle = (low + high) / 2
        short = below(middle).sum(axis=0) < goal
        low, high = np.where(short, middle, low), np.where(short, high, middle)
    edges = np.concatenate([np.zeros((len(villages), 1)), below(low), villages[:, None]], axis=1)
    return np.diff(edges, axis=1)


def fitted(table: Floats, villages: Longs, wanted: Longs) -> Floats:
    """Iterative proportional fitting to both margins; a class nobody is wanted in stays empty."""
    found = (table + 1e-9) * (wanted > 0)
    for _ in range(200):
        found *= wanted / np.maximum(found.sum(axis=0), 1e-12)
        found *= (villages / np.maximum(found.sum(axis=1), 1e-12))[:, None]
    return found


def rounded(table: Floats, villages: Longs, wanted: Longs) -> Longs:
    """Whole numbers near ``table`` with exactly these margins."""
    counts = np.floor(table).astype(np.int64)
    for row, missing in enumerate(villages - counts.sum(axis=1)):
        order = np.argsort(-(table[row] - counts[row]), kind="stable")
        counts[row, order[: int(missing)]] += 1
    surplus = counts.sum(axis=0) - wanted
    while surplus.any():  # move one village in the row where it costs least
        source, target = int(surplus.argmax()), int(surplus.argmin())
        error = counts - table
        cost = (2 * error[:, target] + 1) - (2 * error[:, source] - 1)
        cost[counts[:, source] == 0] = np.inf
        row = int(cost.argmin())
        counts[row, source] -= 1
        counts[row, target] += 1
        surplus = counts.sum(axis=0) - wanted
    return counts
