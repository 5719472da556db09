"""Writes about offices: a member holds one for a term, and nobody else holds it meanwhile."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from swadaya.accounts.rules.access import Viewer
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import raise_if

from .. import access
from ..models import Ksm, Member, Officer
from ..rules.profile import OFFICES
from ..rules.validators import among, not_future
from .privacy import member_event

_MANY = "lainnya"
"""The office that several may hold at once."""


@transaction.atomic
def appoint_officer(ksm_id: UUID, *, member_id: int, office: str, since: date, by: Viewer) -> int:
    """Give a member an office; whoever held ketua, sekretaris or bendahara before leaves it the day before.

    Raises:
        OutOfSight, NotAllowed; Invalid ``ksm.pilihan``, ``ksm.tanggal``, ``ksm.sudah-berakhir``,
        ``pengurus.bukan-anggota``, ``pengurus.lebih-awal``, ``pengurus.sudah``.
    """
    ksm, role = access.group_for(by, ksm_id, access.PROFILE, lock=True)
    member = Member.objects.filter(ksm=ksm, pk=member_id, joined_on__lte=since, left_on=None).first()
    problems = among(office, OFFICES, "jabatan") + not_future(since, "mulai") + access.over_problems(ksm)
    if member is None:
        expected = "orang yang menjadi anggota sejak hari itu"
        problems.append(Problem("pengurus.bukan-anggota", Where(key="anggota"), "bukan anggota", expected))
    held = _holder(ksm, office)
    problems += _term_problems(ksm, office, since, member_id, held)
    raise_if(problems)
    assert member is not None
    after = {"jabatan": office, "anggota": member.number, "mulai": since.isoformat()}
    event = member_event(by, ksm, member.number, "ksm.pengurus", role, after=after)
    if held is not None:
        held.until = since - timedelta(days=1)
        held.save(update_fields=["until"])
    return Officer.objects.create(ksm=ksm, member=member, office=office, since=since, event_id=event).id


def _holder(ksm: Ksm, office: str) -> Officer | None:
    return None if office == _MANY else Officer.objects.filter(ksm=ksm, office=office, until=None).first()


def _term_problems(ksm: Ksm, office: str, since: date, member_id: int, held: Officer | None) -> list[Problem]:
    """Two never hold one office on the same day, and nobody holds it twice."""
    same = Officer.objects.filter(ksm=ksm, office=office).exclude(pk__in=[held.pk] if held else [])
    if office == _MANY:
        same = same.filter(member_id=member_id)
    if (held is not None and held.member_id == member_id) or same.filter(until=None).exists():
        return [Problem("pengurus.sudah", Where(key="jabatan"), "sudah menjabat", "jabatan lain, atau anggota lain")]
    last = same.order_by("-until").values_list("until", flat=True).first()
    busy = max(filter(None, (last, held.since if held else None)), default=None)
    if busy is None or since > busy:
        return []
    return [Problem("pengurus.lebih-awal", Where(key="mulai"), since.isoformat(), f"sesudah {busy.isoformat()}")]


@transaction.atomic
def end_officer(officer_id: int, *, on: date, by: Viewer) -> None:
    """End a term; ``on`` is its last day. Raises OutOfSight, NotAllowed, Invalid ``pengurus.masa``, ``ksm.tanggal``."""
    row = Officer.objects.filter(pk=officer_id).first()
    member, ksm, role = access.member_for(by, row.member_id if row else 0, access.PROFILE, lock=True)
    assert row is not None
    row.refresh_from_db()
    problems = not_future(on, "sampai")
    if row.until is not None or on < row.since:
        got = f"berakhir {row.until.isoformat()}" if row.until else on.isoformat()
        expected = f"masa yang berjalan, tidak sebelum {row.since}"
        problems.append(Problem("pengurus.masa", Where(key="sampai"), got, expected))
    raise_if(problems)
    member_event(
        by, ksm, member.number, "ksm.pengurus-selesai", role, after={"jabatan": row.office, "sampai": on.isoformat()}
    )
    row.until = on
    row.save(update_fields=["until"])


def close_offices(ksm: Ksm, on: date, *, member: Member | None = None) -> None:
    """The terms of a member who leaves, or of a whole group that ends, are over."""
    rows = Officer.objects.filter(ksm=ksm, until=None)
    (rows.filter(member=member) if member else rows).update(until=on)


def last_term(ksm: Ksm, *, member: Member | None = None) -> date | None:
    """The last day that a term of office speaks of."""
    rows = Officer.objects.filter(ksm=ksm)
    rows = rows.filter(member=member) if member else rows
    days = [day for pair in rows.values_list("since", "until") for day in pair if day is not None]
    return max(days, default=None)
