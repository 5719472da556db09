"""One LKS or BKKKS: registered, changed, what it does, and its end; and many LKS out of a workbook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect

from swadaya.accounts.rules.access import Place, Viewer
from swadaya.core import codes
from swadaya.core.messages import sentences
from swadaya.core.problem import Problem
from swadaya.ksm import access, selectors, services
from swadaya.ksm.row_import import LARGEST
from swadaya.ksm.values import BODY_TASKS, SERVICES, WELFARE_KINDS, WelfareBodyInfo, WelfarePage

from ..accounts.middleware import viewer_of
from ..pendataan.page import at_most, may_history, work_page
from ..ui.refusals import UNPROCESSABLE
from .form_fields import Field, fields
from .form_page import ask
from .imports import import_page
from .page import call_service, missing_day, read_day, refusals, require_right, show
from .registers import name_of
from .welfare_list import ROOT, welfare_steps

_FORM = Field("badan_hukum", "Badan hukum", "Misalnya yayasan. Kosongkan bila tidak berbadan hukum.", required=False)
_NEW = (
    Field("jenis", "Lembaga", choices=WELFARE_KINDS),
    Field("nama", "Nama", longest=160),
    Field("wilayah", "Kode wilayah", "Tempat lembaga berada. BKKKS: kode provinsi, dua angka.", mode="numeric"),
    _FORM,
    Field("berdiri", "Tanggal berdiri", "Bila diketahui.", kind="date", required=False),
)


def _ticks(name: str, label: str, known: Mapping[str, str], on: list[str]) -> dict[str, Any]:
    choices = [(code, words, code in on) for code, words in known.items()]
    return {"many": name, "many_label": label, "many_choices": choices}


@work_page("GET", "POST")
def new(request: HttpRequest) -> HttpResponseBase:
    """Register an LKS, or the BKKKS of a province."""
    viewer = _recorder(request)
    form = request.POST if request.method == "POST" else QueryDict(mutable=True)
    if request.method != "POST":
        form["wilayah"] = request.GET.get("wilayah", "")[:13]
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        made, problems = _registered(form, viewer)
        if not problems:
            return redirect("ksm-sosial-satu", lembaga=made)
    return show(
        request,
        "ksm/form.html",
        title="Daftarkan lembaga sosial",
        steps=welfare_steps(""),
        errors=sentences(problems),
        fields=fields(_NEW, form, problems),
        button="Daftarkan",
        lead="Satu provinsi mempunyai satu BKKKS. LKS sebanyak yang ada, berbadan hukum atau tidak.",
        status=UNPROCESSABLE if problems else 200,
        **_ticks("layanan", "Layanan LKS", SERVICES, form.getlist("layanan")),
    )


def _recorder(request: HttpRequest) -> Viewer:
    """Somebody who may register bodies somewhere. Raises OutOfSight, NotAllowed."""
    viewer = viewer_of(request)
    access.require_somewhere(viewer, access.WELFARE_RECORD)
    return viewer


def _registered(form: QueryDict, viewer: Viewer) -> tuple[Any, tuple[Problem, ...]]:
    founded, written = read_day(form, "berdiri"), form.get("berdiri", "").strip()
    if written and founded is None:
        return None, (missing_day("berdiri", written[:20]),)
    region = form.get("wilayah", "").strip()
    return call_service(
        lambda: services.register_welfare_body(
            codes.normalise(region) or region,
            name=form.get("nama", ""),
            kind=form.get("jenis", ""),
            by=viewer,
            legal_form=form.get("badan_hukum", ""),
            services=form.getlist("layanan"),
            founded_on=founded,
        )
    )


@work_page("GET")
def page(request: HttpRequest, lembaga: UUID) -> HttpResponseBase:
    """A body and what it did."""
    viewer = viewer_of(request)
    found = selectors.welfare_body(lembaga, by=viewer)
    return show(
        request,
        "ksm/sosial-satu.html",
        title=found.body.name,
        steps=welfare_steps(found.body.region[:4]),
        page=found,
        body=found.body,
        place=name_of(found.body.region),
        kind=WELFARE_KINDS[found.body.kind],
        services=SERVICES,
        tasks=BODY_TASKS,
        may_history=may_history(viewer, found.body.region),
    )


def _writable(request: HttpRequest, lembaga: UUID) -> tuple[Viewer, WelfarePage]:
    viewer = viewer_of(request)
    found = selectors.welfare_body(lembaga, by=viewer)
    require_right(viewer, access.WELFARE_RECORD, Place(found.body.region))
    return viewer, found


def _steps(body: WelfareBodyInfo) -> list[tuple[str, str]]:
    return [*welfare_steps(body.region[:4]), (body.name, _address(body))]


def _address(body: WelfareBodyInfo) -> str:
    return f"{ROOT}lembaga/{body.id}/"


_ACTIVITY = (
    Field("kegiatan", "Kegiatan", longest=200),
    Field("tanggal", "Tanggal", kind="date"),
    Field("catatan", "Catatan", kind="textarea", required=False),
)


@work_page("GET", "POST")
def activity(request: HttpRequest, lembaga: UUID) -> HttpResponseBase:
    """Write down what a body did; of a BKKKS, which of its six tasks that served."""
    viewer, found = _writable(request, lembaga)
    ticks: dict[str, Any] = {}
    if found.body.kind == "BKKKS":
        ticks = _ticks("tugas", "Tugas pokok yang dijalankan", BODY_TASKS, request.POST.getlist("tugas"))

    def act(form: QueryDict) -> tuple[Problem, ...]:
        on = read_day(form, "tanggal")
        if on is None:
            return (missing_day("tanggal", form.get("tanggal", "")[:20]),)
        return refusals(
            lambda: services.record_welfare_activity(
                lembaga,
                title=form.get("kegiatan", ""),
                on=on,
                by=viewer,
                tasks=form.getlist("tugas"),
                note=form.get("catatan", ""),
            )
        )

    return ask(
        request, _ACTIVITY, act, title="Catat kegiatan", steps=_steps(found.body), goes_to=_address(found.body), **ticks
    )


@work_page("GET", "POST")
def change(request: HttpRequest, lembaga: UUID) -> HttpResponseBase:
    """Write the legal form and the services anew."""
    viewer, found = _writable(request, lembaga)
    chosen = request.POST.getlist("layanan") if request.method == "POST" else list(found.body.services)
    return ask(
        request,
        (_FORM,),
        lambda form: refusals(
            lambda: services.change_welfare_body(
                lembaga, legal_form=form.get("badan_hukum", ""), services=form.getlist("layanan"), by=viewer
            )
        ),
        title="Ubah badan hukum dan layanan",
        steps=_steps(found.body),
        goes_to=_address(found.body),
        first={"badan_hukum": found.body.legal_form},
        **_ticks("layanan", "Layanan", SERVICES, chosen),
    )


_ENDED = (Field("tanggal", "Tanggal bubar", kind="date"), Field("alasan", "Mengapa bubar", longest=200))


@work_page("GET", "POST")
def end(request: HttpRequest, lembaga: UUID) -> HttpResponseBase:
    """Say that a body was dissolved."""
    viewer, found = _writable(request, lembaga)

    def act(form: QueryDict) -> tuple[Problem, ...]:
        on = read_day(form, "tanggal")
        if on is None:
            return (missing_day("tanggal", form.get("tanggal", "")[:20]),)
        reason = form.get("alasan", "")
        return refusals(lambda: services.end_welfare_body(lembaga, on=on, reason=reason, by=viewer))

    return ask(
        request,
        _ENDED,
        act,
        title=f"Catat bubarnya {found.body.name}",
        steps=_steps(found.body),
        button="Catat bubar",
        goes_to=_address(found.body),
        danger=True,
        says=(
            "Sejak hari itu lembaga tidak dihitung lagi. Semua kegiatannya tetap terlihat.",
            "Catatan bubar tidak dapat ditarik.",
        ),
    )


_COLUMNS = "wilayah, nama, jenis, badan_hukum, layanan, berdiri"


@at_most(LARGEST + 2**20)
@work_page("GET", "POST")
def many(request: HttpRequest) -> HttpResponseBase:
    """Register the LKS of a list: a province has hundreds."""
    viewer = _recorder(request)
    return import_page(
        request,
        "Impor lembaga sosial",
        welfare_steps(""),
        _COLUMNS,
        "wilayah dan nama",
        lambda file, dry: services.import_welfare_bodies(file, name=file.name or "", by=viewer, dry_run=dry),
    )
