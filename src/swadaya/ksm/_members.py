"""Writes about members: who joins and leaves, and who holds an office."""

from __future__ import annotations

import re
from datetime import date
from uuid import UUID

from django.db import connection, transaction

from swadaya.accounts.access import Viewer
from swadaya.accounts.entry import held_by
from swadaya.core import clock
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import refuse_if

from . import books, nik, reach, vault
from ._personal import consent_to, erased_problems, member_event
from ._typed import among, not_future, text
from .models import Ksm, Member, Officer, PersonalData
from .profile import OFFICES
from .values import CONSENTS, SEXES, NewMember

_PHONE = re.compile(r"\+?\d{8,15}", re.ASCII)


@transaction.atomic
def join_member(ksm_id: UUID, *, member: NewMember, by: Viewer) -> int:
    """Take somebody in; returns the member's number of row, which the books use.

    Raises:
        OutOfSight, NotAllowed; Refused ``anggota.*``, ``ksm.teks``, ``nik.*``.
    """
    ksm, role = reach.group_for(by, ksm_id, reach.MEMBERS, lock=True)
    refuse_if(joining_problems(ksm, member))
    return take_in(ksm, member, by=by, role=role)


def joining_problems(ksm: Ksm, member: NewMember) -> list[Problem]:
    """Everything that keeps somebody from joining."""
    problems = text(member.name, "nama", 120) + among(member.sex, SEXES, "kelamin")
    problems += not_future(member.joined_on, "masuk")
    if member.joined_on < ksm.founded_on:
        expected = f"tidak sebelum kelompok berdiri, {ksm.founded_on.isoformat()}"
        problems.append(Problem("anggota.masuk", Where(key="masuk"), member.joined_on.isoformat(), expected))
    year = clock.today().year
    if member.birth_year is not None and not year - 120 <= member.birth_year <= year - 10:
        problems.append(Problem("anggota.lahir", Where(key="lahir"), str(member.birth_year), "tahun lahir"))
    if member.phone and not _PHONE.fullmatch(_phone(member.phone)):
        problems.append(Problem("anggota.telepon", Where(key="telepon"), "bukan nomor telepon", "8 sampai 15 angka"))
    if member.poor is not None and not member.poor_source.strip():
        hint = "Misalnya Pemetaan Swadaya (PS2) atau musyawarah."
        problems.append(Problem("anggota.sumber-miskin", Where(key="miskin"), "tanpa sumber", "sumber penetapan", hint))
    problems += text(member.poor_source, "sumber_miskin", 120, empty=True)
    for kind in member.consents:
        problems += among(kind, CONSENTS, "persetujuan")
    if member.nik:
        problems += _nik_problems(ksm, member)
    return problems


def _nik_problems(ksm: Ksm, member: NewMember) -> list[Problem]:
    found = [
        problem
        for problem in nik.problems(member.nik, sex=member.sex, birth_year=member.birth_year)
        if problem.severity == "galat"
    ]
    if "data-pribadi" not in member.consents:
        hint = "NIK tidak wajib; kosongkan bila anggota tidak setuju."
        found.append(Problem("nik.tanpa-persetujuan", Where(key="nik"), "belum disetujui", "persetujuan anggota", hint))
    if not found:
        vault.ready(first=not PersonalData.objects.exclude(nik_cipher=None).exists())
        same = vault.keyed_hash(nik.normalise(member.nik), ksm_id=ksm.public_id)
        if PersonalData.objects.filter(nik_hash=same).exists():
            found.append(Problem("nik.ganda", Where(key="nik"), "sudah dicatat", "NIK yang belum ada di kelompok ini"))
    return found


def _phone(written: str) -> str:
    return re.sub(r"[\s.\-()]", "", written)


def take_in(ksm: Ksm, member: NewMember, *, by: Viewer, role: str) -> int:
    """Write a member whose data were found right; the group is locked."""
    ksm.last_number += 1
    ksm.save(update_fields=["last_number"])
    after = {"anggota": ksm.last_number, "masuk": member.joined_on.isoformat(), "kelamin": member.sex}
    event = member_event(by, ksm, ksm.last_number, "ksm.anggota-masuk", role, after=after)
    row = Member.objects.create(ksm=ksm, number=ksm.last_number, sex=member.sex, joined_on=member.joined_on,
                                event_id=event)  # fmt: skip
    number = nik.normalise(member.nik) if member.nik else ""
    PersonalData.objects.create(
        member=row,
        name=" ".join(member.name.split()),
        phone=_phone(member.phone),
        birth_year=member.birth_year,
        poor=member.poor,
        poor_source=member.poor_source.strip(),
        nik_cipher=vault.encrypted(number, ksm_id=ksm.public_id) if number else None,
        nik_hash=vault.keyed_hash(number, ksm_id=ksm.public_id) if number else None,
    )
    for kind in sorted(set(member.consents)):
        consent_to(row, kind, member.joined_on, event)
    if ksm.book:
        books.name_member(ksm.book, row.id, " ".join(member.name.split()), by=by)
    return row.id


@transaction.atomic
def rename_member(member_id: int, *, name: str, by: Viewer, phone: str = "") -> None:
    """Mend a name or telephone.

    Raises OutOfSight, NotAllowed, Refused ``ksm.teks``, ``anggota.telepon``, ``anggota.dihapus``.
    """
    member, ksm, role = reach.member_for(by, member_id, reach.MEMBERS, lock=True)
    data = PersonalData.objects.select_for_update().get(member=member)
    problems = text(name, "nama", 120)
    if phone and not _PHONE.fullmatch(_phone(phone)):
        problems.append(Problem("anggota.telepon", Where(key="telepon"), "bukan nomor telepon", "8 sampai 15 angka"))
    refuse_if(problems + erased_problems(data))
    data.name, data.phone = " ".join(name.split()), _phone(phone)
    data.save(update_fields=["name", "phone"])
    member_event(by, ksm, member.number, "ksm.anggota-data", role)
    if ksm.book:
        books.name_member(ksm.book, member.id, data.name, by=by)


@transaction.atomic
def link_account(member_id: int, *, person_id: int | None, by: Viewer) -> None:
    """Say which account is a member's own, so that they see their card; None takes the link away.

    Raises:
        OutOfSight, NotAllowed; Refused ``anggota.akun``: holds nothing in the group, or is another's account.
    """
    member, ksm, role = reach.member_for(by, member_id, reach.MEMBERS, lock=True)
    if person_id is not None:
        held = any(grant.group == str(ksm.public_id) for grant in held_by(person_id))
        if not held or Member.objects.filter(ksm=ksm, person_id=person_id).exclude(pk=member.pk).exists():
            got = "akun anggota lain" if held else "tanpa peran di kelompok ini"
            refuse_if([Problem("anggota.akun", Where(key="akun"), got, "akun yang diundang ke kelompok ini")])
    member_event(by, ksm, member.number, "ksm.anggota-akun", role, after={"terhubung": person_id is not None})
    member.person_id = person_id
    member.save(update_fields=["person"])


@transaction.atomic
def leave_group(member_id: int, *, on: date, reason: str, by: Viewer) -> None:
    """Somebody's membership ends with a day; savings first. NIK and telephone are dropped, their offices end.

    Raises:
        OutOfSight, NotAllowed; Refused ``anggota.keluar``, ``anggota.masih-bersaldo``, ``anggota.sudah-hadir``.
    """
    member, ksm, role = reach.member_for(by, member_id, reach.MEMBERS, lock=True)
    problems = text(reason, "alasan", 200) + not_future(on, "keluar")
    if member.left_on is not None or on < member.joined_on:
        got = f"keluar {member.left_on or on}"
        problems.append(Problem("anggota.keluar", Where(key="keluar"), got, f"anggota sejak {member.joined_on}"))
    held = books.held_by(ksm.book, member.id, by=by) if ksm.book else ""
    if held:
        hint = "Catat penarikannya dalam pertemuan lebih dahulu."
        problems.append(Problem("anggota.masih-bersaldo", Where(key="simpanan"), held, "simpanan yang sudah nol", hint))
    last = _last_roll(member)
    if last is not None and on < last:
        problems.append(Problem("anggota.sudah-hadir", Where(key="keluar"), on.isoformat(), f"tidak sebelum {last}"))
    refuse_if(problems)
    after = {"anggota": member.number, "keluar": on.isoformat()}
    event = member_event(by, ksm, member.number, "ksm.anggota-keluar", role, after=after)
    member.left_on, member.left_reason, member.ended_id = on, reason.strip(), event
    member.save(update_fields=["left_on", "left_reason", "ended"])
    PersonalData.objects.filter(member=member).update(nik_cipher=None, nik_hash=None, phone="")
    Officer.objects.filter(member=member, until=None, since__lte=on).update(until=on)


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


@transaction.atomic
def appoint_officer(ksm_id: UUID, *, member_id: int, office: str, since: date, by: Viewer) -> int:
    """Give a member an office; whoever held ketua, sekretaris or bendahara before leaves it the day before.

    Raises:
        OutOfSight, NotAllowed; Refused ``ksm.pilihan``, ``ksm.tanggal``, ``pengurus.bukan-anggota``,
        ``pengurus.lebih-awal``.
    """
    ksm, role = reach.group_for(by, ksm_id, reach.PROFILE, lock=True)
    member = {row.id: row for row in reach.enrolled_on(ksm, since)}.get(member_id)
    problems = among(office, OFFICES, "jabatan") + not_future(since, "mulai")
    if member is None:
        problems.append(
            Problem("pengurus.bukan-anggota", Where(key="anggota"), str(member_id), "anggota pada hari itu")
        )
    held = Officer.objects.filter(ksm=ksm, office=office, until=None).first() if office != "lainnya" else None
    if held is not None and since <= held.since:
        expected = f"sesudah {held.since.isoformat()}"
        problems.append(Problem("pengurus.lebih-awal", Where(key="mulai"), since.isoformat(), expected))
    refuse_if(problems)
    assert member is not None
    after = {"jabatan": office, "anggota": member.number, "mulai": since.isoformat()}
    event = member_event(by, ksm, member.number, "ksm.pengurus", role, after=after)
    if held is not None:
        held.until = date.fromordinal(since.toordinal() - 1)
        held.save(update_fields=["until"])
    return Officer.objects.create(ksm=ksm, member=member, office=office, since=since, event_id=event).id


@transaction.atomic
def end_officer(officer_id: int, *, on: date, by: Viewer) -> None:
    """End a term. Raises OutOfSight, NotAllowed, Refused ``pengurus.masa``."""
    row = Officer.objects.filter(pk=officer_id).select_related("member").first()
    member, ksm, role = reach.member_for(by, row.member_id if row else 0, reach.PROFILE, lock=True)
    assert row is not None
    row.refresh_from_db()
    if row.until is not None or on < row.since:
        refuse_if([Problem("pengurus.masa", Where(key="sampai"), on.isoformat(), f"tidak sebelum {row.since}")])
    member_event(
        by, ksm, member.number, "ksm.pengurus-selesai", role, after={"jabatan": row.office, "sampai": on.isoformat()}
    )
    row.until = on
    row.save(update_fields=["until"])
