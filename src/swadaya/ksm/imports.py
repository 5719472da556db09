"""Groups and members out of a table (XLSX or CSV): every bad row is reported, all rows are taken in or none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db import transaction

from swadaya.accounts.rules.access import OutOfSight, Viewer
from swadaya.core import clock, codes, numbers
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Refusal
from swadaya.files import cells as file_cells
from swadaya.files.headings import Column
from swadaya.files.streams import Stream, read_limited
from swadaya.files.tables import Row, Table, read_table

from . import access
from .groups.registration import register_group
from .institutions.register_entry import EARLIEST
from .institutions.welfare import register_welfare_body
from .members.membership import joining_problems, take_in
from .values import GROUP_KINDS, SERVICES, Imported, NewMember

LARGEST = 5 << 20
MOST_ROWS = 20_000
GROUP_COLUMNS = (
    Column("desa", required=True, kind="code", aliases=("kode desa",)),
    Column("nama", required=True, aliases=("nama kelompok",)),
    Column("jenis"),
    Column("asal"),
    Column("berdiri", kind="raw", aliases=("tanggal berdiri",)),
    Column("ikatan"),
    Column("tujuan"),
    Column("visi"),
    Column("misi"),
)
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
WELFARE_COLUMNS = (
    Column("wilayah", required=True, kind="code", aliases=("kode wilayah",)),
    Column("nama", required=True),
    Column("jenis"),
    Column("badan_hukum"),
    Column("layanan"),
    Column("berdiri", kind="raw", aliases=("tanggal berdiri",)),
)
_SEXES = {"p": "P", "perempuan": "P", "wanita": "P", "l": "L", "laki-laki": "L", "pria": "L"}
_ANSWERS = {"ya": True, "y": True, "1": True, "tidak": False, "t": False, "0": False, "": None}


class _Undone(Exception):
    """Takes back what a dry run, or an import with problems, wrote."""


def import_groups(stream: Stream, *, name: str, by: Viewer, dry_run: bool = False) -> Imported:
    """Register the groups of a workbook with columns desa, nama and, if known, jenis, asal, berdiri, ikatan, tujuan,
    visi, misi.

    Raises:
        OutOfSight, NotAllowed: the viewer registers groups nowhere; asked before the file is read.
        Unusable: ``berkas.*`` when the file as a whole cannot be read.
    """
    access.require_somewhere(by, access.REGISTER)
    table = _table(stream, name, GROUP_COLUMNS)
    return _all_or_none(table, name, lambda row: _group(row, by), dry_run=dry_run)


def import_welfare_bodies(stream: Stream, *, name: str, by: Viewer, dry_run: bool = False) -> Imported:
    """Register the LKS (or BKKKS) of a workbook with columns wilayah, nama and, if known, jenis, badan_hukum,
    layanan, berdiri.

    Raises:
        OutOfSight, NotAllowed: the viewer registers bodies nowhere; asked before the file is read.
        Unusable: ``berkas.*`` when the file as a whole cannot be read.
    """
    access.require_somewhere(by, access.WELFARE_RECORD)
    table = _table(stream, name, WELFARE_COLUMNS)
    return _all_or_none(table, name, lambda row: _welfare(row, by), dry_run=dry_run)


def _table(stream: Stream, name: str, columns: Sequence[Column]) -> Table:
    content = read_limited(stream, name=name, limit=LARGEST)
    return read_table(content, name=name, columns=columns, most_rows=MOST_ROWS, trust_name=True)


def _all_or_none(table: Table, file: str, take: Callable[[Row], list[Problem]], *, dry_run: bool) -> Imported:
    """Try every row; keep what they wrote only when none has a problem.

    Rows are tried by region, because a region's registers are locked until the end: always in one order. A row of
    which cells cannot be read is told for these alone.
    """
    problems = list(table.problems)
    unread = {one.where.row for one in problems}
    try:
        with transaction.atomic():
            for row in sorted(table.rows, key=_region):
                if row.number not in unread:
                    problems += _placed(take(row), row, table, file)
            problems.sort(key=lambda one: one.where.row or 0)
            if not table.rows:
                problems.append(
                    Problem("impor.kosong", Where(file=file), "tanpa baris isi", "baris di bawah judul kolom")
                )
            if problems or dry_run:
                raise _Undone
    except _Undone:
        pass
    return _imported(table, problems, dry_run=dry_run)


def _imported(table: Table, problems: Sequence[Problem], *, dry_run: bool) -> Imported:
    rows = len(table.rows)
    return Imported(rows, 0 if problems or dry_run else rows, tuple(problems), dry_run, table.notes)


def _region(row: Row) -> str:
    written = row.cells.get("desa") or row.cells.get("wilayah") or ""
    return codes.normalise(written) or written


def _attempt(act: Callable[[], object], where: str, place: str) -> list[Problem]:
    """What a service refuses a row for; it may be out of the viewer's region, too."""
    try:
        with transaction.atomic():
            act()
    except Refusal as refused:
        return list(refused.problems)
    except OutOfSight:
        return [Problem("wilayah.di-luar", Where(key=where), place, "wilayah yang Anda urus")]
    return []


def _welfare(row: Row, by: Viewer) -> list[Problem]:
    cells = row.cells
    founded, problems = _day(row, "berdiri")
    known = {word: code for code, label in SERVICES.items() for word in (code, label)}
    said = [word.strip().lower() for word in cells.get("layanan", "").replace(";", ",").split(",") if word.strip()]
    problems += [_bad("layanan", word, " / ".join(SERVICES)) for word in said if word not in known]
    if problems:
        return problems
    region = cells["wilayah"]
    return _attempt(
        lambda: register_welfare_body(
            codes.normalise(region) or region,
            name=cells["nama"],
            by=by,
            kind=cells.get("jenis", "").upper() or "LKS",
            legal_form=cells.get("badan_hukum", ""),
            services=[known[word] for word in said],
            founded_on=founded,
        ),
        "wilayah",
        region,
    )


def _group(row: Row, by: Viewer) -> list[Problem]:
    cells = row.cells
    founded, problems = _day(row, "berdiri")
    if problems:
        return problems
    return _attempt(
        lambda: register_group(
            codes.normalise(cells["desa"]) or cells["desa"],
            name=cells["nama"],
            by=by,
            kind=_as_written(cells.get("jenis", ""), GROUP_KINDS) or "KSM",
            origin=cells.get("asal", "").lower() or "baru",
            founded_on=founded,
            tie=cells.get("ikatan", "").lower() or "kepentingan",
            goals=cells.get("tujuan", ""),
            vision=cells.get("visi", ""),
            mission=cells.get("misi", ""),
        ),
        "desa",
        cells["desa"],
    )


def _as_written(word: str, known: Iterable[str]) -> str:
    """The known word that somebody wrote with other capitals; else as it stands."""
    return next((one for one in known if one.lower() == word.lower()), word)


def import_members(ksm_id: UUID, *, stream: Stream, name: str, by: Viewer, dry_run: bool = False) -> Imported:
    """Take in the members of a workbook with columns nama, kelamin, masuk and, if known, the others of
    ``MEMBER_COLUMNS``.

    Raises:
        OutOfSight, NotAllowed; Unusable ``berkas.*``.
    """
    access.group_for(by, ksm_id, access.MEMBERS)
    table = _table(stream, name, MEMBER_COLUMNS)
    problems = list(table.problems)
    unread = {one.where.row for one in problems}
    try:
        with transaction.atomic():
            ksm, role = access.group_for(by, ksm_id, access.MEMBERS, lock=True)
            for row in table.rows:
                if row.number in unread:
                    continue
                member, found = _member(row)
                if member is not None:
                    found += joining_problems(ksm, member)
                problems += _placed(found, row, table, name)
                if member is not None and not found:
                    take_in(ksm, member, by=by, role=role)
            problems.sort(key=lambda one: one.where.row or 0)
            if problems or dry_run:
                raise _Undone
    except _Undone:
        pass
    return _imported(table, problems, dry_run=dry_run)


def _member(row: Row) -> tuple[NewMember | None, list[Problem]]:
    cells = row.cells
    joined, problems = _day(row, "masuk")
    if joined is None and not problems:
        problems.append(_bad("masuk", "", "tanggal seperti 2026-02-05"))
    sex = _SEXES.get(cells.get("kelamin", "").lower())
    if sex is None:
        problems.append(_bad("kelamin", cells.get("kelamin", ""), "P atau L"))
    year = numbers.whole(cells.get("tahun_lahir", ""), least=1000, most=9999)
    if year is None and cells.get("tahun_lahir"):
        problems.append(_bad("tahun_lahir", cells["tahun_lahir"], "empat angka"))
    poor = cells.get("miskin", "").lower()
    if poor not in _ANSWERS:
        problems.append(_bad("miskin", poor, "ya, tidak, atau kosong"))
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


def _day(row: Row, column: str) -> tuple[date | None, list[Problem]]:
    day, problem = file_cells.day(row.raw.get(column))
    if problem is not None:
        return None, [_bad(column, problem.got, problem.expected)]
    if day is not None and not EARLIEST <= day <= clock.today():
        return None, [_bad(column, day.isoformat(), f"tanggal dari {EARLIEST} sampai {clock.today()}")]
    return day, []


def _bad(column: str, got: str, expected: str) -> Problem:
    return Problem(f"impor.{column}", got=got[:40], expected=expected)


def _placed(problems: Iterable[Problem], row: Row, table: Table, file: str) -> list[Problem]:
    """The problems with the file, the row and the column a person looks for."""
    return [
        replace(
            one,
            where=replace(
                one.where, file=file, row=row.number, column=table.heads.shown(one.where.key or _column(one)), key=""
            ),
        )
        for one in problems
    ]


def _column(problem: Problem) -> str:
    if problem.code.startswith("impor."):
        return problem.code.partition(".")[2]
    return "desa" if problem.where.desa else ""
