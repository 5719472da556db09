"""The facts behind a score card, out of the records of a group's meetings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from swadaya.accounts.rules.access import Viewer
from swadaya.core import clock

from .. import access, extension_points
from ..models import AgendaItem, Attendance, Ksm, Meeting, Member, Paper, Record, Section
from ..rules import panca_sutra, regular_savings
from ..rules.agenda import Item
from ..rules.panca_sutra import Facts, Held, ScoreCard
from ..rules.timeliness import Written

_LONGEST_PERIOD = timedelta(days=31)


def score_card(ksm_id: UUID, *, first: date, last: date, by: Viewer) -> ScoreCard:
    """Panca Sutra of a group in a window, both days included, by the rule in force on its last day.

    Who may not know members gets the figures without the members behind them.

    Raises:
        OutOfSight; Invalid ``panca-sutra.tidak-ada``.
    """
    ksm, _ = access.group_for(by, ksm_id)
    book = panca_sutra.in_force(last)
    joined: dict[str, panca_sutra.Line] = {}
    for provider in extension_points.facts:
        joined.update(provider.lines(ksm.public_id, first=first, last=last, book=book))
    card = panca_sutra.score_card(
        facts_of(ksm, first=first, last=last), first=first, last=last, book=book, joined=joined
    )
    if by.may(access.SEE_MEMBERS, access.place_of(ksm)):
        return card
    lines = tuple(
        replace(line, figures=tuple(_without_members(figure) for figure in line.figures)) for line in card.lines
    )
    return replace(card, lines=lines)


def _without_members(figure: panca_sutra.Figure) -> panca_sutra.Figure:
    return replace(figure, records=tuple(record for record in figure.records if record.kind != "anggota"))


def facts_of(ksm: Ksm, *, first: date, last: date) -> Facts:
    """What the records of a window say; meetings planned for a day that has not passed are not yet missed."""
    today = clock.today()
    meetings = list(Meeting.objects.filter(ksm=ksm).order_by("number"))
    wanted = [
        one
        for one in meetings
        if first - _LONGEST_PERIOD <= (one.held_on or one.planned_on) <= last
        and (one.held_on is not None or one.planned_on < today)
    ]
    records = _records([one.pk for one in wanted])
    newest = {meeting: rows[-1] for meeting, rows in records.items()}
    numbers = [record.pk for record in newest.values()]
    marks, items = _marks(numbers), _items(numbers)
    papers = dict(Paper.objects.filter(meeting__in=wanted).values_list("meeting_id", "signed_on"))
    held = []
    for one in wanted:
        record = newest.get(one.pk)
        books = None
        if record is not None and one.held_on is not None:
            began = records[one.pk][0]
            books = Written(str(one.public_id), one.held_on, began.recorded_at, began.closed_at, papers.get(one.pk))
        held.append(
            Held(
                str(one.public_id),
                one.planned_on,
                one.held_on,
                marks.get(record.pk, {}) if record else {},
                tuple(items.get(record.pk, ())) if record else (),
                books,
                one.state == "batal",
            )
        )
    aturan = access.rules_on(ksm, last)
    compulsory = aturan.compulsory
    rhythm = compulsory.rhythm if compulsory is not None and compulsory.rhythm != "sekali" else None
    return Facts(held, _enrolled(ksm), _deposits(newest, {one.pk: one for one in wanted}), rhythm)


def _records(meetings: list[int]) -> Mapping[int, list[Record]]:
    found: dict[int, list[Record]] = {}
    for record in Record.objects.filter(meeting_id__in=meetings).order_by("revision"):
        found.setdefault(record.meeting_id, []).append(record)
    return found


def _marks(records: list[int]) -> Mapping[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = {}
    rows = Attendance.objects.filter(record_id__in=records).values_list("record_id", "member_id", "mark")
    for record, member, mark in rows:
        found.setdefault(record, {})[member] = mark
    return found


def _items(records: list[int]) -> Mapping[int, list[Item]]:
    found: dict[int, list[Item]] = {}
    rows = AgendaItem.objects.filter(record_id__in=records).order_by("record_id", "position")
    for row in rows:
        found.setdefault(row.record_id, []).append(Item(row.title, row.state))  # type: ignore[arg-type]
    return found


def _enrolled(ksm: Ksm) -> list[regular_savings.Enrolled]:
    rows = Member.objects.filter(ksm=ksm).order_by("number").values_list("id", "joined_on", "left_on")
    return [regular_savings.Enrolled(*row) for row in rows]


def _deposits(newest: Mapping[int, Record], meetings: Mapping[int, Meeting]) -> list[regular_savings.Deposit]:
    """Compulsory savings of the newest records."""
    days = {record.pk: (record.held_on, str(meetings[meeting].public_id)) for meeting, record in newest.items()}
    found = []
    for record_id, said in Section.objects.filter(record_id__in=days, part="simpanan").values_list("record_id", "said"):
        day, meeting = days[record_id]
        rows: list[dict[str, Any]] = said
        found += [
            regular_savings.Deposit(int(row["anggota"]), day, int(row["jumlah"]), meeting)
            for row in rows
            if row.get("jenis") == "wajib"
        ]
    return found
