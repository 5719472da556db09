"""What meetings do with the book of their group: post, take back, ask what is held and when it was last counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Max

from swadaya.accounts.rules.access import Viewer
from swadaya.core import clock, keys, money
from swadaya.ledger import selectors as ledger
from swadaya.ledger import services
from swadaya.ledger.rules.journal import COMPOSED, Journal
from swadaya.ledger.storage import Count

from ..models import Ksm, Member, Record
from ..parts import Draft
from ..rules import account_map

OWNER = "ksm"


@dataclass(frozen=True, slots=True)
class Booked:
    """Numbers of the journals that were written."""

    first: int
    last: int


def _inner(by: Viewer) -> Viewer:
    """The same person where this room has already judged what they may do."""
    return replace(by, trusted=True)


def open_for(ksm: Ksm, *, name: str, opened_on: date, by: Viewer) -> int:
    """Open the book of a new group, on the chart that the meeting's naming is made for."""
    return services.open_book(
        by=_inner(by),
        key=keys.new_key(),
        kind=OWNER,
        owner=str(ksm.public_id),
        title=f"Buku {name}"[:120],
        region=ksm.desa,
        group=str(ksm.public_id),
        opened_on=opened_on,
        chart_id=account_map.in_force(clock.today()).chart,
    )


def cash_on(book_id: int, day: date, *, by: Viewer) -> int:
    """Cash on hand at the end of a day."""
    return ledger.cash_on(book_id, day, by=_inner(by))


def savings(book_id: int, account: str, *, by: Viewer) -> dict[tuple[int, str], int]:
    """(member, kind of saving) -> what they hold now."""
    party_balances = ledger.party_balances(book_id, by=_inner(by))
    return {(int(party), part): amount for (code, party, part), amount in party_balances.items() if code == account}


def last_day(book_id: int, *, by: Viewer) -> date | None:
    """The last day a journal is dated; None when there is none."""
    return ledger.last_day(book_id, by=_inner(by))


def last_count(book_id: int, *, by: Viewer) -> date | None:
    """The last day on which a meeting counted the cash, also one at which no money moved. Raises OutOfSight."""
    met = Record.objects.filter(book=book_id).aggregate(last=Max("held_on"))["last"]
    return max(filter(None, (met, ledger.last_count(book_id, by=by))), default=None)


def lock_book(owner: str) -> None:
    """Let no meeting of the group that owns a book be recorded until this transaction ends."""
    list(Ksm.objects.select_for_update(no_key=True).filter(public_id=owner).values("id"))


def cash_account(day: date) -> str:
    """The account of the cash box."""
    return account_map.in_force(day).cash


def held_in_all(book_id: int, day: date, *, by: Viewer) -> str:
    """Money, savings and debts that are left, as a sentence; empty when there is nothing."""
    inner = _inner(by)
    position = ledger.position(book_id, ledger.cut(book_id, by=inner, on=day), by=inner)
    found = {item.account.label.lower(): item.amount for item in position.assets if item.account.cash}
    found |= {item.account.label.lower(): item.amount for item in position.liabilities if not item.account.parties}
    found["simpanan dan piutang anggota"] = sum(map(abs, ledger.party_balances(book_id, by=inner).values()))
    return ", ".join(f"{label} {money.write_rp(amount)}" for label, amount in found.items() if amount)


def held_by(book_id: int, member_id: int, *, by: Viewer) -> str:
    """What one member still holds or owes, as a sentence; empty when there is nothing."""
    party_balances = ledger.party_balances(book_id, by=_inner(by))
    own = {part: amount for (_, party, part), amount in party_balances.items() if party == str(member_id) and amount}
    return ", ".join(f"{part or 'pinjaman'} {money.write_rp(amount)}" for part, amount in sorted(own.items()))


def post(
    book_id: int, *, key: UUID, drafts: Sequence[Draft], on: date, reference: str, counted: int, by: Viewer
) -> Booked | None:
    """Post what a meeting moved, as one batch; at the end of the day the books hold ``counted``.

    None: nothing moved.
    """
    if not drafts:
        return None
    posted = services.post_batch(
        by=by,
        book_id=book_id,
        key=keys.part_of(key, "buku"),
        journals=_journals(drafts, on, reference),
        count=Count(on, counted),
        verb="pertemuan",
    )
    return Booked(posted.first_seq, posted.last_seq)


def replace_batch(
    book_id: int,
    *,
    key: UUID,
    taken_back: Sequence[int],
    drafts: Sequence[Draft],
    on: date,
    reference: str,
    counted: int,
    reason: str,
    by: Viewer,
) -> Booked | None:
    """Take the journals of a record back and post others, in one batch judged at its end; the numbers of the others."""
    if not taken_back and not drafts:
        return None
    posted = services.replace(
        by=by,
        book_id=book_id,
        key=keys.part_of(key, "buku"),
        seqs=taken_back,
        journals=_journals(drafts, on, reference),
        reason=reason,
        count=Count(on, counted),
    )
    return Booked(posted.last_seq - len(drafts) + 1, posted.last_seq) if drafts else None


def _journals(drafts: Sequence[Draft], on: date, reference: str) -> list[Journal]:
    return [
        Journal(on, draft.memo, draft.postings, reference, reason=draft.reason, composed=COMPOSED) for draft in drafts
    ]


def name_member(book_id: int, member_id: int, name: str, *, by: Viewer) -> None:
    services.name_parties(by=_inner(by), book_id=book_id, names={str(member_id): name})


def forget_member(book_id: int, member_id: int, *, reason: str, by: Viewer) -> None:
    services.erase_party(by=_inner(by), book_id=book_id, party=str(member_id), reason=reason)


def card(book_id: int, member_id: int, *, first: date | None, last: date | None, by: Viewer) -> Any:
    """The savings card of a member."""
    inner = _inner(by)
    return ledger.party_card(book_id, str(member_id), ledger.cut(book_id, by=inner, on=last), first, by=inner)


def members_of(book_id: int, *, by: Viewer) -> Mapping[str, str]:
    """Whom lines of a group's book may name: number of each member there ever was -> name, where it is not erased."""
    names = ledger.party_names(book_id, by=_inner(by))
    rows = Member.objects.filter(ksm__book=book_id).order_by("number").values_list("pk", "number")
    return {str(pk): names.get(str(pk), f"Anggota ke-{number}") for pk, number in rows}


def meeting_of(book_id: int, seq: int) -> int | None:
    """Number of the group's meeting that wrote a journal; None when none did."""
    rows = Record.objects.filter(book=book_id, batch_first__lte=seq, batch_last__gte=seq)
    return rows.values_list("meeting__number", flat=True).first()
