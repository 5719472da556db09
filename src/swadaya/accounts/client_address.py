"""The network address a request came from."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The visitor's network address: the connection's, or behind proxies the one that the outermost wrote down."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.PROXIES:
        told = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        address = told[-settings.PROXIES] if len(told) >= settings.PROXIES else address
    try:
        return str(ipaddress.ip_address(address.strip()))
    except ValueError:
        return "0.0.0.0"  # noqa: S104 - an address that is none, never bound
