"""Writes about the register of all community groups of a village, and which of them are to be mentored."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from swadaya.accounts.rules.access import OutOfSight, Place, Viewer, require
from swadaya.core import names
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import raise_if

from .. import access
from ..models import CommunityGroup, Ksm, PersonalData
from ..register_entry import event, lock_region, normalise_spaces, past_day_problems, there_already
from ..rules.validators import among, text
from ..values import SIDES

_COLUMNS = {"anggota": "members", "pelaku": "actors"}


@transaction.atomic
def list_community_group(desa: str, *, name: str, kind: str, by: Viewer, members: int | None = None) -> int:
    """Put a group of the village on the list. Raises OutOfSight, NotAllowed, Invalid ``lembaga.ada``, ``ksm.*``."""
    village = access.village(desa)
    role = require(by, access.BODIES_RECORD, Place(village.code))
    lock_region(desa)
    name, kind = normalise_spaces(name), normalise_spaces(kind)
    problems = text(name, "nama", 120) + text(kind, "jenis", 60)
    if members is not None and not 0 <= members <= 100_000:
        problems.append(Problem("ksm.jumlah", Where(key="anggota"), str(members), "0 sampai 100.000"))
    same = CommunityGroup.objects.filter(desa=desa, name__iexact=name)
    raise_if(problems + there_already(same, "nama", name, "kelompok yang belum terdaftar"))
    after = {"jenis": kind, "banyak_anggota": members}
    at = event(by, desa, "lembaga.kelompok", "kelompok-masyarakat", desa, name, role, after=after)
    return CommunityGroup.objects.create(desa=desa, name=name, kind=kind, members=members, event_id=at).id


def _row(by: Viewer, group_id: int) -> tuple[CommunityGroup, str]:
    row = CommunityGroup.objects.select_for_update().filter(pk=group_id).first()
    if row is None:
        raise OutOfSight
    return row, require(by, access.BODIES_RECORD, Place(row.desa))


def _adopted(row: CommunityGroup) -> list[Problem]:
    if row.ksm_id is None:
        return []
    hint = "Hari kesepakatannya tetap; oleh siapa boleh ditulis lain."
    return [Problem("lembaga.sudah-ksm", Where(key="kelompok"), row.name, "kelompok yang belum menjadi KSM", hint)]


@transaction.atomic
def agree_mentoring(community_group_id: int, *, side: str, by_whom: str, on: date, by: Viewer) -> None:
    """One side agrees that a group be mentored: all its members, or the programme's actors in the village.

    Said again it corrects what was said before. Once the group grew into a KSM the day stands; by whom may still be
    said in other words, so that a name that was written can be taken out.

    Args:
        by_whom: an office or the number of minutes; everybody who sees the register reads it.

    Raises:
        OutOfSight, NotAllowed; Invalid ``ksm.pilihan``, ``ksm.teks``, ``ksm.tanggal``, ``nama.dalam-teks``,
        ``lembaga.sudah-ksm``.

    Source: SIPD card of active KSM, "harus merupakan kesepakatan bersama seluruh anggota kelompok dan pelaku program".
    """
    row, role = _row(by, community_group_id)
    raise_if(among(side, SIDES, "pihak") + text(by_whom, "oleh", 120) + past_day_problems(on, "tanggal"))
    column = _COLUMNS[side]
    was: date | None = getattr(row, f"{column}_agreed_on")
    raise_if(_naming(row, by_whom) + (_adopted(row) if on != was else []))
    before = {"pihak": side, "tanggal": was.isoformat()} if was else None
    event(
        by,
        row.desa,
        "lembaga.sepakat",
        "kelompok-masyarakat",
        row.desa,
        row.name,
        role,
        before=before,
        after={"pihak": side, "tanggal": on.isoformat()},
    )
    setattr(row, f"{column}_agreed_on", on)
    setattr(row, f"{column}_agreed_by", normalise_spaces(by_whom))
    row.save(update_fields=[f"{column}_agreed_on", f"{column}_agreed_by"])


@transaction.atomic
def adopt_community_group(community_group_id: int, *, ksm_id: UUID, by: Viewer) -> None:
    """Say which KSM of the village grew from one of its groups.

    Raises:
        OutOfSight, NotAllowed; Invalid ``lembaga.belum-sepakat``, ``lembaga.sudah-ksm``, ``lembaga.lain-desa``,
        ``lembaga.ksm-terpakai``, ``ksm.sudah-berakhir``.
    """
    row, role = _row(by, community_group_id)
    ksm, _ = access.group_for(by, ksm_id, lock=True)
    lock_region(row.desa)
    problems = _adopted(row)
    if not row.members_agreed_on or not row.actors_agreed_on:
        got = "belum disepakati kedua pihak"
        problems.append(
            Problem("lembaga.belum-sepakat", Where(key=row.name), got, "kesepakatan anggota dan pelaku program")
        )
    problems += _fitting(row, ksm)
    raise_if(problems)
    after = {"ksm": str(ksm_id)}
    event(by, row.desa, "lembaga.menjadi-ksm", "kelompok-masyarakat", row.desa, row.name, role, after=after)
    row.ksm = ksm
    row.save(update_fields=["ksm"])


def _naming(row: CommunityGroup, by_whom: str) -> list[Problem]:
    """``nama.dalam-teks`` for the name of a member of any group of the village."""
    members = PersonalData.objects.filter(member__ksm__desa=row.desa).exclude(name="").values_list("name", flat=True)
    return names.problems({"oleh": by_whom}, list(members))


def _fitting(row: CommunityGroup, ksm: Ksm) -> list[Problem]:
    name = access.name_of(ksm)
    if ksm.desa != row.desa:
        return [Problem("lembaga.lain-desa", Where(key="ksm"), name, "KSM di desa yang sama")]
    grown = CommunityGroup.objects.filter(ksm=ksm).exclude(pk=row.pk).first()
    if grown is not None:
        return [Problem("lembaga.ksm-terpakai", Where(key="ksm"), f"{name} berasal dari {grown.name}", "KSM yang lain")]
    return access.over_problems(ksm)
