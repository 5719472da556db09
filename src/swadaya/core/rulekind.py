"""A kind of rule file: where its files lie, who reads them, which is in force; read once and remembered in one place.

What was understood is remembered for the folder that ``SWADAYA_RULES`` names, so that another folder is read anew.
Whoever changes files in it while the process lives calls :func:`forget`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache, wraps
from pathlib import Path
from types import MappingProxyType
from typing import Any, Generic, TypeVar, cast

from . import rulefiles
from .problem import Problem, Where
from .refusal import Invalid
from .rulefiles import RuleFile

T = TypeVar("T")
Reader = Callable[[RuleFile], tuple[T | None, list[Problem]]]


@dataclass(frozen=True, slots=True)
class _Rules:
    """The overlay's files by id, and what was understood of these and the shipped ones."""

    overlay: Mapping[str, RuleFile]
    understood: dict[object, Any] = field(default_factory=dict)


@lru_cache(maxsize=4)
def _rules(_overlay: Path | None) -> _Rules:
    return _Rules(rulefiles.overlaid())


def _now() -> _Rules:
    return _rules(rulefiles.overlay_folder())


def forget() -> None:
    """Read the files of the overlay anew, and all that follows from them."""
    _rules.cache_clear()


def per_rules(function: Callable[[], T]) -> Callable[[], T]:
    """Remember what a function of the rule files answers, as long as they are the same."""

    @wraps(function)
    def remembered() -> T:
        understood = _now().understood
        if function not in understood:
            understood[function] = function()
        return cast("T", understood[function])

    return remembered


class RuleKind(Generic[T]):
    """One kind of rule file.

    Args:
        name: what ``kind`` says in the head of a file.
        folder: where the product's own lie, one of ``rulefiles.SHIPPED``.
        read: pure; a file -> its value and every problem with file and key; None or a problem: it cannot be used.
        subject: first part of the codes of problems; without it the name.
        key: what a person who names a file by its id calls it.
        hint: what to do about an unknown id.
    """

    def __init__(
        self, name: str, folder: str, read: Reader[T], *, subject: str = "", key: str = "", hint: str = ""
    ) -> None:
        if folder not in rulefiles.SHIPPED:
            raise ValueError(f"{folder} is not among rulefiles.SHIPPED")
        self.name = name
        self.folder = folder
        self._read = read
        self._subject = subject or name
        self._key = key
        self._hint = hint

    def files(self) -> Mapping[str, RuleFile]:
        """Files of the kind by id, the overlay's in place of the product's with the same id."""
        rules = _now()
        key = (self.name, "")
        if key not in rules.understood:
            everything = {rule.id: rule for rule in rulefiles.shipped(self.folder)} | dict(rules.overlay)
            fitting = {rule_id: rule for rule_id, rule in everything.items() if rule.kind == self.name}
            rules.understood[key] = MappingProxyType(fitting)
        return cast("Mapping[str, RuleFile]", rules.understood[key])

    def get(self, rule_id: str) -> T:
        """The value of the file with this id.

        Raises:
            Invalid: ``<subject>.tidak-dikenal``, or as :meth:`value_of`.
        """
        known = self.files()
        if rule_id not in known:
            expected = " / ".join(sorted(known))
            problem = Problem(f"{self._subject}.tidak-dikenal", Where(key=self._key), rule_id, expected, self._hint)
            raise Invalid(problem)
        return self.understood(known[rule_id])

    def understood(self, rule: RuleFile) -> T:
        """The value of a file of :meth:`files`, read once. Raises as :meth:`value_of`."""
        memory = _now().understood
        key = (self.name, rule.id)
        if key not in memory:
            memory[key] = self.value_of(rule)
        return cast("T", memory[key])

    def value_of(self, rule: RuleFile) -> T:
        """The value of any file of the kind, not remembered. Raises Invalid, whose sentence names every problem."""
        found, problems = self._read(rule)
        if found is None or problems:
            raise _refusal(problems)
        return found

    def newest(self, fitting: Callable[[RuleFile], bool]) -> RuleFile | None:
        """The file that came into force last among those that fit."""
        found = [rule for rule in self.files().values() if fitting(rule)]
        return max(found, key=lambda rule: (rule.valid_from, rule.id), default=None)

    def in_force(self, on: date) -> T:
        """The newest file in force on a day. Raises Invalid ``<subject>.tidak-ada``, or as :meth:`value_of`."""
        rule = self.newest(lambda rule: rule.in_force(on))
        if rule is None:
            expected = f"berkas {self.name} yang berlaku"
            raise Invalid(Problem(f"{self._subject}.tidak-ada", got=on.isoformat(), expected=expected))
        return self.understood(rule)

    def all(self) -> tuple[T, ...]:
        """The values of all files. Raises as :meth:`value_of` of the first that is faulty."""
        return tuple(map(self.understood, self.files().values()))

    def problems_in(self, rule: RuleFile) -> list[Problem]:
        """Everything that is wrong with a file; what is wrong with another that it leans on is said of that one."""
        try:
            return self._read(rule)[1]
        except Invalid:
            return []

    def problems(self) -> list[Problem]:
        """Everything that is wrong with any file of the kind."""
        return [problem for rule in self.files().values() for problem in self.problems_in(rule)]


class RuleKinds:
    """The kinds that a room reads, by name."""

    def __init__(self, *kinds: RuleKind[Any]) -> None:
        self._kinds = {kind.name: kind for kind in kinds}

    def __iter__(self) -> Iterator[RuleKind[Any]]:
        return iter(self._kinds.values())

    def __contains__(self, name: str) -> bool:
        return name in self._kinds

    @property
    def names(self) -> list[str]:
        return sorted(self._kinds)

    def problems_in(self, rule: RuleFile) -> list[Problem]:
        """Problems of one file with file and key; empty for a kind that is not among these."""
        kind = self._kinds.get(rule.kind)
        return kind.problems_in(rule) if kind is not None else []


def _refusal(problems: list[Problem]) -> Invalid:
    """All problems of one file, said in the sentence of the first as far as a screen holds them."""
    first, *others = problems
    more = f"Masih ada {len(others)} masalah lain: {' '.join(map(str, others[:9]))}" if others else ""
    refusal = Invalid(replace(first, hint=f"{first.hint} {more}".strip()))
    refusal.problems = tuple(problems)
    return refusal
