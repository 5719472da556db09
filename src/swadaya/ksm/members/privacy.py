"""Writes about who a member is: what they agree to, who reads their NIK, and that they are forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from swadaya.accounts import audit
from swadaya.accounts.rules.access import Viewer
from swadaya.core import clock
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid, raise_if

from .. import access
from ..bookkeeping import meeting_batches
from ..models import Consent, Ksm, Member, PersonalData
from ..name_guard import naming_problems
from ..rules.validators import among, not_future, text
from ..values import CONSENTS
from . import nik_cipher
from .erasure import mask_texts, masked, names_of

SHORTEST_PURPOSE = 10


def member_event(by: Viewer, ksm: Ksm, number: int, action: str, role: str, **more: Any) -> int:
    """An event of the group about one member, who is a number in it for ever."""
    return audit.record(
        by,
        action,
        kind="ksm",
        key=str(ksm.public_id),
        label=f"{access.name_of(ksm)}, anggota {number}",
        role=role,
        place=access.place_of(ksm),
        **more,
    )


def erased_problems(data: PersonalData) -> list[Problem]:
    """``anggota.dihapus`` when somebody is forgotten already."""
    if data.erased_at is None:
        return []
    return [Problem("anggota.dihapus", Where(key="anggota"), "data sudah dihapus", "anggota dengan data")]


@transaction.atomic
def erase_member(member_id: int, *, reason: str, by: Viewer) -> None:
    """Forget who a member was: their data here, their names in the books and in free texts of the group. Sums stay.

    Args:
        reason: why; it may name the member, whose number then stands there, and nobody else.

    Raises:
        OutOfSight, NotAllowed; Invalid ``ksm.teks``, ``anggota.masih-anggota``, ``anggota.dihapus``,
        ``nama.dalam-teks``.
    """
    member, ksm, role = access.member_for(by, member_id, access.ERASE, lock=True)
    data = PersonalData.objects.select_for_update().get(member=member)
    names = names_of(data)
    told = masked(reason.strip(), names, member.number)
    problems = text(reason, "alasan", 200) + erased_problems(data) + naming_problems(ksm, {"alasan": told})
    if member.left_on is None:
        hint = "Catat dahulu bahwa ia keluar."
        problems.append(Problem("anggota.masih-anggota", Where(key="anggota"), "masih anggota", "bekas anggota", hint))
    raise_if(problems)
    member_event(by, ksm, member.number, "ksm.anggota-hapus-data", role, after={"alasan": told})
    mask_texts(ksm, member, names)
    PersonalData.objects.filter(member=member).update(
        name="",
        former_names=[],
        phone="",
        birth_year=None,
        poor=None,
        poor_source="",
        nik_cipher=None,
        nik_hash=None,
        erased_at=clock.now(),
    )
    Member.objects.filter(pk=member.pk).update(left_reason="", person=None)
    if ksm.book:
        meeting_batches.forget_member(ksm.book, member.id, reason="permintaan penghapusan data", by=by)


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

    Raises OutOfSight, NotAllowed, Invalid ``ksm.pilihan``, ``ksm.tanggal``, ``anggota.sudah-setuju``,
    ``anggota.keluar``, ``anggota.dihapus``.
    """
    member, ksm, role = access.member_for(by, member_id, access.MEMBERS, lock=True)
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
    raise_if(problems)
    event = member_event(by, ksm, member.number, "ksm.setuju", role, after={"atas": kind, "sejak": on.isoformat()})
    consent_to(member, kind, on, event)


@transaction.atomic
def withdraw_consent(member_id: int, *, kind: str, on: date, by: Viewer) -> None:
    """A member takes a consent back. Without the one on personal data all but their name is dropped.

    Raises:
        OutOfSight, NotAllowed; Invalid ``anggota.tanpa-persetujuan``, ``ksm.tanggal``, ``anggota.dihapus``.
    """
    member, ksm, role = access.member_for(by, member_id, access.MEMBERS, lock=True)
    held = Consent.objects.select_for_update().filter(member=member, kind=kind, withdrawn_on=None).first()
    problems = not_future(on, "tanggal") + erased_problems(PersonalData.objects.get(member=member))
    if held is None or on < held.given_on:
        expected = f"tidak sebelum {held.given_on.isoformat()}" if held else "persetujuan yang berlaku"
        got = on.isoformat() if held else CONSENTS.get(kind, kind[:40])
        problems.append(Problem("anggota.tanpa-persetujuan", Where(key="persetujuan"), got, expected))
    raise_if(problems)
    assert held is not None
    after = {"atas": kind, "sampai": on.isoformat()}
    event = member_event(by, ksm, member.number, "ksm.tarik-setuju", role, after=after)
    held.withdrawn_on, held.withdrawn_id = on, event
    held.save(update_fields=["withdrawn_on", "withdrawn"])
    if kind == "data-pribadi":
        PersonalData.objects.filter(member=member).update(
            nik_cipher=None, nik_hash=None, phone="", birth_year=None, poor=None, poor_source=""
        )


@transaction.atomic
def read_nik(member_id: int, *, purpose: str, by: Viewer) -> str:
    """The whole NIK of a member; who read it and why is kept.

    Raises:
        OutOfSight; NotAllowed; Invalid ``riwayat.tanpa-alasan``, ``nama.dalam-teks``, ``nik.tidak-ada``, ``nik.kunci``.
    """
    member, ksm, role = access.member_for(by, member_id, access.NIK)
    if len(purpose.strip()) < SHORTEST_PURPOSE:
        expected = f"alasan, sedikitnya {SHORTEST_PURPOSE} huruf"
        raise Invalid(Problem("riwayat.tanpa-alasan", Where(key="alasan"), "", expected))
    raise_if(naming_problems(ksm, {"alasan": purpose}))
    cipher = PersonalData.objects.filter(member=member).values_list("nik_cipher", flat=True).first()
    if cipher is None:
        raise Invalid(Problem("nik.tidak-ada", Where(key="nik"), "tidak dicatat", "anggota dengan NIK"))
    member_event(by, ksm, member.number, "ksm.baca-nik", role, purpose=purpose.strip())
    return nik_cipher.decrypted(bytes(cipher), ksm_id=ksm.public_id)


@transaction.atomic
def consent_together(ksm_id: UUID, *, kind: str, members: Sequence[int], on: date, by: Viewer) -> int:
    """Several members of a group agree at once, as at a meeting; all are kept or none. Returns how many.

    Raises:
        OutOfSight, NotAllowed; Invalid as ``give_consent``, and ``anggota.tidak-dipilih``.
    """
    ksm, _ = access.group_for(by, ksm_id, access.MEMBERS, lock=True)
    chosen = sorted(set(members))
    if not chosen or Member.objects.filter(ksm=ksm, pk__in=chosen).count() != len(chosen):
        got = f"{len(chosen)} anggota"
        raise_if([Problem("anggota.tidak-dipilih", Where(key="anggota"), got, "sedikitnya satu anggota kelompok ini")])
    for member in chosen:
        give_consent(member, kind=kind, on=on, by=by)
    return len(chosen)
