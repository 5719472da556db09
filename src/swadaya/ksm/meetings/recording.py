"""Recording a meeting: rows, one batch in the books and one event, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from swadaya.accounts.rules.access import OutOfSight, Viewer
from swadaya.core import clock, keys
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Conflict, raise_if

from .. import access
from ..bookkeeping import meeting_batches
from ..models import Ksm, Meeting
from ..values import Recorded
from . import schema as rules
from .records import (
    known_under,
    left_problems,
    lock_key,
    log_event,
    recorded,
    refuse_errors,
    write_record,
)
from .sheet import book_of, latest_record, planned_for, sheet_for


@transaction.atomic
def record_meeting(ksm_id: UUID, *, key: UUID | str, said: Mapping[str, Any], by: Viewer) -> Recorded:
    """Take a whole meeting in. It waits for the second officer; the books are posted at once.

    Args:
        key: client-made UUIDv7; the same key and content answers the same result again.
        said: see the README.

    Raises:
        OutOfSight, NotAllowed: rights ``ksm.catat`` and, in the books, ``buku.catat``.
        Invalid: everything wrong at once: ``rapat.*``, ``simpanan.*``, ``penarikan.*``, ``denda.*``, ``lain.*``, and
            what the ledger finds, ``rapat.sudah-keluar`` (somebody who left would hold savings again),
            ``ksm.sudah-berakhir`` (the group is no more, whatever day the meeting was).
        Invalid: ``rapat.kunci-lain`` (other content under the key), ``kunci.bentuk``, ``ksm.tidak-berjalan``.
    """
    sent = keys.required(key)
    payload = keys.fingerprint(said)
    lock_key(sent)
    ksm, role = access.group_for(by, ksm_id, access.RECORD, lock=True)
    known = known_under(ksm, sent, payload)
    if known is not None:
        return known
    frame, problems = rules.frame(said, today=clock.today())
    raise_if(problems + access.over_problems(ksm))
    assert frame is not None
    access.require_running(ksm, frame.held_on)
    meeting = _meeting_of(ksm, frame)
    sheet = sheet_for(ksm, frame, by=by)
    account, problems = rules.read(said, given=frame, sheet=sheet)
    refuse_errors([*problems, *_order_problems(ksm, frame)])
    assert account is not None
    reference = f"Pertemuan ke-{meeting.number}"
    booked = meeting_batches.post(
        book_of(ksm),
        key=sent,
        drafts=account.drafts,
        on=frame.held_on,
        reference=reference,
        counted=account.cash.counted,
        by=by,
    )
    raise_if(left_problems(ksm, frame.held_on, by=by))
    event = log_event(by, ksm, meeting, "ksm.catat-rapat", role, account.cash, booked)
    _hold(meeting, frame, account, event)
    record = write_record(ksm, meeting, account, 1, sent, payload, booked, by=by, event=event)
    _plan_next(ksm, account, event)
    return recorded(meeting, record, notes=tuple(problems))


def _meeting_of(ksm: Ksm, frame: rules.Frame) -> Meeting:
    """The planned meeting that was held, or a new one, not yet written.

    Raises OutOfSight, Conflict ``rapat.sudah-dicatat``.
    """
    if frame.plan is None:
        return planned_for(ksm, frame.held_on) or Meeting(
            ksm=ksm, number=ksm.last_meeting + 1, planned_on=frame.held_on
        )
    planned = Meeting.objects.filter(ksm=ksm, public_id=frame.plan).first()
    if planned is None:
        raise OutOfSight
    if planned.state != "direncanakan":
        hint = "Perbaiki lewat koreksi."
        problem = Problem(
            "rapat.sudah-dicatat", Where(key="pertemuan"), planned.state, "pertemuan yang direncanakan", hint
        )
        raise Conflict(problem)
    return planned


def _order_problems(ksm: Ksm, frame: rules.Frame) -> list[Problem]:
    """``rapat.urutan``: a meeting before one that was recorded already."""
    last = Meeting.objects.filter(ksm=ksm, held_on__isnull=False).order_by("-held_on", "-number").first()
    if last is None or last.held_on is None or frame.held_on >= last.held_on:
        return []
    expected = f"tidak sebelum pertemuan ke-{last.number}, {last.held_on.isoformat()}"
    return [Problem("rapat.urutan", Where(key="tanggal"), frame.held_on.isoformat(), expected)]


def _hold(meeting: Meeting, frame: rules.Frame, account: rules.Account, event: int) -> None:
    meeting.held_on, meeting.state, meeting.place = frame.held_on, "menunggu-konfirmasi", account.place
    if meeting.pk is None:
        meeting.event_id = event
        Ksm.objects.filter(pk=meeting.ksm_id).update(last_meeting=meeting.number)
    meeting.save()


def _plan_next(ksm: Ksm, account: rules.Account, event: int) -> None:
    """Plan the next meeting for the day that was agreed; what was postponed stands on its agenda."""
    if account.next_on is None or planned_for(ksm, account.next_on) is not None:
        return
    ksm.refresh_from_db(fields=["last_meeting"])
    ksm.last_meeting += 1
    ksm.save(update_fields=["last_meeting"])
    postponed = [item.title for item in account.items if item.state == "ditunda"]
    Meeting.objects.create(
        ksm=ksm, number=ksm.last_meeting, planned_on=account.next_on, agenda=postponed, event_id=event
    )


def preview_problems(ksm: Ksm, said: Mapping[str, Any], *, by: Viewer) -> tuple[rules.Account | None, list[Problem]]:
    """What :func:`record_meeting` would find; nothing is written or locked."""
    frame, problems = rules.frame(said, today=clock.today())
    if frame is None:
        return None, problems
    corrected = None
    if frame.plan is not None:
        planned = Meeting.objects.filter(ksm=ksm, public_id=frame.plan).first()
        corrected = latest_record(planned) if planned is not None else None
    sheet = sheet_for(ksm, frame, by=by, corrected=corrected)
    account, problems = rules.read(said, given=frame, sheet=sheet)
    if corrected is None:
        problems += _order_problems(ksm, frame) + access.over_problems(ksm)
    return account, problems
