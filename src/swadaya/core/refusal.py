"""A refusal carries every problem, and its kind says what a face answers: each face maps kinds to statuses once."""

from __future__ import annotations

from collections.abc import Iterable

from .problem import Problem


class Refusal(Exception):
    """Something is not done. ``problems`` are all there are; ``problem`` is the first, saying how many others.

    Args:
        problems: problems, or one iterable of them: ``Invalid(problem)`` and ``Invalid(problems)`` are the same.
    """

    def __init__(self, *problems: Problem | Iterable[Problem]) -> None:
        found = tuple(one for part in problems for one in ((part,) if isinstance(part, Problem) else part))
        first, *others = found
        hint = f"{first.hint} Ada {len(others)} masalah lain.".strip() if others else first.hint
        self.problem = Problem(first.code, first.where, first.got, first.expected, hint, first.severity)
        self.problems: tuple[Problem, ...] = found
        super().__init__(str(self.problem))


class Invalid(Refusal):
    """What was sent or read cannot be used. A page answers 422, a command ends with exit code 2."""


class NotAllowed(Refusal):
    """The object is seen, but this may not be done with it. A page answers 403."""


class Conflict(Refusal):
    """Somebody was first: the state moved meanwhile, or a key was used for other content. A page answers 409."""


def raise_if(problems: Iterable[Problem]) -> None:
    """Raise Invalid when there is any problem."""
    found = tuple(problems)
    if found:
        raise Invalid(found)
