"""Our own checks of answers, read from a dated rule file: figures too large, answers that contradict each other.

Nothing is corrected: who answers is asked for a reason, who verifies is told. Source: design decision, as each file
says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid
from swadaya.core.rulefiles import RuleFile
from swadaya.core.rulekind import RuleKind
from swadaya.core.rulereading import RuleReader
from swadaya.methodology import METHODS, Method

KIND = "pemeriksaan-isian"
ANY = "*"
Value = Fraction | str
"""A number, or the code of a choice."""


@dataclass(frozen=True, slots=True)
class Condition:
    """``column`` is above or below another column or a number, or is one of some answers."""

    column: str
    above: Fraction | str | None = None
    below: Fraction | str | None = None
    among: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.column, *(other for other in (self.above, self.below) if isinstance(other, str)))

    def holds(self, values: Mapping[str, Value]) -> bool:
        """Whether it is so; never while one of its answers is missing."""
        own = values.get(self.column)
        if self.among:
            return own in self.among
        for border, larger in ((self.above, True), (self.below, False)):
            other = values.get(border) if isinstance(border, str) else border
            if isinstance(own, Fraction) and isinstance(other, Fraction) and (own > other if larger else own < other):
                return True
        return False


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Answers that can hardly all be true; also a single figure beyond a limit."""

    code: str
    text: str
    conditions: tuple[Condition, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(column for item in self.conditions for column in item.columns))

    def holds(self, values: Mapping[str, Value]) -> bool:
        return all(item.holds(values) for item in self.conditions)


@dataclass(frozen=True, slots=True)
class Checks:
    """``factor`` and ``least``: what counts as a large change against last year; the rest is for verifiers."""

    rule_id: str
    contradictions: tuple[Contradiction, ...]
    factor: Fraction
    least: Fraction
    robust_z: Fraction
    villages: int
    index_change: Fraction
    classes: int

    def found(self, values: Mapping[str, Value]) -> list[Contradiction]:
        return [item for item in self.contradictions if item.holds(values)]

    def changed(self, before: Fraction, now: Fraction) -> bool:
        """Whether a figure changed by the factor or more, and by more than the least that is worth a question."""
        low, high = sorted((before, now))
        return high - low >= self.least and high >= self.factor * low


def read(rule: RuleFile) -> tuple[Checks | None, list[Problem]]:
    """Read a file. Problems ``pemeriksaan.metode``, ``.kolom``, ``.jawaban``, and those of the reader."""
    reader = _Reader(rule, "pemeriksaan")
    wanted = str(rule.content.get("method", ""))
    method = METHODS.get(wanted) if wanted in METHODS.files() else None
    if method is None and wanted != ANY:
        reader.fault("metode", "method", wanted, f"{ANY} atau salah satu metode yang ada")
    known = _known(method)
    found = [
        *(reader.limit(table, key, known) for key, table in reader.tables("limit")),
        *(reader.contradiction(table, key, known) for key, table in reader.tables("contradiction")),
    ]
    change, standout = reader.table("change"), reader.table("standout")
    checks = Checks(
        rule.id,
        tuple(found),
        factor=reader.fraction(change, "factor", "change"),
        least=reader.fraction(change, "least", "change"),
        robust_z=reader.fraction(standout, "robust_z", "standout"),
        villages=reader.number(standout, "villages", "standout"),
        index_change=reader.fraction(standout, "index_change", "standout"),
        classes=reader.number(standout, "classes", "standout"),
    )
    return (None if reader.problems else checks), reader.problems


def _known(method: Method | None) -> dict[str, tuple[str, ...]]:
    """Column -> its possible answers (empty for a number)."""
    found: dict[str, tuple[str, ...]] = {}
    for indicator in method.indicators if method is not None and method.scorable else ():
        quantity = indicator.quantity
        if quantity is not None:
            found.update(dict.fromkeys(quantity.columns, tuple(code for code, _ in quantity.choices)))
    return found


def checks_for(method: Method) -> Checks:
    """The checks of a method: its own file, else the general one. Raises Invalid with the faults of the file."""
    rule = CHECKS.newest(lambda rule: rule.content.get("method") == method.id)
    rule = rule or CHECKS.newest(lambda rule: rule.content.get("method") == ANY)
    if rule is None:
        raise Invalid(Problem("pemeriksaan.tidak-ada", Where(key="method"), method.id, "berkas pemeriksaan-isian"))
    return CHECKS.understood(rule)


class _Reader(RuleReader):
    def limit(self, table: dict[str, Any], key: str, known: Mapping[str, tuple[str, ...]]) -> Contradiction:
        column = self._column(table.get("column"), f"{key}.column", known)
        border = self.fraction(table, "above", key)
        return Contradiction(f"batas-{column}", self.text(table, "text", key), (Condition(column, above=border),))

    def contradiction(self, table: dict[str, Any], key: str, known: Mapping[str, tuple[str, ...]]) -> Contradiction:
        given = table.get("all")
        if not isinstance(given, list) or not given:
            self.fault("bentuk", f"{key}.all", given or "", "daftar syarat")
            given = []
        conditions = tuple(self._condition(item, f"{key}.all[{number}]", known) for number, item in enumerate(given))
        return Contradiction(self.text(table, "code", key), self.text(table, "text", key), conditions)

    def _condition(self, table: dict[str, Any], key: str, known: Mapping[str, tuple[str, ...]]) -> Condition:
        column = self._column(table.get("column"), f"{key}.column", known)
        if {"above", "below", "is"}.isdisjoint(table):
            self.fault("bentuk", key, ", ".join(table), "above, below atau is")
        among = tuple(map(str, table.get("is", ())))
        for strange in sorted(set(among) - set(known.get(column, ()))):
            self.fault("jawaban", f"{key}.is", strange, " / ".join(known.get(column, ())))
        return Condition(
            column,
            above=self._border(table, "above", key, known),
            below=self._border(table, "below", key, known),
            among=among,
        )

    def _border(
        self, table: dict[str, Any], name: str, key: str, known: Mapping[str, tuple[str, ...]]
    ) -> Fraction | str | None:
        value = table.get(name)
        if value is None:
            return None
        return self._column(value, f"{key}.{name}", known) if isinstance(value, str) else Fraction(str(value))

    def _column(self, value: object, key: str, known: Mapping[str, tuple[str, ...]]) -> str:
        if value not in known:
            self.fault("kolom", key, value or "", "kolom jawaban metode itu")
        return str(value)


CHECKS = RuleKind(KIND, "pendataan/rules", read, subject="pemeriksaan", key="method")
