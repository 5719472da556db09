"""Writes about members: who joins and who leaves."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import connection, transaction

from swadaya.accounts.rules.access import Viewer
from swadaya.core import clock
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import raise_if

from .. import access
from ..bookkeeping import meeting_batches
from ..models import Ksm, Member, PersonalData
from ..rules import nik
from ..rules.validators import among, not_future, text
from ..values import CONSENTS, SEXES, NewMember
from . import nik_cipher
from .offices import close_offices, last_term
from .privacy import consent_to, member_event
from .profile import nik_problems, phone_problems, plain_phone, poverty_problems


@transaction.atomic
def join_member(ksm_id: UUID, *, member: NewMember, by: Viewer) -> int:
    """Take somebody in; returns the member's number of row, which the books use.

    Raises:
        OutOfSight, NotAllowed; Invalid ``anggota.*``, ``ksm.teks``, ``nik.*``.
    """
    ksm, role = access.group_for(by, ksm_id, access.MEMBERS, lock=True)
    raise_if(joining_problems(ksm, member))
    return take_in(ksm, member, by=by, role=role)


def joining_problems(ksm: Ksm, member: NewMember) -> list[Problem]:
    """Everything that keeps somebody from joining."""
    problems = text(member.name, "nama", 120) + among(member.sex, SEXES, "kelamin")
    problems += not_future(member.joined_on, "masuk") + access.over_problems(ksm)
    if member.joined_on < ksm.founded_on:
        expected = f"tidak sebelum kelompok berdiri, {ksm.founded_on.isoformat()}"
        problems.append(Problem("anggota.masuk", Where(key="masuk"), member.joined_on.isoformat(), expected))
    year = clock.today().year
    if member.birth_year is not None and not year - 120 <= member.birth_year <= year - 10:
        problems.append(Problem("anggota.lahir", Where(key="lahir"), str(member.birth_year), "tahun lahir"))
    problems += phone_problems(member.phone) + poverty_problems(member.poor, member.poor_source)
    for kind in member.consents:
        problems += among(kind, CONSENTS, "persetujuan")
    if member.nik:
        consented = "data-pribadi" in member.consents
        problems += nik_problems(ksm, member.nik, member.sex, member.birth_year, consented=consented)
    return problems


def take_in(ksm: Ksm, member: NewMember, *, by: Viewer, role: str) -> int:
    """Write a member whose data were found right; the group is locked."""
    ksm.last_number += 1
    ksm.save(update_fields=["last_number"])
    after = {"anggota": ksm.last_number, "masuk": member.joined_on.isoformat(), "kelamin": member.sex}
    event = member_event(by, ksm, ksm.last_number, "ksm.anggota-masuk", role, after=after)
    row = Member.objects.create(
        ksm=ksm, number=ksm.last_number, sex=member.sex, joined_on=member.joined_on, event_id=event
    )
    number = nik.normalise(member.nik) if member.nik else ""
    PersonalData.objects.create(
        member=row,
        name=" ".join(member.name.split()),
        phone=plain_phone(member.phone),
        birth_year=member.birth_year,
        poor=member.poor,
        poor_source=member.poor_source.strip(),
        nik_cipher=nik_cipher.encrypted(number, ksm_id=ksm.public_id) if number else None,
        nik_hash=nik_cipher.keyed_hash(number, ksm_id=ksm.public_id) if number else None,
    )
    for kind in sorted(set(member.consents)):
        consent_to(row, kind, member.joined_on, event)
    if ksm.book:
        meeting_batches.name_member(ksm.book, row.id, " ".join(member.name.split()), by=by)
    return row.id


@transaction.atomic
def leave_group(member_id: int, *, on: date, reason: str, by: Viewer) -> None:
    """Somebody's membership ends with a day; savings first. NIK and telephone are dropped, their offices end.

    Raises:
        OutOfSight, NotAllowed; Invalid ``anggota.keluar``, ``anggota.masih-bersaldo``, ``anggota.sudah-hadir``,
        ``anggota.menjabat``.
    """
    member, ksm, role = access.member_for(by, member_id, access.MEMBERS, lock=True)
    raise_if(_leaving_problems(member, ksm, on, by) + text(reason, "alasan", 200) + not_future(on, "keluar"))
    after = {"anggota": member.number, "keluar": on.isoformat()}
    event = member_event(by, ksm, member.number, "ksm.anggota-keluar", role, after=after)
    member.left_on, member.left_reason, member.ended_id = on, reason.strip(), event
    member.save(update_fields=["left_on", "left_reason", "ended"])
    PersonalData.objects.filter(member=member).update(nik_cipher=None, nik_hash=None, phone="")
    close_offices(ksm, on, member=member)


def _leaving_problems(member: Member, ksm: Ksm, on: date, by: Viewer) -> list[Problem]:
    problems = []
    if member.left_on is not None or on < member.joined_on:
        got = f"keluar {member.left_on or on}"
        problems.append(Problem("anggota.keluar", Where(key="keluar"), got, f"anggota sejak {member.joined_on}"))
    held = meeting_batches.held_by(ksm.book, member.id, by=by) if ksm.book else ""
    if held:
        hint = "Catat penarikannya dalam pertemuan lebih dahulu."
        problems.append(Problem("anggota.masih-bersaldo", Where(key="simpanan"), held, "simpanan yang sudah nol", hint))
    last, served = _last_roll(member), last_term(ksm, member=member)
    if last is not None and on < last:
        problems.append(Problem("anggota.sudah-hadir", Where(key="keluar"), on.isoformat(), f"tidak sebelum {last}"))
    if served is not None and on < served:
        expected = f"tidak sebelum {served}, hari jabatannya"
        problems.append(Problem("anggota.menjabat", Where(key="keluar"), on.isoformat(), expected))
    return problems


def _last_roll(member: Member) -> date | None:
    """The last day on which a meeting called this member."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT max(r.held_on) FROM ksm_attendance a JOIN ksm_record r ON r.id = a.record_id "
            "WHERE a.member_id = %s",
            [member.id],
        )
        found: date | None = (cursor.fetchone() or (None,))[0]
        return found
