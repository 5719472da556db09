"""The whole interface, asked at random: no failure of the server, and no answer the document does not have."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

sys.path.insert(0, str(Path(__file__).parents[1] / "integration" / "web"))

import small_nation
from standing import layer

from swadaya.api import api, rate_limit
from swadaya.wilayah import services as wilayah

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
    unsupported_method,
]


def build() -> None:
    small_nation.build(missing=True)
    small_nation.add_year("indeks-desa-2025", 2025)
    wilayah.load_areas()


standing_three_years = layer("standing_three_years", build)


@pytest.fixture(autouse=True)
def _nation(standing_three_years: None) -> None:
    """The small nation in the database of the tests."""


@pytest.fixture(autouse=True)
def _no_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limit, "limiter", rate_limit.Limiter(0))


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """Requests stay on the connection whose transaction holds the nation, as with Django's own test client."""
    both = (signals.request_started, signals.request_finished)
    for signal in both:
        signal.disconnect(close_old_connections)
    yield
    for signal in both:
        signal.connect(close_old_connections)


pytestmark = pytest.mark.django_db
schema = schemathesis.openapi.from_dict(json.loads(json.dumps(api.get_openapi_schema())))
schema.app = get_wsgi_application()
PLAIN = {"Accept-Encoding": "identity"}
calm = settings(deadline=None, suppress_health_check=list(HealthCheck))


@schema.parametrize()
@settings(calm, max_examples=8)
def test_every_answer_is_documented(case: Any) -> None:
    case.call_and_validate(checks=CHECKS, headers=PLAIN)


@pytest.mark.long
@schema.parametrize()
@settings(calm, max_examples=200)
def test_every_answer_is_documented_however_long_it_is_asked(case: Any) -> None:
    case.call_and_validate(checks=CHECKS, headers=PLAIN)
