"""Long lists of regions, a page at a time: each page starts after the last code of the one before."""

from __future__ import annotations

from swadaya.core import codes
from swadaya.core.codes import Level

from .models import Region
from .regions import RegionInfo, info
from .rules.code_ranges import code_range


def listed(
    *, parent: str = "", level: Level | None = None, historical: bool = False, after: str = "", limit: int = 100
) -> list[RegionInfo]:
    """The next regions, by code.

    Args:
        parent: only what lies in this region; "" is the nation.
        level: only of this level; None: one level below ``parent``, nothing below a village.
        historical: also regions that are on no list in force.
        after: the code of the last region of the page before.
    """
    wanted = level or _level_below(parent)
    if wanted is None:
        return []
    low, high = code_range(parent)
    found = Region.objects.filter(level=wanted, code__gte=low, code__lt=high, code__gt=after).exclude(code=parent)
    if not historical:
        found = found.filter(status=Region.RESMI)
    return [info(region) for region in found.order_by("code")[:limit]]


def _level_below(parent: str) -> Level | None:
    place = codes.LEVELS.index(codes.level_of(parent)) + 1 if parent else 0
    return codes.LEVELS[place] if place < len(codes.LEVELS) else None
