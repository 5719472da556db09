"""Values about groups and their members."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from swadaya.core.problem import Problem

from ..rules.aturan_main import AturanMain
from ..rules.profile import Item


@dataclass(frozen=True, slots=True)
class NewMember:
    """Somebody who joins. ``poor`` needs its source; ``nik`` is optional and kept encrypted."""

    name: str
    sex: str
    joined_on: date
    birth_year: int | None = None
    phone: str = ""
    nik: str = ""
    poor: bool | None = None
    poor_source: str = ""
    consents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """All rows taken in, or none: ``problems`` are of every bad row, ``notes`` what was mended or left out."""

    rows: int
    added: int
    problems: tuple[Problem, ...]
    dry_run: bool
    notes: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class FactInfo:
    """``other``: the group named with it, a successor, when the viewer sees that one."""

    kind: str
    label: str
    value: str
    effective_on: date
    note: str
    recorded_at: datetime
    other: UUID | None = None
    other_name: str = ""


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group in a list; ``cursor`` begins the next page."""

    id: UUID
    name: str
    kind: str
    desa: str
    status: str
    members: int
    last_held_on: date | None
    cursor: str


@dataclass(frozen=True, slots=True)
class OfficerInfo:
    """``name`` is empty for whoever may not know members."""

    id: int
    office: str
    label: str
    member: int
    number: int
    name: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Shares:
    """Members by what makes the composition; ``poor`` of those of whom it is known; None: not for this viewer."""

    members: int
    women: int
    poor: int | None
    poor_known: int | None


@dataclass(frozen=True, slots=True)
class SettingInfo:
    effective_on: date
    recorded_at: datetime
    agreed: int
    said: Mapping[str, Any]
    rules: AturanMain


@dataclass(frozen=True, slots=True)
class LinkInfo:
    """``label``: what the other group is to this one."""

    other: UUID
    name: str
    kind: str
    label: str
    since: date
    note: str


@dataclass(frozen=True, slots=True)
class ActivityInfo:
    title: str
    on: date
    field: str
    roles: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class PlanInfo:
    year: int
    field: str
    title: str
    starts_on: date | None
    ends_on: date | None
    budget: int | None
    funded_by: str


@dataclass(frozen=True, slots=True)
class MeetingLine:
    id: UUID
    number: int
    state: str
    on: date
    place: str
    present: int
    enrolled: int
    counted: int | None
    revision: int


@dataclass(frozen=True, slots=True)
class GroupPage:
    """A group as its page shows it. ``may``: rights of the viewer here; ``own_member``: who of it the viewer is."""

    id: UUID
    name: str
    kind: str
    kind_label: str
    origin: str
    desa: str
    desa_name: str
    status: str
    status_since: date
    founded_on: date
    tie: str
    tie_note: str
    goals: str
    vision: str
    mission: str
    structure: str
    legal_form: str
    affiliation: str
    shares: Shares
    officers: tuple[OfficerInfo, ...]
    setting: SettingInfo | None
    completeness: tuple[Item, ...]
    principles: tuple[str, ...]
    consenting: int  # members who agreed to the principles
    links: tuple[LinkInfo, ...]
    activities: tuple[ActivityInfo, ...]
    plans: tuple[PlanInfo, ...]
    meetings: tuple[MeetingLine, ...]
    next_meeting: MeetingLine | None
    waiting: tuple[MeetingLine, ...]  # recorded, not confirmed yet
    book_id: int | None
    own_member: int | None
    may: frozenset[str]


@dataclass(frozen=True, slots=True)
class MemberInfo:
    """A member for those who may know; ``nik`` is masked, ``consents`` what they agreed to."""

    id: int
    number: int
    name: str
    sex: str
    joined_on: date
    left_on: date | None
    poor: bool | None
    poor_source: str
    phone: str
    nik: str
    consents: tuple[str, ...]
    offices: tuple[str, ...]
    erased: bool


@dataclass(frozen=True, slots=True)
class ConsentInfo:
    """``outdated``: given to an older agreement than the one in force."""

    kind: str
    label: str
    given_on: date
    withdrawn_on: date | None
    outdated: bool = False


@dataclass(frozen=True, slots=True)
class MemberFile:
    """Everything that is kept about one member, for themselves and for those who may know members.

    ``account``: the name of the account that is theirs.
    """

    ksm_id: UUID
    info: MemberInfo
    birth_year: int | None
    left_reason: str
    terms: tuple[OfficerInfo, ...]
    consents: tuple[ConsentInfo, ...]
    person_id: int | None
    account: str


@dataclass(frozen=True, slots=True)
class MemberStatement:
    """The savings card of one member, out of the books."""

    ksm_id: UUID
    member: int
    number: int
    name: str
    group: str
    card: Any  # ledger.statements.PartyCard
