"""The published contract: a change of it is seen, and meant.

When it is meant: ``SWADAYA_WRITE_OPENAPI=1 pytest tests/contract/test_openapi_snapshot.py``, read the difference, and
keep the promise of versions (docs/api.md).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from swadaya.api import api
from swadaya.api.schemas import Body

KEPT = Path(__file__).with_name("openapi-v1.json")
REFUSALS = {"404", "406", "422", "429", "503"}
Json = dict[str, Any]


@pytest.fixture(scope="module")
def document() -> Json:
    return json.loads(json.dumps(api.get_openapi_schema()))


def operations(document: Json) -> Iterator[tuple[str, Json]]:
    for path, item in document["paths"].items():
        for verb, said in item.items():
            yield f"{verb} {path}", said


def test_the_document_is_the_one_that_was_published(document: Json) -> None:
    if os.environ.get("SWADAYA_WRITE_OPENAPI") == "1":
        KEPT.write_text(json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
    assert json.loads(KEPT.read_text(encoding="utf-8")) == document


def test_everything_is_read_only(document: Json) -> None:
    assert {name.split()[0] for name, _ in operations(document)} == {"get"}


def test_each_operation_speaks_both_languages_and_documents_its_refusals(document: Json) -> None:
    for name, said in operations(document):
        assert said["summary"] and said["description"] and said["summary"] != said["description"], name
        assert REFUSALS | {"200", "304"} == set(said["responses"]), name
        for status in REFUSALS:
            schema = said["responses"][status]["content"]["application/json"]["schema"]
            assert schema == {"$ref": "#/components/schemas/Problems"}, (name, status)
        assert "Retry-After" in said["responses"]["429"]["headers"], name


def test_each_parameter_and_field_has_a_title_and_a_description(document: Json) -> None:
    for name, said in operations(document):
        for one in said["parameters"]:
            assert one["schema"]["title"] and one["description"], (name, one["name"])
    for name, shape in document["components"]["schemas"].items():
        for field, said in shape["properties"].items():
            assert said.get("title") and said.get("description"), f"{name}.{field}"


def bodies(kind: type[Body] = Body) -> Iterator[type[Body]]:
    for one in kind.__subclasses__():
        yield one
        yield from bodies(one)


def test_each_example_is_an_answer_of_its_own_type(document: Json) -> None:
    by_name = {one.__name__: one for one in bodies()}
    shown = 0
    for _, said in operations(document):
        content = said["responses"]["200"]["content"]["application/json"]
        if "example" in content:
            by_name[content["schema"]["$ref"].rpartition("/")[2]].model_validate(content["example"])
            shown += 1
    assert shown == len(document["paths"]) - 1  # the entry page has none
