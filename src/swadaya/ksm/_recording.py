"""Recording a meeting, and correcting what was recorded: rows, one batch in the books and one event, or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from swadaya.accounts import audit
from swadaya.accounts.access import OutOfSight, Viewer
from swadaya.core import clock, keys
from swadaya.core.problem import Problem, Unusable, Where
from swadaya.core.refusal import refuse_if

from . import books, reach
from . import meeting as rules
from ._sheets import book_of, later_meeting, latest_record, planned_for, sheet_for
from .cash import Cash
from .models import AgendaItem, Attendance, Decision, Ksm, Meeting, Record, Section
from .values import Recorded


@transaction.atomic
def record_meeting(ksm_id: UUID, *, key: UUID | str, said: Mapping[str, Any], by: Viewer) -> Recorded:
    """Take a whole meeting in. It waits for the second officer; the books are posted at once.

    Args:
        key: client-made UUIDv7; the same key and content answers the same result again.
        said: see the README.

    Raises:
        OutOfSight, NotAllowed: rights ``ksm.catat`` and, in the books, ``buku.catat``.
        Refused: everything wrong at once: ``rapat.*``, ``simpanan.*``, ``penarikan.*``, ``denda.*``, ``lain.*``, and
            what the ledger finds.
        Unusable: ``rapat.kunci-lain`` (other content under the key), ``kunci.bentuk``, ``ksm.tidak-berjalan``.
    """
    sent = keys.required(key)
    payload = keys.fingerprint(said)
    _one_at_a_time(sent)
    ksm, role = reach.group_for(by, ksm_id, reach.RECORD, lock=True)
    known = _known(ksm, sent, payload)
    if known is not None:
        return known
    frame, problems = rules.frame(said, today=clock.today())
    refuse_if(problems)
    assert frame is not None
    reach.require_running(ksm, frame.held_on)
    meeting = _meeting_of(ksm, frame)
    sheet = sheet_for(ksm, frame, by=by)
    account, problems = rules.read(said, given=frame, sheet=sheet)
    _refuse_errors([*problems, *_order_problems(ksm, frame)])
    assert account is not None
    reference = f"Pertemuan ke-{meeting.number}"
    booked = books.post(
        book_of(ksm), key=sent, drafts=account.drafts, on=frame.held_on, reference=reference,
        counted=account.cash.counted, by=by,
    )  # fmt: skip
    event = _event(by, ksm, meeting, "ksm.catat-rapat", role, account.cash, booked)
    _hold(meeting, frame, account, event)
    record = _write(ksm, meeting, account, 1, sent, payload, booked, by=by, event=event)
    _plan_next(ksm, account, event)
    return _recorded(meeting, record, notes=tuple(problems))


@transaction.atomic
def correct_meeting(meeting_id: UUID, *, key: UUID | str, said: Mapping[str, Any], reason: str, by: Viewer) -> Recorded:
    """Put another record in the place of the last: its journals are taken back and others posted, in one batch.

    Args:
        said: the whole meeting anew, on the same day.
        reason: why; the group reads it.

    Raises:
        OutOfSight, NotAllowed: rights ``ksm.koreksi`` and ``buku.balik``.
        Refused: as :func:`record_meeting`, ``rapat.tanpa-alasan``, ``rapat.hari-lain``, ``rapat.sudah-dihitung`` (a
            later meeting counted the cash this one left).
        Unusable: ``rapat.kunci-lain``, ``rapat.belum-dicatat``.
    """
    sent = keys.required(key)
    payload = keys.fingerprint({"said": said, "reason": reason})
    _one_at_a_time(sent)
    meeting, ksm, role = reach.meeting_for(by, meeting_id, reach.CORRECT, lock=True)
    known = _known(ksm, sent, payload)
    if known is not None:
        return known
    last = latest_record(meeting)
    if last is None:
        raise Unusable(Problem("rapat.belum-dicatat", Where(key="pertemuan"), meeting.state, "pertemuan yang dicatat"))
    frame, problems = rules.frame(said, today=clock.today())
    refuse_if(problems)
    assert frame is not None
    sheet = sheet_for(ksm, frame, by=by, corrected=last)
    account, problems = rules.read({**said, "kas_awal": ""}, given=frame, sheet=sheet)
    problems += _reason_problems(reason)
    if frame.held_on != last.held_on or (frame.plan or meeting.public_id) != meeting.public_id:
        got, expected = frame.held_on.isoformat(), last.held_on.isoformat()
        problems.append(Problem("rapat.hari-lain", Where(key="tanggal"), got, f"pertemuan yang sama, {expected}"))
    problems += _recount_problems(ksm, meeting, last, account)
    _refuse_errors(problems)
    assert account is not None
    booked = _book_correction(ksm, meeting, last, account, sent, reason.strip(), by=by)
    event = _event(by, ksm, meeting, "ksm.koreksi-rapat", role, account.cash, booked, reason=reason.strip())
    Meeting.objects.filter(pk=meeting.pk).update(state="menunggu-konfirmasi", place=account.place)
    meeting.refresh_from_db()
    record = _write(
        ksm, meeting, account, last.revision + 1, sent, payload, booked, by=by, event=event, reason=reason.strip()
    )
    return _recorded(meeting, record, notes=tuple(problems))


def _book_correction(
    ksm: Ksm, meeting: Meeting, last: Record, account: rules.Account, key: UUID, reason: str, *, by: Viewer
) -> books.Booked | None:
    """Leave the books with the count of the day as it changes by this correction."""
    day_end = books.cash_on(book_of(ksm), last.held_on, by=by)
    return books.replace_batch(
        book_of(ksm),
        key=key,
        taken_back=list(range(last.batch_first, last.batch_last + 1)) if last.batch_first else [],
        drafts=account.drafts,
        on=last.held_on,
        reference=f"Pertemuan ke-{meeting.number}",
        counted=day_end + account.cash.counted - last.counted,
        reason=reason,
        by=by,
    )


def _one_at_a_time(key: UUID) -> None:
    """Two senders of one key wait for each other, whatever group they name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"ksm {key}"])


def _known(ksm: Ksm, key: UUID, payload: str) -> Recorded | None:
    """What was recorded under a key. Raises Unusable ``rapat.kunci-lain`` when that was something else."""
    record = Record.objects.filter(key=key).select_related("meeting").first()
    if record is None:
        return None
    if record.meeting.ksm_id != ksm.pk or record.payload != payload:
        hint = "Kirim isi yang sama, atau pakai kunci baru."
        raise Unusable(Problem("rapat.kunci-lain", Where(key=str(key)), "isi lain", "isi yang dahulu dikirim", hint))
    return _recorded(record.meeting, record, again=True)


def _refuse_errors(problems: Sequence[Problem]) -> None:
    """Refuse with everything when any of it is an error; notes alone refuse nothing."""
    if any(problem.severity == "galat" for problem in problems):
        refuse_if(problems)


def _meeting_of(ksm: Ksm, frame: rules.Frame) -> Meeting:
    """The planned meeting that was held, or a new one, not yet written.

    Raises OutOfSight, Unusable ``rapat.sudah-dicatat``.
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
        raise Unusable(problem)
    return planned


def _order_problems(ksm: Ksm, frame: rules.Frame) -> list[Problem]:
    """``rapat.urutan``: a meeting before one that was recorded already."""
    last = Meeting.objects.filter(ksm=ksm, held_on__isnull=False).order_by("-held_on", "-number").first()
    if last is None or last.held_on is None or frame.held_on >= last.held_on:
        return []
    expected = f"tidak sebelum pertemuan ke-{last.number}, {last.held_on.isoformat()}"
    return [Problem("rapat.urutan", Where(key="tanggal"), frame.held_on.isoformat(), expected)]


def _reason_problems(reason: str) -> list[Problem]:
    if 0 < len(reason.strip()) <= 200:
        return []
    expected = "alasan perbaikan, paling panjang 200 huruf"
    return [Problem("rapat.tanpa-alasan", Where(key="alasan"), f"{len(reason.strip())} huruf", expected)]


def _recount_problems(ksm: Ksm, meeting: Meeting, last: Record, account: rules.Account | None) -> list[Problem]:
    later = later_meeting(ksm, meeting)
    if later is None or account is None or account.cash.counted == last.counted:
        return []
    hint = "Biarkan hitungan kas; beda catatan menjadi selisih kas dengan alasannya."
    expected = f"hitungan semula, karena pertemuan ke-{later.number} sudah menghitung kas lagi"
    return [Problem("rapat.sudah-dihitung", Where(key="kas.dihitung"), str(account.cash.counted), expected, hint)]


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


def _event(
    by: Viewer, ksm: Ksm, meeting: Meeting, action: str, role: str, cash: Cash, booked: books.Booked | None, *,
    reason: str = "",
) -> int:  # fmt: skip
    after: dict[str, Any] = {
        "kas_awal": cash.opening,
        "masuk": cash.inflow,
        "keluar": cash.outflow,
        "selisih": cash.difference,
        "dihitung": cash.counted,
        "jurnal": f"{booked.first}-{booked.last}" if booked else "",
    }
    if reason:
        after["alasan"] = reason
    return audit.record(
        by, action, kind="pertemuan", key=str(meeting.public_id), role=role, place=reach.place_of(ksm), after=after,
        label=f"{reach.name_of(ksm)}: pertemuan ke-{meeting.number}",
    )  # fmt: skip


def _write(
    ksm: Ksm, meeting: Meeting, account: rules.Account, revision: int, key: UUID, payload: str,
    booked: books.Booked | None, *, by: Viewer, event: int, reason: str = "",
) -> Record:  # fmt: skip
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


def _recorded(meeting: Meeting, record: Record, *, notes: tuple[Problem, ...] = (), again: bool = False) -> Recorded:
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
        problems += _order_problems(ksm, frame)
    return account, problems
