"""Answers to scores: the worked cases of the operational rubric, every border, and exactness against fractions."""

from __future__ import annotations

import tomllib
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from swadaya.methodology import method
from swadaya.methodology.rubric import OUTSIDE, score_answer, score_choices, score_numbers

CASES = tomllib.loads(
    (Path(__file__).resolve().parents[2] / "cases" / "methodology" / "rubrik-operasional-2020.toml").read_text("utf-8")
)


def by_code(method_id):
    return {indicator.code: indicator for indicator in method(method_id).indicators}


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: f"{case['indicator']} {case['name']}")
def test_a_worked_case_of_the_rubric(case):
    answer = tuple(case["answer"]) if isinstance(case["answer"], list) else case["answer"]
    assert score_answer(by_code(CASES["method"])[case["indicator"]], answer) == case["score"]


def test_the_worked_cases_cover_every_indicator_and_every_score():
    seen = {(case["indicator"], case["score"]) for case in CASES["case"]}
    wanted = {(item.code, score) for item in method(CASES["method"]).indicators for score in item.scores}
    assert wanted - seen == set()


def numeric(method_id):
    return [item for item in method(method_id).indicators if item.quantity is not None and item.quantity.domain]


@pytest.mark.parametrize("indicator", numeric("idm-operasional-2020"), ids=lambda item: item.code)
def test_scores_from_numbers_are_those_of_exact_fractions_on_and_beside_every_border(indicator):
    quantity = indicator.quantity
    edges = {edge for rule in indicator.rules if rule.interval for edge in (rule.interval.lower, rule.interval.upper)}
    tries = {edge + step for edge in edges if edge is not None for step in (0, Fraction(-1, 10**6), Fraction(1, 10**6))}
    tries |= {Fraction(n, d) for n in range(-2, 12) for d in (1, 2, 3, 7, 1000)}
    values = sorted(tries)
    scores = score_numbers(
        indicator,
        np.array([value.numerator for value in values]),
        np.array([value.denominator for value in values]),
        np.zeros(len(values), np.bool_),
    )
    for value, score in zip(values, scores.tolist(), strict=True):
        fitting = [rule.value for rule in indicator.rules if rule.interval is not None and value in rule.interval]
        if value in quantity.domain:
            assert fitting == [score], (indicator.code, value)
        else:
            assert score == OUTSIDE, (indicator.code, value)


def test_a_large_answer_is_compared_exactly():
    indicator = by_code("idm-operasional-2020")["s05"]
    population = 2**52
    border = next(rule.interval for rule in indicator.rules if rule.value == 4).upper
    members = int(population * border)
    for numerator in (members, members + 1):
        value = Fraction(numerator, population)
        expected = next(rule.value for rule in indicator.rules if value in rule.interval)
        assert score_answer(indicator, (numerator, population)) == expected


def test_a_ratio_without_a_denominator_takes_the_score_the_rule_names_or_none():
    codes = by_code("idm-operasional-2020")
    assert score_answer(codes["e03"], (120, 0)) == codes["e03"].quantity.zero == 1
    assert score_answer(codes["s05"], (0, 0)) == OUTSIDE
    assert score_answer(codes["s05"], (-1, 10)) == OUTSIDE


def test_an_answer_that_is_no_choice_is_outside_and_a_missing_one_missing():
    codes = by_code("idm-operasional-2020")
    choice = next(item for item in codes.values() if item.quantity.kind == "pilihan")
    assert score_answer(choice, "entah") == OUTSIDE
    count = len(choice.quantity.choices)
    assert score_choices(choice, np.array([-1, -2, *range(count)], dtype=np.int16))[:2].tolist() == [-1, OUTSIDE]
    with pytest.raises(ValueError, match="numbers"):
        score_numbers(choice, np.array([1]), np.array([1]), np.array([False]))
    with pytest.raises(ValueError, match="choices"):
        score_choices(codes["s01"], np.array([0], dtype=np.int16))


def test_a_method_without_rules_scores_no_answers():
    found = method("idm-permendes-2-2016")
    assert not found.scorable
    with pytest.raises(ValueError, match="no rule"):
        score_answer(found.indicators[0], 5)
