"""Several people, one phone: who signed in here, remembered by the phone itself, and only by asking for it.

The cookie holds up to eight public ids, signed, readable by the server alone; names are looked up when the page shows.
"""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from .navigation import SHARED

COOKIE = "orang"
MOST = 8
SHORT = 20 * 60  # seconds without a tap after which a shared phone is signed out
_SALT = "swadaya.orang-di-ponsel-ini"
_DAYS = 180


def remembered(request: HttpRequest) -> list[UUID]:
    """Public ids of those who signed in here, the latest first."""
    try:
        kept = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=_DAYS * 86400)
        return [UUID(one) for one in kept][:MOST]
    except (signing.BadSignature, ValueError, TypeError):
        return []


def remember(request: HttpRequest, response: HttpResponseBase, public_id: UUID) -> None:
    """Put somebody first on a phone that was declared shared, and shorten their session."""
    if request.session.get(SHARED):
        request.session.set_expiry(SHORT)
        write_to_phone(response, [public_id, *(one for one in remembered(request) if one != public_id)][:MOST])


def write_to_phone(response: HttpResponseBase, people: list[UUID]) -> None:
    """Write the list to the phone; an empty list leaves nothing behind."""
    if not people:
        response.delete_cookie(COOKIE, samesite="Lax")
        return
    response.set_cookie(
        COOKIE,
        signing.dumps([str(person) for person in people], salt=_SALT, compress=True),
        max_age=_DAYS * 86400,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
