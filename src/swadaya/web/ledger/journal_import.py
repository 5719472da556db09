"""Journals out of a file: tried first, with a report of every bad row, then posted, all or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from swadaya.accounts.rules.access import Viewer
from swadaya.core import keys
from swadaya.core.figures import grouped
from swadaya.core.messages import sentence
from swadaya.core.problem import Problem
from swadaya.core.refusal import Invalid
from swadaya.files.folding import folded, noted
from swadaya.ksm.bookkeeping import outside_meetings
from swadaya.ledger import selectors, services
from swadaya.ledger.rules import importers
from swadaya.ledger.rules.charts import Account, ordered
from swadaya.ledger.rules.importers import FileJournals
from swadaya.ledger.rules.journal import Journal, net, sides
from swadaya.ledger.selectors import BookInfo

from ..accounts.middleware import viewer_of
from ..ksm.page import call_service, require_right
from ..pendataan.page import at_most, work_page
from ..ui.refusals import UNPROCESSABLE
from . import signed_upload
from .page import MOST_TOLD, next_key, place_of, problem_rows, show
from .uploads import uploaded

_SEND_AGAIN = frozenset({"buku.kunci-lain", "impor.sudah-dibukukan"})
"""Refusals that are not about what the file says: the same content may be sent once more."""


@dataclass(frozen=True, slots=True)
class _Tried:
    """``token``: the file as it can be posted; ``before``: it was posted before, which somebody must confirm."""

    name: str
    problems: tuple[Problem, ...]
    file: FileJournals | None = None
    token: str = ""
    before: Problem | None = None


@at_most(importers.MOST_BYTES + 2**20)
@work_page("GET", "POST")
def page(request: HttpRequest, buku: int) -> HttpResponseBase:
    viewer = viewer_of(request)
    book = selectors.book(buku, by=viewer)
    require_right(viewer, services.POST, place_of(book))
    if request.method != "POST":
        return _page(request, book, viewer, None)
    if request.POST.get("cara") == "bukukan":
        return _booked(request, book, viewer)
    return _page(request, book, viewer, _try(request, book, viewer))


def _try(request: HttpRequest, book: BookInfo, viewer: Viewer) -> _Tried:
    try:
        upload = uploaded(request)
        file = importers.journals(upload.name, upload.content)
    except Invalid as refusal:
        sent = request.FILES.get("berkas")
        return _Tried((sent.name if sent else "") or "", refusal.problems)
    tried = _Tried(upload.name, tuple(outside_meetings.import_problems(book, file, by=viewer)), file)
    if tried.problems:
        return tried
    token, problems = call_service(lambda: signed_upload.journals_carried(book.id, file, name=upload.name))
    before = outside_meetings.booked_before(book, file, by=viewer)
    return replace(tried, token=token or "", problems=problems, before=before)


def _booked(request: HttpRequest, book: BookInfo, viewer: Viewer) -> HttpResponseBase:
    token = request.POST.get("kiriman", "")
    try:
        file, name = signed_upload.journals_of(book.id, token)
    except Invalid as refusal:
        return _page(request, book, viewer, _Tried("", refusal.problems))

    def take() -> None:
        key = keys.required(request.POST.get("kunci", ""))
        again = request.POST.get("ulang") == "ya"
        outside_meetings.import_journals(book, file, key=key, by=viewer, again=again)

    _, problems = call_service(take)
    if problems:
        kept = token if {problem.code for problem in problems} <= _SEND_AGAIN else ""
        before = outside_meetings.booked_before(book, file, by=viewer)
        return _page(request, book, viewer, _Tried(name, problems, file, kept, before))
    messages.success(request, f"{grouped(len(file.journals))} jurnal dari {name} dibukukan.")
    return redirect("buku-jurnal", buku=book.id)


@dataclass(frozen=True, slots=True)
class _Result:
    """What the file would write: how much, between which days, and what it would change."""

    journals: int
    lines: int
    first: date
    last: date
    debit: int
    changes: Sequence[tuple[Account, int]]


def _result(journals: Sequence[Journal], accounts: Mapping[str, Account]) -> _Result:
    lines = [line for journal in journals for line in journal.postings]
    moved: dict[str, int] = {}
    for (code, _, _), amount in net(lines).items():
        moved[code] = moved.get(code, 0) + amount
    days = [journal.effective_on for journal in journals]
    changes = [(one, one.shown(moved[one.code])) for one in ordered(accounts) if moved.get(one.code)]
    return _Result(len(journals), len(lines), min(days), max(days), sides(lines)[0], changes)


def _page(request: HttpRequest, book: BookInfo, viewer: Viewer, tried: _Tried | None) -> HttpResponse:
    accounts = selectors.accounts(book.id, by=viewer)
    problems = tried.problems if tried else ()
    shown, folds = folded(problems, first=MOST_TOLD)
    before = sentence(tried.before) if tried and tried.before else ""
    return show(
        request,
        "impor.html",
        book,
        viewer,
        title="Impor jurnal",
        tried=tried,
        key=next_key(request.POST, problems),
        result=_result(tried.file.journals, accounts) if tried and tried.file and tried.token else None,
        before=before,
        problems=problem_rows(shown, accounts),
        folds=folds,
        many=len(problems),
        more=len(problems) - len(shown),
        notes=noted(tried.file.notes) if tried and tried.file else (),
        status=UNPROCESSABLE if problems else 200,
    )
