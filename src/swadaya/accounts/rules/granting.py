"""Who may give which role where. Nobody chooses a role for themselves; a role is given from above."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from swadaya.core import codes
from swadaya.core.problem import Problem, Where

from .. import group_directory
from .access import Held, Viewer
from .roles import Role

RIGHT = "akun.undang"
RESET = "akun.atur-ulang"
REMOVE = "akun.lepas-langkah-kedua"


def scope_of(place: Held) -> str:
    """The kind of scope of a grant: kelompok, unit, desa, kecamatan, kabkota, provinsi or nasional."""
    if place.group:
        return group_directory.place_of(place.group).kind
    return codes.level_of(place.region) if place.region else "nasional"


def problems(viewer: Viewer, wanted: Held, roles: Mapping[str, Role]) -> list[Problem]:
    """Why a viewer may not give a role; empty when it may be given.

    Args:
        wanted: role and place to give; for a group also the village in which it lies.

    Returns:
        Problems ``peran.tidak-dikenal``, ``peran.lingkup-lain``, ``peran.di-luar-wewenang``.
    """
    role = roles.get(wanted.role)
    if role is None:
        return [Problem("peran.tidak-dikenal", Where(key=wanted.role), wanted.role, "peran yang ada")]
    found: list[Problem] = []
    scope = scope_of(wanted)
    if scope not in role.scopes:
        found.append(
            Problem(
                "peran.lingkup-lain",
                Where(key=wanted.role),
                f"{role.label} untuk {scope}",
                f"lingkup {' / '.join(role.scopes)}",
            )
        )
    if not viewer.trusted and not any(_gives(roles.get(own.role), own, wanted) for own in viewer.holding(RIGHT)):
        found.append(
            Problem(
                "peran.di-luar-wewenang",
                Where(key=wanted.role),
                f"{role.label} di {wanted.region or wanted.group or 'nasional'}",
                "peran dan wilayah dalam wewenang Anda",
                "Mintalah tingkat di atas Anda.",
            )
        )
    return found


def may_reset(viewer: Viewer, held: Sequence[Held], roles: Mapping[str, Role], *, right: str = RESET) -> bool:
    """Whether a viewer may open somebody's way in anew: each role they hold is one the viewer could give there.

    Who holds nothing (any more) is reset by somebody whose scope is the nation.
    """
    if viewer.trusted:
        return True
    own = viewer.holding(right)
    if not held:
        return any(not mine.region and not mine.group for mine in own)
    return all(any(_gives(roles.get(mine.role), mine, theirs) for mine in own) for theirs in held)


def _gives(own_role: Role | None, own: Held, wanted: Held) -> bool:
    if own_role is None or wanted.role not in own_role.invites:
        return False
    if own.group:
        return wanted.group == own.group
    return wanted.region.startswith(own.region)
