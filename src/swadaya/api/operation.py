"""How an operation is declared: its types, and every answer it can give with its headers, in the OpenAPI document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ninja import Router, Schema

from .formats import MEDIA_TYPES
from .problems import MEDIA_TYPE, RETRY_AFTER_FAILURE
from .schemas import Problems

View = Callable[..., Any]
_TEXT: dict[int, str] = {
    200: "Isinya.",
    304: "Tidak berubah sejak diambil (ETag atau Last-Modified sama).",
    404: "Yang disebut tidak ada.",
    406: "Tidak ada bentuk yang diterima peminta.",
    422: "Parameter tidak dapat dibaca.",
    429: "Terlalu banyak permintaan dari alamat ini.",
    503: "Sedang tidak dapat menjawab; coba lagi.",
}
_RATE = {
    "RateLimit-Limit": ("integer", "Requests an address may make in a minute."),
    "RateLimit-Remaining": ("integer", "Requests left now."),
    "RateLimit-Reset": ("integer", "Seconds until all of them are back."),
}
_CACHED = {
    "ETag": ("string", "Send it back in If-None-Match to be told whether the answer changed."),
    "Last-Modified": ("string", "When the published figures last changed, as this server knows."),
    "Cache-Control": ("string", "How long a copy may be used without asking."),
}
_RUN = {
    "Swadaya-Terbitan": ("string", "Number of the run, or both of a comparison."),
    "Swadaya-Metode": ("string", "Identifier of the method."),
    "Swadaya-Versi-Metode": ("string", "SHA-256 of the method file."),
    "Swadaya-Contoh": ("string", "true when the figures are simulated."),
}
_LINK = {"Link": ("string", "rel=next: the next page, absent on the last one; rel=license: terms of use.")}
_RETRY = {"Retry-After": ("integer", "Seconds to wait.")}


def read(
    router: Router,
    path: str,
    body: type[Schema],
    summary: str,
    *,
    name: str,
    example: Mapping[str, Any] | None = None,
    listed: bool = False,
    figures: bool = False,
) -> Callable[[View], View]:
    """Declare a GET operation; its docstring is the English description.

    Args:
        summary: in Indonesian.
        name: operation id.
        example: a whole answer.
        listed: comes in pages, also as CSV and Parquet.
        figures: tells of a run.
    """
    bodies: dict[int, Any] = {200: body, 304: None} | dict.fromkeys((404, 406, 422, 429, 503), Problems)
    extra: dict[int, dict[str, Any]] = {status: {"description": _TEXT[status]} for status in bodies}
    found = {**_CACHED, **_RATE, **(_LINK if listed else {}), **(_RUN if figures else {})}
    extra[200]["headers"] = _headers(found)
    extra[304]["headers"] = _headers({**_CACHED, **_RATE})
    extra[429]["headers"] = _headers({**_RATE, **_RETRY})
    extra[503]["headers"] = _headers(_RETRY)
    content: dict[str, Any] = {MEDIA_TYPE: {"example": example} if example else {}}
    if listed:
        content[MEDIA_TYPES["csv"]] = {"schema": {"type": "string"}}
        content[MEDIA_TYPES["parquet"]] = {"schema": {"type": "string", "format": "binary"}}
    extra[200]["content"] = content
    return router.get(
        path, response=bodies, summary=summary, operation_id=name, url_name=name, openapi_extra={"responses": extra}
    )


def _headers(said: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    return {name: {"description": text, "schema": {"type": kind}} for name, (kind, text) in said.items()}


RATE_TEXT = (
    f"Each address may ask a number of times a minute (headers RateLimit-Limit, -Remaining, -Reset); beyond it the "
    f"answer is 429 with Retry-After. 503 means the database cannot be asked now: wait {RETRY_AFTER_FAILURE} seconds."
)
