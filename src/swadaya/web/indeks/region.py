"""Pages of a province, a kabupaten or kota, and a kecamatan: the same composition over what lies below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.utils.safestring import SafeString

from swadaya.core.codes import dotted
from swadaya.core.figures import grouped, ratio
from swadaya.indeks.selectors import Edition, RegionPage, VillageFigure
from swadaya.methodology.schema import Method

from ..links import TARGETS, Links, search
from ..region_cache import picture
from ..ui.components.bars import bar, strip
from ..ui.components.maps import Patch, choropleth
from ..ui.components.ruler import ruler
from ..ui.components.status import legend, mark, tone
from ..ui.formatting import index_name, index_text, region_name
from . import narrative, trend
from .area_comparison import groups_table
from .code_change_note import code_note
from .page_context import frame, links_of
from .planner_links import ways
from .reason import mean_tree
from .region_summary import Seen, summarise
from .tables import distribution, parts_table, villages_table
from .targets import region_years, short_lines

_PARTS = {
    "provinsi": ("kabupaten/kota", "Kabupaten dan kota"),
    "kabkota": ("kecamatan", "Kecamatan"),
    "kecamatan": ("desa", "Desa"),
}


def figures_context(page: RegionPage) -> dict[str, Any]:
    """Mean, ruler, components and distribution: the same for every group of villages."""
    method, figures = page.run.method, page.figures
    size = len(method.classes)
    context: dict[str, Any] = {
        "count": grouped(figures.with_index),
        "desa": grouped(figures.desa),
        "mean": None,
        "strip": strip(figures.classes, height=34, figures=True),
        "distribution": distribution(method, figures, caption=f"Jumlah desa menurut status, {page.run.year}"),
    }
    status = figures.status(method)
    if figures.mean is None or status is None:
        return context
    value = index_text(method, figures.mean)
    note = narrative.border_note(method, figures.mean)
    return {
        **context,
        "mean": value,
        "status": mark(status, size, large=True),
        "border_note": note,
        "ruler": ruler(method, figures.mean, spoken=f"Mistar indeks. Rata-rata {value}, kelas {status.label}. {note}"),
        "components": [
            (_component_name(component.name or component.label, component.code), ratio(share), bar(share))
            for component, share in zip(method.components, figures.components, strict=True)
            if share is not None
        ],
    }


def _component_name(name: str, code: str) -> str:
    return f"{name[:1].upper()}{name[1:]} ({code})"


def patches(method: Method, parts: Sequence[Seen], links: Links) -> dict[str, Patch]:
    """What a map says of each part: its mean and class."""
    found = {}
    size = len(method.classes)
    for part in parts:
        href = links.region(part.code)
        if part.status is None:
            found[part.code] = Patch(part.name, "–", "belum ada indeks", 0, href)
            continue
        words = f"rata-rata {part.text}, {part.status.label}, {grouped(part.with_index)} desa"
        found[part.code] = Patch(part.name, part.text, words, tone(part.status.level, size), href)
    return found


def _village_patches(method: Method, villages: Sequence[VillageFigure], links: Links) -> dict[str, Patch]:
    found = {}
    for village in villages:
        name = village.name or dotted(village.code)
        if village.k is None:
            found[village.code] = Patch(name, "–", "tanpa indeks", 0, links.region(village.code))
            continue
        value = index_text(method, method.index(village.k))
        words = f"{value}, {method.classes[village.level - 1].label}"
        found[village.code] = Patch(
            name, value, words, tone(village.level, len(method.classes)), links.region(village.code)
        )
    return found


def map_legend(method: Method, parts: Sequence[Seen], *, without: int = 0) -> SafeString:
    """Classes with the number of parts whose mean lies in each."""
    counts = Counter(part.status.level for part in parts if part.status is not None)
    return legend(method, counts, without=("Tanpa desa", without))


def region_context(edition: Edition, page: RegionPage) -> dict[str, Any]:
    """Everything templates/indeks/wilayah.html shows; ``page.region`` is a province, regency or district."""
    region, run = page.region, page.run
    if region is None:
        raise ValueError("the nation has a page of its own")
    method = run.method
    links = links_of(edition, run)
    noun, heading = _PARTS[region.level]
    if noun == "kecamatan" and region.code.startswith("9"):
        noun, heading = "distrik", "Distrik"
    entries = trend.of_region(page.trend)
    parts = summarise(method, page.parts)
    return {
        **frame(edition, run, page.years, page.breadcrumb, name=region_name(region)),
        **figures_context(page),
        "heading": f"{index_name(method)} {run.year}",
        "code": region.dotted,
        "code_note": code_note(region.code),
        "lead": narrative.region_lead(method, page.figures, parts),
        "tree": mean_tree(method, run, page.figures),
        **_parts_context(page, parts, links, noun, heading, picture(edition.stamp, region.code)),
        "csv_villages": links.csv(region.code, villages=True) if region.level != "kecamatan" else "",
        "search": search(region.code),
        "trend": _trend_context(method, entries),
        "groups_table": groups_table(page, region),
        "plans": ways(edition, run, region.code),
        "aims": short_lines(region.code, method.short, region_years(page)),
        "targets_href": TARGETS,
    }


def _parts_context(
    page: RegionPage, parts: Sequence[Seen], links: Links, noun: str, heading: str, drawn: dict[str, Any] | None
) -> dict[str, Any]:
    method = page.run.method
    if page.villages:
        shapes = _village_patches(method, page.villages, links)
        counts = {status.level: count for status, count in zip(method.classes, page.figures.classes, strict=True)}
        without = page.figures.desa - page.figures.with_index
        key = legend(method, counts, without=("Tanpa indeks", without))
        lead = ""
        table = villages_table(method, page.villages, links, caption="Desa, dari indeks tertinggi.")
    else:
        shapes = patches(method, parts, links)
        without = sum(shape["code"] not in shapes for shape in drawn["shapes"]) if drawn else 0
        key = map_legend(method, parts, without=without)
        lead = narrative.map_lead(method, parts, noun)
        table = parts_table(method, parts, links, heading=heading, caption=f"{heading}, dari rata-rata terendah.")
    label = f"Peta {noun} menurut kelas"
    return {
        "noun": noun,
        "map_lead": lead,
        "map": choropleth(drawn, shapes, label=label) if drawn else "",
        "attribution": drawn["attribution"] if drawn else "",
        "legend": key,
        "parts_table": table,
        "villages": bool(page.villages),
    }


def _trend_context(method: Method, entries: Sequence[trend.Entry]) -> dict[str, Any] | None:
    if len(entries) < 2:
        return None
    return {
        "reading": trend.reading(method, entries),
        "strips": trend.strips_table(method, entries, []),
        "figures": trend.figures_table(method, entries),
    }
