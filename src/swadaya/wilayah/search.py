"""Find regions by name or code. Names repeat, so every hit is shown with the way to it.

Exact names come first, then names that begin so, then names that contain the text; each by level and name.
The first two read the index on the search key, the third reads the table (or only the asked part of it).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from swadaya.core import codes
from swadaya.core.codes import LEVELS, Level

from .models import Region
from .regions import RegionInfo, info
from .rules.code_ranges import code_range
from .rules.naming import Kind, label, parse_search, plain

Match = Literal["kode", "persis", "awalan", "memuat"]
_LAST = "{"  # the character after "z" in byte order: every longer key lies below it
_SHORTEST_INSIDE = 3


@dataclass(frozen=True, slots=True)
class Hit:
    """``path``: "Sidomulyo, Kec. X, Kab. Y, Prov. Z"; ``match``: how the text was found."""

    region: RegionInfo
    path: str
    match: Match


def search(
    text: str, *, parent: str = "", level: str | None = None, limit: int = 20, historical: bool = False
) -> list[Hit]:
    """Regions called so, best first.

    Args:
        text: a name, a name with its kind ("Kab. Bogor"), or a code with or without dots.
        parent: only in this region.
        level: only of this level.
        limit: how many at most.
        historical: also regions that are on no list in force.
    """
    within = _within(parent, level, historical=historical)
    if within is None or limit < 1:
        return []
    code = codes.normalise(text)
    if code is not None:
        return _with_paths([(region, "kode") for region in within.filter(pk=code)])
    found: dict[str, tuple[Region, Match]] = {}
    stages: tuple[Match, ...] = ("persis", "awalan", "memuat")
    for match in stages:
        for key, kind_level, kind in _readings(text):
            room = limit - len(found)
            if room > 0 and key:
                rows = _narrowed(within, kind_level, kind).filter(_condition(match, key)).exclude(pk__in=found)
                found |= {region.code: (region, match) for region in _ranked(rows)[:room]}
    return _with_paths(list(found.values()))


def _readings(text: str) -> list[tuple[str, Level | None, Kind | None]]:
    """What was typed, taken as a name as it stands, and as a kind followed by a name."""
    whole, hinted = plain(text), parse_search(text)
    return [(whole, None, None)] if hinted[1] is None else [(whole, None, None), hinted]


def _within(parent: str, level: str | None, *, historical: bool) -> QuerySet[Region] | None:
    own = codes.normalise(parent) if parent else ""
    if own is None:
        return None
    found = Region.objects.all()
    if own:
        low, high = code_range(own)
        found = found.filter(code__gte=low, code__lt=high)
    if level is not None:
        found = found.filter(level=level)
    return found if historical else found.filter(status=Region.RESMI)


def _narrowed(found: QuerySet[Region], level: Level | None, kind: Kind | None) -> QuerySet[Region]:
    if level is not None:
        found = found.filter(level=level)
    return found.filter(kind=kind) if kind is not None else found


def _condition(match: Match, key: str) -> Q:
    begins = Q(name_key__gte=key, name_key__lt=key + _LAST)
    if match == "persis":
        return Q(name_key=key)
    if match == "awalan":
        return begins & ~Q(name_key=key)
    return Q(name_key__contains=key) & ~begins if len(key) >= _SHORTEST_INSIDE else Q(pk__in=[])


def _ranked(found: QuerySet[Region]) -> QuerySet[Region]:
    rank = Case(
        *(When(level=level, then=Value(number)) for number, level in enumerate(LEVELS)),
        output_field=IntegerField(),
    )
    return found.order_by(rank, "name_key", "code")


def _with_paths(found: list[tuple[Region, Match]]) -> list[Hit]:
    above = {ancestor for region, _ in found for ancestor in codes.ancestors(region.code)}
    labels = {
        code: label(kind, name, code)
        for code, kind, name in Region.objects.filter(pk__in=above).values_list("code", "kind", "name")
    }
    hits = []
    for region, match in found:
        own = region.name if region.level == "desa" and region.name else label(region.kind, region.name, region.code)
        ways = [labels[code] for code in reversed(codes.ancestors(region.code)) if code in labels]
        hits.append(Hit(info(region), ", ".join([own, *ways]), match))
    return hits
