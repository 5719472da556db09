"""Aturan main: what the group agreed under the five headings, told and agreed anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from swadaya.core import clock, money
from swadaya.core.messages import sentences
from swadaya.core.problem import Problem
from swadaya.ksm import access, selectors, services
from swadaya.ksm.rules.aturan_main import COVER_ORDER, HEADINGS, SAVING_KINDS, Saving
from swadaya.ksm.values import MemberInfo, SettingInfo

from ..accounts.middleware import viewer_of
from ..pendataan.page import work_page
from ..ui.refusals import UNPROCESSABLE
from .page import group_steps, missing_day, place_of, read_day, refusals, require_right, show

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
COVER_LABELS = {
    "simpanan-sendiri": "simpanan anggota itu sendiri",
    "dana-tanggung-renteng": "dana tanggung renteng",
    "iuran-anggota": "iuran semua anggota",
}
RHYTHM_LABELS = {"mingguan": "tiap minggu", "dua-mingguan": "dua minggu sekali", "bulanan": "sebulan sekali"}
SAVING_RHYTHMS = {"pertemuan": "tiap rapat", "mingguan": "tiap minggu", "bulanan": "tiap bulan"}
_WORDS = ("aturan", "penulis")
_FINES = 4


@dataclass(frozen=True, slots=True)
class Told:
    """One of the five rules as agreed, in sentences; none when the heading is empty."""

    label: str
    sentences: tuple[str, ...]


def setting_lines(setting: SettingInfo) -> tuple[Told, ...]:
    """The five rules in the words of the agreement."""
    return tuple(Told(label, tuple(_sentences(code, setting))) for code, label in HEADINGS.items())


def _sentences(heading: str, setting: SettingInfo) -> Sequence[str]:
    agreed, value = setting.rules, setting.said.get(heading)
    if heading == "pertemuan":
        place = f"tempat {agreed.place}" if agreed.place else ""
        parts = [RHYTHM_LABELS.get(agreed.rhythm, ""), f"hari {agreed.day}" if agreed.day else "", place]
        return [text[:1].upper() + text[1:] for text in [", ".join(filter(None, parts))] if text]
    if heading == "simpanan":
        return [_saving(saving) for saving in agreed.savings]
    return [str(text) for key, text in value.items() if key in _WORDS and text] if isinstance(value, Mapping) else []


def _saving(one: Saving) -> str:
    kind = one.kind.capitalize()
    return (
        f"{kind} {money.write_rp(one.amount)} {SAVING_RHYTHMS.get(one.rhythm, one.rhythm)}"
        if one.amount
        else f"{kind} bebas"
    )


@work_page("GET", "POST")
def page(request: HttpRequest, ksm_id: UUID) -> HttpResponseBase:
    """The agreement as a form: what is agreed from a day on, and who agreed."""
    viewer = viewer_of(request)
    group = selectors.group(ksm_id, by=viewer)
    require_right(viewer, access.PROFILE, place_of(group))
    may_see = access.SEE_MEMBERS in group.may
    members = selectors.members(ksm_id, by=viewer, on=clock.today()) if may_see else []
    problems: tuple[Problem, ...] = ()
    typed: Mapping[str, str] = request.POST
    if request.method == "POST":
        problems = _agreed(request, ksm_id, members)
        if not problems:
            return redirect("ksm-satu", ksm_id=ksm_id)
    else:
        typed = _typed(group.setting.said if group.setting else {})
    agreed = set(request.POST.getlist("setuju")) if request.method == "POST" else {str(member.id) for member in members}
    return show(
        request,
        "ksm/aturan.html",
        title="Aturan main",
        steps=group_steps(group),
        group=group,
        members=members,
        agreed=agreed,
        errors=sentences(problems),
        status=UNPROCESSABLE if problems else 200,
        **_drawn(typed),
    )


def _drawn(typed: Mapping[str, str]) -> dict[str, Any]:
    """The fields of the form as the template takes them."""

    def value(name: str) -> str:
        return typed.get(name) or ""

    return {
        "form": dict(typed.items()),
        "texts": _texts(typed),
        "since": value("sejak") or clock.today().isoformat(),
        "today": clock.today(),
        "rhythms": RHYTHM_LABELS,
        "days": DAYS,
        "saving_rhythms": SAVING_RHYTHMS,
        "cover_labels": COVER_LABELS,
        "fines": [(row, value(f"denda-{row}-sebab"), value(f"denda-{row}-jumlah")) for row in range(_FINES)],
        "covers": [(place, value(f"renteng-{place}")) for place in range(len(COVER_ORDER))],
        "savings": [
            (kind, value(f"simpanan-{kind}"), value(f"simpanan-{kind}-jumlah"), value(f"simpanan-{kind}-irama"))
            for kind in SAVING_KINDS
        ],
    }


def _texts(form: Mapping[str, str]) -> dict[str, str]:
    """Free texts by the names that the page gives them."""
    return {
        "tempat": form.get("pertemuan-tempat", ""),
        "penulis": form.get("pembukuan-penulis", ""),
        **{heading: form.get(f"{heading}-aturan", "") for heading in ("pembukuan", "pinjaman", "angsuran")},
    }


def _agreed(request: HttpRequest, ksm_id: UUID, members: Sequence[MemberInfo]) -> tuple[Problem, ...]:
    since = read_day(request.POST, "sejak")
    if since is None:
        return (missing_day("sejak"),)
    known = {str(member.id) for member in members}
    agreeing = [int(one) for one in request.POST.getlist("setuju") if one in known]
    said = said_of(request.POST)
    return refusals(
        lambda: services.agree_settings(
            ksm_id, effective_on=since, said=said, agreed_by=agreeing, by=viewer_of(request)
        )
    )


def said_of(form: Mapping[str, str]) -> dict[str, Any]:
    """The agreement out of the form; what is empty is left out."""

    def texts(heading: str, *columns: str) -> dict[str, str]:
        found = {column: form.get(f"{heading}-{column}", "").strip() for column in columns}
        return {column: text for column, text in found.items() if text}

    fines = (texts(f"denda-{number}", "sebab", "jumlah") for number in range(_FINES))
    covers = [form.get(f"renteng-{place}", "") for place in range(len(COVER_ORDER))]
    said: dict[str, Any] = {
        "pertemuan": texts("pertemuan", "irama", "hari", "tempat"),
        "simpanan": [_saved(form, kind) for kind in SAVING_KINDS if form.get(f"simpanan-{kind}")],
        "pembukuan": texts("pembukuan", "penulis", "aturan"),
        "pinjaman": texts("pinjaman", "aturan"),
        "angsuran": texts("angsuran", "aturan"),
        "denda": [fine for fine in fines if fine],
        "tanggung_renteng": [cover for cover in covers if cover],
    }
    return {heading: value for heading, value in said.items() if value}


def _saved(form: Mapping[str, str], kind: str) -> dict[str, str]:
    found = {"jenis": kind}
    for column in ("jumlah", "irama"):
        text = form.get(f"simpanan-{kind}-{column}", "").strip()
        if text and (column == "jumlah" or kind == "wajib"):
            found[column] = text
    return found


def _typed(said: Mapping[str, Any]) -> dict[str, str]:
    """The form that says the agreement in force."""
    form: dict[str, str] = {}
    for heading in ("pertemuan", "pembukuan", "pinjaman", "angsuran"):
        for column, text in (said.get(heading) or {}).items():
            form[f"{heading}-{column}"] = str(text)
    for one in said.get("simpanan") or [{"jenis": "wajib"}, {"jenis": "sukarela"}]:
        kind = str(one["jenis"])
        form[f"simpanan-{kind}"] = "ya"
        form[f"simpanan-{kind}-jumlah"] = _money(one.get("jumlah"))
        form[f"simpanan-{kind}-irama"] = str(one.get("irama", "pertemuan"))
    for number, fine in enumerate((said.get("denda") or [])[:_FINES]):
        form[f"denda-{number}-sebab"] = str(fine.get("sebab", ""))
        form[f"denda-{number}-jumlah"] = _money(fine.get("jumlah"))
    for place, one in enumerate(said.get("tanggung_renteng") or []):
        form[f"renteng-{place}"] = str(one)
    return form


def _money(value: object) -> str:
    return money.write(value) if isinstance(value, int) and value else str(value or "")
