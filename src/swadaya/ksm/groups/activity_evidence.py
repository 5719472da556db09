"""What is known of the groups of a region on the day of a count: the evidence of which ``activity`` judges."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from swadaya.core import clock, codes
from swadaya.wilayah.rules.code_ranges import code_range

from ..rules import activity, panca_sutra
from ..rules.activity import Definition, Evidence
from ..values import ActiveCount

_EVIDENCE = """
WITH RECURSIVE own AS (
    SELECT k.id, k.public_id, k.desa FROM ksm_ksm k
    WHERE k.desa >= %(low)s AND k.desa < %(high)s AND k.founded_on <= %(on)s
), came AS (
    SELECT id AS root, id FROM own
    UNION
    SELECT c.root, f.ksm_id FROM came c
    JOIN ksm_fact f ON f.other_id = c.id AND f.kind = 'status' AND f.value = 'bergabung' AND f.effective_on <= %(on)s
), took AS (
    SELECT c.root AS id, count(DISTINCT a.id) FILTER (WHERE a."on" >= %(first)s) AS many,
           bool_or(a.evidence <> '' AND a."on" >= %(first)s) AS shown,
           bool_or(a.visited AND a."on" > %(on)s::date - %(visit)s) AS visited
    FROM came c
    JOIN ksm_participation p ON p.ksm_id = c.id
    JOIN ksm_institutionactivity a ON a.id = p.activity_id AND a.withdrawn_at IS NULL
     AND a."on" BETWEEN least(%(first)s, %(on)s::date - %(visit)s) AND %(on)s
    GROUP BY 1
), newest AS (
    SELECT DISTINCT ON (r.meeting_id) r.meeting_id, r.id AS record_id,
           min(r.recorded_at) OVER (PARTITION BY r.meeting_id) AS first_at
    FROM own g JOIN ksm_meeting t ON t.ksm_id = g.id AND t.held_on > %(on)s::date - %(days)s
    JOIN ksm_record r ON r.meeting_id = t.id
    WHERE r.held_on <= %(on)s
    ORDER BY r.meeting_id, r.revision DESC
), met AS (
    SELECT t.ksm_id AS id, count(*) AS planned, count(t.held_on) AS held,
           coalesce(bool_or(EXISTS (SELECT 1 FROM ksm_section c WHERE c.record_id = w.record_id AND c.part = 'simpanan'
                                    AND c.said @> '[{"jenis": "wajib"}]')), false) AS saved,
           coalesce(bool_and((w.first_at AT TIME ZONE %(zone)s)::date <= t.held_on + %(grace)s
               OR (%(paper)s::int IS NOT NULL AND p.signed_on BETWEEN t.held_on AND t.held_on + %(grace)s
                   AND (w.first_at AT TIME ZONE %(zone)s)::date <= t.held_on + %(paper)s::int))
               FILTER (WHERE t.held_on IS NOT NULL), false) AS in_time
    FROM own g JOIN ksm_meeting t ON t.ksm_id = g.id
    LEFT JOIN newest w ON w.meeting_id = t.id
    LEFT JOIN ksm_paper p ON p.meeting_id = t.id
    WHERE t.state <> 'batal' AND coalesce(t.held_on, t.planned_on) > %(on)s::date - %(days)s
      AND coalesce(t.held_on, t.planned_on) <= %(on)s AND (t.held_on IS NOT NULL OR t.planned_on < %(today)s)
    GROUP BY 1
)
SELECT g.public_id, g.desa, coalesce(s.value, 'aktif') = 'aktif',
       EXISTS (SELECT 1 FROM ksm_setting x WHERE x.ksm_id = g.id AND x.effective_on <= %(on)s),
       coalesce(took.many, 0), coalesce(met.planned, 0), coalesce(met.held, 0), coalesce(met.saved, false),
       coalesce(met.in_time, false), coalesce(took.visited, false), coalesce(took.shown, false)
FROM own g
LEFT JOIN LATERAL (SELECT f.value FROM ksm_fact f WHERE f.ksm_id = g.id AND f.kind = 'status'
                   AND f.effective_on <= %(on)s ORDER BY f.effective_on DESC, f.id DESC LIMIT 1) s ON true
LEFT JOIN took ON took.id = g.id LEFT JOIN met ON met.id = g.id
"""


@dataclass(frozen=True, slots=True)
class Known:
    """One group with its evidence; ``shown``: minutes or a list of attendance are named."""

    id: UUID
    desa: str
    evidence: Evidence
    shown: bool

    @property
    def kelurahan(self) -> bool:
        """Counted apart: the indicator is of groups in villages."""
        return codes.desa_kind(self.desa) == "kelurahan"

    @property
    def level(self) -> str:
        """How well an activity is known. Source: design decision after the card's aim of quality."""
        return "disaksikan" if self.evidence.visited else "bukti tercatat" if self.shown else "dilaporkan"


@dataclass(frozen=True, slots=True)
class Count:
    """The day of a count, the meaning in force, and the groups it judges."""

    on: date
    definition: Definition
    groups: tuple[Known, ...]


def counted(region: str, year: int) -> Count:
    """The groups of a region as they stood on the day of the count of a year.

    A group that joined another lends its activities to the last of the chain.

    Raises:
        Invalid: ``ksm-aktif.tidak-ada``, ``panca-sutra.tidak-ada``.
    """
    today = clock.today()
    on = activity.count_day(year, today)
    definition, book = activity.in_force(on), panca_sutra.in_force(on)
    low, high = code_range(region)
    values: dict[str, str | int | date | None] = {
        "on": on,
        "first": on.replace(month=1, day=1),
        "today": today,
        "zone": clock.ZONE,
        "visit": definition.visit_days,
        "days": definition.quality_days,
        "grace": book.grace.days,
        "paper": book.grace.paper_days,
        "low": low,
        "high": high,
    }
    with connection.cursor() as cursor:
        cursor.execute(_EVIDENCE, values)
        rows = cursor.fetchall()
    return Count(on, definition, tuple(Known(row[0], row[1], Evidence(*row[2:10]), row[10]) for row in rows))


def sum_up(found: Count, region: str, year: int) -> ActiveCount:
    """How many of the groups are active in each meaning, and how well those of the published one are known."""
    definition = found.definition
    counts = dict.fromkeys(definition.options, 0)
    evidence = {"dilaporkan": 0, "bukti tercatat": 0, "disaksikan": 0}
    kelurahan = 0
    for group in found.groups:
        active = {code: activity.is_active(group.evidence, code, definition) for code in counts}
        if group.kelurahan:
            kelurahan += active[definition.published]
            continue
        for code, holds in active.items():
            counts[code] += holds
        if active[definition.published]:
            evidence[group.level] += 1
    option = definition.options[definition.published]
    return ActiveCount(
        region,
        year,
        found.on,
        definition.rule_id,
        counts[option.code],
        option.code,
        option.meaning,
        counts,
        kelurahan,
        evidence,
    )
