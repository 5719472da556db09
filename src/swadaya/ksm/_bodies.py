"""Writes about bodies around the groups: BKM, units, the village's groups, what institutions did, welfare bodies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models, transaction

from swadaya.accounts import audit
from swadaya.accounts.access import OutOfSight, Place, Viewer, require
from swadaya.core import clock, codes
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import refuse_if
from swadaya.wilayah import selectors as wilayah

from . import reach
from ._typed import among, not_future, text
from .models import (
    Bkm,
    CommunityGroup,
    InstitutionActivity,
    Ksm,
    Participation,
    UnitPengelola,
    WelfareActivity,
    WelfareBody,
)
from .values import BODY_TASKS, SERVICES, UNIT_KINDS

MOST_GROUPS = 500


def _record(by: Viewer, region: str, action: str, kind: str, key: str, label: str, role: str,
            after: Mapping[str, Any]) -> int:  # fmt: skip
    place = Place(region)
    return audit.record(by, action, kind=kind, key=key, label=label, role=role, place=place, after=after)


def _write(row: models.Model, event: int) -> None:
    row.event_id = event  # type: ignore[attr-defined]
    row.save()


@transaction.atomic
def register_bkm(desa: str, *, name: str, by: Viewer, kind: str = "BKM", founded_on: date | None = None) -> UUID:
    """Register the citizens' board of a village. Raises OutOfSight, NotAllowed, Refused ``ksm.*``, ``lembaga.ada``."""
    village = reach.village(desa)
    role = require(by, reach.BODIES_RECORD, Place(village.code))
    problems = text(name, "nama", 120) + among(kind, {"BKM": "", "LKM": ""}, "jenis")
    if Bkm.objects.filter(desa=desa, name__iexact=name.strip()).exists():
        problems.append(Problem("lembaga.ada", Where(desa=desa), name, "lembaga yang belum terdaftar"))
    refuse_if(problems)
    row = Bkm(kind=kind, name=" ".join(name.split()), desa=desa, founded_on=founded_on)
    _write(row, _record(by, desa, "lembaga.bkm", "bkm", str(row.public_id), name, role, {"jenis": kind}))
    return row.public_id


@transaction.atomic
def register_unit(region: str, *, name: str, kind: str, by: Viewer, bkm_id: UUID | None = None) -> UUID:
    """Register a unit pengelola: of a village under its BKM, or of a kecamatan.

    Raises OutOfSight, NotAllowed, Refused.
    """
    role = require(by, reach.BODIES_RECORD, Place(region))
    problems = text(name, "nama", 120) + among(kind, UNIT_KINDS, "jenis") + _region(region, ("desa", "kecamatan"))
    bkm = Bkm.objects.filter(public_id=bkm_id, desa=region).first() if bkm_id else None
    if bkm_id and bkm is None:
        problems.append(Problem("lembaga.bkm", Where(key="bkm"), str(bkm_id), "BKM desa itu"))
    refuse_if(problems)
    level = "kelurahan" if len(region) == 10 else "kecamatan"
    row = UnitPengelola(kind=kind, level=level, name=" ".join(name.split()), region=region, bkm=bkm)
    _write(row, _record(by, region, "lembaga.unit", "unit", str(row.public_id), name, role, {"jenis": kind}))
    return row.public_id


def _region(region: str, levels: Sequence[str]) -> list[Problem]:
    found = wilayah.get(region) if codes.normalise(region) == region else None
    if found is not None and found.code == region and found.level in levels:
        return []
    return [Problem("lembaga.wilayah", Where(key="wilayah"), region[:13], f"kode {' / '.join(levels)}")]


@transaction.atomic
def list_community_group(desa: str, *, name: str, kind: str, by: Viewer, members: int | None = None) -> int:
    """Put a group of the village on the list. Raises OutOfSight, NotAllowed, Refused ``lembaga.ada``, ``ksm.*``."""
    village = reach.village(desa)
    role = require(by, reach.BODIES_RECORD, Place(village.code))
    name = " ".join(name.split())
    problems = text(name, "nama", 120) + text(kind, "jenis", 60)
    if members is not None and not 0 <= members <= 100_000:
        problems.append(Problem("ksm.jumlah", Where(key="anggota"), str(members), "banyak anggota"))
    if CommunityGroup.objects.filter(desa=desa, name=name).exists():
        problems.append(Problem("lembaga.ada", Where(desa=desa), name, "kelompok yang belum terdaftar"))
    refuse_if(problems)
    event = _record(by, desa, "lembaga.kelompok", "kelompok-masyarakat", desa, name, role, {"jenis": kind})
    return CommunityGroup.objects.create(desa=desa, name=name, kind=kind.strip(), members=members, event_id=event).id


def _community(by: Viewer, group_id: int) -> tuple[CommunityGroup, str]:
    row = CommunityGroup.objects.select_for_update().filter(pk=group_id).first()
    if row is None:
        raise OutOfSight
    return row, require(by, reach.BODIES_RECORD, Place(row.desa))


@transaction.atomic
def agree_mentoring(community_group_id: int, *, side: str, by_whom: str, on: date, by: Viewer) -> None:
    """One side agrees that a group be mentored: all its members, or the programme's actors in the village.

    Raises:
        OutOfSight, NotAllowed; Refused ``ksm.pilihan``, ``ksm.teks``, ``ksm.tanggal``.

    Source: SIPD card of active KSM, "harus merupakan kesepakatan bersama seluruh anggota kelompok dan pelaku program".
    """
    row, role = _community(by, community_group_id)
    sides = {"anggota": "members", "pelaku": "actors"}
    refuse_if(among(side, sides, "pihak") + text(by_whom, "oleh", 120) + not_future(on, "tanggal"))
    _record(by, row.desa, "lembaga.sepakat", "kelompok-masyarakat", row.desa, row.name, role, {"pihak": side})
    setattr(row, f"{sides[side]}_agreed_on", on)
    setattr(row, f"{sides[side]}_agreed_by", by_whom.strip())
    row.save()


@transaction.atomic
def adopt_community_group(community_group_id: int, *, ksm_id: UUID, by: Viewer) -> None:
    """Say which KSM grew from a group of the village.

    Raises OutOfSight, NotAllowed, Refused ``lembaga.belum-sepakat``.
    """
    row, role = _community(by, community_group_id)
    ksm, _ = reach.group_for(by, ksm_id)
    if not row.members_agreed_on or not row.actors_agreed_on or row.ksm_id or ksm.desa != row.desa:
        got = "sudah menjadi KSM" if row.ksm_id else "belum disepakati kedua pihak, atau di desa lain"
        refuse_if(
            [Problem("lembaga.belum-sepakat", Where(key=row.name), got, "kesepakatan anggota dan pelaku program")]
        )
    after = {"ksm": str(ksm_id)}
    _record(by, row.desa, "lembaga.menjadi-ksm", "kelompok-masyarakat", row.desa, row.name, role, after)
    row.ksm = ksm
    row.save(update_fields=["ksm"])


@transaction.atomic
def record_institution_activity(
    desa: str,
    *,
    of: str,
    kind: str,
    title: str,
    on: date,
    groups: Sequence[UUID],
    by: Viewer,
    evidence: str = "",
    visited: bool = False,
) -> UUID:
    """Write down an activity of BKM or village and which groups of the village took part.

    Args:
        evidence: which minutes or list of attendance says so.
        visited: whoever writes it down was there.

    Raises:
        OutOfSight, NotAllowed; Refused ``ksm.*``, ``lembaga.kelompok``.
    """
    village = reach.village(desa)
    role = require(by, reach.BODIES_RECORD, Place(village.code))
    problems = among(of, {"bkm": "", "desa": ""}, "lembaga") + text(kind, "jenis", 60) + text(title, "kegiatan", 200)
    problems += not_future(on, "tanggal") + text(evidence, "bukti", 200, empty=True)
    wanted = sorted(set(groups))
    rows = list(Ksm.objects.filter(desa=desa, public_id__in=wanted)) if len(wanted) <= MOST_GROUPS else []
    if len(rows) < len(wanted):
        got = f"{len(wanted) - len(rows)} kelompok lain"
        problems.append(Problem("lembaga.kelompok", Where(key="kelompok"), got, "kelompok desa itu"))
    refuse_if(problems)
    row = InstitutionActivity(desa=desa, of=of, kind=kind.strip(), title=title.strip(), on=on,
                              evidence=evidence.strip(), visited=visited, recorded_at=clock.now())  # fmt: skip
    after = {"tanggal": on.isoformat(), "kelompok": [str(one.public_id) for one in rows]}
    _write(row, _record(by, desa, "lembaga.kegiatan", "kegiatan", str(row.public_id), title, role, after))
    Participation.objects.bulk_create(Participation(activity=row, ksm=one) for one in rows)
    return row.public_id


@transaction.atomic
def register_welfare_body(
    region: str, *, name: str, kind: str, by: Viewer, legal_form: str = "", services: Sequence[str] = ()
) -> UUID:
    """Register an LKS, or the BKKKS of a province. Raises OutOfSight, NotAllowed, Refused ``lembaga.*``, ``ksm.*``."""
    role = require(by, reach.BODIES_RECORD, Place(region))
    name = " ".join(name.split())
    problems = text(name, "nama", 160) + among(kind, {"LKS": "", "BKKKS": ""}, "jenis")
    problems += text(legal_form, "badan_hukum", 80, empty=True)
    levels = ("provinsi",) if kind == "BKKKS" else ("provinsi", "kabkota", "kecamatan", "desa")
    problems += _region(region, levels)
    for service in services:
        problems += among(service, SERVICES, "layanan")
    if WelfareBody.objects.filter(kind=kind, region=region, name=name).exists():
        problems.append(Problem("lembaga.ada", Where(key=region), name, "lembaga yang belum terdaftar"))
    refuse_if(problems)
    row = WelfareBody(
        kind=kind, name=name, region=region, legal_form=legal_form.strip(), services=sorted(set(services))
    )
    _write(row, _record(by, region, "lembaga.sosial", "lembaga", str(row.public_id), name, role, {"jenis": kind}))
    return row.public_id


@transaction.atomic
def record_welfare_activity(
    body_id: UUID, *, title: str, on: date, by: Viewer, tasks: Sequence[str] = (), note: str = ""
) -> int:
    """Write down what a welfare body did; the six main tasks are those of a BKKKS.

    Raises OutOfSight, NotAllowed, Refused.
    """
    body = WelfareBody.objects.filter(public_id=body_id).first()
    if body is None:
        raise OutOfSight
    role = require(by, reach.BODIES_RECORD, Place(body.region))
    problems = text(title, "kegiatan", 200) + not_future(on, "tanggal") + text(note, "catatan", 4000, empty=True)
    for task in tasks:
        problems += among(task, BODY_TASKS if body.kind == "BKKKS" else {}, "tugas")
    refuse_if(problems)
    after = {"tanggal": on.isoformat(), "tugas": sorted(set(tasks))}
    event = _record(by, body.region, "lembaga.kegiatan-sosial", "lembaga", str(body_id), title, role, after)
    row = WelfareActivity.objects.create(body=body, title=title.strip(), on=on, tasks=sorted(set(tasks)),
                                         note=note.strip(), event_id=event)  # fmt: skip
    return row.id
