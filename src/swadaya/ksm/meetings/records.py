"""A record of a meeting as rows, with its event; and a key that makes a record once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from swadaya.accounts import audit
from swadaya.accounts.rules.access import Viewer
from swadaya.core import clock, locks, money
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Conflict, raise_if

from .. import access
from ..bookkeeping import meeting_batches
from ..models import AgendaItem, Attendance, Decision, Ksm, Meeting, Member, Record, Section
from ..rules import account_map
from ..rules.cash_count import Cash
from ..values import Recorded
from . import schema as rules
from .sheet import book_of


def lock_key(key: UUID) -> None:
    """Two senders of one key wait for each other, whatever group they name."""
    with connection.cursor() as cursor:
        locks.transaction_lock(cursor, "ksm meeting", key)


def known_under(ksm: Ksm, key: UUID, payload: str) -> Recorded | None:
    """What was recorded under a key. Raises Conflict ``rapat.kunci-lain`` when that was something else."""
    record = Record.objects.filter(key=key).select_related("meeting").first()
    if record is None:
        return None
    if record.meeting.ksm_id != ksm.pk or record.payload != payload:
        hint = "Kirim isi yang sama, atau pakai kunci baru."
        raise Conflict(Problem("rapat.kunci-lain", Where(key=str(key)), "isi lain", "isi yang dahulu dikirim", hint))
    return recorded(record.meeting, record, again=True)


def refuse_errors(problems: Sequence[Problem]) -> None:
    """Refuse with everything when any of it is an error; notes alone refuse nothing."""
    if any(problem.severity == "galat" for problem in problems):
        raise_if(problems)


def log_event(
    by: Viewer, ksm: Ksm, meeting: Meeting, action: str, role: str, cash: Cash, booked: meeting_batches.Booked | None
) -> int:
    """Say what was recorded. Why it was corrected stands with the record, where a name in it can be forgotten."""
    after: dict[str, Any] = {
        "kas_awal": cash.opening,
        "masuk": cash.inflow,
        "keluar": cash.outflow,
        "selisih": cash.difference,
        "dihitung": cash.counted,
        "jurnal": f"{booked.first}-{booked.last}" if booked else "",
    }
    return audit.record(
        by,
        action,
        kind="pertemuan",
        key=str(meeting.public_id),
        role=role,
        place=access.place_of(ksm),
        after=after,
        label=f"{access.name_of(ksm)}: pertemuan ke-{meeting.number}",
    )


def write_record(
    ksm: Ksm,
    meeting: Meeting,
    account: rules.Account,
    revision: int,
    key: UUID,
    payload: str,
    booked: meeting_batches.Booked | None,
    *,
    by: Viewer,
    event: int,
    reason: str = "",
) -> Record:
    cash = account.cash
    record = Record.objects.create(
        meeting=meeting,
        revision=revision,
        key=key,
        payload=payload,
        held_on=account.frame.held_on,
        place=account.place,
        closed_at=account.frame.closed_at,
        recorded_at=clock.now(),
        opening=cash.opening,
        inflow=cash.inflow,
        outflow=cash.outflow,
        difference=cash.difference,
        counted=cash.counted,
        cash_reason=cash.reason,
        pieces={str(note): number for note, number in account.pieces.items()},
        cash_reader_id=account.cash_reader,
        minutes=account.minutes,
        next_on=account.next_on,
        reason=reason,
        book=book_of(ksm),
        batch_first=booked.first if booked else 0,
        batch_last=booked.last if booked else 0,
        person_id=by.person_id,
        actor=by.name[:120],
        event_id=event,
    )
    Attendance.objects.bulk_create(
        Attendance(record=record, member_id=member, mark=mark) for member, mark in account.marks.items()
    )
    AgendaItem.objects.bulk_create(
        AgendaItem(record=record, position=position, title=item.title, state=item.state)
        for position, item in enumerate(account.items, 1)
    )
    Decision.objects.bulk_create(
        Decision(record=record, position=position, text=text) for position, text in enumerate(account.decisions, 1)
    )
    Section.objects.bulk_create(
        Section(record=record, part=part, said=said) for part, said in account.sections.items() if said
    )
    return record


def recorded(meeting: Meeting, record: Record, *, notes: tuple[Problem, ...] = (), again: bool = False) -> Recorded:
    return Recorded(
        meeting_id=meeting.public_id,
        number=meeting.number,
        revision=record.revision,
        state="menunggu-konfirmasi",  # what this act left, whatever became of it since
        recorded_at=record.recorded_at,
        cash=Cash(record.opening, record.inflow, record.outflow, record.counted, record.cash_reason),
        journals=(record.batch_first, record.batch_last),
        notes=notes,
        again=again,
    )


def left_problems(ksm: Ksm, held_on: date, *, by: Viewer) -> list[Problem]:
    """``rapat.sudah-keluar``: what was booked leaves savings with somebody who was paid out and left."""
    left = dict(Member.objects.filter(ksm=ksm, left_on__isnull=False).values_list("id", "number"))
    if not left:
        return []
    held = meeting_batches.savings(book_of(ksm), account_map.in_force(held_on).savings, by=by)
    hint = "Anggota itu sudah menerima semua simpanannya; perbedaannya dicatat sebagai pemasukan atau pengeluaran lain."
    return [
        Problem(
            "rapat.sudah-keluar",
            Where(key="simpanan"),
            f"anggota nomor {left[member]} tersisa {kind} {money.write(amount)}",
            "anggota yang keluar tidak bersimpanan lagi",
            hint,
        )
        for (member, kind), amount in sorted(held.items())
        if amount and member in left
    ]
