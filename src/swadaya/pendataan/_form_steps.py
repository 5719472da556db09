"""The steps of a form: submit, verify, return, reopen. One at a time, each with its event."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from swadaya.accounts.rules.access import OutOfSight, Place, Viewer
from swadaya.core import keys
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Conflict, Invalid, Refusal, raise_if
from swadaya.methodology import method as load_method
from swadaya.wilayah import selectors as wilayah

from . import _answer_store, _events, access, suggestions
from .models import Answer, Cycle, Form, Step
from .rules import answer_parsing
from .rules.answer_checks import checks_for
from .rules.calendar import Stage, day_in_words
from .rules.states import LEVELS, TRANSITIONS, Level, State, Verb, step_problems, transition
from .values import Moved, Tried


@transaction.atomic
def submit(cycle_id: int, *, desa: str, version: int | None, by: Viewer, key: str = "") -> Moved:
    """Hand a form to the kecamatan, once every question is answered and nothing is left to mend or explain."""
    return _move(cycle_id, desa, "ajukan", version, by=by, key=key)


@transaction.atomic
def verify(cycle_id: int, *, desa: str, level: Level, version: int | None, by: Viewer, key: str = "") -> Moved:
    """Confirm a form for a level."""
    if level not in LEVELS:
        raise Invalid(Problem("isian.tingkat", Where(key="level"), level, " / ".join(LEVELS)))
    return _move(cycle_id, desa, f"periksa-{level}", version, by=by, key=key)  # type: ignore[arg-type]


@transaction.atomic
def verify_many(cycle_id: int, *, level: Level, versions: Mapping[str, int], by: Viewer) -> list[Tried]:
    """Confirm many forms at the versions that were shown; each village is answered for, none is skipped in silence."""
    names = wilayah.names(versions)
    tried = []
    for desa, version in sorted(versions.items()):
        try:
            with transaction.atomic():
                moved = verify(cycle_id, desa=desa, level=level, version=version, by=by)
        except OutOfSight:
            problem = Problem("isian.tidak-ada", Where(desa=desa), desa, "desa dalam wilayah Anda")
            tried.append(Tried(desa, "", None, problem))
        except Refusal as refusal:
            tried.append(Tried(desa, names.get(desa, ""), None, refusal.problem))
        else:
            tried.append(Tried(desa, names.get(desa, ""), moved, None))
    return tried


@transaction.atomic
def return_form(cycle_id: int, *, desa: str, version: int | None, reason: str, by: Viewer, key: str = "") -> Moved:
    """Send a form back to the village, saying why. Whoever would confirm it next may return it."""
    return _move(cycle_id, desa, "kembali", version, by=by, key=key, reason=reason)


@transaction.atomic
def reopen(cycle_id: int, *, desa: str, reason: str, by: Viewer, version: int | None = None, key: str = "") -> Moved:
    """Open a decided form for a correction, which an amendment will publish. What is published stays as it is."""
    return _move(cycle_id, desa, "buka", version, by=by, key=key, reason=reason)


def _move(
    cycle_id: int, desa: str, verb: Verb, version: int | None, *, by: Viewer, key: str, reason: str = ""
) -> Moved:
    cycle = access.cycle_for(by, cycle_id)
    village = access.village_of(by, cycle, desa)
    form = access.locked_form(cycle, desa)
    wanted = keys.optional(key)
    if wanted is not None and (done := Step.objects.filter(key=wanted).first()):
        return _again(done, form, verb, by, key)
    if version is not None and version != form.version and _could(verb, by, desa):
        raise _quicker(form)  # before the right is judged: it may belong to the state that was shown
    role = access.require_at(by, _right(verb, form.state), desa)  # type: ignore[arg-type]
    raise_if(_problems(cycle, form, verb, by=by, reason=reason))
    before, step = form.state, transition(verb, form.state)  # type: ignore[arg-type]
    assert step is not None
    event = _events.of_form(
        by,
        form,
        verb,
        cycle=cycle,
        role=role,
        village=village.label,
        before={"keadaan": before},
        after={"keadaan": step.target} | ({"alasan": reason.strip()} if reason.strip() else {}),
    )
    _answer_store.add_step(form, verb, by=by, role=role, event=event, reason=reason, key=wanted)
    return _moved(form)


def _right(verb: Verb, state: State) -> str:
    """The right a step takes; where it does not exist out of this state, the one of the same step elsewhere."""
    step = transition(verb, state) or next(item for item in TRANSITIONS if item.verb == verb)
    return step.right


def _could(verb: Verb, by: Viewer, desa: str) -> bool:
    """Whether the viewer may take the step out of some state."""
    return any(by.may(item.right, Place(desa)) for item in TRANSITIONS if item.verb == verb)


def _moved(form: Form) -> Moved:
    return Moved(form.desa, form.state, form.round, form.version)  # type: ignore[arg-type]


def _again(done: Step, form: Form, verb: Verb, by: Viewer, key: str) -> Moved:
    """The same key: the same answer, or a refusal when it was another act or another person's."""
    if (done.form_id, done.verb, done.person_id) != (form.id, verb, by.person_id):
        raise keys.taken(key)
    return Moved(form.desa, done.to_state, done.round, done.version)  # type: ignore[arg-type]


def _problems(cycle: Cycle, form: Form, verb: Verb, *, by: Viewer, reason: str) -> list[Problem]:
    """Everything that keeps this viewer from taking the step now."""
    problems = moment_problems(cycle, form, verb, by=by, reason=reason)
    if verb == "ajukan" and form.state == "diisi":
        problems += content_problems(cycle, form)
    return problems


def moment_problems(cycle: Cycle, form: Form, verb: Verb, *, by: Viewer, reason: str) -> list[Problem]:
    """The same but for the answers: order of steps, four eyes, reason, calendar."""
    state: State = form.state  # type: ignore[assignment]
    step = transition(verb, state)
    round_after = form.round + (verb == "buka")
    problems = step_problems(
        verb, state, reason=reason, person=by.person_id, duties=duties_in(form, round_after), desa=form.desa
    )
    if step is None or verb == "buka":
        return problems
    stage: Stage = step.duty
    return problems + access.stage_closed(cycle, stage, form)


def duties_in(form: Form, round: int) -> list[tuple[int | None, str]]:  # noqa: A002 - the word of this room
    """Who did what in a round: its steps, and answering."""
    steps = Step.objects.filter(form=form, round=round).values_list("person_id", "duty")
    people = Answer.objects.filter(form=form, round=round).values_list("person_id", flat=True).distinct()
    return [*steps, *((person, "isi") for person in people)]


def content_problems(cycle: Cycle, form: Form) -> list[Problem]:
    """What is missing, to be mended, or still without a reason."""
    asked = _answer_store.questionnaire_of(cycle)
    current = _answer_store.current_answers(form)
    values = answer_parsing.values_of(asked, _answer_store.texts(current))
    doubts = answer_parsing.doubts(
        asked, checks_for(load_method(cycle.method)), values, suggestions.last_year_values(cycle, form.desa)
    )
    left = answer_parsing.unsettled(doubts, _answer_store.reasons(current))
    return answer_parsing.missing(asked, values) + [doubt.problem for doubt in left]


def _quicker(form: Form) -> Conflict:
    """Somebody acted since the page was made: who, what, when."""
    step = Step.objects.filter(form=form).order_by("-id").first()
    answer = Answer.objects.filter(form=form).order_by("-id").first()
    told = "isian ini diubah"
    if answer is not None and (step is None or answer.recorded_at > step.at):
        told = f"{answer.actor} mengubah jawaban {day_in_words(answer.recorded_at)}"
    elif step is not None:
        done = next(item for item in TRANSITIONS if (item.verb, item.source) == (step.verb, step.from_state))
        told = f"{done.label} oleh {step.actor} {day_in_words(step.at)}"
        if step.reason:
            told += f" dengan alasan: {step.reason}"
    return Conflict(
        Problem(
            "isian.sudah-berubah",
            Where(desa=form.desa),
            told,
            "keadaan seperti di halaman Anda",
            "Muat ulang halaman ini.",
        )
    )
