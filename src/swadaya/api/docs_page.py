"""``/api/v1/docs``: the OpenAPI document as a page of this site; nothing of it comes from elsewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase

from .responses import MAX_AGE

_BOLD, _CODE = re.compile(r"\*\*(.+?)\*\*"), re.compile(r"`(.+?)`")
Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """A parameter or a field."""

    name: str
    title: str
    kind: str
    text: SafeString
    note: str


@dataclass(frozen=True, slots=True)
class Operation:
    anchor: str
    path: str
    title: str
    text: SafeString
    parameters: tuple[Entry, ...]
    fields: tuple[Entry, ...]
    media: tuple[str, ...]
    answers: tuple[tuple[str, str], ...]
    example: str
    address: str


class ReferencePage(DocsBase):
    """Draws the document of an API."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **_kwargs: Any) -> HttpResponse:
        document = json.loads(json.dumps(api.get_openapi_schema()))
        context = {
            "room": "api",
            "title": "Data terbuka (API)",
            "canonical": "/api/v1/docs",
            "about": [_prose(part) for part in api.description.split("\n\n")],
            "operations": _operations(json.dumps(document)),
        }
        response = render(request, "api/rujukan.html", context)
        response.headers["Cache-Control"] = f"public, max-age={MAX_AGE}"
        return response


@lru_cache(maxsize=1)
def _operations(document: str) -> list[Operation]:
    """Every operation of a document, in its order."""
    read = json.loads(document)
    return [_operation(read, path, item["get"]) for path, item in read["paths"].items() if "get" in item]


def _operation(document: Json, path: str, said: Json) -> Operation:
    content = said["responses"]["200"]["content"]
    example = content["application/json"].get("example")
    body = content["application/json"]["schema"]
    examples = {one["name"]: (one["schema"].get("examples") or [""])[0] for one in said["parameters"]}
    address = re.sub(r"{(\w+)}", lambda found: str(examples.get(found[1], "")), path)
    return Operation(
        anchor=said["operationId"],
        path=path,
        title=said["summary"],
        text=_prose(said.get("description", "")),
        parameters=tuple(_parameter(one) for one in said["parameters"]),
        fields=tuple(_fields(document, body, "", ())),
        media=tuple(content),
        answers=tuple((status, one["description"]) for status, one in said["responses"].items()),
        example=json.dumps(example, indent=2, ensure_ascii=False) if example else "",
        address=address,
    )


def _parameter(one: Json) -> Entry:
    schema = one["schema"]
    notes = ["pada alamat" if one["in"] == "path" else ""]
    if schema.get("default") not in (None, ""):
        notes.append(f"bawaan {_value(schema['default'])}")
    if schema.get("examples"):
        notes.append(f"misalnya {_value(schema['examples'][0])}")
    return Entry(
        one["name"], schema.get("title", ""), _kind(schema), _prose(schema.get("description", "")), _joined(notes)
    )


def _fields(document: Json, schema: Json, prefix: str, inside: tuple[str, ...]) -> Iterator[Entry]:
    """The fields of a body with all that lies in them, by dotted name."""
    name = _named(schema)
    if name is None or name in inside:
        return
    shape = document["components"]["schemas"][name]
    for field, said in shape.get("properties", {}).items():
        yield Entry(f"{prefix}{field}", said.get("title", ""), _kind(said), _prose(said.get("description", "")), "")
        yield from _fields(document, said, f"{prefix}{field}.", (*inside, name))


def _named(schema: Json) -> str | None:
    """The name of the shape that a field has, or its items have."""
    for part in (schema, schema.get("items", {}), *schema.get("anyOf", ()), *schema.get("allOf", ())):
        if "$ref" in part:
            return str(part["$ref"]).rpartition("/")[2]
    return None


_KINDS = {
    "string": "teks",
    "integer": "bilangan bulat",
    "number": "bilangan",
    "boolean": "true/false",
    "array": "daftar",
    "object": "objek",
    "null": "null",
}


def _kind(schema: Json) -> str:
    if "enum" in schema:
        return " | ".join(_value(one) for one in schema["enum"] if one != "")
    if "anyOf" in schema:
        return _joined([_kind(one) for one in schema["anyOf"]], " atau ")
    return "objek" if "$ref" in schema or "allOf" in schema else _KINDS.get(schema.get("type", ""), "")


def _value(one: object) -> str:
    return json.dumps(one) if isinstance(one, bool) else str(one)


def _joined(parts: list[str], joint: str = "; ") -> str:
    return joint.join(part for part in parts if part)


def _prose(text: str) -> SafeString:
    """Plain text with **bold** and `code`."""
    return mark_safe(_CODE.sub(r"<code>\1</code>", _BOLD.sub(r"<b>\1</b>", escape(" ".join(text.split())))))  # noqa: S308 - escaped
