"""Balances of an older group taken over once, before the first journal: from a sheet, or typed; tried, then booked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from swadaya.accounts.rules.access import Viewer
from swadaya.core import keys
from swadaya.core.problem import Problem, Problems
from swadaya.core.refusal import Invalid
from swadaya.core.tables import Table
from swadaya.files.folding import folded, noted
from swadaya.ksm.bookkeeping import outside_meetings
from swadaya.ledger import selectors, services
from swadaya.ledger.rules import importers, statement_tables, statements
from swadaya.ledger.rules.charts import Account
from swadaya.ledger.rules.importers import CutoffSheet
from swadaya.ledger.rules.journal import net, sides
from swadaya.ledger.selectors import BookInfo

from ..accounts.middleware import viewer_of
from ..ksm.page import call_service, missing_day, read_day, require_right
from ..pendataan.page import at_most, work_page
from ..ui.refusals import UNPROCESSABLE
from . import opening_balance_form, signed_upload
from .page import MOST_TOLD, next_key, place_of, problem_rows, show, taken
from .uploads import Upload, uploaded

_EMPTY = CutoffSheet((), (), Problems())


@dataclass(frozen=True, slots=True)
class _Tried:
    """A sheet as it was tried.

    ``token``: what a file said, carried to the posting; ``typed``: not from a file; ``parties``: whom its form offered.
    """

    on: date | None
    source: str
    sheet: CutoffSheet
    problems: tuple[Problem, ...]
    name: str = ""
    token: str = ""
    typed: bool = False
    parties: Mapping[str, str] | None = None

    @property
    def print(self) -> str:
        """By which a changed form is known to have been changed."""
        lines = [[posting.account, posting.amount, posting.party, posting.part] for posting in self.sheet.postings]
        return keys.fingerprint({"pada": str(self.on), "sumber": self.source, "baris": lines})


@at_most(importers.MOST_BYTES + 2**20)
@work_page("GET", "POST")
def page(request: HttpRequest, buku: int) -> HttpResponseBase:
    viewer = viewer_of(request)
    book = selectors.book(buku, by=viewer)
    require_right(viewer, services.POST, place_of(book))
    if request.method != "POST":
        return _page(request, book, viewer, None)
    way = request.POST.get("cara", "")
    if way == "baca":
        return _page(request, book, viewer, _read(request, book, viewer))
    if way == "bukukan-berkas":
        return _booked_from_file(request, book, viewer)
    tried = _typed(request, book, viewer)
    changed = request.POST.get("dicoba") != tried.print
    if way != "bukukan" or tried.problems or tried.on is None or changed:
        return _page(request, book, viewer, tried, again=way == "bukukan" and changed and not tried.problems)
    return _booked(request, book, viewer, tried)


def _try(book: BookInfo, viewer: Viewer, tried: _Tried) -> _Tried:
    if tried.on is None:
        return replace(tried, problems=(missing_day("tanggal"), *tried.sheet.problems))
    problems = outside_meetings.cutoff_problems(book, tried.sheet, on=tried.on, source=tried.source, by=viewer)
    return replace(tried, problems=tuple(problems))


def _typed(request: HttpRequest, book: BookInfo, viewer: Viewer) -> _Tried:
    accounts = selectors.accounts(book.id, by=viewer)
    parties = outside_meetings.parties_of(book, by=viewer)
    form = opening_balance_form.blocks(accounts, parties, request.POST, {})
    sheet, _ = opening_balance_form.sheet_typed(opening_balance_form.cells_of(form))
    on, source = read_day(request.POST, "tanggal"), _source(request)
    return _try(book, viewer, _Tried(on, source, sheet, (), typed=True, parties=parties))


def _read(request: HttpRequest, book: BookInfo, viewer: Viewer) -> _Tried:
    on, source = read_day(request.POST, "tanggal"), _source(request)
    read, problems = call_service(lambda: _sheet_of(uploaded(request)))
    if read is None:
        sent = request.FILES.get("berkas")
        return _Tried(on, source, _EMPTY, problems, (sent.name if sent else "") or "")
    sheet, name = read
    tried = _try(book, viewer, _Tried(on, source, sheet, (), name))
    if tried.problems or on is None:
        return tried
    token, problems = call_service(lambda: signed_upload.sheet_carried(book.id, sheet, on=on, source=source, name=name))
    return replace(tried, token=token or "", problems=problems)


def _sheet_of(upload: Upload) -> tuple[CutoffSheet, str]:
    return importers.cutoff(upload.name, upload.content), upload.name


def _source(request: HttpRequest) -> str:
    return " ".join(request.POST.get("sumber", "").split())


def _booked_from_file(request: HttpRequest, book: BookInfo, viewer: Viewer) -> HttpResponseBase:
    token = request.POST.get("kiriman", "")
    try:
        sheet, on, source, name = signed_upload.sheet_of(book.id, token)
    except Invalid as refusal:
        return _page(request, book, viewer, _Tried(None, "", _EMPTY, refusal.problems))
    return _booked(request, book, viewer, _Tried(on, source, sheet, (), name, token))


def _booked(request: HttpRequest, book: BookInfo, viewer: Viewer, tried: _Tried) -> HttpResponseBase:
    def load() -> None:
        key = keys.required(request.POST.get("kunci", ""))
        on = tried.on or date.min
        outside_meetings.load_cutoff(book, tried.sheet, on=on, source=tried.source, key=key, by=viewer)

    _, problems = call_service(load)
    if problems:
        return _page(request, book, viewer, replace(tried, problems=problems))
    messages.success(request, "Saldo awal dibukukan sebagai jurnal nomor 1.")
    return redirect("buku-jurnal-satu", buku=book.id, nomor=1)


def _page(
    request: HttpRequest, book: BookInfo, viewer: Viewer, tried: _Tried | None, *, again: bool = False
) -> HttpResponse:
    accounts = selectors.accounts(book.id, by=viewer)
    if book.last_seq:
        return show(
            request,
            "saldo-awal-ada.html",
            book,
            viewer,
            title="Saldo awal",
            status=UNPROCESSABLE if tried else 200,
            own=_own_opening(book, viewer),
        )
    offered = tried.parties if tried else None
    parties = outside_meetings.parties_of(book, by=viewer) if offered is None else offered
    typed: Mapping[str, str] = request.POST if tried and tried.typed else {}
    form = opening_balance_form.blocks(accounts, parties, typed, {})
    problems = tried.problems if tried else ()
    shown, folds = folded(problems, first=MOST_TOLD)
    if problems and typed:
        _, used = opening_balance_form.sheet_typed(opening_balance_form.cells_of(form))
        form = opening_balance_form.blocks(accounts, parties, typed, opening_balance_form.beside_fields(problems, used))
    return show(
        request,
        "saldo-awal.html",
        book,
        viewer,
        title="Saldo awal",
        blocks=form,
        parties=len(parties),
        typable=len(parties) <= opening_balance_form.MOST_PARTIES,
        tried=tried,
        result=_result(tried, accounts),
        again=again,
        problems=problem_rows(shown, accounts),
        folds=folds,
        many=len(problems),
        more=len(problems) - len(shown),
        notes=noted(tried.sheet.notes) if tried else (),
        ready=not problems or taken(problems),
        key=next_key(request.POST, problems),
        status=UNPROCESSABLE if problems or again else 200,
        on=(tried.on if tried else None) or read_day(request.GET, "tanggal"),
        source=tried.source if tried else "",
    )


def _own_opening(book: BookInfo, viewer: Viewer) -> bool:
    """Whether the first journal is itself a taking over."""
    return selectors.journal(book.id, 1, by=viewer).info.journal.kind == "pembukaan"


@dataclass(frozen=True, slots=True)
class _Result:
    """What the sheet would make of the book."""

    debit: int
    credit: int
    position: Table

    @property
    def gap(self) -> int:
        return self.debit - self.credit


def _result(tried: _Tried | None, accounts: Mapping[str, Account]) -> _Result | None:
    """Nothing while a row of it cannot be read or stands on no account: the half of a sheet would mislead."""
    if tried is None or not tried.sheet.postings or len(tried.sheet.problems):
        return None
    if any(posting.account not in accounts for posting in tried.sheet.postings):
        return None
    held: dict[str, int] = {}
    for (code, _, _), amount in net(tried.sheet.postings).items():
        held[code] = held.get(code, 0) + amount
    return _Result(*sides(tried.sheet.postings), statement_tables.position(statements.position(accounts, held)))
