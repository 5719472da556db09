"""Writes about who a member is: what they agree to, who reads their NIK, and that they are forgotten."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.db import connection, transaction

from swadaya.accounts import audit
from swadaya.accounts.access import NotAllowed, Viewer
from swadaya.core import clock
from swadaya.core.problem import Problem, Unusable, Where
from swadaya.core.refusal import refuse_if

from . import books, reach, vault
from ._typed import among, not_future, text
from .models import Consent, Decision, Ksm, Meeting, Member, PersonalData, Record, Section
from .values import CONSENTS

SHORTEST_PURPOSE = 10
FREE_TEXTS = frozenset({"sebab", "keterangan", "catatan"})
"""Columns of a meeting's sections in which people write freely."""


def member_event(by: Viewer, ksm: Ksm, number: int, action: str, role: str, **more: Any) -> int:
    """An event of the group about one member, who is a number in it for ever."""
    return audit.record(
        by, action, kind="ksm", key=str(ksm.public_id), label=f"{reach.name_of(ksm)}, anggota {number}", role=role,
        place=reach.place_of(ksm), **more,
    )  # fmt: skip


def erased_problems(data: PersonalData) -> list[Problem]:
    """``anggota.dihapus`` when somebody is forgotten already."""
    if data.erased_at is None:
        return []
    return [Problem("anggota.dihapus", Where(key="anggota"), "data sudah dihapus", "anggota dengan data")]


@transaction.atomic
def erase_member(member_id: int, *, reason: str, by: Viewer) -> None:
    """Forget who a member was: their data here, their name in the books and in the texts of meetings. Sums stay.

    Raises:
        OutOfSight, NotAllowed; Refused ``ksm.teks``, ``anggota.masih-anggota``, ``anggota.dihapus``.
    """
    member, ksm, role = reach.member_for(by, member_id, reach.ERASE, lock=True)
    data = PersonalData.objects.select_for_update().get(member=member)
    problems = text(reason, "alasan", 200) + erased_problems(data)
    if member.left_on is None:
        hint = "Catat dahulu bahwa ia keluar."
        problems.append(Problem("anggota.masih-anggota", Where(key="anggota"), "masih anggota", "bekas anggota", hint))
    refuse_if(problems)
    member_event(by, ksm, member.number, "ksm.anggota-hapus-data", role, after={"anggota": member.number})
    _mask_texts(ksm, member, data.name)
    PersonalData.objects.filter(member=member).update(
        name="", phone="", birth_year=None, poor=None, poor_source="", nik_cipher=None, nik_hash=None,
        erased_at=clock.now(),
    )  # fmt: skip
    Member.objects.filter(pk=member.pk).update(left_reason="", person=None)
    if ksm.book:
        books.forget_member(ksm.book, member.id, reason="permintaan penghapusan data", by=by)


def _mask_texts(ksm: Ksm, member: Member, name: str) -> None:
    """Put the member's number where the name stands in free texts of the group's meetings; nothing else moves."""
    found = re.compile(rf"\b{re.escape(name)}\b", re.IGNORECASE)
    called = f"anggota {member.number}"

    def masked(value: Any, longest: int = 0) -> Any:
        text = found.sub(called, value)
        return text[:longest] if longest else text

    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('swadaya.menghapus_nama', 'ya', true)")
        for meeting in Meeting.objects.filter(ksm=ksm):
            Meeting.objects.filter(pk=meeting.pk).update(
                place=masked(meeting.place, 120), cancelled_why=masked(meeting.cancelled_why, 200),
                agenda=[masked(item) for item in meeting.agenda],
            )  # fmt: skip
        for record in Record.objects.filter(meeting__ksm=ksm):
            Record.objects.filter(pk=record.pk).update(minutes=masked(record.minutes), place=masked(record.place, 120))
        for decision in Decision.objects.filter(record__meeting__ksm=ksm):
            Decision.objects.filter(pk=decision.pk).update(text=masked(decision.text))
        for section in Section.objects.filter(record__meeting__ksm=ksm):
            rows = [
                {
                    key: masked(value) if key in FREE_TEXTS and isinstance(value, str) else value
                    for key, value in row.items()
                }
                for row in section.said
            ]
            if rows != section.said:
                Section.objects.filter(pk=section.pk).update(said=rows)
        cursor.execute("SELECT set_config('swadaya.menghapus_nama', '', true)")


def consent_to(member: Member, kind: str, day: date, event: int) -> None:
    """Keep a consent once while it holds."""
    if not Consent.objects.filter(member=member, kind=kind, withdrawn_on=None).exists():
        Consent.objects.create(member=member, kind=kind, given_on=day, event_id=event)


@transaction.atomic
def give_consent(member_id: int, *, kind: str, on: date, by: Viewer) -> None:
    """Keep that a member agrees. Raises OutOfSight, NotAllowed, Refused ``ksm.pilihan``, ``ksm.tanggal``."""
    member, ksm, role = reach.member_for(by, member_id, reach.MEMBERS, lock=True)
    refuse_if(among(kind, CONSENTS, "persetujuan") + not_future(on, "tanggal"))
    event = member_event(by, ksm, member.number, "ksm.setuju", role, after={"atas": kind, "sejak": on.isoformat()})
    consent_to(member, kind, on, event)


@transaction.atomic
def withdraw_consent(member_id: int, *, kind: str, on: date, by: Viewer) -> None:
    """A member takes a consent back; without the one on personal data the NIK and telephone are dropped.

    Raises:
        OutOfSight, NotAllowed; Unusable ``anggota.tanpa-persetujuan``.
    """
    member, ksm, role = reach.member_for(by, member_id, reach.MEMBERS, lock=True)
    held = Consent.objects.select_for_update().filter(member=member, kind=kind, withdrawn_on=None).first()
    if held is None or on < held.given_on:
        raise Unusable(
            Problem("anggota.tanpa-persetujuan", Where(key="persetujuan"), kind[:40], "persetujuan yang berlaku")
        )
    event = member_event(
        by, ksm, member.number, "ksm.tarik-setuju", role, after={"atas": kind, "sejak": on.isoformat()}
    )
    held.withdrawn_on, held.withdrawn_id = on, event
    held.save(update_fields=["withdrawn_on", "withdrawn"])
    if kind == "data-pribadi":
        PersonalData.objects.filter(member=member).update(nik_cipher=None, nik_hash=None, phone="")


@transaction.atomic
def read_nik(member_id: int, *, purpose: str, by: Viewer) -> str:
    """The whole NIK of a member; who read it and why is kept.

    Raises:
        OutOfSight; NotAllowed, also ``riwayat.tanpa-alasan``; Unusable ``nik.tidak-ada``, ``nik.kunci``.
    """
    member, ksm, role = reach.member_for(by, member_id, reach.NIK)
    if len(purpose.strip()) < SHORTEST_PURPOSE:
        expected = f"alasan, sedikitnya {SHORTEST_PURPOSE} huruf"
        raise NotAllowed(Problem("riwayat.tanpa-alasan", Where(key="alasan"), "", expected))
    cipher = PersonalData.objects.filter(member=member).values_list("nik_cipher", flat=True).first()
    if cipher is None:
        raise Unusable(Problem("nik.tidak-ada", Where(key="nik"), "tidak dicatat", "anggota dengan NIK"))
    member_event(by, ksm, member.number, "ksm.baca-nik", role, purpose=purpose.strip())
    return vault.decrypted(bytes(cipher), ksm_id=ksm.public_id)
