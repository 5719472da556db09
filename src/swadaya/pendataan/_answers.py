"""Save answers, and take over what last year or another room offers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.db import transaction

from swadaya.accounts.rules.access import Viewer
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid
from swadaya.methodology.composite import MISSING

from . import _answer_store, access, suggestions
from .models import Cycle, Form, Step
from .rules import answer_parsing
from .rules.answer_checks import Value, checks_for
from .rules.questions import Questionnaire
from .rules.states import STATE_LABELS, duty_problems, takes_answers
from .values import Judged, Outcome, Said, Saved, Status


@transaction.atomic
def save_answers(cycle_id: int, *, desa: str, answers: Sequence[Said], by: Viewer, source: str = "isian") -> Saved:
    """Take a phone's batch in, in any order and as often as it comes; see ``values.Outcome`` for what becomes of each.

    Nothing that was typed is dropped silently: an answer is stored, or its outcome says why not.
    """
    cycle = access.cycle_for(by, cycle_id)
    access.village_of(by, cycle, desa)
    role = access.require_at(by, "isian.isi", desa)
    form = access.locked_form(cycle, desa)
    outcomes = _answer_store.take_in(
        cycle, form, answers, by=by, role=role, source=source, closed=closed_problems(cycle, form, by)
    )
    return _saved(cycle, form, outcomes)


def closed_problems(cycle: Cycle, form: Form, by: Viewer) -> list[Problem]:
    """Why the form takes no answers of this viewer now: its state, the calendar, four eyes."""
    where = Where(desa=form.desa)
    if not takes_answers(form.state):  # type: ignore[arg-type]
        got = f"isian {STATE_LABELS[form.state]}"  # type: ignore[index]
        return [
            Problem("isian.tertutup", where, got, "isian yang masih terbuka", "Mintalah pemeriksa mengembalikannya.")
        ]
    duties = Step.objects.filter(form=form, round=form.round).values_list("person_id", "duty")
    return access.stage_closed(cycle, "isi", form) + duty_problems(
        "isi", person=by.person_id, duties=list(duties), desa=form.desa
    )


def _saved(cycle: Cycle, form: Form, outcomes: list[Outcome]) -> Saved:
    asked = _answer_store.questionnaire_of(cycle)
    current = _answer_store.current_answers(form)
    values = answer_parsing.values_of(asked, _answer_store.texts(current))
    last = suggestions.last_year_values(cycle, form.desa)
    open_doubts = answer_parsing.unsettled(
        answer_parsing.doubts(asked, checks_for(asked.method), values, last), _answer_store.reasons(current)
    )
    columns = {outcome.column for outcome in outcomes if outcome.status != "ditolak"}
    return Saved(
        version=form.version,
        state=form.state,  # type: ignore[arg-type]
        outcomes=tuple(_with_doubts(outcome, open_doubts) for outcome in outcomes),
        scores=tuple(
            judged(asked, values, indicator.code)
            for indicator in asked.method.indicators
            if columns.intersection(_uses(asked, indicator.code))
        ),
        answered=len(values),
        asked=len(asked.columns),
    )


def _uses(asked: Questionnaire, code: str) -> tuple[str, ...]:
    return next(question.uses for question in asked.questions if question.code == code)


def judged(asked: Questionnaire, values: Mapping[str, Value], code: str) -> Judged:
    """The score of an indicator as its answers stand, with the words of its rule."""
    indicator = next(item for item in asked.method.indicators if item.code == code)
    score = answer_parsing.score(asked.method, indicator, values)
    given = score > MISSING
    rule = indicator.rule(score) if given else None
    return Judged(
        code,
        indicator.label,
        score if given else None,
        indicator.maximum,
        rule.text if rule else "",
        rule.action if rule else "",
    )


def _with_doubts(outcome: Outcome, found: list[answer_parsing.Doubt]) -> Outcome:
    if outcome.status not in ("tersimpan", "sama"):
        return outcome
    own = [doubt for doubt in found if outcome.column in doubt.columns]
    if not own:
        return outcome
    status: Status = "perlu-diperbaiki" if any(doubt.fault for doubt in own) else "perlu-alasan"
    return replace(outcome, status=status, problems=tuple(doubt.problem for doubt in own))


@transaction.atomic
def accept_offer(cycle_id: int, *, desa: str, columns: Mapping[str, str], source: str, by: Viewer) -> Saved:
    """Take offered answers over as one's own; ``columns``: column -> key of the new answer.

    An answer that somebody else gave meanwhile is not replaced (``bentrok``).

    Raises:
        Invalid: ``tawaran.tidak-ada`` when nothing of that source is offered for a column.
    """
    cycle = access.cycle_for(by, cycle_id)
    access.village_of(by, cycle, desa)
    access.require_at(by, "isian.isi", desa)
    offered = {
        item.column: item for item in suggestions.offers_for(cycle, desa) if item.source == source and item.column
    }
    unknown = sorted(set(columns) - set(offered))
    if unknown:
        raise Invalid(
            Problem(
                "tawaran.tidak-ada", Where(column=unknown[0], desa=desa), source, "jawaban yang ditawarkan halaman ini"
            )
        )
    answers = [Said(key, column, offered[column].value) for column, key in columns.items()]
    return save_answers(cycle_id, desa=desa, answers=answers, by=by, source=source)
