"""Every address the product answers, as its own resolver knows them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True, slots=True)
class Route:
    """``name`` with its namespace; ``pattern`` as written, for messages."""

    name: str
    pattern: str


def routes() -> list[Route]:
    """Every address with a view of its own, by name. An address without a name has its pattern for one."""
    return sorted(_walk(get_resolver().url_patterns, "", ""), key=lambda route: route.name)


def _walk(entries: list[Any], namespace: str, prefix: str) -> Iterator[Route]:
    for entry in entries:
        written = f"{prefix}{entry.pattern}"
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry.url_patterns, inner, written)
        elif isinstance(entry, URLPattern):
            yield Route(f"{namespace}{entry.name}" if entry.name else written, written)
