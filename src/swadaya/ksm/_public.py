"""What anybody may know: which groups there are, how many are active. No person, no savings, no poverty.

Counts of persons below the limit are not told, and neither are counts from which such a one could be reckoned.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from swadaya.accounts.access import OutOfSight
from swadaya.core import clock, codes
from swadaya.wilayah.ranges import code_range

from . import activity, panca_sutra
from .values import (
    GROUP_KINDS,
    SERVICES,
    SUPPRESS_BELOW,
    ActiveCount,
    PublicGroup,
    PublicStatistics,
    WelfareCount,
)

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

_ACTIVE = """
WITH standing AS (
    SELECT k.id, k.desa, s.value AS status, coalesce(s.other_id, k.id) AS counts_as
    FROM ksm_ksm k
    LEFT JOIN LATERAL (SELECT f.value, f.other_id FROM ksm_fact f WHERE f.ksm_id = k.id AND f.kind = 'status'
                       AND f.effective_on <= %(on)s ORDER BY f.effective_on DESC, f.id DESC LIMIT 1) s ON true
    WHERE k.founded_on <= %(on)s
), took AS (
    SELECT g.counts_as AS id, count(*) AS many, bool_or(a.evidence <> '') AS shown,
           bool_or(a.visited AND a."on" > %(on)s::date - %(visit)s) AS visited
    FROM ksm_participation p
    JOIN ksm_institutionactivity a ON a.id = p.activity_id AND a."on" BETWEEN %(first)s AND %(on)s
    JOIN standing g ON g.id = p.ksm_id
    GROUP BY 1
), newest AS (
    SELECT DISTINCT ON (r.meeting_id) r.meeting_id, r.id AS record_id,
           min(r.recorded_at) OVER (PARTITION BY r.meeting_id) AS first_at
    FROM ksm_record r JOIN ksm_meeting t ON t.id = r.meeting_id AND t.held_on > %(on)s::date - %(days)s
    WHERE r.held_on <= %(on)s
    ORDER BY r.meeting_id, r.revision DESC
), met AS (
    SELECT t.ksm_id AS id, count(*) AS planned, count(t.held_on) AS held,
           coalesce(bool_or(EXISTS (SELECT 1 FROM ksm_section c WHERE c.record_id = w.record_id AND c.part = 'simpanan'
                                    AND c.said @> '[{"jenis": "wajib"}]')), false) AS saved,
           coalesce(bool_and((w.first_at AT TIME ZONE 'Asia/Jakarta')::date <= t.held_on + %(grace)s
               OR (%(paper)s::int IS NOT NULL AND p.signed_on BETWEEN t.held_on AND t.held_on + %(grace)s
                   AND (w.first_at AT TIME ZONE 'Asia/Jakarta')::date <= t.held_on + %(paper)s::int))
               FILTER (WHERE t.held_on IS NOT NULL), false) AS in_time
    FROM ksm_meeting t
    LEFT JOIN newest w ON w.meeting_id = t.id
    LEFT JOIN ksm_paper p ON p.meeting_id = t.id
    WHERE t.state <> 'batal' AND coalesce(t.held_on, t.planned_on) > %(on)s::date - %(days)s
      AND coalesce(t.held_on, t.planned_on) <= %(on)s AND (t.held_on IS NOT NULL OR t.planned_on < %(today)s)
    GROUP BY 1
)
SELECT g.desa, g.status,
       EXISTS (SELECT 1 FROM ksm_setting x WHERE x.ksm_id = g.id AND x.effective_on <= %(on)s),
       coalesce(took.many, 0), coalesce(met.planned, 0), coalesce(met.held, 0), coalesce(met.saved, false),
       coalesce(met.in_time, false), coalesce(took.visited, false), coalesce(took.shown, false)
FROM standing g LEFT JOIN took ON took.id = g.id LEFT JOIN met ON met.id = g.id
WHERE g.desa >= %(low)s AND g.desa < %(high)s
"""


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
        ksm_id, name or "", kind, GROUP_KINDS[kind], desa, status or "aktif", founded_on, tie, goals, tuple(fields),
        told, _told(women, of=members) if told is not None else None,
    )  # fmt: skip


def public_statistics(region: str) -> PublicStatistics:
    """How many groups there are in a region ("" is the nation), and members all together."""
    low, high = code_range(region)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT kind, status, count(*), coalesce(sum(members), 0)::bigint, coalesce(sum(women), 0)::bigint
            FROM ({_GROUPS} WHERE k.desa >= %(low)s AND k.desa < %(high)s) AS g
            WHERE status IN ('aktif', 'tidur') GROUP BY 1, 2
            """,  # noqa: S608 - the inner query is ours
            {"on": clock.today(), "low": low, "high": high},
        )
        rows = cursor.fetchall()
    by_kind: dict[str, int] = {}
    for kind, status, groups, _, _ in rows:
        if status == "aktif":
            by_kind[kind] = by_kind.get(kind, 0) + groups
    members, women = sum(row[3] for row in rows), sum(row[4] for row in rows)
    told = _told(members)
    return PublicStatistics(
        region,
        sum(by_kind.values()),
        by_kind,
        sum(row[2] for row in rows if row[1] == "tidur"),
        told,
        _told(women, of=members) if told is not None else None,
    )


def active_groups(region: str, year: int) -> ActiveCount:
    """How many groups of the villages of a region were active in a year; kelurahan are counted apart.

    Raises:
        Unusable: ``ksm-aktif.tidak-ada``, ``panca-sutra.tidak-ada``.

    Source: SIPD card of active KSM; the rule in force names the meaning that is published and those beside it.
    """
    today = clock.today()
    on = activity.count_day(year, today)
    definition, book = activity.in_force(on), panca_sutra.in_force(on)
    low, high = code_range(region)
    values: dict[str, str | int | date | None] = {
        "on": on, "first": on.replace(month=1, day=1), "today": today, "visit": definition.visit_days,
        "days": definition.quality_days, "grace": book.grace.days, "paper": book.grace.paper_days, "low": low, "high":
        high,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_ACTIVE, values)
        rows = cursor.fetchall()
    counts = dict.fromkeys(definition.options, 0)
    evidence = {"dilaporkan": 0, "bukti tercatat": 0, "disaksikan": 0}
    kelurahan = 0
    for desa, status, bound, took, planned, held, saved, in_time, visited, shown in rows:
        found = activity.Evidence(status in (None, "aktif"), bound, took, planned, held, saved, in_time, visited)
        active = {code: activity.is_active(found, code, definition) for code in counts}
        if codes.desa_kind(desa) == "kelurahan":
            kelurahan += active[definition.published]
            continue
        for code, counted in active.items():
            counts[code] += counted
        if active[definition.published]:
            evidence["disaksikan" if visited else "bukti tercatat" if shown else "dilaporkan"] += 1
    option = definition.options[definition.published]
    return ActiveCount(
        region, year, on, definition.rule_id, counts[option.code], option.code, option.meaning, counts, kelurahan,
        evidence,
    )  # fmt: skip


def welfare_counts(region: str = "") -> WelfareCount:
    """BKKKS and LKS of the nation or a region.

    Source: SIPD card of BKKKS, banyaknya badan; kedalaman nasional dan provinsi.
    """
    low, high = code_range(region)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT kind, left(region, 2), legal_form <> '', services, count(*) FROM ksm_welfarebody
            WHERE region >= %s AND region < %s GROUP BY 1, 2, 3, 4
            """,
            [low, high],
        )
        rows = cursor.fetchall()
    by_service = dict.fromkeys(SERVICES, 0)
    by_province: dict[str, int] = {}
    for kind, province, _, services, many in rows:
        for service in services if kind == "LKS" else ():
            by_service[service] += many
        if kind == "BKKKS":
            by_province[province] = by_province.get(province, 0) + many
    return WelfareCount(
        region,
        sum(by_province.values()),
        sum(row[4] for row in rows if row[0] == "LKS"),
        sum(row[4] for row in rows if row[0] == "LKS" and row[2]),
        by_service,
        by_province,
    )
