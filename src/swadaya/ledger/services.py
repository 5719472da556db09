"""Writes of the room: open a book, post, take back, count cash, close and open months. Each is one transaction.

A key made by the client names each writing: the same key and content answers the same result again and writes nothing,
other content under it is refused (``buku.kunci-lain``). Services may run inside an outer transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from swadaya.accounts import audit
from swadaya.accounts.access import OutOfSight, Place, Viewer, require
from swadaya.core import clock
from swadaya.core.figures import grouped
from swadaya.core.problem import Problem, Problems, Unusable, Where

from . import chain, charts, floors, periods, writing
from .journal import BookState, Journal, Posting, Refused, batch_problems, mirror
from .models import Batch, Book, BookAccount, PartyName, PeriodStep
from .periods import Who
from .reading import FileJournals
from .writing import Count

POST, REVERSE, CLOSE, REOPEN = "buku.catat", "buku.balik", "buku.tutup", "buku.buka-lagi"


@dataclass(frozen=True, slots=True)
class Posted:
    """What was written: the numbers, the hash of the last, when. ``again``: it had been written before."""

    book_id: int
    first_seq: int
    last_seq: int
    recorded_at: datetime
    again: bool = False


@dataclass(frozen=True, slots=True)
class Trial:
    """What a file would write: its journals, and everything that is wrong."""

    journals: tuple[Journal, ...]
    problems: Problems


def place_of(book: Book) -> Place:
    return Place(book.region, book.group)


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
        Unusable: ``buku.sudah-ada``, ``buku.kunci-lain``, ``bagan.*``.
    """
    role = require(by, POST, Place(region, group))
    chart = charts.chart(chart_id) if chart_id else charts.in_force(kind, opened_on)
    known = Book.objects.filter(key=key).first() or Book.objects.filter(kind=kind, owner=owner).first()
    if known is not None:
        if (known.key, known.kind, known.owner, known.opened_on) == (key, kind, owner, opened_on):
            return known.id
        code = "buku.kunci-lain" if known.key == key else "buku.sudah-ada"
        raise Unusable(Problem(code, Where(key=owner), known.title, "pemilik yang belum mempunyai buku"))
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
        last_hash=chain.genesis(str(key), kind, owner),
        last_recorded_at=clock.now(),
        event_id=event,
    )
    writing.insert_accounts(book.id, chart.id, chart.accounts)
    return book.id


@transaction.atomic
def adopt_chart(*, by: Viewer, book_id: int, chart_id: str) -> None:
    """Take over a newer edition: new accounts and labels; accounts it no longer has stay.

    Raises:
        OutOfSight, NotAllowed, Unusable ``bagan.tidak-dikenal``, Refused ``bagan.tak-sepadan``.
    """
    book = _locked(by, book_id, POST)[0]
    newer = charts.chart(chart_id)
    held = writing.accounts_of(book.id)
    found = charts.adoption_problems(held, newer)
    if found:
        raise Refused(found)
    event = {"sebelum": book.chart, "sesudah": newer.id}
    audit.record(by, "buku.bagan", kind="buku", key=str(book.key), label=book.title, place=place_of(book), after=event)
    fresh = {code: account for code, account in newer.accounts.items() if code not in held}
    writing.insert_accounts(book.id, newer.id, fresh)
    for code in newer.accounts.keys() & held.keys():
        BookAccount.objects.filter(book_id=book.id, code=code).update(
            label=newer.accounts[code].label, flow=newer.accounts[code].flow, chart=newer.id
        )
    Book.objects.filter(pk=book.id).update(chart=newer.id)


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
) -> Posted:
    """Post journals together, after taking back others: all of it or nothing, judged at its end.

    Args:
        count: cash as it was counted; the books must say the same once everything is posted.
        verb: what the writing is called in the book's history.
        reversing: numbers of journals that are taken back, in this order, before ``journals`` are posted.
        reversed_on: the date of those reversals; without it each has the date of the journal it takes back.
        reason: why they are taken back.

    Raises:
        OutOfSight, NotAllowed: right ``buku.catat`` for journals, ``buku.balik`` for reversals.
        Refused: everything wrong at once: ``jurnal.*``, ``kas.kurang``, ``kas.hitungan``, ``pihak.kurang``.
        Unusable: ``buku.kunci-lain``.
    """
    rights = [POST] * bool(journals) + [REVERSE] * bool(reversing or any(j.reverses is not None for j in journals))
    book, role = _locked(by, book_id, *(rights or [POST]))
    extra = _written(count, tuple(reversing), reversed_on, reason)
    payload = chain.payload(str(book.key), verb, journals, extra)
    done = _done_before(book, key, payload)
    if done:
        return done
    numbers = [*reversing, *(item.reverses for item in journals if item.reverses is not None)]
    state = _state(book, numbers)
    taken_back = [
        mirror(state.held[seq].journal, seq=seq, on=reversed_on or state.held[seq].journal.effective_on, reason=reason)
        if seq in state.held
        else Journal(reversed_on or book.opened_on, "Membalik", (), reverses=seq, reason=reason)
        for seq in reversing
    ]
    whole = [*taken_back, *journals]
    found = batch_problems(whole, state) or _floor_problems(book, whole, state, count)
    if found:
        raise Refused(found)
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


def _floor_problems(book: Book, journals: Sequence[Journal], state: BookState, count: Count | None) -> list[Problem]:
    """What would fall below zero, or differ from the count, once all journals are posted."""
    cash = floors.cash_moves(journals, state.accounts)
    parties = floors.party_moves(journals, state.accounts)
    held: dict[tuple[str, date], int] = {}
    if cash:
        held = writing.cash_held(book.id, min(day for _, day in cash))
    found = floors.cash_problems(held, cash)
    found += floors.party_problems(writing.parties_held(book.id, list(parties)), parties, state.accounts)
    if count is not None:
        found += _count_problems(book, cash, count)
    return found


def _count_problems(book: Book, cash: Mapping[tuple[str, date], int], count: Count) -> list[Problem]:
    held = sum(amount for (_, day), amount in writing.cash_held(book.id, count.on).items() if day <= count.on)
    expected = held + sum(amount for (_, day), amount in cash.items() if day <= count.on)
    if expected == count.amount:
        return []
    hint = f"Selisihnya {grouped(count.amount - expected)}; catat sebagai selisih kas dengan alasannya."
    where = Where(key=count.on.isoformat())
    return [Problem("kas.hitungan", where, grouped(count.amount), f"{grouped(expected)} menurut buku", hint)]


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
    event = audit.record(
        by,
        f"buku.{verb}",
        kind="buku",
        key=str(book.key),
        label=book.title,
        role=role,
        place=place_of(book),
        after=after,
    )
    with writing.judged_at_the_end():
        batch = writing.insert_batch(book, key, payload, verb, len(journals), at, event, count)
        if batch is None:
            raise _other_key(key)
        writing.insert_journals(book, batch, key, journals, at)
    return Posted(book.id, first, last, at)


def _done_before(book: Book, key: UUID, payload: bytes) -> Posted | None:
    known = writing.batch_with_key(str(key))
    if known is None:
        return None
    if known.book_id != book.id or known.payload_hash != payload:
        raise _other_key(str(key))
    return Posted(book.id, known.first_seq, known.last_seq, known.recorded_at, again=True)


def _other_key(key: str) -> Unusable:
    hint = "Kirim isi yang sama, atau pakai kunci baru."
    return Unusable(Problem("buku.kunci-lain", Where(key=key), "isi lain", "isi yang dahulu dikirim", hint))


def _locked(by: Viewer, book_id: int, *rights: str) -> tuple[Book, str]:
    """The book, locked until the end of the transaction, and the role that may do this."""
    book = Book.objects.select_for_update().filter(pk=book_id).first()
    if book is None:
        raise OutOfSight
    roles = [require(by, right, place_of(book)) for right in rights]
    return book, roles[0]


def _state(book: Book, numbers: Sequence[int] = ()) -> BookState:
    return BookState(
        book.opened_on,
        book.closed_through,
        writing.accounts_of(book.id),
        clock.today(),
        writing.names_of(book.id),
        writing.held_journals(book.id, numbers),
    )


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
        book, _ = _locked(by, book_id, POST)
        known = Batch.objects.filter(key=key, verb="selisih-kas").first()
        if (
            known is not None
            and known.book_id == book.id
            and (known.counted_on, known.counted)
            == (
                count.on,
                count.amount,
            )
        ):
            return Posted(book.id, known.first_seq, known.last_seq, known.recorded_at, again=True)
        if not reason.strip():
            raise Refused([Problem("jurnal.tanpa-alasan", Where(column="alasan"), "kosong", "sebab selisih kas")])
        uses = charts.chart(book.chart).uses
        cash = account or uses["cash"]
        held = writing.cash_held(book.id, count.on).items()
        difference = count.amount - sum(amount for (_, day), amount in held if day <= count.on)
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
    book, _ = _locked(by, book_id, POST)
    journal = Journal(on, "Saldo pembukaan", tuple(postings), source, "pembukaan")
    payload = chain.payload(str(book.key), "pembukaan", (journal,))
    if not dry_run and _done_before(book, key, payload):
        return Trial((journal,), Problems())
    state = _state(book)
    found = batch_problems((journal,), state)
    if book.last_seq:
        got, expected = f"sudah ada {grouped(book.last_seq)} jurnal", "buku yang belum berisi"
        found.insert(0, Problem("pembukaan.sudah-berisi", Where(key=book.title), got, expected))
    found = found or _floor_problems(book, (journal,), state, None)
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
    book, _ = _locked(by, book_id, POST)
    payload = chain.payload(str(book.key), "impor", file.journals)
    if not dry_run and not file.problems.errors and _done_before(book, key, payload):
        return Trial(file.journals, Problems())
    state = _state(book)
    unread = {problem.where.row for problem in file.problems}
    found = [
        problem
        for problem in batch_problems(file.journals, state, rows=file.rows)
        if not (unread and problem.where.row in _rows_read_badly(file, unread))
    ]
    if not found and not file.problems.errors:
        found = _floor_problems(book, file.journals, state, None)
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


@transaction.atomic
def close_period(*, by: Viewer, book_id: int, month: date) -> None:
    """Close a month: nothing is dated in it any more. Its balances are fingerprinted.

    Raises:
        OutOfSight, NotAllowed; Refused ``bulan.urutan``, ``bulan.belum-lewat``.
    """
    book, role = _locked(by, book_id, CLOSE)
    found = periods.closing_problems(
        month, opened_on=book.opened_on, closed_through=book.closed_through, today=clock.today()
    )
    if found:
        raise Refused(found)
    _step(by, book, role, "tutup", month, digest=balances_digest(book.id, periods.last_day(month), book.last_seq))


@transaction.atomic
def reopen_period(*, by: Viewer, book_id: int, month: date, reason: str) -> None:
    """Open the last closed month again; whoever closed it cannot.

    Raises:
        OutOfSight, NotAllowed; Refused ``bulan.tidak-terakhir``, ``bulan.orang-sama``, ``bulan.tanpa-alasan``.
    """
    book, role = _locked(by, book_id, REOPEN)
    last = PeriodStep.objects.filter(book_id=book.id, month=periods.first_day(month), verb="tutup").order_by("-id")
    step = last.first()
    found = periods.reopening_problems(
        month,
        closed_through=book.closed_through,
        closer=Who(step.person_id, step.actor) if step else None,
        opener=Who(by.person_id, by.name),
        reason=reason,
    )
    if found:
        raise Refused(found)
    _step(by, book, role, "buka", month, reason=reason)


def _step(
    by: Viewer, book: Book, role: str, verb: str, month: date, *, digest: bytes | None = None, reason: str = ""
) -> None:
    after = {"bulan": periods.written(month), **({"alasan": reason} if reason else {})}
    event = audit.record(
        by,
        f"buku.{'tutup-bulan' if verb == 'tutup' else 'buka-bulan'}",
        kind="buku",
        key=str(book.key),
        label=book.title,
        role=role,
        place=place_of(book),
        after=after,
    )
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
        return chain.balance_digest(cursor.fetchall())


@transaction.atomic
def name_parties(*, by: Viewer, book_id: int, names: Mapping[str, str]) -> None:
    """Say whom ids stand for. Events keep the ids only. Raises OutOfSight, NotAllowed."""
    book, role = _locked(by, book_id, POST)
    after = {"pihak": sorted(names)}
    audit.record(
        by, "buku.nama-pihak", kind="buku", key=str(book.key), label=book.title, role=role, place=place_of(book),
        after=after,
    )  # fmt: skip
    rows = [PartyName(book_id=book.id, party=party, name=name) for party, name in names.items()]
    PartyName.objects.filter(book_id=book.id, party__in=list(names)).delete()
    PartyName.objects.bulk_create(rows)


@transaction.atomic
def erase_party(*, by: Viewer, book_id: int, party: str, reason: str) -> None:
    """Forget whom an id stands for; the books stay as they are. Raises OutOfSight, NotAllowed, Refused."""
    book, role = _locked(by, book_id, POST)
    if not reason.strip():
        raise Refused([Problem("pihak.tanpa-alasan", Where(key=party), "kosong", "alasan menghapus nama")])
    PartyName.objects.filter(book_id=book.id, party=party).delete()
    after = {"pihak": party, "alasan": reason}
    audit.record(
        by, "buku.hapus-nama", kind="buku", key=str(book.key), label=book.title, role=role, place=place_of(book),
        after=after,
    )  # fmt: skip
