"""What the pages of a book share: whose it is, and which days are asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from swadaya.accounts.access import OutOfSight, Place, Viewer
from swadaya.core import clock
from swadaya.core.problem import Problem
from swadaya.ksm import bookkeeping, reach
from swadaya.ksm import selectors as groups
from swadaya.ledger import selectors
from swadaya.ledger.charts import Account
from swadaya.ledger.selectors import BookInfo

from ..ksm.frame import read_day, sentence
from ..ksm.frame import show as ksm_show
from .statements import Asked

KSM = "ksm"
MOST_TOLD = 200
_PARTY = re.compile(r"[0-9A-Za-z._:-]{0,40}", re.ASCII)
_FIRST, _LAST = date(1900, 1, 1), date(9000, 12, 31)


def place_of(book: BookInfo) -> Place:
    return Place(book.region, book.group)


def asked_of(request: HttpRequest, book_id: int, viewer: Viewer) -> Asked:
    """The book and the days of an address: ``dari``, ``sampai``, ``diketahui`` (a day), ``akun``, ``pihak``.

    Raises:
        OutOfSight
    """
    book = selectors.book(book_id, by=viewer)
    today = clock.today()
    on = _day(request, "sampai") or today
    since = _day(request, "dari") or book.opened_on
    known = _end_of(_day(request, "diketahui"))
    until = selectors.cut(book_id, by=viewer, on=on, known_at=known)
    party = request.GET.get("pihak", "")
    if not _PARTY.fullmatch(party):
        raise OutOfSight
    return Asked(
        book, until, on, min(since, on), known, request.GET.get("akun", "")[:20], party, names_for(book, viewer)
    )


def _day(request: HttpRequest, name: str) -> date | None:
    """A day of the address; one that no book can reach is taken for the nearest that it can."""
    found = read_day(request.GET, name)
    return max(_FIRST, min(found, _LAST)) if found else None


def _end_of(day: date | None) -> datetime | None:
    """The last instant of a day in western Indonesia."""
    if day is None:
        return None
    return timezone.make_aware(datetime.combine(day, time.min) + timedelta(days=1)) - timedelta(microseconds=1)


def names_for(book: BookInfo, viewer: Viewer) -> Mapping[str, str]:
    """Names of members, for those who may know them; of a unit's groups, for everybody who sees the book."""
    if book.kind != KSM:
        return bookkeeping.parties_of(book, by=viewer)
    if viewer.may(reach.SEE_MEMBERS, place_of(book)):
        return selectors.party_names(book.id, by=viewer)
    return {}


def parties_for(book: BookInfo, viewer: Viewer) -> Mapping[str, str]:
    """Whom lines may name, id -> name; only the id for those who may not know names."""
    known = bookkeeping.parties_of(book, by=viewer)
    if book.kind != KSM or viewer.may(reach.SEE_MEMBERS, place_of(book)):
        return known
    return {party: f"Anggota nomor {party}" for party in known}


@dataclass(frozen=True, slots=True)
class Told:
    """A refusal as the table of them shows it. ``row`` None: it concerns the whole."""

    row: int | None
    column: str
    text: str


_TEXTS = {
    "jurnal.memuat-nama": "Memuat nama orang. Buku tidak dapat dihapus, nama orang harus dapat dihapus: tulis nomor "
    "anggotanya.",
    "jurnal.akun": "Akun “{got}” tidak ada dalam bagan akun buku ini.",
    "jurnal.bagian": "Sebut jenisnya: {expected}.",
    "pihak.tidak-dikenal": "“{got}” bukan nomor anggota atau kelompok buku ini; lihat nomornya dalam templat.",
    "jurnal.tak-seimbang": "Debit dan kredit tidak sama: {got}. {hint}",
    "pembukaan.sudah-berisi": "Buku {got}; saldo awal hanya untuk buku yang belum berisi.",
    "buku.kunci-lain": "Formulir ini sudah dipakai membukukan isi lain. Lihat daftar jurnal; bila ini memang jurnal "
    "baru, tekan Bukukan sekali lagi.",
}


def said(problem: Problem) -> str:
    """A refusal as one sentence, without its place."""
    text = _TEXTS.get(problem.code)
    if text:
        return text.format(got=problem.got, expected=problem.expected, hint=problem.hint)
    if problem.code == "jurnal.pihak" and problem.got == "tanpa pihak":
        return "Akun ini dicatat tiap orang atau kelompok: sebut siapa."
    return sentence(problem)


def told(problems: Iterable[Problem], accounts: Mapping[str, Account]) -> list[Told]:
    """Refusals with their place in words, the whole before the rows."""
    found = []
    for one in problems:
        where = one.where
        account = accounts.get(where.column)
        column = account.label if account else where.column or where.key
        found.append(Told(where.row, column, said(one)))
    return sorted(found, key=lambda one: one.row or 0)


def steps(book: BookInfo, viewer: Viewer) -> list[tuple[str, str]]:
    """The way to a book, over its group where the viewer sees that."""
    if book.kind == KSM:
        try:
            page = groups.group(UUID(book.owner), by=viewer)
        except (OutOfSight, ValueError):
            return []
        return [(page.name, f"/ksm/{page.id}/")]
    registered = len(book.region) == 10 and viewer.sees("lembaga", Place(book.region))
    return [("Lembaga desa", f"/ksm/desa/{book.region}/")] if registered else []


def show(request: HttpRequest, template: str, book: BookInfo, viewer: Viewer, *, title: str, inside: bool = True,
         **context: object) -> HttpResponse:  # fmt: skip
    """A page of a book. ``inside``: below its overview."""
    way = steps(book, viewer)
    way += [(book.title, f"/buku/{book.id}/")] if inside else []
    return ksm_show(request, f"buku/{template}", title=title, steps=way, book=book, **context)  # type: ignore[arg-type]
