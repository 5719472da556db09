"""Codes of official files that the list does not have: kept as historical regions, never thrown away.

A row of an official file is a fact about a village that existed for somebody in that year. Its code becomes a
historical region with the file as its source, so that its figures still add up by prefix.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from swadaya.core import codes
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid

from ._loading import lock
from .models import Region, RegionVersion
from .rules.code_changes import moves
from .rules.naming import kind_of, name_key


@dataclass(frozen=True, slots=True)
class HistoricalRegion:
    """A historical region that the file brought (``new``) or whose years or name it widened."""

    code: str
    level: str
    name: str
    new: bool
    first_seen: int
    last_seen: int


def ensure_historical(codes_with_names: Iterable[tuple[str, str]], *, year: int, source: str) -> list[HistoricalRegion]:
    """Keep every code of an official file that is not on the list in force.

    Args:
        codes_with_names: all codes of the file with their names ("" when the file has none), any level, with
            or without dots. Codes on the list are passed over.
        year: the data year of the file.
        source: how the file is called, for people.

    Returns:
        What was created or widened, by code; parents that were missing are created and returned too.

    Raises:
        Invalid: wilayah.kode when a code is not 2, 4, 6 or 10 digits.
    """
    source = source[:200]
    names = _normalised(codes_with_names, source)
    with transaction.atomic():
        with connection.cursor() as cursor:
            lock(cursor)
            strangers = [code for code, _ in _not_official(cursor, names)]
            found = _not_official(cursor, set(strangers).union(*(codes.ancestors(code) for code in strangers)))
        created = _create([code for code, known in found if not known], names, year, source)
        widened = _widen([code for code, known in found if known], names, year)
    return sorted((*created, *widened), key=lambda region: region.code)


def _not_official(cursor: Any, wanted: Iterable[str]) -> list[tuple[str, bool]]:
    """The codes that are not on the list in force, and whether they are known as historical. One text, one sweep."""
    cursor.execute(
        "SELECT u.code, r.code IS NOT NULL FROM string_to_table(%s, ',') AS u(code) "
        'LEFT JOIN wilayah_region r ON r.code = u.code COLLATE "C" '
        "WHERE u.code <> '' AND (r.code IS NULL OR r.status = 'historis') ORDER BY u.code",
        [",".join(wanted)],
    )
    return [(code, known) for code, known in cursor.fetchall()]


def _normalised(codes_with_names: Iterable[tuple[str, str]], source: str) -> dict[str, str]:
    given: dict[str, str] = {}
    for written, name in codes_with_names:
        plain = len(written) == 10 and written.isascii() and written.isdigit()
        code = written if plain else codes.normalise(written)
        if code is None:
            raise Invalid(Problem("wilayah.kode", Where(file=source), written, "kode wilayah 2, 4, 6, atau 10 angka"))
        given[code] = name.strip() or given.get(code, "")
    return given


def _create(missing: list[str], names: dict[str, str], year: int, source: str) -> list[HistoricalRegion]:
    """Parents first. A version begins nobody knows when; below a moved regency it ends with the move."""
    ends = {move.old: move.effective_on for move in moves()}
    regions = []
    for code in sorted(missing, key=lambda code: (len(code), code)):
        level = codes.level_of(code)
        name = names.get(code, "")
        regions.append(
            Region(
                code=code,
                level=level,
                kind=kind_of(code),
                name=name,
                name_key=name_key(name, level),
                parent_id=codes.parent(code) or None,
                status=Region.HISTORIS,
                first_seen=year,
                last_seen=year,
                source=source,
            )
        )
    Region.objects.bulk_create(regions, batch_size=2000)
    RegionVersion.objects.bulk_create(
        [
            RegionVersion(
                region=region,
                name=region.name,
                parent_code=region.parent_id or "",
                kind=region.kind,
                valid_to=ends.get(region.code[:4]),
                source=source,
            )
            for region in regions
        ],
        batch_size=2000,
    )
    return [_told(region, new=True) for region in regions]


def _widen(known: list[str], names: dict[str, str], year: int) -> list[HistoricalRegion]:
    """Stretch the years seen; fill a name that no file had before."""
    changed = []
    renamed = []
    for region in Region.objects.filter(code__in=known):
        first = min(region.first_seen or year, year)
        last = max(region.last_seen or year, year)
        name = region.name or names.get(region.code, "")
        if (first, last, name) == (region.first_seen, region.last_seen, region.name):
            continue
        if name != region.name:
            renamed.append(region.code)
        region.first_seen, region.last_seen, region.name = first, last, name
        region.name_key = name_key(name, codes.level_of(region.code))
        changed.append(region)
    Region.objects.bulk_update(changed, ["first_seen", "last_seen", "name", "name_key"], batch_size=2000)
    for version in RegionVersion.objects.filter(region__in=renamed, name=""):
        version.name = names[version.region_id]
        version.save(update_fields=["name"])
    return [_told(region, new=False) for region in changed]


def _told(region: Region, *, new: bool) -> HistoricalRegion:
    year = region.first_seen or 0
    return HistoricalRegion(region.code, region.level, region.name, new, year, region.last_seen or year)
