"""Writes about who a member is: what they agree to, who reads their NIK, and that they are forgotten."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max, QuerySet

from swadaya.accounts import audit
from swadaya.accounts.access import NotAllowed, Viewer
from swadaya.core import clock
from swadaya.core.problem import Problem, Unusable, Where
from swadaya.core.refusal import refuse_if

from . import books, reach, vault
from ._namefree import pattern_of
from ._typed import among, not_future, text
from .agenda import LONGEST
from .models import AgendaItem, Consent, Decision, Ksm, Meeting, Member, PersonalData, Record, Section
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
    told = masked(reason.strip(), data.name, member.number)
    member_event(by, ksm, member.number, "ksm.anggota-hapus-data", role, after={"alasan": told})
    _mask_texts(ksm, member, data.name)
    PersonalData.objects.filter(member=member).update(
        name="", phone="", birth_year=None, poor=None, poor_source="", nik_cipher=None, nik_hash=None,
        erased_at=clock.now(),
    )  # fmt: skip
    Member.objects.filter(pk=member.pk).update(left_reason="", person=None)
    if ksm.book:
        books.forget_member(ksm.book, member.id, reason="permintaan penghapusan data", by=by)


def masked(text: str, name: str, number: int, longest: int = 0) -> str:
    """A text with the member's number where their name stood."""
    found = pattern_of(name, wide=True).sub(f"anggota {number}", text)
    return found[:longest] if longest else found


def _mask_texts(ksm: Ksm, member: Member, name: str) -> None:
    """Put the member's number where the name stands in free texts of the group's meetings; nothing else moves."""

    def without(text: str, longest: int = 0) -> str:
        return masked(text, name, member.number, longest)

    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('swadaya.menghapus_nama', 'ya', true)")
        for meeting in Meeting.objects.filter(ksm=ksm):
            Meeting.objects.filter(pk=meeting.pk).update(
                place=without(meeting.place, 120), cancelled_why=without(meeting.cancelled_why, 200),
                agenda=[without(item, LONGEST) for item in meeting.agenda],
            )  # fmt: skip
        records = Record.objects.filter(meeting__ksm=ksm)
        for record in records:
            records.filter(pk=record.pk).update(
                minutes=without(record.minutes), place=without(record.place, 120), reason=without(record.reason, 300),
                cash_reason=without(record.cash_reason, 500),
            )  # fmt: skip
        _mask_parts(records, without)
        cursor.execute("SELECT set_config('swadaya.menghapus_nama', '', true)")


def _mask_parts(records: QuerySet[Record], without: Callable[..., str]) -> None:
    for item in AgendaItem.objects.filter(record__in=records):
        AgendaItem.objects.filter(pk=item.pk).update(title=without(item.title, 200))
    for decision in Decision.objects.filter(record__in=records):
        Decision.objects.filter(pk=decision.pk).update(text=without(decision.text))
    for section in Section.objects.filter(record__in=records):
        rows = [
            {
                key: without(value) if key in FREE_TEXTS and isinstance(value, str) else value
                for key, value in row.items()
            }
            for row in section.said
        ]
        if rows != section.said:
            Section.objects.filter(pk=section.pk).update(said=rows)


def agrees(member: Member, kind: str) -> bool:
    return Consent.objects.filter(member=member, kind=kind, withdrawn_on=None).exists()


def consent_to(member: Member, kind: str, day: date, event: int, *, anew: bool = False) -> None:
    """Keep a consent once while it holds.

    Args:
        anew: what is agreed to is another thing than before, so that an older consent ends with that day.
    """
    held = Consent.objects.filter(member=member, kind=kind, withdrawn_on=None).first()
    if held is not None and anew and held.given_on < day:
        held.withdrawn_on, held.withdrawn_id = day, event
        held.save(update_fields=["withdrawn_on", "withdrawn"])
        held = None
    if held is None:
        Consent.objects.create(member=member, kind=kind, given_on=day, event_id=event)


@transaction.atomic
def give_consent(member_id: int, *, kind: str, on: date, by: Viewer) -> None:
    """Keep that a member agrees.

    Raises OutOfSight, NotAllowed, Refused ``ksm.pilihan``, ``ksm.tanggal``, ``anggota.sudah-setuju``,
    ``anggota.keluar``, ``anggota.dihapus``.
    """
    member, ksm, role = reach.member_for(by, member_id, reach.MEMBERS, lock=True)
    problems = among(kind, CONSENTS, "persetujuan") + not_future(on, "tanggal")
    problems += erased_problems(PersonalData.objects.get(member=member))
    if member.left_on is not None:
        problems.append(Problem("anggota.keluar", Where(key="persetujuan"), "sudah keluar", "anggota sekarang"))
    if agrees(member, kind):
        problems.append(Problem("anggota.sudah-setuju", Where(key="persetujuan"), "sudah setuju", "yang belum berlaku"))
    ended = Consent.objects.filter(member=member, kind=kind).aggregate(Max("withdrawn_on"))["withdrawn_on__max"]
    earliest = max(filter(None, (member.joined_on, ended)))
    if on < earliest:
        problems.append(Problem("ksm.tanggal", Where(key="tanggal"), on.isoformat(), f"tidak sebelum {earliest}"))
    refuse_if(problems)
    event = member_event(by, ksm, member.number, "ksm.setuju", role, after={"atas": kind, "sejak": on.isoformat()})
    consent_to(member, kind, on, event)


@transaction.atomic
def withdraw_consent(member_id: int, *, kind: str, on: date, by: Viewer) -> None:
    """A member takes a consent back; without the one on personal data the NIK and telephone are dropped.

    Raises:
        OutOfSight, NotAllowed; Refused ``anggota.tanpa-persetujuan``, ``ksm.tanggal``, ``anggota.dihapus``.
    """
    member, ksm, role = reach.member_for(by, member_id, reach.MEMBERS, lock=True)
    held = Consent.objects.select_for_update().filter(member=member, kind=kind, withdrawn_on=None).first()
    problems = not_future(on, "tanggal") + erased_problems(PersonalData.objects.get(member=member))
    if held is None or on < held.given_on:
        expected = f"tidak sebelum {held.given_on.isoformat()}" if held else "persetujuan yang berlaku"
        got = on.isoformat() if held else CONSENTS.get(kind, kind[:40])
        problems.append(Problem("anggota.tanpa-persetujuan", Where(key="persetujuan"), got, expected))
    refuse_if(problems)
    assert held is not None
    after = {"atas": kind, "sampai": on.isoformat()}
    event = member_event(by, ksm, member.number, "ksm.tarik-setuju", role, after=after)
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


@transaction.atomic
def consent_together(ksm_id: UUID, *, kind: str, members: Sequence[int], on: date, by: Viewer) -> int:
    """Several members of a group agree at once, as at a meeting; all are kept or none. Returns how many.

    Raises:
        OutOfSight, NotAllowed; Refused as ``give_consent``, and ``anggota.tidak-dipilih``.
    """
    ksm, _ = reach.group_for(by, ksm_id, reach.MEMBERS, lock=True)
    chosen = sorted(set(members))
    if not chosen or Member.objects.filter(ksm=ksm, pk__in=chosen).count() != len(chosen):
        got = f"{len(chosen)} anggota"
        refuse_if([Problem("anggota.tidak-dipilih", Where(key="anggota"), got, "sedikitnya satu anggota kelompok ini")])
    for member in chosen:
        give_consent(member, kind=kind, on=on, by=by)
    return len(chosen)
