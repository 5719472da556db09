"""Groups and members out of a workbook: every bad row is reported, all rows are taken in or none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db import transaction

from swadaya.accounts.access import NotAllowed, OutOfSight, Viewer
from swadaya.berkas.streams import Stream
from swadaya.core import codes
from swadaya.core.problem import Problem, Unusable
from swadaya.core.refusal import Refused

from . import reach, spreadsheet
from ._groups import register_group
from ._members import joining_problems, take_in
from .spreadsheet import Row
from .values import Imported, NewMember

GROUP_COLUMNS = ("desa", "nama", "jenis", "asal", "berdiri", "ikatan", "tujuan", "visi", "misi")
MEMBER_COLUMNS = (
    "nama", "kelamin", "masuk", "tahun_lahir", "telepon", "nik", "miskin", "sumber_miskin", "persetujuan",
)  # fmt: skip
_SEXES = {"p": "P", "perempuan": "P", "wanita": "P", "l": "L", "laki-laki": "L", "pria": "L"}
_ANSWERS = {"ya": True, "y": True, "1": True, "tidak": False, "t": False, "0": False, "": None}


class _Undone(Exception):
    """Takes back what a dry run, or an import with problems, wrote."""


def import_groups(stream: Stream, *, name: str, by: Viewer, dry_run: bool = False) -> Imported:
    """Register the groups of a workbook with columns desa, nama and, if known, jenis, asal, berdiri, ikatan, tujuan,
    visi, misi.

    Raises:
        Unusable: ``berkas.*`` when the file as a whole cannot be read.
    """
    rows = spreadsheet.rows(stream, name=name, columns=GROUP_COLUMNS, wanted=("desa", "nama"))
    problems: list[Problem] = []
    try:
        with transaction.atomic():
            for row in rows:
                problems += _group(row, name, by)
            if problems or dry_run:
                raise _Undone
    except _Undone:
        pass
    return Imported(len(rows), 0 if problems or dry_run else len(rows), tuple(problems), dry_run)


def _group(row: Row, file: str, by: Viewer) -> list[Problem]:
    cells = row.cells
    founded, problems = _day(cells, "berdiri")
    if problems:
        return _placed(problems, row, file)
    kind = cells.get("jenis") or "KSM"
    try:
        with transaction.atomic():
            register_group(
                codes.normalise(cells["desa"]) or cells["desa"],
                name=cells["nama"],
                by=by,
                kind=kind,
                origin=cells.get("asal") or "baru",
                founded_on=founded,
                tie=cells.get("ikatan") or "kepentingan",
                goals=cells.get("tujuan", ""),
                vision=cells.get("visi", ""),
                mission=cells.get("misi", ""),
            )
    except Refused as refused:
        return _placed(refused.problems, row, file)
    except (NotAllowed, Unusable) as refused:
        return _placed([refused.problem], row, file)
    except OutOfSight:
        return _placed([Problem("wilayah.di-luar", got=cells["desa"], expected="desa dalam wilayah Anda")], row, file)
    return []


def import_members(ksm_id: UUID, *, stream: Stream, name: str, by: Viewer, dry_run: bool = False) -> Imported:
    """Take in the members of a workbook with columns nama, kelamin, masuk and, if known, the others of
    ``MEMBER_COLUMNS``.

    Raises:
        OutOfSight, NotAllowed; Unusable ``berkas.*``.
    """
    reach.group_for(by, ksm_id, reach.MEMBERS)
    rows = spreadsheet.rows(stream, name=name, columns=MEMBER_COLUMNS, wanted=("nama", "kelamin", "masuk"))
    problems: list[Problem] = []
    try:
        with transaction.atomic():
            ksm, role = reach.group_for(by, ksm_id, reach.MEMBERS, lock=True)
            for row in rows:
                member, found = _member(row.cells)
                if member is not None:
                    found += joining_problems(ksm, member)
                problems += _placed(found, row, name)
                if member is not None and not found:
                    take_in(ksm, member, by=by, role=role)
            if problems or dry_run:
                raise _Undone
    except _Undone:
        pass
    return Imported(len(rows), 0 if problems or dry_run else len(rows), tuple(problems), dry_run)


def _member(cells: Mapping[str, str]) -> tuple[NewMember | None, list[Problem]]:
    joined, problems = _day(cells, "masuk")
    if joined is None and not problems:
        problems.append(_bad("masuk", "", "tanggal seperti 2026-02-05"))
    sex = _SEXES.get(cells.get("kelamin", "").lower())
    if sex is None:
        problems.append(_bad("kelamin", cells.get("kelamin", ""), "P atau L"))
    year = cells.get("tahun_lahir", "")
    if year and not (year.isdecimal() and len(year) == 4):
        problems.append(_bad("tahun_lahir", year, "empat angka"))
        year = ""
    poor = cells.get("miskin", "").lower()
    if poor not in _ANSWERS:
        problems.append(_bad("miskin", poor, "ya, tidak, atau kosong"))
    if problems or joined is None or sex is None:
        return None, problems
    consents = tuple(filter(None, (word.strip() for word in cells.get("persetujuan", "").split(","))))
    return (
        NewMember(
            cells.get("nama", ""), sex, joined, int(year) if year else None, cells.get("telepon", ""),
            cells.get("nik", ""), _ANSWERS[poor], cells.get("sumber_miskin", ""), consents,
        ),
        [],
    )  # fmt: skip


def _day(cells: Mapping[str, str], column: str) -> tuple[date | None, list[Problem]]:
    written = cells.get(column, "")
    if not written:
        return None, []
    try:
        return date.fromisoformat(written), []
    except ValueError:
        return None, [_bad(column, written, "tanggal seperti 2026-02-05")]


def _bad(column: str, got: str, expected: str) -> Problem:
    return Problem(f"impor.{column}", got=got[:40], expected=expected)


def _placed(problems: list[Problem] | tuple[Problem, ...], row: Row, file: str) -> list[Problem]:
    """The problems with the file, the row and the column a person looks for."""
    return [
        replace(one, where=replace(one.where, file=file, row=row.number, column=one.where.key or _column(one), key=""))
        for one in problems
    ]


def _column(problem: Problem) -> str:
    return problem.code.partition(".")[2] if problem.code.startswith("impor.") else ""
