"""Why a village has its class: the parts add up, and what is missing to the next class is exact at every border."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from swadaya.methodology import method
from swadaya.methodology.explain import explain, next_class

METHODS = ("idm-operasional-2020", "idm-permendes-2-2016", "indeks-desa-2025")


def drawn(found, seed):
    rng = np.random.default_rng(seed)
    return [int(rng.choice(item.scores)) for item in found.indicators]


@pytest.mark.parametrize("method_id", METHODS)
def test_the_shares_of_all_indicators_add_up_to_the_index(method_id):
    found = method(method_id)
    for seed in range(30):
        scores = drawn(found, seed)
        told = explain(found, scores)
        shares = [share for part in told.components for share in part.indicators]
        assert sum(share.k for share in shares) == told.k
        assert sum(told.share(share.k) for share in shares) == 1
        assert [share.score for share in shares] == scores
        assert [part.points for part in told.components] == [sum(scores[part]) for part in found.slices]
        assert told.bounds[0] <= told.k <= told.bounds[1]
        assert all(share.rule.value == share.score for share in shares)


def test_gains_step_through_existing_scores_only():
    found = method("idm-operasional-2020")
    told = explain(found, [item.scores[0] for item in found.indicators])
    for part in told.components:
        for share in part.indicators:
            assert [score for score, _ in share.gains] == list(share.indicator.scores[1:])
            assert [gain for _, gain in share.gains] == [
                (score - share.score) * part.weight for score in share.indicator.scores[1:]
            ]
    best = explain(found, [item.maximum for item in found.indicators])
    assert best.k == found.denominator
    assert best.next is None
    assert all(not share.gains for part in best.components for share in part.indicators)


@pytest.mark.parametrize("method_id", METHODS)
def test_gap_and_points_alone_are_right_at_every_border(method_id):
    """At, just below and just above the lowest k of every class: the smallest number of points that lifts the class."""
    found = method(method_id)
    maxima, weights = found.maxima, found.weights
    for lowest in found.lowest_k[1:]:
        for k in (lowest - 1, lowest, lowest + 1):
            told = next_class(found, k, [0] * len(maxima))
            level = found.class_of(k).level
            if level == len(found.classes):
                assert told is None
                continue
            assert told.status.level == level + 1
            assert told.k == k + told.gap == found.lowest_k[level]
            assert told.gap > 0
            for more, top, weight in zip(told.points, maxima, weights, strict=True):
                enough = [
                    p for p in range(1, top + 1) if found.class_of(min(k + p * weight, found.denominator)).level > level
                ]
                assert more == (enough[0] if enough else None)


def test_points_alone_respect_what_is_left_of_a_component():
    found = method("idm-operasional-2020")
    told = explain(found, points=[140, 40, 15])
    assert told.k == 12 * 140 + 35 * 40 + 140 * 15 == 5180
    assert told.next is None
    told = explain(found, points=[130, 40, 14])
    assert told.k == 4920
    assert told.next.gap == 5138 - 4920 == 218
    assert told.next.points == (19, 7, None)
    assert all(part.indicators == () for part in told.components)


def test_a_village_without_index_is_explained_by_the_scores_it_lacks():
    found = method("idm-operasional-2020")
    scores = [item.maximum for item in found.indicators]
    scores[4] = -1
    told = explain(found, scores)
    assert (told.k, told.status, told.next, told.bounds, told.index) == (None, None, None, None, None)
    lacking = [share.indicator.code for part in told.components for share in part.indicators if share.rule is None]
    assert lacking == ["s05"]
    assert [part.points for part in told.components] == [-1, 60, 15]


def test_shares_of_a_village_with_nothing_are_nothing():
    found = method("idm-permendes-2-2016")
    told = explain(found, [0] * 54)
    assert told.k == 0
    assert told.share(0) == Fraction(0)
    assert told.status.code == "sangat_tertinggal"
    assert told.next.gap == 1679
