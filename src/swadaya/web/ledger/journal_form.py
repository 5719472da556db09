"""One journal written by hand: what a group books outside a meeting, and what a managing unit books day by day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from swadaya.accounts.rules.access import Viewer
from swadaya.core import clock, keys, money, numbers
from swadaya.core.messages import sentence
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import raise_if
from swadaya.ksm.bookkeeping import outside_meetings
from swadaya.ledger import selectors, services
from swadaya.ledger.rules.charts import CLASSES, Account, ordered
from swadaya.ledger.rules.journal import Journal, Posting
from swadaya.ledger.selectors import BookInfo

from ..accounts.middleware import viewer_of
from ..ksm.page import call_service, missing_day, read_day, require_right
from ..pendataan.page import work_page
from ..ui.refusals import UNPROCESSABLE
from .page import next_key, place_of, problem_rows, show

_MOST = 60
_LONGEST = 160
_BEGIN = 2
_COLUMNS = ("akun", "debit", "kredit", "pihak", "bagian")
_LABELS = {
    "aset": "Kekayaan",
    "kontra-aset": "Pengurang kekayaan",
    "kewajiban": "Kewajiban",
    "modal": "Modal",
    "pendapatan": "Pendapatan",
    "beban": "Beban",
}


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
    require_right(viewer, services.POST, place_of(book))
    lines, labels = _lines(request.POST), labels_of(outside_meetings.parties_of(book, by=viewer))
    if request.method != "POST":
        return _page(request, book, viewer, lines, labels)
    if request.POST.get("cara") == "tambah":
        return _page(request, book, viewer, [*lines, Line(len(lines) + 1)][:_MOST], labels)
    if request.POST.get("cara") != "bukukan":
        return _page(request, book, viewer, lines, labels)
    number, problems = call_service(lambda: _posted(request, book, viewer, lines, labels))
    if problems:
        return _page(request, book, viewer, lines, labels, problems)
    messages.success(request, f"Dibukukan sebagai jurnal nomor {number}.")
    return redirect("buku-jurnal-satu", buku=buku, nomor=number)


def _lines(form: Mapping[str, str]) -> list[Line]:
    """The lines of a form, in their order, as many as it shows; a new form has two."""
    written = form.get("banyak", "")
    many = numbers.whole(written, most=999)
    return [
        Line(number, *(form.get(f"b-{number}-{column}", "")[:_LONGEST] for column in _COLUMNS))
        for number in range(1, max(_BEGIN, min(many or 0, _MOST)) + 1)
    ]


def labels_of(parties: Mapping[str, str]) -> dict[str, str]:
    """Id -> what a list offers for it: its name, with the end of its id where two are called alike.

    >>> labels_of({"7": "Siti", "8": "Sri", "9": "siti"})
    {'7': 'Siti (7)', '8': 'Sri', '9': 'siti (9)'}
    """
    alike = Counter(map(_plain, parties.values()))
    return {one: name if alike[_plain(name)] == 1 else f"{name} ({one[-8:]})" for one, name in parties.items()}


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _posted(request: HttpRequest, book: BookInfo, viewer: Viewer, lines: list[Line], labels: Mapping[str, str]) -> int:
    form = request.POST
    accounts = selectors.accounts(book.id, by=viewer)
    on = read_day(form, "tanggal")
    chosen = {_plain(label): party for party, label in labels.items()} | {party: party for party in labels}
    read = [(line, _posting(line, accounts, chosen)) for line in lines if line.used]
    wrong: list[Problem] = [one for _, one in read if isinstance(one, Problem)]
    raise_if([missing_day("tanggal"), *wrong] if on is None else wrong)
    postings = tuple(one for _, one in read if isinstance(one, Posting))
    memo, reference = (" ".join(form.get(name, "").split()) for name in ("uraian", "bukti"))
    journal = Journal(on or date.min, memo, postings, reference)
    rows = [line.number for line, _ in read]
    return outside_meetings.post_journal(book, journal, key=keys.required(form.get("kunci", "")), by=viewer, rows=rows)


def _posting(line: Line, accounts: Mapping[str, Account], chosen: Mapping[str, str]) -> Posting | Problem:
    """A line as it would be posted; whom it names counts only where its account asks for somebody.

    Args:
        chosen: what may be typed for a party -> its id.
    """
    debit, wrong_debit = _amount(line, "debit")
    credit, wrong_credit = _amount(line, "kredit")
    wrong = wrong_debit or wrong_credit
    if wrong is not None:
        return wrong
    if bool(debit) == bool(credit):
        got = "debit dan kredit" if debit else "tanpa jumlah"
        where = Where(row=line.number, column="debit")
        return Problem("impor.jumlah", where, got, "salah satu dari debit dan kredit")
    account = accounts.get(line.akun)
    written = _plain(line.pihak) if account is not None and account.parties else ""
    if written and written not in chosen:
        where = Where(row=line.number, column="pihak")
        return Problem("pihak.tidak-dikenal", where, line.pihak.strip(), "anggota atau kelompok buku ini")
    part = line.bagian if account is not None and account.parts else ""
    return Posting(line.akun, debit - credit, chosen.get(written, ""), part)


def _amount(line: Line, column: str) -> tuple[int, Problem | None]:
    """One side of a line; 0 where nothing is written, or what is cannot be read."""
    where = Where(row=line.number, column=column)
    amount, problem = money.read(getattr(line, column), use=money.POSTING, where=where)
    return amount or 0, problem


def _page(
    request: HttpRequest,
    book: BookInfo,
    viewer: Viewer,
    lines: list[Line],
    labels: Mapping[str, str],
    problems: tuple[Problem, ...] = (),
) -> HttpResponse:
    accounts = selectors.accounts(book.id, by=viewer)
    form = request.POST
    wrong = {one.where.row: sentence(one) for one in reversed(problems) if one.where.row is not None}
    fields = {one.where.column or one.where.key: sentence(one) for one in reversed(problems) if one.where.row is None}
    shown = [
        replace(line, pihak=labels.get(line.pihak, line.pihak), error=wrong.get(line.number, "")) for line in lines
    ]
    sides = [(_amount(line, "debit"), _amount(line, "kredit")) for line in lines]
    return show(
        request,
        "jurnal-baru.html",
        book,
        viewer,
        title="Tulis jurnal",
        lines=shown,
        form=form,
        wrong=fields,
        errors=problem_rows(problems, {}),
        choices=_choices(accounts),
        offered=labels.values(),
        parts=sorted({part for account in accounts.values() for part in account.parts}),
        debit=sum(debit for (debit, _), _ in sides),
        credit=sum(credit for _, (credit, _) in sides),
        unread=any(problem for pair in sides for _, problem in pair),
        on=form.get("tanggal") or clock.today().isoformat(),
        today=clock.today(),
        full=len(lines) >= _MOST,
        key=next_key(form, problems),
        status=UNPROCESSABLE if problems else 200,
    )


def _choices(accounts: Mapping[str, Account]) -> list[tuple[str, list[Account]]]:
    listed = ordered(accounts)
    return [(_LABELS[kind], [one for one in listed if one.kind == kind]) for kind in CLASSES]
