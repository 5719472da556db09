"""What anybody may know: which groups there are, how many are active. No person, no savings, no poverty.

Counts of persons below the limit are not told, and neither are counts from which such a one could be reckoned.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from swadaya.accounts.rules.access import OutOfSight
from swadaya.core import clock
from swadaya.wilayah.rules.code_ranges import code_range

from ..values import (
    GROUP_KINDS,
    SERVICES,
    SUPPRESS_BELOW,
    ActiveCount,
    PublicGroup,
    PublicStatistics,
    WelfareCount,
)
from .activity_evidence import counted, sum_up

_GROUPS = """
SELECT k.public_id, k.kind, k.desa, k.founded_on, k.tie, k.goals, n.value AS name, s.value AS status,
       (SELECT coalesce(array_agg(DISTINCT a.field ORDER BY a.field), '{}') FROM ksm_activity a WHERE a.ksm_id = k.id),
       c.members, c.women
FROM ksm_ksm k
LEFT JOIN LATERAL (SELECT f.value FROM ksm_fact f WHERE f.ksm_id = k.id AND f.kind = 'nama' AND f.effective_on <= %(on)s
                   ORDER BY f.effective_on DESC, f.id DESC LIMIT 1) n ON true
LEFT JOIN LATERAL (SELECT f.value FROM ksm_fact f WHERE f.ksm_id = k.id AND f.kind = 'status' AND f.effective_on <=
                   %(on)s ORDER BY f.effective_on DESC, f.id DESC LIMIT 1) s ON true
LEFT JOIN LATERAL (SELECT count(*) AS members, count(*) FILTER (WHERE m.sex = 'P') AS women FROM ksm_member m
                   WHERE m.ksm_id = k.id AND m.joined_on <= %(on)s AND (m.left_on IS NULL OR m.left_on >= %(on)s)) c ON
                   true
"""

_SUMS = f"""
SELECT kind, status, count(*), count(*) FILTER (WHERE sized), coalesce(sum(members) FILTER (WHERE sized), 0)::bigint,
       coalesce(sum(women) FILTER (WHERE split), 0)::bigint, count(*) FILTER (WHERE split),
       coalesce(sum(members) FILTER (WHERE split), 0)::bigint
FROM (SELECT *, members = 0 OR members >= %(small)s AS sized,
             (members = 0 OR members >= %(small)s) AND (women = 0 OR women >= %(small)s)
             AND (women = members OR members - women >= %(small)s) AS split
      FROM ({_GROUPS} WHERE k.desa >= %(low)s AND k.desa < %(high)s) AS g) AS t
WHERE status IN ('aktif', 'tidur') GROUP BY 1, 2
"""  # noqa: S608 - the inner query is ours
"""``sized``: a group whose number of members is told; ``split``: whose women are told as well. See ``_told``."""


def _told(count: int, *, of: int | None = None) -> int | None:
    """A count of persons, or None when it, or what is left of the whole, is too small."""
    small = 0 < count < SUPPRESS_BELOW or (of is not None and 0 < of - count < SUPPRESS_BELOW)
    return None if small else count


def public_groups(desa: str) -> list[PublicGroup]:
    """Groups of a village, by name; those that ended are not among them."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_GROUPS} WHERE k.desa = %(desa)s ORDER BY n.value, k.id", {"on": clock.today(), "desa": desa})
        rows = [_group(row) for row in cursor.fetchall()]
    return [row for row in rows if row.status in ("aktif", "tidur")]


def public_group(ksm_id: UUID) -> PublicGroup:
    """One group, also one that ended. Raises OutOfSight when there is none."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_GROUPS} WHERE k.public_id = %(id)s", {"on": clock.today(), "id": ksm_id})
        row = cursor.fetchone()
    if row is None:
        raise OutOfSight
    return _group(row)


def _group(row: tuple[Any, ...]) -> PublicGroup:
    ksm_id, kind, desa, founded_on, tie, goals, name, status, fields, members, women = row
    told = _told(members)
    return PublicGroup(
        ksm_id,
        name or "",
        kind,
        GROUP_KINDS[kind],
        desa,
        status or "aktif",
        founded_on,
        tie,
        goals,
        tuple(fields),
        told,
        _told(women, of=members) if told is not None else None,
    )


def public_statistics(region: str) -> PublicStatistics:
    """How many groups there are in a region ("" is the nation), and what is told of their members, all together.

    A sum of all members would tell, less those of the other groups, the size of a small one.
    """
    low, high = code_range(region)
    with connection.cursor() as cursor:
        cursor.execute(_SUMS, {"on": clock.today(), "low": low, "high": high, "small": SUPPRESS_BELOW})
        rows = cursor.fetchall()
    by_kind: dict[str, int] = {}
    for kind, status, groups, *_ in rows:
        if status == "aktif":
            by_kind[kind] = by_kind.get(kind, 0) + groups
    sizes, split = sum(row[3] for row in rows), sum(row[6] for row in rows)
    return PublicStatistics(
        region,
        sum(by_kind.values()),
        by_kind,
        sum(row[2] for row in rows if row[1] == "tidur"),
        sum(row[4] for row in rows) if sizes else None,
        sum(row[5] for row in rows) if split else None,
        sum(row[7] for row in rows) if split else None,
    )


def active_groups(region: str, year: int) -> ActiveCount:
    """How many groups of the villages of a region were active in a year; kelurahan are counted apart.

    Raises:
        Invalid: ``ksm-aktif.tidak-ada``, ``panca-sutra.tidak-ada``.

    Source: SIPD card of active KSM; the rule in force names the meaning that is published and those beside it.
    """
    return sum_up(counted(region, year), region, year)


BELOW = {0: 2, 2: 4, 4: 6, 6: 10, 10: 10}
"""Digits of the codes one level below a region, by the digits of its own; a village has no parts."""


def welfare_counts(region: str = "", *, on: date | None = None) -> WelfareCount:
    """BKKKS and LKS that stood in the nation or a region on a day; today when it is left out.

    One of which nobody knows when it began stood already.

    Source: SIPD card of BKKKS, banyaknya badan; kedalaman nasional dan provinsi.
    """
    day = on or clock.today()
    low, high = code_range(region)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT kind, left(region, %(digits)s), legal_form, services, count(*) FROM ksm_welfarebody
            WHERE region >= %(low)s AND region < %(high)s AND (founded_on IS NULL OR founded_on <= %(on)s)
              AND (ended_on IS NULL OR ended_on > %(on)s)
            GROUP BY 1, 2, 3, 4
            """,
            {"digits": BELOW[len(region)], "low": low, "high": high, "on": day},
        )
        rows = cursor.fetchall()
    by_service = dict.fromkeys(SERVICES, 0)
    by_form: dict[str, int] = {}
    parts: dict[str, tuple[int, int]] = {}
    bkkks = without = 0
    for kind, part, form, services, many in rows:
        lks, bodies = parts.get(part, (0, 0))
        if kind == "BKKKS":
            bkkks += many
            parts[part] = lks, bodies + many
            continue
        parts[part] = lks + many, bodies
        by_form[form.lower()] = by_form.get(form.lower(), 0) + many
        without += 0 if services else many
        for service in services:
            by_service[service] += many
    total = sum(by_form.values())
    return WelfareCount(
        region, day, bkkks, total, total - by_form.get("", 0), by_service, without, by_form, dict(sorted(parts.items()))
    )
