"""One journal: its lines, who wrote it and when, what locks it; and the way to take it back."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from swadaya.accounts.rules import roles
from swadaya.accounts.rules.access import Viewer
from swadaya.core import clock, keys
from swadaya.core.messages import sentence
from swadaya.core.problem import Problem
from swadaya.core.refusal import raise_if
from swadaya.ksm.bookkeeping import outside_meetings
from swadaya.ledger import selectors, services
from swadaya.ledger.rules.journal import sides
from swadaya.ledger.selectors import BookInfo, JournalPage

from ..accounts.middleware import viewer_of
from ..ksm.page import call_service, missing_day, read_day, require_right
from ..pendataan.page import work_page
from ..ui.refusals import CONFLICT, UNPROCESSABLE
from .page import next_key, place_of, show

_VERBS = {
    "catat": "ditulis tangan",
    "impor": "impor berkas",
    "pembukaan": "saldo awal",
    "selisih-kas": "selisih kas",
    "balik": "pembalikan",
    "pertemuan": "rapat",
    "ganti": "perbaikan rapat",
}


@work_page("GET")
def page(request: HttpRequest, buku: int, nomor: int) -> HttpResponseBase:
    viewer = viewer_of(request)
    book = selectors.book(buku, by=viewer)
    return _page(request, book, viewer, selectors.journal(buku, nomor, by=viewer))


def _page(request: HttpRequest, book: BookInfo, viewer: Viewer, found: JournalPage) -> HttpResponse:
    info, of_a_meeting, meeting = found.info, *outside_meetings.meeting_of(book, found)
    named = outside_meetings.knows_names(book, by=viewer)
    role = roles.book().roles.get(found.role)
    standing = role.label if role else ""
    return show(
        request,
        "jurnal-satu.html",
        book,
        viewer,
        title=f"Jurnal nomor {info.seq}",
        found=found,
        info=info,
        accounts=selectors.accounts(book.id, by=viewer),
        names=outside_meetings.names_of(book, by=viewer),
        verb=_VERBS.get(info.verb, ""),
        total=sides(info.journal.postings)[0],
        who=", ".join(one for one in (found.actor if named else "", standing) if one) or "sistem",
        of_a_meeting=of_a_meeting,
        meeting=meeting,
        may_reverse=_reversible(found, of_a_meeting) and viewer.may(services.REVERSE, place_of(book)),
    )


def _reversible(found: JournalPage, of_a_meeting: bool) -> bool:
    return not of_a_meeting and found.info.reversed_by is None and found.info.journal.reverses is None


@work_page("GET", "POST")
def take_back(request: HttpRequest, buku: int, nomor: int) -> HttpResponseBase:
    """Ask once more, with the reason; then write the mirror."""
    viewer = viewer_of(request)
    book = selectors.book(buku, by=viewer)
    require_right(viewer, services.REVERSE, place_of(book))
    found = selectors.journal(buku, nomor, by=viewer)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        number, problems = call_service(lambda: _taken_back(request, book, viewer, nomor))
        if not problems:
            messages.success(request, f"Jurnal nomor {nomor} dibalik oleh jurnal nomor {number}.")
            return redirect("buku-jurnal-satu", buku=buku, nomor=nomor)
    of_a_meeting, meeting = outside_meetings.meeting_of(book, found)
    if not _reversible(found, of_a_meeting):
        status = CONFLICT if request.method == "POST" else 200
        return show(
            request,
            "balik-tidak.html",
            book,
            viewer,
            title=f"Balik jurnal nomor {nomor}",
            info=found.info,
            of_a_meeting=of_a_meeting,
            meeting=meeting,
            status=status,
        )
    return show(
        request,
        "balik.html",
        book,
        viewer,
        title=f"Balik jurnal nomor {nomor}",
        info=found.info,
        accounts=selectors.accounts(buku, by=viewer),
        names=outside_meetings.names_of(book, by=viewer),
        today=clock.today(),
        on=request.POST.get("tanggal") or clock.today().isoformat(),
        reason=request.POST.get("alasan", ""),
        key=next_key(request.POST, problems),
        errors=[sentence(problem) for problem in problems],
        status=UNPROCESSABLE if problems else 200,
    )


def _taken_back(request: HttpRequest, book: BookInfo, viewer: Viewer, seq: int) -> int:
    on: date | None = read_day(request.POST, "tanggal")
    raise_if([missing_day("tanggal")] if on is None else [])
    reason = " ".join(request.POST.get("alasan", "").split())
    key = keys.required(request.POST.get("kunci", ""))
    return outside_meetings.take_back(book, seq, on=on or date.min, reason=reason, key=key, by=viewer)
