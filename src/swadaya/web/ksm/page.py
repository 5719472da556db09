"""What every page of a group shares: the frame, refusals in words, and fields of forms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from swadaya.accounts.rules.access import OutOfSight, Place, Viewer, require
from swadaya.core import numbers
from swadaya.core.problem import Problem, Where
from swadaya.ksm.values import GroupPage

from ..ui.navigation import crumbs
from ..ui.refusals import try_service

_ROOT = "/ksm/"
Steps = Iterable[tuple[str, str]]


def show(
    request: HttpRequest, template: str, *, title: str, steps: Steps = (), status: int = 200, **context: Any
) -> HttpResponse:
    """A page of this room. ``template`` with its folder; ``steps``: the way to it, from the whole to the part."""
    way = [("Kelompok", "/ksm/"), *steps, (title, "")] if request.path != _ROOT else [("Kelompok", "")]
    frame = {"room": "ksm", "title": title, "crumbs": crumbs(way)}
    return render(request, template, frame | context, status=status)


def group_steps(page: GroupPage) -> list[tuple[str, str]]:
    return [(page.name, f"/ksm/{page.id}/")]


def place_of(page: GroupPage) -> Place:
    """Where the group's own matters lie."""
    return Place(page.desa, str(page.id))


def require_right(viewer: Viewer, right: str, place: Place) -> None:
    """Decide on sight and right before anything of a form is read. Raises OutOfSight, NotAllowed."""
    require(viewer, right, place)


def get_or_out_of_sight(value: Any) -> Any:
    """What was looked for, or nothing of that address. Raises OutOfSight."""
    if value is None:
        raise OutOfSight
    return value


def call_service(act: Callable[[], Any]) -> tuple[Any, tuple[Problem, ...]]:
    """What a service answers, or everything it refused for. What may not be done at all is left to the 403 page."""
    done, refusal = try_service(act)
    return done, refusal.problems if refusal else ()


def refusals(act: Callable[[], Any]) -> tuple[Problem, ...]:
    """Do it; everything it was refused for, nothing when it is done."""
    return call_service(act)[1]


def read_day(form: Mapping[str, str], name: str) -> date | None:
    """A date as a date field sends it; None when it is empty or none."""
    try:
        return date.fromisoformat(form.get(name, "").strip())
    except ValueError:
        return None


def read_number(form: Mapping[str, str], name: str) -> int | None:
    """A number of people or of a year; None when it is empty or none."""
    return numbers.count(form.get(name, ""), most=10**15)


def missing_day(name: str, got: str = "") -> Problem:
    return Problem("tanggal.bentuk", Where(key=name), got, "tanggal, misalnya 2026-02-05")
