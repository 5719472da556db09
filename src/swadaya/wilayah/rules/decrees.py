"""How many regions each decree counted: why no figure may be divided by a fixed number of villages.

Source: rule files of kind ``wilayah-riwayat``.
"""

from __future__ import annotations

from dataclasses import dataclass

from swadaya.core.problem import Problem
from swadaya.core.rulefiles import RuleFile
from swadaya.core.rulekind import RuleKind, per_rules

from .rule_reader import RegionRules

KIND = "wilayah-riwayat"


@dataclass(frozen=True, slots=True)
class DecreeCounts:
    """Counts of one list; ``year`` is the year of its decree."""

    decree: str
    year: int
    provinsi: int
    kabkota: int
    kecamatan: int
    kelurahan: int
    desa: int
    desa_adat: int

    @property
    def villages(self) -> int:
        return self.kelurahan + self.desa + self.desa_adat


def read(rule: RuleFile) -> tuple[tuple[DecreeCounts, ...], list[Problem]]:
    """Read one file. Problems: wilayah.bentuk, .kosong, .bilangan."""
    reader = RegionRules(rule)
    found = []
    for key, table in reader.listed("decree"):
        numbers = {
            name: reader.number(table, name, key)
            for name in ("year", "provinsi", "kabkota", "kecamatan", "kelurahan", "desa", "desa_adat")
        }
        found.append(DecreeCounts(reader.text(table, "name", key), **numbers))
    return tuple(found), reader.problems


DECREES = RuleKind(KIND, "wilayah/rules", read, subject="wilayah")


@per_rules
def decrees() -> tuple[DecreeCounts, ...]:
    """All decrees, oldest first. Raises Invalid when a file is faulty."""
    return tuple(sorted((counts for one in DECREES.all() for counts in one), key=lambda counts: counts.year))
