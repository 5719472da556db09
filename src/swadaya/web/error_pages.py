"""Answers for addresses that lead nowhere: what is wrong, and where to go instead."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def not_found(request: HttpRequest, reason: str, ways: Sequence[tuple[str, str]] = ()) -> HttpResponse:
    """A 404 page that says why; ``ways``: what to call each address, and the address."""
    context = {"title": "Tidak ditemukan", "reason": reason, "ways": ways or [("Halaman depan", "/")]}
    return render(request, "404.html", context, status=404)
