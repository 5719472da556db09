"""The page of targets: what a document sets for the nation or a region, and how far it is, year by year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from django.utils.safestring import SafeString

from swadaya.core.figures import grouped, ratio
from swadaya.core.rulefiles import STANDINGS
from swadaya.indeks import selectors
from swadaya.indeks.rules.published_figures import CLASSES, national_figures
from swadaya.indeks.rules.targets import Reading, Standing, Target, TargetSet, standing, target_sets
from swadaya.indeks.selectors import Edition, RegionPage
from swadaya.methodology import all_methods

from ..links import TARGETS, Links
from ..ui.components.definitions import definitions
from ..ui.formatting import region_name
from ..ui.navigation import crumbs
from .page_context import EXAMPLE


@dataclass(frozen=True, slots=True)
class Year:
    """Villages by class in one year. ``origin``: terbitan, hitungan or contoh; ``doubt``: what is odd about it;
    ``doubtful``: so odd that it is not drawn elsewhere."""

    year: int
    by_class: Mapping[str, int | None]
    origin: str
    source: str
    doubt: str
    doubtful: bool = False


def national_years(index: str) -> list[Year]:
    """Published figures of the nation, oldest first."""
    return [
        Year(
            figure.year,
            dict(zip(CLASSES, figure.by_class, strict=True)),
            "terbitan",
            figure.source,
            figure.doubt,
            doubtful=not figure.shown,
        )
        for figure in national_figures(index)
    ]


def region_years(page: RegionPage) -> list[Year]:
    """What was computed here for a region, oldest first."""
    return [
        Year(
            run.year,
            {one.code: count for one, count in zip(run.method.classes, figures.classes, strict=True)},
            "contoh" if run.example else "hitungan",
            f"perhitungan nomor {run.id}",
            "",
        )
        for run, figures in page.trend
    ]


def sets_for(region: str, index: str) -> list[TargetSet]:
    """The sets of a region ("" is the nation) that count classes of an index."""
    return [target_set for target_set in target_sets(region) if target_set.index == index]


def as_context(found: TargetSet, years: Sequence[Year]) -> dict[str, Any]:
    """One set as a page shows it: each target with a sentence and a table for each reading."""
    return {
        "set": found,
        "standing": STANDINGS[found.standing],
        "targets": [_target(found, target, years) for target in found.targets],
        "sources": definitions((str(year.year), f"{year.source}. {year.doubt}".strip()) for year in years),
    }


def _target(found: TargetSet, target: Target, years: Sequence[Year]) -> dict[str, Any]:
    readings = []
    for reading in target.readings:
        counts = {one.year: reading.count(one.by_class) for one in years}
        baseline = counts.get(found.baseline_year)
        if baseline is None:
            readings.append({"label": reading.label, "sentence": _unknown(found), "table": ""})
            continue
        steps = {
            year: standing(target, baseline, year, count)
            for year, count in counts.items()
            if count is not None and year >= found.baseline_year
        }
        readings.append(
            {
                "label": reading.label if len(target.readings) > 1 else "",
                "sentence": sentence(found, target, reading, years, steps),
                "table": _table(found, reading, years, steps),
            }
        )
    return {"target": target, "readings": readings}


def _unknown(found: TargetSet) -> str:
    return f"Angka dasar tahun {found.baseline_year} belum ada di sini, jadi kemajuannya belum dapat dihitung."


def sentence(
    found: TargetSet, target: Target, reading: Reading, years: Sequence[Year], steps: Mapping[int, Standing]
) -> str:
    """How far the target is: at its year, or in the latest one known before it."""
    baseline = steps[found.baseline_year].count
    known = [year for year in steps if found.baseline_year < year <= found.target_year]
    opening = f"Pada {found.baseline_year} ada {grouped(baseline)} desa ({reading.label})"
    if not known:
        return f"{opening}; belum ada angka sesudahnya sampai {found.target_year}."
    last = steps[max(known)]
    doubtful = any(one.year == last.year and one.doubtful for one in years)
    verb = "berkurang" if last.change < 0 else "bertambah"
    wanted = target.wanted(baseline)
    aim = f"sasaran {grouped(abs(wanted))} {'lebih sedikit' if wanted < 0 else 'lebih banyak'}"
    change = f"{verb} {grouped(abs(last.change))}" if last.change else "tetap"
    result = "tercapai" if last.reached else "belum tercapai"
    doubt = " Angka tahun itu diragukan." if doubtful else ""
    return f"{opening}. Pada {last.year} ada {grouped(last.count)}: {change}, {aim}; {result}.{doubt}"


def _table(found: TargetSet, reading: Reading, years: Sequence[Year], steps: Mapping[int, Standing]) -> SafeString:
    rows = []
    for year in years:
        if year.year < found.baseline_year:
            continue
        step = steps.get(year.year)
        origin = str(EXAMPLE) if year.origin == "contoh" else escape(year.origin)
        doubt = " <small>diragukan</small>" if year.doubtful else ""
        note = {found.baseline_year: "dasar", found.target_year: "tahun sasaran"}.get(year.year, "")
        heading = f"{year.year}{f' <small>{note}</small>' if note else ''}"
        if step is None:
            cells = '<td class="num">–</td><td class="num">–</td><td class="num">–</td>'
        else:
            sign = "+" if step.change > 0 else ""
            share = f"{ratio(step.share * 100, 0)} %" if step.share is not None and note != "dasar" else "–"
            change = f"{sign}{grouped(step.change)}" if note != "dasar" else "–"
            cells = (
                f'<td class="num">{grouped(step.count)}</td><td class="num">{change}</td><td class="num">{share}</td>'
            )
        css = ' class="aim"' if year.year == found.target_year else ""
        rows.append(f'<tr{css}><th scope="row">{heading}</th>{cells}<td>{origin}{doubt}</td></tr>')
    return SafeString(
        f'<table class="targets"><caption>Desa {escape(reading.label)} menurut tahun</caption><thead><tr>'
        f'<th scope="col">Tahun</th><th scope="col" class="num">Desa</th>'
        f'<th scope="col" class="num">Sejak {found.baseline_year}</th>'
        f'<th scope="col" class="num">Dari sasaran</th><th scope="col">Asal</th></tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def short_lines(region: str, index: str, years: Sequence[Year]) -> list[tuple[str, list[str]]]:
    """Each target of a region with a sentence for each reading, for the region's own page."""
    return [
        (entry["target"].label, [reading["sentence"] for reading in entry["readings"]])
        for one in sets_for(region, index)
        for entry in as_context(one, years)["targets"]
    ]


def targets_context(edition: Edition) -> dict[str, Any]:
    """Everything templates/indeks/sasaran.html shows: the nation's sets, then those of regions."""
    sets = []
    for one in target_sets():
        if one.region:
            sets.append(_of_region(edition, one))
        else:
            sets.append({**as_context(one, national_years(one.index)), "place": "Indonesia", "href": ""})
    runs = edition.runs
    return {
        "room": "indeks",
        "title": "Sasaran",
        "canonical": TARGETS,
        "crumbs": crumbs([("Indeks", "/"), ("Sasaran", "")]),
        "sets": sets,
        "example": any(one["example"] for one in sets if "example" in one),
        "latest": Links(runs[0].year).region() if runs else "/",
    }


def _of_region(edition: Edition, found: TargetSet) -> dict[str, Any]:
    method_ids = {method.id for method in all_methods() if method.short == found.index}
    run = next((one for one in edition.runs if one.method_id in method_ids), None)
    page = (
        selectors.region_page(found.region, year=run.year, method_id=run.method_id, shown=edition.runs) if run else None
    )
    years = region_years(page) if page else []
    place = region_name(page.region) if page and page.region else found.region
    href = Links(run.year).region(found.region) if run and page else ""
    return {
        **as_context(found, years),
        "place": place,
        "href": href,
        "example": any(year.origin == "contoh" for year in years),
    }
