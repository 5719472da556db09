"""Intervals as the rule files write them: ``[0, 0.4907]``, ``(30, 60]``, ``(120, inf)``. Bounds are exact."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

_NOTATION = re.compile(r"\s*([\[(])\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?|inf)\s*([\])])\s*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Interval:
    """``upper`` None means no upper bound."""

    lower: Fraction
    upper: Fraction | None
    lower_closed: bool
    upper_closed: bool

    @classmethod
    def parse(cls, text: str) -> Interval:
        """Read the notation. Raises ValueError when it is not one, or holds nothing.

        >>> Interval.parse("(0.8155, 1]").lower
        Fraction(1631, 2000)
        """
        match = _NOTATION.fullmatch(text)
        if match is None:
            raise ValueError(f"bukan selang seperti [0, 0.5] atau (30, inf): {text}")
        opening, low, high, closing = match.groups()
        lower = Fraction(low)
        upper = None if high == "inf" else Fraction(high)
        if upper is None and closing == "]":
            raise ValueError(f"selang tanpa batas atas ditutup dengan ): {text}")
        interval = cls(lower, upper, opening == "[", closing == "]")
        if upper is not None and (upper < lower or (upper == lower and not (opening == "[" and closing == "]"))):
            raise ValueError(f"selang kosong: {text}")
        return interval

    def __contains__(self, value: Fraction | int) -> bool:
        above = value >= self.lower if self.lower_closed else value > self.lower
        if self.upper is None:
            return above
        return above and (value <= self.upper if self.upper_closed else value < self.upper)

    def meets(self, following: Interval) -> bool:
        """True when ``following`` starts exactly where this one ends: one point belongs to exactly one of them."""
        return self.upper == following.lower and self.upper_closed != following.lower_closed

    def in_words(self) -> str:
        """
        >>> Interval.parse("[0, inf)").in_words(), Interval.parse("(0, 1]").in_words()
        ('0 atau lebih', 'lebih dari 0 sampai 1')
        """
        low = _plain(self.lower).replace(".", ",")
        start = low if self.lower_closed else f"lebih dari {low}"
        if self.upper is None:
            return f"{low} atau lebih" if self.lower_closed else start
        high = _plain(self.upper).replace(".", ",")
        return f"{start} sampai {'' if self.upper_closed else 'kurang dari '}{high}"

    def __str__(self) -> str:
        """
        >>> str(Interval.parse("[0,0.5)"))
        '[0, 0.5)'
        """
        high = "inf" if self.upper is None else _plain(self.upper)
        return f"{'[' if self.lower_closed else '('}{_plain(self.lower)}, {high}{']' if self.upper_closed else ')'}"


def _plain(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else f"{float(value):g}"


def coverage_faults(domain: Interval, parts: list[tuple[str, Interval]]) -> list[str]:
    """Say where named intervals overlap or leave a gap inside ``domain``; an empty list when they cover it once.

    >>> low, high = Interval.parse("[0, 0.5]"), Interval.parse("[0.5, 1]")
    >>> coverage_faults(Interval.parse("[0, 1]"), [("a", low), ("b", high)])
    ['a dan b tumpang tindih pada 0.5']
    """
    if not parts:
        return ["tidak ada selang"]
    ordered = sorted(parts, key=lambda part: (part[1].lower, not part[1].lower_closed))
    faults: list[str] = []
    name, first = ordered[0]
    if (first.lower, first.lower_closed) != (domain.lower, domain.lower_closed):
        faults.append(f"{name} mulai {first}, daerahnya {domain}")
    for (left_name, left), (right_name, right) in zip(ordered, ordered[1:], strict=False):
        if left.meets(right):
            continue
        if left.upper is None or left.upper > right.lower or (left.upper == right.lower and left.upper_closed):
            faults.append(f"{left_name} dan {right_name} tumpang tindih pada {_plain(right.lower)}")
        else:
            faults.append(f"celah antara {left_name} ({left}) dan {right_name} ({right})")
    name, last = ordered[-1]
    if (last.upper, last.upper_closed) != (domain.upper, domain.upper_closed):
        faults.append(f"{name} berakhir {last}, daerahnya {domain}")
    return faults
