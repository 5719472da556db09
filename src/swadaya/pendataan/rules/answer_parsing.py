"""From what somebody typed to an answer, and from answers to scores, faults and doubts.

Two levels: a *fault* must be mended (no number, outside the domain, a part larger than its whole); a *doubt* wants a
reason (a large change, a contradiction). Numbers are read exactly as the file formats read them; a whole number may
also be written as pages show it, with full stops between thousands and its unit behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from swadaya.core.figures import decimals, ratio
from swadaya.core.problem import Problem, Where
from swadaya.indeks.formats.adapters import ANSWER_PLACES
from swadaya.indeks.formats.cells import ABSENT, scaled
from swadaya.methodology import Indicator, Method, rubric
from swadaya.methodology.composite import MISSING

from .answer_checks import Checks, Value
from .questions import Field, Questionnaire, columns_of

_TOP = 10**ANSWER_PLACES
_NOTHING = ("", "-", "null", "na", "n/a", "nan", "none")
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+", re.ASCII)
_YES_NO = {"1": "ya", "y": "ya", "ada": "ya", "0": "tidak", "t": "tidak", "tidak ada": "tidak"}


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is to be mended (``fault``) or explained; it concerns the answers to ``columns``."""

    problem: Problem
    columns: tuple[str, ...]
    fault: bool = False


def parse(field: Field, typed: str) -> tuple[str | None, list[Problem]]:
    """The answer as it is kept, "" for none; None when it is refused.

    >>> from swadaya.methodology import method
    >>> from swadaya.pendataan.rules.questions import questionnaire
    >>> fields = questionnaire(method("idm-operasional-2020")).fields
    >>> parse(fields["km_pertokoan"], " 7,250 ")[0], parse(fields["taman_baca"], "Ya")[0]
    ('7.25', 'ya')
    >>> parse(fields["bidan"], "1.500 orang")[0], parse(fields["penduduk"], "1.5")[0]
    ('1500', None)

    Problems: ``jawaban.bukan-angka``, ``jawaban.pilihan``, ``jawaban.di-luar``.
    """
    text = " ".join(typed.split())
    if text.lower() in _NOTHING:
        return "", []
    if field.kind == "skor" or field.choices:
        return _choice(field, text)
    values, wrong = scaled(pl.Series([_number(field, text)]), ANSWER_PLACES if field.kind == "desimal" else 0)
    if wrong[0] or values[0] == ABSENT:
        whole = "bilangan bulat, seperti 1500" if field.kind == "bulat" else "angka seperti 7,25"
        return None, [Problem("jawaban.bukan-angka", Where(column=field.column), text[:80], whole, field.ask)]
    number = Fraction(int(values[0]), _TOP if field.kind == "desimal" else 1)
    if number < 0 or (field.domain is not None and number not in field.domain):
        words = field.domain.in_words() if field.domain is not None else "0 atau lebih"
        return None, [Problem("jawaban.di-luar", Where(column=field.column), text[:80], words, field.ask)]
    return written(number), []


def _number(field: Field, text: str) -> str:
    """Without what people add to a number so that it reads well."""
    bare = text.lower().removesuffix(field.unit.lower()).rstrip() if field.unit else text
    return bare.replace(".", "") if field.kind == "bulat" and _GROUPED.fullmatch(bare) else bare


def _choice(field: Field, text: str) -> tuple[str | None, list[Problem]]:
    known = {choice.value.lower(): choice.value for choice in field.choices}
    if field.kind != "skor":
        known |= {choice.label.lower(): choice.value for choice in field.choices}
    if field.kind == "ya-tidak":
        known |= _YES_NO
    found = known.get(text.lower())
    if found is None:
        words = " / ".join(choice.value if field.kind == "skor" else choice.label for choice in field.choices)
        return None, [Problem("jawaban.pilihan", Where(column=field.column), text[:80], words, field.ask)]
    return found, []


def written(number: Fraction) -> str:
    """A number as it is kept: exact, a full stop, no superfluous zero.

    >>> written(Fraction(29, 4)), written(Fraction(1500))
    ('7.25', '1500')
    """
    text = decimals(number, ANSWER_PLACES)
    return text.rstrip("0").rstrip(".") if "." in text else text


def shown(field: Field, value: str) -> str:
    """An answer as people read it, with its unit.

    >>> shown(Field("penduduk", "", "orang", "bulat"), "1500")
    '1.500 orang'
    """
    if not value:
        return ""
    if field.choices:
        words = {choice.value: choice.label for choice in field.choices}.get(value, value)
        return f"skor {value}" if field.kind == "skor" else words
    places = len(value.partition(".")[2])
    return f"{ratio(Fraction(value), places)} {field.unit}".strip()


def values_of(questionnaire: Questionnaire, answers: Mapping[str, str]) -> dict[str, Value]:
    """Numbers and choices of the answers that are there."""
    found: dict[str, Value] = {}
    for column, field in questionnaire.fields.items():
        value = answers.get(column, "")
        if value:
            found[column] = value if field.choices and field.kind != "skor" else Fraction(value)
    return found


def score(method: Method, indicator: Indicator, values: Mapping[str, Value]) -> int:
    """The score of an indicator: MISSING while an answer is missing, OUTSIDE where no rule gives one."""
    given = [values.get(column) for column in columns_of(method, indicator)]
    if any(value is None for value in given):
        return MISSING
    if not method.scorable:
        own = given[0]
        return int(own) if isinstance(own, Fraction) and own in indicator.scores else rubric.OUTSIDE
    if isinstance(given[0], str):
        return rubric.score_answer(indicator, given[0])
    above, below = (*given, Fraction(1))[:2]
    assert isinstance(above, Fraction)
    assert isinstance(below, Fraction)
    return rubric.score_answer(indicator, (int(above * _TOP), int(below * _TOP)))


def quantity(method: Method, indicator: Indicator, values: Mapping[str, Value]) -> Fraction | None:
    """What the indicator counts, as one number: to compare villages and years; None for choices and gaps."""
    given = [values.get(column) for column in columns_of(method, indicator)]
    if not given or not all(isinstance(value, Fraction) for value in given):
        return None
    above, below = (*given, Fraction(1))[:2]
    assert isinstance(above, Fraction)
    assert isinstance(below, Fraction)
    return above / below if below else None


def doubts(
    questionnaire: Questionnaire, checks: Checks, values: Mapping[str, Value], last_year: Mapping[str, Value]
) -> list[Doubt]:
    """All faults and doubts of a form as it stands, in the order of the questions.

    Problems: ``jawaban.di-luar`` (fault: answers that together have no score), ``jawaban.berlawanan``,
    ``jawaban.berubah`` (against last year).
    """
    method = questionnaire.method
    found = [
        _outside(indicator, columns_of(method, indicator))
        for indicator in method.indicators
        if score(method, indicator, values) == rubric.OUTSIDE
    ]
    for item in checks.found(values):
        where = Where(column=item.columns[0], key=item.code)
        asked = "jawaban yang diperbaiki, atau alasan mengapa benar demikian"
        found.append(Doubt(Problem("jawaban.berlawanan", where, item.text, asked, severity="peringatan"), item.columns))
    for column, field in questionnaire.fields.items():
        before, now = last_year.get(column), values.get(column)
        if field.kind == "skor" or not isinstance(before, Fraction) or not isinstance(now, Fraction):
            continue
        if checks.changed(before, now):
            got = f"{shown(field, written(now))}, tahun lalu {shown(field, written(before))}"
            where = Where(column=column)
            asked = "jawaban yang diperbaiki, atau alasan perubahan sebesar itu"
            found.append(Doubt(Problem("jawaban.berubah", where, got, asked, severity="peringatan"), (column,)))
    return found


def _outside(indicator: Indicator, columns: tuple[str, ...]) -> Doubt:
    domain = indicator.quantity.domain if indicator.quantity else None
    expected = f"hasil bagi {domain.in_words()}" if domain is not None else "jawaban yang mempunyai skor"
    hint = "Bagian tidak boleh melebihi keseluruhannya, dan pembaginya tidak boleh 0." if len(columns) == 2 else ""
    problem = Problem("jawaban.di-luar", Where(column=columns[0]), indicator.label, expected, hint)
    return Doubt(problem, columns, fault=True)


def unsettled(found: Iterable[Doubt], reasons: Mapping[str, str]) -> list[Doubt]:
    """The faults, and the doubts for none of whose answers a reason was given."""
    return [item for item in found if item.fault or not any(reasons.get(column) for column in item.columns)]


def missing(questionnaire: Questionnaire, values: Mapping[str, Value]) -> list[Problem]:
    """``jawaban.kosong`` for every field without an answer."""
    return [
        Problem("jawaban.kosong", Where(column=column), "", "jawaban", field.ask)
        for column, field in questionnaire.fields.items()
        if column not in values
    ]
