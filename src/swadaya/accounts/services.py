"""Writes about roles: offered, accepted, given, ended. Each function is one transaction and leaves one event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from swadaya.core import clock, codes
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Conflict, Invalid

from . import audit, group_directory
from .models import Grant, Invitation, Person
from .new_accounts import Newcomer, enrol
from .rules import granting, one_time_codes, roles
from .rules.access import Held, NotAllowed, OutOfSight, Place, Viewer, require
from .selectors import in_force

INVITATION_DAYS = 14


@dataclass(frozen=True, slots=True)
class Invited:
    """``word`` is shown once, in an address or a QR code."""

    invitation_id: int
    word: str


@transaction.atomic
def invite(
    *, by: Viewer, name: str, role: str, region: str = "", group: str = "", until: date | None = None
) -> Invited:
    """Offer a role to somebody.

    Raises:
        OutOfSight, NotAllowed: ``peran.di-luar-wewenang`` and what ``giving.problems`` finds.
        Invalid: ``undangan.tanpa-nama``, ``peran.masa``, ``peran.wilayah``.
    """
    if not name.strip():
        raise Invalid(Problem("undangan.tanpa-nama", Where(key="nama"), expected="nama orang yang diundang"))
    name = name.strip()[:120]
    wanted = group_directory.grant_of(role, region, group)
    own = _may_give(by, wanted)
    _require_period(clock.today(), until)
    word = one_time_codes.new_word()
    event = audit.record(
        by,
        "akun.undang",
        kind="undangan",
        key=one_time_codes.hashed(word)[:16],
        label=name,
        role=own,
        place=Place(wanted.region, group),
        after={"peran": role, "wilayah": wanted.region, "kelompok": group, "sampai": _written(until)},
    )
    row = Invitation.objects.create(
        word=one_time_codes.hashed(word),
        name=name,
        role=role,
        region=wanted.region,
        group=group,
        grant_until=until,
        invited_by_id=by.person_id,
        expires_at=clock.now() + timedelta(days=INVITATION_DAYS),
        event_id=event,
    )
    return Invited(row.id, word)


def _may_give(by: Viewer, wanted: Held) -> str:
    if wanted.region and codes.normalise(wanted.region) != wanted.region:
        raise Invalid(Problem("peran.wilayah", Where(key=wanted.role), wanted.region, "kode wilayah tanpa titik"))
    own = require(by, granting.RIGHT, Place(wanted.region, wanted.group))
    problems = granting.problems(by, wanted, roles.book().roles)
    if problems:
        raise NotAllowed(problems[0])
    return own


def _require_period(first: date, last: date | None) -> None:
    if last is not None and last < first:
        raise Invalid(
            Problem("peran.masa", Where(key="sampai"), last.isoformat(), f"hari yang tidak sebelum {first.isoformat()}")
        )


def _written(day: date | None) -> str | None:
    return day.isoformat() if day else None


@transaction.atomic
def withdraw_invitation(*, by: Viewer, invitation_id: int) -> None:
    """Take an open invitation back. Raises OutOfSight, NotAllowed; Conflict ``undangan.selesai``."""
    row = Invitation.objects.select_for_update().filter(pk=invitation_id).first()
    if row is None:
        raise OutOfSight
    own = _may_give(by, Held(row.role, row.region, row.group))
    if row.accepted_at or row.withdrawn_at:
        raise Conflict(Problem("undangan.selesai", Where(key=row.name), "sudah diterima atau ditarik", "masih terbuka"))
    row.withdrawn_at = clock.now()
    row.save(update_fields=["withdrawn_at"])
    place = Place(row.region, row.group)
    audit.record(by, "akun.tarik-undangan", kind="undangan", key=row.word[:16], label=row.name, role=own, place=place)


@transaction.atomic
def accept_invitation(*, word: str, newcomer: Newcomer, address: str = "") -> Person:
    """Make the account and give the role of an open invitation.

    Raises:
        OutOfSight: the word opens no invitation (any more).
        Invalid: everything wrong with what was said, at once.
    """
    row = _open_invitation(word)
    person = enrol(newcomer, second_factor=_asks_second_factor(row.role))
    _accept(row, person, address)
    return person


@transaction.atomic
def accept_as(*, word: str, by: Viewer) -> None:
    """Give the role of an open invitation to the person who is signed in.

    Raises:
        OutOfSight: the word opens no invitation (any more), or nobody is signed in.
        NotAllowed: ``undangan.sendiri``, ``sandi.pin``, ``peran.sudah-ada``.
    """
    row = _open_invitation(word)
    person = Person.objects.filter(pk=by.person_id or 0, is_active=True).first()
    if person is None:
        raise OutOfSight
    if row.invited_by_id == person.id:
        raise NotAllowed(
            Problem("undangan.sendiri", Where(key=row.name), "undangan Anda sendiri", "diterima orang lain")
        )
    _require_fit(person, Held(row.role, row.region, row.group))
    _accept(row, person, by.address)


def _open_invitation(word: str) -> Invitation:
    row = Invitation.objects.select_for_update().filter(word=one_time_codes.hashed(word)).first()
    if row is None or row.accepted_at or row.withdrawn_at or row.expires_at <= clock.now():
        raise OutOfSight
    if row.role not in roles.book().roles or (row.grant_until is not None and row.grant_until < clock.today()):
        raise OutOfSight  # nothing is left to give
    return row


def _asks_second_factor(role: str) -> bool:
    return roles.book().roles[role].second_factor


def _require_fit(person: Person, wanted: Held) -> None:
    """Raise NotAllowed when the person signs in too weakly for the role, or holds it already."""
    if person.pin and _asks_second_factor(wanted.role):
        raise NotAllowed(
            Problem(
                "sandi.pin",
                Where(key="sandi"),
                "masuk dengan PIN",
                "masuk dengan kata sandi",
                "Ganti PIN dengan kata sandi dahulu.",
            )
        )
    same = Grant.objects.filter(person=person, role=wanted.role, region=wanted.region, group=wanted.group)
    if in_force(same).exists():
        raise NotAllowed(Problem("peran.sudah-ada", Where(key=wanted.role), "peran yang sudah dipegang", "peran lain"))


def _accept(row: Invitation, person: Person, address: str) -> None:
    row.accepted_at, row.accepted_by = clock.now(), person
    row.save(update_fields=["accepted_at", "accepted_by"])
    viewer = Viewer(person.id, person.name, (), second_factor=False, address=address)
    _give(
        viewer,
        person,
        Held(row.role, row.region, row.group),
        "",
        clock.today(),
        row.grant_until,
        "akun.terima-undangan",
    )


@transaction.atomic
def give_role(
    *,
    by: Viewer,
    person_id: int,
    role: str,
    region: str = "",
    group: str = "",
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> int:
    """Give a role to somebody who has an account; returns the grant.

    Raises:
        OutOfSight, NotAllowed: among them ``peran.untuk-diri``, ``sandi.pin``, ``peran.sudah-ada``.
        Invalid: ``peran.masa``, ``peran.wilayah``.
    """
    wanted = group_directory.grant_of(role, region, group)
    own = _may_give(by, wanted)
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    if person is None:
        raise OutOfSight
    if person.id == by.person_id:
        raise NotAllowed(Problem("peran.untuk-diri", Where(key=role), "peran untuk diri sendiri", "diberi orang lain"))
    _require_fit(person, wanted)
    first = valid_from or clock.today()
    _require_period(first, valid_to)
    return _give(by, person, wanted, own, first, valid_to, "akun.beri-peran")


def _give(
    by: Viewer, person: Person, wanted: Held, own: str, valid_from: date, valid_to: date | None, action: str
) -> int:
    event = audit.of_person(
        by,
        action,
        person,
        role=own,
        place=Place(wanted.region, wanted.group),
        after={
            "peran": wanted.role,
            "wilayah": wanted.region,
            "kelompok": wanted.group,
            "mulai": valid_from.isoformat(),
            "sampai": _written(valid_to),
        },
    )
    grant = Grant.objects.create(
        person=person,
        role=wanted.role,
        region=wanted.region,
        group=wanted.group,
        valid_from=valid_from,
        valid_to=valid_to,
        event_id=event,
    )
    return grant.id


@transaction.atomic
def end_role(*, by: Viewer, grant_id: int) -> None:
    """End a grant today. Raises OutOfSight, NotAllowed; Conflict ``peran.sudah-berakhir``."""
    grant = Grant.objects.select_for_update().select_related("person").filter(pk=grant_id).first()
    if grant is None:
        raise OutOfSight
    own = _may_give(by, Held(grant.role, grant.region, grant.group))
    today = clock.today()
    if grant.ended_id or (grant.valid_to is not None and grant.valid_to < today):
        raise Conflict(
            Problem("peran.sudah-berakhir", Where(key=grant.role), str(grant.valid_to), "peran yang berlaku")
        )
    last = today - timedelta(days=1)  # from this moment on: the last day it worked was yesterday
    event = audit.of_person(
        by,
        "akun.akhiri-peran",
        grant.person,
        role=own,
        place=Place(grant.region, grant.group),
        before={"peran": grant.role, "sampai": _written(grant.valid_to)},
        after={"peran": grant.role, "sampai": last.isoformat()},
    )
    grant.valid_to, grant.ended_id = last, event
    grant.save(update_fields=["valid_to", "ended"])
