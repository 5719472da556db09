"""Writes about what a group agreed, plans, did, and whom it learns with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from swadaya.accounts.access import Viewer
from swadaya.core import clock
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import refuse_if

from . import aturan_main, reach
from ._groups import record_event
from ._personal import consent_to
from ._typed import among, not_future, text
from .models import Activity, Link, Setting, WorkPlan
from .values import FIELDS, LINK_KINDS, ROLES


@transaction.atomic
def agree_settings(
    ksm_id: UUID, *, effective_on: date, said: Mapping[str, Any], agreed_by: Sequence[int], by: Viewer
) -> None:
    """Write down the aturan main as agreed on a day, and who of the members agreed.

    Raises:
        OutOfSight, NotAllowed; Refused ``aturan.*``, ``ksm.tanggal``, ``aturan.tanpa-persetujuan``.
    """
    ksm, role = reach.group_for(by, ksm_id, reach.PROFILE, lock=True)
    _, problems = aturan_main.read(said)
    problems += not_future(effective_on, "sejak")
    members = {member.id: member for member in reach.enrolled_on(ksm, effective_on)}
    agreeing = sorted(set(agreed_by) & members.keys())
    if not agreeing or set(agreed_by) - members.keys():
        got = f"{len(agreeing)} anggota"
        problems.append(Problem("aturan.tanpa-persetujuan", Where(key="disetujui"), got, "anggota pada hari itu"))
    refuse_if(problems)
    after = {"sejak": effective_on.isoformat(), "disetujui": len(agreeing)}
    event = record_event(by, ksm, "ksm.aturan-main", reach.name_of(ksm), role, after=after)
    Setting.objects.create(ksm=ksm, effective_on=effective_on, said=dict(said), agreed=len(agreeing),
                           recorded_at=clock.now(), event_id=event)  # fmt: skip
    for member in agreeing:
        consent_to(members[member], "aturan-main", effective_on, event)


@transaction.atomic
def record_activity(
    ksm_id: UUID, *, field: str, title: str, on: date, by: Viewer, roles: Sequence[str] = (), note: str = ""
) -> int:
    """Write down what the group did.

    Raises OutOfSight, NotAllowed, Refused ``ksm.pilihan``, ``ksm.teks``, ``ksm.tanggal``.
    """
    ksm, role = reach.group_for(by, ksm_id, reach.PROFILE)
    problems = among(field, FIELDS, "bidang") + text(title, "kegiatan", 200) + not_future(on, "tanggal")
    for tag in roles:
        problems += among(tag, ROLES, "peran")
    refuse_if(problems + text(note, "catatan", 4000, empty=True))
    after = {"bidang": field, "tanggal": on.isoformat()}
    event = record_event(by, ksm, "ksm.kegiatan", title, role, after=after)
    row = Activity.objects.create(ksm=ksm, field=field, title=title.strip(), on=on, roles=sorted(set(roles)),
                                  note=note.strip(), event_id=event)  # fmt: skip
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
    """Add a line to the group's work plan. Raises OutOfSight, NotAllowed, Refused."""
    ksm, role = reach.group_for(by, ksm_id, reach.PROFILE)
    problems = among(field, FIELDS, "bidang") + text(title, "rencana", 200) + text(funded_by, "sumber", 80, empty=True)
    if not 1990 <= year <= 2100:
        problems.append(Problem("ksm.tanggal", Where(key="tahun"), str(year), "tahun rencana"))
    if starts_on and ends_on and ends_on < starts_on:
        problems.append(Problem("ksm.tanggal", Where(key="selesai"), ends_on.isoformat(), f"tidak sebelum {starts_on}"))
    if budget is not None and budget < 0:
        problems.append(Problem("ksm.jumlah", Where(key="biaya"), str(budget), "tidak kurang dari 0"))
    refuse_if(problems)
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


@transaction.atomic
def link_groups(ksm_id: UUID, *, other: UUID, kind: str, since: date, by: Viewer, note: str = "") -> int:
    """Two groups learn from each other. Raises OutOfSight, NotAllowed, Refused ``ksm.pilihan``, ``ksm.sendiri``."""
    ksm, role = reach.group_for(by, ksm_id, reach.PROFILE)
    elder, _ = reach.group_for(by, other)
    problems = among(kind, LINK_KINDS, "jenis") + not_future(since, "sejak") + text(note, "catatan", 200, empty=True)
    if elder.pk == ksm.pk:
        problems.append(Problem("ksm.sendiri", Where(key="kelompok"), "kelompok itu sendiri", "kelompok lain"))
    refuse_if(problems)
    event = record_event(by, ksm, "ksm.hubungan", reach.name_of(ksm), role, after={"dengan": str(other), "jenis": kind})
    row, _ = Link.objects.get_or_create(ksm=ksm, other=elder, kind=kind,
                                        defaults={"since": since, "note": note.strip(), "event_id": event})  # fmt: skip
    return row.id
