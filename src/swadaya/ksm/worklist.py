"""What waits for an officer in the groups whose meetings they record or confirm."""

from __future__ import annotations

from uuid import UUID

from swadaya.accounts.rules.access import Viewer

from . import access
from .meetings.detail import meeting_lines
from .models import Ksm, Meeting, Record
from .values import GroupWork, MeetingLine

_MOST = 20


def waiting_in_groups(*, by: Viewer) -> list[GroupWork]:
    """The groups that gave the viewer an office, each with the meetings that are still open; by name.

    A facilitator or verifier, who sees groups by region, has no work in them: the list is empty.
    """
    held = {grant.group for right in (access.RECORD, access.CONFIRM) for grant in by.holding(right) if grant.group}
    found = [_work(ksm, by) for ksm in Ksm.objects.filter(public_id__in=_ids(held)).order_by("id")[:_MOST]]
    return sorted(found, key=lambda one: one.name)


def _ids(groups: set[str]) -> list[UUID]:
    """Group ids of grants that are ids of groups here; a grant may name a group of another kind."""
    found = []
    for group in groups:
        try:
            found.append(UUID(group))
        except ValueError:
            continue
    return found


def _written_by(by: Viewer, waiting: list[Meeting]) -> set[int]:
    """Meetings whose newest record is the viewer's: another officer confirms them."""
    rows = Record.objects.filter(meeting__in=waiting).order_by("revision").values_list("meeting_id", "person_id")
    return {meeting for meeting, person in dict(rows).items() if person == by.person_id}


def _work(ksm: Ksm, by: Viewer) -> GroupWork:
    rows = list(
        Meeting.objects.filter(ksm=ksm, state__in=("direncanakan", "menunggu-konfirmasi")).order_by("planned_on")
    )
    waiting = [row for row in rows if row.state == "menunggu-konfirmasi"]
    mine = _written_by(by, waiting)
    lines: dict[UUID, MeetingLine] = {line.id: line for line in meeting_lines(rows)}
    may_confirm = by.may(access.CONFIRM, access.place_of(ksm))
    return GroupWork(
        ksm.public_id,
        access.name_of(ksm),
        confirm=tuple(lines[row.public_id] for row in waiting if may_confirm and row.pk not in mine),
        waits=tuple(lines[row.public_id] for row in waiting if row.pk in mine or not may_confirm),
        planned=tuple(lines[row.public_id] for row in rows if row.state == "direncanakan"),
        may_record=by.may(access.RECORD, access.place_of(ksm)) and access.status_of(ksm) == "aktif",
    )
