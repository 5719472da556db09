"""Writing in a book outside a meeting: balances of an older group, files of journals, single journals, reversals.

This room knows what the ledger cannot: whom lines of a book may name, and which journals a meeting wrote. What a
meeting counted and wrote is corrected in the meeting alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar
from uuid import UUID

from swadaya.accounts.access import Place, Viewer, require
from swadaya.core import clock
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Refused, refuse_if
from swadaya.ledger import selectors, services
from swadaya.ledger.counts import count_problems
from swadaya.ledger.journal import BookState, Journal, Posting, batch_problems, mirror
from swadaya.ledger.reading import CutoffSheet, FileJournals, located
from swadaya.ledger.selectors import BookInfo, JournalPage
from swadaya.ledger.writing import Count

from . import books, unit_books

_OF_MEETINGS = ("pertemuan", "ganti")
_Done = TypeVar("_Done")
Placed = Iterable[tuple[int, Posting]]


def parties_of(book: BookInfo, *, by: Viewer) -> Mapping[str, str]:
    """Whom lines of a book may name: id -> name. For those who may know names."""
    if book.kind == books.OWNER:
        return books.members_of(book.id, by=by)
    return unit_books.groups_of(book.region, by=by)


def cutoff_problems(book: BookInfo, sheet: CutoffSheet, *, on: date, source: str, by: Viewer) -> list[Problem]:
    """Everything wrong with a cut-off sheet, each at its row; nothing is written. Raises OutOfSight, NotAllowed."""
    tried = services.load_cutoff(
        by=by, book_id=book.id, key=UUID(int=0), on=on, postings=sheet.postings, source=source, dry_run=True
    )
    return _of_the_sheet(book, sheet, tried.problems, by)


def load_cutoff(book: BookInfo, sheet: CutoffSheet, *, on: date, source: str, key: UUID, by: Viewer) -> None:
    """Take over the balances of an older group as the first journal of its book.

    Raises:
        OutOfSight, NotAllowed; Refused with every problem, at its row.
    """
    require(by, services.POST, Place(book.region, book.group))
    if len(sheet.problems) or _strangers(book, sheet.placed, by):
        raise Refused(cutoff_problems(book, sheet, on=on, source=source, by=by))
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


def import_journals(book: BookInfo, file: FileJournals, *, key: UUID, by: Viewer) -> None:
    """Post the journals of a file, all or none.

    Raises:
        OutOfSight, NotAllowed; Refused with every problem, at its row.
    """
    require(by, services.POST, Place(book.region, book.group))
    if len(file.problems) or _strangers(book, file.placed, by) or _counted_in(book, file, by):
        raise Refused(import_problems(book, file, by=by))
    _refusing(
        lambda: services.import_journals(by=by, book_id=book.id, key=key, file=file),
        lambda found: _of_the_file(book, file, found, by),
    )


def _of_the_file(book: BookInfo, file: FileJournals, found: Iterable[Problem], by: Viewer) -> list[Problem]:
    everything = [*_located(book, found, file.placed, by), *_counted_in(book, file, by)]
    return sorted(everything, key=lambda one: one.where.row or 0)


def post_journal(book: BookInfo, journal: Journal, *, key: UUID, by: Viewer, rows: Sequence[int]) -> int:
    """Post one journal written by hand and return its number. ``rows``: which line of the form each posting is.

    Raises:
        OutOfSight, NotAllowed; Refused with every problem, at its line; Unusable ``buku.kunci-lain``.
    """
    require(by, services.POST, Place(book.region, book.group))
    placed = list(zip(rows, journal.postings, strict=True))

    def said(found: Iterable[Problem]) -> list[Problem]:
        whole = [replace(one, where=replace(one.where, row=None)) for one in found]
        return [*_located(book, whole, placed, by), *_counted(book, (journal,), by)]

    if _strangers(book, placed, by) or _counted(book, (journal,), by):
        raise Refused(said(batch_problems((journal,), _state(book, by))))
    posted = _refusing(lambda: services.post_batch(by=by, book_id=book.id, key=key, journals=(journal,)), said)
    return posted.first_seq


def meeting_of(book: BookInfo, page: JournalPage) -> int | None:
    """Number of the meeting that wrote a journal, or took it back; None when none did."""
    if page.info.verb not in _OF_MEETINGS:
        return None
    reversed_seq = page.info.journal.reverses
    return books.meeting_of(book.id, page.info.seq) or (books.meeting_of(book.id, reversed_seq) if reversed_seq else 0)


def take_back(book: BookInfo, seq: int, *, on: date, reason: str, key: UUID, by: Viewer) -> int:
    """Reverse a journal that no meeting wrote; the number of its mirror.

    Raises:
        OutOfSight, NotAllowed; Refused ``jurnal.milik-rapat``, ``kas.sudah-dihitung`` and those of the ledger.
    """
    require(by, services.REVERSE, Place(book.region, book.group))
    page = selectors.journal(book.id, seq, by=by)
    meeting = meeting_of(book, page)
    if meeting is not None:
        expected = "perbaikan catatan rapatnya"
        refuse_if([Problem("jurnal.milik-rapat", Where(key=f"nomor {seq}"), f"jurnal rapat ke-{meeting}", expected)])
    refuse_if(_counted(book, (mirror(page.info.journal, seq=seq, on=on, reason=reason),), by))
    return services.reverse(by=by, book_id=book.id, key=key, seq=seq, reason=reason, on=on).first_seq


def book_difference(book: BookInfo, count: Count, *, reason: str, key: UUID, by: Viewer) -> int:
    """Book what the cash box holds more or less than the book says, and return the number of the journal.

    Raises:
        OutOfSight, NotAllowed; Refused ``kas.sudah-dihitung``, ``kas.cocok`` and those of the ledger.
    """
    require(by, services.POST, Place(book.region, book.group))
    counted_on = selectors.last_count(book.id, by=by)
    if counted_on is not None and count.on <= counted_on:
        expected = f"tanggal sesudah {counted_on.isoformat()}, sebab kas hari itu sudah dihitung"
        refuse_if([Problem("kas.sudah-dihitung", Where(column="tanggal"), count.on.isoformat(), expected)])
    posted = services.book_cash_difference(by=by, book_id=book.id, key=key, count=count, reason=reason)
    if posted is None:
        raise Refused([Problem("kas.cocok", Where(key="dihitung"), "kas cocok", "selisih yang dibukukan")])
    return posted.first_seq


def _located(book: BookInfo, found: Iterable[Problem], placed: Placed, by: Viewer) -> list[Problem]:
    accounts = selectors.accounts(book.id, by=by)
    return located(found, placed, accounts, parties=parties_of(book, by=by).keys())


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
    unread = {one.where.row for one in file.problems}
    return [one for one in _counted(book, file.journals, by, file.rows) if one.where.row not in unread]


def _counted(
    book: BookInfo, journals: Sequence[Journal], by: Viewer, rows: Sequence[int] | None = None
) -> list[Problem]:
    accounts = selectors.accounts(book.id, by=by)
    return count_problems(journals, accounts, selectors.last_count(book.id, by=by), rows=rows)


def _refusing(act: Callable[[], _Done], said: Callable[[Iterable[Problem]], list[Problem]]) -> _Done:
    """Do it; a refusal is said anew with the rows that the ledger does not know."""
    try:
        return act()
    except Refused as refusal:
        raise Refused(said(refusal.problems)) from refusal
