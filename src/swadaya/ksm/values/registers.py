"""Values of registers, and of what anybody may know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class BodyInfo:
    """A BKM, a unit, an LKS or a BKKKS in a register."""

    id: UUID
    kind: str
    name: str
    region: str
    note: str
    count: int


@dataclass(frozen=True, slots=True)
class CommunityGroupInfo:
    id: int
    name: str
    kind: str
    members: int | None
    members_agreed_on: date | None
    actors_agreed_on: date | None
    agreed: bool
    ksm_id: UUID | None


@dataclass(frozen=True, slots=True)
class InstitutionActivityInfo:
    id: UUID
    of: str
    kind: str
    title: str
    on: date
    evidence: str
    visited: bool
    groups: tuple[UUID, ...]


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
    """Groups and members of a region; counts of persons below the limit are None."""

    region: str
    groups: int
    by_kind: Mapping[str, int]
    dormant: int
    members: int | None
    women: int | None


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
class WelfareCount:
    """Welfare bodies of a province or the nation (SIPD card of BKKKS)."""

    region: str
    bkkks: int
    lks: int
    lks_legal: int
    by_service: Mapping[str, int]
    by_province: Mapping[str, int]
