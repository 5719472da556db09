"""``request.who()``: who asks, looked up only when a page wants it; and the answers to those a page does not serve."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import cache, wraps
from typing import Any, cast

from allauth.account.authentication import get_authentication_records
from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode

from swadaya.accounts import selectors
from swadaya.accounts.client_address import address_of
from swadaya.accounts.rules.access import NOBODY, NotAllowed, OutOfSight, Viewer
from swadaya.core.messages import sentence
from swadaya.core.problem import Problem

from ..error_pages import not_found
from .navigation import menu_of

SEEN = "dilihat"
"""Key of the session: when its end was last moved on, in whole seconds."""
_STEP = 60  # seconds between two writes of a session in use

View = Callable[..., HttpResponseBase]


class WithViewer:
    """Middleware. A public page never calls ``request.who``, so it stays the same for everybody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.who = cache(lambda: _look(request))  # type: ignore[attr-defined]
        request.menu = SimpleLazyObject(lambda: menu_of(request, viewer_of(request)))  # type: ignore[attr-defined]
        response = self._get_response(request)
        if request.session.accessed and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"  # nor is it shown to the next person by the way back
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """What is out of sight is not found; what is seen but not allowed says why."""
        if isinstance(error, OutOfSight):
            if not viewer_of(request).known:
                return _to_the_door(request)
            return not_found(request, "Halaman ini tidak ada, atau tidak dalam wilayah dan peran Anda.")
        if isinstance(error, NotAllowed):
            return refuse(request, error.problem)
        return None


def viewer_of(request: HttpRequest) -> Viewer:
    """Who asks."""
    return cast("Viewer", request.who())  # type: ignore[attr-defined]


def signed_in(view: View) -> View:
    """A view for those who signed in; others are sent to the door and come back."""

    @wraps(view)
    def guarded(request: HttpRequest, **place: Any) -> HttpResponseBase:
        if not viewer_of(request).known:
            raise OutOfSight
        return view(request, **place)

    return guarded


def refuse(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The page that says why something may not be done."""
    context = {"title": "Tidak boleh", "problem": problem, "sentence": sentence(replace(problem, hint=""))}
    return render(request, "403.html", context, status=403)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django passes it
    """Instead of Django's own page on a form without its token."""
    return render(request, "403.html", {"title": "Formulir kedaluwarsa", "expired": True}, status=403)


def _to_the_door(request: HttpRequest) -> HttpResponse:
    back = {"next": request.get_full_path()} if request.method in ("GET", "HEAD") else {}
    return redirect(f"{reverse('account_login')}{'?' if back else ''}{urlencode(back)}")


def _look(request: HttpRequest) -> Viewer:
    if not request.user.is_authenticated:
        return NOBODY
    _move_on(request)
    records = get_authentication_records(request, request.user)
    passed = any(record.get("method") == "mfa" for record in records)
    return selectors.viewer_of(request.user.pk, second_factor=passed, address=address_of(request))


def _move_on(request: HttpRequest) -> None:
    """Count idle time from now, and let the list of devices know; at most once a minute."""
    now = int(time.time())
    if now - int(request.session.get(SEEN, 0)) >= _STEP:
        request.session[SEEN] = now
        UserSession.objects.create_from_request(request)
