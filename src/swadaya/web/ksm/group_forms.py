"""Short forms about a group: its profile, the next meeting, what it did."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from swadaya.accounts.rules.access import Viewer
from swadaya.core.messages import sentences
from swadaya.core.problem import Problem
from swadaya.ksm import access, selectors, services
from swadaya.ksm.values import FIELDS, ROLES, TIES

from ..accounts.middleware import viewer_of
from ..pendataan.page import work_page
from ..ui.refusals import UNPROCESSABLE
from .form_fields import Field, fields
from .page import call_service, group_steps, missing_day, place_of, read_day, refusals, require_right, show

_PROFILE = (
    Field("tujuan", "Tujuan", "Apa yang ingin dicapai bersama.", kind="textarea", required=False, key="goals"),
    Field("visi", "Visi", kind="textarea", required=False, key="vision"),
    Field("misi", "Misi", kind="textarea", required=False, key="mission"),
    Field("ikatan", "Apa yang menyatukan anggotanya", choices=TIES, key="tie"),
    Field("ikatan_lain", "Keterangan ikatan", required=False, key="tie_note"),
    Field("struktur", "Susunan pengurus dan pembagian tugas", kind="textarea", required=False, key="structure"),
)


@work_page("GET", "POST")
def profile(request: HttpRequest, ksm_id: UUID) -> HttpResponseBase:
    """Write the profile that formation should bring forth."""
    viewer = viewer_of(request)
    group = selectors.group(ksm_id, by=viewer)
    require_right(viewer, access.PROFILE, place_of(group))
    problems: tuple[Problem, ...] = ()
    typed: Mapping[str, str] = request.POST
    if request.method == "POST":
        what = {one.key: request.POST.get(one.name, "").replace("\r\n", "\n") for one in _PROFILE}
        _, problems = call_service(lambda: services.change_profile(ksm_id, by=viewer, **what))
        if not problems:
            return redirect("ksm-satu", ksm_id=ksm_id)
    else:
        typed = {one.name: getattr(group, one.key) for one in _PROFILE}
    return show(
        request,
        "ksm/form.html",
        title="Profil kelompok",
        steps=group_steps(group),
        errors=sentences(problems),
        fields=fields(_PROFILE, typed, problems),
        button="Simpan profil",
        status=UNPROCESSABLE if problems else 200,
    )


_MEETING = (
    Field("tanggal", "Tanggal rapat", kind="date"),
    Field("tempat", "Tempat", required=False),
    Field("agenda", "Agenda", "Satu butir satu baris. Boleh dikosongkan.", kind="textarea", required=False),
)


@work_page("GET", "POST")
def plan(request: HttpRequest, ksm_id: UUID) -> HttpResponseBase:
    """Plan the next meeting, so that its sheet can be printed and its agenda is known."""
    viewer = viewer_of(request)
    group = selectors.group(ksm_id, by=viewer)
    require_right(viewer, access.RECORD, place_of(group))
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        problems = _planned(request, ksm_id, viewer)
        if not problems:
            return redirect("ksm-satu", ksm_id=ksm_id)
    typed = request.POST if request.method == "POST" else {"tempat": group.setting.rules.place if group.setting else ""}
    return show(
        request,
        "ksm/form.html",
        title="Rencanakan rapat",
        steps=group_steps(group),
        errors=sentences(problems),
        fields=fields(_MEETING, typed, problems),
        button="Simpan rencana",
        status=UNPROCESSABLE if problems else 200,
    )


def _planned(request: HttpRequest, ksm_id: UUID, viewer: Viewer) -> tuple[Problem, ...]:
    on = read_day(request.POST, "tanggal")
    if on is None:
        return (missing_day("tanggal"),)
    agenda = request.POST.get("agenda", "").splitlines()
    place = request.POST.get("tempat", "")
    return refusals(lambda: services.plan_meeting(ksm_id, on=on, by=viewer, place=place, agenda=agenda))


_ACTIVITY = (
    Field("kegiatan", "Kegiatan", longest=200),
    Field("bidang", "Bidang", choices=FIELDS),
    Field("tanggal", "Tanggal", kind="date"),
    Field("catatan", "Catatan", kind="textarea", required=False),
)


@work_page("GET", "POST")
def activity(request: HttpRequest, ksm_id: UUID) -> HttpResponseBase:
    """Write down what the group did, in one of the three fields, and which of its roles that served."""
    viewer = viewer_of(request)
    group = selectors.group(ksm_id, by=viewer)
    require_right(viewer, access.PROFILE, place_of(group))
    problems: tuple[Problem, ...] = ()
    chosen = [role for role in request.POST.getlist("peran") if role in ROLES]
    if request.method == "POST":
        problems = _done(request, ksm_id, chosen, viewer)
        if not problems:
            return redirect("ksm-satu", ksm_id=ksm_id)
    return show(
        request,
        "ksm/form.html",
        title="Catat kegiatan",
        steps=group_steps(group),
        errors=sentences(problems),
        fields=fields(_ACTIVITY, request.POST, problems),
        button="Simpan kegiatan",
        many="peran",
        many_label="Peran kelompok di dalamnya",
        many_choices=[(code, label, code in chosen) for code, label in ROLES.items()],
        status=UNPROCESSABLE if problems else 200,
    )


def _done(request: HttpRequest, ksm_id: UUID, roles: list[str], viewer: Viewer) -> tuple[Problem, ...]:
    on, form = read_day(request.POST, "tanggal"), request.POST
    if on is None:
        return (missing_day("tanggal"),)
    field, title, note = (form.get(name, "") for name in ("bidang", "kegiatan", "catatan"))
    return refusals(
        lambda: services.record_activity(ksm_id, field=field, title=title, on=on, by=viewer, roles=roles, note=note)
    )
