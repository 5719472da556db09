"""Published decimals back to points: every value that whole scores can give, at any precision, and nothing else."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from swadaya.core.figures import decimals
from swadaya.methodology import compute, method
from swadaya.methodology.composite import from_points
from swadaya.methodology.grid import OFF_GRID, agrees, points_behind, printed

ABSENT = np.iinfo(np.int64).min


def rows(found, places):
    """One row for each number of points of the largest component, the others along with it."""
    count = max(found.maxima) + 1
    points = np.stack([np.minimum(np.arange(count), top) for top in found.maxima], axis=1)
    values = [
        [printed(Fraction(int(p), top), places) for p, top in zip(row, found.maxima, strict=True)] for row in points
    ]
    return points, np.array(values, dtype=np.int64)


@pytest.mark.parametrize("places", [4, 5, 12])
@pytest.mark.parametrize("method_id", ["idm-operasional-2020", "idm-permendes-2-2016", "indeks-desa-2025"])
def test_every_number_of_points_is_found_behind_its_decimal(method_id, places):
    found = method(method_id)
    points, values = rows(found, places)
    assert np.array_equal(points_behind(found, values, places), points)


def test_four_decimals_among_longer_ones_are_read_as_four_decimals():
    found = method("idm-operasional-2020")
    points, values = rows(found, 4)
    assert np.array_equal(points_behind(found, values * 10**8, 12), points)


def test_decimals_cut_off_instead_of_rounded_are_read_beyond_four_places():
    found = method("idm-operasional-2020")
    points = np.stack([np.minimum(np.arange(176), top) for top in found.maxima], axis=1)
    cut = np.array([[p * 10**12 // top for p, top in zip(row, found.maxima, strict=True)] for row in points.tolist()])
    assert np.array_equal(points_behind(found, cut, 12), points)


@pytest.mark.parametrize("places", [4, 12])
def test_a_missing_value_has_no_points_behind_it(places):
    found = method("idm-operasional-2020")
    values = np.array([[ABSENT, ABSENT, ABSENT], [-1, -1, -1], [0, 0, 0]], dtype=np.int64)
    behind = points_behind(found, values, places)
    assert behind.tolist() == [[OFF_GRID] * 3, [OFF_GRID] * 3, [0, 0, 0]]
    assert from_points(found, behind).k.tolist() == [-1, -1, 0]


def test_a_value_between_two_points_is_off_the_grid():
    found = method("idm-operasional-2020")
    _, values = rows(found, 4)
    on_grid = [set(values[:, number].tolist()) for number in range(3)]
    every = np.repeat(np.arange(10_001)[:, None], 3, axis=1)
    behind = points_behind(found, every, 4)
    for number in range(3):
        held = set(every[behind[:, number] >= 0, number].tolist())
        assert held == on_grid[number]


def test_values_beyond_one_are_off_the_grid():
    found = method("idm-operasional-2020")
    behind = points_behind(found, np.array([[10_001, 20_000, 2**62]]), 4)
    assert behind.tolist() == [[OFF_GRID] * 3]


def test_points_of_random_scores_survive_printing():
    found = method("idm-operasional-2020")
    rng = np.random.default_rng(5)
    scores = np.stack([rng.choice(np.array(i.scores, np.int8), 500) for i in found.indicators], axis=1)
    result = compute(found, np.asfortranarray(scores))
    values = [
        [int(decimals(Fraction(int(p), top), 4).replace(".", "")) for p, top in zip(row, found.maxima, strict=True)]
        for row in result.points
    ]
    assert np.array_equal(points_behind(found, np.array(values), 4), result.points)
    assert agrees(
        np.array([printed(found.index(int(k))) for k in result.k]), result.k.astype(np.int64), found.denominator, 4
    ).all()
