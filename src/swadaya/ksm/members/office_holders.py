"""Who holds an office on a day, and who held it before."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from ..models import Ksm, Member, Officer
from ..rules import profile
from ..values import OfficerInfo


def officers_of(ksm: Ksm, day: date, *, named: bool) -> tuple[OfficerInfo, ...]:
    """Officers of a day, in the order of their offices."""
    rows = _rows(ksm).filter(since__lte=day).order_by("since", "id")
    order = list(profile.OFFICES)
    current = [row for row in rows if row.until is None or day <= row.until]
    return tuple(_told(row, named=named) for row in sorted(current, key=lambda row: order.index(row.office)))


def officer_terms(ksm: Ksm, *, named: bool, member: Member | None = None) -> list[OfficerInfo]:
    """All terms, of everybody or of one member, newest first."""
    rows = _rows(ksm).filter(member=member) if member is not None else _rows(ksm)
    return [_told(row, named=named) for row in rows.order_by("-since", "-id")]


def _rows(ksm: Ksm) -> QuerySet[Officer]:
    return Officer.objects.filter(ksm=ksm).select_related("member__data")


def _told(row: Officer, *, named: bool) -> OfficerInfo:
    return OfficerInfo(
        row.id,
        row.office,
        profile.OFFICES[row.office],
        row.member_id,
        row.member.number,
        row.member.data.name if named else "",
        row.since,
        row.until,
    )
