"""Groups of a region beside each other: how they stand, who belongs to them, how many are active."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from django.db import connection

from swadaya.accounts.rules.access import OutOfSight, Place, Viewer
from swadaya.core import clock
from swadaya.core.refusal import Invalid
from swadaya.wilayah import selectors as wilayah
from swadaya.wilayah.rules.code_ranges import code_range

from ..rules import activity
from ..values import STATUSES, SUPPRESS_BELOW, GroupsBeside, RegionGroups
from .activity_evidence import Count, counted, sum_up
from .public import BELOW

_STANDING = """
SELECT left(k.desa, %(digits)s), coalesce(s.value, 'aktif'), count(*), coalesce(sum(c.members), 0)::bigint,
       coalesce(sum(c.women), 0)::bigint
FROM ksm_ksm k
LEFT JOIN LATERAL (SELECT f.value FROM ksm_fact f WHERE f.ksm_id = k.id AND f.kind = 'status' AND f.effective_on <=
                   %(on)s ORDER BY f.effective_on DESC, f.id DESC LIMIT 1) s ON true
LEFT JOIN LATERAL (SELECT count(*) AS members, count(*) FILTER (WHERE m.sex = 'P') AS women FROM ksm_member m
                   WHERE m.ksm_id = k.id AND m.joined_on <= %(on)s AND (m.left_on IS NULL OR m.left_on >= %(on)s)
                     AND coalesce(s.value, 'aktif') IN ('aktif', 'tidur')) c ON true
WHERE k.desa >= %(low)s AND k.desa < %(high)s GROUP BY 1, 2
"""
_POOR = """
SELECT left(t.desa, %(digits)s), sum(t.poor)::bigint, sum(t.known)::bigint
FROM (SELECT k.desa, count(*) FILTER (WHERE d.poor) AS poor, count(*) AS known
      FROM ksm_ksm k
      LEFT JOIN LATERAL (SELECT f.value FROM ksm_fact f WHERE f.ksm_id = k.id AND f.kind = 'status' AND f.effective_on
                         <= %(on)s ORDER BY f.effective_on DESC, f.id DESC LIMIT 1) s ON true
      JOIN ksm_member m ON m.ksm_id = k.id AND m.joined_on <= %(on)s AND (m.left_on IS NULL OR m.left_on >= %(on)s)
      JOIN ksm_personaldata d ON d.member_id = m.id AND d.poor IS NOT NULL
      WHERE k.desa >= %(low)s AND k.desa < %(high)s AND coalesce(s.value, 'aktif') IN ('aktif', 'tidur')
      GROUP BY k.desa) t
WHERE (t.poor = 0 OR t.poor >= %(small)s) AND (t.poor = t.known OR t.known - t.poor >= %(small)s) GROUP BY 1
"""
"""Who sees groups here need not know their members. A village whose poor, or whose others, are few counts nowhere, not
in a region above it either: it could be found by taking the others from the whole."""
_COMMUNITY = """
SELECT left(desa, %(digits)s), count(*),
       count(*) FILTER (WHERE members_agreed_on IS NOT NULL AND actors_agreed_on IS NOT NULL)
FROM ksm_communitygroup WHERE desa >= %(low)s AND desa < %(high)s GROUP BY 1
"""


def groups_beside(region: str = "", *, by: Viewer, year: int) -> GroupsBeside:
    """The regions one level down in which there are groups, by code, and the region itself as their sum.

    Members are those of groups that run or sleep, today; who is active is judged for the year. How many are poor is
    told of the villages where that points at nobody.

    Raises:
        OutOfSight: the viewer does not see all of the region.
    """
    if not by.sees("ksm", Place(region)):
        raise OutOfSight
    low, high = code_range(region)
    digits = BELOW[len(region)]
    asked: dict[str, int | str | date] = {
        "digits": digits,
        "low": low,
        "high": high,
        "on": clock.today(),
        "small": SUPPRESS_BELOW,
    }
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, asked)
        standing = cursor.fetchall()
        cursor.execute(_POOR, asked)
        told = {code: (poor, known) for code, poor, known in cursor.fetchall()}
        cursor.execute(_COMMUNITY, asked)
        community = {code: (many, agreed) for code, many, agreed in cursor.fetchall()}
    found = _counted(region, year)
    active = None if found is None else _active(found, digits)
    parts = sorted({row[0] for row in standing} | community.keys())
    known = wilayah.names([*parts, region])
    lines = [
        _line(code, known.get(code, code), [row[1:] for row in standing if row[0] == code], active, told, community)
        for code in parts
    ]
    return GroupsBeside(
        tuple(lines),
        _sum(region, known.get(region, ""), lines, known_active=active is not None),
        sum_up(found, region, year) if found else None,
    )


Active = Counter[tuple[str, bool]]
"""Active groups by code and by whether they lie in a kelurahan."""


def _counted(region: str, year: int) -> Count | None:
    """None: no rule says what active meant in that year."""
    try:
        return counted(region, year)
    except Invalid:
        return None


def _active(found: Count, digits: int) -> Active:
    option = found.definition.published
    return Counter(
        (group.desa[:digits], group.kelurahan)
        for group in found.groups
        if activity.is_active(group.evidence, option, found.definition)
    )


def _line(
    code: str,
    name: str,
    rows: list[tuple[Any, ...]],
    active: Active | None,
    told: dict[str, tuple[int, int]],
    community: dict[str, tuple[int, int]],
) -> RegionGroups:
    standing = dict.fromkeys(STATUSES, 0) | {row[0]: row[1] for row in rows}
    members, women = sum(row[2] for row in rows), sum(row[3] for row in rows)
    poor, poor_known = told.get(code, (None, None))
    listed, agreed = community.get(code, (0, 0))
    villages, kelurahan = (None, None) if active is None else (active[code, False], active[code, True])
    return RegionGroups(code, name, standing, members, women, poor, poor_known, villages, kelurahan, listed, agreed)


def _sum(region: str, name: str, lines: list[RegionGroups], *, known_active: bool) -> RegionGroups:
    def total(field: str) -> int:
        return sum(getattr(line, field) for line in lines)

    villages, kelurahan = (total("active"), total("active_kelurahan")) if known_active else (None, None)
    told = [(line.poor, line.poor_known) for line in lines if line.poor is not None and line.poor_known is not None]
    return RegionGroups(
        region,
        name,
        {status: sum(line.standing[status] for line in lines) for status in STATUSES},
        total("members"),
        total("women"),
        sum(poor for poor, _ in told) if told else None,
        sum(known for _, known in told) if told else None,
        villages,
        kelurahan,
        total("community"),
        total("agreed"),
    )
