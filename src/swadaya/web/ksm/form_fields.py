"""Fields of the short forms of this room: what is asked, what was typed, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from swadaya.core.messages import sentence
from swadaya.core.problem import Problem


@dataclass(frozen=True, slots=True)
class Field:
    """One question. ``key``: how the service calls it when that is another name."""

    name: str
    label: str
    hint: str = ""
    kind: str = "text"  # text, date, textarea, money
    mode: str = ""
    required: bool = True
    longest: int = 0
    choices: Mapping[str, str] = field(default_factory=dict)
    key: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A question as the page draws it."""

    field: Field
    value: str
    error: str = ""

    @property
    def choices(self) -> Iterable[tuple[str, str]]:
        return self.field.choices.items()


def fields(asked: Sequence[Field], typed: Mapping[str, str], problems: Iterable[Problem] = ()) -> list[Shown]:
    """Each question with what was typed; a problem stands beside the field whose key it names."""
    wrong = {problem.where.key or problem.where.column: sentence(problem) for problem in problems}
    return [Shown(one, typed.get(one.name, ""), wrong.get(one.key or one.name, "")) for one in asked]
