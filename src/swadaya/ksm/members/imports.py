"""Members of a group out of a table (XLSX or CSV)."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from swadaya.accounts.rules.access import Viewer
from swadaya.core import numbers
from swadaya.core.problem import Problem
from swadaya.files.headings import Column
from swadaya.files.streams import Stream
from swadaya.files.tables import Row

from .. import access
from ..row_import import Undone, bad_cell, day_of, imported, placed, table_of
from ..values import Imported, NewMember
from .membership import joining_problems, take_in

MEMBER_COLUMNS = (
    Column("nama", required=True, aliases=("nama anggota", "nama lengkap")),
    Column("kelamin", required=True, aliases=("jenis kelamin", "l/p", "p/l")),
    Column("masuk", required=True, kind="raw", aliases=("tanggal masuk",)),
    Column("tahun_lahir", kind="code"),
    Column("telepon", kind="phone", aliases=("nomor telepon", "no telepon", "hp", "no hp", "nomor hp")),
    Column("nik", kind="code", aliases=("nomor induk kependudukan", "no nik")),
    Column("miskin"),
    Column("sumber_miskin"),
    Column("persetujuan"),
)
_SEXES = {"p": "P", "perempuan": "P", "wanita": "P", "l": "L", "laki-laki": "L", "pria": "L"}
_ANSWERS = {"ya": True, "y": True, "1": True, "tidak": False, "t": False, "0": False, "": None}


def import_members(ksm_id: UUID, *, stream: Stream, name: str, by: Viewer, dry_run: bool = False) -> Imported:
    """Take in the members of a workbook with columns nama, kelamin, masuk and, if known, the others of
    ``MEMBER_COLUMNS``.

    Raises:
        OutOfSight, NotAllowed; Invalid ``berkas.*``.
    """
    access.group_for(by, ksm_id, access.MEMBERS)
    table = table_of(stream, name, MEMBER_COLUMNS)
    problems = list(table.problems)
    unread = {problem.where.row for problem in problems}
    try:
        with transaction.atomic():
            ksm, role = access.group_for(by, ksm_id, access.MEMBERS, lock=True)
            for row in table.rows:
                if row.number in unread:
                    continue
                member, found = _member(row)
                if member is not None:
                    found += joining_problems(ksm, member)
                problems += placed(found, row, table, name)
                if member is not None and not found:
                    take_in(ksm, member, by=by, role=role)
            problems.sort(key=lambda one: one.where.row or 0)
            if problems or dry_run:
                raise Undone
    except Undone:
        pass
    return imported(table, problems, dry_run=dry_run)


def _member(row: Row) -> tuple[NewMember | None, list[Problem]]:
    cells = row.cells
    joined, problems = day_of(row, "masuk")
    if joined is None and not problems:
        problems.append(bad_cell("masuk", "", "tanggal seperti 2026-02-05"))
    sex = _SEXES.get(cells.get("kelamin", "").lower())
    if sex is None:
        problems.append(bad_cell("kelamin", cells.get("kelamin", ""), "P atau L"))
    year = numbers.whole(cells.get("tahun_lahir", ""), least=1000, most=9999)
    if year is None and cells.get("tahun_lahir"):
        problems.append(bad_cell("tahun_lahir", cells["tahun_lahir"], "empat angka"))
    poor = cells.get("miskin", "").lower()
    if poor not in _ANSWERS:
        problems.append(bad_cell("miskin", poor, "ya, tidak, atau kosong"))
    if problems or joined is None or sex is None:
        return None, problems
    consents = tuple(filter(None, (word.strip() for word in cells.get("persetujuan", "").split(","))))
    return (
        NewMember(
            cells.get("nama", ""),
            sex,
            joined,
            year,
            cells.get("telepon", ""),
            cells.get("nik", ""),
            _ANSWERS[poor],
            cells.get("sumber_miskin", ""),
            consents,
        ),
        [],
    )
