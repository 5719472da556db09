"""What comes from elsewhere: a count of the cash box, the balances of an older group, journals of a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from swadaya.accounts.access import Viewer
from swadaya.core.figures import grouped
from swadaya.core.problem import Problem, Problems, Where
from swadaya.core.refusal import Refused

from . import chain, charts, writing
from ._acting import POST, locked
from ._posting import Posted, done_before, floor_problems, post_batch, state_of
from .journal import Journal, Posting, batch_problems
from .models import Batch
from .reading import FileJournals
from .writing import Count


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
        OutOfSight, NotAllowed; Refused as :func:`post_batch`, with ``jurnal.tanpa-alasan``.
    """
    with transaction.atomic():
        book, _ = locked(by, book_id, POST)
        same = {"key": key, "verb": "selisih-kas", "book_id": book.id, "counted_on": count.on, "counted": count.amount}
        known = Batch.objects.filter(**same).first()
        if known is not None:
            return Posted(book.id, known.first_seq, known.last_seq, known.recorded_at, again=True)
        if not reason.strip():
            raise Refused([Problem("jurnal.tanpa-alasan", Where(column="alasan"), "kosong", "sebab selisih kas")])
        uses = charts.chart(book.chart).uses
        cash = account or uses["cash"]
        difference = count.amount - writing.cash_on(book.id, count.on)
        if not difference:
            return None
        other = uses["cash_over"] if difference > 0 else uses["cash_short"]
        postings = (Posting(cash, difference), Posting(other, -difference))
        journal = Journal(count.on, "Selisih kas", postings, reason=reason)
        return post_batch(by=by, book_id=book_id, key=key, journals=(journal,), count=count, verb="selisih-kas")


@transaction.atomic
def load_cutoff(
    *, by: Viewer, book_id: int, key: UUID, on: date, postings: Sequence[Posting], source: str, dry_run: bool = False
) -> Trial:
    """Take over the balances of an older group as its first journal.

    Args:
        on: the day of the cut-off sheet.
        source: which sheet, such as its number or date.

    Returns:
        Trial: the one journal; with ``dry_run`` also its problems, and nothing is written.

    Raises:
        OutOfSight, NotAllowed; Refused, with ``pembukaan.sudah-berisi`` once anything is posted.
    """
    book, _ = locked(by, book_id, POST)
    journal = Journal(on, "Saldo pembukaan", tuple(postings), source, "pembukaan")
    payload = chain.payload(str(book.key), "pembukaan", (journal,))
    if not dry_run and done_before(book, key, payload):
        return Trial((journal,), Problems())
    state = state_of(book)
    found = batch_problems((journal,), state)
    if book.last_seq:
        got, expected = f"sudah ada {grouped(book.last_seq)} jurnal", "buku yang belum berisi"
        found.insert(0, Problem("pembukaan.sudah-berisi", Where(key=book.title), got, expected))
    found = found or floor_problems(book, (journal,), state, None)
    if not dry_run:
        if found:
            raise Refused(found)
        post_batch(by=by, book_id=book_id, key=key, journals=(journal,), verb="pembukaan")
    return Trial((journal,), Problems(found))


@transaction.atomic
def import_journals(*, by: Viewer, book_id: int, key: UUID, file: FileJournals, dry_run: bool = False) -> Trial:
    """Post the journals of a file: all of them or none.

    Returns:
        Trial: with ``dry_run`` every problem of the file and of the books, and nothing is written.

    Raises:
        OutOfSight, NotAllowed; Refused with every problem found.
    """
    book, _ = locked(by, book_id, POST)
    payload = chain.payload(str(book.key), "impor", file.journals)
    if not dry_run and not file.problems.errors and done_before(book, key, payload):
        return Trial(file.journals, Problems())
    state = state_of(book)
    unread = {problem.where.row for problem in file.problems}
    found = [
        problem
        for problem in batch_problems(file.journals, state, rows=file.rows)
        if not (unread and problem.where.row in _rows_read_badly(file, unread))
    ]
    if not found and not file.problems.errors:
        found = floor_problems(book, file.journals, state, None)
    everything = Problems([*file.problems, *found])
    if not dry_run:
        if everything.errors:
            raise Refused(everything)
        post_batch(by=by, book_id=book_id, key=key, journals=file.journals, verb="impor")
    return Trial(file.journals, everything)


def _rows_read_badly(file: FileJournals, unread: set[int | None]) -> set[int]:
    """First rows of journals of which a row could not be read: what else they lack follows from that."""
    ends = (*file.rows[1:], 1 << 31)
    return {
        start
        for start, end in zip(file.rows, ends, strict=True)
        if any(row is not None and start <= row < end for row in unread)
    }
