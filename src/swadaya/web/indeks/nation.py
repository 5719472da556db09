"""The national page: where the country stands, and where help is needed most."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString

from swadaya.core.figures import grouped
from swadaya.indeks import selectors
from swadaya.indeks.selectors import Edition, Figures, RegionPage, RunInfo
from swadaya.methodology.schema import Method
from swadaya.wilayah.rules import groupings
from swadaya.wilayah.rules.groupings import Scheme

from ..links import TARGETS, Links
from ..region_cache import picture
from ..ui.components.maps import choropleth, tilemap
from ..ui.formatting import index_name
from ..ui.navigation import Choice, switch
from . import narrative, trend
from .page_context import frame, links_of
from .planner_links import ways
from .reason import mean_tree
from .region import figures_context, map_legend, patches
from .region_summary import Seen, summarise
from .tables import parts_table
from .targets import national_years, short_lines


def scheme_of(code: str) -> Scheme | None:
    """The island scheme of that code, or the default one without a code."""
    known = groupings.schemes()
    return next((one for one in known if (one.code == code if code else one.default)), None)


def nation_context(edition: Edition, run: RunInfo, scheme: Scheme) -> dict[str, Any] | None:
    """Everything templates/indeks/nasional.html shows; None where the run holds no nation."""
    same = _standing(edition, run)
    if same is None:
        return None
    links = links_of(edition, run)
    choices = [Choice(one.label, links.islands(one.code), one is scheme) for one in groupings.schemes()]
    return {
        **same,
        "scheme": scheme,
        "schemes": switch("", choices, label="Cara mengelompokkan pulau"),
        "islands_table": _islands_table(run, scheme),
    }


@lru_cache(maxsize=32)
def _standing(edition: Edition, run: RunInfo) -> dict[str, Any] | None:
    """What the pages of a run have in common, whatever islands are asked for; a published run never changes."""
    default = next(scheme for scheme in groupings.schemes() if scheme.default)
    wanted = [f"pulau:{default.code}", *(f"tanda:{tag.code}" for tag in groupings.tags())]
    page = selectors.region_page("", year=run.year, method_id=run.method_id, shown=edition.runs, groupings=wanted)
    if page is None:
        return None
    method = run.method
    links = links_of(edition, run)
    parts = summarise(method, page.parts)
    islands = summarise(method, page.groups.get(f"pulau:{default.code}", []))
    published = trend.published_for(method, run.year)
    return {
        **frame(edition, run, page.years, page.breadcrumb, name=index_name(method)),
        **figures_context(page),
        "lead": narrative.region_lead(method, page.figures, narrative.island_parts(islands, default)),
        "coverage": _coverage(page, published.total if published else None),
        "tree": mean_tree(method, run, page.figures, published),
        **_map(method, parts, links, default, picture(edition.stamp, "")),
        "parts_table": parts_table(
            method, parts, links, heading="Provinsi", caption="Provinsi, dari rata-rata terendah."
        ),
        "csv_villages": links.csv(villages=True),
        "plans": ways(edition, run),
        "aims": short_lines("", method.short, national_years(method.short)),
        "targets_href": TARGETS,
        "tags": _tag_tables(method, page),
        "trend": _trend(method, page),
    }


def _trend(method: Method, page: RegionPage) -> dict[str, Any] | None:
    entries = trend.of_nation(method, page.trend)
    if not entries:
        return None
    missing = trend.not_drawn(method, entries)
    return {
        "reading": trend.reading(method, entries) if len(entries) > 1 else "",
        "strips": trend.strips_table(method, entries, missing),
        "figures": trend.figures_table(method, entries),
        "sources": trend.sources(entries, missing),
        "note": trend.instruments_note(method, entries),
    }


def _coverage(page: RegionPage, published: int | None) -> str:
    """A warning where a run holds far fewer villages than the year had."""
    held = page.figures.desa
    if published is None or held * 100 >= published * 95:
        return ""
    return (
        f"Perhitungan ini hanya memuat {grouped(held)} desa, sedangkan untuk {page.run.year} diterbitkan angka "
        f"{grouped(published)} desa. Rata-rata dan jumlahnya tidak mewakili seluruh Indonesia."
    )


def _map(
    method: Method, parts: list[Seen], links: Links, scheme: Scheme, drawn: dict[str, Any] | None
) -> dict[str, Any]:
    shapes = patches(method, parts, links)
    homes = {code: group.label for group in scheme.groups for code in group.members}
    provinces = {code for group in scheme.groups for code in group.members}
    return {
        "map_lead": narrative.map_lead(method, parts, "provinsi", homes),
        "map": choropleth(drawn, shapes, label="Peta provinsi menurut kelas rata-rata") if drawn else tilemap(shapes),
        "map_drawn": drawn is not None,
        "attribution": drawn["attribution"] if drawn else "",
        "legend": map_legend(method, parts, without=len(provinces - set(shapes))),
    }


def _islands_table(run: RunInfo, scheme: Scheme) -> SafeString:
    names = {group.code: group.label for group in scheme.groups}
    islands = [_named(one, names) for one in selectors.grouped(run, f"pulau:{scheme.code}")]
    islands.sort(key=lambda one: (one.mean is None, one.mean or 0))
    caption = f"{scheme.label}, dari rata-rata terendah."
    return parts_table(run.method, summarise(run.method, islands), None, heading="Kelompok pulau", caption=caption)


def _tag_tables(method: Method, page: RegionPage) -> list[tuple[str, str, SafeString]]:
    """Each legal tag: its label, its source, and the villages inside beside those outside."""
    found = []
    year = page.run.year
    for tag in groupings.tags():
        figures = page.groups.get(f"tanda:{tag.code}", [])
        in_force = tag.valid_from.year <= year and (tag.valid_to is None or year <= tag.valid_to.year)
        if len(figures) != 2 or not in_force:
            continue
        names = {tag.code: tag.label, f"bukan-{tag.code}": "Selain itu"}
        rows = sorted((_named(figure, names) for figure in figures), key=lambda one: one.code != tag.code)
        table = parts_table(
            method, summarise(method, rows), None, heading="Kelompok", caption=f"Menurut {tag.reference}."
        )
        found.append((tag.label, tag.reference, table))
    return found


def _named(figures: Figures, names: dict[str, str]) -> Figures:
    return replace(figures, name=names.get(figures.code, figures.code))
