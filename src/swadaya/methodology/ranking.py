"""Ranks within groups on whole numbers. Equal values share the best rank; no index, no rank (0)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .regions import Grouping

Ints = NDArray[np.int32]


def ranks(k: Ints) -> Ints:
    """Rank 1 for the highest k over all rows, by counting: 1 + how many are strictly higher.

    >>> ranks(np.array([7, 9, 7, -1, 3], dtype=np.int32)).tolist()
    [2, 1, 2, 0, 4]
    """
    if len(k) == 0:
        return np.empty(0, np.int32)
    counts = np.bincount(k + 1)
    higher = counts[::-1].cumsum()[::-1] - counts + 1
    table = higher.astype(np.int32)
    table[0] = 0
    found: Ints = table[k + 1]
    return found


def ranks_within(k: Ints, grouping: Grouping) -> Ints:
    """The same inside each group of ``grouping``: by counting where the table is small, else by one sort."""
    span = int(k.max(initial=-1)) + 2
    if grouping.size * span <= 4 * len(k):
        return _by_counting(k, grouping, span)
    if grouping.size * span >= 2**32:
        raise ValueError("too many groups for this range of k")
    return _by_sorting(k, grouping, span)


def _by_counting(k: Ints, grouping: Grouping, span: int) -> Ints:
    key = grouping.index * np.int32(span) + (k + 1)
    counts = np.bincount(key, minlength=grouping.size * span).reshape(grouping.size, span)
    table = (counts[:, ::-1].cumsum(axis=1)[:, ::-1] - counts + 1).astype(np.int32)
    table[:, 0] = 0
    found: Ints = table.ravel()[key]
    return found


def _by_sorting(k: Ints, grouping: Grouping, span: int) -> Ints:
    """Sort (group, highest first, row) packed in one word, then number the runs of equal keys.

    The high half of each word is group * span + (span - 1 - (k + 1)), the low half the row; both fit 32 bits.
    """
    count = len(k)
    packed = np.empty(count, dtype="<u8")
    halves = packed.view("<u4").reshape(count, 2)
    halves[:, 0] = np.arange(count, dtype=np.uint32)
    halves[:, 1] = grouping.index.astype(np.uint32) * np.uint32(span) + (np.int32(span - 2) - k).view(np.uint32)
    packed.sort()
    row, key = halves[:, 0], halves[:, 1]
    fresh = np.empty(count, dtype=np.bool_)
    fresh[0] = True
    np.not_equal(key[1:], key[:-1], out=fresh[1:])
    place = np.maximum.accumulate(np.where(fresh, np.arange(count, dtype=np.int32), np.int32(0)))
    sizes = np.bincount(grouping.index, minlength=grouping.size)
    starts = (np.cumsum(sizes) - sizes).astype(np.int32)
    place -= np.repeat(starts, sizes)  # sorted rows lie group by group
    place += np.int32(1)
    found = np.empty(count, dtype=np.int32)
    found[row] = place
    found[k < 0] = 0
    return found
