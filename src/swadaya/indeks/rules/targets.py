"""Targets for numbers of villages by class, from rule files of kind ``sasaran``: who set them, by when, how far it is.

A file belongs to the nation or to one region::

    [sasaran]
    index = "IDM"                    # short name of the index
    region = "3304"                  # undotted code; empty or absent: the nation
    baseline_year = 2024
    target_year = 2029

    [[sasaran.target]]
    code = "tanpa-tertinggal"
    label = "Tidak ada lagi Desa Tertinggal"
    quote = "..."                    # the words of the document
    goal = 0                         # villages to reach; or change = -20 from the baseline year
    reading = [{ label = "Tertinggal", classes = ["tertinggal"] }]
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from swadaya.core import codes
from swadaya.core.problem import Problem
from swadaya.core.rulefiles import RuleFile
from swadaya.core.rulekind import RuleKind
from swadaya.core.rulereading import RuleReader, Table

KIND = "sasaran"


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read what is counted: the villages in these classes."""

    label: str
    classes: tuple[str, ...]

    def count(self, by_class: Mapping[str, int | None]) -> int | None:
        """Villages it counts; None where one of its classes is not known."""
        found = [by_class.get(code) for code in self.classes]
        known = [count for count in found if count is not None]
        return sum(known) if len(known) == len(found) else None


@dataclass(frozen=True, slots=True)
class Target:
    """``change`` from the baseline year or ``goal`` to reach, one of them; ``quote``: the words of the document."""

    code: str
    label: str
    quote: str
    change: int | None
    goal: int | None
    readings: tuple[Reading, ...]
    note: str

    def wanted(self, baseline: int) -> int:
        """The change that is asked for; negative: fewer villages."""
        return self.change if self.change is not None else (self.goal or 0) - baseline


@dataclass(frozen=True, slots=True)
class TargetSet:
    """What one document sets for the nation (``region`` empty) or a region."""

    id: str
    title: str
    standing: str
    reference: str
    verification: str
    note: str
    valid_from: date
    index: str
    region: str
    baseline_year: int
    target_year: int
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a target is in one year. ``share`` of the change asked for, 1 and more: reached; negative: away from it.

    ``share`` is None where no change is asked for.
    """

    year: int
    count: int
    change: int
    share: Fraction | None
    reached: bool


def standing(target: Target, baseline: int, year: int, count: int) -> Standing:
    """Compare a year's count with the baseline.

    >>> target = Target("a", "", "", -5000, None, (), "")
    >>> found = standing(target, 33592, 2019, 17626)
    >>> found.change, found.share, found.reached
    (-15966, Fraction(7983, 2500), True)
    """
    wanted, change = target.wanted(baseline), count - baseline
    if not wanted:
        return Standing(year, count, change, None, change == 0)
    share = Fraction(change, wanted)
    return Standing(year, count, change, share, share >= 1)


def target_sets(region: str | None = None) -> tuple[TargetSet, ...]:
    """Every set, oldest first; of one region ("" is the nation) when it is given.

    Raises:
        Invalid: ``sasaran.*`` with the file and key of the first fault.
    """
    found = sorted(TARGETS.all(), key=lambda one: (one.region, one.target_year, one.id))
    return tuple(one for one in found if region is None or one.region == region)


class _Reader(RuleReader):
    def year(self, table: Table, name: str, key: str) -> int:
        value = table.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and 1900 < value < 2200:
            return value
        self.fault("tahun", f"{key}.{name}", value, "tahun, seperti 2019")
        return 0


def read(rule: RuleFile) -> tuple[TargetSet, list[Problem]]:
    """Read one file. Problems: sasaran.bentuk, .kosong, .tahun, .kode, .besar, .kelas, .berulang."""
    reader = _Reader(rule, "sasaran")
    table = rule.content.get("sasaran")
    if not isinstance(table, dict):
        reader.fault("bentuk", "sasaran", table, "tabel [sasaran]")
        table = {}
    region = str(table.get("region", ""))
    if region and (codes.normalise(region) != region):
        reader.fault("kode", "sasaran.region", region, "kode wilayah tanpa titik, atau kosong untuk nasional")
    baseline, target = (reader.year(table, name, "sasaran") for name in ("baseline_year", "target_year"))
    if baseline and target and baseline >= target:
        reader.fault("tahun", "sasaran.target_year", target, f"tahun sesudah {baseline}")
    found = [
        _target(reader, entry, key) for key, entry in reader.tables("target", inside=table, key="sasaran", filled=True)
    ]
    if len({one.code for one in found}) < len(found):
        reader.fault("berulang", "sasaran.target", "", "kode yang tidak berulang")
    sets = TargetSet(
        id=rule.id,
        title=rule.title,
        standing=rule.standing,
        reference=rule.reference,
        verification=rule.verification,
        note=str(rule.content.get("note", "")),
        valid_from=rule.valid_from,
        index=reader.text(table, "index", "sasaran"),
        region=region,
        baseline_year=baseline,
        target_year=target,
        targets=tuple(found),
    )
    return sets, reader.problems


def _target(reader: _Reader, table: Mapping[str, Any], key: str) -> Target:
    change, goal = table.get("change"), table.get("goal")
    whole = [value for value in (change, goal) if isinstance(value, int) and not isinstance(value, bool)]
    if len(whole) != 1 or change == 0 or (isinstance(goal, int) and goal < 0):
        reader.fault("besar", key, "", "satu dari change (bilangan bulat, bukan 0) atau goal (0 atau lebih)")
        change, goal = None, 0
    readings = []
    for place, entry in reader.tables("reading", inside=table, key=key, filled=True):
        classes = entry.get("classes")
        if not isinstance(classes, list) or not classes or not all(isinstance(item, str) for item in classes):
            reader.fault("kelas", f"{place}.classes", classes, "daftar kode kelas, seperti tertinggal")
            classes = []
        readings.append(Reading(reader.text(entry, "label", place), tuple(classes)))
    return Target(
        code=reader.text(table, "code", key),
        label=reader.text(table, "label", key),
        quote=reader.text(table, "quote", key),
        change=change,
        goal=goal,
        readings=tuple(readings),
        note=str(table.get("note", "")),
    )


TARGETS = RuleKind(KIND, "indeks/targets", read)
