"""Every answer that is not what was asked for has one shape: ``{"masalah": [...]}``, each a finding with a hint."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import psycopg
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from ninja.errors import ValidationError

from swadaya.core.messages import sentence
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Conflict, NotAllowed, Refusal

MEDIA_TYPE = "application/json"
RETRY_AFTER_FAILURE = 5  # seconds
UNAVAILABLE = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)
"""What the database says when it cannot be asked now."""


log = logging.getLogger(__name__)


class ApiProblem(Exception):
    """An answer other than 200, with what is wrong."""

    def __init__(self, status: int, problem: Problem) -> None:
        super().__init__(str(problem))
        self.status = status
        self.problem = problem


def unknown(code: str, where: str, got: object, expected: str, hint: str = "") -> ApiProblem:
    """404: something is named that does not exist."""
    return ApiProblem(404, Problem(code, Where(key=where), str(got), expected, hint))


def malformed(code: str, where: str, got: object, expected: str, hint: str = "") -> ApiProblem:
    """422: a parameter cannot be read."""
    return ApiProblem(422, Problem(code, Where(key=where), str(got), expected, hint))


def status_of(refusal: Refusal) -> int:
    """The status of a refused request to write."""
    if isinstance(refusal, NotAllowed):
        return 403
    return 409 if isinstance(refusal, Conflict) else 422


def answer(status: int, problems: Iterable[Problem], headers: Mapping[str, str] | None = None) -> HttpResponse:
    """The documented shape; never kept by a cache."""
    found = [
        {
            "code": problem.code,
            "where": problem.where.key or str(problem.where),
            "got": problem.got[:200],
            "expected": problem.expected,
            "hint": problem.hint,
            "sentence": sentence(replace(problem, got=problem.got[:200])),
        }
        for problem in problems
    ]
    body = json.dumps({"masalah": found}, ensure_ascii=False)
    return HttpResponse(
        body, status=status, content_type=MEDIA_TYPE, headers={"Cache-Control": "no-store", **(headers or {})}
    )


def on_problem(_request: HttpRequest, error: ApiProblem | type[ApiProblem]) -> HttpResponse:
    assert isinstance(error, ApiProblem)
    return answer(error.status, [error.problem])


def on_unusable(_request: HttpRequest, error: Refusal | type[Refusal]) -> HttpResponse:
    """A rule file on this server cannot be read: not the asker's fault."""
    assert isinstance(error, Refusal)
    return answer(503, [error.problem], {"Retry-After": str(RETRY_AFTER_FAILURE)})


def on_unavailable(_request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    log.error("basis data tidak dapat ditanya: %s", error)
    problem = Problem(
        "api.tidak-tersedia",
        Where(key="server"),
        expected="basis data yang dapat ditanya",
        hint=f"Basis data sedang tidak dapat ditanya. Coba lagi {RETRY_AFTER_FAILURE} detik lagi.",
    )
    return answer(503, [problem], {"Retry-After": str(RETRY_AFTER_FAILURE)})


def on_invalid(request: HttpRequest, error: ValidationError | type[ValidationError]) -> HttpResponse:
    """What the schema refused, one finding for each parameter."""
    assert isinstance(error, ValidationError)
    return answer(422, [_finding(request, one) for one in error.errors])


_CODES = {
    "bool_parsing": "api.bool-parsing",
    "finite_number": "api.finite-number",
    "float_parsing": "api.float-parsing",
    "greater_than_equal": "api.greater-than-equal",
    "int_parsing": "api.int-parsing",
    "less_than_equal": "api.less-than-equal",
    "literal_error": "api.literal-error",
    "missing": "api.missing",
    "string_pattern_mismatch": "api.string-pattern-mismatch",
    "string_too_long": "api.string-too-long",
}
"""What the schema says, as a code of ours; whatever else it may say is ``api.nilai``."""


def _finding(request: HttpRequest, error: Mapping[str, Any]) -> Problem:
    name = str(error["loc"][-1])
    return Problem(
        _CODES.get(str(error["type"]), "api.nilai"),
        Where(key=name),
        request.GET.get(name, ""),
        _expected(str(error["type"]), error.get("ctx", {})),
        "Lihat /api/v1/docs.",
    )


def _expected(kind: str, context: Mapping[str, Any]) -> str:
    if kind == "literal_error":
        return f"salah satu dari {context['expected']}".replace(" or ", " atau ")
    texts = {
        "greater_than_equal": f"paling kecil {context.get('ge')}",
        "less_than_equal": f"paling besar {context.get('le')}",
        "string_too_long": f"paling panjang {context.get('max_length')} huruf",
        "string_pattern_mismatch": "tulisan dengan bentuk seperti pada dokumentasi",
        "missing": "harus diisi",
    }
    if kind in texts:
        return texts[kind]
    if kind.startswith("int_"):
        return "bilangan bulat"
    if kind.startswith("bool_"):
        return "true atau false"
    return "bilangan" if kind.startswith(("float_", "finite_")) else "nilai seperti pada dokumentasi"
