"""Close months and open the last of them again."""

from __future__ import annotations

from datetime import date

from django.db import connection, transaction

from swadaya.accounts.rules.access import Viewer
from swadaya.core import clock
from swadaya.core.refusal import Invalid

from ._command_context import CLOSE, REOPEN, locked, record
from .models import Book, PeriodStep
from .rules import hash_chain, periods
from .rules.periods import Who


@transaction.atomic
def close_period(*, by: Viewer, book_id: int, month: date) -> None:
    """Close a month: nothing is dated in it any more. Its balances are fingerprinted.

    Raises:
        OutOfSight, NotAllowed; Invalid ``bulan.urutan``, ``bulan.belum-lewat``.
    """
    book, role = locked(by, book_id, CLOSE)
    problems = periods.closing_problems(
        month, opened_on=book.opened_on, closed_through=book.closed_through, today=clock.today()
    )
    if problems:
        raise Invalid(problems)
    _step(by, book, role, "tutup", month, digest=balances_digest(book.id, periods.last_day(month), book.last_seq))


@transaction.atomic
def reopen_period(*, by: Viewer, book_id: int, month: date, reason: str) -> None:
    """Open the last closed month again; whoever closed it cannot.

    Raises:
        OutOfSight, NotAllowed; Invalid ``bulan.tidak-terakhir``, ``bulan.orang-sama``, ``bulan.tanpa-alasan``.
    """
    book, role = locked(by, book_id, REOPEN)
    last = PeriodStep.objects.filter(book_id=book.id, month=periods.first_day(month), verb="tutup").order_by("-id")
    step = last.first()
    problems = periods.reopening_problems(
        month,
        closed_through=book.closed_through,
        closer=Who(step.person_id, step.actor) if step else None,
        opener=Who(by.person_id, by.name),
        reason=reason,
    )
    if problems:
        raise Invalid(problems)
    _step(by, book, role, "buka", month, reason=reason)


def _step(
    by: Viewer, book: Book, role: str, verb: str, month: date, *, digest: bytes | None = None, reason: str = ""
) -> None:
    after = {"bulan": periods.written(month), **({"alasan": reason} if reason else {})}
    event = record(by, book, f"buku.{'tutup' if verb == 'tutup' else 'buka'}-bulan", role, after)
    PeriodStep.objects.create(
        book_id=book.id,
        month=periods.first_day(month),
        verb=verb,
        seq=book.last_seq,
        digest=digest,
        at=clock.now(),
        person_id=by.person_id,
        actor=by.name,
        reason=reason,
        event_id=event,
    )


def balances_digest(book_id: int, on: date, seq: int) -> bytes:
    """Fingerprint of the balances of a day as known up to a number."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT l.account, sum(l.amount)::bigint FROM ledger_journal j
            JOIN ledger_line l ON l.book_id = j.book_id AND l.seq = j.seq
            WHERE j.book_id = %s AND j.seq <= %s AND j.effective_on <= %s GROUP BY l.account
            """,
            [book_id, seq, on],
        )
        return hash_chain.balance_digest(cursor.fetchall())
