"""Sending a meeting: the one operation that writes, for officers who signed in.

It stands apart from the open interface: no other origin may use it, it needs the session and its token, and nothing of
it is kept by a cache.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import NinjaAPI, Router
from ninja.errors import AuthenticationError, ValidationError
from ninja.security import APIKeyCookie
from ninja.utils import check_csrf

from swadaya.accounts.rules.access import OutOfSight, Place, Viewer, require
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Refusal
from swadaya.ksm import access, selectors, services
from swadaya.ksm.values import Recorded

from . import problems
from .schemas.meetings import Meeting, RecordedMeeting
from .schemas.shared import Problems

_ANSWERS: dict[int, Any] = {200: RecordedMeeting} | dict.fromkeys((401, 403, 404, 409, 422, 503), Problems)
router = Router()


class Session(APIKeyCookie):
    """The session of the pages; a post also carries their token in ``X-CSRFToken``."""

    param_name = settings.SESSION_COOKIE_NAME

    def __init__(self) -> None:
        super().__init__(csrf=False)

    def authenticate(self, request: HttpRequest, key: str | None) -> Viewer | None:  # noqa: ARG002 - the base's order
        viewer = _viewer(request)
        if not viewer.known:
            return None
        if check_csrf(request) is not None:
            where, hint = Where(key="X-CSRFToken"), "Ambil token dari halaman kelompok (/ksm/sesi)."
            raise problems.ApiProblem(403, Problem("api.token", where, "tidak cocok", "token sesi ini", hint))
        _permit(request, viewer)
        return viewer


def _permit(request: HttpRequest, viewer: Viewer) -> None:
    """Decide on sight and right before the body is read. Raises OutOfSight, NotAllowed."""
    assert request.resolver_match is not None
    group = selectors.group(UUID(str(request.resolver_match.kwargs["ksm_id"])), by=viewer)
    require(viewer, access.RECORD, Place(group.desa, str(group.id)))


def _viewer(request: HttpRequest) -> Viewer:
    """Who asks, by way of this interface."""
    seen: Viewer = request.who()  # type: ignore[attr-defined]
    return replace(seen, via="api")


def _send(request: HttpRequest, ksm_id: UUID, body: Meeting) -> HttpResponse:
    """Record a whole meeting, once.

    The key is a UUIDv7 made by the sender. The same key with the same content gets the same answer again and writes
    nothing; with other content it is refused with 409. Everything wrong is said at once, and then nothing is written.
    """
    done = services.record_meeting(ksm_id, key=body.kunci, said=body.rapat, by=request.auth)  # type: ignore[attr-defined]
    answer = HttpResponse(_told(done).model_dump_json(), content_type=problems.MEDIA_TYPE)
    answer.headers["Cache-Control"] = "no-store"
    return answer


for _path, _name in (("/ksm/{uuid:ksm_id}/rapat", "rapat-kirim"), ("/ksm/{uuid:ksm_id}/meetings", "rapat-kirim-en")):
    router.post(_path, response=_ANSWERS, summary="Kirim satu rapat", operation_id=_name, url_name=_name)(_send)


def _told(done: Recorded) -> RecordedMeeting:
    cash = done.cash
    return RecordedMeeting(
        pertemuan=str(done.meeting_id),
        nomor=done.number,
        catatan_ke=done.revision,
        keadaan=done.state,
        dicatat_pada=done.recorded_at.isoformat(),
        kas_awal=cash.opening,
        masuk=cash.inflow,
        keluar=cash.outflow,
        dihitung=cash.counted,
        selisih=cash.difference,
        jurnal=list(done.journals),
    )


def _on_refusal(_request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    assert isinstance(error, Refusal)
    return problems.answer(problems.status_of(error), error.problems)


def _on_out_of_sight(_request: HttpRequest, _error: Exception | type[Exception]) -> HttpResponse:
    expected = "kelompok dalam wilayah dan peran Anda"
    return problems.answer(404, [Problem("ksm.tidak-ada", Where(key="ksm_id"), "", expected)])


def _on_stranger(_request: HttpRequest, _error: Exception | type[Exception]) -> HttpResponse:
    return problems.answer(401, [Problem("api.masuk", Where(key="sesi"), "", "orang yang sudah masuk")])


class MeetingApi(NinjaAPI):
    """An interface within the open one."""

    def get_root_path(self, path_params: dict[str, Any]) -> str:
        return reverse("api-1:api-ksm:api-root", kwargs=path_params)


def _build() -> MeetingApi:
    api = MeetingApi(
        title="Swadaya: rapat kelompok",
        version="1",
        urls_namespace="api-ksm",
        openapi_url="/ksm/openapi.json",
        docs_url=None,
        auth=Session(),
    )
    api.add_router("", router)
    api.add_exception_handler(problems.ApiProblem, problems.on_problem)
    api.add_exception_handler(ValidationError, problems.on_invalid)
    api.add_exception_handler(AuthenticationError, _on_stranger)
    api.add_exception_handler(OutOfSight, _on_out_of_sight)
    api.add_exception_handler(Refusal, _on_refusal)
    for unavailable in problems.UNAVAILABLE:
        api.add_exception_handler(unavailable, problems.on_unavailable)
    return api


api = _build()
