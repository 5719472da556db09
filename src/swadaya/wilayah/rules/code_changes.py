"""Regencies that took another code: who became whom, when, by which law.

Source: rule files of kind ``wilayah-perpindahan`` (shipped: the 26 moves of Papua in 2022).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from swadaya.core.problem import Problem
from swadaya.core.rulefiles import RuleFile
from swadaya.core.rulekind import RuleKind, per_rules

from .rule_reader import RegionRules

KIND = "wilayah-perpindahan"


@dataclass(frozen=True, slots=True)
class Move:
    """One regency or city: ``old`` was its code before ``effective_on``, ``new`` is from that day."""

    old: str
    new: str
    name: str
    effective_on: date
    law: str


@dataclass(frozen=True, slots=True)
class NewProvince:
    code: str
    name: str
    formed_from: str
    effective_on: date
    law: str


@dataclass(frozen=True, slots=True)
class Division:
    """What one rule file tells: new provinces and the regencies that moved into them."""

    provinces: tuple[NewProvince, ...]
    moves: tuple[Move, ...]


def read(rule: RuleFile) -> tuple[Division, list[Problem]]:
    """Read one file. Problems: wilayah.bentuk, .kosong, .kode, .tanggal, .berulang."""
    reader = RegionRules(rule)
    provinces: list[NewProvince] = []
    moves: list[Move] = []
    olds: set[str] = set()
    news: set[str] = set()
    for key, table in reader.listed("province"):
        law, day = reader.text(table, "law", key), reader.day(table, "effective_on", key)
        province = reader.region(table, "code", key, "provinsi")
        formed_from = reader.region(table, "from", key, "provinsi")
        provinces.append(NewProvince(province, reader.text(table, "name", key), formed_from, day, law))
        for place, entry in reader.listed("move", table, key):
            old = reader.region(entry, "old", place, "kabkota")
            new = reader.region(entry, "new", place, "kabkota")
            reader.unique(olds, old, f"{place}.old")
            reader.unique(news, new, f"{place}.new")
            if new and not new.startswith(province):
                reader.fault("kode", f"{place}.new", new, f"kode di dalam provinsi {province}")
            if old and not old.startswith(formed_from):
                reader.fault("kode", f"{place}.old", old, f"kode di dalam provinsi asal {formed_from}")
            moves.append(Move(old, new, reader.text(entry, "name", place), day, law))
    return Division(tuple(provinces), tuple(moves)), reader.problems


DIVISIONS = RuleKind(KIND, "wilayah/rules", read, subject="wilayah")


@per_rules
def division() -> Division:
    """All moves known to the product and its overlay. Raises Invalid when a file is faulty."""
    found = DIVISIONS.all()
    return Division(
        tuple(province for one in found for province in one.provinces),
        tuple(move for one in found for move in one.moves),
    )


def moves() -> tuple[Move, ...]:
    return division().moves


def predecessors_of(prefix: str) -> tuple[str, ...]:
    """Old regency codes whose territory now lies in the province or regency.

    Nothing is known below the regency: villages were renumbered, so a kecamatan has no predecessor here.

    >>> predecessors_of("9301"), predecessors_of("93"), predecessors_of("3304")
    (('9101',), ('9101', '9116', '9117', '9118'), ())
    """
    return tuple(move.old for move in moves() if move.new.startswith(prefix)) if len(prefix) in (2, 4) else ()


def successors_of(prefix: str) -> tuple[str, ...]:
    """New codes of what the old regency, or the old province, gave away.

    >>> successors_of("9271")
    ('9671',)
    """
    return tuple(move.new for move in moves() if move.old.startswith(prefix)) if len(prefix) in (2, 4) else ()
