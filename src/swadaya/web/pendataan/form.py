"""The form of one village: its sections, how far it is, and the page to submit it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect

from swadaya.accounts.rules.access import Place, require
from swadaya.core.keys import new_key
from swadaya.core.messages import sentence
from swadaya.pendataan import selectors, services
from swadaya.pendataan.rules.states import STATE_LABELS
from swadaya.pendataan.values import FormPage

from ..accounts.middleware import viewer_of
from ..links import Links
from ..ui.refusals import CONFLICT, try_service
from .page import code_of, cycle_steps, may_history, show, until, version_of, why, work_page
from .questionnaire import facts_of, section_lines


def form_steps(form: FormPage) -> list[tuple[str, str]]:
    """The way to a village's form."""
    base = f"/kerja/pendataan/{form.cycle.id}/{form.desa}/"
    return [*cycle_steps(form.cycle), (form.name, base)]


def overview(request: HttpRequest, siklus: int, kode: str) -> HttpResponseBase:
    """Sections with what is answered, what is wrong, what was remarked, and what to do next."""
    form = selectors.form(siklus, code_of(kode, "desa"), by=viewer_of(request))
    lines = section_lines(form)
    unfinished = next((line for line in lines if not line.done), None)
    returned = next((step for step in reversed(form.steps) if step.verb in ("kembali", "buka")), None)
    return show(
        request,
        "isian.html",
        title=form.name,
        steps=cycle_steps(form.cycle),
        form=form,
        lines=lines,
        next_section=unfinished or lines[0],
        why_not=[sentence(one) for one in form.allowed.why_not],
        ready=form.answered == form.asked and not form.problems,
        state_label=STATE_LABELS[form.state],
        returned=returned if form.state == "diisi" else None,
        deadline=until(form.cycle, "isi"),
        remarks=[remark for remark in form.remarks if remark.resolved_at is None and not remark.column],
        columns=_columns(form),
        may_history=may_history(viewer_of(request), form.desa),
        facts=facts_of(form),
        last_year=sum(1 for offer in form.offers if offer.source == "tahun-lalu" and offer.column not in form.answers),
        person=str(viewer_of(request).person_id or ""),
        index_link=Links(form.cycle.year - 1).region(form.desa),
    )


@work_page("POST")
def accept_last_year(request: HttpRequest, siklus: int, kode: str) -> HttpResponseBase:
    """Take over last year's answer wherever nothing was answered yet."""
    form = selectors.form(siklus, code_of(kode, "desa"), by=viewer_of(request))
    require(viewer_of(request), "isian.isi", Place(form.desa))
    offered = [offer.column for offer in form.offers if offer.source == "tahun-lalu"]
    wanted = {column: str(new_key()) for column in offered if column not in form.answers}
    if wanted:
        services.accept_offer(siklus, desa=form.desa, columns=wanted, source="tahun-lalu", by=viewer_of(request))
        messages.success(request, f"{len(wanted)} jawaban diambil dari tahun lalu. Periksa satu per satu.")
    return HttpResponseRedirect(f"/kerja/pendataan/{siklus}/{form.desa}/")


@work_page("GET", "POST")
def submit(request: HttpRequest, siklus: int, kode: str) -> HttpResponseBase:
    """What is still missing, the declaration, and one button."""
    form = selectors.form(siklus, code_of(kode, "desa"), by=viewer_of(request))
    problem = ""
    if request.method == "POST":
        require(viewer_of(request), "isian.ajukan", Place(form.desa))
        if request.POST.get("benar") != "ya":
            problem = "Beri tanda pada pernyataan di bawah, lalu ajukan lagi."
        else:
            version, key = request.POST.get("versi", ""), request.POST.get("kunci", "")
            _, refusal = try_service(
                lambda: services.submit(
                    siklus,
                    desa=form.desa,
                    version=version_of(version, form.version),
                    by=viewer_of(request),
                    key=key,
                )
            )
            if refusal is None:
                messages.success(request, f"Isian {form.name} sudah diajukan. Berikutnya pemeriksaan kecamatan.")
                return HttpResponseRedirect(f"/kerja/pendataan/{siklus}/{form.desa}/")
            problem = why(refusal)
            form = selectors.form(siklus, form.desa, by=viewer_of(request))
    empty = [one for one in form.problems if one.code == "jawaban.kosong"]
    return show(
        request,
        "ajukan.html",
        title="Ajukan",
        steps=form_steps(form),
        status=CONFLICT if problem else 200,
        form=form,
        problem=problem,
        empty=[(one, _columns(form).get(one.where.column, ("", ""))) for one in empty],
        wrong=[
            (sentence(one), _columns(form).get(one.where.column, ("", "")), one.where.column)
            for one in form.problems
            if one.code != "jawaban.kosong"
        ],
        explained=[
            (answer, _columns(form).get(column, ("", ""))) for column, answer in form.answers.items() if answer.reason
        ],
        key=request.POST.get("kunci") or str(new_key()),
    )


def _columns(form: FormPage) -> dict[str, tuple[str, str]]:
    """Column -> (section, question in words)."""
    return {
        field.column: (section.code, field.ask)
        for section in form.sections
        for question in section.questions
        for field in question.fields
    }
