"""What stands out among the villages of a kecamatan, heaviest first, a sentence each. Nothing is altered by it.

Source: the modified z-score of median and MAD, and the mean deviation where the MAD is 0 (Iglewicz and Hoaglin 1993);
what is worth a sentence is a design decision in the rule file of checks. All comparisons are exact.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from swadaya.core.figures import ratio
from swadaya.methodology import Indicator, Method

from .answer_checks import Checks, Value
from .answer_parsing import quantity, score

Kind = Literal["berlawanan", "indeks", "tahun-lalu", "kecamatan"]
_MAD, _MEAN = Fraction(14826, 10000), Fraction(125331, 100000)
"""What makes a MAD or a mean deviation comparable with a standard deviation of a normal distribution."""
_CONTRADICTION, _CLASS = Fraction(20), Fraction(10)


@dataclass(frozen=True, slots=True)
class Village:
    """One village as it stands, and last year's answers and result where they are known (``k`` None, ``level`` 0)."""

    desa: str
    name: str
    values: Mapping[str, Value]
    last_year: Mapping[str, Value]
    k: int | None = None
    level: int = 0
    last_k: int | None = None
    last_level: int = 0
    reasons: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Standout:
    """``weight`` only orders; ``reason``: what the village said about it."""

    desa: str
    name: str
    kind: Kind
    columns: tuple[str, ...]
    sentence: str
    weight: Fraction
    reason: str = ""


def standouts(method: Method, checks: Checks, villages: Sequence[Village]) -> list[Standout]:
    """All of a kecamatan, heaviest first, then by village."""
    found: list[Standout] = []
    for village in villages:
        found += _contradictions(checks, village)
        found += _index_change(method, checks, village)
        found += _against_last_year(method, checks, village)
    for indicator in method.indicators:
        found += _against_neighbours(method, checks, indicator, villages)
    return sorted(found, key=lambda item: (-item.weight, item.desa, item.columns))


def robust_distance(value: Fraction, others: Sequence[Fraction]) -> Fraction | None:
    """How many robust deviations a value lies from the median of a group; None where all the others are equal.

    >>> robust_distance(Fraction(100), [Fraction(n) for n in (9, 10, 10, 11, 12, 100)]) > 30
    True
    """
    middle = median(others)
    spread = median([abs(item - middle) for item in others]) * _MAD
    if not spread:
        spread = sum((abs(item - middle) for item in others), Fraction(0)) / len(others) * _MEAN
    return abs(value - middle) / spread if spread else None


def median(values: Sequence[Fraction]) -> Fraction:
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _contradictions(checks: Checks, village: Village) -> list[Standout]:
    return [
        _standout(village, "berlawanan", item.columns, item.text, _CONTRADICTION)
        for item in checks.found(village.values)
    ]


def _index_change(method: Method, checks: Checks, village: Village) -> list[Standout]:
    if village.k is None or village.last_k is None:
        return []
    change = method.index(village.k - village.last_k)
    classes = abs(village.level - village.last_level) if village.last_level else 0
    if abs(change) < checks.index_change and classes < checks.classes:
        return []
    direction = "naik" if change > 0 else "turun"
    moved = ""
    if classes:
        before, after = (method.classes[level - 1].label for level in (village.last_level, village.level))
        moved = f", dari {before} ke {after}"
    sentence = f"{method.short} {direction} {ratio(abs(change))} dari tahun lalu{moved}."
    return [_standout(village, "indeks", (), sentence, abs(change) * 100 + _CLASS * classes)]


def _against_last_year(method: Method, checks: Checks, village: Village) -> list[Standout]:
    found = []
    for indicator in method.indicators:
        before = quantity(method, indicator, village.last_year)
        now = quantity(method, indicator, village.values)
        if before is None or now is None:
            continue
        points = score(method, indicator, village.values) - score(method, indicator, village.last_year)
        if checks.changed(before, now) or abs(points) >= 3:
            high, low = max(before, now), min(before, now)
            weight = min(high / low, Fraction(50)) if low else Fraction(checks.factor)
            told = f"{_figure(now)}, tahun lalu {_figure(before)}"
            sentence = f"{indicator.label}: {told}{_points(points)}."
            found.append(_standout(village, "tahun-lalu", _columns(method, indicator), sentence, weight))
    return found


def _against_neighbours(
    method: Method, checks: Checks, indicator: Indicator, villages: Sequence[Village]
) -> list[Standout]:
    known = [(village, quantity(method, indicator, village.values)) for village in villages]
    given = [(village, value) for village, value in known if value is not None]
    if len(given) < checks.villages:
        return []
    values = [value for _, value in given]
    found = []
    for village, value in given:
        distance = robust_distance(value, values)
        if distance is not None and distance > checks.robust_z:
            sentence = (
                f"{indicator.label}: {_figure(value)}, sedangkan median {len(values)} desa sekecamatan "
                f"{_figure(median(values))}."
            )
            weight = min(distance, Fraction(19))
            found.append(_standout(village, "kecamatan", _columns(method, indicator), sentence, weight))
    return found


def _columns(method: Method, indicator: Indicator) -> tuple[str, ...]:
    return indicator.quantity.columns if method.scorable and indicator.quantity else (indicator.code,)


def _standout(village: Village, kind: Kind, columns: tuple[str, ...], sentence: str, weight: Fraction) -> Standout:
    reasons = village.reasons or {}
    reason = next((reasons[column] for column in columns if reasons.get(column)), "")
    return Standout(village.desa, village.name, kind, columns, sentence, weight, reason)


def _points(change: int) -> str:
    return f" ({'+' if change > 0 else '−'}{abs(change)} skor)" if change else ""


def _figure(value: Fraction) -> str:
    """At most two decimals, none where it is whole."""
    return ratio(value, 0 if value.denominator == 1 else 2)
