"""Why a village has its index and class: the tree from scores to status, and what is missing to the next class."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from .schema import Branch, Indicator, Method, ScoreRule, StatusClass


@dataclass(frozen=True, slots=True)
class IndicatorShare:
    """What one indicator brings: ``k`` of the index's k, and what each higher existing score would add."""

    indicator: Indicator
    score: int
    rule: ScoreRule | None  # None: the score is missing or does not exist
    k: int
    gains: tuple[tuple[int, int], ...]  # (score, added k), next score first


@dataclass(frozen=True, slots=True)
class ComponentShare:
    component: Branch
    points: int
    maximum: int
    weight: int
    indicators: tuple[IndicatorShare, ...]  # empty where only the points are known

    @property
    def index(self) -> Fraction:
        return Fraction(self.points, self.maximum)

    @property
    def k(self) -> int:
        return self.points * self.weight


@dataclass(frozen=True, slots=True)
class NextClass:
    """The next class up: ``gap`` in k, and how many points of one component alone would do (None: out of reach)."""

    status: StatusClass
    k: int
    gap: int
    points: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    method: Method
    k: int | None  # None: no index, a score is missing
    status: StatusClass | None
    components: tuple[ComponentShare, ...]
    next: NextClass | None

    @property
    def index(self) -> Fraction | None:
        return None if self.k is None else self.method.index(self.k)

    def share(self, k: int) -> Fraction:
        """A part's share in the index, 0..1."""
        return Fraction(k, self.k) if self.k else Fraction(0)

    @property
    def bounds(self) -> tuple[int, int] | None:
        """The lowest and highest k of the village's class."""
        if self.status is None:
            return None
        lowest = self.method.lowest_k
        level = self.status.level
        return lowest[level - 1], (lowest[level] - 1 if level < len(lowest) else self.method.denominator)


def explain(method: Method, scores: Sequence[int] | None = None, points: Sequence[int] | None = None) -> Explanation:
    """Explain one village from its scores, in the order of ``method.indicators``, or from its points alone.

    Source: ``method.rule_texts`` name the article of each step.
    """
    components = []
    for number, component in enumerate(method.components):
        shares: tuple[IndicatorShare, ...] = ()
        if scores is not None:
            part = method.slices[number]
            shares = tuple(
                _share(indicator, int(score), method.weights[number])
                for indicator, score in zip(method.indicators[part], scores[part], strict=True)
            )
            known = all(share.rule for share in shares)
            total = sum(share.score for share in shares) if known else -1
        else:
            total = int(points[number]) if points is not None else -1
        components.append(ComponentShare(component, total, method.maxima[number], method.weights[number], shares))
    if any(component.points < 0 for component in components):
        return Explanation(method, None, None, tuple(components), None)
    k = sum(component.k for component in components)
    status = method.class_of(k)
    return Explanation(method, k, status, tuple(components), next_class(method, k, [c.points for c in components]))


def next_class(method: Method, k: int, points: Sequence[int]) -> NextClass | None:
    """What the next class up asks for; None in the highest class."""
    level = method.class_of(k).level
    if level == len(method.classes):
        return None
    needed = method.lowest_k[level]
    gap = needed - k
    alone = []
    for have, top, weight in zip(points, method.maxima, method.weights, strict=True):
        more = -(-gap // weight)
        alone.append(more if have + more <= top else None)
    return NextClass(method.classes[level], needed, gap, tuple(alone))


def _share(indicator: Indicator, score: int, weight: int) -> IndicatorShare:
    if score not in indicator.scores:
        return IndicatorShare(indicator, score, None, 0, ())
    gains = tuple((value, (value - score) * weight) for value in indicator.scores if value > score)
    return IndicatorShare(indicator, score, indicator.rule(score), score * weight, gains)
