"""Which province, regency and district each row belongs to, from the prefix of its code."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Grouping:
    """``keys``: the groups' codes as numbers, ascending; ``index``: the group of each row;
    ``starts``: where each group begins when its rows lie together, else None."""

    keys: NDArray[np.int64]
    index: NDArray[np.int32]
    starts: NDArray[np.intp] | None

    @property
    def size(self) -> int:
        return len(self.keys)


def group_by(values: NDArray[np.int64]) -> Grouping:
    """Group rows by value; rows that are already in order are grouped without sorting."""
    if len(values) == 0:
        return Grouping(values[:0], np.empty(0, np.int32), np.empty(0, np.intp))
    change = np.empty(len(values), dtype=np.bool_)
    change[0] = True
    np.not_equal(values[1:], values[:-1], out=change[1:])
    starts = np.flatnonzero(change)
    keys = values[starts]
    if (keys[1:] > keys[:-1]).all():
        return Grouping(keys, np.cumsum(change, dtype=np.int32) - np.int32(1), starts)
    keys, index = np.unique(values, return_inverse=True)
    return Grouping(keys, index.astype(np.int32), None)


def coarser(fine: Grouping, keys: NDArray[np.int64]) -> Grouping:
    """Merge groups: ``keys`` (g) is the coarse key of each fine group. Rows stay together when they were together."""
    merged = group_by(keys)
    starts = None if fine.starts is None or merged.starts is None else fine.starts[merged.starts]
    return Grouping(merged.keys, merged.index[fine.index], starts)


@dataclass(frozen=True, slots=True)
class Regions:
    """The three groupings of a table of villages, from 10-digit codes as numbers."""

    provinsi: Grouping
    kabkota: Grouping
    kecamatan: Grouping

    @classmethod
    def of(cls, codes: NDArray[np.int64]) -> Regions:
        """Args: codes: int64 (n), such as 3304092011. Sorted codes are grouped without sorting."""
        kecamatan = group_by(codes // 10**4)
        kabkota = coarser(kecamatan, kecamatan.keys // 100)
        return cls(coarser(kabkota, kabkota.keys // 100), kabkota, kecamatan)
