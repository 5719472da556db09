"""Verification of one village: its answers beside last year's and its neighbours', what stands out, the two acts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect

from swadaya.accounts.rules.access import Place, Viewer, require
from swadaya.core import codes
from swadaya.core.figures import grouped
from swadaya.core.keys import new_key
from swadaya.core.messages import sentence, sentences
from swadaya.core.refusal import Conflict, Refusal
from swadaya.pendataan import selectors, services
from swadaya.pendataan.rules.outliers import Standout
from swadaya.pendataan.rules.questions import Field, Section
from swadaya.pendataan.rules.states import LEVELS, STATE_LABELS, Level
from swadaya.pendataan.values import AnswerInfo, EvidenceInfo, FormPage, RemarkInfo

from ..accounts.middleware import viewer_of
from ..ui.components.status import mark
from ..ui.formatting import index_text
from ..ui.refusals import status_of, try_service
from .page import code_of, cycle_steps, may_history, show, version_of, work_page
from .questionnaire import score_words
from .verification import LEVEL_WORDS, region, standouts_of


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One field as the verifier reads it. ``changed``: not what it was last year."""

    field: Field
    answer: AnswerInfo | None
    last: str
    median: str
    changed: bool
    score: str
    standouts: tuple[Standout, ...]
    remarks: tuple[RemarkInfo, ...]
    evidence: tuple[EvidenceInfo, ...]


@work_page("GET")
def page(request: HttpRequest, siklus: int, kode: str) -> HttpResponseBase:
    """The village as it stands; the list, where the code is a larger region's."""
    code = code_of(kode)
    if codes.level_of(code) != "desa":
        return region(request, siklus, code)
    return _draw(request, selectors.form(siklus, code, by=viewer_of(request)))


@work_page("POST")
def verify(request: HttpRequest, siklus: int, kode: str) -> HttpResponseBase:
    """Verify one village at the level that waits for the viewer."""
    viewer = viewer_of(request)
    form = selectors.form(siklus, code_of(kode, "desa"), by=viewer)
    wanted = request.POST.get("tingkat", "")
    require(viewer, f"isian.periksa-{wanted if wanted in LEVELS else 'kecamatan'}", Place(form.desa))
    level = cast("Level", wanted or form.allowed.level)
    key, version = request.POST.get("kunci", ""), _version(request, form)
    _, refusal = try_service(
        lambda: services.verify(
            siklus,
            desa=form.desa,
            level=level,
            version=version,
            by=viewer,
            key=key,
        )
    )
    if refusal is not None:
        return _draw(request, selectors.form(siklus, form.desa, by=viewer), refusal)
    messages.success(request, f"{form.name} sudah diverifikasi {LEVEL_WORDS.get(level, level)}.")
    return HttpResponseRedirect(f"/kerja/periksa/{siklus}/{form.desa[:6]}/")


@work_page("POST")
def give_back(request: HttpRequest, siklus: int, kode: str) -> HttpResponseBase:
    """Return a form to its village, with a reason."""
    viewer = viewer_of(request)
    form = selectors.form(siklus, code_of(kode, "desa"), by=viewer)
    reason, key = request.POST.get("alasan", "").strip(), request.POST.get("kunci", "")
    version = _version(request, form)
    _, refusal = try_service(
        lambda: services.return_form(siklus, desa=form.desa, version=version, reason=reason, by=viewer, key=key)
    )
    if refusal is not None:
        return _draw(request, selectors.form(siklus, form.desa, by=viewer), refusal, reason=reason)
    messages.success(request, f"Isian {form.name} dikembalikan. Operator desa membaca alasan Anda di isiannya.")
    return HttpResponseRedirect(f"/kerja/periksa/{siklus}/{form.desa[:6]}/")


def _version(request: HttpRequest, form: FormPage) -> int:
    return version_of(request.POST.get("versi", ""), form.version)


def _draw(
    request: HttpRequest, form: FormPage, refusal: Refusal | None = None, *, reason: str = ""
) -> HttpResponseBase:
    viewer = viewer_of(request)
    striking = [
        standout for standout in standouts_of(form.cycle.id, form.desa[:6], by=viewer) if standout.desa == form.desa
    ]
    status = status_of(refusal) if refusal is not None else 200
    kecamatan = form.path[-2][1] if len(form.path) > 1 else ""
    return show(
        request,
        "periksa-desa.html",
        title=form.name,
        steps=[*cycle_steps(form.cycle), (kecamatan, f"/kerja/periksa/{form.cycle.id}/{form.desa[:6]}/")],
        status=status,
        form=form,
        refusals=sentences(refusal.problems) if refusal else [],
        changed=isinstance(refusal, Conflict),
        reason=reason,
        why_not=[sentence(one) for one in form.allowed.why_not],
        state_label=STATE_LABELS[form.state],
        level_words=LEVEL_WORDS.get(cast("Level", form.allowed.level), ""),
        striking=striking,
        sections=_sections(form, striking, viewer),
        whole=[remark for remark in form.remarks if not remark.column],
        index=_index(form),
        may_history=may_history(viewer_of(request), form.desa),
        key=str(new_key()),
        return_key=str(new_key()),
    )


def _index(form: FormPage) -> dict[str, object]:
    method = form.cycle.method
    if form.k is None or not form.level:
        return {}
    status = method.classes[form.level - 1]
    value = index_text(method, method.index(form.k))
    return {"value": value, "status": mark(status, len(method.classes), large=True), "points": grouped(form.k)}


def _sections(form: FormPage, striking: list[Standout], viewer: Viewer) -> list[tuple[Section, list[AnswerLine]]]:
    whole = viewer.sees("isian", Place(form.desa[:6]))
    medians = selectors.medians_in(form.cycle.id, form.desa[:6], by=viewer) if whole else {}
    last = selectors.last_year(form.cycle.id, form.desa, by=viewer)
    return [
        (
            section,
            [
                _line(form, question.code, field, medians, last.get(field.column, ""), striking)
                for question in section.questions
                for field in question.fields
            ],
        )
        for section in form.sections
    ]


def _line(
    form: FormPage, code: str, field: Field, medians: Mapping[str, str], last: str, striking: list[Standout]
) -> AnswerLine:
    answer = form.answers.get(field.column)
    return AnswerLine(
        field,
        answer,
        last,
        medians.get(field.column, ""),
        bool(last) and answer is not None and answer.shown != last,
        score_words(form.scores.get(code)),
        tuple(one for one in striking if field.column in one.columns),
        tuple(remark for remark in form.remarks if remark.column == field.column),
        tuple(one for one in form.evidence if one.column == field.column),
    )
