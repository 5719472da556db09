"""Bring the rows of a file in as the current score sheets of their villages; what was there is superseded."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from django.db import connection

from swadaya.core import locks
from swadaya.core.problem import Problem, Where

from . import bulk_copy
from .formats.cells import ABSENT
from .formats.sheet import Sheet

_STAGE = """
CREATE TEMPORARY TABLE stage (
    desa text COLLATE "C", year smallint, method text, batch_id bigint, scores bytea, places smallint,
    said_components bigint[], said_index bigint, said_level smallint, remark text
) ON COMMIT DROP
"""
_COLUMNS = "desa, year, method, batch_id, scores, places, said_components, said_index, said_level, remark"
_SAME = """
s.scores IS NOT DISTINCT FROM n.scores AND s.places = n.places AND s.remark = n.remark AND s.said_level = n.said_level
AND s.said_index IS NOT DISTINCT FROM n.said_index AND s.said_components IS NOT DISTINCT FROM n.said_components
"""
_MATCH = "s.method = n.method AND s.year = n.year AND s.desa = n.desa AND s.superseded_by_id IS NULL"
_HAS_VALUE = r"({0}.said_index IS NOT NULL OR coalesce(position('\xff'::bytea IN {0}.scores) = 0, false))"
"""A published index, or scores none of which is missing (255)."""


@dataclass(frozen=True, slots=True)
class Merged:
    """How many rows were new, replaced another, equal what is stored, or were kept out in favour of it."""

    added: int
    superseded: int
    unchanged: int
    kept: int


def merge(sheet: Sheet, batch_id: int, kind: str) -> Merged:
    """Stage a sheet and let it take effect in the caller's transaction. Imports of a method wait for each other."""
    with connection.cursor() as cursor, bulk_copy.hashed_joins():
        locks.transaction_lock(cursor, "indeks scoresheet", sheet.method.id)
        frame = _stage_frame(sheet, batch_id)
        years = np.unique(sheet.years).tolist()
        cursor.execute(
            "SELECT 1 FROM indeks_scoresheet WHERE method = %s AND year = ANY(%s) AND superseded_by_id IS NULL LIMIT 1",
            [sheet.method.id, years],
        )
        if cursor.fetchone() is None:  # nothing to compare with
            bulk_copy.copy_in("indeks_scoresheet", frame)
            return Merged(frame.height, 0, 0, 0)
        cursor.execute(_STAGE)
        bulk_copy.copy_in("stage", frame)
        cursor.execute("ANALYZE stage")
        cursor.execute(f"DELETE FROM stage n USING indeks_scoresheet s WHERE {_MATCH} AND {_SAME}")  # noqa: S608
        unchanged = cursor.rowcount
        kept = _keep_stored(sheet, kind)
        cursor.execute(
            f"UPDATE indeks_scoresheet s SET superseded_by_id = %s FROM stage n WHERE {_MATCH}",  # noqa: S608
            [batch_id],
        )
        superseded = cursor.rowcount
        cursor.execute(f"INSERT INTO indeks_scoresheet ({_COLUMNS}) SELECT {_COLUMNS} FROM stage")  # noqa: S608
        added = cursor.rowcount - superseded
        cursor.execute("DROP TABLE stage")
    return Merged(added, superseded, unchanged, kept)


def _keep_stored(sheet: Sheet, kind: str) -> int:
    """Take the rows out of the stage that may not replace what is stored, and say so.

    A row without a value never replaces a real one that has it; example data never replace real ones.
    """
    empty = f"b.kind <> 'contoh' AND {_HAS_VALUE.format('s')} AND NOT {_HAS_VALUE.format('n')}"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""DELETE FROM stage n USING indeks_scoresheet s JOIN indeks_batch b ON b.id = s.batch_id
            WHERE {_MATCH} AND (({empty}) OR (%s = 'contoh' AND b.kind <> 'contoh')) RETURNING n.desa, n.year""",  # noqa: S608
            [kind],
        )
        rows = cursor.fetchall()
    example = kind == "contoh"
    for desa, year in rows:
        sheet.problems.add(
            Problem(
                "impor.contoh" if example else "impor.kosong",
                Where(sheet.file, desa=desa, year=year),
                "data contoh" if example else "baris tanpa nilai yang lengkap",
                "data yang sebenarnya" if example else "nilai",
                "Yang tersimpan tidak diganti." if example else "Nilai yang tersimpan tidak diganti.",
                severity="peringatan",
            )
        )
    return len(rows)


def _stage_frame(sheet: Sheet, batch_id: int) -> pl.DataFrame:
    count = len(sheet)
    said = sheet.published
    nothing = pl.Series([None] * count, dtype=pl.String)
    return pl.DataFrame(
        {
            "desa": bulk_copy.codes_text(sheet.codes),
            "year": sheet.years,
            "method": pl.repeat(sheet.method.id, count, eager=True),
            "batch_id": pl.repeat(batch_id, count, eager=True),
            "scores": nothing if sheet.scores is None else bulk_copy.hex_scores(sheet.scores),
            "places": np.full(count, said.places if said else 0, dtype=np.int16),
            "said_components": nothing if said is None else bulk_copy.array_text(said.components),
            "said_index": pl.Series([None] * count, dtype=pl.Int64)
            if said is None
            else pl.Series(said.index).replace(ABSENT, None),
            "said_level": np.zeros(count, dtype=np.int8) if said is None else said.level,
            "remark": sheet.remarks.fill_null(""),
        }
    )
