"""Headings of the nation's files: in which row they stand, what they are called here, and which year they name.

They are matched as in every other table that people send: without regard to capitals, spaces, underscores,
punctuation and a year at their end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from swadaya.core.problem import Problem, Problems, Where
from swadaya.files.headings import plain, without_year

from .filesource import FileSource, unusable
from .sheet import UPDATED
from .tabular import Batch, IsHead, Table

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


def tells_of(codes: Iterable[str]) -> IsHead:
    """Whether a row holds the heading of a village code beside another heading."""
    known = frozenset(map(plain, codes))

    def is_head(cells: Sequence[str]) -> bool:
        words = [plain(cell) for cell in cells if cell.strip()]
        return len(words) > 1 and any(word in known or without_year(word) in known for word in words)

    return is_head


def own_names(
    table: Table, known: Iterable[str], others: Mapping[str, str], source: FileSource, problems: Problems
) -> Table:
    """The table with headings of ours as we write them; those nobody knows stay as they are.

    Args:
        others: what the headings of official workbooks are called here.

    Headings with a year at their end give the years of the table, in ``Table.years``.

    Raises:
        Invalid: ``berkas.kepala-ganda`` when two headings would be one.
    """
    ours = {plain(name): name for name in known}
    ours = {plain(theirs): name for theirs, name in others.items()} | ours
    taken = set(table.header)
    renamed: dict[str, str] = {}
    years: set[int] = set()
    for written in table.header:
        whole = plain(written)
        name = ours.get(whole) or ours.get(without_year(whole))
        if written in ours.values() or name is None or name in taken:
            continue
        if name in renamed.values():
            alike = ", ".join(one for one in (*renamed, written) if renamed.get(one, name) == name)
            raise unusable("berkas.kepala-ganda", source.path, got=alike, expected=f"satu kolom {name}", row=table.row)
        renamed[written] = name
        if whole not in ours:
            years |= set(map(int, _YEAR.findall(written)))
    _tell_place(table, source, problems)
    if not renamed:
        return replace(table, years=frozenset(years))
    header = tuple(renamed.get(written, written) for written in table.header)
    batches = (Batch(batch.frame.rename(renamed, strict=False), batch.rows) for batch in table.batches)
    return Table(header, batches, table.row, table.above, frozenset(years))


def official_names(index: str) -> dict[str, str]:
    """Headings of the official workbooks of 2023 and 2024.

    Args:
        index: our column of the composite.

    Source: tables of villages of the ministry on data.go.id.
    """
    return {
        f"nilai_{index}": index,
        f"status_{index}": "status",
        "kode_desa_dagri": "kode_desa",
        "update": UPDATED,
    }


def said_years(texts: Iterable[str]) -> set[int]:
    """Years of this century that a text names.

    >>> said_years(["REKAP IDM TAHUN 2024", "kode 33042024"])
    {2024}
    """
    return {int(year) for text in texts for year in _YEAR.findall(text) if year >= "2000"}


def _tell_place(table: Table, source: FileSource, problems: Problems) -> None:
    if not table.above:
        return
    got, hint = f"judul kolom di baris {table.row}", "Yang di atasnya tidak dibaca."
    where = Where(file=source.name, row=table.row)
    problems.add(Problem("berkas.letak-kepala", where, got, "", hint, severity="catatan"))
