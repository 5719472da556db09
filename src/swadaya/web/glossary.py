"""``/kamus/``: the terms of the rooms that exist, in plain words, each with its source."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .page_cache import fixed_page


@dataclass(frozen=True, slots=True)
class Term:
    """``anchor``: its place on the page; ``english``: a gloss for programmers and researchers."""

    anchor: str
    term: str
    meaning: str
    english: str
    source: str
    see: tuple[str, ...] = ()


@cache
def terms() -> tuple[Term, ...]:
    """All terms in alphabetical order."""
    raw = resources.files("swadaya.web").joinpath("glosarium.toml").read_text(encoding="utf-8")
    found = [
        Term(
            entry["anchor"],
            entry["term"],
            entry["meaning"],
            entry["english"],
            entry["source"],
            tuple(entry.get("see", ())),
        )
        for entry in tomllib.loads(raw)["term"]
    ]
    return tuple(sorted(found, key=lambda term: term.term.casefold()))


@fixed_page
def page(request: HttpRequest) -> HttpResponse:
    names = {term.anchor: term.term for term in terms()}
    entries = [(term, [(anchor, names[anchor]) for anchor in term.see]) for term in terms()]
    context = {"room": "kamus", "title": "Kamus istilah", "canonical": "/kamus/", "entries": entries}
    return render(request, "kamus.html", context)
