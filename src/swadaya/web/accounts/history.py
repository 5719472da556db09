"""``/riwayat/``: what was done, by whom, as what, and what changed by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from swadaya.accounts import scope, selectors
from swadaya.accounts.rules.access import OutOfSight
from swadaya.accounts.selectors import EventInfo
from swadaya.core import codes, numbers
from swadaya.wilayah import selectors as wilayah

from ..ui.formatting import moment, region_name
from .audit_text import Change, changes, done, kind_words, via_words
from .middleware import signed_in, viewer_of

PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One event as the page shows it."""

    when: str
    actor: str
    role: str
    done: str
    label: str
    href: str
    place: str
    changes: list[Change]
    purpose: str
    via: str


@require_safe
@signed_in
def of_object(request: HttpRequest, jenis: str, kunci: str) -> HttpResponse:
    """The history of one object."""
    before = _before(request)
    events = selectors.events_of(viewer_of(request), jenis, kunci, before=before, limit=PAGE + 1)
    if not events and before is None:
        raise OutOfSight
    label = next((event.label for event in events if event.label), kunci)
    title = f"Riwayat {kind_words(jenis)} {label}"
    return _page(request, events, title=title, linked=False)


@require_safe
@signed_in
def own(request: HttpRequest) -> HttpResponse:
    """What one did oneself."""
    return _own(request)


def _own(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    events = selectors.events_by(viewer, viewer.person_id or 0, before=_before(request), limit=PAGE + 1)
    return _page(request, events, title="Riwayat saya", regions=_regions(request), chosen="saya")


@require_safe
@signed_in
def in_regions(request: HttpRequest) -> HttpResponse:
    """What was done where one may read histories; one's own acts for everybody else."""
    viewer = viewer_of(request)
    regions = _regions(request)
    written = request.GET.get("wilayah", "")
    if not regions and not written:
        return _own(request)
    region = codes.normalise(written) if written and written != "nasional" else ""
    if region is None:
        raise OutOfSight
    if not written:
        region = regions[0][0]
    events = selectors.events_in(viewer, region, before=_before(request), limit=PAGE + 1)
    place = wilayah.get(region) if region else None
    name = region_name(place) if place else region or "seluruh Indonesia"
    return _page(request, events, title=f"Riwayat {name}", regions=regions, chosen=region)


def _regions(request: HttpRequest) -> list[tuple[str, str]]:
    """Regions whose histories the viewer reads, with their names."""
    held = [low for low, _ in scope.ranges_seen(viewer_of(request), "riwayat")]
    return [(region, selectors.place_name(region, "")) for region in held]


def _before(request: HttpRequest) -> int | None:
    return numbers.whole(request.GET.get("sebelum", ""))


def _page(
    request: HttpRequest, found: list[EventInfo], *, title: str, linked: bool = True, **more: Any
) -> HttpResponse:
    shown = found[:PAGE]
    names = wilayah.names({event.region for event in shown if event.region})
    older = ""
    if len(found) > PAGE:
        kept = {"wilayah": request.GET["wilayah"]} if "wilayah" in request.GET else {}
        older = urlencode({**kept, "sebelum": str(shown[-1].id)})
    context = {
        "title": title,
        "room": "riwayat",
        "lines": [_line(event, names, linked=linked) for event in shown],
        "older": older,
        "first": "sebelum" not in request.GET,
        **more,
    }
    return render(request, "accounts/riwayat.html", context)


def _line(event: EventInfo, names: dict[str, str], *, linked: bool) -> Line:
    return Line(
        when=moment(event.at),
        actor=event.actor,
        role=event.role,
        done=done(event.action),
        label=event.label or event.key,
        href=reverse("riwayat-benda", args=[event.kind, event.key]) if linked else "",
        place=names.get(event.region, codes.dotted(event.region)) if event.region else "",
        changes=changes(event.before, event.after),
        purpose=event.purpose,
        via=via_words(event.via, event.address),
    )
