"""Officers with their terms, the principles, and what every member agrees to."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect

from swadaya.accounts.rules.access import Viewer
from swadaya.core import clock, numbers
from swadaya.core.messages import sentences
from swadaya.core.problem import Problem
from swadaya.core.tables import Column, Row, Table
from swadaya.ksm import access, selectors, services
from swadaya.ksm.rules.profile import OFFICES
from swadaya.ksm.values import CONSENTS, GroupPage, MemberInfo, OfficerInfo

from ..accounts.middleware import viewer_of
from ..pendataan.page import work_page
from ..ui.formatting import day
from ..ui.refusals import UNPROCESSABLE
from .form_fields import Field
from .form_page import ask
from .page import get_or_out_of_sight, group_steps, missing_day, place_of, read_day, refusals, require_right, show


@work_page("GET")
def page(request: HttpRequest, ksm_id: UUID) -> HttpResponseBase:
    """Who holds an office, and who held it before."""
    viewer = viewer_of(request)
    group = selectors.group(ksm_id, by=viewer)
    terms, today = selectors.terms_of(ksm_id, by=viewer), clock.today()
    return show(
        request,
        "ksm/pengurus.html",
        title="Pengurus",
        steps=group_steps(group),
        group=group,
        now=sorted((term for term in terms if holds(term)), key=lambda one: list(OFFICES).index(one.office)),
        past=Table("Pernah menjabat", _PAST, tuple(_past_row(term) for term in terms if not holds(term))),
        today=today,
        empty=[
            label
            for office, label in OFFICES.items()
            if office != "lainnya" and not any(term.office == office and holds(term) for term in terms)
        ],
    )


_PAST = (
    Column("nama", "Nama", role="name"),
    Column("jabatan", "Jabatan", role="detail"),
    Column("sejak", "Sejak", "date"),
    Column("sampai", "Sampai", "date"),
)


def _past_row(term: OfficerInfo) -> Row:
    return Row((term.name or f"Anggota {term.number}", term.label, term.since, term.until))


def holds(term: OfficerInfo) -> bool:
    """Whether a term runs today."""
    return term.until is None or term.until >= clock.today()


def _steps(group: GroupPage) -> list[tuple[str, str]]:
    return [*group_steps(group), ("Pengurus", f"/ksm/{group.id}/pengurus/")]


@work_page("GET", "POST")
def appoint(request: HttpRequest, ksm_id: UUID) -> HttpResponseBase:
    """Give an office to one of the members."""
    viewer = viewer_of(request)
    group = selectors.group(ksm_id, by=viewer)
    require_right(viewer, access.PROFILE, place_of(group))
    everybody = [member for member in selectors.members(ksm_id, by=viewer) if member.left_on is None]
    names = {str(one.id): one.name or f"Anggota {one.number}" for one in everybody}
    questions = (
        Field("jabatan", "Jabatan", choices=OFFICES),
        Field("anggota", "Anggota", choices=names),
        Field("sejak", "Sejak", kind="date", key="mulai"),
    )
    return ask(
        request,
        questions,
        lambda form: _appointed(form, ksm_id, viewer),
        title="Beri jabatan",
        steps=_steps(group),
        goes_to=f"/ksm/{ksm_id}/pengurus/",
        first={"anggota": request.GET.get("anggota", "")},
        lead="Ketua, sekretaris, atau bendahara yang lama selesai sehari sebelumnya.",
    )


def _appointed(form: QueryDict, ksm_id: UUID, viewer: Viewer) -> tuple[Problem, ...]:
    since, member = read_day(form, "sejak"), form.get("anggota", "")
    if since is None:
        return (missing_day("mulai"),)
    number = numbers.whole(member) or 0
    office = form.get("jabatan", "")
    return refusals(lambda: services.appoint_officer(ksm_id, member_id=number, office=office, since=since, by=viewer))


_END = (Field("sampai", "Hari terakhir menjabat", kind="date"),)


@work_page("GET", "POST")
def end(request: HttpRequest, ksm_id: UUID, jabatan: int) -> HttpResponseBase:
    """A term ends; the office stays empty until somebody else is given it."""
    viewer = viewer_of(request)
    group = selectors.group(ksm_id, by=viewer)
    require_right(viewer, access.PROFILE, place_of(group))
    term = get_or_out_of_sight(next((one for one in selectors.terms_of(ksm_id, by=viewer) if one.id == jabatan), None))
    name = term.name or f"anggota {term.number}"
    return ask(
        request,
        _END,
        lambda form: _ended(form, jabatan, viewer),
        title=f"{term.label} selesai",
        steps=_steps(group),
        goes_to=f"/ksm/{ksm_id}/pengurus/",
        first={"sampai": clock.today().isoformat()},
        button="Akhiri jabatan",
        lead=f"{name}, sejak {day(term.since)}.",
        says=("Masa jabatannya tetap tercatat.", "Jabatan itu kosong sampai diberikan kepada anggota lain."),
    )


def _ended(form: QueryDict, term: int, viewer: Viewer) -> tuple[Problem, ...]:
    on = read_day(form, "sampai")
    if on is None:
        return (missing_day("sampai"),)
    return refusals(lambda: services.end_officer(term, on=on, by=viewer))


@work_page("GET", "POST")
def consents(request: HttpRequest, ksm_id: UUID) -> HttpResponseBase:
    """The eight principles, and who of the members agrees to what; several agree at once, as at a meeting."""
    viewer = viewer_of(request)
    group = selectors.group(ksm_id, by=viewer)
    require_right(viewer, access.MEMBERS if request.method == "POST" else access.SEE_MEMBERS, place_of(group))
    members = selectors.members(ksm_id, by=viewer, on=clock.today())
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        problems = _together(request.POST, ksm_id, viewer)
        if not problems:
            return redirect("ksm-setuju", ksm_id=ksm_id)
    kind = request.POST.get("jenis") or request.GET.get("jenis", "")
    kind = kind if kind in CONSENTS else "prinsip"
    return show(
        request,
        "ksm/setuju.html",
        title="Prinsip dan persetujuan",
        steps=group_steps(group),
        group=group,
        members=[
            (member, [label for code, label in CONSENTS.items() if code not in member.consents]) for member in members
        ],
        consents=CONSENTS,
        kind=kind,
        label=CONSENTS[kind],
        without=_without(members, kind),
        chosen=request.POST.getlist("anggota"),
        day=request.POST.get("tanggal") or clock.today().isoformat(),
        today=clock.today(),
        errors=sentences(problems),
        may=access.MEMBERS in group.may,
        status=UNPROCESSABLE if problems else 200,
    )


def _without(members: list[MemberInfo], kind: str) -> list[MemberInfo]:
    return [member for member in members if kind not in member.consents and member.left_on is None]


def _together(form: QueryDict, ksm_id: UUID, viewer: Viewer) -> tuple[Problem, ...]:
    on, kind = read_day(form, "tanggal"), form.get("jenis", "")
    if on is None:
        return (missing_day("tanggal"),)
    read = map(numbers.whole, form.getlist("anggota"))
    chosen = [one for one in read if one is not None]
    return refusals(lambda: services.consent_together(ksm_id, kind=kind, members=chosen, on=on, by=viewer))
