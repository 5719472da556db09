"""What every page of the index has around its content: place, year, method, and whether it is an example."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.safestring import SafeString

from swadaya.indeks.selectors import Edition, RunInfo
from swadaya.wilayah.selectors import RegionInfo

from ..links import Links
from ..region_cache import decree_of
from ..ui.formatting import day, index_name, short_name
from ..ui.navigation import Choice, crumbs, switch

EXAMPLE = SafeString('<span class="contoh">contoh</span>')


def links_of(edition: Edition, run: RunInfo) -> Links:
    """Addresses that stay with the page's method: it is named where the year shows another one first."""
    first = next(item for item in edition.runs if item.year == run.year)
    return Links(run.year, "" if first.method_id == run.method_id else run.method_id)


Address = Callable[[Links, str], str]
"""The address of a kind of page for a region: ``Links.region``, ``Links.moves``."""


def year_choices(
    edition: Edition, run: RunInfo, held: Sequence[RunInfo], code: str, address: Address = Links.region
) -> list[Choice]:
    """The years a region has figures of, oldest first; the page's method where a year has it."""
    by_year: dict[int, RunInfo] = {}
    for item in held:
        if item.year not in by_year or item.method_id == run.method_id:
            by_year[item.year] = item
    return [
        Choice(str(year), address(links_of(edition, item), code), year == run.year, item.example)
        for year, item in sorted(by_year.items())
    ]


def method_choices(
    edition: Edition, run: RunInfo, held: Sequence[RunInfo], code: str, address: Address = Links.region
) -> list[Choice]:
    """The methods that the page's year was computed by."""
    same = [item for item in held if item.year == run.year]
    return [
        Choice(item.method.title, address(links_of(edition, item), code), item.method_id == run.method_id, item.example)
        for item in same
    ]


def steps(links: Links, breadcrumb: Sequence[RegionInfo], page: str = "") -> list[tuple[str, str]]:
    """From the nation down; the last one is the page itself and has no address. ``page``: what a region's page is."""
    found = [("Indonesia", links.region())]
    found += [(short_name(region), links.region(region.code)) for region in breadcrumb]
    if page:
        return [*found, (page, "")]
    return [*found[:-1], (found[-1][0], "")]


def frame(
    edition: Edition,
    run: RunInfo,
    held: Sequence[RunInfo],
    breadcrumb: Sequence[RegionInfo],
    *,
    name: str,
    page: str = "",
    address: Address = Links.region,
) -> dict[str, Any]:
    """The part of a template's context that all pages of the index share.

    Args:
        held: runs that have such a page.
        name: the heading.
        page: what it is, where it is not the region's own page; ``address``: of that kind of page.
    """
    links = links_of(edition, run)
    code = breadcrumb[-1].code if breadcrumb else ""
    method = run.method
    years = year_choices(edition, run, held, code, address)
    methods = method_choices(edition, run, held, code, address)
    return {
        "room": "indeks",
        "title": f"{name} {run.year}{' (data contoh)' if run.example else ''}",
        "name": name,
        "year": str(run.year),
        "run_id": str(run.id),
        "method": method,
        "index_name": index_name(method),
        "unofficial": method.standing == "tidak-resmi",
        "example": run.example,
        "mark_example": EXAMPLE if run.example else "",
        "crumbs": crumbs(steps(links, breadcrumb, page)),
        "switch": switch("Tahun", years, label="Tahun data") + switch("Metode", methods),
        "csv": links.csv(code),
        "decree": decree_of(edition.stamp, run.id),
        "published_on": day(run.published_at) if run.published_at else "",
        "canonical": address(links, code),
    }
