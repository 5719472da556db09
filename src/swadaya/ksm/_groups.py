"""Writes about a group itself: who it is and how it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from swadaya.accounts import audit
from swadaya.accounts.access import OutOfSight, Place, Viewer, require
from swadaya.core import clock
from swadaya.core.problem import Problem, Unusable, Where
from swadaya.core.refusal import refuse_if

from . import books, reach
from ._typed import among, not_future, text
from .models import Bkm, Fact, Ksm
from .values import FACT_KINDS, GROUP_KINDS, ORIGINS, TIES

LONGEST_NAME = 120
_PROFILE = {"tie": 20, "tie_note": 200, "goals": 4000, "vision": 2000, "mission": 4000, "structure": 4000}


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
        OutOfSight, NotAllowed; Refused ``ksm.pilihan``, ``ksm.teks``, ``ksm.tanggal``, ``ksm.nama-ada``,
        ``wilayah.bukan-desa``.
    """
    village = reach.village(desa)
    role = require(by, reach.REGISTER, Place(village.code))
    day = founded_on or clock.today()
    name = " ".join(name.split())
    profile = {"tie_note": tie_note, "goals": goals, "vision": vision, "mission": mission}
    problems = text(name, "nama", LONGEST_NAME) + among(kind, GROUP_KINDS, "jenis") + among(origin, ORIGINS, "asal")
    problems += among(tie, TIES, "ikatan") + not_future(day, "berdiri")
    for key, value in profile.items():
        problems += text(value, key, _PROFILE[key], empty=True)
    refuse_if(problems or name_problems(village.code, name))
    bkm = Bkm.objects.filter(public_id=bkm_id, desa=village.code).first() if bkm_id else None
    if bkm_id and bkm is None:
        raise OutOfSight
    ksm = Ksm(desa=village.code, kind=kind, origin=origin, founded_on=day, tie=tie, bkm=bkm,
              registered_at=clock.now(), **{key: value.strip() for key, value in profile.items()})  # fmt: skip
    after = {"nama": name, "jenis": kind, "desa": village.code, "berdiri": day.isoformat()}
    event = record_event(by, ksm, "ksm.daftar", name, role, after=after)
    ksm.event_id = event
    ksm.book = books.open_for(ksm, name=name, opened_on=day, by=by)
    ksm.save()
    _fact(ksm, "nama", name, day, event)
    _fact(ksm, "status", "aktif", day, event)
    return ksm.public_id


def name_problems(desa: str, name: str, *, besides: Ksm | None = None) -> list[Problem]:
    """``ksm.nama-ada`` when a running group of the village has the same name now."""
    rows = Ksm.objects.filter(desa=desa, facts__kind="nama", facts__value__iexact=name).distinct()
    same = [row for row in rows if besides is None or row.pk != besides.pk]
    if any(reach.name_of(row).lower() == name.lower() and reach.status_of(row) in ("aktif", "tidur") for row in same):
        hint = "Bila kelompoknya sama, pakai yang sudah terdaftar."
        return [
            Problem("ksm.nama-ada", Where(desa=desa, key="nama"), name, "nama yang belum dipakai di desa ini", hint)
        ]
    return []


def record_event(
    by: Viewer, ksm: Ksm, action: str, label: str, role: str, *, after: Mapping[str, Any] | None = None,
    before: Mapping[str, Any] | None = None,
) -> int:  # fmt: skip
    """Write an event of a group."""
    return audit.record(
        by, action, kind="ksm", key=str(ksm.public_id), label=label, role=role, place=reach.place_of(ksm),
        before=before, after=after,
    )  # fmt: skip


def _fact(ksm: Ksm, kind: str, value: str, day: date, event: int, *, note: str = "", other: Ksm | None = None) -> None:
    Fact.objects.create(ksm=ksm, kind=kind, value=value, effective_on=day, note=note, other=other,
                        recorded_at=clock.now(), event_id=event)  # fmt: skip


@transaction.atomic
def change_profile(ksm_id: UUID, *, by: Viewer, **what: str) -> None:
    """Write tie, tie_note, goals, vision, mission or structure anew. Raises OutOfSight, NotAllowed, Refused."""
    ksm, role = reach.group_for(by, ksm_id, reach.PROFILE, lock=True)
    problems = [
        Problem("ksm.pilihan", Where(key=key), key, " / ".join(_PROFILE)) for key in what if key not in _PROFILE
    ]
    for key, value in what.items():
        problems += text(value, key, _PROFILE.get(key, 0), empty=True) if key in _PROFILE else []
    if "tie" in what:
        problems += among(what["tie"], TIES, "tie")
    refuse_if(problems)
    before = {key: getattr(ksm, key) for key in what}
    after = {key: value.strip() for key, value in what.items()}
    if before == after:
        return
    for key, value in after.items():
        setattr(ksm, key, value)
    record_event(by, ksm, "ksm.profil", reach.name_of(ksm), role, before=before, after=after)
    ksm.save(update_fields=list(after))


@transaction.atomic
def set_fact(
    ksm_id: UUID, *, kind: str, value: str, effective_on: date, by: Viewer, note: str = "", other: UUID | None = None
) -> None:
    """Write a dated name, legal form or affiliation; the standing has its own verbs.

    Raises:
        OutOfSight, NotAllowed; Refused ``ksm.pilihan``, ``ksm.teks``, ``ksm.tanggal``, ``ksm.nama-ada``.
    """
    ksm, role = reach.group_for(by, ksm_id, reach.PROFILE, lock=True)
    kinds = {code: label for code, label in FACT_KINDS.items() if code != "status"}
    value = " ".join(value.split())
    problems = (
        among(kind, kinds, "jenis")
        + text(value, "isi", 160, empty=kind != "nama")
        + text(note, "catatan", 300, empty=True)
    )
    problems += not_future(effective_on, "sejak")
    if kind == "nama":
        problems += name_problems(ksm.desa, value, besides=ksm)
    refuse_if(problems)
    after = {"jenis": kind, "isi": value, "sejak": effective_on.isoformat()}
    event = record_event(by, ksm, f"ksm.{kind}", reach.name_of(ksm), role, after=after)
    related = Ksm.objects.filter(public_id=other).first() if other else None
    _fact(ksm, kind, value, effective_on, event, note=note.strip(), other=related)


@transaction.atomic
def make_dormant(ksm_id: UUID, *, on: date, reason: str, by: Viewer) -> None:
    """The group rests. Raises OutOfSight, NotAllowed, Refused ``ksm.keadaan``."""
    _stand(ksm_id, "tidur", on, reason, by, comes_from=("aktif",))


@transaction.atomic
def wake(ksm_id: UUID, *, on: date, reason: str, by: Viewer) -> None:
    """A resting group meets again. Raises OutOfSight, NotAllowed, Refused ``ksm.keadaan``."""
    _stand(ksm_id, "aktif", on, reason, by, comes_from=("tidur",))


@transaction.atomic
def dissolve(ksm_id: UUID, *, on: date, reason: str, by: Viewer) -> None:
    """The group ends; only with an empty cash box and savings paid back.

    Raises:
        OutOfSight, NotAllowed; Refused ``ksm.keadaan``, ``ksm.masih-bersaldo``.
    """
    _stand(ksm_id, "bubar", on, reason, by, comes_from=("aktif", "tidur"), empty=True)


@transaction.atomic
def merge(ksm_id: UUID, *, into: UUID, on: date, reason: str, by: Viewer) -> None:
    """The group goes over into another, which counts from then on as its successor.

    Raises:
        OutOfSight, NotAllowed; Refused ``ksm.keadaan``, ``ksm.masih-bersaldo``, ``ksm.penerus``.
    """
    successor, _ = reach.group_for(by, into, reach.REGISTER)
    if successor.public_id == ksm_id or reach.status_of(successor, on) != "aktif":
        raise Unusable(Problem("ksm.penerus", Where(key="penerus"), "kelompok itu", "kelompok lain yang berjalan"))
    _stand(ksm_id, "bergabung", on, reason, by, comes_from=("aktif", "tidur"), other=successor, empty=True)


def _stand(
    ksm_id: UUID, status: str, on: date, reason: str, by: Viewer, *, comes_from: Sequence[str],
    other: Ksm | None = None, empty: bool = False,
) -> None:  # fmt: skip
    ksm, role = reach.group_for(by, ksm_id, reach.REGISTER, lock=True)
    now = reach.status_of(ksm)
    problems = text(reason, "alasan", 300) + not_future(on, "tanggal")
    last = Fact.objects.filter(ksm=ksm, kind="status").order_by("-effective_on", "-id").first()
    if now not in comes_from or (last is not None and on < last.effective_on):
        got = f"{now} sejak {last.effective_on}" if last else now
        problems.append(
            Problem("ksm.keadaan", Where(key="status"), got, f"{' / '.join(comes_from)} sebelum tanggal itu")
        )
    if empty and ksm.book:
        problems += _left_over(ksm, by)
    refuse_if(problems)
    after = {"keadaan": status, "sejak": on.isoformat(), "penerus": str(other.public_id) if other else None}
    event = record_event(by, ksm, f"ksm.{status}", reach.name_of(ksm), role, before={"keadaan": now}, after=after)
    _fact(ksm, "status", status, on, event, note=reason.strip(), other=other)


def _left_over(ksm: Ksm, by: Viewer) -> list[Problem]:
    """``ksm.masih-bersaldo`` while the group still holds money of its members, or cash."""
    assert ksm.book is not None
    held = books.held_in_all(ksm.book, clock.today(), by=by)
    if not held:
        return []
    hint = "Bagikan kas dan simpanan kepada anggota, lalu catat."
    return [Problem("ksm.masih-bersaldo", Where(key="buku"), held, "kas dan simpanan yang sudah nol", hint)]
