"""One form as its page shows it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from swadaya.accounts.rules.access import OutOfSight, Place, Viewer
from swadaya.core.problem import Problem
from swadaya.methodology.composite import MISSING, compute
from swadaya.wilayah import selectors as wilayah

from . import _answer_store, _answers, _form_steps, _remarks, access, suggestions
from .models import Cycle, Evidence, Form, Remark, Step
from .publications import content_of
from .rules import answer_parsing
from .rules.answer_checks import Value
from .rules.questions import Questionnaire
from .rules.states import LEVELS, TRANSITIONS, State, Verb, next_verification, takes_answers, transition
from .values import Allowed, EvidenceInfo, FileContent, FormPage, StepInfo


def form(cycle_id: int, desa: str, *, by: Viewer) -> FormPage:
    """Everything about a village's form. Raises OutOfSight."""
    cycle = access.cycle_for(by, cycle_id)
    village = access.village_of(by, cycle, desa)
    held = Form.objects.filter(cycle=cycle, desa=desa).first()
    shown = held or Form(cycle=cycle, desa=desa)
    asked = _answer_store.questionnaire_of(cycle)
    current = _answer_store.current_answers(held) if held else {}
    values = answer_parsing.values_of(asked, _answer_store.texts(current))
    k, level = index_of(asked, values)
    return FormPage(
        cycle=access.info_of(cycle),
        form_id=held.id if held else None,
        desa=desa,
        name=village.label,
        path=tuple((region.code, region.label) for region in wilayah.breadcrumb(desa)),
        state=shown.state,  # type: ignore[arg-type]
        round=shown.round,
        version=shown.version,
        sections=asked.sections,
        answers={column: _answer_store.info(asked, answer) for column, answer in current.items() if answer.value},
        scores={item.code: _answers.judged(asked, values, item.code) for item in asked.method.indicators},
        offers=tuple(suggestions.offers_for(cycle, desa)) if takes_answers(shown.state) else (),  # type: ignore[arg-type]
        remarks=tuple(map(_remarks.info, Remark.objects.filter(form=held).order_by("id"))) if held else (),
        steps=tuple(map(step_info, Step.objects.filter(form=held).order_by("id"))) if held else (),
        evidence=_evidence(held) if held else (),
        problems=tuple(_content(cycle, shown, asked, held)),
        answered=len(values),
        asked=len(asked.columns),
        k=k,
        level=level,
        allowed=_allowed(cycle, shown, by),
    )


def last_year(cycle_id: int, desa: str, *, by: Viewer) -> dict[str, str]:
    """Last year's answers as people read them, by column, whatever the state of this year's form. Raises OutOfSight."""
    cycle = access.cycle_for(by, cycle_id)
    access.village_of(by, cycle, desa)
    fields = _answer_store.questionnaire_of(cycle).fields
    texts = suggestions.last_year_texts(cycle, [desa]).get(desa, {})
    return {column: answer_parsing.shown(fields[column], value) for column, value in texts.items() if column in fields}


def index_of(asked: Questionnaire, values: Mapping[str, Value]) -> tuple[int | None, int]:
    """k and class as the answers stand; (None, 0) while a score is missing."""
    scores = [max(answer_parsing.score(asked.method, item, values), MISSING) for item in asked.method.indicators]
    result = compute(asked.method, np.array([scores], dtype=np.int8))
    k = int(result.k[0])
    return (k, int(result.level[0])) if k >= 0 else (None, 0)


def step_info(step: Step) -> StepInfo:
    made = transition(step.verb, step.from_state)  # type: ignore[arg-type]
    return StepInfo(
        verb=step.verb,
        label=made.label if made else step.verb,
        duty=step.duty,
        from_state=step.from_state,  # type: ignore[arg-type]
        to_state=step.to_state,  # type: ignore[arg-type]
        round=step.round,
        at=step.at,
        effective_on=step.effective_on,
        person=step.actor,
        role=step.role,
        reason=step.reason,
    )


def _content(cycle: Cycle, shown: Form, asked: Questionnaire, held: Form | None) -> list[Problem]:
    if not takes_answers(shown.state):  # type: ignore[arg-type]
        return []
    return _form_steps.content_problems(cycle, held) if held else answer_parsing.missing(asked, {})


def _evidence(held: Form) -> tuple[EvidenceInfo, ...]:
    rows = Evidence.objects.filter(form=held, removed_at=None).select_related("blob").defer("blob__content")
    return tuple(
        EvidenceInfo(row.id, row.column, row.name, row.blob.media_type, row.blob.size, row.actor, row.at)
        for row in rows.order_by("id")
    )


def evidence_file(evidence_id: int, *, by: Viewer) -> FileContent:
    """The content of a piece of evidence, also of one taken away. Raises OutOfSight."""
    evidence = Evidence.objects.select_related("form", "blob").filter(pk=evidence_id).first()
    if evidence is None or not by.sees("isian", Place(evidence.form.desa)):
        raise OutOfSight
    return content_of(evidence.blob, evidence.name)


def _allowed(cycle: Cycle, shown: Form, by: Viewer) -> Allowed:
    place, state = Place(shown.desa), _state(shown)
    waiting = next_verification(state)
    why: list[Problem] = []
    answer = by.may("isian.isi", place) and takes_answers(state)
    if answer:
        why += _answers.closed_problems(cycle, shown, by) if shown.pk else access.stage_closed(cycle, "isi", None)
    can: dict[Verb, bool] = {
        verb: _may(cycle, shown, verb, by, why)
        for verb in dict.fromkeys(item.verb for item in TRANSITIONS if item.source == state and item.verb != "isi")
    }
    verifier = any(by.may(f"isian.periksa-{level}", place) for level in LEVELS)
    return Allowed(
        answer=answer and not why,
        submit=can.get("ajukan", False),
        level=waiting.duty if waiting is not None and can.get(waiting.verb) else "",
        give_back=can.get("kembali", False),
        reopen=can.get("buka", False),
        remark=verifier or by.may("siklus.terbit", place),
        why_not=tuple(dict.fromkeys(why)),
    )


def _may(cycle: Cycle, shown: Form, verb: Verb, by: Viewer, why: list[Problem]) -> bool:
    """Whether a step is open to the viewer; if only the moment or four eyes speak against it, ``why`` gets to know."""
    step = transition(verb, _state(shown))
    if step is None or verb == "tetapkan" or not by.may(step.right, Place(shown.desa)):
        return False
    problems = _form_steps.moment_problems(cycle, shown, verb, by=by, reason="-")
    why += problems
    return not problems


def _state(shown: Form) -> State:
    return shown.state  # type: ignore[return-value]
