"""How often somebody may guess: five times, then a quarter of an hour of rest. Counted by django-axes."""

from __future__ import annotations

import hmac
from datetime import timedelta
from hashlib import sha256
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from swadaya.accounts.credentials import find_person
from swadaya.core import clock

_FOUND = "_lockout_names"


def name_of(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The user name behind what was typed, so that telephone and e-mail count together with it."""
    written = str((credentials or {}).get("username") or request.POST.get("login", "")).strip().lower()[:200]
    found: dict[str, str] = request.__dict__.setdefault(_FOUND, {})
    if written not in found:
        person = find_person(written) if written else None
        found[written] = person.username if person else written.replace("\0", "")
    return found[written]


def counted_by(request: Any, credentials: dict[str, Any] | None = None) -> list[str | list[str]]:
    """By name and network address; for those who sign in with a PIN also by name alone.

    A name that does not exist is treated one way or the other, always the same one, so that from the way it is
    locked nobody learns whether it exists.
    """
    by_both: list[str | list[str]] = [["username", "ip_address"]]
    name = name_of(request, credentials) if isinstance(request, HttpRequest) else str(request.username or "")
    person = find_person(name) if name else None
    alone = person.pin if person is not None else _as_if_pin(name)
    return [*by_both, "username"] if alone else by_both


def _as_if_pin(name: str) -> bool:
    key = hmac.new(settings.SECRET_KEY.encode(), f"lockout:{name}".encode(), sha256)
    return key.digest()[0] % 2 == 0


def page(request: HttpRequest, _response: Any = None, credentials: dict[str, Any] | None = None) -> HttpResponse:
    """The answer to a guess too many. It says until when, and not whether there is such a person."""
    last = AccessAttempt.objects.filter(username=name_of(request, credentials)).order_by("-attempt_time").first()
    rest: timedelta = settings.AXES_COOLOFF_TIME
    until = (last.attempt_time if last else clock.now()) + rest
    context = {"title": "Tunggu sebentar", "until": f"{clock.in_wib(until + timedelta(minutes=1)):%H.%M}"}
    return render(request, "accounts/tunggu.html", context, status=429)
