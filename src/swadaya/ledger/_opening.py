"""Open a book, take over a newer chart of accounts, say whom ids stand for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import transaction

from swadaya.accounts import audit
from swadaya.accounts.rules.access import Place, Viewer, require
from swadaya.core import clock
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Conflict, Invalid

from . import storage
from ._command_context import POST, locked, record
from .models import Book, BookAccount, PartyName
from .rules import charts, hash_chain


@transaction.atomic
def open_book(
    *,
    by: Viewer,
    key: UUID,
    kind: str,
    owner: str,
    title: str,
    region: str,
    opened_on: date,
    group: str = "",
    chart_id: str = "",
) -> int:
    """Open the book of a group or a managing unit and return its id.

    Args:
        owner: opaque id of the group or unit; one book each.
        opened_on: the first day that can be posted to.
        chart_id: a chart of accounts; without it the newest for this kind of owner.

    Raises:
        OutOfSight, NotAllowed.
        Conflict: ``buku.sudah-ada``, ``buku.kunci-lain``.
        Invalid: ``bagan.*``.
    """
    role = require(by, POST, Place(region, group))
    chart = charts.chart(chart_id) if chart_id else charts.in_force(kind, opened_on)
    known = Book.objects.filter(key=key).first() or Book.objects.filter(kind=kind, owner=owner).first()
    if known is not None:
        if (known.key, known.kind, known.owner, known.opened_on) == (key, kind, owner, opened_on):
            return known.id
        code = "buku.kunci-lain" if known.key == key else "buku.sudah-ada"
        raise Conflict(Problem(code, Where(key=owner), known.title, "pemilik yang belum mempunyai buku"))
    after = {"pemilik": f"{kind} {owner}", "bagan": chart.id, "dibuka": opened_on.isoformat()}
    place = Place(region, group)
    event = audit.record(by, "buku.buka", kind="buku", key=str(key), label=title, role=role, place=place, after=after)
    book = Book.objects.create(
        key=key,
        kind=kind,
        owner=owner,
        title=title,
        region=region,
        group=group,
        chart=chart.id,
        opened_on=opened_on,
        last_hash=hash_chain.genesis(str(key), kind, owner),
        last_recorded_at=clock.now(),
        event_id=event,
    )
    storage.insert_accounts(book.id, chart.id, chart.accounts)
    return book.id


@transaction.atomic
def adopt_chart(*, by: Viewer, book_id: int, chart_id: str) -> None:
    """Take over a newer edition: new accounts and labels; accounts it no longer has stay.

    Raises:
        OutOfSight, NotAllowed, Invalid ``bagan.tidak-dikenal``, Invalid ``bagan.tak-sepadan``.
    """
    book, role = locked(by, book_id, POST)
    newer = charts.chart(chart_id)
    held = storage.accounts_of(book.id)
    problems = charts.adoption_problems(held, newer)
    if problems:
        raise Invalid(problems)
    record(by, book, "buku.bagan", role, {"sebelum": book.chart, "sesudah": newer.id})
    fresh = {code: account for code, account in newer.accounts.items() if code not in held}
    storage.insert_accounts(book.id, newer.id, fresh)
    for code in newer.accounts.keys() & held.keys():
        BookAccount.objects.filter(book_id=book.id, code=code).update(
            label=newer.accounts[code].label, flow=newer.accounts[code].flow, chart=newer.id
        )
    Book.objects.filter(pk=book.id).update(chart=newer.id)


@transaction.atomic
def name_parties(*, by: Viewer, book_id: int, names: Mapping[str, str]) -> None:
    """Say whom ids stand for. Events keep the ids only. Raises OutOfSight, NotAllowed."""
    book, role = locked(by, book_id, POST)
    record(by, book, "buku.nama-pihak", role, {"pihak": sorted(names)})
    rows = [PartyName(book_id=book.id, party=party, name=name) for party, name in names.items()]
    PartyName.objects.filter(book_id=book.id, party__in=list(names)).delete()
    PartyName.objects.bulk_create(rows)


@transaction.atomic
def erase_party(*, by: Viewer, book_id: int, party: str, reason: str) -> None:
    """Forget whom an id stands for; the books stay as they are. Raises OutOfSight, NotAllowed, Invalid."""
    book, role = locked(by, book_id, POST)
    if not reason.strip():
        raise Invalid([Problem("pihak.tanpa-alasan", Where(key=party), "kosong", "alasan menghapus nama")])
    PartyName.objects.filter(book_id=book.id, party=party).delete()
    record(by, book, "buku.hapus-nama", role, {"pihak": party, "alasan": reason})
