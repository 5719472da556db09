"""Questions to the books. Every answer is for one viewer, as of a day, and as known at an instant or up to a number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Max

from swadaya.accounts.rules.access import OutOfSight, Viewer
from swadaya.accounts.scope import visible_to

from . import storage
from .models import Batch, Book, PartyName
from .models import Journal as JournalRow
from .rules import hash_chain, statements
from .rules.charts import Account
from .rules.journal import Journal, Posting
from .rules.statements import Entry

ROOM = "buku"
PAGE = 50
_ENTRY = "l.seq, l.position, j.effective_on, l.account, l.amount, l.party, l.part, j.memo, j.reference, j.reverses"


@dataclass(frozen=True, slots=True)
class BookInfo:
    """``last_seq`` is the book's version: a statement up to it can be repeated for ever."""

    id: int
    key: UUID
    kind: str
    owner: str
    title: str
    region: str
    group: str
    chart: str
    opened_on: date
    closed_through: date | None
    last_seq: int
    last_recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Cut:
    """Which journals count: dated until a day (None: all), and recorded up to a number."""

    on: date | None
    seq: int


@dataclass(frozen=True, slots=True)
class JournalInfo:
    seq: int
    recorded_at: datetime
    journal: Journal
    reversed_by: int | None
    verb: str


@dataclass(frozen=True, slots=True)
class JournalPage:
    """One journal and the act that wrote it: ``first`` to ``last`` are the numbers of its batch."""

    info: JournalInfo
    hash: str
    first: int
    last: int
    actor: str
    role: str
    via: str


def _visible(by: Viewer) -> Any:
    return visible_to(by, Book.objects.all(), room=ROOM, region="region", group="group")


def _info(row: Book) -> BookInfo:
    return BookInfo(
        row.id,
        row.key,
        row.kind,
        row.owner,
        row.title,
        row.region,
        row.group,
        row.chart,
        row.opened_on,
        row.closed_through,
        row.last_seq,
        row.last_recorded_at,
    )


def book(book_id: int, *, by: Viewer) -> BookInfo:
    """Raises OutOfSight."""
    row = _visible(by).filter(pk=book_id).first()
    if row is None:
        raise OutOfSight
    return _info(row)


def book_of(kind: str, owner: str, *, by: Viewer) -> BookInfo | None:
    """The book of a group or unit; None when it has none, or none that the viewer may know of."""
    row = _visible(by).filter(kind=kind, owner=owner).first()
    return _info(row) if row else None


def book_with_key(key: UUID, *, by: Viewer) -> BookInfo | None:
    row = _visible(by).filter(key=key).first()
    return _info(row) if row else None


def books(*, by: Viewer, after: int = 0, limit: int = PAGE) -> list[BookInfo]:
    """Books that exist for the viewer, by id after ``after``."""
    return [_info(row) for row in _visible(by).filter(pk__gt=after).order_by("pk")[:limit]]


def accounts(book_id: int, *, by: Viewer) -> Mapping[str, Account]:
    """The book's accounts by code. Raises OutOfSight."""
    return storage.accounts_of(book(book_id, by=by).id)


def cut(book_id: int, *, by: Viewer, on: date | None = None, known_at: datetime | None = None) -> Cut:
    """What counts as of a day, as known at an instant (None: now). Raises OutOfSight."""
    found = book(book_id, by=by)
    if known_at is None:
        return Cut(on, found.last_seq)
    batches = Batch.objects.filter(book_id=book_id, recorded_at__lte=known_at).order_by("-first_seq")
    return Cut(on, batches.values_list("last_seq", flat=True).first() or 0)


def balances(
    book_id: int, until: Cut, *, by: Viewer, since: date | None = None, closing: bool = True
) -> dict[str, int]:
    """Account -> balance, or what moved from ``since``; ``closing``: journals of the year's end included."""
    book(book_id, by=by)
    return _sums(book_id, until, since=since, closing=closing)


def _sums(book_id: int, until: Cut, *, since: date | None = None, closing: bool = True) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT l.account, sum(l.amount)::bigint FROM ledger_line l
            JOIN ledger_journal j ON j.book_id = l.book_id AND j.seq = l.seq
            WHERE l.book_id = %(book)s AND l.seq <= %(seq)s AND j.book_id = %(book)s AND j.seq <= %(seq)s
              AND j.effective_on <= coalesce(%(on)s::date, 'infinity')
              AND j.effective_on >= coalesce(%(since)s::date, '-infinity') AND (%(closing)s OR j.kind <> 'penutup')
            GROUP BY l.account
            """,
            {"book": book_id, "seq": until.seq, "on": until.on, "since": since, "closing": closing},
        )
        return {account: amount for account, amount in cursor.fetchall() if amount}


def trial_balance(book_id: int, until: Cut, *, by: Viewer) -> statements.TrialBalance:
    """Neraca saldo. Raises OutOfSight."""
    return statements.trial_balance(accounts(book_id, by=by), _sums(book_id, until))


def position(book_id: int, until: Cut, *, by: Viewer) -> statements.Position:
    """Posisi keuangan. Raises OutOfSight."""
    return statements.position(accounts(book_id, by=by), _sums(book_id, until))


def surplus(book_id: int, until: Cut, since: date, *, by: Viewer) -> statements.Surplus:
    """SHU from ``since`` to the day of the cut. Raises OutOfSight."""
    return statements.surplus(accounts(book_id, by=by), _sums(book_id, until, since=since, closing=False))


def equity_changes(book_id: int, until: Cut, since: date, *, by: Viewer) -> statements.EquityChanges:
    """Perubahan modal. Raises OutOfSight."""
    held = accounts(book_id, by=by)
    before = _sums(book_id, _before(until, since))
    return statements.equity_changes(held, before, _sums(book_id, until, since=since))


def cash_flow(book_id: int, until: Cut, since: date, *, by: Viewer) -> statements.CashFlow:
    """Arus kas. Raises OutOfSight."""
    held = accounts(book_id, by=by)
    money = [account.code for account in held.values() if account.cash]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT l.account, sum(l.amount)::bigint FROM ledger_journal j
            JOIN ledger_line l ON l.book_id = j.book_id AND l.seq = j.seq AND NOT l.account = ANY(%(money)s)
            WHERE j.book_id = %(book)s AND j.seq <= %(seq)s AND j.effective_on >= %(since)s
              AND j.effective_on <= coalesce(%(on)s::date, 'infinity')
              AND EXISTS (SELECT 1 FROM ledger_line c WHERE c.book_id = j.book_id AND c.seq = j.seq
                          AND c.account = ANY(%(money)s))
            GROUP BY l.account
            """,
            {"book": book_id, "seq": until.seq, "on": until.on, "since": since, "money": money},
        )
        counterparts = {account: amount for account, amount in cursor.fetchall() if amount}
    return statements.cash_flow(held, _sums(book_id, _before(until, since)), counterparts)


def _before(until: Cut, since: date) -> Cut:
    return Cut(storage.day_before(since), until.seq)


def register(book_id: int, account: str, until: Cut, since: date | None = None, *, by: Viewer) -> statements.Register:
    """The ledger of an account, with the balance after each line; of an account of cash, the cash book.

    Raises:
        OutOfSight: also for an account that the book does not have.
    """
    held = accounts(book_id, by=by)
    if account not in held:
        raise OutOfSight
    opening = _sums(book_id, _before(until, since)).get(account, 0) if since else 0
    entries = _entries(book_id, until, since, "l.account = %(of)s", of=account)
    return statements.register(held[account], opening, entries)


def party_card(book_id: int, party: str, until: Cut, since: date | None = None, *, by: Viewer) -> statements.PartyCard:
    """What a party holds and how it came: the savings card of a member. Raises OutOfSight."""
    held = accounts(book_id, by=by)
    opening: dict[tuple[str, str], int] = {}
    if since:
        for entry in _entries(book_id, _before(until, since), None, "l.party = %(of)s", of=party):
            key = (entry.account, entry.part)
            opening[key] = opening.get(key, 0) + entry.amount
    entries = _entries(book_id, until, since, "l.party = %(of)s", of=party)
    return statements.party_card(party, held, opening, entries)


def _entries(book_id: int, until: Cut, since: date | None, condition: str, *, of: str) -> list[Entry]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT {_ENTRY} FROM ledger_line l JOIN ledger_journal j ON j.book_id = l.book_id AND j.seq = l.seq
            WHERE l.book_id = %(book)s AND l.seq <= %(seq)s AND j.effective_on <= coalesce(%(on)s::date, 'infinity')
              AND j.effective_on >= coalesce(%(since)s::date, '-infinity') AND {condition}
            ORDER BY j.effective_on, l.seq, l.position
            """,  # noqa: S608 - the condition is ours
            {"book": book_id, "seq": until.seq, "on": until.on, "since": since, "of": of},
        )
        return [Entry(*row) for row in cursor.fetchall()]


def cash_on(book_id: int, on: date, *, by: Viewer) -> int:
    """Cash on hand at the end of a day, all accounts of cash together. Raises OutOfSight."""
    book(book_id, by=by)
    return storage.cash_on(book_id, on)


def party_balances(book_id: int, *, by: Viewer, until: Cut | None = None) -> dict[tuple[str, str, str], int]:
    """(account, party, part) -> balance on the account's own side; now, or as of a cut. Raises OutOfSight."""
    held = accounts(book_id, by=by)
    whole = "SELECT account, party, part, amount FROM ledger_partybalance WHERE book_id = %(book)s AND amount <> 0"
    past = """
        SELECT l.account, l.party, l.part, sum(l.amount)::bigint FROM ledger_line l
        JOIN ledger_journal j ON j.book_id = l.book_id AND j.seq = l.seq
        WHERE l.book_id = %(book)s AND l.party <> '' AND l.seq <= %(seq)s
          AND j.effective_on <= coalesce(%(on)s::date, 'infinity')
        GROUP BY 1, 2, 3 HAVING sum(l.amount) <> 0
    """
    values = {"book": book_id, "seq": until.seq if until else 0, "on": until.on if until else None}
    with connection.cursor() as cursor:
        cursor.execute(past if until else whole, values)
        return {
            (account, party, part): held[account].shown(amount) for account, party, part, amount in cursor.fetchall()
        }


def parties(book_id: int, *, by: Viewer) -> list[str]:
    """Whom lines of the book name, also where nothing is left. Raises OutOfSight."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT party FROM ledger_partybalance WHERE book_id = %s ORDER BY party",
            [book(book_id, by=by).id],
        )
        return [party for (party,) in cursor.fetchall()]


def imported_before(book_id: int, journals: Sequence[Journal], *, by: Viewer) -> tuple[int, int] | None:
    """First and last number of the journals that a file with the same content wrote; None: no such file was posted.

    Raises:
        OutOfSight
    """
    found = book(book_id, by=by)
    return storage.import_like(found.id, hash_chain.payload(str(found.key), "impor", journals))


def party_names(book_id: int, *, by: Viewer) -> dict[str, str]:
    """Id -> name, of parties not forgotten. Raises OutOfSight."""
    rows = PartyName.objects.filter(book_id=book(book_id, by=by).id)
    return dict(rows.values_list("party", "name"))


def journals(
    book_id: int, *, by: Viewer, before: int | None = None, limit: int = PAGE, verb: str = ""
) -> list[JournalInfo]:
    """Journals with their lines, newest first, numbers below ``before``. Raises OutOfSight."""
    found = book(book_id, by=by)
    return _journals(found.id, "j.seq < %(edge)s", before or found.last_seq + 1, limit, verb, newest=True)


def journals_in_order(book_id: int, *, by: Viewer, after: int = 0, limit: int = 1000) -> list[JournalInfo]:
    """Journals with their lines in the order of their numbers, from the one after ``after``. Raises OutOfSight."""
    return _journals(book(book_id, by=by).id, "j.seq > %(edge)s", after, limit, "", newest=False)


def last_day(book_id: int, *, by: Viewer) -> date | None:
    """The last day a journal is dated; None when there is none. Raises OutOfSight."""
    rows = JournalRow.objects.filter(book_id=book(book_id, by=by).id)
    found: date | None = rows.aggregate(last=Max("effective_on"))["last"]
    return found


def journal(book_id: int, seq: int, *, by: Viewer) -> JournalPage:
    """One journal with who wrote it, when and together with which. Raises OutOfSight."""
    found = book(book_id, by=by)
    if not 1 <= seq <= found.last_seq:
        raise OutOfSight
    info = _journals(found.id, "j.seq < %(edge)s", seq + 1, 1, "", newest=True)[0]
    row = JournalRow.objects.select_related("batch__event").get(book_id=found.id, seq=seq)
    batch, event = row.batch, row.batch.event
    return JournalPage(info, bytes(row.hash).hex(), batch.first_seq, batch.last_seq, event.actor, event.role, event.via)


def last_count(book_id: int, *, by: Viewer) -> date | None:
    """The last day on which journals brought a count of the cash with them (not a count alone). Raises OutOfSight."""
    rows = Batch.objects.filter(book_id=book(book_id, by=by).id, counted_on__isnull=False)
    last: date | None = rows.exclude(verb="selisih-kas").aggregate(last=Max("counted_on"))["last"]
    return last


def _journals(book_id: int, condition: str, edge: int, limit: int, verb: str, *, newest: bool) -> list[JournalInfo]:
    order = "DESC" if newest else "ASC"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT p.*, l.account, l.amount, l.party, l.part FROM (
                SELECT j.seq, j.recorded_at, j.effective_on, j.memo, j.reference, j.kind, j.reverses, j.reason,
                       r.seq AS reversed_by, b.verb
                FROM ledger_journal j JOIN ledger_batch b ON b.id = j.batch_id
                LEFT JOIN ledger_journal r ON r.book_id = j.book_id AND r.reverses = j.seq
                WHERE j.book_id = %(book)s AND {condition} AND (%(verb)s = '' OR b.verb = %(verb)s)
                ORDER BY j.seq {order} LIMIT %(limit)s
            ) p JOIN ledger_line l ON l.book_id = %(book)s AND l.seq = p.seq
            ORDER BY p.seq {order}, l.position
            """,  # noqa: S608 - condition and order are ours
            {"book": book_id, "edge": edge, "limit": limit, "verb": verb},
        )
        return _grouped(cursor.fetchall())


def _grouped(rows: Iterable[Sequence[Any]]) -> list[JournalInfo]:
    """Rows of one journal after the other, a line each, as journals."""
    found: dict[int, tuple[Sequence[Any], list[Posting]]] = {}
    for row in rows:
        found.setdefault(row[0], (row, []))[1].append(Posting(*row[10:14]))
    return [
        JournalInfo(
            seq,
            head[1],
            Journal(head[2], head[3], tuple(postings), head[4], head[5], head[6], head[7]),
            head[8],
            head[9],
        )
        for seq, (head, postings) in found.items()
    ]
