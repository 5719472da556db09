"""Types of villages and the focus of a region, beside a plain reckoning with fractions."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import numpy as np
import pytest

from swadaya.indeks.rules import focus, typology
from swadaya.methodology import compute, method
from swadaya.methodology.regions import group_by

METHODS = ("idm-operasional-2020", "idm-permendes-2-2016", "indeks-desa-2025")


def random_scores(chosen, size, seed=1):
    rng = np.random.default_rng(seed)
    columns = [rng.choice(indicator.scores, size) for indicator in chosen.indicators]
    return np.array(columns, dtype=np.int8).T


@pytest.mark.parametrize("method_id", METHODS)
def test_a_type_is_the_set_of_components_below_the_middle_class(method_id):
    chosen = method(method_id)
    points = compute(chosen, random_scores(chosen, 400)).points
    lagging = chosen.classes[: (len(chosen.classes) - 1) // 2]
    for row, found in zip(points.tolist(), typology.patterns(chosen, points).tolist(), strict=True):
        shares = [Fraction(value, top) for value, top in zip(row, chosen.maxima, strict=True)]
        weak = [any(share in status.range for status in lagging) for share in shares]
        assert [bool(found >> bit & 1) for bit in range(len(weak))] == weak


@pytest.mark.parametrize("method_id", METHODS)
def test_the_fewest_sound_points_are_not_weak_and_one_less_is(method_id):
    chosen = method(method_id)
    for points, top in zip(typology.sound_points(chosen), chosen.maxima, strict=True):
        assert not typology.is_weak(chosen, Fraction(points, top))
        assert typology.is_weak(chosen, Fraction(points - 1, top))


def test_the_borders_of_the_operational_instrument():
    assert typology.sound_points(method("idm-operasional-2020")) == (105, 36, 9)


def test_types_are_counted_by_region_and_add_up():
    found = np.array([0, 3, 3, 7, 2], dtype=np.int64)
    counts = typology.pattern_counts(found, group_by(np.array([33, 33, 51, 51, 51])), 3)
    assert counts.sum() == 5
    assert counts[0].tolist() == [1, 0, 0, 1, 0, 0, 0, 0]
    assert counts[1].tolist() == [0, 0, 1, 1, 0, 0, 0, 1]
    assert typology.weak_in(tuple(counts[1].tolist()), 1) == 3
    assert typology.weak_in(tuple(counts[1].tolist()), 2) == 1


@pytest.mark.parametrize("method_id", METHODS)
def test_losses_are_what_a_plain_sum_finds(method_id):
    chosen = method(method_id)
    scores = random_scores(chosen, 60, seed=5)
    groups = np.sort(np.random.default_rng(2).integers(1, 5, 60))
    below, lost = focus.losses(chosen, scores, group_by(groups))
    for place, group in enumerate(sorted(set(groups.tolist()))):
        inside = scores[groups == group].tolist()
        for number, indicator in enumerate(chosen.indicators):
            missing = [indicator.maximum - row[number] for row in inside]
            assert below[place, number] == sum(value > 0 for value in missing)
            assert lost[place, number] == sum(missing)


@pytest.mark.parametrize("method_id", METHODS)
def test_filling_the_first_indicator_lifts_the_mean_index_by_its_loss(method_id):
    chosen = method(method_id)
    scores = random_scores(chosen, 80, seed=9)
    below, lost = focus.losses(chosen, scores, group_by(np.ones(80, dtype=np.int64)))
    ranked = focus.weaknesses(chosen, 80, below[0].tolist(), lost[0].tolist())
    assert [one.loss for one in ranked] == sorted((one.loss for one in ranked), reverse=True)
    before = Fraction(int(compute(chosen, scores).k.sum()), chosen.denominator * 80)
    for one in (ranked[0], ranked[-1]):
        filled = scores.copy()
        filled[:, chosen.indicators.index(one.indicator)] = one.indicator.maximum
        after = Fraction(int(compute(chosen, filled).k.sum()), chosen.denominator * 80)
        assert after - before == one.loss
        column = scores[:, chosen.indicators.index(one.indicator)].tolist()
        assert one.mean == Fraction(sum(column), 80)
        assert one.share == Fraction(sum(value < one.indicator.maximum for value in column), 80)


def test_no_village_with_scores_has_no_focus():
    assert focus.weaknesses(method(METHODS[0]), 0, [0] * 50, [0] * 50) == []


def test_types_that_do_not_occur_are_not_listed():
    counts = (4, 0, 4, 0, 0, 9, 0, 0)
    assert [(one.weak, one.desa) for one in typology.types_in(counts)] == [((0, 2), 9), ((), 4), ((1,), 4)]
    assert sum(Counter({one.weak: one.desa for one in typology.types_in(counts)}).values()) == sum(counts)
