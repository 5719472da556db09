"""``/metode/``: every method known here; ``/metode/<id>/``: one of them in full."""

from __future__ import annotations

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from swadaya.core.figures import grouped
from swadaya.core.rulefiles import STANDINGS
from swadaya.methodology.loading import all_methods
from swadaya.methodology.schema import Method

from .. import links
from ..error_pages import not_found
from ..page_cache import fixed_page
from ..ui.formatting import count_words, index_name, listing
from .classes import classes_table, formula_lines
from .indicators import Group, groups


@cache
def known() -> dict[str, Method]:
    """Every method by id, newest first. Rule files are read once for the life of the process."""
    ordered = sorted(all_methods(), key=lambda method: (method.valid_from, method.id), reverse=True)
    return {method.id: method for method in ordered}


@fixed_page
def methods(request: HttpRequest) -> HttpResponse:
    """The list."""
    entries = [
        {
            "title": method.title,
            "href": links.method(method.id),
            "years": _years(method),
            "standing": STANDINGS[method.standing],
            "size": _size(method),
            "reference": method.reference,
        }
        for method in known().values()
    ]
    context = {"room": "metode", "title": "Metode", "canonical": "/metode/", "entries": entries}
    return render(request, "methodology/daftar.html", context)


@fixed_page
def one(request: HttpRequest, metode: str) -> HttpResponse:
    """One method: tree, rules, classes, and where its text contradicts itself."""
    method = known().get(metode)
    if method is None:
        return not_found(request, f"Metode “{metode}” tidak dikenal di sini.", [("Daftar metode", "/metode/")])
    tree: list[Group] = contents(metode)
    context = {
        "room": "metode",
        "title": method.title,
        "canonical": links.method(method.id),
        "method": method,
        "name": index_name(method),
        "lead": _lead(method),
        "standing": STANDINGS[method.standing],
        "years": _years(method),
        "formula": formula_lines(method),
        "classes": classes_table(method),
        "groups": tree,
        "level": method.level_names[3],
        "rubric": any(
            indicator.quantity is not None or any(rule.text for rule in indicator.rules)
            for indicator in method.indicators
        ),
    }
    return render(request, "methodology/metode.html", context)


@cache
def contents(method_id: str) -> list[Group]:
    """The indicators of a method, drawn once for the life of the process."""
    return groups(known()[method_id])


def _years(method: Method) -> str:
    years = method.years
    if not years:
        return "tahun data tidak disebut"
    run = list(range(years[0], years[-1] + 1)) == list(years) and len(years) > 2
    return f"tahun data {years[0]}–{years[-1]}" if run else f"tahun data {listing([str(year) for year in years])}"


def _size(method: Method) -> str:
    parts = f"{count_words(len(method.components))} {method.level_names[0].lower()}"
    return f"{grouped(len(method.indicators))} {method.level_names[3].lower()} dalam {parts}"


def _lead(method: Method) -> str:
    lowest, highest = method.classes[0].label, method.classes[-1].label
    return (
        f"{_size(method).capitalize()} menghasilkan satu angka, dan angka itu menentukan satu dari "
        f"{count_words(len(method.classes))} status, dari {lowest} sampai {highest}."
    )
