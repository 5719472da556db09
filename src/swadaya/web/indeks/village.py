"""The page of one village: status, reason, next steps, its rumusan and its years."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from typing import Any

from django.utils.safestring import SafeString

from swadaya.core.figures import grouped, ratio
from swadaya.indeks.selectors import Edition, VillageFigure, VillagePage
from swadaya.methodology.explain import ComponentShare, Explanation

from .. import links as addresses
from ..region_cache import areas_of, picture
from ..ui.components.bars import bar
from ..ui.components.definitions import definitions
from ..ui.components.ruler import ruler
from ..ui.components.status import legend, mark
from ..ui.components.trendline import trendline
from ..ui.formatting import count_words, index_name, index_text, region_name
from . import narrative
from .code_change_note import code_note
from .neighbours import nearest, touching
from .page_context import frame, links_of
from .planner_links import village_ways
from .reason import village_tree
from .rumusan import full_count, full_list, missing_scores, next_steps, notes, rumusan_table, worth_note
from .tables import villages_table

_RANKED = {"kecamatan": "Kecamatan", "kabkota": "Kabupaten", "provinsi": "Provinsi", "nasional": "Nasional"}
_BESIDE = "Berbatasan menurut peta; batas pada peta indikatif."
_CARRIED = re.compile(r"update (\d{4})", re.IGNORECASE)


def village_context(edition: Edition, page: VillagePage, around: Sequence[VillageFigure] = ()) -> dict[str, Any]:
    """Everything templates/indeks/desa.html shows; ``around``: the villages of its kecamatan, best first."""
    run, explanation, region = page.run, page.explanation, page.region
    method = explanation.method
    name = region_name(region)
    odd = notes(explanation)
    scored = any(part.indicators for part in explanation.components)
    return {
        **frame(edition, run, page.years, page.breadcrumb, name=name),
        "heading": f"{index_name(method)} {run.year}",
        "code": region.dotted,
        "code_note": code_note(region.code),
        "lead": narrative.village_lead(region.name or name, explanation),
        "alone": narrative.alone_note(explanation),
        **_headline(page),
        "parts_heading": f"{count_words(len(method.components)).capitalize()} {method.level_names[0].lower()}",
        "components_table": _components_table(explanation) if explanation.k is not None else "",
        "behind_note": _behind_note(explanation),
        "ranks": _tiles(page),
        "tree": village_tree(page),
        "scored": scored,
        "known": explanation.k is not None,
        "missing": missing_scores(explanation) if scored else [],
        "worth": worth_note(explanation),
        "steps": next_steps(explanation) if scored else "",
        "rumusan": rumusan_table(explanation, example=run.example) if scored and explanation.k is not None else "",
        "full_count": str(full_count(explanation)),
        "full": full_list(explanation) if scored else "",
        "notes": definitions(odd),
        "noted": str(len(odd)),
        "off_grid": page.off_grid,
        "carried": _carried(page),
        "origin": page.provenance,
        "said": _said(page),
        "areas": [(area.label, area.legal_basis) for area in areas_of(edition.stamp, region.code, run.year)],
        **_trend(page),
        **_neighbours(edition, page, around),
        "parent": links_of(edition, run).region(region.code[:6]),
    }


def _headline(page: VillagePage) -> dict[str, Any]:
    explanation = page.explanation
    method, index, status = explanation.method, explanation.index, explanation.status
    if index is None or status is None:
        return {"value": None}
    value = index_text(method, index)
    following = explanation.next
    border = following.status.range.lower if following else None
    spoken = f"Mistar indeks. {page.region.name} {value}, kelas {status.label}"
    spoken += f"; batas {following.status.label} {index_text(method, border)}." if following and border else "."
    return {
        "value": value,
        "status": mark(status, len(method.classes), large=True),
        "meaning": status.meaning,
        "meaning_of": status.label,
        "meaning_href": addresses.status(method.id, status.code),
        "ruler": ruler(method, index, spoken=spoken, towards=border),
    }


def _neighbours(edition: Edition, page: VillagePage, around: Sequence[VillageFigure]) -> dict[str, Any]:
    """Villages of the kecamatan that are nearest in rank, and those whose outlines touch it."""
    run, code = page.run, page.region.code
    links = links_of(edition, run)
    near = nearest(around, code)
    touch = touching(picture(edition.stamp, code[:6]), code)
    beside = [one for one in around if one.code in touch]
    method = page.explanation.method
    return {
        "near": villages_table(method, near, links, caption="Terdekat dalam peringkat kecamatan.") if near else "",
        "beside": villages_table(method, beside, links, caption=_BESIDE) if beside else "",
        "plans": village_ways(edition, run, code, [one.code for one in near[:2]]),
    }


def _components_table(explanation: Explanation) -> SafeString:
    method = explanation.method
    rows = []
    for part in explanation.components:
        name = part.component.name or part.component.label
        rows.append(
            f'<tr><th scope="row">{escape(name[:1].upper() + name[1:])} '
            f"<small>{escape(part.component.code)}</small>"
            f'{bar(part.index)}</th><td class="num">{grouped(part.points)}'
            f"<small> / {grouped(part.maximum)}</small></td>"
            f'<td class="num"><b>{ratio(part.index)}</b></td></tr>'
        )
    whole = "rata-rata ketiganya" if len(explanation.components) == 3 else "semuanya"
    whole = whole if method.index_rule == "rata-rata-komponen" else "jumlah semuanya"
    index = index_text(method, explanation.index or method.index(0))
    rows.append(
        f'<tr class="sum"><th scope="row">{escape(method.short)}, {whole} <small>poin indeks</small></th>'
        f'<td class="num">{grouped(explanation.k or 0)}<small> / {grouped(method.denominator)}</small></td>'
        f'<td class="num">{index}</td></tr>'
    )
    return SafeString(
        f'<table class="parts"><caption class="vh">Poin dan indeks tiap komponen</caption><thead><tr>'
        f'<th scope="col">{escape(method.level_names[0])}</th><th scope="col" class="num">Poin</th>'
        f'<th scope="col" class="num">Indeks</th></tr></thead><tbody>{"".join(rows)}</tbody></table>'
    )


def _behind_note(explanation: Explanation) -> str:
    """The component with the largest share of its points still open."""
    if explanation.k is None or not explanation.components:
        return ""
    worst: ComponentShare = min(explanation.components, key=lambda part: part.index)
    open_points = worst.maximum - worst.points
    if not open_points:
        return "Semua poin sudah diraih."
    name = worst.component.name or worst.component.label
    return f"Yang paling jauh: {name}; {grouped(open_points)} dari {grouped(worst.maximum)} poin belum diraih."


def _tiles(page: VillagePage) -> SafeString:
    """The village's ranks, from its kecamatan to the nation."""
    city = len(page.breadcrumb) > 1 and page.breadcrumb[1].kind == "kota"
    tiles = "".join(
        f"<div><dt>{'Kota' if rank.scheme == 'kabkota' and city else _RANKED[rank.scheme]}</dt>"
        f"<dd><b>{grouped(rank.rank)}</b><small>dari {grouped(rank.out_of)} desa</small></dd></div>"
        for rank in page.ranks
    )
    return SafeString(f'<dl class="tiles">{tiles}</dl>' if tiles else "")


def _carried(page: VillagePage) -> str:
    found = _CARRIED.search(page.provenance.remark)
    if found and int(found[1]) < page.run.year and page.explanation.k is not None:
        return f"Menurut sumber, nilai ini adalah nilai tahun {found[1]} yang dipakai lagi."
    return ""


def _said(page: VillagePage) -> str:
    """Whether the source printed the same index."""
    index, method = page.explanation.index, page.explanation.method
    if page.said_index is None or index is None:
        return ""
    printed, ours = index_text(method, page.said_index), index_text(method, index)
    if printed == ours:
        return f"Sumber mencetak {printed}, sama dengan hitungan di sini."
    return f"Sumber mencetak {printed}; hitungan di sini {ours}."


def _trend(page: VillagePage) -> dict[str, Any]:
    method = page.explanation.method
    known = [(run, figure.k, figure.level) for run, figure in page.trend if figure.k is not None]
    if len(known) < 2:
        return {"trend": ""}
    points = [(run.year, method.index(k), run.example) for run, k, _ in known]
    examples = [example for _, _, example in points]
    first, last = known[0], known[-1]
    old, new = method.classes[first[2] - 1], method.classes[last[2] - 1]
    verb = "tetap" if old == new else "naik dari" if new.level > old.level else "turun dari"
    way = (
        f"{verb} {old.label}" if old == new else f"{verb} {old.label} ({first[0].year}) ke {new.label} ({last[0].year})"
    )
    values = "; ".join(f"{year}: {index_text(method, value)}" for year, value, _ in points)
    rows = "".join(
        f'<tr><th scope="row">{run.year}</th><td class="num">{index_text(method, method.index(k))}</td>'
        f"<td>{mark(method.classes[level - 1], len(method.classes))}</td>"
        f"<td>{'contoh' if run.example else 'hitungan'}</td></tr>"
        for run, k, level in known
    )
    return {
        "trend": trendline(method, points, spoken=f"Grafik garis {method.short} {page.region.name}. {values}."),
        "trend_reading": f"{page.region.name or 'Desa ini'} {way}.",
        "trend_rows": SafeString(rows),
        "trend_example": "contoh" if all(examples) else "sebagian contoh" if any(examples) else "",
        "trend_official": not all(examples),
        "trend_legend": legend(method),
    }
