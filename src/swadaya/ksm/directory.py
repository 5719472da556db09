"""Where groups lie, for the room of people: a role in a group is given by an officer of its village."""

from __future__ import annotations

from uuid import UUID

from swadaya.accounts.group_directory import GroupPlace
from swadaya.accounts.rules.access import system

from . import access
from .groups.listing import groups_in
from .institutions.registers import units_in
from .models import Ksm, UnitPengelola


class Groups:
    """The groups of this room by their public id."""

    def place_of(self, group: str) -> GroupPlace | None:
        try:
            ksm = Ksm.objects.filter(public_id=UUID(group)).first()
        except ValueError:
            return None
        return GroupPlace(str(ksm.public_id), ksm.desa, access.name_of(ksm)) if ksm else None

    def within(self, region: str, text: str, limit: int) -> list[GroupPlace]:
        groups = groups_in(region, by=system("undangan"), text=text, limit=limit)
        return [GroupPlace(str(line.id), line.desa, line.name) for line in groups]


class Units:
    """Managing units, for those who keep the book of one."""

    def place_of(self, group: str) -> GroupPlace | None:
        try:
            row = UnitPengelola.objects.filter(public_id=UUID(group)).first()
        except ValueError:
            return None
        return GroupPlace(str(row.public_id), row.region, row.name, "unit") if row else None

    def within(self, region: str, text: str, limit: int) -> list[GroupPlace]:
        units = units_in(region, by=system("undangan"))
        wanted = [line for line in units if text.strip().casefold() in line.name.casefold()]
        return [GroupPlace(str(line.id), line.region, line.name, "unit") for line in wanted[:limit]]


GROUPS = Groups()
UNITS = Units()
