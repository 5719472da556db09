"""Questions about areas: islands by scheme, tags with a period, kawasan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from swadaya.core import codes

from .models import Area, AreaMember
from .rules import groupings
from .rules.code_changes import moves


@dataclass(frozen=True, slots=True)
class AreaInfo:
    """``kind``: pulau, tanda or kawasan; ``valid_to`` is the last day; ``member_count`` of regions."""

    code: str
    label: str
    kind: str
    scheme: str
    legal_basis: str
    valid_from: date | None
    valid_to: date | None
    member_count: int

    def in_year(self, year: int) -> bool:
        """Whether the area was in force on any day of a year."""
        begun = self.valid_from is None or self.valid_from.year <= year
        return begun and (self.valid_to is None or year <= self.valid_to.year)


@dataclass(frozen=True, slots=True)
class SchemeInfo:
    code: str
    label: str
    default: bool


def schemes() -> list[SchemeInfo]:
    """Ways to group provinces by island, the default first."""
    return [SchemeInfo(scheme.code, scheme.label, scheme.default) for scheme in groupings.schemes()]


def areas(scheme: str | None = None, *, kind: str | None = None) -> list[AreaInfo]:
    """Areas in the order of their rule file; of one scheme or of one kind when asked for."""
    found = Area.objects.all()
    if scheme is not None:
        found = found.filter(scheme=scheme)
    if kind is not None:
        found = found.filter(kind=kind)
    return _infos(found)


def area(code: str) -> AreaInfo | None:
    infos = _infos(Area.objects.filter(code=code))
    return infos[0] if infos else None


def members(area: str) -> list[str]:
    """Codes of the regions an area names, ascending: each stands for everything below it."""
    return list(AreaMember.objects.filter(area__code=area).order_by("prefix").values_list("prefix", flat=True))


def areas_of(code: str) -> list[AreaInfo]:
    """Areas that hold a region, also through its new code when it is an old one."""
    own = codes.normalise(code)
    if own is None:
        return []
    prefixes = {own, *codes.ancestors(own)}
    prefixes |= {move.new for move in moves() if move.old in prefixes}
    return _infos(Area.objects.filter(pk__in=AreaMember.objects.filter(prefix__in=prefixes).values("area")))


def _infos(found: QuerySet[Area]) -> list[AreaInfo]:
    rows = found.annotate(member_count=Count("members")).order_by("kind", "position", "code")
    return [
        AreaInfo(
            row.code,
            row.label,
            row.kind,
            row.scheme,
            row.legal_basis,
            row.valid_from,
            row.valid_to,
            row.member_count,
        )
        for row in rows
    ]
