"""Who may see and do what, where: one decision for pages, API, commands and jobs.

A viewer is a frozen value made once for a request. What cannot be seen does not exist for the viewer (``OutOfSight``,
answered 404); what is seen but not allowed is refused with a reason (``NotAllowed``, answered 403).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import NotAllowed as NotAllowed  # rooms and faces take it from here

from . import roles
from .roles import SEEING, Role

Via = Literal["web", "api", "perintah", "pekerjaan"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something lies: a region code without dots ("" is the nation) and, for a group's own matters, its id."""

    region: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A role somebody holds now: over a region and all that lies in it, or over one group of that region."""

    role: str
    region: str = ""
    group: str = ""

    def covers(self, place: Place) -> bool:
        """A grant on a group covers that group alone; a grant on a region also the groups that lie in it."""
        if self.group:
            return place.group == self.group
        return place.region.startswith(self.region)


class OutOfSight(Exception):
    """The viewer cannot know that the object exists."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks. ``held`` are the grants in force; ``second_factor``: this session passed a second step."""

    person_id: int | None
    name: str
    held: tuple[Held, ...]
    second_factor: bool
    via: Via = "web"
    address: str = ""
    trusted: bool = False  # a command or job of the machine's own administrator

    @property
    def known(self) -> bool:
        return self.person_id is not None or self.trusted

    def sees(self, room: str, place: Place) -> bool:
        """Whether something of a room at a place exists for this viewer."""
        return self.may(f"{room}.{SEEING}", place)

    def may(self, right: str, place: Place) -> bool:
        """Whether the viewer may use a right at a place."""
        return self.trusted or any(grant.covers(place) for grant in self.holding(right))

    def holding(self, right: str) -> tuple[Held, ...]:
        """The grants that carry a right and work now."""
        return tuple(grant for grant in self.held if _carries(grant, right, self.second_factor))


NOBODY = Viewer(None, "", (), second_factor=False)


def system(name: str, *, via: Via = "perintah") -> Viewer:
    """A command or job: who runs it rules the machine, so it may do everything; what it does is still recorded."""
    return Viewer(None, name, (), second_factor=True, via=via, trusted=True)


def _role(grant: Held) -> Role | None:
    return roles.book().roles.get(grant.role)


def _carries(grant: Held, right: str, second_factor: bool) -> bool:
    role = _role(grant)
    return role is not None and right in role.rights and (second_factor or not role.second_factor)


def waiting(viewer: Viewer, right: str, place: Place) -> bool:
    """Whether only the second step of sign-in is missing."""
    return any(grant.covers(place) and _carries(grant, right, second_factor=True) for grant in viewer.held)


def role_for(viewer: Viewer, right: str, place: Place) -> str:
    """The role under which the viewer acts: the one given nearest to the place; empty for a command or job."""
    fitting = [grant for grant in viewer.holding(right) if grant.covers(place)]
    nearest = max(fitting, key=lambda grant: (bool(grant.group), len(grant.region)), default=None)
    return nearest.role if nearest else ""


def require(viewer: Viewer, right: str, place: Place, *, room: str = "") -> str:
    """The role under which the viewer may do this.

    Args:
        room: the room in which the object is seen, where it is not the right's own.

    Raises:
        OutOfSight: nothing of that room is visible to the viewer there.
        NotAllowed: ``akses.langkah-kedua`` when only the second step is missing, else ``akses.tanpa-hak``.
    """
    if viewer.may(right, place):
        return role_for(viewer, right, place)
    if waiting(viewer, right, place):
        raise NotAllowed(
            Problem(
                "akses.langkah-kedua",
                _where(place),
                got="masuk dengan satu langkah",
                expected="masuk dengan dua langkah",
                hint="Peran Anda memeriksa atau menerbitkan. Pasang langkah kedua di halaman Akun saya.",
            )
        )
    if not viewer.sees(room or right.partition(".")[0], place):
        raise OutOfSight
    known = roles.book().rights.get(right)
    carriers = [role.label for role in roles.book().roles.values() if right in role.rights]
    raise NotAllowed(
        Problem(
            "akses.tanpa-hak",
            _where(place),
            got=(known.label if known else right),
            expected=f"peran {' / '.join(carriers)}" if carriers else "",
            hint="Mintalah yang berperan itu, atau yang mengundang Anda.",
        )
    )


def _where(place: Place) -> Where:
    return Where(key=place.region or place.group or "nasional")
