"""Areas in the database: islands and tags from rule files, kawasan from a table that a user brings."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import connection, transaction

from swadaya.core import codes
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid

from ._loading import lock
from .models import Area, AreaMember, Region
from .rules import groupings
from .rules.code_table import Table, read_table
from .rules.rule_reader import SLUG, SLUG_WORDS

_RULE_SOURCE = "aturan:"
_COLUMNS = ("area_code", "label", "region_code")


@dataclass(frozen=True, slots=True)
class AreaReport:
    """Rows now there (``areas``, ``members``), what was done, and what is wrong with the input."""

    areas: int
    members: int
    added: int
    updated: int
    removed: int
    seconds: float
    problems: tuple[Problem, ...] = ()

    @property
    def changed(self) -> bool:
        return bool(self.added or self.updated or self.removed)


@dataclass(frozen=True, slots=True)
class _Wanted:
    code: str
    label: str
    kind: str
    scheme: str
    position: int
    legal_basis: str
    valid_from: date | None
    valid_to: date | None
    source: str
    members: frozenset[str]


def load_areas() -> AreaReport:
    """Bring islands and tags in line with the rule files in force; an area whose rule is gone goes too.

    Raises:
        Invalid: when a rule file is faulty, or wilayah.area-ganda when two give one area.

    Returns:
        Problems (peringatan): wilayah.area-anggota for a member that is no known region,
        wilayah.area-provinsi for a province that a scheme does not place.
    """
    started = time.perf_counter()
    wanted = [*_islands(), *_tags()]
    _refuse_doubles(wanted)
    with transaction.atomic():
        with connection.cursor() as cursor:
            lock(cursor)
        added, updated = _write(wanted)
        stale = Area.objects.filter(source__startswith=_RULE_SOURCE).exclude(code__in=[one.code for one in wanted])
        removed = stale.count()
        stale.delete()
        problems = (*_unknown_members(wanted), *_unplaced_provinces())
    return _report(wanted, added, updated, removed, started, problems)


def import_areas(path: Path) -> AreaReport:
    """Import kawasan from a table with the columns area_code, label, region_code; all or nothing.

    An area that the table names is replaced by what the table says of it.

    Raises:
        Invalid: tabel.*

    Returns:
        Problems (galat, nothing was written): wilayah.kode, wilayah.tak-dikenal, wilayah.area-kode,
        wilayah.area-label, wilayah.area-aturan.
    """
    started = time.perf_counter()
    table = read_table(path, _COLUMNS)
    with transaction.atomic():
        with connection.cursor() as cursor:
            lock(cursor)
        wanted, problems = _kawasan(table)
        refused = any(problem.severity == "galat" for problem in problems)
        added, updated = (0, 0) if refused else _write(wanted)
    return _report([] if refused else wanted, added, updated, 0, started, problems)


def _report(
    wanted: list[_Wanted],
    added: int,
    updated: int,
    removed: int,
    started: float,
    problems: Iterable[Problem],
) -> AreaReport:
    members = sum(len(one.members) for one in wanted)
    seconds = time.perf_counter() - started
    return AreaReport(len(wanted), members, added, updated, removed, seconds, tuple(problems))


def _islands() -> list[_Wanted]:
    return [
        _Wanted(
            f"{scheme.code}-{group.code}",
            group.label,
            "pulau",
            scheme.code,
            100 * number + position,
            scheme.reference,
            None,
            None,
            _RULE_SOURCE + scheme.rule_id,
            frozenset(group.members),
        )
        for number, scheme in enumerate(groupings.schemes())
        for position, group in enumerate(scheme.groups)
    ]


def _tags() -> list[_Wanted]:
    return [
        _Wanted(
            tag.code,
            tag.label,
            "tanda",
            "",
            position,
            tag.reference,
            tag.valid_from,
            tag.valid_to,
            _RULE_SOURCE + tag.rule_id,
            frozenset(tag.members),
        )
        for position, tag in enumerate(groupings.tags())
    ]


def _refuse_doubles(wanted: list[_Wanted]) -> None:
    sources: dict[str, str] = {}
    for one in wanted:
        if one.code in sources:
            where = Where(file=one.source.removeprefix(_RULE_SOURCE))
            other = sources[one.code].removeprefix(_RULE_SOURCE)
            raise Invalid(Problem("wilayah.area-ganda", where, one.code, f"sebutan yang tidak dipakai {other}"))
        sources[one.code] = one.source


def _write(wanted: list[_Wanted]) -> tuple[int, int]:
    """Insert or update areas and their members; returns how many were new and how many differed."""
    present = {area.code: area for area in Area.objects.filter(code__in=[one.code for one in wanted])}
    members: dict[str, set[str]] = {code: set() for code in present}
    for code, prefix in AreaMember.objects.filter(area__code__in=present).values_list("area__code", "prefix"):
        members[code].add(prefix)
    added = updated = 0
    fields = ("label", "kind", "scheme", "position", "legal_basis", "valid_from", "valid_to", "source")
    for one in wanted:
        values = {field: getattr(one, field) for field in fields}
        area = present.get(one.code)
        if area is None:
            area = Area.objects.create(code=one.code, **values)
            added += 1
        elif members[one.code] == one.members and all(getattr(area, name) == values[name] for name in fields):
            continue
        else:
            Area.objects.filter(pk=area.pk).update(**values)
            area.members.exclude(prefix__in=one.members).delete()
            updated += 1
        missing = one.members - members.get(one.code, set())
        AreaMember.objects.bulk_create(AreaMember(area=area, prefix=prefix) for prefix in sorted(missing))
    return added, updated


def _unknown_members(wanted: list[_Wanted]) -> list[Problem]:
    prefixes = {prefix for one in wanted for prefix in one.members}
    known = set(Region.objects.filter(code__in=prefixes).values_list("code", flat=True))
    return [
        Problem(
            "wilayah.area-anggota",
            Where(file=one.source.removeprefix(_RULE_SOURCE)),
            codes.dotted(prefix),
            "kode wilayah yang dikenal",
            severity="peringatan",
        )
        for one in wanted
        for prefix in sorted(one.members - known)
    ]


def _unplaced_provinces() -> list[Problem]:
    provinces = list(Region.objects.filter(level="provinsi", status=Region.RESMI).values_list("code", "name"))
    return [
        Problem(
            "wilayah.area-provinsi",
            Where(file=scheme.rule_id, key=scheme.code),
            f"{code} {name}",
            "setiap provinsi dalam satu kelompok",
            severity="peringatan",
        )
        for scheme in groupings.schemes()
        for code, name in provinces
        if not any(code in group.members for group in scheme.groups)
    ]


def _kawasan(table: Table) -> tuple[list[_Wanted], list[Problem]]:
    problems = list(table.problems)
    labels: dict[str, str] = {}
    members: dict[str, set[str]] = {}
    written = {code for _, row in table if (code := codes.normalise(row.get("region_code", "")))}
    known = set(Region.objects.filter(code__in=written).values_list("code", flat=True))
    ruled = set(Area.objects.exclude(kind="kawasan").values_list("code", flat=True))
    for number, row in table:
        area, label, region = (row.get(column, "") for column in _COLUMNS)
        code = codes.normalise(region)

        def fault(problem: str, column: str, got: str, expected: str, row_number: int = number) -> None:
            where = Where(file=table.name, row=row_number, column=column)
            problems.append(Problem(f"wilayah.{problem}", where, got, expected))

        if not SLUG.fullmatch(area):
            fault(
                "area-kode",
                "area_code",
                area,
                SLUG_WORDS,
            )
        elif area in ruled:
            fault("area-aturan", "area_code", area, "kode yang bukan milik berkas aturan")
        if not label or labels.setdefault(area, label) != label:
            fault("area-label", "label", label, labels.get(area) or "nama kawasan")
        if code is None:
            fault("kode", "region_code", region, "kode wilayah 2, 4, 6, atau 10 angka")
        elif code not in known:
            fault("tak-dikenal", "region_code", region, "kode wilayah yang dikenal")
        else:
            members.setdefault(area, set()).add(code)
    wanted = [
        _Wanted(area, labels[area], "kawasan", "", 0, "", None, None, table.name, frozenset(prefixes))
        for area, prefixes in members.items()
        if area in labels
    ]
    return wanted, problems
