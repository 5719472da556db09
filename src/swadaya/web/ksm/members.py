"""Members: the list for those who may know it, one member's page with the savings card, joining, leaving."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from swadaya.accounts.rules.access import OutOfSight, Viewer
from swadaya.core import clock
from swadaya.core.messages import sentences
from swadaya.core.problem import Problem
from swadaya.core.tables import Column, Row, Table
from swadaya.ksm import access, selectors, services
from swadaya.ksm.rules.profile import OFFICES
from swadaya.ksm.values import CONSENTS, SEXES, GroupPage, MemberFile, MemberInfo, MemberStatement, NewMember
from swadaya.ledger.rules.statements import PartyCard

from ..accounts.middleware import viewer_of
from ..pendataan.page import work_page
from ..ui.refusals import UNPROCESSABLE
from .form_fields import Field, fields
from .form_page import ask
from .member_data import Reached, reached
from .page import group_steps, missing_day, place_of, read_day, read_number, refusals, require_right, show

_CARD = (
    Column("tanggal", "Tanggal", "date", role="name"),
    Column("rapat", "Rapat", role="detail"),
    Column("simpanan", "Simpanan", role="detail"),
    Column("masuk", "Masuk", "rupiah", sparse=True),
    Column("keluar", "Keluar", "rupiah", sparse=True),
    Column("saldo", "Saldo", "rupiah", role="figure"),
)


def card_table(card: PartyCard) -> Table:
    """All kinds of savings in one list by day, as the paper card is written, with what all hold together after each."""
    lines = sorted(
        ((row.entry, part) for part, register in card.registers for row in register.rows),
        key=lambda one: (one[0].effective_on, one[0].seq, one[0].position),
    )
    balance = sum(register.opening for _, register in card.registers)
    rows = []
    for entry, part in lines:
        balance -= entry.amount
        amounts = (max(-entry.amount, 0), max(entry.amount, 0), balance)
        rows.append(Row((entry.effective_on, entry.reference or entry.memo, part, *amounts)))
    return Table("Kartu simpanan", _CARD, tuple(rows))


def held_by_kind(card: PartyCard) -> list[tuple[str, int]]:
    """(kind, what is held) for each kind of savings."""
    return [(part, register.closing) for part, register in card.registers]


_MEMBERS = (
    Column("nama", "Nama", role="name"),
    Column("jabatan", "Jabatan", role="detail"),
    Column("masuk", "Masuk", "date"),
    Column("persetujuan", "Persetujuan", role="detail", empty="belum menyetujui apa pun"),
)


def _member_row(one: MemberInfo) -> Row:
    name = f"{one.number}. {one.name or 'tanpa nama'}"
    offices = ", ".join(OFFICES.get(code, code) for code in one.offices)
    consents = ", ".join(CONSENTS.get(code, code) for code in one.consents)
    return Row((name, offices, one.joined_on, consents or None), link=f"{one.id}/")


@work_page("GET")
def page(request: HttpRequest, ksm_id: UUID) -> HttpResponseBase:
    viewer = viewer_of(request)
    group = selectors.group(ksm_id, by=viewer)
    everybody = selectors.members(ksm_id, by=viewer)
    today = clock.today()
    now = [one for one in everybody if one.left_on is None or one.left_on >= today]
    return show(
        request,
        "ksm/anggota.html",
        title="Anggota",
        steps=group_steps(group),
        group=group,
        now=Table("Anggota", _MEMBERS, tuple(map(_member_row, now))),
        gone=[one for one in everybody if one.left_on is not None and one.left_on < today],
    )


def member_in_sight(group: GroupPage, number: int, viewer: Viewer) -> tuple[MemberStatement, MemberFile]:
    """The card of a member of this group and what is kept about them. Raises OutOfSight, NotAllowed."""
    file = selectors.member_file(number, by=viewer)
    if file.ksm_id != group.id:
        raise OutOfSight
    return selectors.member_statement(number, by=viewer), file


_NEWEST = 12
"""Lines of a card that stand open; older ones are folded, so that what follows is near on a telephone."""


@work_page("GET")
def one(request: HttpRequest, ksm_id: UUID, nomor: int) -> HttpResponseBase:
    """A member's own page: the savings card out of the books, and what the group keeps about them."""
    viewer = viewer_of(request)
    group = selectors.group(ksm_id, by=viewer)
    statement, file = member_in_sight(group, nomor, viewer)
    lines = card_table(statement.card)
    knows = access.SEE_MEMBERS in group.may
    return show(
        request,
        "ksm/anggota-satu.html",
        title=statement.name or f"Anggota {statement.number}",
        steps=[*group_steps(group), *([("Anggota", f"/ksm/{ksm_id}/anggota/")] if knows else [])],
        group=group,
        statement=statement,
        file=file,
        member=file.info,
        older=replace(lines, rows=lines.rows[:-_NEWEST]),
        lines=replace(lines, rows=lines.rows[-_NEWEST:]),
        kinds=held_by_kind(statement.card),
        total=lines.rows[-1].cells[-1] if lines.rows else 0,
        sexes=SEXES,
        own=group.own_member == nomor,
    )


_NEW = (
    Field("nama", "Nama lengkap", longest=120),
    Field("kelamin", "Jenis kelamin", choices=SEXES),
    Field("masuk", "Tanggal masuk", kind="date"),
    Field("lahir", "Tahun lahir", mode="numeric", required=False),
    Field("telepon", "Nomor ponsel", "Untuk membagikan struk.", mode="tel", required=False),
    Field("miskin", "Keluarga miskin", choices={"": "Belum diketahui", "ya": "Ya", "tidak": "Tidak"}),
    Field(
        "sumber",
        "Menurut siapa",
        "Misalnya Pemetaan Swadaya atau musyawarah; wajib bila diisi.",
        required=False,
        key="sumber_miskin",
    ),
    Field("nik", "NIK", "Tidak wajib. Disimpan tersandi dan hanya tampil sebagian.", mode="numeric", required=False),
)


@work_page("GET", "POST")
def join(request: HttpRequest, ksm_id: UUID) -> HttpResponseBase:
    """Somebody joins. The choice for another member keeps a list of many quick."""
    viewer = viewer_of(request)
    group = selectors.group(ksm_id, by=viewer)
    require_right(viewer, access.MEMBERS, place_of(group))
    problems: tuple[Problem, ...] = ()
    consents = [one for one in request.POST.getlist("persetujuan") if one in CONSENTS]
    if request.method == "POST":
        problems = _joined(request.POST, ksm_id, consents, viewer)
        if not problems:
            return redirect("ksm-anggota", ksm_id=ksm_id)
    typed: Mapping[str, str] = request.POST if request.method == "POST" else {"masuk": clock.today().isoformat()}
    return show(
        request,
        "ksm/form.html",
        title="Tambah anggota",
        steps=group_steps(group),
        errors=sentences(problems),
        fields=fields(_NEW, typed, problems),
        button="Simpan anggota",
        many="persetujuan",
        many_label="Yang sudah disetujui anggota ini",
        many_choices=[(code, label, code in consents) for code, label in CONSENTS.items()],
        status=UNPROCESSABLE if problems else 200,
    )


def _joined(form: Mapping[str, str], ksm_id: UUID, consents: Sequence[str], viewer: Viewer) -> tuple[Problem, ...]:
    joined = read_day(form, "masuk")
    if joined is None:
        return (missing_day("masuk"),)
    poor = {"ya": True, "tidak": False}.get(form.get("miskin", ""))
    member = NewMember(
        form.get("nama", ""),
        form.get("kelamin", ""),
        joined,
        read_number(form, "lahir"),
        form.get("telepon", ""),
        form.get("nik", ""),
        poor,
        form.get("sumber", "") if poor is not None else "",
        tuple(consents),
    )
    return refusals(lambda: services.join_member(ksm_id, member=member, by=viewer))


_LEAVING = (
    Field("tanggal", "Hari terakhir sebagai anggota", kind="date", key="keluar"),
    Field("alasan", "Alasan", longest=200),
)
_LEFT = (
    "Simpanannya sudah harus nol; penarikannya dicatat dalam rapat lebih dahulu.",
    "Jabatannya selesai pada hari itu. NIK dan nomor ponselnya dihapus.",
    "Nomor, kehadiran, dan kartu simpanannya tetap tersimpan.",
)


@work_page("GET", "POST")
def leave(request: HttpRequest, ksm_id: UUID, nomor: int) -> HttpResponseBase:
    """A member leaves; savings are paid out at a meeting before that."""
    one = reached(request, ksm_id, nomor, access.MEMBERS)
    return ask(
        request,
        _LEAVING,
        lambda form: _left(form, one),
        title=f"{one.name} keluar",
        steps=one.steps,
        goes_to=f"/ksm/{ksm_id}/anggota/",
        button="Catat keluar",
        danger=True,
        says=_LEFT,
    )


def _left(form: Mapping[str, str], one: Reached) -> tuple[Problem, ...]:
    on, reason = read_day(form, "tanggal"), form.get("alasan", "")
    if on is None:
        return (missing_day("keluar"),)
    return refusals(lambda: services.leave_group(one.file.info.id, on=on, reason=reason, by=one.viewer))
