"""Roles as data: which exist, where each may be given, which rights it carries, and which roles it may give.

A right is written ``room.verb``. ``<room>.lihat`` makes an object visible; every other right acts on what is visible.
Source: rule file of kind ``peran`` (design decision, replaceable through ``SWADAYA_RULES``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from swadaya.core import clock
from swadaya.core.problem import Problem
from swadaya.core.rulefiles import RuleFile
from swadaya.core.rulekind import RuleKind
from swadaya.core.rulereading import RuleReader

KIND = "peran"
SCOPES = ("nasional", "provinsi", "kabkota", "kecamatan", "desa", "kelompok", "unit")
"""Where a role may be given; ``kelompok`` and ``unit`` are a group and a managing unit, known by opaque ids."""
GROUPS = frozenset({"kelompok", "unit"})
SEEING = "lihat"


@dataclass(frozen=True, slots=True)
class Right:
    """``purpose``: using it asks for the reason, which is kept (reads of personal data)."""

    code: str
    label: str
    purpose: bool = False

    @property
    def room(self) -> str:
        return self.code.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Role:
    """``second_factor``: nothing of the role works before a second step of sign-in."""

    code: str
    label: str
    meaning: str
    scopes: tuple[str, ...]
    second_factor: bool
    rights: frozenset[str]
    invites: frozenset[str]

    @property
    def in_group(self) -> bool:
        """Whether it is held in a group or unit, not over a region."""
        return not GROUPS.isdisjoint(self.scopes)


@dataclass(frozen=True, slots=True)
class RoleBook:
    """All roles and rights of one rule file."""

    rule_id: str
    roles: Mapping[str, Role]
    rights: Mapping[str, Right]


def read(rule: RuleFile) -> tuple[RoleBook, list[Problem]]:
    """Read one file. Problems: peran.bentuk, .kosong, .berulang, .hak, .lingkup, .undang, .tanpa-lihat."""
    reader = _Reader(rule, "peran")
    rights = {right.code: right for right in reader.rights()}
    roles = {role.code: role for role in reader.roles(rights)}
    for number, role in enumerate(roles.values()):
        for unknown in sorted(role.invites - roles.keys()):
            reader.fault("undang", f"role[{number}].invites", unknown, "kode peran yang ada dalam berkas ini")
    return RoleBook(rule.id, MappingProxyType(roles), MappingProxyType(rights)), reader.problems


class _Reader(RuleReader):
    def rights(self) -> list[Right]:
        rights: list[Right] = []
        for key, table in self.tables("right", filled=True):
            code = self.text(table, "code", key)
            if "." not in code.strip("."):
                self.fault("hak", f"{key}.code", code, "ruang.kerja, misalnya isian.lihat")
            if code in {right.code for right in rights}:
                self.fault("berulang", f"{key}.code", code, "kode yang tidak berulang")
            rights.append(Right(code, self.text(table, "label", key), table.get("purpose") is True))
        return rights

    def roles(self, rights: Mapping[str, Right]) -> list[Role]:
        roles: list[Role] = []
        for key, table in self.tables("role", filled=True):
            code = self.text(table, "code", key)
            if code in {role.code for role in roles}:
                self.fault("berulang", f"{key}.code", code, "kode yang tidak berulang")
            scopes = self.words(table, "scopes", key)
            for strange in sorted(set(scopes) - set(SCOPES)):
                self.fault("lingkup", f"{key}.scopes", strange, " / ".join(SCOPES))
            own = frozenset(self.words(table, "rights", key))
            for strange in sorted(own - rights.keys()):
                self.fault("hak", f"{key}.rights", strange, "kode hak yang ada dalam berkas ini")
            for blind in sorted(code for code in own if f"{code.partition('.')[0]}.{SEEING}" not in own):
                self.fault("tanpa-lihat", f"{key}.rights", blind, f"juga {blind.partition('.')[0]}.{SEEING}")
            roles.append(
                Role(
                    code,
                    self.text(table, "label", key),
                    self.text(table, "meaning", key),
                    tuple(scopes),
                    table.get("second_factor") is True,
                    own,
                    frozenset(self.words(table, "invites", key)),
                )
            )
        return roles


ROLES = RuleKind(KIND, "accounts/roles", read)


def book() -> RoleBook:
    """The roles in force today. Raises Invalid when there is no usable file."""
    return ROLES.in_force(clock.today())
