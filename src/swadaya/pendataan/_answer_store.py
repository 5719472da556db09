"""Answers of one form as they stand, and taking new ones in. The form's row is locked by whoever calls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal
from uuid import UUID

from swadaya.accounts.rules.access import Viewer
from swadaya.core import clock, keys
from swadaya.core.problem import Problem, Where
from swadaya.methodology import method as load_method

from . import _events
from .models import Answer, Cycle, Form, Step
from .rules import answer_parsing
from .rules.questions import Questionnaire, questionnaire
from .rules.states import Verb, transition
from .values import AnswerInfo, Outcome, Said, Status


@dataclass(slots=True)
class Standing:
    """The current answer of each column, and what came in with this batch."""

    current: dict[str, Answer]
    added: list[Answer]
    superseded: list[int]


def questionnaire_of(cycle: Cycle) -> Questionnaire:
    return questionnaire(load_method(cycle.method))


def current_answers(form: Form) -> dict[str, Answer]:
    """By column, also the ones taken back (with an empty value)."""
    return {answer.column: answer for answer in Answer.objects.filter(form=form, current=True)}


def texts(answers: Mapping[str, Answer]) -> dict[str, str]:
    return {column: answer.value for column, answer in answers.items()}


def reasons(answers: Mapping[str, Answer]) -> dict[str, str]:
    return {column: answer.reason for column, answer in answers.items() if answer.reason}


def info(asked: Questionnaire, answer: Answer) -> AnswerInfo:
    field = asked.fields.get(answer.column)
    return AnswerInfo(
        key=str(answer.key),
        column=answer.column,
        value=answer.value,
        shown=answer_parsing.shown(field, answer.value) if field else answer.value,
        source=answer.source,
        reason=answer.reason,
        person=answer.actor,
        person_id=answer.person_id,
        recorded_at=answer.recorded_at,
    )


def take_in(
    cycle: Cycle, form: Form, answers: Sequence[Said], *, by: Viewer, role: str, source: str, closed: Iterable[Problem]
) -> list[Outcome]:
    """Take a batch in, answer by answer in its order; what was taken before is answered as before.

    Args:
        closed: why the form takes no answers now; known keys are answered all the same.
    """
    asked = questionnaire_of(cycle)
    shut = tuple(closed)
    standing = Standing(current_answers(form), [], [])
    before = texts(standing.current)
    known = _known(answers)
    outcomes = [_take(asked, form, said, standing, known, by=by, source=source, shut=shut) for said in answers]
    if standing.added:
        _write(cycle, form, standing, before, by=by, role=role)
    return [_shown(asked, outcome, standing) for outcome in outcomes]


def _known(answers: Sequence[Said]) -> dict[UUID, Answer]:
    sent = [key for key in (keys.parse_key(said.key) for said in answers) if key is not None]
    return {answer.key: answer for answer in Answer.objects.filter(key__in=sent)}


def _take(
    asked: Questionnaire,
    form: Form,
    said: Said,
    standing: Standing,
    known: dict[UUID, Answer],
    *,
    by: Viewer,
    source: str,
    shut: tuple[Problem, ...],
) -> Outcome:
    key, field = keys.parse_key(said.key), asked.fields.get(said.column)
    if key is None:
        return _refused(said, Problem("kunci.bentuk", Where(column=said.column), said.key[:80], "kunci UUIDv7"))
    if field is None:
        return _refused(said, Problem("jawaban.kolom", Where(column=said.column), said.column, "kolom kuesioner ini"))
    value, problems = answer_parsing.parse(field, said.value)
    if value is None:
        return _refused(said, *problems)
    if key in known:
        stored = known[key]
        if (stored.form_id, stored.column, stored.value) != (form.id, said.column, value):
            return _refused(said, keys.taken(said.key).problem)
        return Outcome(said.key, said.column, "tersimpan" if stored.current else "disusul")
    if shut:
        return _refused(said, *shut)
    current = standing.current.get(said.column)
    status = _placed(current, said, key, value, by)
    if status in ("sama", "bentrok"):
        return Outcome(said.key, said.column, status)
    answer = _answer(form, said, key, value, by=by, source=source, current=status == "tersimpan")
    known[key] = answer
    standing.added.append(answer)
    if status == "tersimpan":
        if current is not None:
            current.current = False
            standing.superseded.append(current.id)
        standing.current[said.column] = answer
    return Outcome(said.key, said.column, status)


def _placed(
    current: Answer | None, said: Said, key: UUID, value: str, by: Viewer
) -> Literal["tersimpan", "disusul", "sama", "bentrok"]:
    """Where an answer goes beside the one that holds; see invariant 6 of the README."""
    if current is None or str(current.key) == said.base.lower():
        return "tersimpan"
    if current.person_id == by.person_id:
        return "tersimpan" if key > current.key else "disusul"
    return "sama" if current.value == value else "bentrok"


def _answer(form: Form, said: Said, key: UUID, value: str, *, by: Viewer, source: str, current: bool) -> Answer:
    return Answer(
        form=form,
        round=form.round,
        column=said.column,
        value=value,
        key=key,
        base=keys.parse_key(said.base) if said.base else None,
        source=source,
        reason=said.reason.strip(),
        said_at=said.said_at,
        recorded_at=clock.now(),
        person_id=by.person_id,
        actor=by.name[:120],
        current=current,
    )


def _write(cycle: Cycle, form: Form, standing: Standing, before: Mapping[str, str], *, by: Viewer, role: str) -> None:
    changed = {answer.column: answer.value for answer in standing.added if answer.current}
    event = _events.of_form(
        by,
        form,
        "isi",
        cycle=cycle,
        role=role,
        before={column: before[column] for column in changed if column in before},
        after=changed,
    )
    if form.state == "kosong":
        add_step(form, "isi", by=by, role=role, event=event)
    Answer.objects.filter(pk__in=[number for number in standing.superseded if number is not None]).update(current=False)
    for answer in standing.added:
        answer.event_id = event
    Answer.objects.bulk_create(standing.added)
    form.refresh_from_db()


def add_step(
    form: Form, verb: Verb, *, by: Viewer, role: str, event: int, reason: str = "", key: UUID | None = None
) -> Step:
    """Write a step; the trigger moves the form. ``form`` is read anew."""
    step = transition(verb, form.state)  # type: ignore[arg-type]
    assert step is not None
    now = clock.now()
    written = Step.objects.create(
        form=form,
        verb=verb,
        duty=step.duty,
        round=form.round + (verb == "buka"),
        from_state=form.state,
        to_state=step.target,
        key=key,
        at=now,
        effective_on=clock.day_of(now),
        person_id=by.person_id,
        actor=by.name[:120],
        role=role,
        reason=reason.strip(),
        event_id=event,
    )
    form.refresh_from_db()
    written.version = form.version
    return written


def _refused(said: Said, *problems: Problem) -> Outcome:
    return Outcome(said.key, said.column, "ditolak", problems)


def _shown(asked: Questionnaire, outcome: Outcome, standing: Standing) -> Outcome:
    """With the answer that holds now; an answer overtaken within its own batch says so."""
    held = standing.current.get(outcome.column)
    if held is None:
        return outcome
    shown = info(asked, held)
    if outcome.status == "bentrok":
        return replace(outcome, other=shown)
    status: Status = outcome.status
    if status == "tersimpan" and shown.key != outcome.key.lower():
        status = "disusul"
    return replace(outcome, status=status, current=shown)
