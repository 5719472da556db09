"""The page of a region: itself in every year, what lies below it, and other groupings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from swadaya.core import codes as region_codes
from swadaya.core.codes import Level
from swadaya.wilayah import selectors as wilayah
from swadaya.wilayah.rules.code_ranges import code_range

from .figures import FIGURES, REGION, Figures, figures_row
from .rows import Row, ask
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
    rows = ask(f"SELECT {REGION} FROM wilayah_region g WHERE g.code = ANY(%s) ORDER BY g.code", [own])  # noqa: S608
    found = tuple(wilayah.RegionInfo(*row) for row in rows)
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
        run_id, kind, key = row[:3]
        name = row[14] or ""
        if row[11] is not None and code.startswith(key):
            known[key] = wilayah.RegionInfo(*row[11:])
        if (kind, key) == (scheme, code):
            name = name if code else "Indonesia"
            own[run_id] = figures_row(row, run.method, name)
            for other, told in trend_rows(row[10], shown):
                own[other.id] = figures_row((*row[:3], *told[1:]), other.method, name)
        elif kind == _PARTS.get(scheme):
            below.append(figures_row(row, run.method, name))
        elif kind in groupings:
            groups.setdefault(kind, []).append(figures_row(row, run.method, key))
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
        f"""SELECT {FIGURES}, CASE WHEN a.scheme = %(scheme)s AND a.key = %(code)s THEN (
            SELECT jsonb_agg(t.runs) FROM indeks_trend t
            WHERE t.method = ANY(%(methods)s) AND t.scheme = a.scheme AND t.key = a.key) END, {REGION}
        FROM indeks_aggregate a LEFT JOIN wilayah_region g ON g.code = a.key
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
