"""``/tentang/``: what this is, where its data come from, under which licence, and what it is not."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from swadaya import __version__
from swadaya.indeks.rules.published_figures import national_figures
from swadaya.indeks.selectors import Edition

from . import links
from .indeks.page_context import links_of
from .page_cache import edition_page
from .region_cache import attributions
from .ui.formatting import day


@edition_page()
def page(request: HttpRequest, edition: Edition) -> HttpResponse:
    """What is shown here, and on whose word."""
    files = attributions(edition.stamp)
    context = {
        "room": "tentang",
        "title": "Tentang",
        "canonical": "/tentang/",
        "version": __version__,
        "files": files,
        "figures": [(figure.year, figure.index, figure.source) for figure in national_figures()],
        "runs": [
            (
                f"{run.method.short} {run.year}",
                links_of(edition, run).region(),
                run.method.title,
                links.method(run.method_id),
                day(run.published_at) if run.published_at else "",
                run.example,
            )
            for run in edition.runs
        ],
    }
    return render(request, "tentang.html", context)
