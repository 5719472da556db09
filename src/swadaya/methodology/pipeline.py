"""The whole run over a table of villages: points, index, class, four ranks and three summaries."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .composite import Composite, Scores, compute
from .ranking import Ints, ranks, ranks_within
from .regions import Regions
from .schema import Method
from .summary import Scale, Summary, fold, summarise


@dataclass(frozen=True, slots=True)
class Ranks:
    """Rank of each row (n), 1 the best, 0 without an index."""

    nasional: Ints
    provinsi: Ints
    kabkota: Ints
    kecamatan: Ints


@dataclass(frozen=True, slots=True)
class Nation:
    """One year of one method."""

    composite: Composite
    ranks: Ranks
    nasional: Summary  # one group, key 0
    provinsi: Summary
    kabkota: Summary
    kecamatan: Summary


def run(method: Method, codes: NDArray[np.int64], scores: Scores) -> Nation:
    """Score a table of villages; ``codes`` int64 (n), ``scores`` int8 (n, m)."""
    return run_composite(method, codes, compute(method, scores))


def run_composite(method: Method, codes: NDArray[np.int64], composite: Composite) -> Nation:
    """Rank and summarise results that are already composed. Rows may come in any order."""
    regions = Regions.of(codes)
    kecamatan = summarise(composite, regions.kecamatan, Scale.of(method))
    kabkota = fold(kecamatan, kecamatan.keys // 100)
    provinsi = fold(kabkota, kabkota.keys // 100)
    return Nation(
        composite=composite,
        ranks=rank_all(composite.k, regions),
        nasional=fold(provinsi, np.zeros_like(provinsi.keys)) if len(codes) else provinsi,
        provinsi=provinsi,
        kabkota=kabkota,
        kecamatan=kecamatan,
    )


def rank_all(k: Ints, regions: Regions) -> Ranks:
    return Ranks(
        nasional=ranks(k),
        provinsi=ranks_within(k, regions.provinsi),
        kabkota=ranks_within(k, regions.kabkota),
        kecamatan=ranks_within(k, regions.kecamatan),
    )
