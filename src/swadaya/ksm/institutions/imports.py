"""Welfare bodies out of a table (XLSX or CSV)."""

from __future__ import annotations

from swadaya.accounts.rules.access import Viewer
from swadaya.core import codes
from swadaya.core.problem import Problem
from swadaya.files.headings import Column
from swadaya.files.streams import Stream
from swadaya.files.tables import Row

from .. import access
from ..row_import import all_or_none, attempt_row, bad_cell, day_of, table_of
from ..values import SERVICES, Imported
from .welfare import register_welfare_body

WELFARE_COLUMNS = (
    Column("wilayah", required=True, kind="code", aliases=("kode wilayah",)),
    Column("nama", required=True),
    Column("jenis"),
    Column("badan_hukum"),
    Column("layanan"),
    Column("berdiri", kind="raw", aliases=("tanggal berdiri",)),
)


def import_welfare_bodies(stream: Stream, *, name: str, by: Viewer, dry_run: bool = False) -> Imported:
    """Register the LKS (or BKKKS) of a workbook with columns wilayah, nama and, if known, jenis, badan_hukum,
    layanan, berdiri.

    Raises:
        OutOfSight, NotAllowed: the viewer registers bodies nowhere; asked before the file is read.
        Invalid: ``berkas.*`` when the file as a whole cannot be read.
    """
    access.require_somewhere(by, access.WELFARE_RECORD)
    table = table_of(stream, name, WELFARE_COLUMNS)
    return all_or_none(table, name, lambda row: _welfare(row, by), dry_run=dry_run)


def _welfare(row: Row, by: Viewer) -> list[Problem]:
    cells = row.cells
    founded, problems = day_of(row, "berdiri")
    known = {word: code for code, label in SERVICES.items() for word in (code, label)}
    said = [word.strip().lower() for word in cells.get("layanan", "").replace(";", ",").split(",") if word.strip()]
    problems += [bad_cell("layanan", word, " / ".join(SERVICES)) for word in said if word not in known]
    if problems:
        return problems
    region = cells["wilayah"]
    return attempt_row(
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
