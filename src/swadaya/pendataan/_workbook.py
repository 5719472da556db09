"""Bulk entry: the filled template of answers (or scores), all of it or nothing."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
from django.db import transaction

from swadaya.accounts.rules.access import OutOfSight, Viewer
from swadaya.core import keys
from swadaya.core.problem import Problem, Problems, Where
from swadaya.core.refusal import Refused
from swadaya.files.attachments import plain_name
from swadaya.files.streams import Stream, read_limited
from swadaya.files.workbook_safety import LARGEST_WORKBOOK, check_workbook
from swadaya.indeks.formats.cells import as_written
from swadaya.indeks.formats.filesource import FileSource, open_file
from swadaya.indeks.formats.sheet import read_keys, require
from swadaya.indeks.formats.tabular import Batch
from swadaya.indeks.formats.workbook import read_workbook

from . import _answer_store, access
from ._answers import closed_problems
from .models import Cycle
from .rules import answer_parsing
from .rules.questions import Questionnaire
from .values import Imported, Outcome, Said

SOURCE = "xlsx"


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
        Refused: with every error and its row, and nothing stored.
        Unusable: ``berkas.*`` when the file as a whole cannot be read.
    """
    cycle = access.cycle_for(by, cycle_id)
    content = read_limited(stream, name=name, limit=LARGEST_WORKBOOK)
    check_workbook(content, name=name)
    with tempfile.TemporaryDirectory(prefix="swadaya-isian-") as folder:
        path = Path(folder) / plain_name(name, "xlsx")
        path.write_bytes(content)
        rows, problems = _read(open_file(path), cycle)
    return _take_in(cycle_id, rows, problems, hashlib.sha256(content).hexdigest(), by=by, partial=partial)


def _read(source: FileSource, cycle: Cycle) -> tuple[list[Row], list[Problem]]:
    asked = _answer_store.questionnaire_of(cycle)
    table = read_workbook(source)
    require(table.header, asked.columns, source, f"jawaban metode {asked.method.id}")
    found = Problems()
    rows = [row for batch in table.batches for row in _rows(batch, source, cycle, asked, found)]
    seen: dict[str, int] = {}
    for row in rows:
        if row.desa in seen:
            got, hint = "desa ini sudah ada", f"Lihat baris {seen[row.desa]}."
            row.problems.append(_fault(row, "desa.ganda", got, "satu baris bagi tiap desa", hint))
        seen.setdefault(row.desa, row.number)
    return rows, list(found)


def _rows(batch: Batch, source: FileSource, cycle: Cycle, asked: Questionnaire, found: Problems) -> list[Row]:
    known = read_keys(batch.frame, batch.rows, source, cycle.year, found)
    cells: dict[str, pl.Series] = {column: batch.frame[column] for column in asked.columns}
    rows = []
    for place in range(batch.frame.height):
        if not known.usable[place]:
            continue
        row = Row(int(batch.rows[place]), str(known.codes[place]))
        if known.years[place] != cycle.year:
            row.problems.append(_fault(row, "impor.tahun", str(known.years[place]), f"tahun {cycle.year}"))
        for column, series in cells.items():
            value, wrong = answer_parsing.parse(asked.fields[column], as_written(series[place]))
            row.problems += [
                Problem(item.code, Where(source.name, row.number, column, row.desa), item.got, item.expected, item.hint)
                for item in wrong
            ]
            if value:
                row.values[column] = value
        rows.append(row)
    return rows


def _fault(row: Row, code: str, got: str, expected: str, hint: str = "") -> Problem:
    return Problem(code, Where(row=row.number, desa=row.desa), got, expected, hint)


@transaction.atomic
def _take_in(
    cycle_id: int, rows: list[Row], problems: list[Problem], sha256: str, *, by: Viewer, partial: bool
) -> Imported:
    cycle = access.cycle_for(by, cycle_id)
    taken = answers = unchanged = 0
    for row in sorted(rows, key=lambda item: item.desa):
        if row.problems:
            continue
        point = transaction.savepoint()
        outcomes = _store_row(cycle, row, by, sha256)
        if row.problems:
            transaction.savepoint_rollback(point)
            continue
        transaction.savepoint_commit(point)
        stored = sum(outcome.status == "tersimpan" for outcome in outcomes)
        taken, answers, unchanged = taken + 1, answers + stored, unchanged + len(row.values) - stored
    every = [*problems, *(problem for row in rows for problem in row.problems)]
    errors = [problem for problem in every if problem.severity == "galat"]
    if errors and (not partial or not taken):
        raise Refused(errors)
    return Imported(taken, answers, unchanged, sum(bool(row.problems) for row in rows), tuple(every))


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
