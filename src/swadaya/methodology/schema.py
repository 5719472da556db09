"""A method as values: the tree, the rules and the numbers derived from them. Nothing here is particular to one law."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Literal

from .intervals import Interval

QuantityKind = Literal["bulat", "desimal", "rasio", "ya-tidak", "pilihan"]
IndexRule = Literal["rata-rata-komponen", "poin-per-maksimum"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """What is counted or asked before it is scored.

    ``columns`` are the names of its answers in a file: one, or for a ratio the numerator and the denominator.
    ``zero`` is the score when the denominator of a ratio is 0 (None: there is no score then).
    """

    code: str
    kind: QuantityKind
    asks: tuple[str, ...]
    unit: str
    columns: tuple[str, ...]
    domain: Interval | None = None
    choices: tuple[tuple[str, str], ...] = ()
    zero: int | None = None


@dataclass(frozen=True, slots=True)
class ScoreRule:
    """One score that exists, and when it is given (``when`` is empty where only scores are known)."""

    value: int
    text: str = ""
    action: str = ""
    printed: str = ""
    seen: int | None = None
    interval: Interval | None = None
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Indicator:
    code: str
    label: str
    official: str
    component: str
    dimension: str
    variable: str
    reference: str
    verification: str
    no_article: str
    no_annex: int
    note: str
    scores_note: str
    rules: tuple[ScoreRule, ...]  # highest score first
    actors: tuple[tuple[str, str], ...] = ()
    quantity: Quantity | None = None

    @property
    def scores(self) -> tuple[int, ...]:
        """The scores that exist, lowest first."""
        return tuple(sorted(rule.value for rule in self.rules))

    @property
    def maximum(self) -> int:
        return self.scores[-1]

    def rule(self, value: int) -> ScoreRule:
        return next(rule for rule in self.rules if rule.value == value)


@dataclass(frozen=True, slots=True)
class Branch:
    """A component, dimension or variable: ``parent`` is the code one level up, empty for a component."""

    code: str
    label: str
    name: str
    parent: str
    reference: str


@dataclass(frozen=True, slots=True)
class StatusClass:
    """``level`` counts from 1, the lowest; ``range`` is on the index as a ratio of 1."""

    code: str
    label: str
    level: int
    range: Interval
    synonyms: tuple[str, ...]
    reference: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Note:
    """Where the legal text contradicts itself or cannot be carried out, and how it is read here."""

    where: str
    printed: str
    reading: str


@dataclass(frozen=True)
class Method:
    """One dated composite index. Everything numeric below is derived from the tree, never written down."""

    id: str
    title: str
    short: str
    standing: str
    valid_from: date
    valid_to: date | None
    years: tuple[int, ...]
    reference: str
    verification: str
    version: str  # SHA-256 of the file
    unit: Literal["rasio", "persen"]
    decimals: int
    level_names: tuple[str, str, str, str]
    index_rule: IndexRule
    rule_texts: tuple[tuple[str, str, str], ...]  # (level, text, reference)
    components: tuple[Branch, ...]
    dimensions: tuple[Branch, ...]
    variables: tuple[Branch, ...]
    indicators: tuple[Indicator, ...]  # grouped by component, in the order of components
    classes: tuple[StatusClass, ...]  # lowest first
    notes: tuple[Note, ...] = field(default=())

    @cached_property
    def slices(self) -> tuple[slice, ...]:
        """The columns of each component in a score matrix, in the order of ``components``."""
        found = []
        start = 0
        for component in self.components:
            size = sum(indicator.component == component.code for indicator in self.indicators)
            found.append(slice(start, start + size))
            start += size
        return tuple(found)

    @cached_property
    def maxima(self) -> tuple[int, ...]:
        """Highest reachable points of each component."""
        return tuple(sum(item.maximum for item in self.indicators[part]) for part in self.slices)

    @cached_property
    def denominator(self) -> int:
        """The common denominator of every index value: index = k / denominator."""
        if self.index_rule == "poin-per-maksimum":
            return sum(self.maxima)
        return lcm(*self.maxima) * len(self.components)

    @cached_property
    def weights(self) -> tuple[int, ...]:
        """What one point of each component adds to k."""
        if self.index_rule == "poin-per-maksimum":
            return tuple(1 for _ in self.components)
        return tuple(self.denominator // (len(self.components) * top) for top in self.maxima)

    @cached_property
    def lowest_k(self) -> tuple[int, ...]:
        """The smallest k of each class, lowest class first; the first is 0.

        An index lies in a class exactly when k is at least this and below the next one's.
        """
        found = []
        for status in self.classes:
            exact = status.range.lower * self.denominator
            whole = -(-exact.numerator // exact.denominator)  # ceiling
            found.append(whole if status.range.lower_closed or exact != whole else whole + 1)
        return tuple(found)

    @property
    def scorable(self) -> bool:
        """True when every indicator has a rule from a raw quantity."""
        return all(indicator.quantity is not None for indicator in self.indicators)

    @property
    def indicator_codes(self) -> tuple[str, ...]:
        return tuple(indicator.code for indicator in self.indicators)

    @property
    def component_codes(self) -> tuple[str, ...]:
        return tuple(component.code for component in self.components)

    def index(self, k: int) -> Fraction:
        return Fraction(k, self.denominator)

    def shown(self, k: int) -> Fraction:
        """The index in the unit people read: a ratio of 1, or percent."""
        return self.index(k) * (100 if self.unit == "persen" else 1)

    def class_of(self, k: int) -> StatusClass:
        """The class of a k, decided on whole numbers."""
        level = sum(k >= lowest for lowest in self.lowest_k)
        return self.classes[level - 1]
