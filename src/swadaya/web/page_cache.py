"""Finished pages kept in memory: a page of published figures changes only when something is published or loaded.

Each request asks the database one cheap question, the stamp of the edition. A kept page with the same stamp is sent as
it is, already compressed; otherwise it is made anew. A page is compressed quickly when it is made and well when it is
asked for again. The store is bounded in bytes and belongs to one process.
"""

from __future__ import annotations

import gzip
import re
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from hashlib import blake2b
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from swadaya.core import clock
from swadaya.indeks import selectors

LIMIT = 64 * 2**20  # bytes a process keeps
MAX_AGE = 60  # seconds a browser need not ask again
_QUICK, _WELL = 1, 6
_GZIP = re.compile(r"\bgzip\b")
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A page as it was made: compressed body, and what a browser needs to ask whether it changed."""

    stamp: str
    packed: bytes
    content_type: str
    etag: str
    modified: str
    level: int

    def well(self) -> Kept:
        """The same page, compressed as well as is worth it."""
        return replace(self, packed=gzip.compress(gzip.decompress(self.packed), _WELL, mtime=0), level=_WELL)


class Store:
    """The most recently used pages, up to a number of bytes."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._pages: OrderedDict[Key, Kept] = OrderedDict()
        self._held = 0
        self._lock = threading.Lock()

    def get(self, key: Key, stamp: str) -> Kept | None:
        """The page of that stamp; an older one is dropped."""
        with self._lock:
            page = self._pages.get(key)
            if page is None:
                return None
            if page.stamp != stamp:
                self._drop(key)
                return None
            self._pages.move_to_end(key)
            return page

    def put(self, key: Key, page: Kept) -> None:
        with self._lock:
            self._drop(key)
            self._pages[key] = page
            self._held += len(page.packed)
            while self._held > self._limit and self._pages:
                self._drop(next(iter(self._pages)))

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self._held = 0

    @property
    def held(self) -> int:
        """Bytes kept now."""
        return self._held

    def _drop(self, key: Key) -> None:
        page = self._pages.pop(key, None)
        if page is not None:
            self._held -= len(page.packed)


store = Store()
View = Callable[..., HttpResponse]


def edition_page(*parameters: str) -> Callable[[View], View]:
    """A view of published figures: it gets the edition, and its page is kept until the edition changes.

    Args:
        parameters: names in the query string that the page depends on. With any other the page is made anew and not
            kept, so that made-up addresses cannot fill the store.
    """

    def decorate(view: View) -> View:
        @require_safe
        @wraps(view)
        def kept_view(request: HttpRequest, **place: Any) -> HttpResponse:
            edition = selectors.edition()
            return _kept(request, parameters, edition.stamp, lambda: view(request, edition, **place))

        return kept_view

    return decorate


def fixed_page(view: View) -> View:
    """A view that reads no database: its page is kept as long as the process lives."""

    @require_safe
    @wraps(view)
    def kept_view(request: HttpRequest, **place: Any) -> HttpResponse:
        return _kept(request, (), "", lambda: view(request, **place))

    return kept_view


def _kept(
    request: HttpRequest, parameters: tuple[str, ...], stamp: str, make: Callable[[], HttpResponse]
) -> HttpResponse:
    key = (request.path, *(f"{name}={request.GET[name]}" for name in parameters if name in request.GET))
    meant = request.GET.keys() <= set(parameters)
    page = store.get(key, stamp) if meant else None
    if page is not None and page.level != _WELL:
        page = page.well()
        store.put(key, page)
    if page is None:
        response = make()
        if response.status_code != 200:
            return response
        page = _packed(stamp, response)
        if meant and not settings.DEBUG:
            store.put(key, page)
    return _send(request, page)


def _packed(stamp: str, response: HttpResponse) -> Kept:
    body = response.content
    return Kept(
        stamp=stamp,
        packed=gzip.compress(body, _QUICK, mtime=0),
        content_type=response.headers["Content-Type"],
        etag=f'W/"{blake2b(body, digest_size=12).hexdigest()}"',
        modified=http_date(clock.now().timestamp()),
        level=_QUICK,
    )


def _send(request: HttpRequest, page: Kept) -> HttpResponse:
    compressed = bool(_GZIP.search(request.headers.get("Accept-Encoding", "")))
    body = page.packed if compressed else gzip.decompress(page.packed)
    response = HttpResponse(body, content_type=page.content_type)
    if compressed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["ETag"] = page.etag
    response.headers["Last-Modified"] = page.modified
    response.headers["Cache-Control"] = f"public, max-age={MAX_AGE}"
    return response
