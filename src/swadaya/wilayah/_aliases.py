"""Codes of other systems: import a table that pairs them with ours.

Two shapes are known: the bridging service of BPS (kode_bps, nama_bps, kode_dagri, nama_dagri) and a table of
regencies that follows them to the codes of 2025 (kode_bps_2020, kode_kemendagri_2020, kode_kemendagri_2025,
nama).
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction

from swadaya.core import codes
from swadaya.core.problem import Problem, Where

from ._loading import lock
from .models import Region, RegionAlias
from .rules.code_table import Table, read_table

_BRIDGE = ("kode_bps", "nama_bps", "kode_dagri", "nama_dagri")
_FOLLOWED = ("kode_bps_2020", "kode_kemendagri_2020", "kode_kemendagri_2025", "nama")
_FOREIGN = re.compile(r"[0-9A-Za-z.]{1,20}")


@dataclass(frozen=True, slots=True)
class AliasReport:
    """``aliases``: rows in the table; with any error in ``problems`` nothing was written."""

    system: str
    year: int
    aliases: int
    added: int
    updated: int
    seconds: float
    problems: tuple[Problem, ...] = ()


def import_aliases(path: Path, *, system: str = "bps", year: int | None = None) -> AliasReport:
    """Import pairs of a foreign code and ours; all or nothing, and importing again changes nothing.

    Args:
        path: CSV of one of the two shapes.
        system: name of the coding system.
        year: year of the foreign codes; needed for the bridging shape, 2020 for the other.

    Raises:
        Invalid: tabel.*

    Returns:
        Problems: wilayah.alias-tahun, wilayah.kode, wilayah.tak-dikenal, wilayah.alias-ganda; and
        (peringatan) wilayah.alias-tanpa-padanan for rows without a code of ours.
    """
    started = time.perf_counter()
    table = read_table(path, _BRIDGE, _FOLLOWED)
    followed = set(_FOLLOWED) <= set(table.header)
    year = year or (2020 if followed else None)
    if year is None:
        problem = Problem(
            "wilayah.alias-tahun",
            Where(file=table.name),
            expected="tahun sistem kode itu",
            hint="Tambahkan --year, misalnya --year 2024.",
        )
        return AliasReport(system, 0, 0, 0, 0, time.perf_counter() - started, (problem,))
    columns = ("kode_bps_2020", "kode_kemendagri_2025", "nama") if followed else ("kode_bps", "kode_dagri", "nama_bps")
    with transaction.atomic():
        with connection.cursor() as cursor:
            lock(cursor)
        wanted, problems = _pairs(table, columns)
        refused = any(problem.severity == "galat" for problem in problems)
        added, updated = (0, 0) if refused else _write(wanted, system, year)
    seconds = time.perf_counter() - started
    return AliasReport(system, year, len(wanted), added, updated, seconds, tuple(problems))


def _pairs(table: Table, columns: tuple[str, str, str]) -> tuple[dict[str, tuple[str, str]], list[Problem]]:
    """Foreign code -> (our code, foreign name)."""
    theirs, ours, named = columns
    problems = list(table.problems)
    pairs: dict[str, tuple[str, str]] = {}
    written = {code for _, row in table if (code := codes.normalise(row.get(ours, "")))}
    known = set(Region.objects.filter(code__in=written).values_list("code", flat=True))
    for number, row in table:
        foreign, own = row.get(theirs, ""), row.get(ours, "")
        code = codes.normalise(own)
        if not own or not foreign:
            where = Where(file=table.name, row=number)
            problems.append(
                Problem("wilayah.alias-tanpa-padanan", where, foreign or own, "kedua kode", severity="peringatan")
            )
        elif not _FOREIGN.fullmatch(foreign):
            where = Where(file=table.name, row=number, column=theirs)
            problems.append(Problem("wilayah.kode", where, foreign, "kode paling panjang 20 huruf atau angka"))
        elif code is None or code not in known:
            where = Where(file=table.name, row=number, column=ours)
            kind = "kode" if code is None else "tak-dikenal"
            problems.append(Problem(f"wilayah.{kind}", where, own, "kode wilayah yang dikenal"))
        elif pairs.setdefault(foreign, (code, row.get(named, "")))[0] != code:
            where = Where(file=table.name, row=number, column=theirs)
            problems.append(Problem("wilayah.alias-ganda", where, foreign, "satu pasangan bagi tiap kode"))
    return pairs, problems


def _write(pairs: dict[str, tuple[str, str]], system: str, year: int) -> tuple[int, int]:
    present = {alias.foreign_code: alias for alias in RegionAlias.objects.filter(system=system, year=year)}
    fresh, changed = [], []
    for foreign, (code, name) in pairs.items():
        alias = present.get(foreign)
        if alias is None:
            fresh.append(RegionAlias(system=system, year=year, foreign_code=foreign, foreign_name=name, region_id=code))
        elif (alias.region_id, alias.foreign_name) != (code, name):
            alias.region_id, alias.foreign_name = code, name
            changed.append(alias)
    RegionAlias.objects.bulk_create(fresh, batch_size=5000)
    RegionAlias.objects.bulk_update(changed, ["region_id", "foreign_name"], batch_size=2000)
    return len(fresh), len(changed)
