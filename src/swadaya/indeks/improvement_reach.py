"""What lies within reach of a region: villages that one improvement would lift into the next class."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from swadaya.methodology import Method

from .run_table import Scored


@dataclass(frozen=True, slots=True)
class Reach:
    """Villages with an index and known scores that are not yet in the highest class.

    ``one_step``: of these, how many one indicator at its next existing score lifts a class; ``one_full``: one indicator
    at its highest score; ``gaps``: what each of them lacks to its next class, in k, smallest first.
    """

    villages: int
    one_step: int
    one_full: int
    gaps: tuple[int, ...]

    @property
    def middle_gap(self) -> int:
        """Half of the villages lack at most this much."""
        return self.gaps[(len(self.gaps) - 1) // 2] if self.gaps else 0


def within_reach(method: Method, found: Scored) -> Reach:
    """Count over whole numbers; a score only ever moves to one that exists."""
    lowest = np.array([*method.lowest_k, 0], dtype=np.int64)
    open_ = found.complete & (found.level < len(method.classes))
    level = found.level[open_].astype(np.int64)
    gaps = lowest[level] - found.k[open_]
    steps, fulls = _gains(method, found.scores[open_])
    return Reach(
        villages=int(open_.sum()),
        one_step=int((steps >= gaps).sum()),
        one_full=int((fulls >= gaps).sum()),
        gaps=tuple(np.sort(gaps).tolist()),
    )


def _gains(method: Method, scores: NDArray[np.int8]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The most that one indicator adds to k, at its next score and at its highest, by village."""
    step = np.zeros(len(scores), dtype=np.int64)
    full = np.zeros(len(scores), dtype=np.int64)
    for weight, part in zip(method.weights, method.slices, strict=True):
        for number in range(part.start, part.stop):
            existing = np.array(method.indicators[number].scores, dtype=np.int64)
            held = scores[:, number].astype(np.int64)
            after = existing[np.minimum(np.searchsorted(existing, held, side="right"), len(existing) - 1)]
            step = np.maximum(step, (after - held) * weight)
            full = np.maximum(full, (existing[-1] - held) * weight)
    return step, full
