"""Every index value that can exist: class by whole numbers is class by exact fractions, and rounding changes none."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from swadaya.core.figures import decimals
from swadaya.methodology import method
from swadaya.methodology.composite import classify
from swadaya.methodology.grid import attainable_k, attainable_points
from swadaya.methodology.thresholds import equal_intervals

IDM = {
    "idm-operasional-2020": ((35, 12, 3), (175, 60, 15), 6300, (12, 35, 140), (0, 3092, 3774, 4456, 5138)),
    "idm-permendes-2-2016": ((38, 12, 4), (190, 60, 20), 3420, (6, 19, 57), (0, 1679, 2049, 2419, 2790)),
}
CUTS = tuple(map(Fraction, ("0.4907", "0.5989", "0.7072", "0.8155")))
"""Permendes 2/2016, Lampiran C.2, written here a second time on purpose."""


def level_by_law(index: Fraction) -> int:
    return 1 + sum(index > cut for cut in CUTS)


@pytest.mark.parametrize("method_id", IDM)
def test_the_whole_numbers_of_the_method_follow_from_its_tree(method_id):
    counts, maxima, denominator, weights, lowest = IDM[method_id]
    found = method(method_id)
    assert tuple(part.stop - part.start for part in found.slices) == counts
    assert found.maxima == maxima
    assert found.denominator == denominator
    assert found.weights == weights
    assert found.lowest_k == lowest


@pytest.mark.parametrize("method_id", IDM)
def test_class_by_whole_numbers_is_class_by_the_law_for_every_k(method_id):
    found = method(method_id)
    every = np.arange(found.denominator + 1, dtype=np.int32)
    expected = [level_by_law(Fraction(int(k), found.denominator)) for k in every]
    assert classify(found, every).tolist() == expected
    assert [found.class_of(int(k)).level for k in every] == expected
    assert all(Fraction(int(k), found.denominator) in found.class_of(int(k)).range for k in every)


@pytest.mark.parametrize("method_id", IDM)
def test_no_value_that_can_exist_lies_on_a_border_and_rounding_to_four_decimals_changes_no_class(method_id):
    found = method(method_id)
    possible = attainable_k(found)
    assert len(possible) > 1000
    for k in possible.tolist():
        index = found.index(k)
        assert index not in CUTS
        assert level_by_law(Fraction(decimals(index, 4))) == found.class_of(k).level


@pytest.mark.parametrize("method_id", IDM)
def test_k_is_the_mean_of_the_components_over_one_denominator(method_id):
    found = method(method_id)
    rng = np.random.default_rng(7)
    for _ in range(200):
        points = [int(rng.integers(0, top + 1)) for top in found.maxima]
        k = sum(point * weight for point, weight in zip(points, found.weights, strict=True))
        mean = sum(Fraction(point, top) for point, top in zip(points, found.maxima, strict=True)) / len(points)
        assert found.index(k) == mean


def test_only_sums_of_existing_scores_can_be_had():
    found = method("idm-operasional-2020")
    assert attainable_points(found, 2).tolist() == [0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]
    lowest = [int(attainable_points(found, part)[0]) for part in range(3)]
    assert lowest[2] == 0
    assert 1 not in attainable_points(found, 2)
    assert all(attainable_points(found, part)[-1] == top for part, top in enumerate(found.maxima))


def test_the_lowest_and_highest_possible_index_are_not_nought_and_one_by_chance():
    found = method("idm-operasional-2020")
    possible = attainable_k(found)
    assert possible[-1] == found.denominator
    assert decimals(found.index(int(possible[0])), 4) == "0.1033"


def test_the_published_cuts_are_six_equal_intervals_with_the_lowest_two_united():
    """The range is known to four decimals only. 0.2741 and 0.9238 as they stand put one border exactly between two
    decimals, 0.59895; ranges that print so give all four cuts."""
    printed = equal_intervals(Fraction("0.2741"), Fraction("0.9238"), 6, merge_lowest=True)
    assert all(abs(border - cut) <= Fraction("0.00005") for border, cut in zip(printed.borders, CUTS, strict=True))
    assert printed.borders[1] == Fraction("0.59895")
    assert decimals(printed.step, 4) == "0.1083"
    for lowest, highest in (("0.27412", "0.92376"), ("0.27414", "0.92375")):
        cuts = equal_intervals(Fraction(lowest), Fraction(highest), 6, merge_lowest=True)
        assert [decimals(edge, 4) for edge in (cuts.lowest, cuts.highest)] == ["0.2741", "0.9238"]
        assert [decimals(border, 4) for border in cuts.borders] == ["0.4907", "0.5989", "0.7072", "0.8155"]


def test_five_equal_intervals_are_not_the_published_cuts():
    cuts = equal_intervals(Fraction("0.2741"), Fraction("0.9238"), 5)
    assert [decimals(border, 4) for border in cuts.borders] != ["0.4907", "0.5989", "0.7072", "0.8155"]


def test_equal_intervals_are_equal_and_end_where_the_range_ends():
    cuts = equal_intervals(Fraction(1, 7), Fraction(6, 7), 5)
    edges = [cuts.lowest, *cuts.borders, cuts.highest]
    assert {right - left for left, right in pairwise(edges)} == {cuts.step}
    with pytest.raises(ValueError, match="intervals"):
        equal_intervals(Fraction(0), Fraction(1), 2, merge_lowest=True)
    with pytest.raises(ValueError, match="range"):
        equal_intervals(Fraction(1, 2), Fraction(1, 2), 5)


def test_karanggintung_2025_has_437_of_635_points_and_is_berkembang():
    found = method("indeks-desa-2025")
    scores = [5] * 65 + [4] * 6 + [3] * 14 + [2] * 4 + [1] * 38
    assert len(scores) == len(found.indicators) == 127
    assert found.denominator == 635
    assert sum(scores) == 437
    assert decimals(found.shown(437), 2) == "68.82"
    assert found.class_of(437).label == "Berkembang"
    assert found.weights == (1,) * 6
    assert found.maxima == (170, 85, 160, 90, 50, 80)
