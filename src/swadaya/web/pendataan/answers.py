"""Where the page's script sends answers: what became of each, and the scores they change, as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from swadaya.accounts.rules.access import OutOfSight, Place, Viewer, require
from swadaya.core.keys import parse_key
from swadaya.core.messages import sentence
from swadaya.core.refusal import Refusal
from swadaya.pendataan import services
from swadaya.pendataan.values import AnswerInfo, Outcome, Said, Saved

from ..accounts.middleware import viewer_of
from ..ui.refusals import CONFLICT, status_of
from .page import code_of
from .questionnaire import score_words

BATCH = 200
LONGEST = 2_000  # characters of one answer or reason
_SIGN_IN = "Masuk lagi untuk mengirim; jawaban aman di ponsel ini."
_ANOTHER = "Yang masuk sekarang orang lain. Jawaban ini menunggu pengisinya masuk lagi."
_UNREADABLE = "Kiriman tidak terbaca. Muat ulang halaman ini; jawaban aman di ponsel ini."
_NOT_YOURS = "Isian ini tidak ada, atau tidak dalam wilayah dan peran Anda."


class Unreadable(ValueError):
    """The body is not what the page's script sends."""


@never_cache
@require_http_methods(["GET", "POST"])
def answers(request: HttpRequest, siklus: int, kode: str) -> JsonResponse:
    """GET: who is signed in, and the token of a post. POST: save answers."""
    viewer = viewer_of(request)
    if not viewer.known:
        return _refusal(_SIGN_IN, 401)
    if request.method == "GET":
        return JsonResponse({"orang": str(viewer.person_id or ""), "token": get_token(request)})
    try:
        desa = code_of(kode, "desa")
        require(viewer, "isian.isi", Place(desa))
        body = _body(request)
        if body.get("orang") != str(viewer.person_id or ""):
            return _refusal(_ANOTHER, CONFLICT)
        batch = [_said(one) for one in _batch(body)]
        saved = services.save_answers(siklus, desa=desa, answers=batch, by=viewer)
    except Unreadable:
        return _refusal(_UNREADABLE, 400)
    except OutOfSight:
        return _refusal(_NOT_YOURS, 404)
    except Refusal as refusal:
        return _refusal(sentence(refusal.problem), status_of(refusal))
    return JsonResponse(_report(saved, viewer))


def _refusal(sentence: str, status: int) -> JsonResponse:
    return JsonResponse({"kalimat": sentence}, status=status)


def _body(request: HttpRequest) -> Mapping[str, Any]:
    try:
        body = json.loads(request.body)
    except ValueError as error:
        raise Unreadable from error
    if not isinstance(body, dict):
        raise Unreadable
    return body


def _batch(body: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    batch = body.get("jawaban")
    if not isinstance(batch, list) or len(batch) > BATCH or not all(isinstance(one, dict) for one in batch):
        raise Unreadable
    return batch


def _said(one: Mapping[str, Any]) -> Said:
    texts = {name: one.get(name, "") for name in ("key", "column", "value", "base", "reason")}
    if not all(isinstance(text, str) and len(text) <= LONGEST for text in texts.values()):
        raise Unreadable
    if not parse_key(texts["key"]) or (texts["base"] and not parse_key(texts["base"])):
        raise Unreadable
    return Said(**texts, said_at=_instant(one.get("said_at")))


def _instant(text: object) -> datetime | None:
    """The phone's clock; nothing when it cannot be read, for an answer is not lost over it."""
    if not isinstance(text, str):
        return None
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    return instant if instant.tzinfo else None


def _report(saved: Saved, viewer: Viewer) -> dict[str, Any]:
    return {
        "orang": str(viewer.person_id or ""),
        "terjawab": saved.answered,
        "ditanya": saved.asked,
        "hasil": [_result(outcome) for outcome in saved.outcomes],
        "skor": [{"kode": score.code, "kalimat": score_words(score)} for score in saved.scores],
    }


def _result(one: Outcome) -> dict[str, Any]:
    return {
        "key": one.key,
        "column": one.column,
        "status": one.status,
        "kalimat": [sentence(problem) for problem in one.problems],
        "kini": _answer(one.current),
        "lain": _answer(one.other),
    }


def _answer(answer: AnswerInfo | None) -> dict[str, str] | None:
    if answer is None:
        return None
    value = answer.value.replace(".", ",")
    return {"key": answer.key, "value": value, "terbaca": answer.shown, "orang": answer.person}
