"""A village's registers: community groups, those agreed for mentoring, institutions and their activities."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from swadaya.accounts.access import Place, Viewer
from swadaya.core import clock
from swadaya.core.problem import Problem
from swadaya.ksm import reach, selectors, services
from swadaya.ksm.values import UNIT_KINDS, CommunityGroupInfo
from swadaya.wilayah import selectors as wilayah

from ..akun.viewer import viewer_of
from ..kerja.frame import code_of, work_page
from .fields import Field, fields
from .frame import UNPROCESSABLE, attempt, found, missing_day, must, read_day, read_number, sentences, show

SIDES = {"anggota": "seluruh anggotanya", "pelaku": "pelaku program di desa"}
OF = {"bkm": "BKM", "desa": "desa"}


@work_page("GET")
def page(request: HttpRequest, kode: str) -> HttpResponseBase:
    viewer, desa = viewer_of(request), code_of(kode, "desa")
    groups = selectors.community_groups_in(desa, by=viewer)
    year = int(request.GET["tahun"]) if request.GET.get("tahun", "").isdecimal() else clock.today().year
    year = year if 1990 <= year <= 2100 else clock.today().year
    ksm = selectors.groups_in(desa, by=viewer, limit=200)
    return show(
        request, "ksm/desa.html", title=f"Kelompok di {_name(desa)}", desa=desa, groups=groups, ksm=ksm, year=year,
        names={one.id: one.name for one in ksm}, of=OF,
        activities=selectors.institution_activities_in(desa, by=viewer, year=year),
        bkm=selectors.bkm_in(desa, by=viewer), units=selectors.units_in(desa, by=viewer), unit_kinds=UNIT_KINDS,
        agreed=sum(one.agreed for one in groups), may=viewer.may(reach.BODIES_RECORD, Place(desa)),
        may_register=viewer.may(reach.REGISTER, Place(desa)),
    )  # fmt: skip


def _name(desa: str) -> str:
    found = wilayah.get(desa)
    return found.label if found else desa


def _steps(desa: str) -> list[tuple[str, str]]:
    return [(_name(desa), f"/ksm/desa/{desa}/")]


_LISTED = (
    Field("nama", "Nama kelompok", longest=120),
    Field("jenis", "Jenis", "Misalnya arisan, kelompok tani, pengajian, KUB.", longest=60),
    Field("anggota", "Banyak anggota", mode="numeric", required=False),
)


@work_page("GET", "POST")
def listed(request: HttpRequest, kode: str) -> HttpResponseBase:
    """Put a group of the village on the list."""
    viewer, desa = viewer_of(request), code_of(kode, "desa")
    must(viewer, reach.BODIES_RECORD, Place(desa))
    problems: tuple[Problem, ...] = ()
    form = request.POST
    if request.method == "POST":
        many = read_number(form, "anggota")
        _, problems = attempt(
            lambda: services.list_community_group(
                desa, name=form.get("nama", ""), kind=form.get("jenis", ""), by=viewer, members=many
            )
        )
        if not problems:
            return redirect("ksm-desa", kode=desa)
    return _form(request, desa, "Tambah kelompok masyarakat", _LISTED, problems)


def _form(
    request: HttpRequest, desa: str, title: str, asked: tuple[Field, ...], problems: tuple[Problem, ...], **more: object
) -> HttpResponseBase:
    return show(
        request, "ksm/form.html", title=title, steps=_steps(desa), errors=sentences(problems), button="Simpan",
        fields=fields(asked, request.POST, problems), status=UNPROCESSABLE if problems else 200, **more,
    )  # fmt: skip


_AGREED = (
    Field("pihak", "Siapa yang sepakat", choices=SIDES),
    Field("oleh", "Diwakili oleh", "Nama atau jabatan, misalnya ketua kelompok.", longest=120),
    Field("tanggal", "Tanggal kesepakatan", kind="date"),
)


@work_page("GET", "POST")
def agreed(request: HttpRequest, kode: str, nomor: int) -> HttpResponseBase:
    """One side agrees that a group be mentored."""
    viewer, desa = viewer_of(request), code_of(kode, "desa")
    must(viewer, reach.BODIES_RECORD, Place(desa))
    known = selectors.community_groups_in(desa, by=viewer)
    group: CommunityGroupInfo = found(next((one for one in known if one.id == nomor), None))
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        on, form = read_day(request.POST, "tanggal"), request.POST
        problems = (missing_day("tanggal"),) if on is None else ()
        if on is not None:
            _, problems = attempt(
                lambda: services.agree_mentoring(
                    nomor, side=form.get("pihak", ""), by_whom=form.get("oleh", ""), on=on, by=viewer
                )
            )
        if not problems:
            return redirect("ksm-desa", kode=desa)
    return _form(request, desa, f"Kesepakatan pendampingan: {group.name}", _AGREED, problems)


_ACTIVITY = (
    Field("dari", "Kegiatan", choices=OF),
    Field("jenis", "Jenis kegiatan", "Misalnya musyawarah, pelatihan, gotong royong.", longest=60),
    Field("judul", "Apa yang dikerjakan", longest=200),
    Field("tanggal", "Tanggal", kind="date"),
    Field("bukti", "Bukti", "Misalnya nomor daftar hadir atau berita acara.", required=False),
)


@work_page("GET", "POST")
def activity(request: HttpRequest, kode: str) -> HttpResponseBase:
    """Write down what BKM or village did, and which groups took part."""
    viewer, desa = viewer_of(request), code_of(kode, "desa")
    must(viewer, reach.BODIES_RECORD, Place(desa))
    ksm = {str(one.id): one.name for one in selectors.groups_in(desa, by=viewer, limit=200)}
    chosen = [one for one in request.POST.getlist("kelompok") if one in ksm]
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        problems = _held(request.POST, desa, [UUID(one) for one in chosen], viewer)
        if not problems:
            return redirect("ksm-desa", kode=desa)
    return _form(
        request, desa, "Catat kegiatan lembaga", _ACTIVITY, problems, many="kelompok",
        many_label="Kelompok yang ikut", many_choices=[(code, name, code in chosen) for code, name in ksm.items()],
    )  # fmt: skip


def _held(form: Mapping[str, str], desa: str, groups: list[UUID], viewer: Viewer) -> tuple[Problem, ...]:
    on: date | None = read_day(form, "tanggal")
    if on is None:
        return (missing_day("tanggal"),)
    _, problems = attempt(
        lambda: services.record_institution_activity(
            desa, of=form.get("dari", ""), kind=form.get("jenis", ""), title=form.get("judul", ""), on=on,
            groups=groups, by=viewer, evidence=form.get("bukti", ""),
        )
    )  # fmt: skip
    return problems


_BODY = (
    Field("jenis", "Lembaga", choices={"BKM": "BKM", "LKM": "LKM", **UNIT_KINDS}),
    Field("nama", "Nama", longest=120),
)


@work_page("GET", "POST")
def body(request: HttpRequest, kode: str) -> HttpResponseBase:
    """Register the BKM of a village, or a unit pengelola under it."""
    viewer, desa = viewer_of(request), code_of(kode, "desa")
    must(viewer, reach.BODIES_RECORD, Place(desa))
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        kind, name = request.POST.get("jenis", ""), request.POST.get("nama", "")
        _, problems = attempt(lambda: _registered(desa, kind, name, viewer))
        if not problems:
            return redirect("ksm-desa", kode=desa)
    return _form(request, desa, "Daftarkan lembaga", _BODY, problems)


def _registered(desa: str, kind: str, name: str, viewer: Viewer) -> UUID:
    if kind in ("BKM", "LKM"):
        return services.register_bkm(desa, name=name, by=viewer, kind=kind)
    known = selectors.bkm_in(desa, by=viewer)
    return services.register_unit(desa, name=name, kind=kind, by=viewer, bkm_id=known[0].id if known else None)
