"""A whole book as text, piece by piece, and any statement as a table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from swadaya.accounts.rules.access import OutOfSight, Viewer

from . import selectors
from .rules import charts, hledger, tables
from .rules.journal import Journal
from .rules.tables import Table

_PIECE = 1_000


def numbered(book_id: int, *, by: Viewer) -> Iterator[tuple[int, Journal]]:
    """(number, journal) of the whole book. Raises OutOfSight."""
    after = 0
    while page := selectors.journals_in_order(book_id, by=by, after=after, limit=_PIECE):
        yield from ((item.seq, item.journal) for item in page)
        after = page[-1].seq


def hledger_text(book_id: int, *, by: Viewer, prefix: str = "") -> Iterator[str]:
    """The book for hledger and ledger; ``prefix`` stands before each account. Raises OutOfSight."""
    accounts = selectors.accounts(book_id, by=by)
    yield from hledger.declarations(accounts, prefix)
    yield from hledger.transactions(numbered(book_id, by=by), accounts, prefix)


def csv_text(book_id: int, *, by: Viewer) -> Iterator[str]:
    """The book as CSV that can be imported again. Raises OutOfSight."""
    accounts = selectors.accounts(book_id, by=by)
    yield from tables.csv_lines(tables.journals(numbered(book_id, by=by), accounts))


def statement(
    book_id: int,
    kind: str,
    on: date | None = None,
    since: date | None = None,
    *,
    by: Viewer,
    known_at: datetime | None = None,
    account: str = "",
    party: str = "",
) -> Table:
    """A statement by its name in Indonesian.

    Args:
        kind: neraca-saldo, posisi, shu, modal, arus-kas, buku-kas, buku-besar or kartu.
        since: without it from the day the book was opened.
        account, party: for buku-besar and kartu.

    Raises:
        OutOfSight: also for an account that the book does not have.
    """
    book = selectors.book(book_id, by=by)
    until = selectors.cut(book_id, by=by, on=on, known_at=known_at)
    start = since or book.opened_on
    if kind == "neraca-saldo":
        return tables.trial_balance(selectors.trial_balance(book_id, until, by=by))
    if kind == "posisi":
        return tables.position(selectors.position(book_id, until, by=by))
    if kind == "shu":
        return tables.surplus(selectors.surplus(book_id, until, start, by=by))
    if kind == "modal":
        return tables.equity_changes(selectors.equity_changes(book_id, until, start, by=by))
    if kind == "arus-kas":
        return tables.cash_flow(selectors.cash_flow(book_id, until, start, by=by))
    if kind == "kartu":
        return tables.party_card(selectors.party_card(book_id, party, until, since, by=by))
    if kind not in ("buku-kas", "buku-besar"):
        raise OutOfSight
    chosen = account or charts.chart(book.chart).uses["cash"]
    return tables.register(selectors.register(book_id, chosen, until, since, by=by))
