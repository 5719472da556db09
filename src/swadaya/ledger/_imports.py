"""What comes from elsewhere: a count of the cash box, the balances of an older group, journals of a file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from swadaya.accounts.rules.access import OutOfSight, Viewer, require
from swadaya.core.figures import grouped
from swadaya.core.problem import Problem, Problems, Where
from swadaya.core.refusal import Invalid, raise_if

from . import storage
from ._command_context import POST, locked, place_of
from ._posting import Posted, done_before, floor_problems, post_batch, state_of
from .models import Batch, Book
from .rules import charts, hash_chain
from .rules.importers import FileJournals, booked_before
from .rules.journal import COMPOSED, Journal, Posting, batch_problems, numbered
from .storage import Count


@dataclass(frozen=True, slots=True)
class Trial:
    """What a file would write: its journals, and everything that is wrong."""

    journals: tuple[Journal, ...]
    problems: Problems


def book_cash_difference(
    *, by: Viewer, book_id: int, key: UUID, count: Count, reason: str, account: str = ""
) -> Posted | None:
    """Book what is missing or too much in the cash box, with its reason; None when nothing differs.

    Args:
        account: the account of cash that was counted; without it the chart's own.

    Raises:
        OutOfSight, NotAllowed; Invalid as :func:`post_batch`, with ``jurnal.tanpa-alasan``.
    """
    with transaction.atomic():
        book, _ = locked(by, book_id, POST)
        same = {"key": key, "verb": "selisih-kas", "book_id": book.id, "counted_on": count.on, "counted": count.amount}
        known = Batch.objects.filter(**same).first()
        if known is not None:
            return Posted(book.id, known.first_seq, known.last_seq, known.recorded_at, again=True)
        if not reason.strip():
            raise Invalid([Problem("jurnal.tanpa-alasan", Where(column="alasan"), "kosong", "sebab selisih kas")])
        uses = charts.chart(book.chart).uses
        cash = account or uses["cash"]
        difference = count.amount - storage.cash_on(book.id, count.on)
        if not difference:
            return None
        other = uses["cash_over"] if difference > 0 else uses["cash_short"]
        postings = (Posting(cash, difference), Posting(other, -difference))
        journal = Journal(count.on, "Selisih kas", postings, reason=reason, composed=COMPOSED)
        return post_batch(by=by, book_id=book_id, key=key, journals=(journal,), count=count, verb="selisih-kas")


def load_cutoff(
    *, by: Viewer, book_id: int, key: UUID, on: date, postings: Sequence[Posting], source: str, dry_run: bool = False
) -> Trial:
    """Take over the balances of an older group as its first journal.

    Args:
        on: the day of the cut-off sheet.
        source: which sheet, such as its number or date.

    Returns:
        Trial: the one journal; with ``dry_run`` also its problems, and nothing is written or locked.

    Raises:
        OutOfSight, NotAllowed; Invalid, with ``pembukaan.sudah-berisi`` once anything is posted.
    """
    journal = Journal(on, "Saldo pembukaan", tuple(postings), source, "pembukaan", composed=("uraian",))
    if dry_run:
        return Trial((journal,), Problems(_cutoff_problems(_looked_at(by, book_id), journal)))
    with transaction.atomic():
        book, _ = locked(by, book_id, POST)
        if not done_before(book, key, hash_chain.payload(str(book.key), "pembukaan", (journal,))):
            raise_if(_cutoff_problems(book, journal))
            post_batch(by=by, book_id=book_id, key=key, journals=(journal,), verb="pembukaan")
    return Trial((journal,), Problems())


def _cutoff_problems(book: Book, journal: Journal) -> list[Problem]:
    state = state_of(book)
    problems = batch_problems((journal,), state)
    if book.last_seq:
        got, expected = f"sudah ada {grouped(book.last_seq)} jurnal", "buku yang belum berisi"
        problems.insert(0, Problem("pembukaan.sudah-berisi", Where(key=book.title), got, expected))
    return problems or floor_problems(book, (journal,), state, None)


def import_journals(
    *, by: Viewer, book_id: int, key: UUID, file: FileJournals, dry_run: bool = False, again: bool = False
) -> Trial:
    """Post the journals of a file: all of them or none.

    Args:
        again: post them although a file with the same journals has been posted before.

    Returns:
        Trial: with ``dry_run`` every problem of the file and of the books, and nothing is written or locked.

    Raises:
        OutOfSight, NotAllowed; Invalid with every problem found, or ``impor.sudah-dibukukan``.
    """
    if dry_run:
        return Trial(file.journals, _file_problems(_looked_at(by, book_id), file))
    with transaction.atomic():
        book, _ = locked(by, book_id, POST)
        payload = hash_chain.payload(str(book.key), "impor", file.journals)
        if file.problems.errors or not done_before(book, key, payload):
            everything = _file_problems(book, file)
            raise_if(everything if everything.errors else ())
            before = None if again else storage.import_like(book.id, payload)
            raise_if([] if before is None else [booked_before(*before)])
            post_batch(by=by, book_id=book_id, key=key, journals=file.journals, verb="impor", own=True)
    return Trial(file.journals, Problems())


def _file_problems(book: Book, file: FileJournals) -> Problems:
    state = state_of(book)
    bad = _rows_read_badly(file.rows, {problem.where.row for problem in file.problems})
    first = book.last_seq + 1
    journals = numbered(file.journals, first)
    judged = batch_problems(journals, state, rows=file.rows, first=first)
    found = [problem for problem in judged if problem.where.row not in bad]
    if not found and not file.problems.errors:
        found = floor_problems(book, journals, state, None)
    return Problems([*file.problems, *found])


def _rows_read_badly(starts: Sequence[int], unread: Collection[int | None]) -> set[int]:
    """First rows of journals of which a row could not be read: what else they lack follows from that.

    >>> sorted(_rows_read_badly((2, 4, 9), {3, 9, 12, None}))
    [2, 9]
    """
    return {starts[bisect_right(starts, row) - 1] for row in unread if row is not None and row >= starts[0]}


def _looked_at(by: Viewer, book_id: int) -> Book:
    """The book for a trial, which waits for nobody and keeps nobody waiting: posting judges anew, under the lock."""
    book = Book.objects.filter(pk=book_id).first()
    if book is None:
        raise OutOfSight
    require(by, POST, place_of(book))
    return book
