"""Raw quantities to scores by the rules of the method file, exactly: whole numbers and ratios of whole numbers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .composite import MISSING
from .intervals import Interval
from .schema import Indicator

OUTSIDE = -2
"""The answer exists but lies outside the domain of the quantity."""

Longs = NDArray[np.int64]


def score_numbers(
    indicator: Indicator, numerator: Longs, denominator: Longs, missing: NDArray[np.bool_]
) -> NDArray[np.int8]:
    """Score whole numbers, decimals or ratios.

    Args:
        numerator, denominator: int64 (n); a whole number has denominator 1, 7.25 km is 7250000 / 1000000.
        missing: bool (n), no answer given.

    Returns:
        int8 (n): a score, MISSING (-1), or OUTSIDE (-2) where the answer is not in the quantity's domain, or the
        denominator of a ratio is 0 and the rule gives that no score.

    Source: the ``scores`` of the indicator in its method file.
    """
    quantity = indicator.quantity
    if quantity is None or quantity.domain is None:
        raise ValueError(f"{indicator.code} is not scored from numbers")
    found = np.full(numerator.shape, OUTSIDE, dtype=np.int8)
    usable = ~missing & (denominator > 0)
    for rule in indicator.rules:
        if rule.interval is not None:
            found[usable & _within(rule.interval, numerator, denominator)] = rule.value
    if quantity.zero is not None:
        found[~missing & (denominator == 0) & (numerator >= 0)] = quantity.zero
    found[missing] = MISSING
    return found


def score_choices(indicator: Indicator, choice: NDArray[np.int16]) -> NDArray[np.int8]:
    """Score answers given as positions in ``quantity.choices``; -1 missing, -2 not one of the choices."""
    quantity = indicator.quantity
    if quantity is None or not quantity.choices:
        raise ValueError(f"{indicator.code} is not scored from choices")
    of_answer = {answer: rule.value for rule in indicator.rules for answer in rule.answers}
    table = [of_answer[code] for code, _ in quantity.choices] + [
        OUTSIDE,
        MISSING,
    ]  # -2 and -1 index from the end
    return np.array(table, dtype=np.int8)[choice]


def score_answer(indicator: Indicator, answer: int | str | tuple[int, int]) -> int:
    """Score one answer: a whole number, a choice, or (numerator, denominator). MISSING and OUTSIDE as above."""
    quantity = indicator.quantity
    if quantity is None:
        raise ValueError(f"{indicator.code} has no rule from a quantity")
    if isinstance(answer, str):
        codes = [code for code, _ in quantity.choices]
        choice = codes.index(answer) if answer in codes else OUTSIDE
        return int(score_choices(indicator, np.array([choice], dtype=np.int16))[0])
    numerator, denominator = answer if isinstance(answer, tuple) else (answer, 1)
    return int(score_numbers(indicator, np.array([numerator]), np.array([denominator]), np.array([False]))[0])


def _within(interval: Interval, numerator: Longs, denominator: Longs) -> NDArray[np.bool_]:
    """numerator/denominator in interval, by cross multiplication (denominator > 0)."""
    low = numerator * interval.lower.denominator
    edge = denominator * interval.lower.numerator
    inside = low >= edge if interval.lower_closed else low > edge
    if interval.upper is not None:
        high = numerator * interval.upper.denominator
        edge = denominator * interval.upper.numerator
        inside = inside & (high <= edge if interval.upper_closed else high < edge)
    return inside
