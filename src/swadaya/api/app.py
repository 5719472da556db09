"""The open interface: addresses under ``/api/v1``, what is true for all of them, and what happens when one fails."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, URLResolver, path, re_path
from django.utils.cache import patch_vary_headers, set_response_etag
from ninja import NinjaAPI, Query
from ninja.errors import ValidationError
from ninja.openapi.docs import DocsBase
from ninja.openapi.schema import OpenAPISchema

from swadaya.accounts.client_address import address_of
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Refusal

from . import aggregates, changes, meetings, methods, problems, rate_limit, reasons, regions, results, runs
from .docs_page import ReferencePage
from .operation import RATE_TEXT, read
from .parameters import OneForm
from .responses import RESULTS_SOURCE, Unchanged, about, begin, on_unchanged, send_one
from .schemas import Start

READING = ("GET", "HEAD")
_CROSS_ORIGIN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, "
    "Swadaya-Terbitan, Swadaya-Metode, Swadaya-Versi-Metode, Swadaya-Contoh",
}
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, If-Modified-Since, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
DESCRIPTION = f"""\
Data terbuka Swadaya: wilayah, metode, terbitan, hasil, jumlah, penjelasan, dan perubahan. Hanya membaca; tanpa kunci,
tanpa kuki.

Open data of Swadaya: regions, methods, published runs, results, aggregates, explanations and changes. Reading only; no
key, no cookie, any origin.

**Versions.** Within `/api/v1` addresses, parameters and fields keep their names, types and meaning. New ones may be
added at any time: ignore what you do not know. Whatever breaks that promise will be `/api/v2`, and v1 then stays for at
least twelve months, with a `Deprecation` header. The figures of a run number never change.

**Lists.** Follow `next` (also the `Link` header) until it is null. A list stays with the run it was begun with.
`?format=json|csv|parquet` or the `Accept` header choose the form; all three have the same values.

**Copies.** Send `ETag` back in `If-None-Match`: 304 says that nothing changed.

**Limits.** {RATE_TEXT}

**Problems.** Every other answer is `{{"masalah": [{{code, where, got, expected, hint}}]}}`: 404 something named does
not exist, 405 another method than GET or HEAD, 406 no acceptable form, 422 a parameter cannot be read or is not known.

**Licence.** {RESULTS_SOURCE} Sebutkan sumbernya bila mengutip. Figures marked `contoh` are simulated: do not quote
them.
"""
View = Callable[..., HttpResponseBase]


class OpenApi(NinjaAPI):
    """NinjaAPI whose every address, known or not, keeps to the same rules."""

    _document: OpenAPISchema | None = None

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """The document; it changes with the program only, so it is made once."""
        if self._document is None:
            self._document = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        return self._document

    def _get_urls(self) -> list[URLResolver | URLPattern]:
        get_urls = super()._get_urls()
        for pattern in get_urls:
            assert isinstance(pattern, URLPattern)
            pattern.callback = public(pattern.callback)
        return [*get_urls, path("", meetings.api.urls), re_path(r"^.*$", public(_nowhere), name="tidak-ada")]


def public(view: View) -> View:
    """Reading only, from any origin, as often as the limit allows."""

    @wraps(view)
    def answered(request: HttpRequest, *place: Any, **named: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={**_CROSS_ORIGIN, **_PREFLIGHT, "Allow": "GET, HEAD, OPTIONS"})
        allowance = rate_limit.limiter.ask(address_of(request))
        if request.method not in READING:
            response: HttpResponseBase = _not_allowed(request)
        elif not allowance.granted:
            response = _too_many(allowance)
        else:
            response = _read(view, request, *place, **named)
        for name, value in {**_CROSS_ORIGIN, **allowance.headers()}.items():
            response.headers[name] = value
        patch_vary_headers(response, ["Accept"])
        return response

    return answered


def _read(view: View, request: HttpRequest, *place: Any, **named: Any) -> HttpResponseBase:
    """A HEAD is answered like a GET; the server leaves the body out."""
    method = request.method
    request.method = "GET"
    try:
        response = view(request, *place, **named)
    finally:
        request.method = method
    if response.status_code == 200 and "ETag" not in response.headers:
        set_response_etag(response)
    return response


def _not_allowed(request: HttpRequest) -> HttpResponse:
    problem = Problem("api.cara", Where(key="method"), request.method or "", "GET atau HEAD", "Di sini hanya membaca.")
    return problems.answer(405, [problem], {"Allow": "GET, HEAD, OPTIONS"})


def _too_many(allowance: rate_limit.Allowance) -> HttpResponse:
    hint = f"Coba lagi {allowance.wait} detik lagi. Untuk seluruh terbitan, unduh berkasnya dari halaman indeks."
    expected = f"paling banyak {allowance.limit} permintaan tiap menit"
    return problems.answer(429, [Problem("api.laju", Where(key="alamat"), "", expected, hint)])


def _nowhere(request: HttpRequest) -> HttpResponse:
    problem = Problem("api.alamat", Where(key="path"), request.path, "alamat pada /api/v1/docs")
    return problems.answer(404, [problem])


def _build() -> OpenApi:
    docs: DocsBase = ReferencePage()
    api = OpenApi(
        title="Swadaya: data terbuka", version="1", description=DESCRIPTION, urls_namespace="api-1", docs=docs
    )
    for room in (regions, methods, runs, results, aggregates, reasons, changes):
        api.add_router("", room.router)
    api.add_exception_handler(problems.ApiProblem, problems.on_problem)
    api.add_exception_handler(ValidationError, problems.on_invalid)
    api.add_exception_handler(Refusal, problems.on_unusable)
    api.add_exception_handler(Unchanged, on_unchanged)
    for unavailable in problems.UNAVAILABLE:
        api.add_exception_handler(unavailable, problems.on_unavailable)
    return api


api = _build()
_DOORS = (
    ("Wilayah", "/api/v1/wilayah"),
    ("Metode", "/api/v1/metode"),
    ("Terbitan", "/api/v1/terbitan"),
    ("Desa dalam terbitan terakhir", "/api/v1/hasil"),
    ("Jumlah dan rata-rata tiap provinsi", "/api/v1/agregat"),
    ("Desa yang berganti status", "/api/v1/perubahan"),
)


@read(api.default_router, "/", Start, "Pintu masuk", name="awal")
def start(request: HttpRequest, query: Query[OneForm]) -> HttpResponse:
    """Where to begin."""
    asked = begin(request, query)
    content = {
        "keterangan": about(RESULTS_SOURCE),
        "versi": api.version,
        "dokumentasi": "/api/v1/docs",
        "openapi": "/api/v1/openapi.json",
        "pintu": [{"nama": name, "alamat": address} for name, address in _DOORS],
    }
    return send_one(asked, content)
