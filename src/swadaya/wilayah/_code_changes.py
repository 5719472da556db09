"""Record who became whom: the old regencies as historical regions, and the link to their new codes."""

from __future__ import annotations

from typing import Any

from .rules.code_changes import Division, division
from .rules.naming import kind_of, name_key

_OLD_REGION = """
INSERT INTO wilayah_region (code, level, kind, name, name_key, parent_id, status, source)
SELECT %(old)s, 'kabkota', %(kind)s, %(name)s, %(key)s, %(parent)s, 'historis', %(law)s
WHERE EXISTS (SELECT FROM wilayah_region WHERE code = %(new)s)
  AND EXISTS (SELECT FROM wilayah_region WHERE code = %(parent)s)
ON CONFLICT (code) DO UPDATE SET name = excluded.name, name_key = excluded.name_key
WHERE wilayah_region.name = ''
"""
_OLD_VERSION = """
INSERT INTO wilayah_regionversion (region_id, name, parent_code, kind, valid_to, decree, source)
SELECT code, name, coalesce(parent_id, ''), kind, %(day)s, '', %(law)s FROM wilayah_region
WHERE code = %(old)s AND NOT EXISTS (SELECT FROM wilayah_regionversion WHERE region_id = %(old)s)
"""
_OLD_ENDS = """
UPDATE wilayah_regionversion SET valid_to = %(day)s
WHERE region_id = %(old)s AND valid_to IS NULL AND coalesce(valid_from <= %(day)s, true)
  AND EXISTS (SELECT FROM wilayah_region WHERE code = %(old)s AND status = 'historis')
"""
_BEGINS = """
UPDATE wilayah_regionversion SET valid_from = %(day)s
WHERE region_id = %(new)s AND valid_to IS NULL AND valid_from IS NULL
"""
_LINK = """
INSERT INTO wilayah_succession (old_id, new_id, effective_on, law)
SELECT o.code, n.code, %(day)s, %(law)s FROM wilayah_region o, wilayah_region n
WHERE o.code = %(old)s AND n.code = %(new)s
ON CONFLICT (old_id, new_id) DO NOTHING
"""


def record(cursor: Any) -> int:
    """Write what is missing; returns how many links are new. A move of regions not on the list waits."""
    known: Division = division()
    before = _linked(cursor)
    fresh = [move for move in known.moves if (move.old, move.new) not in before]
    for move in fresh:
        values = {
            "old": move.old,
            "new": move.new,
            "kind": kind_of(move.old),
            "name": move.name,
            "key": name_key(move.name, "kabkota"),
            "parent": move.old[:2],
            "law": move.law,
            "day": move.effective_on,
        }
        for statement in (_OLD_REGION, _OLD_VERSION, _OLD_ENDS, _BEGINS, _LINK):
            cursor.execute(statement, values)
    if fresh:
        for province in known.provinces:
            cursor.execute(_BEGINS, {"new": province.code, "day": province.effective_on})
    return len(_linked(cursor) - before)


def _linked(cursor: Any) -> set[tuple[str, str]]:
    cursor.execute("SELECT old_id, new_id FROM wilayah_succession")
    return set(cursor.fetchall())
