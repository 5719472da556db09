"""The page of a region: itself in every year, what lies below it, and other groupings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from swadaya.core import codes as region_codes
from swadaya.core.codes import Level
from swadaya.core.rows import Row, ask
from swadaya.wilayah import selectors as wilayah
from swadaya.wilayah.rules.code_ranges import code_range

from ..trends import GroupYear
from .figures import FIGURES, REGION, Figures, figures_row, region_of
from .runs import RunInfo, published_runs, trend_rows, wanted
from .villages import VillageFigure, villages_in


@dataclass(frozen=True, slots=True)
class RegionPage:
    """A region and its parts. ``villages`` only in a kecamatan; ``trend`` holds the region in every published year.

    ``years``: the runs on show that have the region, of any method; ``groups``: other groupings asked for, by scheme.
    """

    run: RunInfo
    region: wilayah.RegionInfo | None  # None: the nation
    breadcrumb: list[wilayah.RegionInfo]
    figures: Figures
    parts: list[Figures]
    villages: list[VillageFigure]
    trend: list[tuple[RunInfo, Figures]]
    years: list[RunInfo]
    groups: dict[str, list[Figures]]


def trail(code: str) -> tuple[wilayah.RegionInfo, ...]:
    """A region and those above it, from the province down; empty when it is unknown."""
    own = [*region_codes.ancestors(code), code]
    query = "SELECT * FROM wilayah_place WHERE code = ANY(%s) ORDER BY code"
    found = tuple(ask(connection, query, [own], into=wilayah.RegionInfo))
    return found if found and found[-1].code == code else ()


_PARTS: dict[str, Level] = {"nasional": "provinsi", "provinsi": "kabkota", "kabkota": "kecamatan"}


def region_page(
    code: str,
    *,
    year: int | None = None,
    method_id: str | None = None,
    shown: Sequence[RunInfo] | None = None,
    groupings: Sequence[str] = (),
) -> RegionPage | None:
    """The nation (``code`` empty), a province, regency or district in a year; None when unknown or not computed.

    Args:
        shown: the runs on show, where the caller has them.
        groupings: schemes of other groupings to read along: ``pulau:<skema>``, ``tanda:<kode>``.
    """
    shown = published_runs() if shown is None else shown
    run = wanted(shown, year, method_id)
    scheme: str = region_codes.level_of(code) if code else "nasional"
    if run is None or scheme == "desa":
        return None
    own: dict[int, Figures] = {}
    below: list[Figures] = []
    groups: dict[str, list[Figures]] = {}
    known: dict[str, wilayah.RegionInfo] = {}
    for row in _aggregates(code, scheme, run, shown, groupings):
        region = region_of(row)
        name = region.name if region else ""
        if region and code.startswith(region.code):
            known[region.code] = region
        if (row.scheme, row.key) == (scheme, code):
            name = name if code else "Indonesia"
            own[row.run_id] = figures_row(row, run.method, name)
            for other, told in trend_rows(row.trend, shown):
                own[other.id] = figures_row(row._replace(**GroupYear(*told)._asdict()), other.method, name)
        elif row.scheme == _PARTS.get(scheme):
            below.append(figures_row(row, run.method, name))
        elif row.scheme in groupings:
            groups.setdefault(row.scheme, []).append(figures_row(row, run.method, row.key))
    if run.id not in own or (code and code not in known):
        return None
    return RegionPage(
        run=run,
        region=known[code] if code else None,
        breadcrumb=[known[item] for item in (*region_codes.ancestors(code), code) if item in known] if code else [],
        figures=own[run.id],
        parts=sorted(below, key=lambda item: (item.mean is None, item.mean or 0, item.code)),
        villages=villages_in(code, run) if scheme == "kecamatan" else [],
        trend=[(item, own[item.id]) for item in reversed(shown) if item.method_id == run.method_id and item.id in own],
        years=[item for item in shown if item.id in own],
        groups={key: sorted(rows, key=lambda item: item.code) for key, rows in groups.items()},
    )


def _aggregates(code: str, scheme: str, run: RunInfo, shown: Sequence[RunInfo], groupings: Sequence[str]) -> list[Row]:
    """All a region's page needs, with the regions' own rows: itself in all years, what lies above and below, groups."""
    low, high = code_range(code)
    above = list(region_codes.ancestors(code)) if code else []
    return ask(
        connection,
        f"""SELECT {FIGURES}, CASE WHEN a.scheme = %(scheme)s AND a.key = %(code)s THEN (
            SELECT jsonb_agg(t.runs) FROM indeks_trend t
            WHERE t.method = ANY(%(methods)s) AND t.scheme = a.scheme AND t.key = a.key) END AS trend, {REGION}
        FROM indeks_aggregate a LEFT JOIN wilayah_place g ON g.code = a.key
        WHERE a.run_id = %(run)s AND ((a.scheme = %(scheme)s AND a.key = %(code)s)
        OR (a.scheme = %(below)s AND a.key >= %(low)s AND a.key < %(high)s)
        OR (a.scheme = ANY(%(levels)s) AND a.key = ANY(%(above)s))
        OR a.scheme = ANY(%(groups)s))""",  # noqa: S608
        {
            "run": run.id,
            "scheme": scheme,
            "code": code,
            "methods": sorted({item.method_id for item in shown}),
            "below": _PARTS.get(scheme, ""),
            "low": low,
            "high": high,
            "levels": ["provinsi", "kabkota"],
            "above": above,
            "groups": list(groupings),
        },
    )
