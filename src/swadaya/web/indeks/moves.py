"""The page of moves: from which class to which the villages went between two years."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from django.utils.safestring import SafeString

from swadaya.core.codes import dotted
from swadaya.core.figures import grouped, percent
from swadaya.indeks.selectors import Edition, Flow, MovesPage, RunInfo, Step
from swadaya.methodology.schema import Method

from ..links import Links
from ..ui.components.flow import flow
from ..ui.components.folding_table import Column, Row, folding
from ..ui.components.status import legend, mark
from ..ui.formatting import region_name, signed_index
from ..ui.navigation import Choice, switch
from .page_context import frame, links_of, year_choices
from .reason import two_runs_tree
from .tables import head_links

_PARTS = {0: "Provinsi", 2: "Kabupaten dan kota", 4: "Kecamatan"}


def pairs(edition: Edition, run: RunInfo) -> list[RunInfo]:
    """The earlier years on show of a run's method, oldest first: what it can be compared with."""
    return sorted(
        (one for one in edition.runs if one.method_id == run.method_id and one.year < run.year),
        key=lambda one: one.year,
    )


def moves_context(edition: Edition, page: MovesPage) -> dict[str, Any]:
    """Everything templates/indeks/perpindahan.html shows."""
    run, base, method = page.run, page.base, page.run.method
    links = links_of(edition, run)
    code = page.region.code if page.region else ""
    place = region_name(page.region) if page.region else "Indonesia"
    held = [one for one in edition.runs if pairs(edition, one)]
    since = [
        Choice(str(pair.year), links.moves(code, pair.year), pair.id == base.id, pair.example)
        for pair in pairs(edition, run)
    ]
    shared = {
        **frame(edition, run, held, page.breadcrumb, name=place, page="Perpindahan status", address=Links.moves),
        "heading": f"Perpindahan status {base.year}–{run.year}",
        "title": f"Perpindahan status {base.year}–{run.year}, {place}",
        "since": switch("Dari tahun", since, label="Tahun awal"),
        "switch": switch("Ke tahun", year_choices(edition, run, held, code, Links.moves), label="Tahun akhir"),
        "place": place,
        "back": links.region(code),
        "base_year": str(base.year),
        "flow": None,
    }
    if page.flow is None or not page.flow.both:
        return shared
    return {**shared, **_figures(page, page.flow, method, links, code)}


def _figures(page: MovesPage, found: Flow, method: Method, links: Links, code: str) -> dict[str, Any]:
    base, run = page.base, page.run
    cells = [row[1:] for row in found.cells[1:]]
    main = largest_move(method, found)
    return {
        "lead": lead(found, base.year, run.year),
        "reading": main,
        "flow": flow(
            cells, (base.year, run.year), [status_class.label for status_class in method.classes], spoken=main
        ),
        "legend": legend(method),
        "table": flow_table(method, found, base.year, run.year),
        "apart": apart_note(found, base.year, run.year),
        "rose_count": grouped(found.leapt(1)),
        "fell_count": grouped(found.leapt(-1)),
        "rose": _leaps_table(method, page.rose, links, "Naik dua kelas atau lebih, dari kenaikan terbesar"),
        "fell": _leaps_table(method, page.fell, links, "Turun dua kelas atau lebih, dari penurunan terbesar"),
        "rose_more": found.leapt(1) > len(page.rose),
        "fell_more": found.leapt(-1) > len(page.fell),
        "progress": links.ranking(menurut="kemajuan", di=code) if page.whole else "",
        "parts_table": _parts_table(method, page.parts, links, _PARTS.get(len(code), ""), base.year)
        if page.parts
        else "",
        "tree": two_runs_tree(method, base, run),
    }


def lead(found: Flow, since: int, until: int) -> str:
    """The page in one sentence."""
    opening = f"Dari {grouped(found.both)} desa yang mempunyai indeks pada {since} dan {until}"
    if not found.up and not found.down:
        return f"{opening}, tidak ada yang berpindah status."
    up = f"{grouped(found.up)} naik status" if found.up else "tidak ada yang naik status"
    down = f"{grouped(found.down)} turun" if found.down else "tidak ada yang turun"
    return f"{opening}, {up}, {grouped(found.same)} tetap, dan {down}."


def largest_move(method: Method, found: Flow) -> str:
    """The move most villages made, in words."""
    size = len(method.classes)
    moves = [
        (found.cells[old][new], old, new) for old in range(1, size + 1) for new in range(1, size + 1) if old != new
    ]
    count, old, new = max(moves)
    if not count:
        return "Semua desa tetap pada statusnya."
    verb = "naik" if new > old else "turun"
    return (
        f"Perpindahan terbanyak: {grouped(count)} desa {verb} dari {method.classes[old - 1].label} "
        f"ke {method.classes[new - 1].label}."
    )


def apart_note(found: Flow, since: int, until: int) -> str:
    """Villages that have an index in one of the two years only."""
    told = []
    if found.only_after:
        told.append(f"{grouped(found.only_after)} desa hanya mempunyai indeks pada {until}")
    if found.only_before:
        told.append(f"{grouped(found.only_before)} desa hanya pada {since}")
    if not told:
        return ""
    return f"Tidak ikut dihitung: {' dan '.join(told)} (desa baru, kode berubah, atau nilainya tidak lengkap)."


def flow_table(method: Method, found: Flow, since: int, until: int) -> SafeString:
    """Who moved where, highest class first, with the sums of both years."""
    order = list(reversed(method.classes))
    size = len(order)
    heads = "".join(f'<th scope="col" class="num">{mark(one, size)}</th>' for one in order)
    rows = []
    for old in order:
        cells = "".join(
            f'<td class="num{" stay" if old is new else ""}">{_count(found.cells[old.level][new.level])}</td>'
            for new in order
        )
        total = f'<td class="num">{_count(sum(found.cells[old.level][1:]))}</td>'
        rows.append(f'<tr><th scope="row">{mark(old, size)}</th>{cells}{total}</tr>')
    sums = "".join(f'<td class="num">{_count(found.after[new.level - 1])}</td>' for new in order)
    rows.append(
        f'<tr class="sum"><th scope="row">Semua {until}</th>{sums}<td class="num">{grouped(found.both)}</td></tr>'
    )
    return SafeString(
        f'<table class="flows"><caption>Jumlah desa: baris status {since}, kolom status {until}. '
        f"Angka tebal: tetap.</caption><thead><tr>"
        f'<td></td>{heads}<th scope="col" class="num">Semua {since}</th></tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def _count(count: int) -> str:
    return grouped(count) if count else "–"


def _leaps_table(method: Method, steps: Sequence[Step], links: Links, caption: str) -> SafeString:
    if not steps:
        return SafeString("")
    columns = (
        Column("Desa"),
        Column("Dari", "lab", "dari"),
        Column("Ke", "lab", "ke"),
        Column("Perubahan indeks", "num"),
    )
    size = len(method.classes)
    rows: list[Row] = [
        (
            "",
            f'<a href="{escape(links.region(step.code))}">{escape(step.name or dotted(step.code))}</a> '
            f"<small>{escape(step.way or dotted(step.code))}</small>",
            (
                mark(method.classes[step.before - 1], size),
                mark(method.classes[step.after - 1], size),
                signed_index(method, step.delta),
            ),
        )
        for step in steps
    ]
    return folding(escape(caption), columns, rows, css="leaps")


def _parts_table(method: Method, parts: Sequence[Flow], links: Links, heading: str, since: int) -> SafeString:
    if not parts:
        return SafeString("")
    columns = (
        Column(heading),
        Column("Naik", "num lab", "naik"),
        Column("Turun", "num lab", "turun"),
        Column("Rata-rata perubahan", "num"),
    )
    rows: list[Row] = [
        (
            "",
            head_links(part.name or dotted(part.code), links.moves(part.code, since) if len(part.code) < 10 else ""),
            (
                f"{grouped(part.up)} <small>{percent(part.up, part.both, 1)} %</small>",
                f"{grouped(part.down)} <small>{percent(part.down, part.both, 1)} %</small>",
                signed_index(method, part.step) if part.step is not None else "–",
            ),
        )
        for part in parts
    ]
    return folding(f"{escape(heading)}, dari rata-rata kemajuan terbesar.", columns, rows, css="moved")
