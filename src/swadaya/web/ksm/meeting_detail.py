"""A meeting that was held: what was recorded, who confirms it, its history, its receipts and its paper sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters

from swadaya.accounts import selectors as people
from swadaya.accounts.rules.access import OutOfSight, Viewer
from swadaya.core import clock
from swadaya.core.messages import sentences
from swadaya.core.problem import Problem
from swadaya.core.refusal import Refusal
from swadaya.files.attachments import LARGEST_EVIDENCE as LARGEST_PHOTO
from swadaya.ksm import access, selectors, services
from swadaya.ksm.values import GroupPage, MeetingLine, MeetingPage, ReceiptText, RecordInfo

from ..accounts.middleware import viewer_of
from ..accounts.shared_device import remembered
from ..pendataan.page import at_most, work_page
from ..ui.refusals import UNPROCESSABLE
from .meeting_summary import changed, moved, roll
from .page import (
    call_service,
    get_or_out_of_sight,
    group_steps,
    missing_day,
    place_of,
    read_day,
    refusals,
    require_right,
    show,
)

_NOT_MATCHING = (
    "Nama pengguna dan PIN atau kata sandi tidak cocok. Coba lagi; "
    "sesudah beberapa kali salah, akun itu dikunci sebentar."
)
_EMPTY = {"nama": "Tulis nama pengguna atau nomor ponselnya.", "pin": "Tulis PIN atau kata sandinya."}


@dataclass(frozen=True, slots=True)
class Shared:
    """A receipt with the addresses that open it in another app; nothing is sent from here."""

    receipt: ReceiptText
    whatsapp: str
    message: str


def line_of(ksm_id: UUID, number: int, viewer: Viewer) -> MeetingLine | None:
    """A meeting by the number that people know it by. Raises OutOfSight."""
    lines = selectors.meetings(ksm_id, by=viewer, before=number + 1, limit=1)
    return lines[0] if lines and lines[0].number == number else None


def shown(
    request: HttpRequest,
    group: GroupPage,
    line: MeetingLine,
    *,
    error: str = "",
    status: int = 200,
    login: str = "",
    wrong: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The page of a meeting that was held, or was called off."""
    viewer = viewer_of(request)
    meeting = selectors.meeting(line.id, by=viewer)
    record = meeting.records[0] if meeting.records else None
    everybody = roll(meeting, record)
    context: dict[str, Any] = {
        "group": group,
        "meeting": meeting,
        "record": record,
        "roll": everybody,
        "present": sum(one.mark == "H" for one in everybody),
        "saved": sum(one.saved for one in everybody),
        "moved": moved(meeting, record),
        "changes": changed(meeting),
        "confirming": _confirming(request, meeting, record, viewer),
        "error": error,
        "login": login,
        "wrong": wrong or {},
        "reader": meeting.members.get(record.cash_reader or 0) if record else None,
    }
    title = f"Rapat ke-{meeting.number}"
    return show(request, "ksm/rapat-selesai.html", title=title, steps=group_steps(group), status=status, **context)


@dataclass(frozen=True, slots=True)
class Confirming:
    """``own``: the viewer is the second officer; ``near``: others who signed in on this telephone before."""

    own: bool
    near: tuple[people.Named, ...]


def _confirming(
    request: HttpRequest, meeting: MeetingPage, record: RecordInfo | None, viewer: Viewer
) -> Confirming | None:
    if record is None or meeting.state != "menunggu-konfirmasi" or access.CONFIRM not in meeting.may:
        return None
    near = [one for one in people.named(remembered(request)) if one.name != viewer.name]
    return Confirming(record.actor != viewer.name, tuple(near))


@work_page("GET", "POST")
@sensitive_post_parameters("pin")
def confirm(request: HttpRequest, ksm_id: UUID, nomor: int) -> HttpResponseBase:
    """The second officer confirms, as whoever signed in or by name and PIN on the first one's telephone."""
    viewer = viewer_of(request)
    group = selectors.group(ksm_id, by=viewer)
    line = get_or_out_of_sight(line_of(ksm_id, nomor, viewer))
    require_right(viewer, access.CONFIRM, place_of(group))
    if request.method != "POST":  # a page read again, or a session that ended in between
        return redirect("rapat", ksm_id=ksm_id, nomor=nomor)
    if request.POST.get("cara") != "pin":
        _, problems = call_service(lambda: services.confirm_meeting(line.id, by=viewer))
        if problems:
            return shown(request, group, line, error=" ".join(sentences(problems)), status=UNPROCESSABLE)
        return redirect("rapat", ksm_id=ksm_id, nomor=nomor)
    login = (request.POST.get("orang") or request.POST.get("nama") or "").strip()
    pin = request.POST.get("pin", "")
    wrong = {name: text for name, text in _EMPTY.items() if not {"nama": login, "pin": pin}[name]}
    if wrong:
        error = " ".join(wrong.values())
        return shown(request, group, line, error=error, status=UNPROCESSABLE, login=login, wrong=wrong)
    error = _by_pin(request, line.id, login, pin, viewer)
    if error:
        return shown(request, group, line, error=error, status=UNPROCESSABLE, login=login)
    return redirect("rapat", ksm_id=ksm_id, nomor=nomor)


def _by_pin(request: HttpRequest, meeting_id: UUID, login: str, pin: str, beside: Viewer) -> str:
    """Let somebody in for this one act; the session stays that of the first officer. Empty when it is done."""
    person = authenticate(request, username=login, password=pin)
    if person is None:
        return _NOT_MATCHING
    other = people.viewer_of(person.pk, second_factor=False, address=beside.address)
    try:
        services.confirm_meeting(meeting_id, by=other, beside=beside)
    except OutOfSight:
        return f"{other.name} bukan pengurus kelompok ini."
    except Refusal as refusal:
        return " ".join(sentences(refusal.problems))
    return ""


@work_page("GET", "POST")
def cancel(request: HttpRequest, ksm_id: UUID, nomor: int) -> HttpResponseBase:
    """Call a planned meeting off, with the reason."""
    viewer = viewer_of(request)
    group = selectors.group(ksm_id, by=viewer)
    line = get_or_out_of_sight(line_of(ksm_id, nomor, viewer))
    require_right(viewer, access.RECORD, place_of(group))
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        reason = request.POST.get("alasan", "")
        _, problems = call_service(lambda: services.cancel_meeting(line.id, reason=reason, by=viewer))
        if not problems:
            return redirect("ksm-satu", ksm_id=ksm_id)
    return show(
        request,
        "ksm/rapat-batal.html",
        title=f"Batalkan rapat ke-{nomor}",
        steps=group_steps(group),
        line=line,
        errors=sentences(problems),
        status=UNPROCESSABLE if problems else 200,
    )


@work_page("GET")
def receipts(request: HttpRequest, ksm_id: UUID, nomor: int) -> HttpResponseBase:
    """A short text for each member, to be shared from this telephone."""
    viewer = viewer_of(request)
    group = selectors.group(ksm_id, by=viewer)
    line = get_or_out_of_sight(line_of(ksm_id, nomor, viewer))
    texts = selectors.receipts(line.id, by=viewer)
    steps = [*group_steps(group), (f"Rapat ke-{nomor}", f"/ksm/{ksm_id}/rapat/{nomor}/")]
    return show(
        request,
        "ksm/struk.html",
        title="Struk anggota",
        steps=steps,
        line=line,
        texts=[_shared(text) for text in texts],
    )


def _shared(one: ReceiptText) -> Shared:
    number = _international(one.phone)
    text = quote(one.text)
    return Shared(one, f"https://wa.me/{number}?text={text}", f"sms:{'+' + number if number else ''}?body={text}")


def _international(phone: str) -> str:
    """Digits with the country in front, as links to a telephone want them.

    >>> _international("0812-3456-789"), _international("+62812"), _international("")
    ('628123456789', '62812', '')
    """
    digits = "".join(sign for sign in phone if sign.isdecimal())
    return f"62{digits[1:]}" if digits.startswith("0") else digits


@at_most(LARGEST_PHOTO + 2**20)
@work_page("GET", "POST")
def paper(request: HttpRequest, ksm_id: UUID, nomor: int) -> HttpResponseBase:
    """The photograph of the signed sheet from which a meeting was typed in."""
    viewer = viewer_of(request)
    group = selectors.group(ksm_id, by=viewer)
    line = get_or_out_of_sight(line_of(ksm_id, nomor, viewer))
    if request.method == "GET" and request.GET.get("lihat"):
        photo = selectors.paper(line.id, by=viewer)
        return HttpResponse(photo.content, content_type="image/jpeg", headers={"X-Content-Type-Options": "nosniff"})
    require_right(viewer, access.RECORD, place_of(group))
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        problems = _kept(request, line.id, viewer)
        if not problems:
            return redirect("rapat", ksm_id=ksm_id, nomor=nomor)
    steps = [*group_steps(group), (f"Rapat ke-{nomor}", f"/ksm/{ksm_id}/rapat/{nomor}/")]
    return show(
        request,
        "ksm/rapat-kertas.html",
        title="Foto lembar kertas",
        steps=steps,
        line=line,
        errors=sentences(problems),
        status=UNPROCESSABLE if problems else 200,
        today=clock.today(),
    )


def _kept(request: HttpRequest, meeting_id: UUID, viewer: Viewer) -> tuple[Problem, ...]:
    signed, upload = read_day(request.POST, "ditandatangani"), request.FILES.get("foto")
    if signed is None:
        return (missing_day("ditandatangani"),)
    if upload is None:
        return (Problem("foto.kosong", expected="foto lembar yang sudah ditandatangani"),)
    return refusals(
        lambda: services.attach_paper(
            meeting_id, signed_on=signed, name=upload.name or "lembar.jpg", stream=upload, by=viewer
        )
    )
