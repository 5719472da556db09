"""Writes about how a group stands: it rests, meets again, ends, or goes over into another.

A group decides on its rest itself; its end is written down by whoever registers groups and accompanies this one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from swadaya.accounts.rules.access import Viewer
from swadaya.core import clock
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import raise_if

from .. import access
from ..bookkeeping import meeting_batches
from ..members.offices import close_offices, last_term
from ..models import Activity, Fact, InstitutionActivity, Ksm, Link, Meeting, Member, PersonalData, Setting
from ..name_guard import naming_problems
from ..register_entry import lock_region
from ..rules.validators import not_future, text
from .registration import name_problems, record_event, write_fact

_LIVING = ("aktif", "tidur")


@transaction.atomic
def make_dormant(ksm_id: UUID, *, on: date, reason: str, by: Viewer) -> None:
    """The group rests; meetings planned from that day on are cancelled.

    Raises OutOfSight, NotAllowed, Invalid ``ksm.keadaan``, ``ksm.tanggal``, ``ksm.teks``, ``nama.dalam-teks``.
    """
    ksm, role = access.group_for(by, ksm_id, access.PROFILE, lock=True)
    raise_if(_problems(ksm, on, reason, comes_from=("aktif",), after=_last_held(ksm)))
    _stand(ksm, "tidur", on, reason, by, role)
    _cancel_plans(Meeting.objects.filter(ksm=ksm, planned_on__gte=on), "kelompok tidur")


@transaction.atomic
def reactivate(ksm_id: UUID, *, on: date, reason: str, by: Viewer) -> None:
    """A resting group meets again.

    Raises OutOfSight, NotAllowed, Invalid ``ksm.keadaan``, ``ksm.nama-ada``, ``ksm.tanggal``, ``ksm.teks``,
    ``nama.dalam-teks``.
    """
    ksm, role = access.group_for(by, ksm_id, access.PROFILE, lock=True)
    lock_region(ksm.desa)
    problems = _problems(ksm, on, reason, comes_from=("tidur",), after=None)
    raise_if(problems + name_problems(ksm.desa, access.name_of(ksm), besides=ksm))
    _stand(ksm, "aktif", on, reason, by, role)


@transaction.atomic
def dissolve(ksm_id: UUID, *, on: date, reason: str, by: Viewer) -> None:
    """The group ends, and so do its memberships and offices; only with an empty cash box and savings paid back.

    Raises:
        OutOfSight, NotAllowed; Invalid ``ksm.keadaan``, ``ksm.tanggal``: before something on record,
        ``ksm.masih-bersaldo``, ``ksm.rapat-menunggu``, ``ksm.teks``, ``nama.dalam-teks``.
    """
    ksm, role = _ending(ksm_id, by, lock=True)
    raise_if(_ending_problems(ksm, on, reason, by))
    _end(ksm, "bubar", on, reason, by, role)


@transaction.atomic
def merge(ksm_id: UUID, *, into: UUID, on: date, reason: str, by: Viewer) -> None:
    """The group goes over into another, which counts from then on as its successor.

    Members join the successor anew: numbers and cards of savings stay where they are.

    Raises:
        OutOfSight, NotAllowed; Invalid as ``dissolve``, also ``ksm.tanggal``, and ``ksm.penerus``.
    """
    for one in sorted({ksm_id, into}):  # always in one order, so that two merges do not wait for each other
        access.group_for(by, one, access.REGISTER, lock=True)
    ksm, role = _ending(ksm_id, by, lock=True)
    successor, _ = access.group_for(by, into, access.REGISTER)
    problems = _ending_problems(ksm, on, reason, by)
    standing = {access.status_of(successor, on), access.status_of(successor)}
    if successor.pk == ksm.pk or standing != {"aktif"} or on < successor.founded_on:
        problems.append(
            Problem("ksm.penerus", Where(key="penerus"), "kelompok itu", "kelompok lain yang berjalan pada hari itu")
        )
    raise_if(problems)
    _end(ksm, "bergabung", on, reason, by, role, other=successor)


def left_over(ksm_id: UUID, *, by: Viewer) -> list[Problem]:
    """What still keeps a group from ending, before anybody names a day; for those who may end it.

    Sums are in it only for who sees the group's books. Raises OutOfSight, NotAllowed.
    """
    ksm, _ = _ending(ksm_id, by)
    return _unfinished(ksm, by)


def _ending(ksm_id: UUID, by: Viewer, *, lock: bool = False) -> tuple[Ksm, str]:
    """BKM and village may register groups; a group that they do not accompany they do not end."""
    access.group_for(by, ksm_id, access.REGISTER, lock=lock)
    return access.group_for(by, ksm_id, access.PROFILE)


def _ending_problems(ksm: Ksm, on: date, reason: str, by: Viewer) -> list[Problem]:
    after = _last_on_record(ksm, by)
    return _problems(ksm, on, reason, comes_from=_LIVING, after=after) + _unfinished(ksm, by)


def _last_on_record(ksm: Ksm, by: Viewer) -> date | None:
    """The last day of anything the group did, agreed, was called or booked; None when there is nothing."""
    took_part = InstitutionActivity.objects.filter(participations__ksm=ksm, withdrawn_at=None)
    known = [
        _last_held(ksm),
        Member.objects.filter(ksm=ksm, left_on=None).aggregate(last=Max("joined_on"))["last"],
        last_term(ksm),
        Activity.objects.filter(ksm=ksm).aggregate(last=Max("on"))["last"],
        Setting.objects.filter(ksm=ksm).aggregate(last=Max("effective_on"))["last"],
        Fact.objects.filter(ksm=ksm).aggregate(last=Max("effective_on"))["last"],
        Link.objects.filter(Q(ksm=ksm) | Q(other=ksm)).aggregate(last=Max("since"))["last"],
        took_part.aggregate(last=Max("on"))["last"],
        meeting_batches.last_day(ksm.book, by=by) if ksm.book else None,
    ]
    return max((day for day in known if day is not None), default=None)


def _problems(ksm: Ksm, on: date, reason: str, *, comes_from: Sequence[str], after: date | None) -> list[Problem]:
    """``ksm.keadaan`` unless the group stands so, and nothing known past_day_problems later than that day."""
    problems = text(reason, "alasan", 300) + not_future(on, "tanggal") + naming_problems(ksm, {"alasan": reason})
    last = Fact.objects.filter(ksm=ksm, kind="status").order_by("-effective_on", "-id").first()
    now = last.value if last else "aktif"
    if now not in comes_from:
        expected = f"kelompok yang {' atau '.join(comes_from)}"
        problems.append(Problem("ksm.keadaan", Where(key="keadaan"), now, expected))
    earliest = max(day for day in (last.effective_on if last else ksm.founded_on, after) if day is not None)
    if on < earliest:
        expected = f"tidak sebelum {earliest.isoformat()}, hari terakhir yang tercatat"
        problems.append(Problem("ksm.tanggal", Where(key="tanggal"), on.isoformat(), expected))
    return problems


def _last_held(ksm: Ksm) -> date | None:
    found: date | None = Meeting.objects.filter(ksm=ksm).aggregate(Max("held_on"))["held_on__max"]
    return found


def _unfinished(ksm: Ksm, by: Viewer) -> list[Problem]:
    """``ksm.masih-bersaldo`` while it holds money, ``ksm.rapat-menunggu`` while a second officer has not confirmed."""
    problems = []
    held = meeting_batches.held_in_all(ksm.book, clock.today(), by=by) if ksm.book else ""
    if held:
        hint = "Bagikan kas dan simpanan kepada anggota, lalu catat dalam rapat."
        got = held if by.sees("buku", access.place_of(ksm)) else "buku kelompok masih bersaldo"
        problems.append(Problem("ksm.masih-bersaldo", Where(key="buku"), got, "kas dan simpanan yang sudah nol", hint))
    waiting = Meeting.objects.filter(ksm=ksm, state="menunggu-konfirmasi").count()
    if waiting:
        got = f"{waiting} rapat menunggu konfirmasi"
        problems.append(Problem("ksm.rapat-menunggu", Where(key="rapat"), got, "semua rapat ditutup dua pengurus"))
    return problems


def _stand(ksm: Ksm, status: str, on: date, reason: str, by: Viewer, role: str, *, other: Ksm | None = None) -> int:
    before = {"keadaan": access.status_of(ksm)}
    after = {"keadaan": status, "sejak": on.isoformat(), "penerus": str(other.public_id) if other else None}
    event = record_event(by, ksm, f"ksm.{status}", access.name_of(ksm), role, before=before, after=after)
    write_fact(ksm, "status", status, on, event, note=reason.strip(), other=other)
    return event


def _end(ksm: Ksm, status: str, on: date, reason: str, by: Viewer, role: str, *, other: Ksm | None = None) -> None:
    event = _stand(ksm, status, on, reason, by, role, other=other)
    _cancel_plans(Meeting.objects.filter(ksm=ksm), f"kelompok {status}")
    close_offices(ksm, on)
    Member.objects.filter(ksm=ksm, left_on=None).update(left_on=on, left_reason=f"kelompok {status}", ended_id=event)
    PersonalData.objects.filter(member__ksm=ksm, erased_at=None).update(nik_cipher=None, nik_hash=None, phone="")


def _cancel_plans(meetings: QuerySet[Meeting], why: str) -> None:
    meetings.filter(state="direncanakan").update(state="batal", cancelled_why=why)
