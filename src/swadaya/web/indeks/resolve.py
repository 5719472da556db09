"""From an address to a run and a region, or to the answer that says why there is none."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from swadaya.core import codes
from swadaya.indeks.selectors import Edition, RunInfo

from ..error_pages import not_found
from ..links import Links
from .page_context import links_of


@dataclass(frozen=True, slots=True)
class Place:
    """``code`` empty: the nation."""

    run: RunInfo
    code: str


def placed(request: HttpRequest, edition: Edition, year: int, written: str = "") -> Place | HttpResponse:
    """The run on show of that year and the region as it was written; the finished answer where there is none."""
    code = codes.normalise(written) if written else ""
    if code is None:
        return not_found(
            request,
            f"“{written}” bukan kode wilayah. Kode wilayah mempunyai 2, 4, 6, atau 10 angka.",
            [("Cari desa", "/cari/")],
        )
    if code != written:
        query = request.META.get("QUERY_STRING", "")
        path = request.path.replace(f"/{written}/", f"/{code}/", 1)
        return HttpResponsePermanentRedirect(f"{path}{f'?{query}' if query else ''}")
    run = run_of(edition, year, request.GET.get("metode", ""))
    return Place(run, code) if run else no_year(request, edition, year, code)


def run_of(edition: Edition, year: int, method_id: str = "") -> RunInfo | None:
    """The run on show for a year: of the method asked for, else the year's first."""
    return next((run for run in edition.runs if run.year == year and method_id in ("", run.method_id)), None)


def no_year(request: HttpRequest, edition: Edition, year: int, code: str = "") -> HttpResponse:
    """Nothing is published for that year and method; these years are."""
    seen: dict[int, RunInfo] = {}
    for run in edition.runs:
        seen.setdefault(run.year, run)
    ways = [(f"Tahun {one}", links_of(edition, run).region(code)) for one, run in seen.items()] if not code else []
    ways = ways or [(f"Indonesia {one}", links_of(edition, run).region()) for one, run in seen.items()]
    with_method = " dengan metode itu" if request.GET.get("metode") else ""
    return not_found(request, f"Belum ada indeks yang terbit untuk tahun {year}{with_method}.", ways)


def no_region(request: HttpRequest, edition: Edition, run: RunInfo, code: str) -> HttpResponse:
    """The region is unknown, or holds no village of that year."""
    links: Links = links_of(edition, run)
    ways = [(f"Indonesia {run.year}", links.region()), ("Cari desa", "/cari/")]
    return not_found(request, f"Tidak ada desa berkode {codes.dotted(code)} dalam indeks tahun {run.year}.", ways)
