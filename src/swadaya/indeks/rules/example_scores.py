"""Scores of an example nation from latent quantities: which village got which score, given the index it should have.

Every indicator has a latent normal variable: a part common to the village and a part of its own, which its kecamatan
shares in and which hardly changes from year to year. Cuts turn it into scores, so that the scores of all villages are
distributed as the method file says. The common part is the one that brings the village to the wanted index.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from swadaya.methodology import Method
from swadaya.methodology.composite import Ints, Scores, classify, compute
from swadaya.methodology.regions import Grouping
from swadaya.methodology.schema import Indicator

Floats = NDArray[np.float32]
Levels = NDArray[np.int8]

COMMON = 0.45
"""Loading of an indicator on the common part."""
PLACE_SHARE, NEWS_SHARE = 0.25, 0.02
"""Shares of an indicator's own part that its kecamatan has, and that is new each year."""
REACH = 12.0
CHUNK = 4096
STEPS = 14


@dataclass(frozen=True, slots=True)
class Ladder:
    """``cuts``: the latent value from which each score above the lowest is reached; ``rises``: by how many points."""

    lowest: int
    cuts: tuple[float, ...]
    rises: tuple[int, ...]

    def points(self, latent: Floats) -> Scores:
        found = np.full(latent.shape, self.lowest, dtype=np.int8)
        for cut, rise in zip(self.cuts, self.rises, strict=True):
            found += (latent >= np.float32(cut)).view(np.int8) * np.int8(rise)
        return found


def ladder_of(indicator: Indicator) -> Ladder:
    """Cuts that give the distribution in the method file, or an even one where the file has none."""
    scores = indicator.scores
    seen = [indicator.rule(score).seen or 0 for score in scores]
    if not sum(seen):
        seen = [1] * len(scores)
    normal = NormalDist()
    shares = [sum(seen[:number]) / sum(seen) for number in range(1, len(scores))]
    cuts = tuple(normal.inv_cdf(min(max(share, 1e-6), 1 - 1e-6)) for share in shares)
    return Ladder(scores[0], cuts, tuple(high - low for low, high in zip(scores, scores[1:], strict=False)))


def own_parts(method: Method, districts: Grouping, year: int, seed: int) -> Floats:
    """What each indicator has apart from the common part (m, n), weighted."""
    shape = (len(method.indicators), len(districts.index))
    lasting = np.random.default_rng([seed, 3])
    places = lasting.standard_normal((shape[0], districts.size), dtype=np.float32)
    found = lasting.standard_normal(shape, dtype=np.float32)
    news = np.random.default_rng([seed, 4, year])
    weight = np.sqrt(1 - COMMON**2)
    found *= np.float32(weight * np.sqrt(1 - PLACE_SHARE - NEWS_SHARE))
    places *= np.float32(weight * np.sqrt(PLACE_SHARE))
    fresh = np.empty(shape[1], dtype=np.float32)
    for row, place in zip(found, places, strict=True):
        row += place[districts.index]
        news.standard_normal(out=fresh, dtype=np.float32)
        fresh *= np.float32(weight * np.sqrt(NEWS_SHARE))
        row += fresh
    return found


def scores_at(ladders: Sequence[Ladder], own: Floats, common: Floats) -> Scores:
    """Scores (n, m), column-major, of villages with that common part (n)."""
    rows = np.empty(own.shape, dtype=np.int8)
    pull = np.float32(COMMON) * common
    for row, ladder, part in zip(rows, ladders, own, strict=True):
        row[:] = ladder.points(part + pull)
    return rows.T


def solve(method: Method, ladders: Sequence[Ladder], own: Floats, level: Levels, wanted: Ints) -> Scores:
    """Scores (n, m), column-major, whose k comes nearest to ``wanted``, in the class ``level`` where possible."""
    rows = np.empty(own.shape, dtype=np.int8)
    for start in range(0, len(wanted), CHUNK):
        here = slice(start, start + CHUNK)
        part, goal = np.ascontiguousarray(own[:, here]), wanted[here]
        low = np.full(len(goal), -REACH, dtype=np.float32)
        high = -low
        for _ in range(STEPS):
            middle = np.float32(0.5) * (low + high)
            reached = _k_at(method, ladders, part, middle) >= goal
            high, low = np.where(reached, middle, high), np.where(reached, low, middle)
        under, over = _k_at(method, ladders, part, low), _k_at(method, ladders, part, high)
        miss_under = np.abs(goal - under) + (classify(method, under) != level[here]) * method.denominator
        miss_over = np.abs(over - goal) + (classify(method, over) != level[here]) * method.denominator
        rows[:, here] = scores_at(ladders, part, np.where(miss_under < miss_over, low, high)).T
    return rows.T


def _k_at(method: Method, ladders: Sequence[Ladder], own: Floats, common: Floats) -> Ints:
    pull = np.float32(COMMON) * common
    latent = np.empty_like(pull)
    k = np.zeros(len(common), dtype=np.int32)
    for part, weight in zip(method.slices, method.weights, strict=True):
        points = np.zeros(len(common), dtype=np.int16)
        for ladder, row in zip(ladders[part], own[part], strict=True):
            points += ladder.points(np.add(row, pull, out=latent))
        k += points.astype(np.int32) * np.int32(weight)
    return k


def settle(method: Method, scores: Scores, level: Levels, random: np.random.Generator) -> int:
    """Step single scores to the next that exists until every village has its class; changes ``scores`` in place.

    A village that no single steps bring there takes the scores of a near one that is there already.

    Returns:
        How many villages are not in their class: those of classes that no scores of the method can give.
    """
    floor = np.array(method.lowest_k, dtype=np.int32)
    ceiling = np.append(floor[1:], method.denominator + 1) - 1
    weights = [
        weight for part, weight in zip(method.slices, method.weights, strict=True) for _ in method.indicators[part]
    ]
    steps = max(len(indicator.scores) for indicator in method.indicators) - 1
    order = random.permutation(len(method.indicators)).tolist() * steps
    k = compute(method, scores).k
    for direction in (1, -1):
        for number in order:
            outside = np.flatnonzero(k < floor[level - 1] if direction > 0 else k > ceiling[level - 1])
            if not len(outside):
                break
            following = _neighbours(method.indicators[number], direction)[scores[outside, number]]
            moved = k[outside] + (following - scores[outside, number]).astype(np.int32) * np.int32(weights[number])
            fits = moved <= ceiling[level[outside] - 1] if direction > 0 else moved >= floor[level[outside] - 1]
            scores[outside[fits], number] = following[fits]
            k[outside[fits]] = moved[fits]
    reached = classify(method, k)
    left = 0
    for missing in np.unique(level[reached != level]):
        lost = np.flatnonzero((reached != level) & (level == missing))
        there = np.flatnonzero(reached == missing)
        if len(there):
            scores[lost] = scores[there[np.minimum(np.searchsorted(there, lost), len(there) - 1)]]
        else:
            left += len(lost)
    return left


def _neighbours(indicator: Indicator, direction: int) -> Scores:
    """The next existing score up or down by score; the score itself where there is none."""
    ladder = indicator.scores[::direction]
    table = np.arange(128, dtype=np.int8)
    for score, following in zip(ladder, ladder[1:], strict=False):
        table[score] = following
    return table
