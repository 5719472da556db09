"""``/ksm/``: the groups that I keep or that lie in my region; and a new one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from swadaya.accounts.access import OutOfSight, Place, Viewer
from swadaya.core import codes
from swadaya.core.problem import Problem
from swadaya.ksm import reach, selectors, services
from swadaya.ksm.values import GROUP_KINDS, ORIGINS, STATUSES, TIES
from swadaya.wilayah import selectors as wilayah

from ..akun.viewer import viewer_of
from ..kerja.frame import work_page
from .fields import Field, fields
from .frame import UNPROCESSABLE, attempt, read_day, sentences, show

_PAGE = 50


@work_page("GET")
def page(request: HttpRequest) -> HttpResponseBase:
    """My groups; with only one of them the way leads straight to it."""
    viewer = viewer_of(request)
    asked = {name: request.GET.get(name, "").strip()[:60] for name in ("wilayah", "keadaan", "cari", "sesudah")}
    region = codes.normalise(asked["wilayah"]) or ""
    status = asked["keadaan"] if asked["keadaan"] in STATUSES else ""
    lines = selectors.groups_in(
        region, by=viewer, status=status, text=asked["cari"], after=asked["sesudah"], limit=_PAGE
    )
    last = lines[-1].cursor if len(lines) == _PAGE else ""
    only = len(lines) == 1 and not any(asked.values()) and not viewer.holding(reach.REGISTER)
    if only:
        return redirect("ksm-satu", ksm_id=lines[0].id)
    further = {**{key: value for key, value in asked.items() if value}, "sesudah": last}
    return show(
        request,
        "ksm/daftar.html",
        title="Kelompok",
        lines=lines,
        names=wilayah.names(line.desa for line in lines),
        asked=asked,
        statuses=STATUSES,
        following=f"?{urlencode(further)}" if last else "",
        may_register=bool(viewer.holding(reach.REGISTER)),
        registers=_villages(viewer, {line.desa for line in lines}),
    )


def _villages(viewer: Viewer, shown: Collection[str]) -> list[tuple[str, str]]:
    """Villages whose registers the viewer sees: those of a grant, and those of the groups on the page."""
    held = {grant.region for grant in viewer.holding(reach.BODIES_VIEW) if len(grant.region) == 10}
    seen = held | {desa for desa in shown if viewer.may(reach.BODIES_VIEW, Place(desa))}
    names = wilayah.names(seen)
    return sorted((code, names.get(code, code)) for code in seen)


_FIELDS = (
    Field("nama", "Nama kelompok", longest=120),
    Field("desa", "Kode desa atau kelurahan", "Sepuluh angka, misalnya 33.04.09.2011.", mode="numeric"),
    Field("jenis", "Jenis", choices=GROUP_KINDS),
    Field("asal", "Asal", choices=ORIGINS),
    Field("berdiri", "Tanggal berdiri", "Kosongkan bila dibentuk hari ini.", kind="date", required=False),
    Field("ikatan", "Apa yang menyatukan anggotanya", choices=TIES),
    Field("tujuan", "Tujuan", "Boleh ditulis kemudian.", kind="textarea", required=False),
)


@work_page("GET", "POST")
def register(request: HttpRequest) -> HttpResponseBase:
    """Register a group in a village of one's own region."""
    viewer = viewer_of(request)
    if not viewer.holding(reach.REGISTER):
        raise OutOfSight
    typed: Mapping[str, str] = request.POST if request.method == "POST" else _beginning(viewer, request)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        made, problems = attempt(lambda: _registered(typed, viewer))
        if not problems:
            return redirect("ksm-satu", ksm_id=made)
    return _form(request, typed, problems)


def _beginning(viewer: Viewer, request: HttpRequest) -> dict[str, str]:
    regions = {grant.region for grant in viewer.holding(reach.REGISTER) if len(grant.region) == 10}
    return {"desa": request.GET.get("desa", "") or (codes.dotted(regions.pop()) if len(regions) == 1 else "")}


def _registered(typed: Mapping[str, str], viewer: Viewer) -> UUID:
    founded: date | None = read_day(typed, "berdiri")
    return services.register_group(
        codes.normalise(typed.get("desa", "")) or typed.get("desa", "").strip(),
        name=typed.get("nama", ""),
        by=viewer,
        kind=typed.get("jenis", "KSM"),
        origin=typed.get("asal", "baru"),
        founded_on=founded,
        tie=typed.get("ikatan", "kepentingan"),
        goals=typed.get("tujuan", ""),
    )


def _form(request: HttpRequest, typed: Mapping[str, str], problems: tuple[Problem, ...]) -> HttpResponse:
    return show(
        request,
        "ksm/form.html",
        title="Daftarkan kelompok",
        lead="Cukup nama dan tempatnya dahulu. Anggota, pengurus, dan aturan main diisi sesudahnya.",
        fields=fields(_FIELDS, typed, problems),
        errors=sentences(problems),
        button="Daftarkan",
        status=UNPROCESSABLE if problems else 200,
    )
