"""Two years side by side: moves, steps and ranks, beside a plain recount in polars."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from swadaya.indeks.rules import transitions
from swadaya.indeks.rules.transitions import Year
from swadaya.methodology.regions import group_by


def year(rows):
    """Code -> (k, level)."""
    ordered = sorted(rows.items())
    return Year(
        np.array([code for code, _ in ordered], dtype=np.int64),
        np.array([k for _, (k, _) in ordered], dtype=np.int32),
        np.array([level for _, (_, level) in ordered], dtype=np.int8),
    )


BEFORE = year({3304092001: (100, 1), 3304092002: (200, 2), 3304092003: (300, 3), 3304092004: (-1, 0)})
AFTER = year({3304092001: (350, 3), 3304092002: (190, 2), 3304092004: (120, 1), 3304092005: (400, 4)})


def test_a_village_of_one_year_only_comes_from_or_goes_to_no_class():
    found = transitions.between(BEFORE, AFTER)
    assert found.codes.tolist() == [3304092001, 3304092002, 3304092003, 3304092004, 3304092005]
    assert found.before.tolist() == [1, 2, 3, 0, 0]
    assert found.after.tolist() == [3, 2, 0, 1, 4]
    assert found.delta.tolist() == [250, -10, 0, 0, 0]
    assert found.both.tolist() == [True, True, False, False, False]


def test_only_two_classes_or_more_are_a_leap_either_way():
    rows = {3304092001 + number: (10, 3) for number in range(5)}
    later = {3304092001 + number: (10, level) for number, level in enumerate((1, 2, 3, 4, 5))}
    assert transitions.between(year(rows), year(later)).leapt.tolist() == [True, False, False, False, True]


def test_ranks_of_progress_count_from_the_largest_step_and_equal_steps_share():
    codes = np.array([3304092001, 3304092002, 3304102001, 5101012001], dtype=np.int64)
    ranks = transitions.progress_ranks(codes, np.array([-5, 7, 7, 0], dtype=np.int32), 6300)
    assert ranks.nasional.tolist() == [4, 1, 1, 3]
    assert ranks.provinsi.tolist() == [3, 1, 1, 1]
    assert ranks.kecamatan.tolist() == [2, 1, 1, 1]


@pytest.mark.parametrize("seed", range(3))
def test_moves_are_those_polars_counts(seed):
    rng = np.random.default_rng(seed)
    everything = np.unique(rng.integers(3301012001, 3310999999, 4000))

    def draw():
        codes = np.sort(rng.choice(everything, 3000, replace=False))
        level = rng.integers(0, 6, len(codes)).astype(np.int8)
        k = np.where(level > 0, level.astype(np.int32) * 1000 + rng.integers(0, 999, len(codes)), -1).astype(np.int32)
        return Year(codes, k, level)

    before, after = draw(), draw()
    found = transitions.between(before, after)
    grouping = group_by(found.codes // 10**6)
    flows = transitions.flows(found, grouping, 5)
    sides = [
        pl.DataFrame({"code": one.codes, f"k{name}": one.k, f"level{name}": one.level})
        for name, one in (("1", before), ("2", after))
    ]
    joined = sides[0].join(sides[1], on="code", how="full", coalesce=True)
    joined = joined.with_columns(
        (pl.col("code") // 10**6).alias("group"), pl.col("level1", "level2").fill_null(0).cast(pl.Int64)
    )
    counted = {
        (group, old, new): count
        for group, old, new, count in joined.group_by("group", "level1", "level2").len().iter_rows()
    }
    ours = {
        (int(key), cell // 6, cell % 6): int(count)
        for key, row in zip(flows.keys, flows.cells, strict=True)
        for cell, count in enumerate(row)
        if count
    }
    assert ours == counted
    both = joined.filter((pl.col("level1") > 0) & (pl.col("level2") > 0))
    steps = dict(both.group_by("group").agg((pl.col("k2") - pl.col("k1")).sum()).iter_rows())
    assert {int(key): int(value) for key, value in zip(flows.keys, flows.sum_delta, strict=True)} == {
        int(key): steps.get(int(key), 0) for key in flows.keys
    }
