"""Classes from the observed range: equal intervals between the lowest and the highest index of a year.

Source: Permendes 2/2016 Pasal 4(6). That the published cuts are six equal intervals of 2014 with the two lowest united
is inferred from the figures, not written in the regulation.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Cuts:
    """Inner borders of the classes, ascending; ``step`` is the width of one interval."""

    lowest: Fraction
    highest: Fraction
    step: Fraction
    borders: tuple[Fraction, ...]


def equal_intervals(lowest: Fraction, highest: Fraction, intervals: int, *, merge_lowest: bool = False) -> Cuts:
    """Divide the range into ``intervals`` of equal width; ``merge_lowest`` unites the two at the bottom.

    Raises:
        ValueError: fewer than two intervals, or an empty range.
    """
    if intervals < 2 or (merge_lowest and intervals < 3):
        raise ValueError("too few intervals")
    if highest <= lowest:
        raise ValueError("empty range")
    step = (highest - lowest) / intervals
    borders = tuple(lowest + step * number for number in range(2 if merge_lowest else 1, intervals))
    return Cuts(lowest, highest, step, borders)
