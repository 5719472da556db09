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
    if grouping.size * span <= 8 * len(k):
        return _by_counting(k, grouping, span)
    return _by_sorting(k, grouping, span)


def _by_counting(k: Ints, grouping: Grouping, span: int) -> Ints:
    key = grouping.index * np.int32(span) + (k + 1)
    counts = np.bincount(key, minlength=grouping.size * span).reshape(grouping.size, span)
    table = (counts[:, ::-1].cumsum(axis=1)[:, ::-1] - counts + 1).astype(np.int32)
    table[:, 0] = 0
    found: Ints = table.ravel()[key]
    return found


def _by_sorting(k: Ints, grouping: Grouping, span: int) -> Ints:
    """Sort (group, highest first, row) packed in one int64, then number the runs of equal keys."""
    count = len(k)
    bits = max(count - 1, 1).bit_length()
    packed = grouping.index.astype(np.int64)
    packed *= span
    packed += np.int64(span - 1) - (k + 1)
    packed <<= bits
    packed |= np.arange(count, dtype=np.int64)
    packed.sort()
    row = packed & ((1 << bits) - 1)
    packed >>= bits
    fresh = np.empty(count, dtype=np.bool_)
    fresh[0] = True
    np.not_equal(packed[1:], packed[:-1], out=fresh[1:])
    position = np.arange(count, dtype=np.int32)
    run_start = np.maximum.accumulate(np.where(fresh, position, np.int32(0)))
    sizes = np.bincount(grouping.index, minlength=grouping.size)
    group_start = (np.cumsum(sizes) - sizes).astype(np.int32)
    found = np.empty(count, dtype=np.int32)
    found[row] = run_start - group_start[grouping.index[row]] + np.int32(1)
    found[k < 0] = 0
    return found
