"""Groups out of a table (XLSX or CSV)."""

from __future__ import annotations

from collections.abc import Iterable

from swadaya.accounts.rules.access import Viewer
from swadaya.core import codes
from swadaya.core.problem import Problem
from swadaya.files.headings import Column
from swadaya.files.streams import Stream
from swadaya.files.tables import Row

from .. import access
from ..row_import import all_or_none, attempt_row, day_of, table_of
from ..values import GROUP_KINDS, Imported
from .registration import register_group

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


def import_groups(stream: Stream, *, name: str, by: Viewer, dry_run: bool = False) -> Imported:
    """Register the groups of a workbook with columns desa, nama and, if known, jenis, asal, berdiri, ikatan, tujuan,
    visi, misi.

    Raises:
        OutOfSight, NotAllowed: the viewer registers groups nowhere; asked before the file is read.
        Invalid: ``berkas.*`` when the file as a whole cannot be read.
    """
    access.require_somewhere(by, access.REGISTER)
    table = table_of(stream, name, GROUP_COLUMNS)
    return all_or_none(table, name, lambda row: _group(row, by), dry_run=dry_run)


def _group(row: Row, by: Viewer) -> list[Problem]:
    cells = row.cells
    founded, problems = day_of(row, "berdiri")
    if problems:
        return problems
    return attempt_row(
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
