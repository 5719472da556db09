"""Groups of regions as data: big islands (several ways), and tags with a legal basis and a period.

Source: rule files of kind ``wilayah-kelompok`` and ``wilayah-tanda``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from swadaya.core.problem import Problem
from swadaya.core.rulefiles import RuleFile
from swadaya.core.rulekind import RuleKind, per_rules

from .rule_reader import RegionRules

SCHEME_KIND = "wilayah-kelompok"
TAG_KIND = "wilayah-tanda"


@dataclass(frozen=True, slots=True)
class Group:
    code: str
    label: str
    members: tuple[str, ...]  # province codes


@dataclass(frozen=True, slots=True)
class Scheme:
    """One way to group provinces; ``groups`` hold every province once."""

    code: str
    label: str
    default: bool
    reference: str
    groups: tuple[Group, ...]
    rule_id: str


@dataclass(frozen=True, slots=True)
class Tag:
    """A named set of regions for a period, such as daerah tertinggal 2020-2024."""

    code: str
    label: str
    reference: str
    valid_from: date
    valid_to: date | None
    members: tuple[str, ...]  # region codes of any level
    rule_id: str


def read_schemes(rule: RuleFile) -> tuple[tuple[Scheme, ...], list[Problem]]:
    """Read one file of schemes. Problems: wilayah.bentuk, .kosong, .sebutan, .kode, .berulang,
    .provinsi.
    """
    reader = RegionRules(rule)
    schemes: list[Scheme] = []
    for key, table in reader.listed("scheme"):
        groups: list[Group] = []
        placed: set[str] = set()
        names: set[str] = set()
        for place, entry in reader.listed("group", table, key):
            members = entry.get("members", [])
            provinces = tuple(reader.region({"members": member}, "members", place, "provinsi") for member in members)
            for province in provinces:
                reader.unique(placed, province, f"{place}.members")
            group = Group(reader.slug(entry, "code", place), reader.text(entry, "label", place), provinces)
            reader.unique(names, group.code, f"{place}.code")
            if not provinces:
                reader.fault("bentuk", f"{place}.members", expected="sedikitnya satu kode provinsi")
            groups.append(group)
        reference = str(table.get("reference") or rule.reference)
        code, label = reader.slug(table, "code", key), reader.text(table, "label", key)
        schemes.append(Scheme(code, label, table.get("default") is True, reference, tuple(groups), rule.id))
    sets = {frozenset(member for group in scheme.groups for member in group.members) for scheme in schemes}
    if len(sets) > 1:
        reader.fault("provinsi", "scheme", expected="semua skema memuat provinsi yang sama")
    return tuple(schemes), reader.problems


def read_tag(rule: RuleFile) -> tuple[Tag | None, list[Problem]]:
    """Read one tag. Problems: wilayah.bentuk, .kosong, .sebutan, .kode, .berulang."""
    reader = RegionRules(rule)
    table = rule.content.get("tag")
    if not isinstance(table, dict):
        reader.fault("bentuk", "tag", expected="tabel [tag] dengan code, label, dan member")
        return None, reader.problems
    seen: set[str] = set()
    members: list[str] = []
    for place, entry in reader.listed("member", table, "tag"):
        code = reader.region(entry, "code", place)
        reader.unique(seen, code, f"{place}.code")
        members.append(code)
    code, label = reader.slug(table, "code", "tag"), reader.text(table, "label", "tag")
    tag = Tag(code, label, rule.reference, rule.valid_from, rule.valid_to, tuple(members), rule.id)
    return tag, reader.problems


SCHEMES = RuleKind(SCHEME_KIND, "wilayah/rules", read_schemes, subject="wilayah")
TAGS = RuleKind(TAG_KIND, "wilayah/rules", read_tag, subject="wilayah")


@per_rules
def schemes() -> tuple[Scheme, ...]:
    """Every scheme, the default one first. Raises Invalid when a file is faulty."""
    return tuple(sorted((scheme for one in SCHEMES.all() for scheme in one), key=lambda scheme: not scheme.default))


def tags() -> tuple[Tag, ...]:
    """Every tag. Raises Invalid when a file is faulty."""
    return TAGS.all()


def island_of(code: str, scheme: str = "kode_kemendagri") -> str:
    """Label of the group that holds the region's province; "" when the scheme does not know it.

    >>> island_of("3304092011"), island_of("9301", "pulau_6")
    ('Jawa', 'Maluku dan Papua')
    """
    for candidate in schemes():
        if candidate.code == scheme:
            return next((group.label for group in candidate.groups if code[:2] in group.members), "")
    return ""
