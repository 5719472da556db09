"""One journal written by hand: what a group books outside a meeting, and what a managing unit books day by day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from swadaya.accounts.access import Viewer
from swadaya.core import clock, keys
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import refuse_if
from swadaya.ksm import bookkeeping
from swadaya.ledger import selectors, services
from swadaya.ledger.charts import CLASSES, Account, ordered
from swadaya.ledger.journal import Journal, Posting
from swadaya.ledger.reading import rupiah, whole_rupiah
from swadaya.ledger.selectors import BookInfo

from ..akun.viewer import viewer_of
from ..kerja.frame import work_page
from ..ksm.frame import UNPROCESSABLE, attempt, missing_day, must, read_day
from .frame import parties_for, place_of, said, show, told

_MOST = 60
_BEGIN = 2
_COLUMNS = ("akun", "debit", "kredit", "pihak", "bagian")
_LABELS = {
    "aset": "Kekayaan", "kontra-aset": "Pengurang kekayaan", "kewajiban": "Kewajiban", "modal": "Modal",
    "pendapatan": "Pendapatan", "beban": "Beban",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the form as it was typed."""

    number: int
    akun: str = ""
    debit: str = ""
    kredit: str = ""
    pihak: str = ""
    bagian: str = ""
    error: str = ""

    @property
    def used(self) -> bool:
        return any((self.akun, self.debit.strip(), self.kredit.strip()))


@work_page("GET", "POST")
def page(request: HttpRequest, buku: int) -> HttpResponseBase:
    viewer = viewer_of(request)
    book = selectors.book(buku, by=viewer)
    must(viewer, services.POST, place_of(book))
    lines = _lines(request.POST)
    if request.method != "POST":
        return _page(request, book, viewer, lines)
    if request.POST.get("cara") == "tambah":
        return _page(request, book, viewer, [*lines, Line(len(lines) + 1)][:_MOST])
    if request.POST.get("cara") != "bukukan":
        return _page(request, book, viewer, lines)
    number, problems = attempt(lambda: _posted(request, book, viewer, lines))
    if problems:
        return _page(request, book, viewer, lines, problems)
    messages.success(request, f"Dibukukan sebagai jurnal nomor {number}.")
    return redirect("buku-jurnal-satu", buku=buku, nomor=number)


def _lines(form: Mapping[str, str]) -> list[Line]:
    """The lines of a form, in their order, as many as it shows; a new form has two."""
    written = form.get("banyak", "")
    many = int(written) if written.isdecimal() and len(written) < 4 else _BEGIN
    return [
        Line(number, *(form.get(f"b-{number}-{column}", "")[:60] for column in _COLUMNS))
        for number in range(1, max(_BEGIN, min(many, _MOST)) + 1)
    ]


def _posted(request: HttpRequest, book: BookInfo, viewer: Viewer, lines: list[Line]) -> int:
    form = request.POST
    accounts = selectors.accounts(book.id, by=viewer)
    on = read_day(form, "tanggal")
    read = [(line, _posting(line, accounts)) for line in lines if line.used]
    wrong: list[Problem] = [one for _, one in read if isinstance(one, Problem)]
    refuse_if([missing_day("tanggal"), *wrong] if on is None else wrong)
    postings = tuple(one for _, one in read if isinstance(one, Posting))
    memo, reference = (" ".join(form.get(name, "").split()) for name in ("uraian", "bukti"))
    journal = Journal(on or date.min, memo, postings, reference)
    rows = [line.number for line, _ in read]
    return bookkeeping.post_journal(book, journal, key=keys.required(form.get("kunci", "")), by=viewer, rows=rows)


def _posting(line: Line, accounts: Mapping[str, Account]) -> Posting | Problem:
    """A line as it would be posted; whom it names counts only where its account asks for somebody."""
    debit, credit = rupiah(line.debit), rupiah(line.kredit)
    where = Where(row=line.number, column="debit" if debit is None or credit is not None else "kredit")
    if debit is None or credit is None:
        got = line.debit if debit is None else line.kredit
        return Problem("impor.jumlah", where, got[:40], whole_rupiah(got.strip()))
    if bool(debit) == bool(credit):
        got = "debit dan kredit" if debit else "tanpa jumlah"
        return Problem("impor.jumlah", where, got, "salah satu dari debit dan kredit")
    account = accounts.get(line.akun)
    named = account is not None and account.parties
    part = line.bagian if account is not None and account.parts else ""
    return Posting(line.akun, debit - credit, line.pihak if named else "", part)


def _page(
    request: HttpRequest, book: BookInfo, viewer: Viewer, lines: list[Line], problems: tuple[Problem, ...] = ()
) -> HttpResponse:
    accounts = selectors.accounts(book.id, by=viewer)
    form = request.POST
    wrong = {one.where.row: said(one) for one in reversed(problems) if one.where.row is not None}
    fields = {one.where.column or one.where.key: said(one) for one in reversed(problems) if one.where.row is None}
    taken = any(one.code == "buku.kunci-lain" for one in problems)
    shown = [replace(one, error=wrong.get(one.number, "")) for one in lines]
    amounts = [(rupiah(one.debit) or 0, rupiah(one.kredit) or 0) for one in lines]
    return show(
        request, "jurnal-baru.html", book, viewer, title="Tulis jurnal", lines=shown, form=form, wrong=fields,
        errors=told(problems, {}), choices=_choices(accounts), parties=parties_for(book, viewer),
        parts=sorted({part for one in accounts.values() for part in one.parts}),
        debit=sum(one for one, _ in amounts), credit=sum(one for _, one in amounts),
        on=form.get("tanggal") or clock.today().isoformat(), today=clock.today(), full=len(lines) >= _MOST,
        key=keys.new_key() if taken else form.get("kunci") or keys.new_key(), of_group=book.kind == "ksm",
        status=UNPROCESSABLE if problems else 200,
    )  # fmt: skip


def _choices(accounts: Mapping[str, Account]) -> list[tuple[str, list[Account]]]:
    listed = ordered(accounts)
    return [(_LABELS[kind], [one for one in listed if one.kind == kind]) for kind in CLASSES]
