"""Kegiatan lembaga: what BKM or village did, which groups took part, and one that was written down by mistake."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase, QueryDict

from swadaya.core import numbers
from swadaya.core.problem import Problem
from swadaya.ksm import selectors, services
from swadaya.ksm.values import INSTITUTIONS, InstitutionActivityInfo

from ..pendataan.page import work_page
from ..ui.formatting import day
from .form_fields import Field
from .form_page import ask
from .page import get_or_out_of_sight, missing_day, read_day, refusals
from .registers import village_for, village_steps, year_of

_ACTIVITY = (
    Field("dari", "Kegiatan", choices=INSTITUTIONS, key="lembaga"),
    Field("jenis", "Jenis kegiatan", "Misalnya musyawarah, pelatihan, gotong royong.", longest=60),
    Field("judul", "Apa yang dikerjakan", longest=200, key="kegiatan"),
    Field("tanggal", "Tanggal", kind="date"),
    Field("bukti", "Bukti", "Misalnya nomor daftar hadir atau berita acara, dan di mana disimpan.", required=False),
    Field(
        "saksi", "Apakah Anda di sana dan melihat kelompok ikut?", choices={"tidak": "tidak", "ya": "ya, saya di sana"}
    ),
)


@work_page("GET", "POST")
def recorded(request: HttpRequest, kode: str) -> HttpResponseBase:
    """Write down an activity and who took part."""
    viewer, desa = village_for(request, kode)
    ksm = {
        str(group.id): group.name if group.status == "aktif" else f"{group.name} ({group.status})"
        for group in selectors.all_groups(desa, by=viewer)
    }
    chosen = [one for one in request.POST.getlist("kelompok") if one in ksm]

    def act(form: QueryDict) -> tuple[Problem, ...]:
        on = read_day(form, "tanggal")
        if on is None:
            return (missing_day("tanggal", form.get("tanggal", "")[:20]),)
        return refusals(
            lambda: services.record_institution_activity(
                desa,
                of=form.get("dari", ""),
                kind=form.get("jenis", ""),
                title=form.get("judul", ""),
                on=on,
                groups=[UUID(one) for one in chosen],
                by=viewer,
                evidence=form.get("bukti", ""),
                visited=form.get("saksi") == "ya",
            )
        )

    year = (request.POST.get("tanggal") or "")[:4]
    return ask(
        request,
        _ACTIVITY,
        act,
        title="Catat kegiatan lembaga",
        steps=village_steps(desa),
        goes_to=f"/ksm/desa/{desa}/{f'?tahun={year}' if numbers.whole(year) else ''}#kegiatan",
        many="kelompok",
        many_label="Kelompok yang ikut",
        many_choices=[(code, name, code in chosen) for code, name in ksm.items()],
    )


_WITHDRAWN = (Field("alasan", "Mengapa dibatalkan", "Misalnya tercatat dua kali, atau salah desa.", longest=200),)


def _afterwards(activity: InstitutionActivityInfo) -> list[str]:
    took = ", ".join(activity.groups.values()) or "tidak ada"
    return [
        f"Kegiatan {INSTITUTIONS[activity.of]} pada {day(activity.on)}. Kelompok yang ikut: {took}.",
        "Sesudah dibatalkan kegiatan tetap terlihat dengan alasannya, tetapi tidak dihitung lagi. "
        "Pembatalan tidak dapat ditarik; kegiatan yang benar dicatat sebagai kegiatan baru.",
    ]


@work_page("GET", "POST")
def withdrawn(request: HttpRequest, kode: str, kegiatan: UUID) -> HttpResponseBase:
    """Withdraw an activity; it stays visible, and counts for nobody. The year it was found in stays in the address."""
    viewer, desa = village_for(request, kode)
    year = year_of(request)
    known = selectors.institution_activities_in(desa, by=viewer, year=year)
    activity: InstitutionActivityInfo = get_or_out_of_sight(next((one for one in known if one.id == kegiatan), None))
    return ask(
        request,
        _WITHDRAWN,
        lambda form: refusals(
            lambda: services.withdraw_institution_activity(kegiatan, reason=form.get("alasan", ""), by=viewer)
        ),
        title=f"Batalkan: {activity.title}",
        steps=village_steps(desa),
        danger=True,
        says=_afterwards(activity),
        goes_to=f"/ksm/desa/{desa}/?tahun={year}#kegiatan",
        button="Batalkan kegiatan",
    )
