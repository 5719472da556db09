"""Writes about what is kept of a member: name and telephone, poverty and its source, NIK, account."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.db import transaction

from swadaya.accounts.credentials import held_by
from swadaya.accounts.rules.access import Viewer
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid, raise_if

from .. import access
from ..bookkeeping import meeting_batches
from ..models import Consent, Ksm, Member, PersonalData
from ..rules import nik
from ..rules.validators import text
from . import nik_cipher
from .privacy import agrees, erased_problems, member_event

_PHONE = re.compile(r"\+?\d{8,15}", re.ASCII)


def phone_problems(phone: str) -> list[Problem]:
    if not phone.strip() or _PHONE.fullmatch(plain_phone(phone)):
        return []
    return [Problem("anggota.telepon", Where(key="telepon"), "bukan nomor telepon", "8 sampai 15 angka")]


def poverty_problems(poor: bool | None, source: str) -> list[Problem]:
    problems = text(source, "sumber_miskin", 120, empty=True)
    if poor is not None and not source.strip():
        hint = "Misalnya Pemetaan Swadaya (PS2) atau musyawarah."
        problems.append(Problem("anggota.sumber-miskin", Where(key="miskin"), "tanpa sumber", "sumber penetapan", hint))
    return problems


def nik_problems(
    ksm: Ksm, written: str, sex: str, birth_year: int | None, *, consented: bool, of: int | None = None
) -> list[Problem]:
    """What keeps a NIK from being taken; ``of``: the member whose it is, when they are in the group already."""
    found = [
        problem for problem in nik.problems(written, sex=sex, birth_year=birth_year) if problem.severity == "galat"
    ]
    if not consented:
        hint = "NIK tidak wajib; kosongkan bila anggota tidak setuju."
        found.append(Problem("nik.tanpa-persetujuan", Where(key="nik"), "belum disetujui", "persetujuan anggota", hint))
    if not found:
        nik_cipher.ready(first=not PersonalData.objects.exclude(nik_cipher=None).exists())
        same = nik_cipher.keyed_hash(nik.normalise(written), ksm_id=ksm.public_id)
        if PersonalData.objects.filter(nik_hash=same).exclude(pk=of).exists():
            found.append(Problem("nik.ganda", Where(key="nik"), "sudah dicatat", "NIK yang belum ada di kelompok ini"))
    return found


def plain_phone(written: str) -> str:
    return re.sub(r"[\s.\-()]", "", written)


@transaction.atomic
def rename_member(member_id: int, *, name: str, by: Viewer, phone: str = "") -> None:
    """Mend a name or telephone. No telephone is kept of somebody who left, or took back the consent to it.

    The name of before is kept with the other data: whoever is forgotten is forgotten under it too.

    Raises OutOfSight, NotAllowed, Invalid ``ksm.teks``, ``anggota.telepon``, ``anggota.dihapus``.
    """
    member, ksm, role = access.member_for(by, member_id, access.MEMBERS, lock=True)
    data = PersonalData.objects.select_for_update().get(member=member)
    problems = text(name, "nama", 120) + phone_problems(phone) + erased_problems(data)
    if plain_phone(phone) not in ("", data.phone):
        problems += _unwilling_problems(member, "anggota.telepon", "telepon")
    raise_if(problems)
    if (data.name, data.phone) == (" ".join(name.split()), plain_phone(phone)):
        return
    written = " ".join(name.split())
    if written != data.name:
        data.former_names = [former_name for former_name in data.former_names if former_name != written] + [data.name]
    data.name, data.phone = written, plain_phone(phone)
    data.save(update_fields=["name", "former_names", "phone"])
    member_event(by, ksm, member.number, "ksm.anggota-data", role)
    if ksm.book:
        meeting_batches.name_member(ksm.book, member.id, data.name, by=by)


def _unwilling_problems(member: Member, code: str, key: str) -> list[Problem]:
    """A problem when somebody has left, or gave the consent to personal data once and it holds no more."""
    given = Consent.objects.filter(member=member, kind="data-pribadi")
    if member.left_on is None and (not given.exists() or given.filter(withdrawn_on=None).exists()):
        return []
    got = "sudah keluar" if member.left_on else "persetujuan ditarik"
    return [Problem(code, Where(key=key), got, "anggota yang menyetujui pencatatannya")]


@transaction.atomic
def state_poverty(member_id: int, *, poor: bool | None, source: str, by: Viewer) -> None:
    """Say whether a member's household is poor, and who found so; None: it is not known.

    Of somebody who left, or took back the consent to personal data, only None is written.

    Raises OutOfSight, NotAllowed, Invalid ``anggota.sumber-miskin``, ``anggota.miskin``, ``ksm.teks``,
    ``anggota.dihapus``.
    """
    member, ksm, role = access.member_for(by, member_id, access.MEMBERS, lock=True)
    data = PersonalData.objects.select_for_update().get(member=member)
    source = source.strip() if poor is not None else ""
    problems = poverty_problems(poor, source) + erased_problems(data)
    if poor is not None and (data.poor, data.poor_source) != (poor, source):
        problems += _unwilling_problems(member, "anggota.miskin", "miskin")
    raise_if(problems)
    if (data.poor, data.poor_source) == (poor, source):
        return
    data.poor, data.poor_source = poor, source
    data.save(update_fields=["poor", "poor_source"])
    member_event(by, ksm, member.number, "ksm.anggota-miskin", role)


@transaction.atomic
def keep_nik(member_id: int, *, number: str, by: Viewer) -> None:
    """Keep the NIK of a member who consents to it, in place of one that was kept before.

    Raises OutOfSight, NotAllowed, Invalid ``nik.*``, ``anggota.keluar``, ``anggota.dihapus``.
    """
    member, ksm, role = access.member_for(by, member_id, access.MEMBERS, lock=True)
    data = PersonalData.objects.select_for_update().get(member=member)
    problems = erased_problems(data)
    if member.left_on is not None:
        problems.append(Problem("anggota.keluar", Where(key="nik"), "sudah keluar", "anggota sekarang"))
    problems += nik_problems(
        ksm, number, member.sex, data.birth_year, consented=agrees(member, "data-pribadi"), of=member.pk
    )
    raise_if(problems)
    plain = nik.normalise(number)
    data.nik_cipher = nik_cipher.encrypted(plain, ksm_id=ksm.public_id)
    data.nik_hash = nik_cipher.keyed_hash(plain, ksm_id=ksm.public_id)
    data.save(update_fields=["nik_cipher", "nik_hash"])
    member_event(by, ksm, member.number, "ksm.anggota-nik", role)


@transaction.atomic
def change_member(
    member_id: int, *, name: str, phone: str, poor: bool | None, poor_source: str, by: Viewer, number: str = ""
) -> None:
    """Mend what is kept about a member, all of it or nothing; an empty ``number`` leaves the NIK as it is.

    Raises as ``rename_member``, ``state_poverty`` and ``keep_nik``.
    """
    acts: list[Callable[[], None]] = [
        lambda: rename_member(member_id, name=name, phone=phone, by=by),
        lambda: state_poverty(member_id, poor=poor, source=poor_source, by=by),
    ]
    if number.strip():
        acts.append(lambda: keep_nik(member_id, number=number, by=by))
    problems: list[Problem] = []
    for act in acts:
        try:
            with transaction.atomic():
                act()
        except Invalid as refusal:
            problems += refusal.problems
    raise_if(dict.fromkeys(problems))


@transaction.atomic
def link_account(member_id: int, *, person_id: int | None, by: Viewer) -> None:
    """Say which account is a member's own, so that they see their card; None takes the link away.

    Whoever came back keeps the link to the card of before.

    Raises:
        OutOfSight, NotAllowed; Invalid ``anggota.akun``: holds nothing in the group, or is another's account;
        ``anggota.dihapus``.
    """
    member, ksm, role = access.member_for(by, member_id, access.MEMBERS, lock=True)
    raise_if(erased_problems(PersonalData.objects.get(member=member)))
    if person_id is not None:
        held = any(grant.group == str(ksm.public_id) for grant in held_by(person_id))
        others = Member.objects.filter(ksm=ksm, person_id=person_id, left_on=None).exclude(pk=member.pk)
        if not held or others.exists():
            got = "akun anggota lain" if held else "tanpa peran di kelompok ini"
            raise_if([Problem("anggota.akun", Where(key="akun"), got, "akun yang diundang ke kelompok ini")])
    member_event(by, ksm, member.number, "ksm.anggota-akun", role, after={"terhubung": person_id is not None})
    member.person_id = person_id
    member.save(update_fields=["person"])
