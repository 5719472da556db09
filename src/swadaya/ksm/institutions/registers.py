"""Registers of a village and of a region: boards, units, community groups, kegiatan lembaga, and who is active."""

from __future__ import annotations

from uuid import UUID

from django.db import connection
from django.db.models import Count

from swadaya.accounts.rules.access import OutOfSight, Place, Viewer
from swadaya.accounts.scope import visible_to
from swadaya.wilayah.rules.code_ranges import code_range

from ..groups.activity_evidence import counted
from ..groups.listing import all_groups
from ..models import Bkm, CommunityGroup, InstitutionActivity, UnitPengelola
from ..rules import activity
from ..values import BodyInfo, CommunityGroupInfo, GroupActivity, InstitutionActivityInfo, UnitInfo


def bkm_in(region: str = "", *, by: Viewer) -> list[BodyInfo]:
    """BKM of a region; ``count``: groups that are its partners."""
    rows = visible_to(by, Bkm.objects.all(), room="lembaga", region="desa")
    low, high = code_range(region)
    found = rows.filter(desa__gte=low, desa__lt=high).annotate(many=Count("groups")).order_by("desa", "name")
    return [BodyInfo(row.public_id, row.kind, row.name, row.desa, row.many) for row in found]


def units_in(region: str = "", *, by: Viewer) -> list[UnitInfo]:
    """Units pengelola of a region."""
    rows = visible_to(by, UnitPengelola.objects.select_related("bkm"), room="lembaga", region="region")
    low, high = code_range(region)
    found = rows.filter(region__gte=low, region__lt=high).order_by("region", "kind", "name")
    return [
        UnitInfo(row.public_id, row.kind, row.name, row.region, row.level, row.bkm.name if row.bkm else "")
        for row in found
    ]


def community_groups_in(desa: str, *, by: Viewer) -> list[CommunityGroupInfo]:
    """All groups of a village, and which are agreed for mentoring. Raises OutOfSight."""
    _see(by, desa)
    rows = CommunityGroup.objects.filter(desa=desa).select_related("ksm").order_by("name")
    return [
        CommunityGroupInfo(
            row.id,
            row.name,
            row.kind,
            row.members,
            row.members_agreed_on,
            row.members_agreed_by,
            row.actors_agreed_on,
            row.actors_agreed_by,
            bool(row.members_agreed_on and row.actors_agreed_on),
            row.ksm.public_id if row.ksm else None,
        )
        for row in rows
    ]


_TOOK_PART = """
SELECT p.activity_id, k.public_id, coalesce((
    SELECT f.value FROM ksm_fact f WHERE f.ksm_id = k.id AND f.kind = 'nama' AND f.effective_on <= a."on"
    ORDER BY f.effective_on DESC, f.id DESC LIMIT 1), '') AS name
FROM ksm_participation p JOIN ksm_institutionactivity a ON a.id = p.activity_id JOIN ksm_ksm k ON k.id = p.ksm_id
WHERE a.id = ANY(%s) ORDER BY name, k.id
"""


def institution_activities_in(desa: str, *, by: Viewer, year: int) -> list[InstitutionActivityInfo]:
    """What BKM and village did in a year, newest first, with the groups that took part. Raises OutOfSight."""
    _see(by, desa)
    rows = list(InstitutionActivity.objects.filter(desa=desa, on__year=year).order_by("-on", "-id"))
    took: dict[int, dict[UUID, str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_TOOK_PART, [[row.id for row in rows]])
        for activity_id, ksm, name in cursor.fetchall():
            took.setdefault(activity_id, {})[ksm] = name
    return [
        InstitutionActivityInfo(
            row.public_id,
            row.of,
            row.kind,
            row.title,
            row.on,
            row.evidence,
            row.visited,
            took.get(row.id, {}),
            row.withdrawn_why,
        )
        for row in rows
    ]


def activity_in(desa: str, *, by: Viewer, year: int) -> list[GroupActivity]:
    """Which groups of a village count as active in a year, and why or why not, by name; what ended is left out.

    Raises:
        OutOfSight; Invalid ``ksm-aktif.tidak-ada``, ``panca-sutra.tidak-ada``.
    """
    _see(by, desa)
    found = counted(desa, year)
    definition = found.definition
    lines = {line.id: line.name for line in all_groups(desa, by=by) if line.status in ("aktif", "tidur")}
    judged = [
        GroupActivity(
            group.id,
            lines[group.id],
            active := activity.is_active(group.evidence, definition.published, definition),
            activity.reasons(group.evidence, definition.published, definition),
            group.level if active else "",
            {
                code: activity.is_active(group.evidence, code, definition)
                for code in definition.options
                if code != definition.published
            },
        )
        for group in found.groups
        if group.id in lines
    ]
    return sorted(judged, key=lambda one: one.name.lower())


def _see(by: Viewer, desa: str) -> None:
    if not by.sees("lembaga", Place(desa)):
        raise OutOfSight
