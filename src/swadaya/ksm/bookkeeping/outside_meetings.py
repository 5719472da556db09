"""Writing in a book outside a meeting: balances of an older group, files of journals, single journals, reversals.

This room knows what the ledger cannot: whom lines of a book may name, and which journals a meeting wrote. What a
meeting counted and wrote is corrected in the meeting alone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db import transaction

from swadaya.accounts.rules.access import Place, Viewer, require
from swadaya.core import clock
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid, raise_if
from swadaya.ledger import selectors, services
from swadaya.ledger.rules import importers
from swadaya.ledger.rules.cash_counts import count_problems, day_problem
from swadaya.ledger.rules.importers import CutoffSheet, FileJournals, located
from swadaya.ledger.rules.journal import BookState, Journal, Posting, batch_problems, mirror
from swadaya.ledger.selectors import BookInfo, JournalPage
from swadaya.ledger.storage import Count

from .. import access
from . import meeting_batches, unit_books

_OF_MEETINGS = ("pertemuan", "ganti")
_Done = TypeVar("_Done")
Placed = Iterable[tuple[int, Posting]]


def is_of_group(book: BookInfo) -> bool:
    """Whether it is the book of a group, whose parties are people; parties of a unit are groups."""
    return book.kind == meeting_batches.OWNER


def knows_names(book: BookInfo, *, by: Viewer) -> bool:
    """Whether the viewer may know whom the ids of a book stand for: groups everybody, members by a right."""
    return not is_of_group(book) or by.may(access.SEE_MEMBERS, Place(book.region, book.group))


def parties_of(book: BookInfo, *, by: Viewer) -> Mapping[str, str]:
    """Whom lines of a book may name: id -> name, or the number alone for those who may not know names."""
    if not is_of_group(book):
        return unit_books.groups_of(book.region)
    known = meeting_batches.members_of(book.id, by=by)
    return known if knows_names(book, by=by) else {party: f"Anggota nomor {party}" for party in known}


def names_of(book: BookInfo, *, by: Viewer, also: str = "") -> Mapping[str, str]:
    """Id -> name of those whom lines of a book do name; nothing for those who may not know names.

    Args:
        also: one more id, which no line need name.
    """
    if not knows_names(book, by=by):
        return {}
    if is_of_group(book):
        return selectors.party_names(book.id, by=by)
    return unit_books.groups_of(book.region, among={*selectors.parties(book.id, by=by), also})


def cards_of(book: BookInfo, names: Mapping[str, str], *, by: Viewer) -> Mapping[str, str]:
    """Of these names those that lines of the book name: whose cards hold anything."""
    return {party: names[party] for party in selectors.parties(book.id, by=by) if party in names}


def cutoff_problems(book: BookInfo, sheet: CutoffSheet, *, on: date, source: str, by: Viewer) -> list[Problem]:
    """Everything wrong with a cut-off sheet, each at its row; nothing is written. Raises OutOfSight, NotAllowed."""
    tried = services.load_cutoff(
        by=by, book_id=book.id, key=UUID(int=0), on=on, postings=sheet.postings, source=source, dry_run=True
    )
    return _of_the_sheet(book, sheet, tried.problems, by)


def load_cutoff(book: BookInfo, sheet: CutoffSheet, *, on: date, source: str, key: UUID, by: Viewer) -> None:
    """Take over the balances of an older group as the first journal of its book.

    Raises:
        OutOfSight, NotAllowed; Invalid with every problem, at its row.
    """
    require(by, services.POST, Place(book.region, book.group))
    if len(sheet.problems) or _strangers(book, sheet.placed, by):
        raise Invalid(cutoff_problems(book, sheet, on=on, source=source, by=by))
    _refusing(
        lambda: services.load_cutoff(by=by, book_id=book.id, key=key, on=on, postings=sheet.postings, source=source),
        lambda found: _of_the_sheet(book, sheet, found, by),
    )


def _of_the_sheet(book: BookInfo, sheet: CutoffSheet, found: Iterable[Problem], by: Viewer) -> list[Problem]:
    """The one journal of the sheet has no row of its own; what follows from rows that could not be read is left out."""
    whole = [replace(one, where=replace(one.where, row=None)) for one in found]
    if len(sheet.problems):
        whole = [one for one in whole if one.code not in ("jurnal.tak-seimbang", "jurnal.kurang-baris")]
    return [*sheet.problems, *_located(book, whole, sheet.placed, by)]


def import_problems(book: BookInfo, file: FileJournals, *, by: Viewer) -> list[Problem]:
    """Everything wrong with a file of journals, each at its row; nothing is written. Raises OutOfSight, NotAllowed."""
    tried = services.import_journals(by=by, book_id=book.id, key=UUID(int=0), file=file, dry_run=True)
    return _of_the_file(book, file, tried.problems, by)


def booked_before(book: BookInfo, file: FileJournals, *, by: Viewer) -> Problem | None:
    """``impor.sudah-dibukukan`` where a file with the same journals has been posted before. Raises OutOfSight."""
    before = selectors.imported_before(book.id, file.journals, by=by)
    return importers.booked_before(*before) if before else None


@transaction.atomic
def import_journals(book: BookInfo, file: FileJournals, *, key: UUID, by: Viewer, again: bool = False) -> None:
    """Post the journals of a file, all or none.

    Args:
        again: somebody has confirmed that a file which was posted before is to be posted once more.

    Raises:
        OutOfSight, NotAllowed; Invalid with every problem, at its row, or ``impor.sudah-dibukukan``.
    """
    require(by, services.POST, Place(book.region, book.group))
    meeting_batches.lock_book(book.owner)
    if len(file.problems) or _strangers(book, file.placed, by) or _counted_in(book, file, by):
        raise Invalid(import_problems(book, file, by=by))
    _refusing(
        lambda: services.import_journals(by=by, book_id=book.id, key=key, file=file, again=again),
        lambda found: _of_the_file(book, file, found, by),
    )


def _of_the_file(book: BookInfo, file: FileJournals, found: Iterable[Problem], by: Viewer) -> list[Problem]:
    everything = [*_located(book, found, file.placed, by), *_counted_in(book, file, by)]
    return sorted(everything, key=lambda one: one.where.row or 0)


@transaction.atomic
def post_journal(book: BookInfo, journal: Journal, *, key: UUID, by: Viewer, rows: Sequence[int]) -> int:
    """Post one journal written by hand and return its number. ``rows``: which line of the form each posting is.

    Raises:
        OutOfSight, NotAllowed; Invalid with every problem, at its line; Invalid ``buku.kunci-lain``.
    """
    require(by, services.POST, Place(book.region, book.group))
    meeting_batches.lock_book(book.owner)
    placed = list(zip(rows, journal.postings, strict=True))

    def said(found: Iterable[Problem]) -> list[Problem]:
        whole = [replace(one, where=replace(one.where, row=None)) for one in found]
        return [*_located(book, whole, placed, by), *_counted(book, (journal,), by)]

    if _strangers(book, placed, by) or _counted(book, (journal,), by):
        raise Invalid(said(batch_problems((journal,), _state(book, by))))
    posted = _refusing(lambda: services.post_batch(by=by, book_id=book.id, key=key, journals=(journal,)), said)
    return posted.first_seq


def meeting_of(book: BookInfo, page: JournalPage) -> tuple[bool, int | None]:
    """Whether a meeting wrote a journal or took it back, and the number of that meeting, where it is found."""
    if page.info.verb not in _OF_MEETINGS:
        return False, None
    seqs = (page.info.seq, page.info.journal.reverses)
    numbers = (meeting_batches.meeting_of(book.id, seq) for seq in seqs if seq is not None)
    return True, next((number for number in numbers if number is not None), None)


@transaction.atomic
def take_back(book: BookInfo, seq: int, *, on: date, reason: str, key: UUID, by: Viewer) -> int:
    """Reverse a journal that no meeting wrote; the number of its mirror.

    Raises:
        OutOfSight, NotAllowed; Invalid ``jurnal.milik-rapat``, ``kas.sudah-dihitung`` and those of the ledger.
    """
    require(by, services.REVERSE, Place(book.region, book.group))
    meeting_batches.lock_book(book.owner)
    page = selectors.journal(book.id, seq, by=by)
    of_a_meeting, number = meeting_of(book, page)
    if of_a_meeting:
        got = "jurnal rapat" if number is None else f"jurnal rapat ke-{number}"
        raise_if([Problem("jurnal.milik-rapat", Where(key=f"nomor {seq}"), got, "perbaikan catatan rapatnya")])
    raise_if(_counted(book, (mirror(page.info.journal, seq=seq, on=on, reason=reason),), by))
    return services.reverse(by=by, book_id=book.id, key=key, seq=seq, reason=reason, on=on).first_seq


@transaction.atomic
def book_difference(book: BookInfo, count: Count, *, reason: str, key: UUID, by: Viewer) -> int:
    """Book what the cash box holds more or less than the book says, and return the number of the journal.

    Raises:
        OutOfSight, NotAllowed; Invalid ``kas.sudah-dihitung``, ``kas.cocok`` and those of the ledger.
    """
    require(by, services.POST, Place(book.region, book.group))
    meeting_batches.lock_book(book.owner)
    counted_on = meeting_batches.last_count(book.id, by=by)
    if counted_on is not None and count.on <= counted_on:
        raise_if([day_problem(count.on, counted_on)])
    posted = services.book_cash_difference(by=by, book_id=book.id, key=key, count=count, reason=reason)
    if posted is None:
        raise Invalid([Problem("kas.cocok", Where(key="dihitung"), "kas cocok", "selisih yang dibukukan")])
    return posted.first_seq


def _located(book: BookInfo, found: Iterable[Problem], placed: Placed, by: Viewer) -> list[Problem]:
    lines = list(placed)
    return located(found, lines, selectors.accounts(book.id, by=by), parties=_known(book, lines, by))


def _known(book: BookInfo, placed: Placed, by: Viewer) -> Collection[str]:
    """Of those whom lines name, the ones that the book knows."""
    if is_of_group(book):
        return meeting_batches.members_of(book.id, by=by).keys()
    return unit_books.groups_of(book.region, among={line.party for _, line in placed}).keys()


def _strangers(book: BookInfo, placed: Placed, by: Viewer) -> list[Problem]:
    """Lines that name somebody whom the book does not know; what else they lack the ledger itself says."""
    return [one for one in _located(book, (), placed, by) if one.code == "pihak.tidak-dikenal"]


def _state(book: BookInfo, by: Viewer) -> BookState:
    """What the rules of the ledger need to know of the book."""
    names = selectors.party_names(book.id, by=by).values()
    accounts = selectors.accounts(book.id, by=by)
    return BookState(book.opened_on, book.closed_through, accounts, clock.today(), names)


def _counted_in(book: BookInfo, file: FileJournals, by: Viewer) -> list[Problem]:
    """Journals of a file that would alter a count; of those whose date cannot be read nothing is said."""
    unread = {problem.where.row for problem in file.problems}
    return [one for one in _counted(book, file.journals, by, file.rows) if one.where.row not in unread]


def _counted(
    book: BookInfo, journals: Sequence[Journal], by: Viewer, rows: Sequence[int] | None = None
) -> list[Problem]:
    accounts = selectors.accounts(book.id, by=by)
    return count_problems(journals, accounts, meeting_batches.last_count(book.id, by=by), rows=rows)


def _refusing(act: Callable[[], _Done], said: Callable[[Iterable[Problem]], list[Problem]]) -> _Done:
    """Do it; a refusal is said anew with the rows that the ledger does not know."""
    try:
        return act()
    except Invalid as refusal:
        raise Invalid(said(refusal.problems)) from refusal
