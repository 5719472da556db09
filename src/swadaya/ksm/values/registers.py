"""Values of registers, and of what anybody may know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class BodyInfo:
    """A BKM or LKM in a register; ``groups``: how many are its partners."""

    id: UUID
    kind: str
    name: str
    region: str
    groups: int


@dataclass(frozen=True, slots=True)
class UnitInfo:
    """A unit pengelola. ``level``: kelurahan or kecamatan; ``bkm``: the board it belongs to."""

    id: UUID
    kind: str
    name: str
    region: str
    level: str
    bkm: str


@dataclass(frozen=True, slots=True)
class CommunityGroupInfo:
    """A group of a village. ``..._agreed_by``: by whom a side spoke; ``agreed``: both sides did."""

    id: int
    name: str
    kind: str
    members: int | None
    members_agreed_on: date | None
    members_agreed_by: str
    actors_agreed_on: date | None
    actors_agreed_by: str
    agreed: bool
    ksm_id: UUID | None


@dataclass(frozen=True, slots=True)
class InstitutionActivityInfo:
    """``groups``: those that took part, with their names on that day. ``withdrawn_why`` is empty while it counts."""

    id: UUID
    of: str
    kind: str
    title: str
    on: date
    evidence: str
    visited: bool
    groups: Mapping[UUID, str]
    withdrawn_why: str


@dataclass(frozen=True, slots=True)
class GroupActivity:
    """Whether a group counts as active in a year, and why, or why not.

    ``evidence``: how well it is known, empty when it does not count; ``other_meanings``: by the options beside.
    """

    id: UUID
    name: str
    active: bool
    reasons: tuple[str, ...]
    evidence: str
    other_meanings: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class RegionGroups:
    """Groups of a region as those who work there see them. ``standing``: by state; ``poor`` of those of whom it is
    known, None where the counts are too small to be told; ``active``: in the year, by the meaning that is published,
    kelurahan apart; None: no rule says for that year.
    """

    region: str
    name: str
    standing: Mapping[str, int]
    members: int
    women: int
    poor: int | None
    poor_known: int | None
    active: int | None
    active_kelurahan: int | None
    community: int
    agreed: int


@dataclass(frozen=True, slots=True)
class PublicGroup:
    """What anybody may know of a group. ``members``, ``women``: None below the limit of small counts."""

    id: UUID
    name: str
    kind: str
    kind_label: str
    desa: str
    status: str
    founded_on: date
    tie: str
    goals: str
    fields: tuple[str, ...]
    members: int | None
    women: int | None


@dataclass(frozen=True, slots=True)
class PublicStatistics:
    """Groups of a region, and of its members what is told of each group.

    The sums are of what is told of the single groups and of nothing else, so no subtraction between a whole and its
    parts says more. ``members``: of groups whose size is told; ``women`` of ``women_of``: members of the groups whose
    women are told. None: nothing is told of any.
    """

    region: str
    groups: int
    by_kind: Mapping[str, int]
    dormant: int
    members: int | None
    women: int | None
    women_of: int | None


@dataclass(frozen=True, slots=True)
class ActiveCount:
    """Groups that count as active in a year, by the rule in force; ``by_option``: the other meanings beside it."""

    region: str
    year: int
    on: date
    rule_id: str
    published: int
    option: str
    meaning: str
    by_option: Mapping[str, int]
    kelurahan: int
    evidence: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class GroupsBeside:
    """The parts of a region and the region as their sum; ``active``: None where no rule says for that year."""

    parts: tuple[RegionGroups, ...]
    whole: RegionGroups
    active: ActiveCount | None


@dataclass(frozen=True, slots=True)
class WelfareCount:
    """Welfare bodies that stand in a province or the nation on a day (SIPD card of BKKKS).

    ``parts``: LKS and BKKKS of the provinces, or of what lies one level below the region.
    """

    region: str
    on: date
    bkkks: int
    lks: int
    lks_legal: int
    by_service: Mapping[str, int]
    without_service: int
    by_legal_form: Mapping[str, int]
    parts: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class WelfareBodyInfo:
    """An LKS or a BKKKS in the register; ``legal_form`` empty: none. ``activities``: how many are written down."""

    id: UUID
    kind: str
    name: str
    region: str
    legal_form: str
    services: tuple[str, ...]
    founded_on: date | None
    ended_on: date | None
    ended_why: str
    activities: int


@dataclass(frozen=True, slots=True)
class WelfareActivityInfo:
    id: int
    title: str
    on: date
    tasks: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class WelfarePage:
    """A body with what it did, newest first, and how often each of the six tasks was served."""

    body: WelfareBodyInfo
    activities: tuple[WelfareActivityInfo, ...]
    by_task: Mapping[str, int]
    may: bool
