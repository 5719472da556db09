"""Writes about the institutions of a village: BKM, units, and what BKM and village did with the groups."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from swadaya.accounts.rules.access import OutOfSight, Place, Viewer, require
from swadaya.core import clock
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import raise_if

from .. import access
from ..models import Bkm, InstitutionActivity, Ksm, Participation, UnitPengelola
from ..register_entry import (
    event,
    known_region,
    lock_region,
    normalise_spaces,
    past_day_problems,
    save_with_event,
    there_already,
)
from ..rules.validators import among, text
from ..values import BOARD_KINDS, INSTITUTIONS, UNIT_KINDS

MOST_GROUPS = 500


@transaction.atomic
def register_bkm(desa: str, *, name: str, by: Viewer, kind: str = "BKM", founded_on: date | None = None) -> UUID:
    """Register the citizens' board of a village. Raises OutOfSight, NotAllowed, Invalid ``ksm.*``, ``lembaga.ada``."""
    village = access.village(desa)
    role = require(by, access.BODIES_RECORD, Place(village.code))
    lock_region(desa)
    name = normalise_spaces(name)
    problems = text(name, "nama", 120) + among(kind, BOARD_KINDS, "jenis") + past_day_problems(founded_on, "berdiri")
    same = Bkm.objects.filter(desa=desa, name__iexact=name)
    raise_if(problems + there_already(same, "nama", name, "lembaga yang belum terdaftar"))
    row = Bkm(kind=kind, name=name, desa=desa, founded_on=founded_on)
    save_with_event(row, event(by, desa, "lembaga.bkm", "bkm", str(row.public_id), name, role, after={"jenis": kind}))
    return row.public_id


@transaction.atomic
def register_unit(region: str, *, name: str, kind: str, by: Viewer, bkm_id: UUID | None = None) -> UUID:
    """Register a unit pengelola: of a village under its BKM, or of a kecamatan.

    Raises OutOfSight, NotAllowed, Invalid ``ksm.*``, ``lembaga.ada``, ``.bkm``, ``.wilayah``.
    """
    role = require(by, access.BODIES_RECORD, Place(region))
    lock_region(region)
    name = normalise_spaces(name)
    problems = text(name, "nama", 120) + among(kind, UNIT_KINDS, "jenis")
    problems += known_region(region, ("desa", "kecamatan"))
    bkm = Bkm.objects.filter(public_id=bkm_id, desa=region).first() if bkm_id else None
    if bkm_id and bkm is None:
        problems.append(Problem("lembaga.bkm", Where(key="bkm"), str(bkm_id), "BKM desa itu"))
    same = UnitPengelola.objects.filter(region=region, kind=kind, name__iexact=name)
    raise_if(problems + there_already(same, "nama", name, "unit yang belum terdaftar"))
    level = "kelurahan" if len(region) == 10 else "kecamatan"
    row = UnitPengelola(kind=kind, level=level, name=name, region=region, bkm=bkm)
    save_with_event(
        row, event(by, region, "lembaga.unit", "unit", str(row.public_id), name, role, after={"jenis": kind})
    )
    return row.public_id


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
        OutOfSight, NotAllowed; Invalid ``ksm.*``, ``lembaga.kelompok``, ``lembaga.belum-ada``: a group that had not
        begun, or was no more, on that day.
    """
    village = access.village(desa)
    role = require(by, access.BODIES_RECORD, Place(village.code))
    problems = among(of, INSTITUTIONS, "lembaga") + text(kind, "jenis", 60) + text(title, "kegiatan", 200)
    problems += past_day_problems(on, "tanggal") + text(evidence, "bukti", 200, empty=True)
    wanted = sorted(set(groups))
    rows = list(_locked(desa, wanted)) if len(wanted) <= MOST_GROUPS else []
    if len(rows) < len(wanted):
        got = f"{len(wanted) - len(rows)} kelompok lain"
        problems.append(Problem("lembaga.kelompok", Where(key="kelompok"), got, "kelompok desa itu"))
    raise_if(problems + _not_standing(rows, on))
    row = InstitutionActivity(
        desa=desa,
        of=of,
        kind=normalise_spaces(kind),
        title=normalise_spaces(title),
        on=on,
        evidence=evidence.strip(),
        visited=visited,
        recorded_at=clock.now(),
    )
    after = {
        "tanggal": on.isoformat(),
        "kelompok": [str(one.public_id) for one in rows],
        "bukti": row.evidence,
        "disaksikan": visited,
    }
    save_with_event(
        row, event(by, desa, "lembaga.kegiatan", "kegiatan", str(row.public_id), row.title, role, after=after)
    )
    Participation.objects.bulk_create(Participation(activity=row, ksm=one) for one in rows)
    return row.public_id


def _locked(desa: str, wanted: Sequence[UUID]) -> QuerySet[Ksm]:
    """Groups that cannot end until this transaction does; in the order in which ``merge`` locks two."""
    rows = Ksm.objects.select_for_update(no_key=True).filter(desa=desa, public_id__in=wanted)
    return rows.order_by("public_id")


_STOOD = """
SELECT k.id FROM ksm_ksm k WHERE k.id = ANY(%(ids)s) AND k.founded_on <= %(on)s AND coalesce((
    SELECT f.value FROM ksm_fact f WHERE f.ksm_id = k.id AND f.kind = 'status' AND f.effective_on <= %(on)s
    ORDER BY f.effective_on DESC, f.id DESC LIMIT 1), 'aktif') IN ('aktif', 'tidur')
"""


def _not_standing(rows: Sequence[Ksm], on: date) -> list[Problem]:
    with connection.cursor() as cursor:
        cursor.execute(_STOOD, {"ids": [row.pk for row in rows], "on": on})
        stood = {pk for (pk,) in cursor.fetchall()}
    missing = [access.name_of(row) for row in rows if row.pk not in stood]
    if not missing:
        return []
    got = f"{', '.join(missing)[:200]} belum berdiri atau sudah bubar"
    return [Problem("lembaga.belum-ada", Where(key="kelompok"), got, "kelompok yang berdiri pada hari itu")]


@transaction.atomic
def withdraw_institution_activity(activity_id: UUID, *, reason: str, by: Viewer) -> None:
    """Say that an activity was written down by mistake: it stays visible and counts for nobody.

    Raises:
        OutOfSight, NotAllowed; Invalid ``ksm.teks``, ``lembaga.sudah-batal``.
    """
    row = InstitutionActivity.objects.select_for_update().filter(public_id=activity_id).first()
    if row is None:
        raise OutOfSight
    role = require(by, access.BODIES_RECORD, Place(row.desa))
    problems = text(reason, "alasan", 200)
    if row.withdrawn_at is not None:
        problems.append(Problem("lembaga.sudah-batal", Where(key="kegiatan"), row.title[:80], "kegiatan yang berlaku"))
    raise_if(problems)
    key, after = str(activity_id), {"alasan": reason.strip()}
    event(by, row.desa, "lembaga.batal-kegiatan", "kegiatan", key, row.title, role, after=after)
    row.withdrawn_at, row.withdrawn_why = clock.now(), reason.strip()
    row.save(update_fields=["withdrawn_at", "withdrawn_why"])
