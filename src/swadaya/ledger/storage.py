"""Rows of a batch into the database: a handful of statements, however many journals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from .models import Book, BookAccount
from .rules import hash_chain
from .rules.charts import Account
from .rules.journal import Held, Journal, Posting
from .rules.non_negative import DayKey, PartyKey

_WHOLE = "ledger_book_whole, ledger_batch_whole"


@dataclass(frozen=True, slots=True)
class Count:
    """Cash on hand as somebody counted it; the books must say the same at the end of the batch."""

    on: date
    amount: int


def accounts_and_names(book_id: int) -> tuple[dict[str, Account], list[str]]:
    """The book's accounts by code, and the names of its parties.

    Plain SQL here and below, two questions in one sending: every batch asks them. That rests on values bound by the
    client (psycopg's default): bound by the server, a sending may hold one question only.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT code, label, kind, cash, parties, parts, flow, maps_to FROM ledger_bookaccount
            WHERE book_id = %s ORDER BY code;
            SELECT name FROM ledger_partyname WHERE book_id = %s
            """,
            [book_id, book_id],
        )
        accounts = {
            code: Account(code, label, kind, cash, parties, tuple(parts.split()), flow, maps_to)
            for code, label, kind, cash, parties, parts, flow, maps_to in cursor.fetchall()
        }
        cursor.nextset()
        return accounts, [name for (name,) in cursor.fetchall()]


def accounts_of(book_id: int) -> dict[str, Account]:
    return accounts_and_names(book_id)[0]


@dataclass(frozen=True, slots=True)
class Written:
    """A batch that a key has written before."""

    book_id: int
    payload_hash: bytes
    first_seq: int
    last_seq: int
    recorded_at: datetime


def batch_with_key(key: str) -> Written | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT book_id, payload_hash, first_seq, last_seq, recorded_at FROM ledger_batch WHERE key = %s", [key]
        )
        row = cursor.fetchone()
    return Written(row[0], bytes(row[1]), *row[2:]) if row else None


def import_like(book_id: int, payload: bytes) -> tuple[int, int] | None:
    """First and last number of the newest batch that a file with the same journals has written in this book."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT first_seq, last_seq FROM ledger_batch WHERE book_id = %s AND verb = 'impor' AND payload_hash = %s
            ORDER BY first_seq DESC LIMIT 1
            """,
            [book_id, payload],
        )
        row = cursor.fetchone()
    return (row[0], row[1]) if row else None


def held_journals(book_id: int, numbers: Sequence[int]) -> dict[int, Held]:
    """The journals with these numbers, with their lines and who reversed them."""
    if not numbers:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT j.seq, j.effective_on, j.memo, j.reference, j.kind, j.reverses, j.reason,
                   (SELECT r.seq FROM ledger_journal r WHERE r.book_id = j.book_id AND r.reverses = j.seq),
                   l.account, l.amount, l.party, l.part
            FROM ledger_journal j JOIN ledger_line l ON l.book_id = j.book_id AND l.seq = j.seq
            WHERE j.book_id = %s AND j.seq = ANY(%s) ORDER BY j.seq, l.position
            """,
            [book_id, list(numbers)],
        )
        rows = cursor.fetchall()
    found: dict[int, Held] = {}
    for number in dict.fromkeys(row[0] for row in rows):
        own = [row for row in rows if row[0] == number]
        _, day, memo, reference, kind, reverses, reason, by = own[0][:8]
        postings = tuple(Posting(*row[8:]) for row in own)
        found[number] = Held(number, Journal(day, memo, postings, reference, kind, reverses, reason), by)
    return found


def amounts_held(
    book_id: int, since: date, parties: Sequence[str] = ()
) -> tuple[dict[DayKey, int], dict[PartyKey, int]]:
    """Change of cash a day from ``since``, everything before as one sum on the day before; and balances of parties."""
    before = day_before(since)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT account, greatest(day, %s::date) AS held_on, sum(amount)::bigint FROM ledger_cashday
            WHERE book_id = %s GROUP BY account, held_on;
            SELECT account, party, part, amount FROM ledger_partybalance WHERE book_id = %s AND party = ANY(%s)
            """,
            [before, book_id, book_id, list(parties)],
        )
        cash = {(account, day): amount for account, day, amount in cursor.fetchall()}
        cursor.nextset()  # bound by the client, as above
        return cash, {(account, party, part): amount for account, party, part, amount in cursor.fetchall()}


def day_before(day: date) -> date:
    """The day before; of the first day that there is, that day itself: no book can reach it."""
    return day - timedelta(days=1) if day > date.min else day


def cash_on(book_id: int, day: date) -> int:
    """Cash on hand at the end of a day."""
    return sum(amount for (_, held_on), amount in amounts_held(book_id, day)[0].items() if held_on <= day)


def insert_batch(
    book: Book, key: str, payload: bytes, verb: str, many: int, at: datetime, event: int, count: Count | None
) -> int | None:
    """The id of the new batch; None when another transaction has just used the key."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO ledger_batch (book_id, key, payload_hash, verb, first_seq, last_seq, recorded_at, counted_on,
                                      counted, written_in, event_id)
            VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, 0, %s) ON CONFLICT (key) DO NOTHING RETURNING id
            """,
            [
                book.pk,
                key,
                payload,
                verb,
                book.last_seq + 1,
                book.last_seq + many,
                at,
                count.on if count else None,
                count.amount if count else None,
                event,
            ],
        )
        row = cursor.fetchone()
    return int(row[0]) if row else None


def insert_journals(book: Book, batch_id: int, key: str, journals: Sequence[Journal], at: datetime) -> bytes:
    """Write journals and lines after the book's last; returns the hash of the last."""
    number, day, kind, reverses, reference, memo, reason, hashes = zip(
        *_journal_rows(book, key, journals, at), strict=True
    )
    seq, position, account, amount, party, part = zip(*_line_rows(book.last_seq + 1, journals), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO ledger_journal (book_id, batch_id, recorded_at, seq, effective_on, kind, reverses, reference,
                                        memo, reason, hash)
            SELECT %s, %s, %s, * FROM unnest(%s::int[], %s::date[], %s::text[], %s::int[], %s::text[], %s::text[],
                                             %s::text[], %s::bytea[])
            """,
            [
                book.pk,
                batch_id,
                at,
                _numbers(number),
                _texts(day),
                _texts(kind),
                _numbers(reverses),
                _texts(reference),
                _texts(memo),
                _texts(reason),
                _texts(f"\\x{one.hex()}" for one in hashes),
            ],
        )
        cursor.execute(
            """
            INSERT INTO ledger_line (book_id, seq, position, account, amount, party, part)
            SELECT %s, * FROM unnest(%s::int[], %s::smallint[], %s::text[], %s::bigint[], %s::text[], %s::text[])
            """,
            [
                book.pk,
                _numbers(seq),
                _numbers(position),
                _texts(account),
                _numbers(amount),
                _texts(party),
                _texts(part),
            ],
        )
    last: bytes = hashes[-1]
    return last


def _numbers(values: Iterable[int | None]) -> str:
    return "{" + ",".join("NULL" if value is None else str(value) for value in values) + "}"


def _texts(values: Iterable[object]) -> str:
    """The text of a PostgreSQL array; for the many short values of a batch much faster than adapting each."""
    listed = list(map(str, values))
    apart = "\x1f".join(listed)
    assert apart.count("\x1f") == len(listed) - 1, "a value holds the sign that parts values"
    return '{"' + apart.replace("\\", "\\\\").replace('"', '\\"').replace("\x1f", '","') + '"}'


def _journal_rows(book: Book, key: str, journals: Sequence[Journal], at: datetime) -> Iterator[tuple[Any, ...]]:
    previous = bytes(book.last_hash)
    for seq, item in enumerate(journals, book.last_seq + 1):
        head = hash_chain.head(
            seq, item.effective_on, at, item.kind, item.reverses, key, item.reference, item.memo, item.reason
        )
        previous = hash_chain.link(previous, head + hash_chain.body(item.postings))
        yield seq, item.effective_on, item.kind, item.reverses, item.reference, item.memo, item.reason, previous


def _line_rows(first: int, journals: Sequence[Journal]) -> Iterator[tuple[Any, ...]]:
    for seq, item in enumerate(journals, first):
        for position, line in enumerate(item.postings, 1):
            yield seq, position, line.account, line.amount, line.party, line.part


@contextmanager
def judged_at_the_end() -> Iterator[None]:
    """The deferred guards speak when the block ends, not only when the transaction does."""
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS {_WHOLE} IMMEDIATE; SET CONSTRAINTS {_WHOLE} DEFERRED")


def insert_accounts(book_id: int, chart_id: str, accounts: Mapping[str, Account]) -> None:
    BookAccount.objects.bulk_create(
        BookAccount(
            book_id=book_id,
            code=account.code,
            label=account.label,
            kind=account.kind,
            cash=account.cash,
            parties=account.parties,
            parts=" ".join(account.parts),
            flow=account.flow,
            maps_to=account.maps_to,
            chart=chart_id,
        )
        for account in accounts.values()
    )
