"""``/cari/``: regions by name or code. Names repeat, so every hit shows the way to it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString

from swadaya.core import codes
from swadaya.core.figures import grouped
from swadaya.indeks import selectors
from swadaya.indeks.selectors import Edition, RunInfo
from swadaya.methodology.schema import StatusClass
from swadaya.wilayah import selectors as wilayah
from swadaya.wilayah.selectors import Hit

from .indeks.page_context import links_of
from .page_cache import edition_page
from .ui.components.status import mark
from .ui.formatting import index_text, region_name

LIMIT = 30
LONGEST = 100


@dataclass(frozen=True, slots=True)
class Found:
    """One line of the answer. ``href`` empty: nothing is published about it."""

    name: str
    path: str
    code: str
    href: str
    figure: str
    status: SafeString | str


@edition_page("q", "di")
def page(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Search in the whole country or, with ``di``, in one region."""
    text = " ".join(request.GET.get("q", "").split())[:LONGEST]
    within = codes.normalise(request.GET.get("di", "")) or ""
    place = wilayah.get(within) if within else None
    within = within if place else ""
    hits = wilayah.search(text, parent=within, limit=LIMIT + 1, historical=True) if text else []
    run = edition.runs[0] if edition.runs else None
    found = _described(edition, run, hits[:LIMIT])
    context = {
        "room": "cari",
        "title": f"Cari {text}".strip() if text else "Cari desa",
        "text": text,
        "within": within,
        "place": region_name(place) if place else "",
        "found": found,
        "more": len(hits) > LIMIT,
        "limit": LIMIT,
        "summary": _summary(text, len(found), more=len(hits) > LIMIT),
        "year": run.year if run else "",
        "example": run.example if run else False,
    }
    return render(request, "cari.html", context)


def _summary(text: str, count: int, *, more: bool) -> str:
    if not text:
        return ""
    if not count:
        return f"Tidak ada wilayah yang cocok dengan “{text}”."
    return f"{'Lebih dari ' if more else ''}{grouped(count)} wilayah cocok dengan “{text}”."


def _described(edition: Edition, run: RunInfo | None, hits: list[Hit]) -> list[Found]:
    if run is None:
        return [_plain(hit) for hit in hits]
    links = links_of(edition, run)
    method = run.method
    size = len(method.classes)
    villages = [hit.region.code for hit in hits if hit.region.level == "desa"]
    places = [hit.region.code for hit in hits if hit.region.level != "desa"]
    scores = selectors.statuses_of(villages, run) if villages else {}
    means = selectors.figures_of(places, run) if places else {}
    found = []
    for hit in hits:
        code = hit.region.code
        line = _plain(hit)
        if code in scores:
            k, level = scores[code]
            value = index_text(method, method.index(k)) if k is not None else "tanpa indeks"
            status = mark(method.classes[level - 1], size) if k is not None else ""
            line = _told(line, links.region(code), value, status)
        elif code in means:
            figures = means[code]
            lies: StatusClass | None = figures.status(method)
            value = f"rata-rata {index_text(method, figures.mean)}" if figures.mean is not None else "tanpa indeks"
            line = _told(line, links.region(code), value, mark(lies, size) if lies else "")
        found.append(line)
    return found


def _plain(hit: Hit) -> Found:
    own, _, way = hit.path.partition(", ")
    region = hit.region
    name = region_name(region) if region.name else own
    why = "kelurahan tidak dinilai" if region.kind == "kelurahan" else "tidak ada dalam indeks tahun ini"
    return Found(name, way, region.dotted, "", why, "")


def _told(line: Found, href: str, figure: str, status: SafeString | str) -> Found:
    return Found(line.name, line.path, line.code, href, figure, status)
