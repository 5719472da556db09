"""What the sheet of a meeting and its page show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from swadaya.accounts.rules.access import OutOfSight, Viewer
from swadaya.core import clock, keys
from swadaya.files import attachments

from .. import access
from ..bookkeeping import meeting_batches
from ..members.office_holders import officers_of
from ..models import AgendaItem, Attendance, Confirmation, Decision, Ksm, Meeting, Member, Paper, Record
from ..parts.base import totals
from ..rules import panca_sutra, timeliness
from ..rules.cash_count import NOTES, Cash
from ..values import (
    MeetingLine,
    MeetingPage,
    MeetingSheet,
    Preview,
    ReceiptText,
    RecordInfo,
    SheetMember,
    SheetPart,
)
from . import schema as rules
from .receipts import texts
from .recording import preview_problems
from .sheet import later_meeting, latest_record, planned_for, sections_of, sheet_for

UNNAMED = "pengurus"
"""Who recorded or confirmed, for whoever may not know members."""


def sheet(ksm_id: UUID, *, by: Viewer, held_on: date | None = None, meeting_id: UUID | None = None) -> MeetingSheet:
    """The sheet to be filled in, for a planned meeting or a day; what a record said when it is to be corrected.

    Raises:
        OutOfSight, NotAllowed; Invalid ``ksm.tanpa-buku``.
    """
    ksm, _ = access.group_for(by, ksm_id, access.RECORD)
    meeting = (
        Meeting.objects.filter(ksm=ksm, public_id=meeting_id).first()
        if meeting_id
        else planned_for(ksm, held_on or clock.today())
    )
    if meeting_id and meeting is None:
        raise OutOfSight
    record = latest_record(meeting) if meeting else None
    planned = min(meeting.planned_on, clock.today()) if meeting else clock.today()
    day = record.held_on if record else held_on or planned
    given = sheet_for(ksm, rules.Frame(day, None, None), by=by, corrected=record)
    said: Mapping[str, Sequence[Mapping[str, Any]]] = sections_of(record) if record else {}
    members = tuple(sheet_members(ksm, day, given.savings).values())
    kinds = given.aturan.kinds or ("wajib", "sukarela")
    paid = given.aturan.paid_once(member.savings for member in members)
    return MeetingSheet(
        ksm_id=ksm.public_id,
        name=access.name_of(ksm),
        meeting_id=meeting.public_id if meeting else None,
        number=meeting.number if meeting else ksm.last_meeting + 1,
        held_on=day,
        place=(record.place if record else meeting.place if meeting else "") or given.aturan.place,
        agenda=tuple(meeting.agenda) if meeting else (),
        members=members,
        parts=tuple(
            SheetPart(part.code, part.label, said.get(part.code, ()) if record else part.prefill(given))
            for part in rules.parts()
        ),
        items=tuple((item.code, item.label, item.direction) for item in given.accounts.items.values()),
        fines=tuple((fine.reason, fine.amount) for fine in given.aturan.fines),
        saving_kinds=kinds,
        offered_kinds=tuple(kind for kind in kinds if kind not in paid),
        opening_cash=given.opening_cash,
        notes=NOTES,
        key=keys.new_key(),
    )


def sheet_members(ksm: Ksm, day: date, savings: Mapping[tuple[int, str], int]) -> dict[int, SheetMember]:
    """The roll of a day with names, offices and what everybody has saved."""
    offices = {officer.member: officer.office for officer in officers_of(ksm, day, named=False)}
    enrolled = [member.id for member in access.enrolled_on(ksm, day)]
    rows = Member.objects.filter(pk__in=enrolled).select_related("data").order_by("number")
    return {
        row.id: SheetMember(
            row.id,
            row.number,
            row.data.name,
            offices.get(row.id, ""),
            {kind: amount for (member, kind), amount in savings.items() if member == row.id and amount},
        )
        for row in rows
    }


def preview(ksm_id: UUID, *, said: Mapping[str, Any], by: Viewer) -> Preview:
    """What a meeting would do, with every problem; nothing is written. Raises OutOfSight, NotAllowed."""
    ksm, _ = access.group_for(by, ksm_id, access.RECORD)
    account, problems = preview_problems(ksm, said, by=by)
    if account is None:
        return Preview(None, {}, tuple(problems))
    cash_account = meeting_batches.cash_account(account.frame.held_on)
    moved: dict[str, int] = {}
    for part in rules.parts():
        found = totals((draft for draft in account.drafts if draft.part == part.code), cash_account)
        moved[part.code] = found.inflow - found.outflow
    return Preview(account.cash, moved, tuple(problems))


def meetings(ksm_id: UUID, *, by: Viewer, before: int | None = None, limit: int = 20) -> list[MeetingLine]:
    """Meetings of a group, newest number first; the next page: ``before`` the last number. Raises OutOfSight."""
    ksm, _ = access.group_for(by, ksm_id)
    rows = Meeting.objects.filter(ksm=ksm).order_by("-number")
    lines = meeting_lines(rows.filter(number__lt=before)[:limit] if before else rows[:limit])
    if by.may(access.SEE_MEMBERS, access.place_of(ksm)):
        return lines
    return [replace(line, place="") for line in lines]


def meeting_lines(rows: Sequence[Meeting] | Any) -> list[MeetingLine]:
    listed = list(rows)
    newest = {record.meeting_id: record for record in Record.objects.filter(meeting__in=listed).order_by("revision")}
    counts: dict[int, list[int]] = {}
    marks = Attendance.objects.filter(record__in=list(newest.values())).values_list("record_id", "mark")
    for record_id, mark in marks:
        entry = counts.setdefault(record_id, [0, 0])
        entry[0] += mark == "H"
        entry[1] += 1
    lines = []
    for row in listed:
        record = newest.get(row.pk)
        present, enrolled = counts.get(record.pk, [0, 0]) if record else (0, 0)
        lines.append(
            MeetingLine(
                row.public_id,
                row.number,
                row.state,
                row.held_on or row.planned_on,
                row.place,
                present,
                enrolled,
                record.counted if record else None,
                record.revision if record else 0,
            )
        )
    return lines


def meeting(meeting_id: UUID, *, by: Viewer) -> MeetingPage:
    """A meeting with all its records, newest first.

    Who may not know members sees no names, no rows of members, and none of the texts in which names may stand.

    Raises:
        OutOfSight
    """
    row, ksm, _ = access.meeting_for(by, meeting_id)
    place = access.place_of(ksm)
    knows = by.may(access.SEE_MEMBERS, place)
    records = tuple(
        record_info(record, knows=knows) for record in Record.objects.filter(meeting=row).order_by("-revision")
    )
    paper_on = Paper.objects.filter(meeting=row).values_list("signed_on", flat=True).first()
    return MeetingPage(
        id=row.public_id,
        ksm_id=ksm.public_id,
        number=row.number,
        state=row.state,
        planned_on=row.planned_on,
        held_on=row.held_on,
        place=row.place if knows else "",
        agenda=tuple(row.agenda) if knows else (),
        cancelled_why=row.cancelled_why if knows else "",
        members=sheet_members(ksm, row.held_on, {}) if knows and row.held_on else {},
        records=records,
        paper_on=paper_on,
        on_time=_on_time(row, records, paper_on),
        book_id=ksm.book,
        may=frozenset(right for right in access.RIGHTS if by.may(right, place)),
    )


def _on_time(row: Meeting, records: Sequence[RecordInfo], paper_on: date | None) -> bool | None:
    if not records or row.held_on is None:
        return None
    began, book = records[-1], panca_sutra.in_force(row.held_on)
    written = timeliness.Written(str(row.public_id), row.held_on, began.recorded_at, began.closed_at, paper_on)
    return timeliness.on_time(written, clock=book.clock, grace=book.grace)


def record_info(record: Record, *, knows: bool) -> RecordInfo:
    """A record; without ``knows`` its sums and days, and officers who have no name."""
    confirmation = Confirmation.objects.filter(record=record).first()
    marks = dict(Attendance.objects.filter(record=record).values_list("member_id", "mark"))
    items = AgendaItem.objects.filter(record=record).order_by("position").values_list("title", "state")
    decisions = Decision.objects.filter(record=record).order_by("position").values_list("text", flat=True)
    return RecordInfo(
        revision=record.revision,
        held_on=record.held_on,
        place=record.place if knows else "",
        recorded_at=record.recorded_at,
        closed_at=record.closed_at,
        actor=record.actor if knows else UNNAMED,
        reason=record.reason if knows else "",
        cash=Cash(record.opening, record.inflow, record.outflow, record.counted, record.cash_reason if knows else ""),
        difference=record.difference,
        pieces=record.pieces,
        minutes=record.minutes if knows else "",
        decisions=tuple(decisions) if knows else (),
        marks=marks if knows else {},
        items=tuple(items) if knows else (),
        sections=sections_of(record) if knows else {},
        next_on=record.next_on,
        cash_reader=record.cash_reader_id,
        journals=(record.batch_first, record.batch_last),
        confirmed_by="" if confirmation is None else confirmation.actor if knows else UNNAMED,
        confirmed_at=confirmation.at if confirmation else None,
    )


def receipts(meeting_id: UUID, *, by: Viewer) -> list[ReceiptText]:
    """A text for each member, to be shared or printed; savings as they stand now. Raises OutOfSight, NotAllowed."""
    row, ksm, _ = access.meeting_for(by, meeting_id, access.SEE_MEMBERS)
    record = latest_record(row)
    return texts(row, record, ksm, by=by) if record is not None else []


def paper(meeting_id: UUID, *, by: Viewer) -> attachments.Paper:
    """The photo of the signed sheet. Raises OutOfSight, NotAllowed."""
    row, _, _ = access.meeting_for(by, meeting_id, access.SEE_MEMBERS)
    kept = Paper.objects.filter(meeting=row).first()
    if kept is None:
        raise OutOfSight
    return attachments.Paper(bytes(kept.content), "image/jpeg", kept.sha256, kept.name)


def may_change_count(meeting_id: UUID, *, by: Viewer) -> bool:
    """Whether a correction may still change what was counted: no later meeting counted again. Raises OutOfSight."""
    row, ksm, _ = access.meeting_for(by, meeting_id)
    return later_meeting(ksm, row) is None
