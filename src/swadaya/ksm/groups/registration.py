"""Writes about a group itself: who it is and how it stands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from swadaya.accounts import audit
from swadaya.accounts.rules.access import OutOfSight, Place, Viewer, require
from swadaya.core import clock
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import raise_if

from .. import access
from ..bookkeeping import meeting_batches
from ..models import Bkm, Fact, Ksm
from ..name_guard import naming_problems
from ..register_entry import lock_region
from ..rules.validators import among, not_future, text
from ..values import FACT_KINDS, GROUP_KINDS, ORIGINS, TIES

LONGEST_NAME = 120

_PROFILE = {"tie": 20, "tie_note": 200, "goals": 4000, "vision": 2000, "mission": 4000, "structure": 4000}
_LABELS = {
    "tie": "ikatan",
    "tie_note": "keterangan ikatan",
    "goals": "tujuan",
    "vision": "visi",
    "mission": "misi",
    "structure": "susunan pengurus",
}


@transaction.atomic
def register_group(
    desa: str,
    *,
    name: str,
    by: Viewer,
    kind: str = "KSM",
    origin: str = "baru",
    founded_on: date | None = None,
    tie: str = "kepentingan",
    tie_note: str = "",
    goals: str = "",
    vision: str = "",
    mission: str = "",
    bkm_id: UUID | None = None,
) -> UUID:
    """Register a group and open its book; returns its public id.

    Args:
        founded_on: also the first day its book can be posted to; today when left out.

    Raises:
        OutOfSight, NotAllowed; Invalid ``ksm.pilihan``, ``ksm.teks``, ``ksm.tanggal``, ``ksm.nama-ada``,
        ``wilayah.bukan-desa``.
    """
    village = access.village(desa)
    role = require(by, access.REGISTER, Place(village.code))
    lock_region(village.code)
    day = founded_on or clock.today()
    name = " ".join(name.split())
    profile = {"tie_note": tie_note, "goals": goals, "vision": vision, "mission": mission}
    problems = text(name, "nama", LONGEST_NAME) + among(kind, GROUP_KINDS, "jenis") + among(origin, ORIGINS, "asal")
    problems += among(tie, TIES, "ikatan") + not_future(day, "berdiri")
    for key, value in profile.items():
        problems += text(value, key, _PROFILE[key], empty=True)
    raise_if(problems or name_problems(village.code, name))
    bkm = Bkm.objects.filter(public_id=bkm_id, desa=village.code).first() if bkm_id else None
    if bkm_id and bkm is None:
        raise OutOfSight
    ksm = Ksm(
        desa=village.code,
        kind=kind,
        origin=origin,
        founded_on=day,
        tie=tie,
        bkm=bkm,
        registered_at=clock.now(),
        **{key: value.strip() for key, value in profile.items()},
    )
    after = {"nama": name, "jenis": kind, "desa": village.code, "berdiri": day.isoformat()}
    event = record_event(by, ksm, "ksm.daftar", name, role, after=after)
    ksm.event_id = event
    ksm.book = meeting_batches.open_for(ksm, name=name, opened_on=day, by=by)
    ksm.save()
    write_fact(ksm, "nama", name, day, event)
    write_fact(ksm, "status", "aktif", day, event)
    return ksm.public_id


def name_problems(desa: str, name: str, *, besides: Ksm | None = None) -> list[Problem]:
    """``ksm.nama-ada`` when a running group of the village has the same name now.

    Holds until the name is written only for who called ``lock_region`` for the village before.
    """
    rows = Ksm.objects.filter(desa=desa, facts__kind="nama", facts__value__iexact=name).distinct()
    same = [row for row in rows if besides is None or row.pk != besides.pk]
    if any(access.name_of(row).lower() == name.lower() and access.status_of(row) in ("aktif", "tidur") for row in same):
        hint = "Bila kelompoknya sama, pakai yang sudah terdaftar."
        return [
            Problem("ksm.nama-ada", Where(desa=desa, key="nama"), name, "nama yang belum dipakai di desa ini", hint)
        ]
    return []


def record_event(
    by: Viewer,
    ksm: Ksm,
    action: str,
    label: str,
    role: str,
    *,
    after: Mapping[str, Any] | None = None,
    before: Mapping[str, Any] | None = None,
) -> int:
    """Write an event of a group."""
    return audit.record(
        by,
        action,
        kind="ksm",
        key=str(ksm.public_id),
        label=label,
        role=role,
        place=access.place_of(ksm),
        before=before,
        after=after,
    )


def write_fact(
    ksm: Ksm, kind: str, value: str, day: date, event: int, *, note: str = "", other: Ksm | None = None
) -> None:
    """Keep that something is so from a day on."""
    Fact.objects.create(
        ksm=ksm,
        kind=kind,
        value=value,
        effective_on=day,
        note=note,
        other=other,
        recorded_at=clock.now(),
        event_id=event,
    )


@transaction.atomic
def change_profile(ksm_id: UUID, *, by: Viewer, **what: str) -> None:
    """Write tie, tie_note, goals, vision, mission or structure anew.

    Raises OutOfSight, NotAllowed, Invalid ``ksm.pilihan``, ``ksm.teks``, ``nama.dalam-teks``, ``ksm.sudah-berakhir``.
    """
    ksm, role = access.group_for(by, ksm_id, access.PROFILE, lock=True)
    problems = [
        Problem("ksm.pilihan", Where(key=key), key, " / ".join(_PROFILE)) for key in what if key not in _PROFILE
    ]
    for key, value in what.items():
        problems += text(value, key, _PROFILE.get(key, 0), empty=True) if key in _PROFILE else []
    if "tie" in what:
        problems += among(what["tie"], TIES, "tie")
    raise_if(problems + naming_problems(ksm, what, labels=_LABELS) + access.over_problems(ksm))
    before = {key: getattr(ksm, key) for key in what}
    after = {key: value.strip() for key, value in what.items()}
    if before == after:
        return
    for key, value in after.items():
        setattr(ksm, key, value)
    record_event(by, ksm, "ksm.profil", access.name_of(ksm), role, before=before, after=after)
    ksm.save(update_fields=list(after))


@transaction.atomic
def set_fact(
    ksm_id: UUID, *, kind: str, value: str, effective_on: date, by: Viewer, note: str = "", other: UUID | None = None
) -> None:
    """Write a dated name, legal form or affiliation; the standing has its own verbs.

    Raises:
        OutOfSight, NotAllowed; Invalid ``ksm.pilihan``, ``ksm.teks``, ``ksm.tanggal``, ``ksm.nama-ada``,
        ``ksm.sama``, ``nama.dalam-teks``, ``ksm.sudah-berakhir``.
    """
    ksm, role = access.group_for(by, ksm_id, access.PROFILE, lock=True)
    lock_region(ksm.desa)
    value, related = " ".join(value.split()), access.group_for(by, other)[0] if other else None
    raise_if(_fact_problems(ksm, kind, value, effective_on, note))
    after = {"jenis": kind, "isi": value, "sejak": effective_on.isoformat()}
    event = record_event(by, ksm, f"ksm.{kind}", access.name_of(ksm), role, after=after)
    write_fact(ksm, kind, value, effective_on, event, note=note.strip(), other=related)


def _fact_problems(ksm: Ksm, kind: str, value: str, day: date, note: str) -> list[Problem]:
    longest = LONGEST_NAME if kind == "nama" else 160
    kinds = {code: label for code, label in FACT_KINDS.items() if code != "status"}
    problems = among(kind, kinds, "jenis") + text(value, "isi", longest, empty=kind != "nama")
    problems += text(note, "catatan", 300, empty=True) + not_future(day, "sejak") + access.over_problems(ksm)
    problems += naming_problems(ksm, {"catatan": note} if kind == "nama" else {"isi": value, "catatan": note})
    if day < ksm.founded_on:
        expected = f"tidak sebelum kelompok berdiri, {ksm.founded_on.isoformat()}"
        problems.append(Problem("ksm.tanggal", Where(key="sejak"), day.isoformat(), expected))
    held = access.fact_on(ksm, kind, day)
    if value == (held.value if held is not None else ""):
        problems.append(Problem("ksm.sama", Where(key="isi"), value or "kosong", "yang lain dari yang berlaku"))
    elif kind == "nama":
        problems += name_problems(ksm.desa, value, besides=ksm)
    return problems
