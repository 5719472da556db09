"""A whole book as text, piece by piece, and any statement as a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from swadaya.accounts.rules.access import OutOfSight, Viewer
from swadaya.core import clock, dates
from swadaya.core.tables import Table
from swadaya.files import writing

from . import selectors
from .rules import charts, hledger, statement_tables, tables
from .rules.journal import Journal
from .rules.statement_tables import KINDS, Names
from .selectors import BookInfo, Cut

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
    yield from writing.csv_lines(tables.JOURNALS, tables.journal_rows(numbered(book_id, by=by), accounts))


def journals(book_id: int, *, by: Viewer) -> Table:
    """The book as the table of that CSV. Raises OutOfSight."""
    return tables.journals(numbered(book_id, by=by), selectors.accounts(book_id, by=by))


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to see of a book. ``known_at`` None: as known now. ``account``, ``party``: of whom."""

    book: BookInfo
    until: Cut
    on: date
    since: date
    known_at: datetime | None = None
    account: str = ""
    party: str = ""


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
    """A statement by its name in Indonesian, with numbers of members and without their names.

    Args:
        kind: one of ``statement_tables.KINDS``.
        since: without it from the day the book was opened.
        account, party: for buku-besar and kartu.

    Raises:
        OutOfSight: also for an account that the book does not have.
    """
    book = selectors.book(book_id, by=by)
    until = selectors.cut(book_id, by=by, on=on, known_at=known_at)
    asked = Asked(book, until, on or clock.today(), since or book.opened_on, known_at, account, party)
    return statement_of(asked, kind, by=by)


def statement_of(asked: Asked, kind: str, *, by: Viewer, names: Names | None = None) -> Table:
    """The statement of a book that is known already. Raises OutOfSight.

    Args:
        names: party -> name, for page and paper alone.
    """
    if kind not in KINDS or (kind == "kartu" and not asked.party):
        raise OutOfSight
    table = _table(asked, kind, names, by)
    when = time_text(asked, span=KINDS[kind].span)
    return replace(table, owner=asked.book.title, subtitle=when)


def _table(asked: Asked, kind: str, names: Names | None, by: Viewer) -> Table:
    book, until, since = asked.book.id, asked.until, asked.since
    if kind == "neraca-saldo":
        return statement_tables.trial_balance(selectors.trial_balance(book, until, by=by))
    if kind == "posisi":
        return statement_tables.position(selectors.position(book, until, by=by))
    if kind == "shu":
        return statement_tables.surplus(selectors.surplus(book, until, since, by=by))
    if kind == "modal":
        return statement_tables.equity_changes(selectors.equity_changes(book, until, since, by=by))
    if kind == "arus-kas":
        return statement_tables.cash_flow(selectors.cash_flow(book, until, since, by=by))
    if kind == "kartu":
        return statement_tables.party_card(selectors.party_card(book, asked.party, until, since, by=by), names)
    cash = charts.chart(asked.book.chart).uses["cash"]
    if kind == "buku-kas":
        return statement_tables.cash_book(selectors.register(book, cash, until, since, by=by), names)
    return statement_tables.register(selectors.register(book, asked.account or cash, until, since, by=by), names)


def time_text(asked: Asked, *, span: bool) -> str:
    """ "1 Januari 2026 sampai 5 Februari 2026, menurut yang tercatat sampai …"."""
    day = dates.day(asked.on)
    text = f"{dates.day(asked.since)} sampai {day}" if span else f"Pada {day}"
    return f"{text}, menurut yang tercatat sampai {dates.moment(asked.known_at)}" if asked.known_at else text
