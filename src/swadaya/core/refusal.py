"""A refusal for several reasons at once."""

from __future__ import annotations

from collections.abc import Iterable

from .problem import Problem, Unusable


class Refused(Unusable):
    """Carries every problem; ``problem`` is the first, with a word on how many there are."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        found = tuple(problems)
        first, *others = found
        hint = f"{first.hint} Ada {len(others)} masalah lain.".strip() if others else first.hint
        super().__init__(Problem(first.code, first.where, first.got, first.expected, hint, first.severity))
        self.problems = found


def refuse_if(problems: Iterable[Problem]) -> None:
    """Raise Refused when there is any problem."""
    found = tuple(problems)
    if found:
        raise Refused(found)
