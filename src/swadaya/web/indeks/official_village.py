"""One village: the official figures of every file beside our own."""

from __future__ import annotations

from html import escape
from typing import Any

from django.utils.safestring import SafeString

from swadaya.core.figures import ratio
from swadaya.indeks.official_snapshots import Snapshot, snapshots
from swadaya.indeks.selectors import VillagePage

from ..ui.components.definitions import definitions
from ..ui.components.folding_table import Column, folding
from ..ui.components.status import mark
from ..ui.formatting import day, index_text, region_name


def village_context(page: VillagePage) -> dict[str, Any]:
    """What templates/indeks/resmi.html shows of a village."""
    found = snapshots(page.region.code, page.run)
    if not found:
        return {"empty": True, "village": True}
    return {
        "village": True,
        "lead": _village_lead(page, found),
        "odd": _odd(page, found[0]),
        "snapshots": [_snapshot(page, one) for one in found],
        "table": _side_by_side(page, found),
    }


def _village_lead(page: VillagePage, found: list[Snapshot]) -> str:
    name, method = page.region.name or region_name(page.region), page.run.method
    newest = found[0]
    index = page.explanation.index
    if newest.said_index is None or index is None:
        return f"{name}: tidak ada angka terbit dan hitungan yang dapat dibandingkan."
    said, ours = index_text(method, newest.said_index), index_text(method, index)
    if said == ours:
        return f"Angka terbit {name}, {said}, sama dengan hitungan di sini."
    return f"Angka terbit {name} {said}; hitungan di sini {ours}. Keduanya disimpan."


def _odd(page: VillagePage, newest: Snapshot) -> list[str]:
    """What of the newest official sheet does not follow from itself."""
    found = []
    own = page.explanation.status
    if newest.said_level and own is not None and newest.said_level != own.level:
        said = page.run.method.classes[newest.said_level - 1].label
        found.append(f"Status yang terbit {said}; menurut hitungan di sini {own.label}.")
    if newest.used and page.off_grid:
        found.append("Komponen yang terbit tidak mungkin berasal dari skor bulat; hitungan di sini nilai terdekat.")
    return found


def _snapshot(page: VillagePage, one: Snapshot) -> SafeString:
    method = page.run.method
    status = method.classes[one.said_level - 1].label if one.said_level else "tidak disebut"
    pairs = [
        ("Sumber", f"{one.source}, berkas {one.file_name}"),
        ("Diambil", day(one.retrieved_on)),
        ("Status yang disebut", status),
        ("Keterangan sumber", one.remark or "tidak ada"),
        ("Dipakai hitungan ini", "ya" if one.used else "tidak"),
        ("Keadaan", "berlaku" if one.standing else "sudah diganti lembar yang lebih baru; tetap disimpan"),
    ]
    return definitions(pairs)


def _side_by_side(page: VillagePage, found: list[Snapshot]) -> SafeString:
    method, explanation = page.run.method, page.explanation
    rows = []
    for number, component in enumerate(method.components):
        held = [one.said_components[number] if one.said_components else None for one in found]
        part = explanation.components[number]
        ours = ratio(part.index) if part.points >= 0 else "–"
        cells = (ours, *("–" if value is None else ratio(value) for value in held))
        rows.append(("", f"{escape(component.label)} <small>{escape(component.code)}</small>", cells))
    ours = index_text(method, explanation.index) if explanation.index is not None else "–"
    said = ["–" if one.said_index is None else index_text(method, one.said_index) for one in found]
    rows.append(("", f"<b>{escape(method.short)}</b>", (f"<b>{ours}</b>", *said)))
    own = mark(explanation.status, len(method.classes)) if explanation.status else "–"
    levels = [one.said_level for one in found]
    marks = [mark(method.classes[level - 1], len(method.classes)) if level else "tidak disebut" for level in levels]
    rows.append(("", "Status", (own, *marks)))
    columns = (
        Column("Angka"),
        Column("Hitungan di sini", "num lab", "Hitungan"),
        *(
            Column(f"Terbit, diambil {day(one.retrieved_on)}", "num lab", f"Terbit {day(one.retrieved_on)}")
            for one in found
        ),
    )
    return folding("Hitungan di sini di samping angka terbit", columns, rows)
