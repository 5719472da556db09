"""A full nation, ranked and added up, against plain fractions and sorting."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

import numpy as np
import pytest

from swadaya.methodology import compute, method
from swadaya.methodology.pipeline import run
from swadaya.wilayah.rules.source import known_desa_codes

LEVELS = {"nasional": 0, "provinsi": 2, "kabkota": 4, "kecamatan": 6}


@pytest.fixture(scope="module", params=["idm-operasional-2020", "idm-permendes-2-2016"])
def nation(request):
    """Random existing scores for every village, one in 500 without a score; rows in no order."""
    found = method(request.param)
    rng = np.random.default_rng(2024)
    codes = known_desa_codes()
    codes = rng.permutation(codes[codes % 10_000 // 1_000 != 1])
    assert len(codes) >= 75_000
    quality = rng.beta(3, 3, len(codes))
    columns = []
    for indicator in found.indicators:
        steps = np.array(indicator.scores, dtype=np.int8)
        noise = np.clip(quality + rng.normal(0, 0.25, len(codes)), 0, 0.999)
        columns.append(steps[(noise * len(steps)).astype(int)])
    scores = np.asfortranarray(np.stack(columns, axis=1))
    scores[rng.random(len(codes)) < 0.002, 3] = -1
    return found, codes, scores, run(found, codes, scores)


@pytest.fixture(scope="module")
def indices(nation):
    """The exact index of every village, computed the slow way; None without one."""
    found, _, scores, _ = nation
    share = [Fraction(1, 3 * top) for top in found.maxima]
    known: dict[tuple[int, ...], Fraction] = {}
    values = []
    for row in scores.tolist():
        if min(row) < 0:
            values.append(None)
            continue
        points = tuple(sum(row[part]) for part in found.slices)
        if points not in known:
            known[points] = sum(point * weight for point, weight in zip(points, share, strict=True))
        values.append(known[points])
    return values


@pytest.mark.parametrize("level", LEVELS)
def test_ranks_are_those_of_sorting_exact_fractions(nation, indices, level):
    _, codes, _, computed = nation
    groups = defaultdict(list)
    for place, (code, index) in enumerate(zip(map(str, codes.tolist()), indices, strict=True)):
        if index is not None:
            groups[code[: LEVELS[level]]].append((index, place))
    expected = np.zeros(len(codes), dtype=np.int64)
    for members in groups.values():
        members.sort(key=lambda pair: -pair[0])
        for position, (index, place) in enumerate(members):
            first = position == 0 or members[position - 1][0] != index
            expected[place] = position + 1 if first else expected[members[position - 1][1]]
    assert np.array_equal(getattr(computed.ranks, level), expected)
    assert sum(index is None for index in indices) == (expected == 0).sum() > 0


@pytest.mark.parametrize("level", LEVELS)
def test_counts_means_and_extremes_are_those_of_adding_up_fractions(nation, indices, level):
    found, codes, _, computed = nation
    members = defaultdict(list)
    for code, index in zip(map(str, codes.tolist()), indices, strict=True):
        members[code[: LEVELS[level]]].append(index)
    summary = getattr(computed, level)
    keys = [f"{key:0{LEVELS[level]}d}" if LEVELS[level] else "" for key in summary.keys.tolist()]
    assert keys == sorted(members)
    for group, key in enumerate(keys):
        held = [index for index in members[key] if index is not None]
        assert summary.desa[group] == len(members[key])
        assert summary.with_index[group] == len(held)
        assert summary.mean(group) == (sum(held) / len(held) if held else None)
        counts = [sum(index in status.range for index in held) for status in found.classes]
        assert summary.classes[group].tolist() == counts
        if held:
            assert found.index(int(summary.lowest_k[group])) == min(held)
            assert found.index(int(summary.highest_k[group])) == max(held)


def test_component_means_are_points_over_their_maximum(nation):
    found, _, scores, computed = nation
    complete = scores[(scores >= 0).all(axis=1)].astype(np.int64)
    for number, (part, top) in enumerate(zip(found.slices, found.maxima, strict=True)):
        total = int(complete[:, part].sum())
        assert computed.nasional.component_mean(0, number) == Fraction(total, top * len(complete))


def test_sorted_and_unsorted_rows_give_the_same(nation):
    found, codes, scores, computed = nation
    order = np.argsort(codes)
    again = run(found, codes[order], np.asfortranarray(scores[order]))
    for level in LEVELS:
        assert np.array_equal(getattr(again.ranks, level), getattr(computed.ranks, level)[order])
        left, right = getattr(again, level), getattr(computed, level)
        assert np.array_equal(left.sum_points, right.sum_points)
        assert np.array_equal(left.lowest_k, right.lowest_k)
    assert np.array_equal(compute(found, scores[order]).k, computed.composite.k[order])
