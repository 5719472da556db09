"""Correcting a meeting: another record in the place of the last, its journals taken back and others posted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from swadaya.accounts.rules.access import Viewer
from swadaya.core import clock, keys
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid, raise_if

from .. import access
from ..bookkeeping import meeting_batches
from ..models import Ksm, Meeting, Record
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
from .sheet import book_of, later_meeting, latest_record, sheet_for


@transaction.atomic
def correct_meeting(meeting_id: UUID, *, key: UUID | str, said: Mapping[str, Any], reason: str, by: Viewer) -> Recorded:
    """Put another record in the place of the last: its journals are taken back and others posted, in one batch.

    Args:
        said: the whole meeting anew, on the same day.
        reason: why; the group reads it. It stands with the record alone, neither in the books nor in the history.

    Raises:
        OutOfSight, NotAllowed: rights ``ksm.koreksi`` and ``buku.balik``.
        Invalid: as :func:`record_meeting`, ``rapat.tanpa-alasan``, ``rapat.hari-lain``, ``rapat.sudah-dihitung`` (a
            later meeting counted the cash this one left), ``rapat.sudah-keluar`` (somebody who left would hold
            savings again), ``ksm.sudah-berakhir``.
        Invalid: ``rapat.kunci-lain``, ``rapat.belum-dicatat``.
    """
    sent = keys.required(key)
    payload = keys.fingerprint({"said": said, "reason": reason})
    lock_key(sent)
    meeting, ksm, role = access.meeting_for(by, meeting_id, access.CORRECT, lock=True)
    known = known_under(ksm, sent, payload)
    if known is not None:
        return known
    raise_if(access.over_problems(ksm))
    last = latest_record(meeting)
    if last is None:
        raise Invalid(Problem("rapat.belum-dicatat", Where(key="pertemuan"), meeting.state, "pertemuan yang dicatat"))
    frame, problems = rules.frame(said, today=clock.today())
    raise_if(problems)
    assert frame is not None
    sheet = sheet_for(ksm, frame, by=by, corrected=last)
    account, problems = rules.read({**said, "kas_awal": ""}, given=frame, sheet=sheet)
    problems += _reason_problems(reason)
    if frame.held_on != last.held_on or (frame.plan or meeting.public_id) != meeting.public_id:
        got, expected = frame.held_on.isoformat(), last.held_on.isoformat()
        problems.append(Problem("rapat.hari-lain", Where(key="tanggal"), got, f"pertemuan yang sama, {expected}"))
    problems += _recount_problems(ksm, meeting, last, account)
    refuse_errors(problems)
    assert account is not None
    booked = _book_correction(ksm, meeting, last, account, sent, by=by)
    raise_if(left_problems(ksm, last.held_on, by=by))
    event = log_event(by, ksm, meeting, "ksm.koreksi-rapat", role, account.cash, booked)
    Meeting.objects.filter(pk=meeting.pk).update(state="menunggu-konfirmasi", place=account.place)
    meeting.refresh_from_db()
    record = write_record(
        ksm, meeting, account, last.revision + 1, sent, payload, booked, by=by, event=event, reason=reason.strip()
    )
    return recorded(meeting, record, notes=tuple(problems))


def _book_correction(
    ksm: Ksm, meeting: Meeting, last: Record, account: rules.Account, key: UUID, *, by: Viewer
) -> meeting_batches.Booked | None:
    """Leave the books with the count of the day as it changes by this correction.

    The books cannot forget a name: why the meeting was corrected stands with its record only.
    """
    day_end = meeting_batches.cash_on(book_of(ksm), last.held_on, by=by)
    return meeting_batches.replace_batch(
        book_of(ksm),
        key=key,
        taken_back=list(range(last.batch_first, last.batch_last + 1)) if last.batch_first else [],
        drafts=account.drafts,
        on=last.held_on,
        reference=f"Pertemuan ke-{meeting.number}",
        counted=day_end + account.cash.counted - last.counted,
        reason=f"Perbaikan catatan pertemuan ke-{meeting.number}",
        by=by,
    )


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
