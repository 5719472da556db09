"""Writes around the record of a meeting: planned, cancelled, confirmed by the second officer, its paper sheet kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from swadaya.accounts import audit
from swadaya.accounts.rules.access import NotAllowed, Viewer
from swadaya.core import clock
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid, raise_if
from swadaya.files.attachments import LARGEST_EVIDENCE, photo_paper
from swadaya.files.streams import Stream, read_limited

from .. import access
from ..models import Confirmation, Ksm, Meeting, Paper
from ..rules.agenda import LONGEST
from ..rules.validators import text
from .sheet import latest_record

MOST_AGENDA = 30


@transaction.atomic
def plan_meeting(ksm_id: UUID, *, on: date, by: Viewer, place: str = "", agenda: Sequence[str] = ()) -> UUID:
    """Plan a meeting.

    Raises OutOfSight, NotAllowed, Invalid ``rapat.tanggal``, ``rapat.agenda``, ``ksm.tidak-berjalan``.
    """
    ksm, role = access.group_for(by, ksm_id, access.RECORD, lock=True)
    access.require_running(ksm, clock.today())
    problems = text(place, "tempat", 120, empty=True)
    if not ksm.founded_on <= on <= clock.today() + timedelta(days=366):
        problems.append(Problem("rapat.tanggal", Where(key="tanggal"), on.isoformat(), "tanggal dalam setahun ini"))
    items = [item.strip() for item in agenda if item.strip()]
    if len(items) > MOST_AGENDA or any(len(item) > LONGEST for item in items):
        expected = f"paling banyak {MOST_AGENDA} butir, masing-masing paling panjang {LONGEST} huruf"
        problems.append(Problem("rapat.agenda", Where(key="agenda"), f"{len(items)} butir", expected))
    raise_if(problems)
    ksm.last_meeting += 1
    ksm.save(update_fields=["last_meeting"])
    meeting = Meeting(ksm=ksm, number=ksm.last_meeting, planned_on=on, place=place.strip(), agenda=items)
    meeting.event_id = _record(by, ksm, meeting, "ksm.rencana-rapat", role, after={"tanggal": on.isoformat()})
    meeting.save()
    return meeting.public_id


def _record(by: Viewer, ksm: Ksm, meeting: Meeting, action: str, role: str, **more: Any) -> int:
    return audit.record(
        by,
        action,
        kind="pertemuan",
        key=str(meeting.public_id),
        role=role,
        place=access.place_of(ksm),
        label=f"{access.name_of(ksm)}: pertemuan ke-{meeting.number}",
        **more,
    )


@transaction.atomic
def cancel_meeting(meeting_id: UUID, *, reason: str, by: Viewer) -> None:
    """A planned meeting will not be. The reason stands with the meeting, where a name in it can be forgotten.

    Raises OutOfSight, NotAllowed, Invalid ``rapat.sudah-dicatat``, ``ksm.teks``.
    """
    meeting, ksm, role = access.meeting_for(by, meeting_id, access.RECORD, lock=True)
    problems = text(reason, "alasan", 200)
    if meeting.state != "direncanakan":
        where = Where(key="pertemuan")
        problems.append(Problem("rapat.sudah-dicatat", where, meeting.state, "pertemuan yang direncanakan"))
    raise_if(problems)
    _record(by, ksm, meeting, "ksm.batal-rapat", role)
    meeting.state, meeting.cancelled_why = "batal", reason.strip()
    meeting.save(update_fields=["state", "cancelled_why"])


@transaction.atomic
def confirm_meeting(meeting_id: UUID, *, by: Viewer, beside: Viewer | None = None) -> None:
    """The second officer confirms the newest record, and the meeting is closed.

    Args:
        by: who confirms. With ``beside`` the page has just let them in by their own PIN.
        beside: the officer on whose device it happens.

    Raises:
        OutOfSight, NotAllowed: also ``rapat.orang-sama`` for whoever recorded it.
        Invalid: ``rapat.tidak-menunggu``.
    """
    meeting, ksm, role = access.meeting_for(by, meeting_id, access.CONFIRM, lock=True)
    record = latest_record(meeting)
    if record is None or meeting.state != "menunggu-konfirmasi":
        where = Where(key="pertemuan")
        raise Invalid(Problem("rapat.tidak-menunggu", where, meeting.state, "pertemuan yang menunggu konfirmasi"))
    if (by.person_id, by.name if by.person_id is None else "") == (
        record.person_id,
        record.actor if record.person_id is None else "",
    ):
        hint = "Pengurus lain mengonfirmasi dengan akunnya, atau dengan PIN-nya di gawai ini."
        where = Where(key="pertemuan")
        raise NotAllowed(Problem("rapat.orang-sama", where, "Anda yang mencatat", "pengurus lain", hint))
    after = {"catatan": record.revision, **({"pada_gawai": beside.name} if beside else {})}
    event = _record(by, ksm, meeting, "ksm.tutup-rapat", role, after=after)
    Confirmation.objects.create(
        record=record,
        person_id=by.person_id,
        actor=by.name[:120],
        at=clock.now(),
        beside=beside is not None,
        event_id=event,
    )
    Meeting.objects.filter(pk=meeting.pk).update(state="selesai")


@transaction.atomic
def attach_paper(meeting_id: UUID, *, signed_on: date, name: str, stream: Stream, by: Viewer) -> None:
    """Keep the photo of the signed sheet from which a meeting was typed in; once.

    Raises:
        OutOfSight, NotAllowed; Invalid ``rapat.kertas``; Invalid ``foto.*``.
    """
    meeting, ksm, role = access.meeting_for(by, meeting_id, access.RECORD, lock=True)
    problems = []
    if meeting.held_on is None or not meeting.held_on <= signed_on <= clock.today():
        got = signed_on.isoformat()
        problems.append(Problem("rapat.kertas", Where(key="tanggal"), got, "hari pertemuan atau sesudahnya"))
    if Paper.objects.filter(meeting=meeting).exists():
        problems.append(Problem("rapat.kertas", Where(key="foto"), "sudah ada", "satu foto bagi tiap pertemuan"))
    raise_if(problems)
    photo = photo_paper(read_limited(stream, name=name, limit=LARGEST_EVIDENCE), name=name)
    event = _record(by, ksm, meeting, "ksm.lembar-kertas", role, after={"ditandatangani": signed_on.isoformat()})
    Paper.objects.create(
        meeting=meeting,
        signed_on=signed_on,
        name=photo.name,
        sha256=photo.sha256,
        content=photo.content,
        at=clock.now(),
        event_id=event,
    )
