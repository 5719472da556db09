"""What this room must know of a group, which is only an opaque id to it: its village and its name.

Rooms that have groups register themselves; this room lies below them and never imports them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from swadaya.core.registry import Registry

from .rules.access import Held


@dataclass(frozen=True, slots=True)
class GroupPlace:
    """``region``: the village in which the group lies. ``kind``: a group of citizens, or a managing unit."""

    id: str
    region: str
    name: str
    kind: Literal["kelompok", "unit"] = "kelompok"


class GroupRoom(Protocol):
    """A room that has groups."""

    def place_of(self, group: str) -> GroupPlace | None:
        """Where a group lies; None for an id that is not of this room."""

    def within(self, region: str, text: str, limit: int) -> list[GroupPlace]:
        """Groups of a region whose name holds a text, by name."""


rooms: Registry[GroupRoom] = Registry()


def place_of(group: str) -> GroupPlace:
    """Where a group lies and what it is called; of an unknown one only the id is known."""
    told = (room.place_of(group) for room in rooms)
    return next((found for found in told if found is not None), GroupPlace(group, "", group))


def within(region: str, text: str, limit: int) -> list[GroupPlace]:
    """Groups of a region whose name holds a text."""
    return [place for room in rooms for place in room.within(region, text, limit)][:limit]


def grant_of(role: str, region: str, group: str) -> Held:
    """A grant as it is kept: one on a group lies in the group's own village, whatever was said."""
    return Held(role, place_of(group).region if group else region, group)
