"""One page of the questionnaire. The same form is saved by its button, or answer by answer by the page's script."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect, QueryDict

from swadaya.accounts.rules.access import OutOfSight, Place, require
from swadaya.core.keys import new_key, parse_key
from swadaya.pendataan import selectors, services
from swadaya.pendataan.rules.questions import Section
from swadaya.pendataan.values import FormPage, Outcome, Said

from ..accounts.middleware import viewer_of
from ..ui.refusals import UNPROCESSABLE
from .form import form_steps
from .page import code_of, show, work_page
from .questionnaire import Typed, question_views

_UNSAVED = ("bentrok", "ditolak")


@work_page("GET", "POST")
def page(request: HttpRequest, siklus: int, kode: str, bagian: str) -> HttpResponseBase:
    """The questions of a section, a few at a time."""
    form = selectors.form(siklus, code_of(kode, "desa"), by=viewer_of(request))
    section = next((one for one in form.sections if one.code == bagian), None)
    if section is None:
        raise OutOfSight
    if request.method == "POST":
        require(viewer_of(request), "isian.isi", Place(form.desa))
    if request.method == "POST" and form.allowed.answer:
        return _save(request, form, section)
    return _draw(request, form, section)


def _save(request: HttpRequest, form: FormPage, section: Section) -> HttpResponseBase:
    answers = answers_of(request.POST, form, section)
    outcomes: Mapping[str, Outcome] = {}
    if answers:
        saved = services.save_answers(form.cycle.id, desa=form.desa, answers=answers, by=viewer_of(request))
        outcomes = {outcome.column: outcome for outcome in saved.outcomes}
    stopped = {column: one for column, one in outcomes.items() if one.status in _UNSAVED}
    doubtful = [outcome for outcome in outcomes.values() if outcome.status in ("perlu-alasan", "perlu-diperbaiki")]
    if stopped:
        again = selectors.form(form.cycle.id, form.desa, by=viewer_of(request))
        typed = Typed(
            {answer.column: answer.value for answer in answers if answer.column in stopped},
            {answer.column: answer.reason for answer in answers if answer.column in stopped},
            stopped,
        )
        return _draw(request, again, section, typed)
    here = f"/kerja/pendataan/{form.cycle.id}/{form.desa}/isi/{section.code}/"
    if doubtful or "pakai" in request.POST:
        return HttpResponseRedirect(f"{here}#k-{doubtful[0].column if doubtful else request.POST['pakai']}")
    return HttpResponseRedirect(following(form, section))


def answers_of(post: QueryDict, form: FormPage, section: Section) -> list[Said]:
    """What was changed on the page: values that differ from those it showed, reasons, and an offer that was taken."""
    taken = post.get("pakai", "")
    found = []
    for column in section.columns:
        value, before = post.get(column, "").strip(), post.get(f"semula.{column}", "")
        reason = post.get(f"alasan.{column}", "").strip()
        if taken == column:
            value = next((offer.value for offer in form.offers if offer.column == column), value)
        if value == before and reason == post.get(f"alasan-semula.{column}", ""):
            continue
        base, key = post.get(f"dasar.{column}", ""), post.get(f"kunci.{column}", "")
        found.append(Said(key if parse_key(key) else str(new_key()), column, value, base, reason))
    return found


def following(form: FormPage, section: Section) -> str:
    """The address of the next section; after the last one the page to submit."""
    codes = [one.code for one in form.sections]
    place = codes.index(section.code) + 1
    base = f"/kerja/pendataan/{form.cycle.id}/{form.desa}/"
    return f"{base}isi/{codes[place]}/" if place < len(codes) else f"{base}ajukan/"


def _draw(request: HttpRequest, form: FormPage, section: Section, typed: Typed | None = None) -> HttpResponseBase:
    questions = question_views(form, section, typed)
    fields = [field for question in questions for field in question.fields]
    number = [one.code for one in form.sections].index(section.code) + 1
    return show(
        request,
        "bagian.html",
        title=section.label,
        steps=form_steps(form),
        status=UNPROCESSABLE if typed else 200,
        form=form,
        section=section,
        number=number,
        questions=questions,
        keys={field.column: str(new_key()) for field in fields},
        wrong=[field for field in fields if field.sentences or field.clash],
        unsaved=typed is not None,
        following=following(form, section),
        person=str(viewer_of(request).person_id or ""),
        may_answer=form.allowed.answer,
    )
