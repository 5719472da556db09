"""Bulk entry: the filled template of answers (or scores), all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import transaction

from swadaya.accounts.rules.access import OutOfSight, Viewer
from swadaya.core import codes, keys
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid
from swadaya.files import cells as file_cells
from swadaya.files import tables
from swadaya.files.headings import Column
from swadaya.files.streams import Stream, read_limited
from swadaya.files.workbook_safety import LARGEST_WORKBOOK
from swadaya.indeks.formats.sheet import (
    CODE_NAMES,
    CODE_WORDS,
    FIRST_YEAR,
    LAST_YEAR,
    YEAR_NAMES,
    is_of_a_village,
)

from . import _answer_store, access
from ._answers import closed_problems
from .models import Cycle
from .rules import answer_parsing
from .rules.questions import Questionnaire
from .values import Imported, Outcome, Said

SOURCE = "xlsx"
MOST_ROWS = 100_000
_VILLAGE = Column("kode_desa", required=True, kind="code", aliases=CODE_NAMES)
_YEAR = Column("tahun", kind="raw", aliases=YEAR_NAMES)


@dataclass(slots=True)
class Row:
    """One village of the file: its answers as they will be kept, and what is wrong with the row."""

    number: int
    desa: str
    values: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def import_workbook(cycle_id: int, *, name: str, stream: Stream, by: Viewer, partial: bool = False) -> Imported:
    """Take the answers of a filled template in; empty cells change nothing.

    Args:
        partial: leave out every row with an error, instead of refusing the whole file.

    Raises:
        Invalid: with every error and its row, and nothing stored.
        Invalid: ``berkas.*`` when the file as a whole cannot be read.
    """
    cycle = access.cycle_for(by, cycle_id)
    content = read_limited(stream, name=name, limit=LARGEST_WORKBOOK)
    asked = _answer_store.questionnaire_of(cycle)
    columns = (_VILLAGE, _YEAR, *(Column(column, required=True, kind="raw") for column in asked.columns))
    table = tables.read_table(content, name=name, columns=columns, most_rows=MOST_ROWS, trust_name=True)
    rows, problems = _read(table, name, cycle, asked)
    return _take_in(cycle_id, rows, problems, table, by=by, partial=partial)


def _read(table: tables.Table, name: str, cycle: Cycle, asked: Questionnaire) -> tuple[list[Row], list[Problem]]:
    """The villages of the file, and what is wrong with rows that are of none."""
    unread: dict[int | None, list[Problem]] = {}
    for problem in table.problems:
        unread.setdefault(problem.where.row, []).append(problem)
    rows: list[Row] = []
    nobodys: list[Problem] = []
    for line in table.rows:
        faults = unread.get(line.number) or list(_key_faults(line, name))
        if faults:
            nobodys += faults
        else:
            rows.append(_row(line, name, cycle, asked))
    seen: dict[str, int] = {}
    for row in rows:
        if row.desa in seen:
            got, hint = "desa ini sudah ada", f"Lihat baris {seen[row.desa]}."
            row.problems.append(_fault(row, "desa.ganda", got, "satu baris bagi tiap desa", hint))
        seen.setdefault(row.desa, row.number)
    return rows, nobodys


def _key_faults(line: tables.Row, name: str) -> Iterator[Problem]:
    """Why a row is of no village or year: ``desa.kode``, ``tahun``."""
    written = line.cells["kode_desa"]
    if not is_of_a_village(codes.normalise(written)):
        yield Problem("desa.kode", Where(name, line.number, "kode_desa"), written[:80], CODE_WORDS)
    if "tahun" in line.raw:
        year, _ = file_cells.whole(line.raw["tahun"])
        if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
            expected = f"tahun {FIRST_YEAR} sampai {LAST_YEAR}"
            yield Problem("tahun", Where(name, line.number, "tahun"), line.cells["tahun"][:80], expected)


def _row(line: tables.Row, name: str, cycle: Cycle, asked: Questionnaire) -> Row:
    row = Row(line.number, codes.normalise(line.cells["kode_desa"]) or "")
    year = line.cells.get("tahun", str(cycle.year))
    if year != str(cycle.year):
        row.problems.append(_fault(row, "impor.tahun", year, f"tahun {cycle.year}"))
    for column in asked.columns:
        value, wrong = answer_parsing.parse(asked.fields[column], line.cells[column][:80])
        row.problems += [
            Problem(item.code, Where(name, row.number, column, row.desa), item.got, item.expected, item.hint)
            for item in wrong
        ]
        if value:
            row.values[column] = value
    return row


def _fault(row: Row, code: str, got: str, expected: str, hint: str = "") -> Problem:
    return Problem(code, Where(row=row.number, desa=row.desa), got, expected, hint)


@transaction.atomic
def _take_in(
    cycle_id: int, rows: list[Row], problems: list[Problem], table: tables.Table, *, by: Viewer, partial: bool
) -> Imported:
    cycle = access.cycle_for(by, cycle_id)
    taken = answers = unchanged = 0
    for row in sorted(rows, key=lambda item: item.desa):
        if row.problems:
            continue
        point = transaction.savepoint()
        outcomes = _store_row(cycle, row, by, table.sha256)
        if row.problems:
            transaction.savepoint_rollback(point)
            continue
        transaction.savepoint_commit(point)
        stored = sum(outcome.status == "tersimpan" for outcome in outcomes)
        taken, answers, unchanged = taken + 1, answers + stored, unchanged + len(row.values) - stored
    every = [*problems, *(problem for row in rows for problem in row.problems)]
    errors = [problem for problem in every if problem.severity == "galat"]
    if errors and (not partial or not taken):
        raise Invalid(errors)
    left_out = sum(bool(row.problems) for row in rows)
    return Imported(taken, answers, unchanged, left_out, tuple(every), table.notes)


def _store_row(cycle: Cycle, row: Row, by: Viewer, sha256: str) -> list[Outcome]:
    """Store what differs from what stands; an answer of somebody else is not replaced, the row is in error then."""
    try:
        access.village_of(by, cycle, row.desa)
    except OutOfSight:
        row.problems.append(_fault(row, "impor.desa", row.desa, "desa dalam pendataan dan wilayah Anda"))
        return []
    role = access.require_at(by, "isian.isi", row.desa)
    form = access.locked_form(cycle, row.desa)
    current = _answer_store.current_answers(form)
    said = [
        Said(str(keys.new_key()), column, value)
        for column, value in row.values.items()
        if column not in current or current[column].value != value
    ]
    if not said:
        return []
    outcomes = _answer_store.take_in(
        cycle, form, said, by=by, role=role, source=f"{SOURCE}:{sha256[:12]}", closed=closed_problems(cycle, form, by)
    )
    for outcome in outcomes:
        if outcome.status == "bentrok" and outcome.other is not None:
            got = f"{outcome.other.shown} dari {outcome.other.person}"
            where = Where(row=row.number, column=outcome.column, desa=row.desa)
            row.problems.append(
                Problem(
                    "impor.bentrok", where, got, "jawaban yang sama", "Isi lewat halaman bila memang harus diganti."
                )
            )
        if outcome.status == "ditolak":
            row.problems += outcome.problems
    if any(problem.code == "isian.tertutup" for problem in row.problems):
        row.problems[:] = [next(problem for problem in row.problems if problem.code == "isian.tertutup")]
    return outcomes
