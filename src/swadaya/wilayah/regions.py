"""Questions about regions. Answers are plain values; an unknown code answers None or an empty list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from swadaya.core import codes

from .models import AreaMember, Region, RegionAlias, RegionVersion, Succession
from .rules import code_changes, code_ranges
from .rules.code_ranges import CodeRange
from .rules.naming import label

_CHILD_LEVEL = {0: "provinsi", 2: "kabkota", 4: "kecamatan", 6: "desa"}


@dataclass(frozen=True, slots=True)
class RegionInfo:
    """One region; ``label`` is its name with its kind in short."""

    code: str
    level: str
    kind: str
    name: str
    parent: str
    status: str
    first_seen: int | None
    last_seen: int | None
    source: str

    @property
    def dotted(self) -> str:
        return codes.dotted(self.code)

    @property
    def label(self) -> str:
        return label(self.kind, self.name, self.code)

    @property
    def official(self) -> bool:
        return self.status == Region.RESMI


@dataclass(frozen=True, slots=True)
class SuccessionInfo:
    """``old`` became ``new`` on a day; ``name`` is what the region is called now."""

    old: str
    new: str
    effective_on: date
    law: str
    name: str


@dataclass(frozen=True, slots=True)
class VersionInfo:
    """``valid_from`` None: nobody knows since when; ``valid_to`` None: still so."""

    name: str
    parent: str
    kind: str
    valid_from: date | None
    valid_to: date | None
    attested_on: date | None
    decree: str
    source: str


def info(region: Region) -> RegionInfo:
    """The plain value of a row."""
    return RegionInfo(
        region.code,
        region.level,
        region.kind,
        region.name,
        region.parent_id or "",
        region.status,
        region.first_seen,
        region.last_seen,
        region.source,
    )


def is_loaded() -> bool:
    """Whether a list is in the database."""
    return Region.objects.filter(level="provinsi", status=Region.RESMI).exists()


def counts() -> dict[str, int]:
    """How many official regions there are, by level and by kind, and how many historical ones.

    Keys: provinsi, kabkota, kecamatan, desa_semua (all villages); kabupaten, kota, desa, desa_adat,
    kelurahan; historis.
    """
    kinds = dict.fromkeys(("provinsi", "kabupaten", "kota", "kecamatan", "desa", "desa_adat", "kelurahan"), 0)
    rows = Region.objects.filter(status=Region.RESMI).values_list("kind").annotate(Count("code")).order_by()
    kinds.update(rows)
    return {
        **kinds,
        "kabkota": kinds["kabupaten"] + kinds["kota"],
        "desa_semua": kinds["desa"] + kinds["desa_adat"] + kinds["kelurahan"],
        "historis": Region.objects.filter(status=Region.HISTORIS).count(),
    }


def get(code: str) -> RegionInfo | None:
    """A region by its code, with or without dots, official or historical."""
    region = Region.objects.filter(pk=codes.normalise(code) or "").first()
    return info(region) if region else None


def children(code: str = "", *, historical: bool = False) -> list[RegionInfo]:
    """Regions one level down, by code; the provinces for ""."""
    own = codes.normalise(code) if code else ""
    level = _CHILD_LEVEL.get(len(own)) if own is not None else None
    if own is None or level is None:
        return []
    low, high = code_ranges.code_range(own)
    found = Region.objects.filter(level=level, code__gte=low, code__lt=high)
    if not historical:
        found = found.filter(status=Region.RESMI)
    return [info(region) for region in found.order_by("code")]


def breadcrumb(code: str) -> list[RegionInfo]:
    """From the province down to the region itself; what is not known is left out."""
    own = codes.normalise(code)
    if own is None:
        return []
    return [info(region) for region in Region.objects.filter(pk__in=(*codes.ancestors(own), own)).order_by("code")]


def names(wanted: Iterable[str]) -> dict[str, str]:
    """Names by code, of those that are known."""
    return dict(Region.objects.filter(pk__in=list(wanted)).values_list("code", "name"))


def ranges_of(code_or_area: str, *, predecessors: bool = False) -> list[CodeRange]:
    """Code ranges (low included, high excluded) for a column of codes in collation "C".

    Args:
        code_or_area: a region code, "" for the nation, or the code of an area.
        predecessors: also the old codes of what now lies in the region. An area is a territory, so its ranges
            always have them: a tag that names Kabupaten Boven Digoel (93.02) also holds rows under 91.16.
    """
    own = codes.normalise(code_or_area) if code_or_area else ""
    if own is not None:
        return code_ranges.ranges([own, *(code_changes.predecessors_of(own) if predecessors and own else ())])
    prefixes = list(AreaMember.objects.filter(area__code=code_or_area).values_list("prefix", flat=True))
    return code_ranges.ranges(
        [*prefixes, *(old for prefix in prefixes for old in code_changes.predecessors_of(prefix))]
    )


def desa_codes_in(code_or_area: str, *, historical: bool = False) -> list[str]:
    """Codes of all villages in a region or area, ascending; historical ones when asked for."""
    found = villages(ranges_of(code_or_area), historical=historical)
    return list(found.order_by("code").values_list("code", flat=True))


def villages(within: list[CodeRange], *, historical: bool = False) -> QuerySet[Region]:
    """Villages of code ranges; read from the primary key, whatever else the table holds."""
    condition = Q()
    for low, high in within:
        condition |= Q(code__gte=low, code__lt=high)
    found = Region.objects.filter(condition, level="desa") if within else Region.objects.none()
    return found if historical else found.filter(status=Region.RESMI)


def successors(code: str) -> list[SuccessionInfo]:
    """What the regency's code became; for an old province, of every regency it gave away."""
    return _links("old", code)


def predecessors(code: str) -> list[SuccessionInfo]:
    """What the regency's code was; for a new province, of every regency it received."""
    return _links("new", code)


def versions(code: str) -> list[VersionInfo]:
    """Names and places of a region over time, oldest first; periods are half open."""
    of_region = RegionVersion.objects.filter(region=codes.normalise(code) or "")
    found = [
        *of_region.filter(valid_to__isnull=False).order_by("valid_to", "id"),
        *of_region.filter(valid_to=None),
    ]
    return [
        VersionInfo(
            one.name,
            one.parent_code,
            one.kind,
            one.valid_from,
            one.valid_to,
            one.attested_on,
            one.decree,
            one.source,
        )
        for one in found
    ]


def from_alias(system: str, foreign: str, year: int | None = None) -> str | None:
    """Our code for a foreign one; of the latest year when none is asked for."""
    found = RegionAlias.objects.filter(system=system, foreign_code=foreign.strip())
    if year is not None:
        found = found.filter(year=year)
    return found.order_by("-year").values_list("region_id", flat=True).first()


def _links(side: str, code: str) -> list[SuccessionInfo]:
    own = codes.normalise(code)
    if own is None:
        return []
    low, high = code_ranges.code_range(own)
    found = Succession.objects.select_related("new").order_by("new_id", "old_id")
    found = found.filter(**{f"{side}_id__gte": low, f"{side}_id__lt": high})
    return [SuccessionInfo(one.old_id, one.new_id, one.effective_on, one.law, one.new.name) for one in found]
