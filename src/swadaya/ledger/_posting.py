"""Post, take back, replace: one batch, judged whole at its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from swadaya.accounts.rules.access import Viewer
from swadaya.core import clock, money
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Conflict, Invalid

from . import storage
from ._command_context import POST, REVERSE, locked, record
from .models import Book
from .rules import hash_chain, non_negative
from .rules.journal import COMPOSED, BookState, Journal, batch_problems, mirror, numbered
from .storage import Count


@dataclass(frozen=True, slots=True)
class Posted:
    """What was written: the numbers, the hash of the last, when. ``again``: it had been written before."""

    book_id: int
    first_seq: int
    last_seq: int
    recorded_at: datetime
    again: bool = False


@transaction.atomic
def post_batch(
    *,
    by: Viewer,
    book_id: int,
    key: UUID,
    journals: Sequence[Journal],
    count: Count | None = None,
    verb: str = "catat",
    reversing: Sequence[int] = (),
    reversed_on: date | None = None,
    reason: str = "",
    own: bool = False,
) -> Posted:
    """Post journals together, after taking back others: all of it or nothing, judged at its end.

    Args:
        count: cash as it was counted; the books must say the same once everything is posted.
        verb: what the writing is called in the book's history.
        reversing: numbers of journals that are taken back, in this order, before ``journals`` are posted.
        reversed_on: the date of those reversals; without it each has the date of the journal it takes back.
        reason: why they are taken back.
        own: what ``journals`` take back are others among themselves, counted from 1.

    Raises:
        OutOfSight, NotAllowed: right ``buku.catat`` for journals, ``buku.balik`` for reversals.
        Invalid: everything wrong at once: ``jurnal.*``, ``kas.kurang``, ``kas.hitungan``, ``pihak.kurang``.
        Conflict: ``buku.kunci-lain``.
    """
    rights = [POST] * bool(journals) + [REVERSE] * bool(reversing or any(j.reverses is not None for j in journals))
    book, role = locked(by, book_id, *(rights or [POST]))
    extra = _written(count, tuple(reversing), reversed_on, reason)
    payload = hash_chain.payload(str(book.key), verb, journals, extra)
    done = done_before(book, key, payload)
    if done:
        return done
    first = book.last_seq + 1
    if own:
        journals = numbered(journals, first + len(reversing))
    numbers = [*reversing, *(item.reverses for item in journals if item.reverses is not None)]
    state = state_of(book, numbers)
    taken_back = [
        mirror(state.held[seq].journal, seq=seq, on=reversed_on or state.held[seq].journal.effective_on, reason=reason)
        if seq in state.held
        else Journal(reversed_on or book.opened_on, "Membalik", (), reverses=seq, reason=reason, composed=COMPOSED)
        for seq in reversing
    ]
    whole = [*taken_back, *journals]
    found = batch_problems(whole, state, first=first if own else None) or floor_problems(book, whole, state, count)
    if found:
        raise Invalid(found)
    return _write(by, book, role, str(key), payload, verb, whole, count, reason)


def _written(*parts: object) -> str:
    return "" if not any(parts) else repr(parts)


def reverse(*, by: Viewer, book_id: int, key: UUID, seq: int, reason: str, on: date | None = None) -> Posted:
    """Take a journal back with its mirror, at most once. Raises as :func:`post_batch`."""
    return post_batch(
        by=by, book_id=book_id, key=key, journals=(), verb="balik", reversing=(seq,), reversed_on=on, reason=reason
    )


def replace(
    *,
    by: Viewer,
    book_id: int,
    key: UUID,
    seqs: Sequence[int],
    journals: Sequence[Journal],
    reason: str,
    on: date | None = None,
    count: Count | None = None,
) -> Posted:
    """Take journals back and post others in their place, in one batch. Raises as :func:`post_batch`."""
    return post_batch(
        by=by,
        book_id=book_id,
        key=key,
        journals=journals,
        count=count,
        verb="ganti",
        reversing=tuple(seqs),
        reversed_on=on,
        reason=reason,
    )


def floor_problems(book: Book, journals: Sequence[Journal], state: BookState, count: Count | None) -> list[Problem]:
    """What would fall below zero, or differ from the count, once all journals are posted."""
    cash = non_negative.cash_moves(journals, state.accounts)
    parties = non_negative.party_moves(journals, state.accounts)
    since = min(journal.effective_on for journal in journals)
    held, held_by = storage.amounts_held(book.id, since, sorted({party for _, party, _ in parties}))
    found = non_negative.cash_problems(held, cash)
    found += non_negative.party_problems(held_by, parties, state.accounts)
    if count is not None:
        found += _count_problems(book, cash, count)
    return found


def _count_problems(book: Book, cash: Mapping[tuple[str, date], int], count: Count) -> list[Problem]:
    expected = storage.cash_on(book.id, count.on) + sum(amount for (_, day), amount in cash.items() if day <= count.on)
    if expected == count.amount:
        return []
    hint = f"Selisihnya {money.write(count.amount - expected)}; catat sebagai selisih kas dengan alasannya."
    where = Where(key=count.on.isoformat())
    return [Problem("kas.hitungan", where, money.write(count.amount), f"{money.write(expected)} menurut buku", hint)]


def _write(
    by: Viewer,
    book: Book,
    role: str,
    key: str,
    payload: bytes,
    verb: str,
    journals: Sequence[Journal],
    count: Count | None,
    reason: str,
) -> Posted:
    at = max(clock.now(), book.last_recorded_at)
    first, last = book.last_seq + 1, book.last_seq + len(journals)
    after: dict[str, Any] = {"nomor": f"{first}-{last}" if last > first else str(first)}
    if reason:
        after["alasan"] = reason
    event = record(by, book, f"buku.{verb}", role, after)
    with storage.judged_at_the_end():
        batch = storage.insert_batch(book, key, payload, verb, len(journals), at, event, count)
        if batch is None:
            raise _other_key(key)
        storage.insert_journals(book, batch, key, journals, at)
    return Posted(book.id, first, last, at)


def done_before(book: Book, key: UUID, payload: bytes) -> Posted | None:
    known = storage.batch_with_key(str(key))
    if known is None:
        return None
    if known.book_id != book.id or known.payload_hash != payload:
        raise _other_key(str(key))
    return Posted(book.id, known.first_seq, known.last_seq, known.recorded_at, again=True)


def _other_key(key: str) -> Conflict:
    hint = "Kirim isi yang sama, atau pakai kunci baru."
    return Conflict(Problem("buku.kunci-lain", Where(key=key), "isi lain", "isi yang dahulu dikirim", hint))


def state_of(book: Book, numbers: Sequence[int] = ()) -> BookState:
    """What journals are judged against; ``numbers``: those that are to be taken back."""
    accounts, names = storage.accounts_and_names(book.id)
    held = storage.held_journals(book.id, numbers)
    return BookState(book.opened_on, book.closed_through, accounts, clock.today(), names, held)
