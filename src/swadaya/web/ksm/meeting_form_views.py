"""The meeting screen: the paper sheet as one long form, sent whole and once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from swadaya.accounts.rules.access import Viewer
from swadaya.core import clock
from swadaya.core.messages import sentences
from swadaya.core.problem import Problem
from swadaya.core.refusal import Refusal
from swadaya.ksm import access, selectors, services
from swadaya.ksm.values import GroupPage, MeetingLine, MeetingSheet

from ..accounts.middleware import viewer_of
from ..pendataan.page import work_page
from ..ui.refusals import status_of, try_service
from . import meeting_form, meeting_form_rows
from .meeting_detail import line_of, shown
from .meeting_form import Spoken
from .page import get_or_out_of_sight, group_steps, place_of, require_right, show

_OTHER_BUTTONS = ("tambah", "isi", "agenda-semua", "hitung")
"""Buttons that change the form and record nothing."""


@never_cache
@require_http_methods(["GET", "HEAD"])
def session(request: HttpRequest) -> JsonResponse:
    """Who is signed in, and the token that sending a kept meeting needs."""
    viewer = viewer_of(request)
    return JsonResponse({"orang": str(viewer.person_id or ""), "token": get_token(request)})


@work_page("GET", "POST")
def page(request: HttpRequest, ksm_id: UUID, nomor: int) -> HttpResponseBase:
    """The sheet of a meeting that is planned or comes next; a held one is shown by ``meeting_detail``."""
    viewer = viewer_of(request)
    group = selectors.group(ksm_id, by=viewer)
    line = line_of(ksm_id, nomor, viewer)
    if request.method != "POST" and line is not None and line.state != "direncanakan":
        return shown(request, group, line)
    require_right(viewer, access.RECORD, place_of(group))
    if request.method == "POST":
        return _posted(request, group, line, nomor)
    sheet = _sheet(group, line, nomor, viewer)
    rhythm = group.setting.rules.rhythm if group.setting else ""
    return _drawn(request, group, sheet, meeting_form.offered(sheet, rhythm=rhythm))


@work_page("GET", "POST")
def correct(request: HttpRequest, ksm_id: UUID, nomor: int) -> HttpResponseBase:
    """The same sheet with what was recorded, to be put right with a reason."""
    viewer = viewer_of(request)
    group = selectors.group(ksm_id, by=viewer)
    line = get_or_out_of_sight(line_of(ksm_id, nomor, viewer))
    require_right(viewer, access.CORRECT, place_of(group))
    meeting = selectors.meeting(line.id, by=viewer)
    sheet = selectors.sheet(ksm_id, by=viewer, meeting_id=line.id)
    if not meeting.records:
        return redirect(_address(ksm_id, nomor))
    if request.method != "POST":
        typed = meeting_form.recorded(sheet, meeting.records[0])
        return _drawn(request, group, sheet, typed, correcting=True)
    typed = _typed(request)
    changed = _changed(request, sheet, typed)
    if changed is not None:
        return _drawn(request, group, sheet, changed, correcting=True)
    made, reason = meeting_form.spoken(typed), typed.get("alasan_koreksi", "")
    _, refusal = try_service(
        lambda: services.correct_meeting(line.id, key=typed.get("kunci", ""), said=made.said, reason=reason, by=viewer)
    )
    if refusal is not None:
        return _refused(request, group, sheet, typed, made, refusal, correcting=True)
    return _recorded(request, ksm_id, nomor)


def _address(ksm_id: UUID, number: int) -> str:
    return f"/ksm/{ksm_id}/rapat/{number}/"


def _sheet(
    group: GroupPage, line: MeetingLine | None, number: int, viewer: Viewer, day: date | None = None
) -> MeetingSheet:
    sheet = selectors.sheet(group.id, by=viewer, held_on=day, meeting_id=line.id if line else None)
    return sheet if sheet.number == number else get_or_out_of_sight(None)


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST[name] for name in request.POST if name != "csrfmiddlewaretoken"}


def _posted(request: HttpRequest, group: GroupPage, line: MeetingLine | None, number: int) -> HttpResponseBase:
    viewer, typed = viewer_of(request), _typed(request)
    day = _day(typed)
    if any(name in request.POST for name in _OTHER_BUTTONS):
        sheet = _sheet(group, line, number, viewer, day)
        return _drawn(request, group, sheet, _changed(request, sheet, typed) or typed)
    made = meeting_form.spoken(typed)
    done, refusal = try_service(
        lambda: services.record_meeting(group.id, key=typed.get("kunci", ""), said=made.said, by=viewer)
    )
    if refusal is not None:
        return _refused(request, group, _sheet(group, line, number, viewer, day), typed, made, refusal)
    return _recorded(request, group.id, done.number)


def _day(typed: Mapping[str, str]) -> date | None:
    try:
        day = date.fromisoformat(typed.get("tanggal", ""))
    except ValueError:
        return None
    return day if day <= clock.today() else None


def _changed(request: HttpRequest, sheet: MeetingSheet, typed: Mapping[str, str]) -> dict[str, str] | None:
    """The form after one of its other buttons; None when it was sent to be recorded."""
    if "tambah" in request.POST:
        return meeting_form.with_row(typed, request.POST["tambah"], sheet)
    if "isi" in request.POST:
        return meeting_form.with_usual(typed, meeting_form.usual_amounts(sheet))
    if "agenda-semua" in request.POST:
        numbers = meeting_form.row_numbers(typed, "agenda")
        return {**typed, **{f"agenda-{number}-jadi": "ya" for number in numbers}}
    return dict(typed) if "hitung" in request.POST else None


def _recorded(request: HttpRequest, ksm_id: UUID, number: int) -> HttpResponseBase:
    address = _address(ksm_id, number)
    return JsonResponse({"ke": address}) if _wants_json(request) else redirect(address)


def _wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _refused(
    request: HttpRequest,
    group: GroupPage,
    sheet: MeetingSheet,
    typed: Mapping[str, str],
    made: Spoken,
    refusal: Refusal,
    *,
    correcting: bool = False,
) -> HttpResponseBase:
    """Everything wrong at once, beside its fields; what was typed stays."""
    problems, status = refusal.problems, status_of(refusal)
    if _wants_json(request):
        return JsonResponse({"kalimat": sentences(problems)}, status=status)
    renewed = {**typed, "kas_awal": str(sheet.opening_cash)}
    return _drawn(request, group, sheet, renewed, made=made, problems=problems, correcting=correcting, status=status)


def _drawn(
    request: HttpRequest,
    group: GroupPage,
    sheet: MeetingSheet,
    typed: Mapping[str, str],
    *,
    made: Spoken | None = None,
    problems: Sequence[Problem] = (),
    correcting: bool = False,
    status: int = 200,
) -> HttpResponse:
    address = _address(group.id, sheet.number)
    context: dict[str, Any] = {
        "group": group,
        "sheet": meeting_form_rows.view(sheet, typed, made, problems),
        "form": typed,
        "marks": meeting_form_rows.MARKS,
        "correcting": correcting,
        "person": viewer_of(request).person_id or "",
        "address": f"{address}perbaiki/" if correcting else address,
        "today": clock.today(),
        "fixed_count": correcting
        and sheet.meeting_id is not None
        and not selectors.may_change_count(sheet.meeting_id, by=viewer_of(request)),
    }
    steps = [*group_steps(group), *([(f"Rapat ke-{sheet.number}", address)] if correcting else [])]
    title = f"Perbaiki rapat ke-{sheet.number}" if correcting else f"Rapat ke-{sheet.number}"
    return show(request, "ksm/rapat.html", title=title, steps=steps, status=status, **context)
