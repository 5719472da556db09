"""Writes about what a group agreed, plans, did, and whom it learns with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from swadaya.accounts.rules.access import Viewer
from swadaya.core import clock, money
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import raise_if

from .. import access
from ..members.privacy import consent_to
from ..models import Activity, Consent, Link, Member, Setting, WorkPlan
from ..name_guard import naming_problems
from ..rules import aturan_main
from ..rules.validators import among, not_future, text
from ..values import FIELDS, LINK_KINDS, ROLES
from .registration import record_event

"""More than any village has: whoever types more has mistyped."""


@transaction.atomic
def agree_settings(
    ksm_id: UUID, *, effective_on: date, said: Mapping[str, Any], agreed_by: Sequence[int], by: Viewer
) -> None:
    """Write down the aturan main as agreed on a day, and who of the members agreed.

    Args:
        agreed_by: members of that day who are members still. Whoever took the consent back later gives it anew first.

    Raises:
        OutOfSight, NotAllowed; Invalid ``aturan.*``, ``ksm.tanggal``, ``aturan.tanpa-persetujuan``,
        ``aturan.persetujuan-ditarik``, ``anggota.keluar``, ``nama.dalam-teks``, ``ksm.sudah-berakhir``.
    """
    ksm, role = access.group_for(by, ksm_id, access.PROFILE, lock=True)
    _, problems = aturan_main.read(said)
    problems += not_future(effective_on, "sejak") + access.over_problems(ksm) + naming_problems(ksm, said)
    members = {member.id: member for member in access.enrolled_on(ksm, effective_on)}
    agreeing = sorted(set(agreed_by) & members.keys())
    if not agreeing or set(agreed_by) - members.keys():
        got = f"{len(agreeing)} anggota"
        problems.append(Problem("aturan.tanpa-persetujuan", Where(key="disetujui"), got, "anggota pada hari itu"))
    problems += _agreeing_problems([members[member] for member in agreeing], effective_on)
    raise_if(problems)
    after = {"sejak": effective_on.isoformat(), "disetujui": len(agreeing)}
    event = record_event(by, ksm, "ksm.aturan-main", access.name_of(ksm), role, after=after)
    Setting.objects.create(
        ksm=ksm,
        effective_on=effective_on,
        said=dict(said),
        agreed=len(agreeing),
        recorded_at=clock.now(),
        event_id=event,
    )
    for member in agreeing:
        consent_to(members[member], "aturan-main", effective_on, event, anew=True)


def _agreeing_problems(members: Sequence[Member], day: date) -> list[Problem]:
    """Nobody who left agrees any more, and a consent taken back after that day does not come to life again."""
    problems = []
    given = Consent.objects.filter(member__in=members, kind="aturan-main")
    holding = set(given.filter(withdrawn_on=None).values_list("member_id", flat=True))
    took_back = set(given.filter(withdrawn_on__gt=day).values_list("member_id", flat=True)) - holding
    where = Where(key="disetujui")
    for member in members:
        if member.left_on is not None:
            got = f"anggota nomor {member.number} sudah keluar"
            problems.append(Problem("anggota.keluar", where, got, "anggota sekarang"))
        elif member.id in took_back:
            got = f"anggota nomor {member.number} menarik persetujuannya sesudah {day.isoformat()}"
            hint = "Bila ia setuju lagi, catat dahulu persetujuannya yang baru pada halaman anggota itu."
            problems.append(Problem("aturan.persetujuan-ditarik", where, got, "persetujuan yang berlaku", hint))
    return problems


@transaction.atomic
def record_activity(
    ksm_id: UUID, *, field: str, title: str, on: date, by: Viewer, roles: Sequence[str] = (), note: str = ""
) -> int:
    """Write down what the group did.

    Raises OutOfSight, NotAllowed, Invalid ``ksm.pilihan``, ``ksm.teks``, ``ksm.tanggal``, ``nama.dalam-teks``,
    ``ksm.sudah-berakhir``.
    """
    ksm, role = access.group_for(by, ksm_id, access.PROFILE, lock=True)
    problems = among(field, FIELDS, "bidang") + text(title, "kegiatan", 200) + not_future(on, "tanggal")
    for tag in roles:
        problems += among(tag, ROLES, "peran")
    if on < ksm.founded_on:
        expected = f"tidak sebelum kelompok berdiri, {ksm.founded_on.isoformat()}"
        problems.append(Problem("ksm.tanggal", Where(key="tanggal"), on.isoformat(), expected))
    problems += access.over_problems(ksm) + naming_problems(ksm, {"kegiatan": title, "catatan": note})
    raise_if(problems + text(note, "catatan", 4000, empty=True))
    after = {"bidang": field, "tanggal": on.isoformat()}
    event = record_event(by, ksm, "ksm.kegiatan", title, role, after=after)
    row = Activity.objects.create(
        ksm=ksm, field=field, title=title.strip(), on=on, roles=sorted(set(roles)), note=note.strip(), event_id=event
    )
    return row.id


@transaction.atomic
def add_work_plan(
    ksm_id: UUID,
    *,
    year: int,
    title: str,
    by: Viewer,
    field: str,
    starts_on: date | None = None,
    ends_on: date | None = None,
    budget: int | None = None,
    funded_by: str = "",
) -> int:
    """Add a line to the group's work plan.

    Raises OutOfSight, NotAllowed, Invalid ``ksm.pilihan``, ``ksm.teks``, ``ksm.tanggal``, ``uang.*``,
    ``nama.dalam-teks``, ``ksm.sudah-berakhir``.
    """
    ksm, role = access.group_for(by, ksm_id, access.PROFILE, lock=True)
    problems = among(field, FIELDS, "bidang") + text(title, "rencana", 200) + text(funded_by, "sumber", 80, empty=True)
    problems += _plan_days(year, starts_on, ends_on) + access.over_problems(ksm)
    wrong = money.read(budget, use=money.BUDGET, where=Where(key="biaya"))[1]
    problems += [wrong] if wrong else []
    raise_if(problems + naming_problems(ksm, {"rencana": title, "sumber": funded_by}))
    event = record_event(by, ksm, "ksm.rencana", title, role, after={"tahun": year})
    row = WorkPlan.objects.create(
        ksm=ksm,
        year=year,
        field=field,
        title=title.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
        budget=budget,
        funded_by=funded_by.strip(),
        event_id=event,
    )
    return row.id


def _plan_days(year: int, starts_on: date | None, ends_on: date | None) -> list[Problem]:
    """Days of a plan lie in its year, the first before the last."""
    problems = []
    if not 1990 <= year <= 2100:
        problems.append(Problem("ksm.tanggal", Where(key="tahun"), str(year), "tahun antara 1990 dan 2100"))
    for key, day in (("mulai", starts_on), ("selesai", ends_on)):
        if day is not None and day.year != year:
            problems.append(Problem("ksm.tanggal", Where(key=key), day.isoformat(), f"tanggal dalam tahun {year}"))
    if starts_on and ends_on and ends_on < starts_on:
        problems.append(Problem("ksm.tanggal", Where(key="selesai"), ends_on.isoformat(), f"tidak sebelum {starts_on}"))
    return problems


@transaction.atomic
def link_groups(ksm_id: UUID, *, other: UUID, kind: str, since: date, by: Viewer, note: str = "") -> int:
    """Two groups learn from each other; peers are linked once, whichever of the two says it.

    Raises OutOfSight, NotAllowed, Invalid ``ksm.pilihan``, ``ksm.sendiri``, ``ksm.sudah-terhubung``, ``ksm.tanggal``,
    ``nama.dalam-teks``, ``ksm.sudah-berakhir``.
    """
    ksm, role = access.group_for(by, ksm_id, access.PROFILE, lock=True)
    elder, _ = access.group_for(by, other)
    problems = among(kind, LINK_KINDS, "jenis") + not_future(since, "sejak") + text(note, "catatan", 200, empty=True)
    named = naming_problems(ksm, {"catatan": note}) or naming_problems(elder, {"catatan": note})
    problems += named + access.over_problems(ksm)
    if elder.pk == ksm.pk:
        problems.append(Problem("ksm.sendiri", Where(key="kelompok"), "kelompok itu sendiri", "kelompok lain"))
    elif access.over_problems(elder):
        problems.append(Problem("ksm.sudah-berakhir", Where(key="kelompok"), "sudah tidak ada", "kelompok yang ada"))
    if since < max(ksm.founded_on, elder.founded_on):
        problems.append(Problem("ksm.tanggal", Where(key="sejak"), since.isoformat(), "tidak sebelum keduanya berdiri"))
    if Link.objects.filter(ksm=ksm, other=elder).exists() or Link.objects.filter(ksm=elder, other=ksm).exists():
        problems.append(Problem("ksm.sudah-terhubung", Where(key="kelompok"), "sudah terhubung", "kelompok lain"))
    raise_if(problems)
    event = record_event(
        by, ksm, "ksm.hubungan", access.name_of(ksm), role, after={"dengan": str(other), "jenis": kind}
    )
    return Link.objects.create(ksm=ksm, other=elder, kind=kind, since=since, note=note.strip(), event_id=event).id
