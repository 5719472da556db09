"""The questionnaire made from a method: what to ask, in which words and unit, grouped into pages of a sensible size.

A method with rules from quantities asks the quantities; a column that several indicators share (households, say) is
asked once, where it is first needed. A method that only knows scores asks for the scores that exist.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Literal

from swadaya.methodology import Indicator, Method
from swadaya.methodology.intervals import Interval

FieldKind = Literal["bulat", "desimal", "ya-tidak", "pilihan", "skor"]
PAGE = 8
"""Questions that fit on one page of a telephone without losing the thread (design decision)."""


@dataclass(frozen=True, slots=True)
class Choice:
    """``text`` of a score: the rule that gives it, where there is one."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Field:
    """One answer. ``domain``: where a number must lie by itself; None for the parts of a ratio, which are 0 or more."""

    column: str
    ask: str
    unit: str
    kind: FieldKind
    choices: tuple[Choice, ...] = ()
    domain: Interval | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What one indicator asks. ``uses``: all columns it is scored from; ``fields``: those that are asked here."""

    code: str
    label: str
    component: str
    dimension: str
    variable: str
    reference: str
    note: str
    actors: tuple[tuple[str, str], ...]
    fields: tuple[Field, ...]
    uses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One page of the questionnaire; ``code`` is stable for addresses."""

    code: str
    label: str
    component: str
    questions: tuple[Question, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(field.column for question in self.questions for field in question.fields)


@dataclass(frozen=True)
class Questionnaire:
    """All pages, and ways into them."""

    method: Method
    sections: tuple[Section, ...]

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for section in self.sections for question in section.questions)

    @cached_property
    def fields(self) -> dict[str, Field]:
        return {field.column: field for question in self.questions for field in question.fields}

    @cached_property
    def columns(self) -> tuple[str, ...]:
        return tuple(self.fields)

    def touched_by(self, column: str) -> tuple[Indicator, ...]:
        """The indicators that are scored from a column."""
        codes = {question.code for question in self.questions if column in question.uses}
        return tuple(indicator for indicator in self.method.indicators if indicator.code in codes)


_BUILT: dict[tuple[str, str], Questionnaire] = {}


def questionnaire(method: Method) -> Questionnaire:
    """The questionnaire of a method, made once for each version of its file."""
    key = (method.id, method.version)
    if key not in _BUILT:
        _BUILT[key] = Questionnaire(method, tuple(_sections(method)))
    return _BUILT[key]


def _sections(method: Method) -> Iterator[Section]:
    asked: set[str] = set()
    questions = [_question(method, indicator, asked) for indicator in method.indicators]
    labels = {branch.code: branch.label for branch in method.dimensions}
    for dimension, members in groupby(questions, key=lambda item: item.dimension):
        pages = list(_pages(list(members)))
        for number, page in enumerate(pages, start=1):
            many = len(pages) > 1
            yield Section(
                code=f"{dimension}-{number}" if many else dimension,
                label=f"{labels[dimension]} ({number} dari {len(pages)})" if many else labels[dimension],
                component=page[0].component,
                questions=tuple(page),
            )


def _pages(questions: list[Question]) -> Iterator[list[Question]]:
    """Whole variables together as long as they fit; a variable longer than a page is cut evenly."""
    page: list[Question] = []
    for _, members in groupby(questions, key=lambda item: item.variable):
        group = list(members)
        if page and len(page) + len(group) > PAGE:
            yield page
            page = []
        while len(group) > PAGE:
            size = -(-len(group) // -(-len(group) // PAGE))
            yield group[:size]
            group = group[size:]
        page = page + group
    if page:
        yield page


def _question(method: Method, indicator: Indicator, asked: set[str]) -> Question:
    fields = tuple(field for field in _fields(method, indicator) if field.column not in asked)
    asked.update(field.column for field in fields)
    return Question(
        code=indicator.code,
        label=indicator.label,
        component=indicator.component,
        dimension=indicator.dimension,
        variable=indicator.variable,
        reference=indicator.reference,
        note=indicator.note,
        actors=indicator.actors,
        fields=fields,
        uses=columns_of(method, indicator),
    )


def columns_of(method: Method, indicator: Indicator) -> tuple[str, ...]:
    """The columns an indicator is scored from: its quantity's, or its own where only scores are known."""
    quantity = indicator.quantity
    return quantity.columns if method.scorable and quantity is not None else (indicator.code,)


def _fields(method: Method, indicator: Indicator) -> Sequence[Field]:
    quantity = indicator.quantity
    if not method.scorable or quantity is None:
        words = tuple(Choice(str(rule.value), rule.text) for rule in indicator.rules)
        return [Field(indicator.code, indicator.label, "skor", "skor", words)]
    if quantity.kind == "rasio":
        units = quantity.unit.split(" per ") if " per " in quantity.unit else ["", ""]
        parts = zip(quantity.columns, quantity.asks, units, strict=False)
        return [Field(column, ask, unit, "bulat") for column, ask, unit in parts]
    choices = tuple(Choice(code, label) for code, label in quantity.choices)
    return [Field(quantity.columns[0], quantity.asks[0], quantity.unit, quantity.kind, choices, quantity.domain)]
