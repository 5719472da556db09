"""A form as a page asks it: questions with what was answered, offered, remarked and found wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from swadaya.core.messages import sentence
from swadaya.core.problem import Problem
from swadaya.pendataan.rules.questions import Choice, Field, Question, Section
from swadaya.pendataan.values import AnswerInfo, EvidenceInfo, FormPage, Judged, Offer, Outcome, RemarkInfo

_YES_NO = (Choice("ya", "Ya"), Choice("tidak", "Tidak"))
_MODES = {"bulat": "numeric", "desimal": "decimal"}


@dataclass(frozen=True, slots=True)
class FieldView:
    """One input. ``value``: typed or kept; ``base``: key of the answer it shows; ``clash``: what somebody else said."""

    column: str
    ask: str
    unit: str
    mode: str
    choices: tuple[Choice, ...]
    value: str
    base: str
    source: str
    reason: str
    ask_reason: bool
    sentences: tuple[str, ...]
    offers: tuple[Offer, ...]
    clash: AnswerInfo | None = None

    @property
    def anchor(self) -> str:
        return f"k-{self.column}"


@dataclass(frozen=True, slots=True)
class QuestionView:
    code: str
    label: str
    note: str
    reference: str
    fields: tuple[FieldView, ...]
    score: str
    remarks: tuple[RemarkInfo, ...]
    evidence: tuple[EvidenceInfo, ...]
    uses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectionLine:
    """One line of the overview."""

    code: str
    label: str
    component: str
    asked: int
    answered: int
    wrong: int
    remarks: int

    @property
    def done(self) -> bool:
        return self.answered == self.asked and not self.wrong


@dataclass(frozen=True, slots=True)
class Typed:
    """What a refused post carried: values as typed and what became of them, by column."""

    values: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)


def section_lines(page: FormPage) -> list[SectionLine]:
    wrong = {problem.where.column for problem in page.problems if problem.code != "jawaban.kosong"}
    open_remarks = [remark.column for remark in page.remarks if remark.resolved_at is None]
    return [
        SectionLine(
            section.code,
            section.label,
            section.component,
            asked=len(section.columns),
            answered=sum(column in page.answers for column in section.columns),
            wrong=len(wrong.intersection(section.columns)),
            remarks=sum(column in section.columns for column in open_remarks),
        )
        for section in page.sections
    ]


def question_views(page: FormPage, section: Section, typed: Typed | None = None) -> list[QuestionView]:
    views = []
    for question in section.questions:
        own = tuple(one.column for one in question.fields)
        views.append(
            QuestionView(
                question.code,
                question.label,
                question.note,
                question.reference,
                tuple(_field_view(page, one, typed or Typed()) for one in question.fields),
                score_words(page.scores.get(question.code)),
                tuple(remark for remark in page.remarks if remark.column in own),
                tuple(item for item in page.evidence if item.column in own),
                _elsewhere(page, question, own),
            )
        )
    return views


def facts_of(page: FormPage) -> list[tuple[str, str]]:
    """What other rooms know of the village, without the source that stands behind each label."""
    return [(offer.label.partition(" (")[0], offer.shown) for offer in page.offers if not offer.column]


def _elsewhere(page: FormPage, question: Question, own: Sequence[str]) -> tuple[str, ...]:
    """The words of what a question also uses but another question asks."""
    asked = {one.column: one.ask for part in page.sections for other in part.questions for one in other.fields}
    return tuple(asked[column] for column in question.uses if column not in own and column in asked)


def _field_view(page: FormPage, one: Field, typed: Typed) -> FieldView:
    answer = page.answers.get(one.column)
    outcome = typed.outcomes.get(one.column)
    problems = outcome.problems if outcome else _problems_of(page, one.column)
    value = typed.values.get(one.column, (answer.value if answer else "").replace(".", ","))
    reason = typed.reasons.get(one.column, answer.reason if answer else "")
    return FieldView(
        column=one.column,
        ask=one.ask,
        unit=one.unit,
        mode=_MODES.get(one.kind, ""),
        choices=_choices(one),
        value=value,
        base=answer.key if answer else "",
        source=_source(answer),
        reason=reason,
        ask_reason=bool(reason) or any(problem.severity == "peringatan" for problem in problems),
        sentences=tuple(sentence(problem) for problem in problems if problem.code != "jawaban.kosong"),
        offers=tuple(offer for offer in page.offers if offer.column == one.column and _differs(offer, answer)),
        clash=outcome.other if outcome and outcome.status == "bentrok" else None,
    )


def _problems_of(page: FormPage, column: str) -> list[Problem]:
    return [problem for problem in page.problems if problem.where.column == column]


def _choices(one: Field) -> tuple[Choice, ...]:
    if one.choices:
        return one.choices
    return _YES_NO if one.kind == "ya-tidak" else ()


def _differs(offer: Offer, answer: AnswerInfo | None) -> bool:
    return answer is None or answer.value != offer.value


def _source(answer: AnswerInfo | None) -> str:
    if answer is None or answer.source == "isian":
        return ""
    if answer.source == "tahun-lalu":
        return "diambil dari tahun lalu"
    return "dari berkas Excel" if answer.source == "xlsx" else "dari data lain di Swadaya"


def score_words(judged: Judged | None) -> str:
    """The score of an indicator and the rule that gave it, as a line under the question."""
    if judged is None or judged.score is None:
        return "Skor keluar setelah dijawab."
    rule = f": {judged.rule}" if judged.rule else ""
    return f"Skor {judged.score} dari {judged.maximum}{rule}"
