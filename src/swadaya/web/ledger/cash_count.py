"""The cash box counted beside the book: first the difference is shown, then it is booked with its reason."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from swadaya.accounts.rules.access import Viewer
from swadaya.core import clock, keys, money
from swadaya.core.messages import sentence
from swadaya.core.problem import Problem, Where
from swadaya.ksm.bookkeeping import outside_meetings
from swadaya.ledger import selectors, services
from swadaya.ledger.selectors import BookInfo
from swadaya.ledger.storage import Count

from ..accounts.middleware import viewer_of
from ..ksm.page import call_service, missing_day, read_day, require_right
from ..pendataan.page import work_page
from ..ui.refusals import UNPROCESSABLE
from .page import next_key, place_of, show


@work_page("GET", "POST")
def page(request: HttpRequest, buku: int) -> HttpResponseBase:
    viewer = viewer_of(request)
    book = selectors.book(buku, by=viewer)
    require_right(viewer, services.POST, place_of(book))
    if request.method != "POST":
        return _page(request, book, viewer)
    on = read_day(request.POST, "tanggal")
    counted, unread = money.read(request.POST.get("dihitung", ""), use=money.CASH_COUNT, where=Where(key="dihitung"))
    problems = _asked(book, on, counted, unread)
    if on is None or counted is None or problems:
        return _page(request, book, viewer, problems=problems)
    gap = counted - selectors.cash_on(buku, on, by=viewer)
    known = request.POST.get("selisih", "") == str(gap)
    if request.POST.get("cara") != "bukukan" or not known or not gap:
        return _page(request, book, viewer, on=on, counted=counted, gap=gap)
    count, reason = Count(on, counted), " ".join(request.POST.get("alasan", "").split())

    def booked() -> int:
        key = keys.required(request.POST.get("kunci", ""))
        return outside_meetings.book_difference(book, count, reason=reason, key=key, by=viewer)

    number, problems = call_service(booked)
    if problems:
        return _page(request, book, viewer, on=on, counted=counted, gap=gap, problems=problems)
    messages.success(request, f"Selisih kas dibukukan sebagai jurnal nomor {number}.")
    return redirect("buku-jurnal-satu", buku=buku, nomor=number)


def _asked(book: BookInfo, on: date | None, counted: int | None, unread: Problem | None) -> tuple[Problem, ...]:
    wrong = [missing_day("tanggal")] if on is None else []
    if on is not None and on < book.opened_on:
        expected = f"tidak sebelum buku dibuka, {book.opened_on.isoformat()}"
        wrong.append(Problem("jurnal.sebelum-buku", Where(column="tanggal"), on.isoformat(), expected))
    if on is not None and on > clock.today():
        wrong.append(Problem("jurnal.tanggal-depan", Where(column="tanggal"), on.isoformat(), "paling lambat hari ini"))
    if unread is not None:
        wrong.append(unread)
    elif counted is None:
        wrong.append(Problem("uang.kosong", Where(key="dihitung"), expected="rupiah bulat, misalnya 467.000"))
    return tuple(wrong)


def _page(
    request: HttpRequest,
    book: BookInfo,
    viewer: Viewer,
    *,
    on: date | None = None,
    counted: int | None = None,
    gap: int | None = None,
    problems: tuple[Problem, ...] = (),
) -> HttpResponse:
    wrong = {problem.where.column or problem.where.key: sentence(problem) for problem in reversed(problems)}
    form = request.POST
    return show(
        request,
        "selisih-kas.html",
        book,
        viewer,
        title="Hitung kas",
        on=on,
        counted=counted,
        gap=gap,
        form=form,
        held=None if gap is None or counted is None else counted - gap,
        wrong=wrong,
        today=clock.today(),
        errors=[sentence(problem) for problem in problems],
        day=form.get("tanggal") or clock.today().isoformat(),
        key=next_key(form, problems),
        status=UNPROCESSABLE if problems else 200,
    )
