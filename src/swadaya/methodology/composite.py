"""Scores to points, k and class: whole numbers all the way, one pass over the columns.

Shapes: ``n`` villages, ``m`` indicators in the order of ``method.indicators``, ``c`` components.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from swadaya.core.problem import Problem, Where

from .schema import Method

Scores = NDArray[np.int8]
Ints = NDArray[np.int32]

MISSING = -1
NO_INDEX = -1
NO_CLASS = 0


@dataclass(frozen=True, slots=True)
class Composite:
    """Results by village.

    ``points``: int32 (n, c), -1 where a score of that component is missing or does not exist;
    ``k``: int32 (n), -1 for no index; ``level``: int8 (n), 1 for the lowest class, 0 for no class.
    """

    points: Ints
    k: Ints
    level: NDArray[np.int8]

    @property
    def has_index(self) -> NDArray[np.bool_]:
        return self.k >= 0


def compute(method: Method, scores: Scores) -> Composite:
    """Sum, weigh and classify a score matrix.

    Args:
        scores: int8 (n, m), each one of the indicator's scores, -1 for a missing one. Column-major is fastest.

    Returns:
        Composite; a village with a missing or non-existing score gets no index (policy ``tanpa-indeks``), never a zero.
        ``score_problems`` names the cells.

    Source: Permendes 2/2016 Pasal 4(1)-(6) for the two IDM files; the rules named in ``method.rule_texts`` otherwise.
    """
    if scores.ndim != 2 or scores.shape[1] != len(method.indicators):
        raise ValueError(f"scores must be (n, {len(method.indicators)}), got {scores.shape}")
    if scores.dtype != np.int8:
        raise TypeError(f"scores must be int8, got {scores.dtype}")
    columns = np.asfortranarray(scores).T.view(np.uint8)  # (m, n), each row contiguous; -1 reads 255
    count = scores.shape[0]
    points = np.empty((count, len(method.components)), dtype=np.int32, order="F")
    k = np.zeros(count, dtype=np.int32)
    unusable = np.zeros(count, dtype=np.bool_)
    spare = np.empty(count, dtype=np.uint8)
    flag = np.empty(count, dtype=np.bool_)
    for number, (part, top, weight) in enumerate(zip(method.slices, method.maxima, method.weights, strict=True)):
        total = np.zeros(count, dtype=np.uint8 if top < 256 else np.uint16)
        bad = np.zeros(count, dtype=np.bool_)
        for indicator, column in zip(method.indicators[part], columns[part], strict=True):
            _mark_strangers(column, indicator.scores, bad, spare, flag)
            np.add(total, column, out=total)
        own = points[:, number]
        own[:] = total
        if bad.any():
            own[bad] = MISSING
            unusable |= bad
        k += own * np.int32(weight)
    if unusable.any():
        k[unusable] = NO_INDEX
    return Composite(points, k, classify(method, k))


def from_points(method: Method, points: Ints) -> Composite:
    """The same from known points of the components (n, c); -1 in any of them gives no index."""
    weights = np.array(method.weights, dtype=np.int32)
    known = (points >= 0).all(axis=1)
    k = np.where(known, points.astype(np.int32) @ weights, np.int32(NO_INDEX)).astype(np.int32)
    return Composite(points.astype(np.int32), k, classify(method, k))


def classify(method: Method, k: Ints) -> NDArray[np.int8]:
    """Class level of each k by comparing whole numbers: 1 the lowest, 0 where there is no index."""
    level = np.zeros(k.shape, dtype=np.int8)
    for lowest in method.lowest_k:
        level += k >= lowest
    return level


def _mark_strangers(
    column: NDArray[np.uint8],
    allowed: tuple[int, ...],
    bad: NDArray[np.bool_],
    spare: NDArray[np.uint8],
    flag: NDArray[np.bool_],
) -> None:
    """Set ``bad`` where a cell is none of ``allowed``: one range check, then the holes inside the range."""
    low, high = allowed[0], allowed[-1]
    np.subtract(column, np.uint8(low), out=spare)  # wraps below low to something large
    np.greater(spare, np.uint8(high - low), out=flag)
    np.logical_or(bad, flag, out=bad)
    for hole in range(low + 1, high):
        if hole not in allowed:
            np.equal(column, np.uint8(hole), out=flag)
            np.logical_or(bad, flag, out=bad)


def stranger_cells(method: Method, scores: Scores) -> NDArray[np.bool_]:
    """Cells (n, m) that hold neither a score of the indicator nor the mark of a missing one."""
    known = np.array([[value in item.scores for value in range(128)] for item in method.indicators])
    given = np.clip(scores, 0, 127)
    fits: NDArray[np.bool_] = known[np.arange(len(method.indicators)), given]
    strangers: NDArray[np.bool_] = (~fits & (scores != MISSING)) | (scores < MISSING)
    return strangers


def score_problems(
    method: Method, scores: Scores, rows: Ints, codes: NDArray[np.str_], file: str = ""
) -> Iterator[Problem]:
    """Name each cell that keeps a village from its index: ``skor.kosong`` missing, ``skor.tidak-ada`` no such score."""
    strangers = stranger_cells(method, scores)
    for place, number in np.argwhere(strangers | (scores == MISSING)):
        indicator = method.indicators[number]
        stranger = bool(strangers[place, number])
        yield Problem(
            "skor.tidak-ada" if stranger else "skor.kosong",
            Where(file=file, row=int(rows[place]), column=indicator.code, desa=str(codes[place])),
            got=str(scores[place, number]) if stranger else "",
            expected=" / ".join(map(str, indicator.scores)),
            hint="" if stranger else "Desa ini tidak mendapat indeks sampai skornya diisi.",
            severity="galat" if stranger else "peringatan",
        )
