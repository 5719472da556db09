"""Values about meetings: the sheet before, the record after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from swadaya.core.problem import Problem

from ..rules.cash_count import Cash
from .groups import MeetingLine


@dataclass(frozen=True, slots=True)
class Recorded:
    """What recording a meeting did; the same answer again for the same key and content."""

    meeting_id: UUID
    number: int
    revision: int
    state: str
    recorded_at: datetime
    cash: Cash
    journals: tuple[int, int]
    notes: tuple[Problem, ...] = ()
    again: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    sent: int
    failed: int
    without_phone: int


@dataclass(frozen=True, slots=True)
class SheetMember:
    id: int
    number: int
    name: str
    office: str
    savings: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A part of the sheet with the rows it offers."""

    code: str
    label: str
    rows: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class MeetingSheet:
    """The sheet before the meeting: everything that is known already, the usual amounts offered."""

    ksm_id: UUID
    name: str
    meeting_id: UUID | None
    number: int
    held_on: date
    place: str
    agenda: tuple[str, ...]
    members: tuple[SheetMember, ...]
    parts: tuple[SheetPart, ...]
    items: Sequence[tuple[str, str, str]]  # code, label, "masuk" or "keluar"
    fines: Sequence[tuple[str, int]]
    saving_kinds: tuple[str, ...]
    offered_kinds: tuple[str, ...]  # without those paid once that everybody has paid
    opening_cash: int
    notes: tuple[int, ...]
    key: UUID


@dataclass(frozen=True, slots=True)
class Preview:
    """What a meeting would do; ``cash`` None when it cannot be added up yet."""

    cash: Cash | None
    totals: Mapping[str, int]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class RecordInfo:
    """One record of a meeting; the newest holds."""

    revision: int
    held_on: date
    place: str
    recorded_at: datetime
    closed_at: datetime | None
    actor: str
    reason: str
    cash: Cash
    difference: int
    pieces: Mapping[str, int]
    minutes: str
    decisions: tuple[str, ...]
    marks: Mapping[int, str]
    items: Sequence[tuple[str, str]]
    sections: Mapping[str, Sequence[Mapping[str, Any]]]
    next_on: date | None
    cash_reader: int | None
    journals: tuple[int, int]
    confirmed_by: str
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """A meeting with all its records, newest first. ``members``: number and name of everybody on the roll."""

    id: UUID
    ksm_id: UUID
    number: int
    state: str
    planned_on: date
    held_on: date | None
    place: str
    agenda: tuple[str, ...]
    cancelled_why: str
    members: Mapping[int, SheetMember]
    records: tuple[RecordInfo, ...]
    paper_on: date | None
    on_time: bool | None
    book_id: int | None
    may: frozenset[str]


@dataclass(frozen=True, slots=True)
class ReceiptText:
    member: int
    name: str
    phone: str
    text: str
    states: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class GroupWork:
    """Open meetings of a group.

    Attributes:
        confirm: recorded by somebody else, for the viewer to confirm.
        waits: recorded by the viewer, or for another to confirm.
        planned: not yet held, the earliest first.
    """

    ksm_id: UUID
    name: str
    confirm: tuple[MeetingLine, ...]
    waits: tuple[MeetingLine, ...]
    planned: tuple[MeetingLine, ...]
    may_record: bool
