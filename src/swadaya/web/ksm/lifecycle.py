"""How a group stands and what it was called over time; resting, waking, ending and merging, each asked once more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase

from swadaya.accounts.rules.access import Viewer
from swadaya.core.messages import sentences
from swadaya.core.problem import Problem
from swadaya.ksm import access, selectors, services
from swadaya.ksm.values import FACT_KINDS, STATUSES, GroupPage

from ..accounts.middleware import viewer_of
from ..pendataan.page import work_page
from .form_fields import Field
from .form_page import ask
from .group_picker import Choice, choice
from .page import get_or_out_of_sight, group_steps, missing_day, place_of, read_day, refusals, require_right, show

_ENDS = (
    "Semua keanggotaan dan jabatan berakhir pada hari itu; NIK dan nomor ponsel anggota dihapus.",
    "Rapat yang direncanakan sesudahnya dibatalkan, dan tidak ada rapat lagi yang dapat dicatat.",
    "Nama, buku, dan catatan rapat tetap tersimpan dan dapat dibaca.",
    "Tidak dapat dibatalkan. Siapa yang mencatat dan alasannya tersimpan.",
)


@dataclass(frozen=True, slots=True)
class Act:
    """One change of standing: who may, from where, and what holds afterwards."""

    title: str
    button: str
    rights: tuple[str, ...]
    comes_from: tuple[str, ...]
    says: tuple[str, ...]
    does: Callable[..., Any]
    danger: bool = True


ACTS = {
    "tidur": Act(
        "Kelompok tidur",
        "Nyatakan tidur",
        (access.PROFILE,),
        ("aktif",),
        (
            "Rapat yang direncanakan sejak hari itu dibatalkan; rapat tidak dapat dicatat sampai kelompok dibangunkan.",
            "Anggota, simpanan, dan buku tetap seperti sekarang.",
        ),
        services.make_dormant,
        danger=False,
    ),
    "bangun": Act(
        "Kelompok berjalan lagi",
        "Nyatakan berjalan",
        (access.PROFILE,),
        ("tidur",),
        ("Rapat dapat direncanakan dan dicatat lagi sejak hari itu.",),
        services.reactivate,
        danger=False,
    ),
    "bubar": Act(
        "Bubarkan kelompok", "Bubarkan", (access.REGISTER, access.PROFILE), ("aktif", "tidur"), _ENDS, services.dissolve
    ),
    "gabung": Act(
        "Gabung ke kelompok lain",
        "Gabungkan",
        (access.REGISTER, access.PROFILE),
        ("aktif", "tidur"),
        (
            "Kelompok yang dipilih menjadi penerusnya dalam semua hitungan.",
            "Anggota didaftarkan lagi di kelompok penerus, dengan nomor baru; kartu simpanan lama tetap di buku lama.",
            *_ENDS,
        ),
        services.merge,
    ),
}


@work_page("GET")
def page(request: HttpRequest, ksm_id: UUID) -> HttpResponseBase:
    """Names, forms, affiliations and standings, newest first, and what can be changed."""
    viewer = viewer_of(request)
    group = selectors.group(ksm_id, by=viewer)
    return show(
        request,
        "ksm/sejarah.html",
        title="Nama dan keadaan",
        steps=group_steps(group),
        group=group,
        facts=selectors.facts_of(ksm_id, by=viewer),
        statuses=STATUSES,
        acts=acts_for(group, viewer),
    )


def acts_for(group: GroupPage, viewer: Viewer) -> list[tuple[str, str]]:
    """(address, words) of what this viewer may change about the standing now."""
    place = place_of(group)
    return [
        (f"/ksm/{group.id}/keadaan/{code}/", act.title)
        for code, act in ACTS.items()
        if group.status in act.comes_from and all(viewer.may(right, place) for right in act.rights)
    ]


_FACT = (
    Field("jenis", "Apa yang berubah", choices={k: label for k, label in FACT_KINDS.items() if k != "status"}),
    Field("isi", "Menjadi", "Badan hukum dan afiliasi boleh dikosongkan bila tidak ada lagi.", longest=160),
    Field("sejak", "Berlaku sejak", kind="date"),
    Field("catatan", "Dasar atau nomor surat", required=False, longest=300),
)


@work_page("GET", "POST")
def fact(request: HttpRequest, ksm_id: UUID) -> HttpResponseBase:
    """Write a new name, legal form or affiliation; the old one holds until the day before."""
    viewer = viewer_of(request)
    group = selectors.group(ksm_id, by=viewer)
    require_right(viewer, access.PROFILE, place_of(group))
    kind = request.GET.get("jenis", "")
    return ask(
        request,
        _FACT,
        lambda form: _stated(form, ksm_id, viewer),
        title="Tulis perubahan",
        steps=[*group_steps(group), ("Nama dan keadaan", f"/ksm/{ksm_id}/sejarah/")],
        goes_to=f"/ksm/{ksm_id}/sejarah/",
        first={"jenis": kind},
        lead="Yang lama tetap tersimpan dengan masanya.",
    )


def _stated(form: Mapping[str, str], ksm_id: UUID, viewer: Viewer) -> tuple[Problem, ...]:
    since = read_day(form, "sejak")
    if since is None:
        return (missing_day("sejak"),)
    kind, value, note = (form.get(name, "") for name in ("jenis", "isi", "catatan"))
    return refusals(lambda: services.set_fact(ksm_id, kind=kind, value=value, effective_on=since, by=viewer, note=note))


_STAND = (
    Field("tanggal", "Sejak tanggal", kind="date"),
    Field("alasan", "Alasan", "Misalnya keputusan rapat anggota.", longest=300),
)


@work_page("GET", "POST")
def stand(request: HttpRequest, ksm_id: UUID, ubah: str) -> HttpResponseBase:
    """Change how the group stands, after saying what will hold afterwards."""
    viewer = viewer_of(request)
    group = selectors.group(ksm_id, by=viewer)
    act = get_or_out_of_sight(ACTS.get(ubah))
    for right in act.rights:
        require_right(viewer, right, place_of(group))
    picked = choice(request, viewer, besides=ksm_id, suits=_runs) if ubah == "gabung" else None
    keeps = selectors.left_over(ksm_id, by=viewer) if access.REGISTER in act.rights else []
    return ask(
        request,
        _STAND,
        lambda form: _stood(form, group, act, picked, viewer),
        title=act.title,
        steps=[*group_steps(group), ("Nama dan keadaan", f"/ksm/{ksm_id}/sejarah/")],
        goes_to=f"/ksm/{ksm_id}/",
        template="ksm/keadaan-ubah.html",
        says=act.says,
        danger=act.danger,
        button=act.button,
        group=group,
        picked=picked,
        keeps=sentences(keeps),
        fits=group.status in act.comes_from,
        standing=STATUSES.get(group.status, group.status),
    )


def _runs(line: Any) -> bool:
    return bool(line.status == "aktif")


def _stood(
    form: Mapping[str, str], group: GroupPage, act: Act, picked: Choice | None, viewer: Viewer
) -> tuple[Problem, ...]:
    on: date | None = read_day(form, "tanggal")
    if on is None:
        return (missing_day("tanggal"),)
    more: dict[str, Any] = {}
    if picked is not None:
        if picked.chosen is None:
            return (Problem("ksm.penerus", expected="kelompok penerus yang dipilih"),)
        more = {"into": picked.chosen.id}
    return refusals(lambda: act.does(group.id, on=on, reason=form.get("alasan", ""), by=viewer, **more))
