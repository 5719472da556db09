"""Lists of groups, each only with what the viewer sees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery

from swadaya.accounts.rules.access import Viewer
from swadaya.accounts.scope import visible_to
from swadaya.core import clock, numbers
from swadaya.wilayah.rules.code_ranges import code_range

from ..models import Fact, Ksm
from ..values import GroupLine

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
_BATCH = 1000


def groups_in(
    region: str = "", *, by: Viewer, status: str = "", text: str = "", kind: str = "", after: str = "", limit: int = 50
) -> list[GroupLine]:
    """Groups of a region that the viewer sees, by village; the next page: ``after`` the last ``cursor``.

    Args:
        status: only groups that stand so now.
        text: only groups whose name now contains this.
        kind: only groups of this kind.
    """
    rows = _chosen(region, by, status, text, kind).order_by("desa", "id")
    desa, _, written = after.partition("-")
    number = numbers.whole(written)
    if number is not None:
        rows = rows.filter(desa=desa, id__gt=number) | rows.filter(desa__gt=desa)
    page = list(rows[:limit])
    said = _said([row.pk for row in page])
    return [
        GroupLine(
            row.public_id, name or "", row.kind, row.desa, standing or "aktif", members, held, f"{row.desa}-{row.pk}"
        )
        for row in page
        for name, standing, members, held in [said[row.pk]]
    ]


def count_groups(region: str = "", *, by: Viewer, status: str = "", text: str = "", kind: str = "") -> int:
    """How many groups ``groups_in`` lists on all its pages."""
    return _chosen(region, by, status, text, kind).count()


def all_groups(
    region: str = "", *, by: Viewer, status: str = "", text: str = "", kind: str = ""
) -> Iterator[GroupLine]:
    """Every group of ``groups_in``, batch by batch."""
    after = ""
    while page := groups_in(region, by=by, status=status, text=text, kind=kind, after=after, limit=_BATCH):
        yield from page
        after = page[-1].cursor


def _chosen(region: str, by: Viewer, status: str, text: str, kind: str) -> QuerySet[Ksm, Ksm]:
    rows = visible_to(by, Ksm.objects.all(), room="ksm", region="desa", group="public_id")
    low, high = code_range(region)
    rows = rows.filter(desa__gte=low, desa__lt=high)
    if kind:
        rows = rows.filter(kind=kind)
    if status:
        rows = rows.alias(standing=_now("status")).filter(standing=status)
    wanted = text.replace("\0", "").strip()
    return rows.alias(called=_now("nama")).filter(called__icontains=wanted) if wanted else rows


def _now(kind: str) -> Any:
    rows = Fact.objects.filter(ksm=OuterRef("pk"), kind=kind, effective_on__lte=clock.today())
    return Subquery(rows.order_by("-effective_on", "-id").values("value")[:1])


def _said(ids: Sequence[int]) -> dict[int, tuple[str | None, str | None, int, date | None]]:
    with connection.cursor() as cursor:
        cursor.execute(_LINES, {"on": clock.today(), "ids": list(ids)})
        return {row[0]: row[1:] for row in cursor.fetchall()}
