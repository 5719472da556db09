"""Lists and registers, each only with what the viewer sees."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Count

from swadaya.accounts.access import OutOfSight, Place, Viewer
from swadaya.accounts.scope import visible_to
from swadaya.core import clock
from swadaya.wilayah.ranges import code_range

from .models import Bkm, CommunityGroup, InstitutionActivity, Ksm, Participation, UnitPengelola, WelfareBody
from .values import BodyInfo, CommunityGroupInfo, GroupLine, InstitutionActivityInfo

_LINES = """
SELECT k.id, n.value, s.value,
       (SELECT count(*) FROM ksm_member m WHERE m.ksm_id = k.id AND m.joined_on <= %(on)s
            AND (m.left_on IS NULL OR m.left_on >= %(on)s)),
       (SELECT max(t.held_on) FROM ksm_meeting t WHERE t.ksm_id = k.id)
FROM ksm_ksm k
LEFT JOIN LATERAL (SELECT f.value FROM ksm_fact f WHERE f.ksm_id = k.id AND f.kind = 'nama' AND f.effective_on <= %(on)s
                   ORDER BY f.effective_on DESC, f.id DESC LIMIT 1) n ON true
LEFT JOIN LATERAL (SELECT f.value FROM ksm_fact f WHERE f.ksm_id = k.id AND f.kind = 'status' AND f.effective_on <=
                   %(on)s ORDER BY f.effective_on DESC, f.id DESC LIMIT 1) s ON true
WHERE k.id = ANY(%(ids)s)
"""


def groups_in(
    region: str = "", *, by: Viewer, status: str = "", text: str = "", after: str = "", limit: int = 50
) -> list[GroupLine]:
    """Groups of a region that the viewer sees, by village; the next page: ``after`` the last ``cursor``.

    Args:
        status: only groups that stand so now.
        text: only groups whose name now contains this.
    """
    rows = visible_to(by, Ksm.objects.all(), room="ksm", region="desa", group="public_id")
    low, high = code_range(region)
    rows = rows.filter(desa__gte=low, desa__lt=high).order_by("desa", "id")
    if status:
        rows = rows.filter(pk__in=_standing(low, high, status))
    if text.strip():
        rows = rows.filter(pk__in=_named(low, high, text.strip()))
    desa, _, number = after.partition("-")
    if number.isdecimal():
        rows = rows.filter(desa=desa, id__gt=int(number)) | rows.filter(desa__gt=desa)
    page = list(rows[:limit])
    said = _said([row.pk for row in page])
    return [
        GroupLine(
            row.public_id, name or "", row.kind, row.desa, standing or "aktif", members, held, f"{row.desa}-{row.pk}"
        )
        for row in page
        for name, standing, members, held in [said[row.pk]]
    ]


def _standing(low: str, high: str, status: str) -> Sequence[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT k.id FROM ksm_ksm k WHERE k.desa >= %s AND k.desa < %s AND %s = (
                SELECT f.value FROM ksm_fact f WHERE f.ksm_id = k.id AND f.kind = 'status' AND f.effective_on <= %s
                ORDER BY f.effective_on DESC, f.id DESC LIMIT 1)
            """,
            [low, high, status, clock.today()],
        )
        return [row[0] for row in cursor.fetchall()]


def _named(low: str, high: str, text: str) -> Sequence[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT k.id FROM ksm_ksm k WHERE k.desa >= %s AND k.desa < %s AND strpos((
                SELECT lower(f.value) FROM ksm_fact f WHERE f.ksm_id = k.id AND f.kind = 'nama' AND f.effective_on <= %s
                ORDER BY f.effective_on DESC, f.id DESC LIMIT 1), lower(%s)) > 0
            """,
            [low, high, clock.today(), text.replace("\0", "")],
        )
        return [row[0] for row in cursor.fetchall()]


def _said(ids: Sequence[int]) -> dict[int, tuple[str | None, str | None, int, date | None]]:
    with connection.cursor() as cursor:
        cursor.execute(_LINES, {"on": clock.today(), "ids": list(ids)})
        return {row[0]: row[1:] for row in cursor.fetchall()}


def bkm_in(region: str = "", *, by: Viewer) -> list[BodyInfo]:
    """BKM of a region; ``count``: groups that are its partners."""
    rows = visible_to(by, Bkm.objects.all(), room="lembaga", region="desa")
    low, high = code_range(region)
    found = rows.filter(desa__gte=low, desa__lt=high).annotate(many=Count("groups")).order_by("desa", "name")
    return [BodyInfo(row.public_id, row.kind, row.name, row.desa, "", row.many) for row in found]


def units_in(region: str = "", *, by: Viewer) -> list[BodyInfo]:
    """Units of a region; ``note``: their level."""
    rows = visible_to(by, UnitPengelola.objects.all(), room="lembaga", region="region")
    low, high = code_range(region)
    found = rows.filter(region__gte=low, region__lt=high).order_by("region", "kind", "name")
    return [BodyInfo(row.public_id, row.kind, row.name, row.region, row.level, 0) for row in found]


def welfare_bodies_in(region: str = "", *, by: Viewer) -> list[BodyInfo]:
    """LKS and BKKKS of a region; ``note``: legal form, ``count``: activities written down."""
    rows = visible_to(by, WelfareBody.objects.all(), room="lembaga", region="region")
    low, high = code_range(region)
    found = rows.filter(region__gte=low, region__lt=high).annotate(many=Count("activities"))
    return [
        BodyInfo(row.public_id, row.kind, row.name, row.region, row.legal_form, row.many)
        for row in found.order_by("region", "kind", "name")
    ]


def community_groups_in(desa: str, *, by: Viewer) -> list[CommunityGroupInfo]:
    """All groups of a village, and which are agreed for mentoring. Raises OutOfSight."""
    _see(by, desa)
    rows = CommunityGroup.objects.filter(desa=desa).select_related("ksm").order_by("name")
    return [
        CommunityGroupInfo(
            row.id, row.name, row.kind, row.members, row.members_agreed_on, row.actors_agreed_on,
            bool(row.members_agreed_on and row.actors_agreed_on), row.ksm.public_id if row.ksm else None,
        )
        for row in rows
    ]  # fmt: skip


def institution_activities_in(desa: str, *, by: Viewer, year: int) -> list[InstitutionActivityInfo]:
    """What BKM and village did in a year, newest first, with the groups that took part. Raises OutOfSight."""
    _see(by, desa)
    rows = list(InstitutionActivity.objects.filter(desa=desa, on__year=year).order_by("-on", "-id"))
    took: dict[int, list[UUID]] = {}
    pairs = Participation.objects.filter(activity__in=rows).values_list("activity_id", "ksm__public_id")
    for activity, ksm in pairs:
        took.setdefault(activity, []).append(ksm)
    return [
        InstitutionActivityInfo(
            row.public_id, row.of, row.kind, row.title, row.on, row.evidence, row.visited,
            tuple(sorted(took.get(row.id, ()))),
        )
        for row in rows
    ]  # fmt: skip


def _see(by: Viewer, desa: str) -> None:
    if not by.sees("lembaga", Place(desa)):
        raise OutOfSight
