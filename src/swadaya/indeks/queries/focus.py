"""Which components are weak together in a region, and which indicators keep most of its index from it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from swadaya.core.rows import Row, ask
from swadaya.wilayah import selectors as wilayah

from ..rules.focus import Weakness, weaknesses
from ..rules.typology import Type, types_in, weak_in
from .figures import REGION, region_of
from .moves import places
from .runs import RunInfo


@dataclass(frozen=True, slots=True)
class Profile:
    """One region. ``patterns``: villages with an index by type; ``scored``: those of them whose scores are known."""

    code: str
    name: str
    patterns: tuple[int, ...]
    scored: int
    weaknesses: tuple[Weakness, ...]  # the largest loss of index first

    @property
    def desa(self) -> int:
        """Villages with an index."""
        return sum(self.patterns)

    @property
    def types(self) -> list[Type]:
        return types_in(self.patterns)

    def weak(self, component: int) -> int:
        """Villages where that component is weak."""
        return weak_in(self.patterns, component)

    @property
    def weak_together(self) -> int:
        """Villages with two weak components or more."""
        return sum(count for number, count in enumerate(self.patterns) if number.bit_count() > 1)


@dataclass(frozen=True, slots=True)
class FocusPage:
    """``profile`` None: not worked out. ``nation``: the country, to compare with; ``parts``: one level down."""

    run: RunInfo
    region: wilayah.RegionInfo | None
    breadcrumb: list[wilayah.RegionInfo]
    profile: Profile | None
    nation: Profile | None
    parts: list[Profile]


_PROFILES = f"""
WITH d AS (SELECT id FROM indeks_digest WHERE run_id = %(run)s AND base_id IS NULL), p AS (
    SELECT p.scheme, p.key, p.patterns, p.scored, p.below, p.lost FROM d JOIN indeks_profile p
        ON p.digest_id = d.id AND p.scheme = %(scheme)s AND p.key = %(code)s
    UNION ALL SELECT p.scheme, p.key, p.patterns, p.scored, p.below, p.lost FROM d JOIN indeks_profile p
        ON p.digest_id = d.id AND p.scheme = 'nasional' AND p.key = ''
    UNION ALL SELECT p.scheme, p.key, p.patterns, p.scored, NULL, NULL FROM d JOIN indeks_profile p
        ON p.digest_id = d.id AND p.scheme = %(parts)s AND p.key >= %(low)s AND p.key < %(high)s
    UNION ALL SELECT p.scheme, p.key, p.patterns, p.scored, NULL, NULL FROM d JOIN indeks_profile p
        ON p.digest_id = d.id AND p.scheme = ANY(%(schemes)s) AND p.key = ANY(%(above)s))
SELECT p.scheme, p.key, p.patterns, p.scored, p.below, p.lost, {REGION}
FROM p LEFT JOIN wilayah_place g ON g.code = p.key
"""  # noqa: S608


def focus_page(code: str, run: RunInfo) -> FocusPage | None:
    """Types and weak indicators of a region ("" is the nation); None when it is unknown."""
    place = places(code)
    rows = ask(connection, _PROFILES, {"run": run.id, **place})
    known = {region.code: region for region in map(region_of, rows) if region}
    if not rows and code:
        known = {item.code: item for item in wilayah.breadcrumb(code)}
    if code and code not in known:
        return None
    by_place = {(row.scheme, row.key): row for row in rows}
    names = {item.code: item.name for item in known.values()}
    own, country = by_place.get((place["scheme"], code)), by_place.get(("nasional", ""))
    parts = [_profile(row, run, names.get(row.key, "")) for row in rows if row.scheme == place["parts"]]
    return FocusPage(
        run=run,
        region=known.get(code),
        breadcrumb=[known[item] for item in (*place["above"], code) if item in known],
        profile=_profile(own, run, names.get(code, "Indonesia")) if own else None,
        nation=_profile(country, run, "Indonesia") if country else None,
        parts=sorted(parts, key=lambda one: one.code),
    )


def _profile(row: Row, run: RunInfo, name: str) -> Profile:
    found = weaknesses(run.method, row.scored, row.below, row.lost) if row.below and row.lost else []
    return Profile(row.key, name, tuple(row.patterns), row.scored, tuple(found))
