"""Rows of a file taken in: every bad row is reported, all rows are taken in or none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from django.db import transaction

from swadaya.accounts.rules.access import OutOfSight
from swadaya.core import clock, codes
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Refusal
from swadaya.files import cells as file_cells
from swadaya.files.headings import Column
from swadaya.files.streams import Stream, read_limited
from swadaya.files.tables import Row, Table, read_table

from .register_entry import EARLIEST
from .values import Imported

LARGEST = 5 << 20
MOST_ROWS = 20_000


class Undone(Exception):
    """Takes back what a dry run, or an import with problems, wrote."""


def table_of(stream: Stream, name: str, columns: Sequence[Column]) -> Table:
    content = read_limited(stream, name=name, limit=LARGEST)
    return read_table(content, name=name, columns=columns, most_rows=MOST_ROWS, trust_name=True)


def all_or_none(table: Table, file: str, take: Callable[[Row], list[Problem]], *, dry_run: bool) -> Imported:
    """Try every row; keep what they wrote only when none has a problem.

    Rows are tried by region, because a region's registers are locked until the end: always in one order. A row of
    which cells cannot be read is told for these alone.
    """
    problems = list(table.problems)
    unread = {problem.where.row for problem in problems}
    try:
        with transaction.atomic():
            for row in sorted(table.rows, key=_region):
                if row.number not in unread:
                    problems += placed(take(row), row, table, file)
            problems.sort(key=lambda one: one.where.row or 0)
            if not table.rows:
                problems.append(
                    Problem("impor.kosong", Where(file=file), "tanpa baris isi", "baris di bawah judul kolom")
                )
            if problems or dry_run:
                raise Undone
    except Undone:
        pass
    return imported(table, problems, dry_run=dry_run)


def imported(table: Table, problems: Sequence[Problem], *, dry_run: bool) -> Imported:
    rows = len(table.rows)
    return Imported(rows, 0 if problems or dry_run else rows, tuple(problems), dry_run, table.notes)


def _region(row: Row) -> str:
    written = row.cells.get("desa") or row.cells.get("wilayah") or ""
    return codes.normalise(written) or written


def attempt_row(act: Callable[[], object], where: str, place: str) -> list[Problem]:
    """What a service refuses a row for; it may be out of the viewer's region, too."""
    try:
        with transaction.atomic():
            act()
    except Refusal as refused:
        return list(refused.problems)
    except OutOfSight:
        return [Problem("wilayah.di-luar", Where(key=where), place, "wilayah yang Anda urus")]
    return []


def day_of(row: Row, column: str) -> tuple[date | None, list[Problem]]:
    day, problem = file_cells.day(row.raw.get(column))
    if problem is not None:
        return None, [bad_cell(column, problem.got, problem.expected)]
    if day is not None and not EARLIEST <= day <= clock.today():
        return None, [bad_cell(column, day.isoformat(), f"tanggal dari {EARLIEST} sampai {clock.today()}")]
    return day, []


def bad_cell(column: str, got: str, expected: str) -> Problem:
    return Problem(f"impor.{column}", got=got[:40], expected=expected)


def placed(problems: Iterable[Problem], row: Row, table: Table, file: str) -> list[Problem]:
    """The problems with the file, the row and the column a person looks for."""
    return [
        replace(
            problem,
            where=replace(
                problem.where,
                file=file,
                row=row.number,
                column=table.heads.shown(problem.where.key or _column(problem)),
                key="",
            ),
        )
        for problem in problems
    ]


def _column(problem: Problem) -> str:
    if problem.code.startswith("impor."):
        return problem.code.partition(".")[2]
    return "desa" if problem.where.desa else ""
