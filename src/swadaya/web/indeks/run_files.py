"""Files of a whole run, made once and kept in the product's folder.

A file appears whole under its name: it is written beside it and renamed, and counts as there only when the note with
its checksum is there too. The folder is named after the run and the list of names it was made with, so that no reader
gets a file of something else; folders of runs no longer on show are removed.
"""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter
from django.conf import settings

from swadaya.indeks import run_table
from swadaya.indeks.rules.tables import whole_file, write_table
from swadaya.indeks.selectors import Edition, RunInfo

ENDINGS = ("csv", "parquet", "xlsx")
SLOW = ("xlsx",)
"""Made by the worker: it takes too long for a request."""
_STALE = 120.0  # seconds without progress after which a file is asked for again
_REPORT_ROWS = 1000
_making = threading.Lock()


@dataclass(frozen=True, slots=True)
class Made:
    """A file that is there."""

    path: Path
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the worker is; ``rows`` 0 while it waits for its turn."""

    done: int
    rows: int
    at: float


def folder(edition: Edition, run: RunInfo) -> Path:
    """Where the files of a run are. The stamp begins with the newest version of a region: which names they carry."""
    names = edition.stamp.partition("|")[0]
    return root() / f"{run.id}-{names}"


def root() -> Path:
    return Path(settings.HOME) / "unduh"


def file_name(run: RunInfo, ending: str) -> str:
    return f"{run.method_id}-{run.year}{'-contoh' if run.example else ''}.{ending}"


def made(place: Path, run: RunInfo, ending: str) -> Made | None:
    """The file if it is there, whole."""
    path = place / file_name(run, ending)
    note = _read(_note(path))
    if note is None or not path.is_file():
        return None
    return Made(path, int(note["size"]), str(note["sha256"]))


def make(place: Path, run: RunInfo, ending: str) -> Made:
    """Make the file unless it is there. Two that make it at once make the same bytes; the later name wins."""
    with _making:
        found = made(place, run, ending)
        if found:
            return found
        place.mkdir(parents=True, exist_ok=True)
        path = place / file_name(run, ending)
        table = run_table.frame(run)
        if ending == "xlsx":
            with whole_file(path) as target:
                _write_workbook(target, run, table, lambda done: _tell(path, done, table.height))
        else:
            write_table(table, path, numbers=run_table.numbers(run.method))
        done = Made(path, path.stat().st_size, _sha256(path))
        _write(_note(path), {"size": done.size, "sha256": done.sha256})
        _progress_note(path).unlink(missing_ok=True)
        return done


def progress(place: Path, run: RunInfo, ending: str) -> Progress | None:
    """What the worker said last; None when nobody works on it any more."""
    note = _read(_progress_note(place / file_name(run, ending)))
    found = Progress(**note) if note else None
    return found if found and time.time() - found.at < _STALE else None


def ask_for(place: Path, run: RunInfo, ending: str) -> None:
    """Remember that the file was asked for, so that it is not asked for twice."""
    place.mkdir(parents=True, exist_ok=True)
    _tell(place / file_name(run, ending), 0, 0)


def sweep(edition: Edition) -> None:
    """Remove the files of runs that are no longer on show."""
    kept = {folder(edition, run).name for run in edition.runs}
    if not root().is_dir():
        return
    for place in root().iterdir():
        if place.is_dir() and place.name not in kept:
            shutil.rmtree(place, ignore_errors=True)


def _write_workbook(path: Path, run: RunInfo, table: pl.DataFrame, tell: Callable[[int], None]) -> None:
    """The table, its data dictionary and its source as three sheets; text is never read as a formula or a link."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "in_memory": False}
    numbers = run_table.numbers(run.method)
    typed = table.with_columns(pl.col(name).cast(pl.Float64) for name in numbers)
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties(
            {
                "title": path.name,
                "author": "Swadaya",
                "created": (run.published_at or run.created_at).replace(tzinfo=None),
            }
        )
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet("hasil")
        sheet.freeze_panes(1, 2)
        sheet.write_row(0, 0, table.columns, bold)
        for number, row in enumerate(typed.iter_rows(), 1):
            sheet.write_row(number, 0, row)
            if number % _REPORT_ROWS == 0:
                tell(number)
        words = book.add_worksheet("kolom")
        _write_rows(
            words,
            [("kolom", "arti", "satuan", "rujukan")]
            + [
                (column.name, column.meaning, column.unit, column.reference) for column in run_table.columns(run.method)
            ],
        )
        _write_rows(book.add_worksheet("sumber"), source_lines(run))


def _write_rows(sheet: Any, rows: Iterable[Iterable[str]]) -> None:
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, list(row))


def source_lines(run: RunInfo) -> list[tuple[str, str]]:
    """What the figures are and where they come from, for people who get only the file."""
    return [
        ("metode", run.method.title),
        ("sidik metode", run.method_version),
        ("tahun data", str(run.year)),
        ("perhitungan nomor", str(run.id)),
        ("sidik masukan", run.inputs_hash),
        ("sidik hasil", run.results_hash),
        ("terbit", run.published_at.isoformat() if run.published_at else ""),
        ("data contoh", "ya" if run.example else "tidak"),
        ("lisensi", "Data tetap milik sumbernya; sebutkan sumber itu bila mengutip."),
    ]


def _tell(path: Path, done: int, rows: int) -> None:
    _write(_progress_note(path), asdict(Progress(done, rows, time.time())))


def _note(path: Path) -> Path:
    return path.with_name(f"{path.name}.sidik")


def _progress_note(path: Path) -> Path:
    return path.with_name(f"{path.name}.kemajuan")


def _write(path: Path, note: dict[str, Any]) -> None:
    with whole_file(path) as target:
        target.write_text(json.dumps(note), encoding="utf-8")


def _read(path: Path) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found


def _sha256(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
