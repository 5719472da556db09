"""Members: the list for those who may know it, one member's page with the savings card, joining, leaving, offices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from swadaya.accounts.access import OutOfSight, Viewer
from swadaya.core import clock
from swadaya.core.problem import Problem
from swadaya.ksm import reach, selectors, services
from swadaya.ksm.profile import OFFICES
from swadaya.ksm.values import CONSENTS, SEXES, GroupPage, MemberInfo, MemberStatement, NewMember
from swadaya.ledger.statements import PartyCard

from ..akun.viewer import viewer_of
from ..kerja.frame import work_page
from .fields import Field, fields
from .frame import (
    UNPROCESSABLE,
    attempt,
    found,
    group_steps,
    missing_day,
    must,
    place_of,
    read_day,
    read_number,
    sentences,
    show,
)


@dataclass(frozen=True, slots=True)
class CardRow:
    """One line of a savings card. ``balance``: all kinds of savings together after it."""

    on: date
    what: str
    kind: str
    paid_in: int
    paid_out: int
    balance: int


def card_rows(card: PartyCard) -> list[CardRow]:
    """All kinds of savings in one list by day, as the paper card is written."""
    lines = sorted(
        ((row.entry, part) for part, register in card.registers for row in register.rows),
        key=lambda one: (one[0].effective_on, one[0].seq, one[0].position),
    )
    balance = sum(register.opening for _, register in card.registers)
    rows = []
    for entry, part in lines:
        balance -= entry.amount
        rows.append(
            CardRow(entry.effective_on, entry.reference or entry.memo, part, max(-entry.amount, 0),
                    max(entry.amount, 0), balance)
        )  # fmt: skip
    return rows


def held_by_kind(card: PartyCard) -> list[tuple[str, int]]:
    """(kind, what is held) for each kind of savings."""
    return [(part, register.closing) for part, register in card.registers]


@work_page("GET")
def page(request: HttpRequest, ksm_id: UUID) -> HttpResponseBase:
    viewer = viewer_of(request)
    group = selectors.group(ksm_id, by=viewer)
    everybody = selectors.members(ksm_id, by=viewer)
    today = clock.today()
    return show(
        request, "ksm/anggota.html", title="Anggota", steps=group_steps(group), group=group, consents=CONSENTS,
        now=[one for one in everybody if one.left_on is None or one.left_on >= today],
        gone=[one for one in everybody if one.left_on is not None and one.left_on < today], sexes=SEXES,
        offices=OFFICES,
    )  # fmt: skip


def seen(group: GroupPage, number: int, viewer: Viewer) -> tuple[MemberStatement, MemberInfo | None]:
    """The card of a member of this group, and who they are for those who may know. Raises OutOfSight, NotAllowed."""
    info = None
    if reach.SEE_MEMBERS in group.may:
        everybody = selectors.members(group.id, by=viewer)
        info = found(next((one for one in everybody if one.id == number), None))
    statement = selectors.member_statement(number, by=viewer)
    if statement.group != group.name:
        raise OutOfSight
    return statement, info


@work_page("GET")
def one(request: HttpRequest, ksm_id: UUID, nomor: int) -> HttpResponseBase:
    """A member's own page: the savings card out of the books."""
    viewer = viewer_of(request)
    group = selectors.group(ksm_id, by=viewer)
    statement, info = seen(group, nomor, viewer)
    rows = card_rows(statement.card)
    return show(
        request, "ksm/anggota-satu.html", title=statement.name or f"Anggota {statement.number}",
        steps=[*group_steps(group), *([("Anggota", f"/ksm/{ksm_id}/anggota/")] if info else [])], group=group,
        statement=statement, member=info, rows=rows, kinds=held_by_kind(statement.card),
        total=rows[-1].balance if rows else 0, consents=CONSENTS, sexes=SEXES, offices=OFFICES,
    )  # fmt: skip


_NEW = (
    Field("nama", "Nama lengkap", longest=120),
    Field("kelamin", "Jenis kelamin", choices=SEXES),
    Field("masuk", "Tanggal masuk", kind="date"),
    Field("lahir", "Tahun lahir", mode="numeric", required=False),
    Field("telepon", "Nomor ponsel", "Untuk membagikan struk.", mode="tel", required=False),
    Field("miskin", "Keluarga miskin", choices={"": "Belum diketahui", "ya": "Ya", "tidak": "Tidak"}),
    Field("sumber", "Menurut siapa", "Misalnya Pemetaan Swadaya atau musyawarah; wajib bila diisi.", required=False,
          key="sumber_miskin"),
    Field("nik", "NIK", "Tidak wajib. Disimpan tersandi dan hanya tampil sebagian.", mode="numeric", required=False),
)  # fmt: skip


@work_page("GET", "POST")
def join(request: HttpRequest, ksm_id: UUID) -> HttpResponseBase:
    """Somebody joins. The choice for another member keeps a list of many quick."""
    viewer = viewer_of(request)
    group = selectors.group(ksm_id, by=viewer)
    must(viewer, reach.MEMBERS, place_of(group))
    problems: tuple[Problem, ...] = ()
    consents = [one for one in request.POST.getlist("persetujuan") if one in CONSENTS]
    if request.method == "POST":
        problems = _joined(request.POST, ksm_id, consents, viewer)
        if not problems:
            return redirect("ksm-anggota", ksm_id=ksm_id)
    typed: Mapping[str, str] = request.POST if request.method == "POST" else {"masuk": clock.today().isoformat()}
    return show(
        request, "ksm/form.html", title="Tambah anggota", steps=group_steps(group), errors=sentences(problems),
        fields=fields(_NEW, typed, problems), button="Simpan anggota", many="persetujuan",
        many_label="Yang sudah disetujui anggota ini",
        many_choices=[(code, label, code in consents) for code, label in CONSENTS.items()],
        status=UNPROCESSABLE if problems else 200,
    )  # fmt: skip


def _joined(form: Mapping[str, str], ksm_id: UUID, consents: Sequence[str], viewer: Viewer) -> tuple[Problem, ...]:
    joined = read_day(form, "masuk")
    if joined is None:
        return (missing_day("masuk"),)
    poor = {"ya": True, "tidak": False}.get(form.get("miskin", ""))
    member = NewMember(
        form.get("nama", ""), form.get("kelamin", ""), joined, read_number(form, "lahir"), form.get("telepon", ""),
        form.get("nik", ""), poor, form.get("sumber", "") if poor is not None else "", tuple(consents),
    )  # fmt: skip
    _, problems = attempt(lambda: services.join_member(ksm_id, member=member, by=viewer))
    return problems


_LEAVING = (
    Field("tanggal", "Hari terakhir sebagai anggota", kind="date"),
    Field("alasan", "Alasan", longest=200),
)


@work_page("GET", "POST")
def leave(request: HttpRequest, ksm_id: UUID, nomor: int) -> HttpResponseBase:
    """A member leaves; savings are paid out at a meeting before that."""
    viewer = viewer_of(request)
    group = selectors.group(ksm_id, by=viewer)
    must(viewer, reach.MEMBERS, place_of(group))
    name = _name(group, nomor, viewer)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        on = read_day(request.POST, "tanggal")
        problems = (missing_day("tanggal"),) if on is None else ()
        if on is not None:
            reason = request.POST.get("alasan", "")
            _, problems = attempt(lambda: services.leave_group(nomor, on=on, reason=reason, by=viewer))
        if not problems:
            return redirect("ksm-anggota", ksm_id=ksm_id)
    return show(
        request, "ksm/form.html", title=f"{name} keluar", steps=group_steps(group), errors=sentences(problems),
        fields=fields(_LEAVING, request.POST, problems), button="Simpan", status=UNPROCESSABLE if problems else 200,
    )  # fmt: skip


def _name(group: GroupPage, number: int, viewer: Viewer) -> str:
    """A member's name. Raises OutOfSight, NotAllowed."""
    everybody = selectors.members(group.id, by=viewer)
    info: MemberInfo = found(next((one for one in everybody if one.id == number), None))
    return info.name or f"Anggota {info.number}"


_OFFICE = (
    Field("jabatan", "Jabatan", choices=OFFICES),
    Field("sejak", "Sejak", kind="date"),
)


@work_page("GET", "POST")
def office(request: HttpRequest, ksm_id: UUID, nomor: int) -> HttpResponseBase:
    """Appoint a member to an office."""
    viewer = viewer_of(request)
    group = selectors.group(ksm_id, by=viewer)
    must(viewer, reach.PROFILE, place_of(group))
    if reach.SEE_MEMBERS not in group.may:
        must(viewer, reach.SEE_MEMBERS, place_of(group))
    name = _name(group, nomor, viewer)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        since, chosen = read_day(request.POST, "sejak"), request.POST.get("jabatan", "")
        problems = (missing_day("sejak"),) if since is None else ()
        if since is not None:
            _, problems = attempt(
                lambda: services.appoint_officer(ksm_id, member_id=nomor, office=chosen, since=since, by=viewer)
            )
        if not problems:
            return redirect("ksm-satu", ksm_id=ksm_id)
    return show(
        request, "ksm/form.html", title=f"Jabatan {name}", steps=group_steps(group), errors=sentences(problems),
        fields=fields(_OFFICE, request.POST, problems), button="Simpan", status=UNPROCESSABLE if problems else 200,
    )  # fmt: skip
