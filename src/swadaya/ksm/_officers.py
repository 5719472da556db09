"""Who holds an office on a day."""

from __future__ import annotations

from datetime import date

from . import profile
from .models import Ksm, Officer
from .values import OfficerInfo


def officers_of(ksm: Ksm, day: date, *, named: bool) -> tuple[OfficerInfo, ...]:
    rows = Officer.objects.filter(ksm=ksm, since__lte=day).select_related("member__data").order_by("since", "id")
    order = list(profile.OFFICES)
    current = [row for row in rows if row.until is None or day <= row.until]
    return tuple(
        OfficerInfo(
            row.id, row.office, profile.OFFICES[row.office], row.member_id, row.member.number,
            row.member.data.name if named else "", row.since, row.until,
        )
        for row in sorted(current, key=lambda row: order.index(row.office))
    )  # fmt: skip
