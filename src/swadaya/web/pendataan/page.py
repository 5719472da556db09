"""What every work page shares: who asks, the frame around the content, and how a refusal is said."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from swadaya.accounts.rules.access import OutOfSight, Place, Viewer
from swadaya.core import codes, numbers
from swadaya.core.figures import grouped
from swadaya.core.messages import sentences
from swadaya.core.refusal import Refusal
from swadaya.pendataan.values import CycleInfo

from ..accounts.middleware import signed_in
from ..ui.formatting import day
from ..ui.navigation import crumbs

View = Callable[..., HttpResponseBase]


def work_page(*methods: str) -> Callable[[View], View]:
    """A page for people who signed in; browsers and those in between do not keep it."""

    def decorate(view: View) -> View:
        served = require_http_methods([*methods, "HEAD"] if "GET" in methods else list(methods))
        return never_cache(served(signed_in(view)))

    return decorate


def code_of(kode: str, *levels: str) -> str:
    """The region code of an address; one of another level or none at all leads nowhere."""
    code = codes.normalise(kode)
    if code is None or (levels and codes.level_of(code) not in levels):
        raise OutOfSight
    return code


def show(
    request: HttpRequest,
    template: str,
    *,
    title: str,
    steps: Iterable[tuple[str, str]] = (),
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """A work page. ``steps``: the way to it, from the whole to the part."""
    way = [("Pekerjaan saya", "/kerja/"), *steps]
    frame = {"room": "kerja", "title": title, "crumbs": crumbs([*way, (title, "")]) if len(way) > 1 or steps else ""}
    return render(request, f"pendataan/{template}", frame | context, status=status)


def may_history(viewer: Viewer, region: str) -> bool:
    """Whether the way to the history of something there is offered."""
    return viewer.may("riwayat.lihat", Place(region))


def cycle_steps(cycle: CycleInfo) -> list[tuple[str, str]]:
    return [(cycle.title, f"/kerja/pendataan/{cycle.id}/")]


def why(refusal: Refusal) -> str:
    """All of it in one paragraph."""
    return " ".join(sentences(refusal.problems))


def at_most(limit: int) -> Callable[[View], View]:
    """An upload that says it is larger than this many bytes is answered before it is read.

    The check for a forged post reads the whole body, so it must come after this one.
    """

    def decorate(view: View) -> View:
        inner = csrf_protect(view)

        @csrf_exempt
        @wraps(view)
        def limited(request: HttpRequest, **place: Any) -> HttpResponseBase:
            length = numbers.whole(request.META.get("CONTENT_LENGTH") or "0")
            if length is None or length > limit:
                return too_large(request, numbers.MOST if length is None else length, limit)
            return inner(request, **place)

        return limited

    return decorate


def too_large(request: HttpRequest, size: int, limit: int) -> HttpResponse:
    """The page that says so; nothing was stored."""
    reason = (
        f"Kiriman {grouped(size // 2**20)} MB terlalu besar; paling besar {grouped(limit // 2**20)} MB. "
        "Tidak ada yang tersimpan. Perkecil berkasnya, lalu kirim lagi."
    )
    return show(request, "terlalu-besar.html", title="Terlalu besar", status=413, reason=reason)


def version_of(written: str, held: int) -> int:
    """The version that a page showed; what is held where it says none, and no version at all where it is no number."""
    number = numbers.whole(written or held)
    return -1 if number is None else number


def until(cycle: CycleInfo, stage: str) -> str:
    """ "sampai 14 Juni 2024"."""
    phase = next((one for one in cycle.phases if one.stage == stage), None)
    return f"sampai {day(phase.closes_on)}" if phase else ""
