"""Questions about people, grants and events. Answers are plain values; what the viewer may not see is not in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from swadaya.core import clock
from swadaya.wilayah import selectors as wilayah

from . import group_directory, scope
from .models import Event, Grant, Invitation, Person
from .rules import granting, one_time_codes, roles
from .rules.access import NOBODY, Held, OutOfSight, Place, Via, Viewer
from .rules.roles import Role


@dataclass(frozen=True, slots=True)
class GrantInfo:
    id: int
    role: str
    label: str
    region: str
    group: str
    place: str
    valid_from: date
    valid_to: date | None
    in_force: bool
    meaning: str
    second_factor: bool


@dataclass(frozen=True, slots=True)
class PersonInfo:
    """A person as colleagues see them; telephone and e-mail only through ``entry.read_contact``."""

    id: int
    public_id: UUID
    name: str
    username: str
    active: bool
    pin: bool
    grants: tuple[GrantInfo, ...]


@dataclass(frozen=True, slots=True)
class InvitationInfo:
    id: int
    name: str
    role: str
    label: str
    meaning: str
    place: str
    second_factor: bool
    invited_by: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class EventInfo:
    """One line of a history."""

    id: int
    at: datetime
    actor: str
    role: str
    action: str
    kind: str
    key: str
    label: str
    region: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    purpose: str
    via: str
    address: str


def in_force(grants: QuerySet[Grant], on: date | None = None) -> QuerySet[Grant]:
    """Grants that work on a day."""
    day = on or clock.today()
    return grants.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)


def viewer_of(person_id: int | None, *, second_factor: bool, via: Via = "web", address: str = "") -> Viewer:
    """The viewer behind a signed-in person; nobody when they are unknown or no longer active."""
    person = Person.objects.filter(pk=person_id, is_active=True).first() if person_id is not None else None
    if person is None:
        return NOBODY
    rows = in_force(Grant.objects.filter(person=person)).values_list("role", "region", "group")
    held = tuple(Held(role, region, group) for role, region, group in rows)
    return Viewer(person.id, person.name, held, second_factor, via, address)


def needs_second_factor(person_id: int) -> bool:
    """Whether a grant in force asks for a second step of sign-in."""
    known = roles.book().roles
    held = in_force(Grant.objects.filter(person_id=person_id)).values_list("role", flat=True)
    return any(known[role].second_factor for role in held if role in known)


def people(viewer: Viewer, *, region: str = "", text: str = "", after: str = "", limit: int = 50) -> list[PersonInfo]:
    """People with a grant that the viewer sees, by user name; key-set pages by ``after``.

    Args:
        region: only with a grant in this region.
        text: only whose name or user name contains this.
    """
    grants = scope.visible_to(viewer, Grant.objects.all(), room="akun", region="region", group="group")
    if region:
        grants = grants.filter(region__startswith=region)
    found = Person.objects.filter(pk__in=grants.values("person"))
    if text:
        found = found.filter(Q(name__icontains=text) | Q(username__contains=text.lower()))
    page = list(found.filter(username__gt=after).order_by("username")[:limit])
    return _with_grants(page, viewer)


def person(viewer: Viewer, public_id: UUID) -> PersonInfo:
    """One person. Raises OutOfSight when the viewer sees none of their grants and it is not the viewer."""
    found = Person.objects.filter(public_id=public_id).first()
    if found is None:
        raise OutOfSight
    grants = scope.visible_to(viewer, Grant.objects.filter(person=found), room="akun", region="region", group="group")
    if found.id != viewer.person_id and not grants.exists():
        raise OutOfSight
    return _with_grants([found], viewer)[0]


def _with_grants(page: Sequence[Person], viewer: Viewer) -> list[PersonInfo]:
    """Of each person only the grants that the viewer sees; one's own all."""
    seen = scope.visible_to(viewer, Grant.objects.all(), room="akun", region="region", group="group")
    rows = Grant.objects.filter(Q(pk__in=seen.values("pk")) | Q(person=viewer.person_id), person__in=page)
    names = wilayah.names({grant.region for grant in rows if grant.region})
    of_person: dict[int, list[GrantInfo]] = {}
    for grant in rows.order_by("valid_from", "id"):
        of_person.setdefault(grant.person_id, []).append(_grant(grant, names))
    return [
        PersonInfo(
            one.id, one.public_id, one.name, one.username, one.is_active, one.pin, tuple(of_person.get(one.id, ()))
        )
        for one in page
    ]


def _grant(grant: Grant, names: dict[str, str]) -> GrantInfo:
    role = roles.book().roles.get(grant.role)
    today = clock.today()
    return GrantInfo(
        grant.id,
        grant.role,
        role.label if role else grant.role,
        grant.region,
        grant.group,
        place_name(grant.region, grant.group, names),
        grant.valid_from,
        grant.valid_to,
        grant.valid_from <= today and (grant.valid_to is None or today <= grant.valid_to),
        role.meaning if role else "",
        role.second_factor if role else False,
    )


def place_name(region: str, group: str, names: dict[str, str] | None = None) -> str:
    """What people call the place of a grant."""
    if group:
        place = group_directory.place_of(group)
        return place.name if place.kind == "unit" else f"kelompok {place.name}"
    if not region:
        return "nasional"
    known = wilayah.names([region]) if names is None else names
    return known.get(region, region)


def open_invitation(word: str) -> InvitationInfo | None:
    """The invitation behind a word, while it can be accepted."""
    row = Invitation.objects.filter(word=one_time_codes.hashed(word), accepted_at=None, withdrawn_at=None).first()
    return _invitation(row) if row and row.expires_at > clock.now() else None


def invitations(viewer: Viewer, *, limit: int = 100) -> list[InvitationInfo]:
    """Invitations still open where the viewer sees accounts, newest first."""
    rows = scope.visible_to(viewer, Invitation.objects.all(), room="akun", region="region", group="group")
    waiting = rows.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=clock.now())
    return [_invitation(row) for row in waiting.select_related("invited_by").order_by("-id")[:limit]]


def _invitation(row: Invitation) -> InvitationInfo:
    role = roles.book().roles.get(row.role)
    return InvitationInfo(
        row.id,
        row.name,
        row.role,
        role.label if role else row.role,
        role.meaning if role else "",
        place_name(row.region, row.group),
        role.second_factor if role else False,
        row.invited_by.name if row.invited_by else "administrator server",
        row.expires_at,
    )


def events_of(viewer: Viewer, kind: str, key: str, *, before: int | None = None, limit: int = 50) -> list[EventInfo]:
    """The history of one object, newest first, where the viewer may read histories; key-set pages by ``before``.

    Everybody sees what was done with their own account.
    """
    own = kind == "orang" and viewer.person_id is not None and _is(viewer.person_id, key)
    found = (Event.objects.all() if own else visible_events(viewer)).filter(kind=kind, key=key)
    return _events(found, before, limit)


def _is(person_id: int, public_id: str) -> bool:
    row = Person.objects.filter(pk=person_id).values_list("public_id", flat=True).first()
    return row is not None and str(row) == public_id.lower()


def events_by(viewer: Viewer, person_id: int, *, before: int | None = None, limit: int = 50) -> list[EventInfo]:
    """What a person did, where the viewer may read histories; all of it for the person."""
    own = viewer.person_id == person_id
    found = (Event.objects.all() if own else visible_events(viewer)).filter(person=person_id)
    return _events(found, before, limit)


def events_in(viewer: Viewer, region: str, *, before: int | None = None, limit: int = 50) -> list[EventInfo]:
    """What was done in a region and all that lies in it. Raises OutOfSight where the viewer reads no histories."""
    if not viewer.sees("riwayat", Place(region)):
        raise OutOfSight
    return _events(visible_events(viewer).filter(region__startswith=region), before, limit)


def visible_events(viewer: Viewer) -> QuerySet[Event, Event]:
    return scope.visible_to(viewer, Event.objects.all(), room="riwayat", region="region", group="group")


def _events(found: QuerySet[Event, Event], before: int | None, limit: int) -> list[EventInfo]:
    if before is not None:
        found = found.filter(pk__lt=before)
    known = roles.book().roles
    return [
        EventInfo(
            row.id,
            row.at,
            row.actor,
            known[row.role].label if row.role in known else row.role,
            row.action,
            row.kind,
            row.key,
            row.label,
            row.region,
            row.before,
            row.after,
            row.purpose,
            row.via,
            row.address,
        )
        for row in found.order_by("-id")[:limit]
    ]


@dataclass(frozen=True, slots=True)
class Powers:
    """What a viewer may do with a person; ``ends``: the grants that the viewer may end."""

    give: bool
    reset: bool
    close: bool
    take_off: bool
    contact: bool
    ends: frozenset[int]


def powers(viewer: Viewer, person_id: int) -> Powers:
    """What the page of a person offers this viewer; the services ask again."""
    book = roles.book().roles
    rows = list(in_force(Grant.objects.filter(person_id=person_id)))
    held = [Held(row.role, row.region, row.group) for row in rows]
    other = person_id != viewer.person_id and Person.objects.filter(pk=person_id, is_active=True).exists()
    places = [Place(one.region, one.group) for one in held] or [Place()]

    def reaches(right: str) -> bool:
        acts = any(viewer.may(right, place) for place in places)
        return other and acts and granting.may_reset(viewer, held, book, right=right)

    return Powers(
        give=other and bool(viewer.trusted or viewer.holding(granting.RIGHT)),
        reset=reaches(granting.RESET),
        close=reaches(granting.RIGHT),
        take_off=reaches(granting.REMOVE),
        contact=any(viewer.may("riwayat.baca-data", place) for place in places),
        ends=frozenset(
            row.id for row, one in zip(rows, held, strict=True) if other and not granting.problems(viewer, one, book)
        ),
    )


def gives(viewer: Viewer) -> list[Role]:
    """The roles that the viewer may give somewhere, in the order of the rule file."""
    book = roles.book().roles
    if viewer.trusted:
        return list(book.values())
    given = {code for own in viewer.holding(granting.RIGHT) for code in book[own.role].invites}
    return [role for role in book.values() if role.code in given]


def oneself(viewer: Viewer) -> PersonInfo:
    """The viewer as a person, with all grants. Raises OutOfSight for nobody, a command or a job."""
    found = Person.objects.filter(pk=viewer.person_id or 0).first()
    if found is None:
        raise OutOfSight
    return _with_grants([found], viewer)[0]


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody whose public id was known already."""

    public_id: UUID
    name: str
    username: str


def named(public_ids: Sequence[UUID]) -> list[Named]:
    """Names of active people in the order asked; for those whose ids a shared phone remembers."""
    rows = {row.public_id: row for row in Person.objects.filter(public_id__in=public_ids, is_active=True)}
    return [Named(one, rows[one].name, rows[one].username) for one in public_ids if one in rows]
