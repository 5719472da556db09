"""The sheet of a day, as rules need it: members, agreed rules, accounts, cash and savings before the meeting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from swadaya.accounts.rules.access import Viewer
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid

from .. import access
from ..bookkeeping import meeting_batches
from ..models import Ksm, Meeting, Record, Section
from ..parts import Member as SheetMember
from ..parts import Sheet
from ..rules import account_map
from .schema import Frame


def book_of(ksm: Ksm) -> int:
    """The group's book. Raises Invalid ``ksm.tanpa-buku``."""
    if ksm.book is None:
        raise Invalid(Problem("ksm.tanpa-buku", Where(key="buku"), "belum ada buku", "kelompok dengan buku"))
    return ksm.book


def sheet_for(ksm: Ksm, frame: Frame, *, by: Viewer, corrected: Record | None = None) -> Sheet:
    """The sheet before a meeting, or before the record that is corrected."""
    accounts = account_map.in_force(frame.held_on)
    book_id = book_of(ksm)
    savings = meeting_batches.savings(book_id, accounts.savings, by=by)
    opening = meeting_batches.cash_on(book_id, frame.held_on, by=by) if corrected is None else corrected.opening
    if corrected is not None:
        moved = savings_moved(sections_of(corrected))
        savings = {key: amount - moved.get(key, 0) for key, amount in savings.items()}
    members = {row.id: SheetMember(row.id, row.number) for row in access.enrolled_on(ksm, frame.held_on)}
    return Sheet(ksm.public_id, frame.held_on, members, access.rules_on(ksm, frame.held_on), accounts, opening, savings)


def sections_of(record: Record) -> dict[str, list[dict[str, Any]]]:
    return {row.part: row.said for row in Section.objects.filter(record=record)}


def savings_moved(sections: Mapping[str, Any]) -> Mapping[tuple[int, str], int]:
    """(member, kind) -> what a record put in, less what it paid out."""
    moved: Counter[tuple[int, str]] = Counter()
    for part, sign in (("simpanan", 1), ("penarikan", -1)):
        for row in sections.get(part, ()):
            moved[int(row["anggota"]), str(row["jenis"])] += sign * int(row.get("jumlah") or 0)
    return moved


def latest_record(meeting: Meeting) -> Record | None:
    return Record.objects.filter(meeting=meeting).order_by("-revision").first()


def planned_for(ksm: Ksm, day: date) -> Meeting | None:
    """The meeting that is planned for a day and not yet held."""
    return Meeting.objects.filter(ksm=ksm, state="direncanakan", planned_on=day).order_by("number").first()


def later_meeting(ksm: Ksm, meeting: Meeting) -> Meeting | None:
    """The next meeting that was recorded after this one: it counted the cash that this one left."""
    first = Record.objects.filter(meeting=meeting, revision=1).values_list("id", flat=True).first()
    later = Record.objects.filter(meeting__ksm=ksm, revision=1, id__gt=first or 0).order_by("id")
    found = later.select_related("meeting").first()
    return found.meeting if found is not None else None
