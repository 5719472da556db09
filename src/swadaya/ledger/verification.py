"""Are the books right? Recompute everything from the lines and name what is wrong, the first thing first.

Journals stream past in the order of the chain, so that memory does not grow with the books; what concerns a book as a
whole is one question a check (``checks``). All of a part is read from one snapshot: posting goes on meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.db import connection, transaction

from swadaya.accounts.rules.access import OutOfSight, Viewer
from swadaya.core.problem import Problem, Problems, Where

from . import checks
from .models import Book
from .rules import hash_chain, periods
from .rules.periods import Who
from .selectors import book as visible_book

PART_LINES = 200_000
"""Lines of the books that are verified together."""
KEPT = 1_000
_FETCHED = 5_000

Progress = Callable[[int, int], None]
Placed = tuple[int, int, Problem]
"""Book, number, and what is wrong there."""


@dataclass
class Verified:
    """What was looked at, and everything wrong with it in the order of books and numbers."""

    books: int = 0
    journals: int = 0
    lines: int = 0
    problems: Problems = field(default_factory=lambda: Problems(keep=KEPT))

    @property
    def first(self) -> Problem | None:
        return next(iter(self.problems), None)


def verify(*, by: Viewer, book_id: int | None = None, progress: Progress | None = None) -> Verified:
    """Verify one book, or all of them.

    Problems, each with book and number: ``periksa.nomor``, ``.tak-seimbang``, ``.rantai``, ``.kepala`` and those of
    ``checks``, ``periksa.bulan`` and ``.saldo-bulan``.

    Raises:
        OutOfSight: the viewer may not know of the book, or asks for all without being the machine's administrator.
    """
    if book_id is not None:
        visible_book(book_id, by=by)
    elif not by.trusted:
        raise OutOfSight
    found = Verified()
    parts = [(book_id, book_id)] if book_id is not None else _parts()
    for done, (low, high) in enumerate(parts, 1):
        with _one_snapshot():
            _verify_part(low, high, found)
        if progress:
            progress(done, len(parts))
    return found


def _parts() -> list[tuple[int, int]]:
    """Ranges of ids that hold few enough lines to be asked about together."""
    found: list[tuple[int, int]] = []
    low, held = None, 0
    last = 0
    for number, lines in Book.objects.order_by("pk").values_list("pk", "lines").iterator(chunk_size=_FETCHED):
        if low is not None and held + lines > PART_LINES:
            found.append((low, last))
            low, held = None, 0
        low = number if low is None else low
        last, held = number, held + lines
    return [*found, (low, last)] if low is not None else found


@contextmanager
def _one_snapshot() -> Iterator[None]:
    nested = connection.in_atomic_block
    with transaction.atomic():
        if not nested:  # inside another transaction its own view has to do
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _verify_part(low: int, high: int, found: Verified) -> None:
    wrong: list[Placed] = []
    heads = {row.pk: row for row in Book.objects.filter(pk__gte=low, pk__lte=high)}
    found.books += len(heads)
    seen: set[int] = set()
    before = found.lines
    for number, rows in groupby(_stream(low, high), key=lambda row: row[0]):
        seen.add(number)
        wrong += _chain_problems(heads[number], rows, found)
    wrong += [
        _named("periksa.kepala", number, f"nomor terakhir {row.last_seq}", "nomor terakhir 0")
        for number, row in heads.items()
        if number not in seen and (row.last_seq or row.lines)
    ]
    wrong += _month_problems(heads, low, high)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_line WHERE book_id BETWEEN %s AND %s", [low, high])
        loose = cursor.fetchone() != (found.lines - before,)
        for check in (*checks.CHECKS, *([checks.ORPHANS] if loose else [])):
            cursor.execute(check.sql, {"low": low, "high": high})
            wrong += [
                _named(check.code, book, str(got or 0), str(expected or 0), what)
                for book, what, got, expected in cursor.fetchmany(KEPT)
            ]
    found.problems.extend(problem for *_, problem in sorted(wrong, key=lambda item: item[:2]))


def _stream(low: int, high: int) -> Iterator[tuple[Any, ...]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(checks.JOURNALS, {"low": low, "high": high})
        while rows := cursor.fetchmany(_FETCHED):
            yield from rows


_LATER = 2**31
"""Where problems of a book as a whole stand: after those of its journals."""


def _named(code: str, book: int, got: str, expected: str, what: str = "", seq: int = _LATER) -> Placed:
    where = Where(key=" ".join(filter(None, (f"buku {book}", what))))
    return book, seq, Problem(code, where, got, expected)


def _chain_problems(book: Book, rows: Iterator[tuple[Any, ...]], found: Verified) -> Iterator[Placed]:
    """Numbering, balance and chain of one book, journal by journal; a broken link is named once."""
    previous = hash_chain.genesis(str(book.key), book.kind, book.owner)
    expected, lines = 1, 0
    for _, seq, content, stored, total, many in rows:
        if seq != expected:
            yield _named("periksa.nomor", book.pk, f"nomor {seq}", f"nomor {expected}", f"nomor {seq}", seq)
        if total != 0 or many < 2:
            got = f"jumlah {total}, {many or 0} baris"
            yield _named("periksa.tak-seimbang", book.pk, got, "jumlah 0", f"nomor {seq}", seq)
        if hash_chain.link(previous, content) != stored:
            yield _named("periksa.rantai", book.pk, "sidik yang lain", "sidik dari isi jurnal", f"nomor {seq}", seq)
        previous, expected = stored, seq + 1
        lines += many or 0
        found.journals += 1
    found.lines += lines
    if (book.last_seq, bytes(book.last_hash), book.lines) != (expected - 1, previous, lines):
        told = f"nomor terakhir {book.last_seq}, {book.lines} baris"
        yield _named("periksa.kepala", book.pk, told, f"nomor terakhir {expected - 1}, {lines} baris")


def _month_problems(heads: dict[int, Book], low: int, high: int) -> Iterator[Placed]:
    """Months closed in order, opened again by somebody else, and balances as they were when each was closed."""
    with connection.cursor() as cursor:
        cursor.execute(checks.MONTHS, {"low": low, "high": high})
        rows = cursor.fetchall()
    closed: dict[int, date | None] = {}
    closers: dict[tuple[int, date], Who] = {}
    for (book, _), group in groupby(rows, key=lambda row: row[:2]):
        step = list(group)
        _, _, month, verb, _, digest, person, actor = step[0][:8]
        who, through = Who(person, actor), closed.get(book)
        what = f"bulan {periods.written(month)}"
        if verb == "tutup":
            if month != periods.next_to_close(heads[book].opened_on, through):
                yield _named("periksa.bulan", book, "ditutup di luar urutan", "urut", what)
            if hash_chain.balance_digest(row[8:10] for row in step if row[8]) != bytes(digest):
                yield _named("periksa.saldo-bulan", book, "saldo yang lain", "saldo saat bulan ditutup", what)
            closed[book], closers[book, month] = periods.last_day(month), who
            continue
        closer = closers.get((book, month))
        if through != periods.last_day(month) or closer is None or closer.same(who):
            yield _named("periksa.bulan", book, "dibuka lagi di luar aturan", "bulan terakhir, orang lain", what)
        closed[book] = month - timedelta(days=1) if month > heads[book].opened_on else None
    for number, row in heads.items():
        if closed.get(number) != row.closed_through:
            yield _named("periksa.bulan", number, f"tertutup sampai {row.closed_through}", f"{closed.get(number)}")
