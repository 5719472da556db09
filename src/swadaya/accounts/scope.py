"""The only way a selector gets rows: what the viewer's grants let exist."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from swadaya.wilayah.rules.code_ranges import CodeRange, code_range, ranges

from .rules.access import Viewer
from .rules.roles import SEEING

Row = TypeVar("Row", bound=Model)


def ranges_seen(viewer: Viewer, room: str) -> list[CodeRange]:
    """Code ranges (low included, high excluded) in which a room's objects exist for the viewer; empty: none."""
    return _ranges(viewer, f"{room}.{SEEING}")


def ranges_held(viewer: Viewer, right: str) -> list[CodeRange]:
    """Code ranges in which the viewer may use a right."""
    return _ranges(viewer, right)


def _ranges(viewer: Viewer, right: str) -> list[CodeRange]:
    if viewer.trusted:
        return [code_range("")]
    return ranges(grant.region for grant in viewer.holding(right) if not grant.group)


def groups_seen(viewer: Viewer, room: str) -> frozenset[str]:
    """Groups whose own objects exist for the viewer by a grant on the group itself."""
    return frozenset(grant.group for grant in viewer.holding(f"{room}.{SEEING}") if grant.group)


def visible_to(
    viewer: Viewer, rows: QuerySet[Row, Row], *, room: str, region: str = "", group: str = ""
) -> QuerySet[Row, Row]:
    """Only the rows that exist for the viewer.

    Args:
        region, group: columns (or lookups) that hold the region code and the group's id; empty: the rows have none.
    """
    allowed = Q(pk__in=[])
    if region:
        for low, high in ranges_seen(viewer, room):
            allowed |= Q(**{f"{region}__gte": low, f"{region}__lt": high})
    groups = groups_seen(viewer, room) if group else frozenset()
    if groups:
        allowed |= Q(**{f"{group}__in": sorted(groups)})
    return rows.filter(allowed)
