"""Registers of welfare bodies, only with what the viewer sees."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Count, QuerySet

from swadaya.accounts.rules.access import OutOfSight, Place, Viewer
from swadaya.accounts.scope import visible_to
from swadaya.wilayah.rules.code_ranges import code_range

from .. import access
from ..models import WelfareBody
from ..values import BODY_TASKS, WelfareActivityInfo, WelfareBodyInfo, WelfarePage


def welfare_bodies_in(
    region: str = "",
    *,
    by: Viewer,
    service: str = "",
    text: str = "",
    ended: bool = False,
    after: str = "",
    limit: int = 100,
) -> list[WelfareBodyInfo]:
    """BKKKS and LKS of a region, BKKKS first, then by place and name; the next page: ``after`` the last id.

    Args:
        service: only LKS with this service.
        text: only bodies whose name contains this.
        ended: also those that were dissolved.
    """
    rows = visible_to(by, WelfareBody.objects.all(), room="lembaga", region="region")
    low, high = code_range(region)
    rows = rows.filter(region__gte=low, region__lt=high)
    if not ended:
        rows = rows.filter(ended_on=None)
    if service:
        rows = rows.filter(services__contains=[service])
    if wanted := text.replace("\0", "").strip():
        rows = rows.filter(name__icontains=wanted)
    if after:
        rows = _following(rows, after)
    found = rows.annotate(many=Count("activities")).order_by("kind", "region", "name")[:limit]
    return [_info(row, row.many) for row in found]


def _following(rows: QuerySet[WelfareBody, WelfareBody], after: str) -> QuerySet[WelfareBody, WelfareBody]:
    try:
        last = WelfareBody.objects.filter(public_id=UUID(after)).first()
    except ValueError:
        last = None
    if last is None:
        return rows
    place = rows.filter(kind=last.kind, region=last.region, name__gt=last.name)
    return place | rows.filter(kind=last.kind, region__gt=last.region) | rows.filter(kind__gt=last.kind)


def _info(row: WelfareBody, activities: int) -> WelfareBodyInfo:
    return WelfareBodyInfo(
        row.public_id,
        row.kind,
        row.name,
        row.region,
        row.legal_form,
        tuple(row.services),
        row.founded_on,
        row.ended_on,
        row.ended_why,
        activities,
    )


def welfare_body(body_id: UUID, *, by: Viewer) -> WelfarePage:
    """One body with what it did. Raises OutOfSight."""
    row = WelfareBody.objects.filter(public_id=body_id).first()
    if row is None or not by.sees("lembaga", Place(row.region)):
        raise OutOfSight
    done = tuple(
        WelfareActivityInfo(activity.id, activity.title, activity.on, tuple(activity.tasks), activity.note)
        for activity in row.activities.order_by("-on", "-id")
    )
    by_task = {task: sum(task in one.tasks for one in done) for task in BODY_TASKS} if row.kind == "BKKKS" else {}
    return WelfarePage(_info(row, len(done)), done, by_task, by.may(access.WELFARE_RECORD, Place(row.region)))
