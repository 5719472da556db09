"""Scores to points, k and class: a plain loop over fractions agrees, and a missing score is never a zero."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from swadaya.methodology import NO_CLASS, compute, method
from swadaya.methodology.composite import MISSING, NO_INDEX, from_points, score_problems, stranger_cells

METHODS = ("idm-operasional-2020", "idm-permendes-2-2016", "indeks-desa-2025")


def drawn(found, count, seed=3):
    rng = np.random.default_rng(seed)
    columns = [rng.choice(np.array(item.scores, dtype=np.int8), count) for item in found.indicators]
    return np.asfortranarray(np.stack(columns, axis=1))


@pytest.mark.parametrize("method_id", METHODS)
def test_points_index_and_class_are_those_of_a_plain_loop(method_id):
    found = method(method_id)
    scores = drawn(found, 300)
    result = compute(found, scores)
    for row, given in enumerate(scores.tolist()):
        points = [sum(given[part]) for part in found.slices]
        assert result.points[row].tolist() == points
        if found.index_rule == "rata-rata-komponen":
            index = sum(Fraction(p, top) for p, top in zip(points, found.maxima, strict=True)) / len(points)
        else:
            index = Fraction(sum(points), sum(found.maxima))
        assert Fraction(int(result.k[row]), found.denominator) == index
        assert index in found.classes[result.level[row] - 1].range


@pytest.mark.parametrize("method_id", METHODS)
def test_a_missing_score_anywhere_gives_no_index_and_no_class(method_id):
    found = method(method_id)
    for number in range(len(found.indicators)):
        scores = drawn(found, 2)
        scores[0, number] = MISSING
        result = compute(found, scores)
        assert (result.k[0], result.level[0]) == (NO_INDEX, NO_CLASS)
        assert result.k[1] >= 0
        part = next(place for place, held in enumerate(found.slices) if held.start <= number < held.stop)
        assert [point < 0 for point in result.points[0].tolist()] == [
            place == part for place in range(len(found.slices))
        ]


def test_a_score_that_the_indicator_does_not_have_gives_no_index():
    found = method("idm-operasional-2020")
    every = np.arange(-128, 128, dtype=np.int16).astype(np.int8)
    for number, indicator in enumerate(found.indicators):
        scores = drawn(found, len(every))
        scores[:, number] = every
        held = every[compute(found, scores).k != NO_INDEX]
        assert held.tolist() == list(indicator.scores), indicator.code


def test_every_cell_that_keeps_a_village_from_its_index_is_named():
    found = method("idm-operasional-2020")
    scores = drawn(found, 3)
    scores[1, 0] = MISSING
    scores[2, 1] = 4  # a doctor is there or not: 0 or 5
    named = list(
        score_problems(found, scores, np.array([2, 3, 4], np.int32), np.array(["1101", "1102", "1103"]), "isian.csv")
    )
    assert [(item.code, item.where.row, item.where.column, item.severity) for item in named] == [
        ("skor.kosong", 3, "s01", "peringatan"),
        ("skor.tidak-ada", 4, "s02", "galat"),
    ]
    assert "0 / 5" in str(named[1])
    assert stranger_cells(found, scores).sum() == 1


def test_a_matrix_of_another_shape_or_kind_is_a_programming_error():
    found = method("idm-operasional-2020")
    with pytest.raises(ValueError, match="50"):
        compute(found, np.zeros((2, 49), np.int8))
    with pytest.raises(TypeError, match="int8"):
        compute(found, np.zeros((2, 50), np.int64))  # type: ignore[arg-type]


def test_no_villages_give_no_results():
    result = compute(method("idm-operasional-2020"), np.empty((0, 50), np.int8))
    assert len(result.k) == 0
    assert result.points.shape == (0, 3)


def test_points_alone_give_the_same_index_and_missing_points_none():
    found = method("idm-operasional-2020")
    scores = drawn(found, 50)
    result = compute(found, scores)
    again = from_points(found, result.points)
    assert again.k.tolist() == result.k.tolist()
    assert again.level.tolist() == result.level.tolist()
    assert from_points(found, np.array([[-1, 60, 15]], np.int32)).k.tolist() == [NO_INDEX]
