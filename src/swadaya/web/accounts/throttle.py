"""How often one network address may try something that needs no account: codes and invitations."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from swadaya.accounts.client_address import address_of

from . import lockout

_TRIES = 30
_SECONDS = 15 * 60


def too_many(request: HttpRequest, what: str) -> HttpResponse | None:
    """Count one try; the page that asks to wait when there were too many from this address."""
    key = f"akun:{what}:{address_of(request)}"
    count = cache.get(key, 0) + 1
    cache.set(key, count, _SECONDS)
    return lockout.page(request) if count > _TRIES else None
