"""The ranking of progress: villages by their step from the year on show before, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from swadaya.core.rows import ask
from swadaya.wilayah.rules.code_ranges import CodeRange, code_range

from .runs import RunInfo

After = tuple[int, str]
"""Less delta, and code, of the last village of the page before."""
_PROVINSI = 2


@dataclass(frozen=True, slots=True)
class SteppedVillage:
    """One village of the list. ``delta`` in k; levels before and after; ``rank`` within the nation."""

    code: str
    name: str
    before: int
    after: int
    delta: int
    k: int
    rank: int
    rank_provinsi: int
    rank_kabkota: int
    rank_kecamatan: int

    @property
    def place(self) -> After:
        """Where the list goes on after this village."""
        return -self.delta, self.code


def progress(
    base: RunInfo,
    run: RunInfo,
    *,
    region: str = "",
    status: int | None = None,
    ranges: Sequence[CodeRange] | None = None,
    after: After | None = None,
    limit: int = 100,
) -> list[SteppedVillage]:
    """The next villages by step, the largest first, those with an index in both years.

    Args:
        base: the year on show before ``run``; of other pairs only the villages that leapt are kept.
        region: only in this region.
        status: only of this class level in the later year.
        ranges: only in these regions.
        after: :attr:`SteppedVillage.place` of the last village of the page before.
    """
    source, values = _best(_within(region, ranges), status, after, limit)
    return ask(
        connection,
        f"""WITH d AS (SELECT id FROM indeks_digest WHERE base_id = %s AND run_id = %s),
        p AS MATERIALIZED (SELECT * FROM ({source}) p ORDER BY -p.delta, p.desa LIMIT %s)
        SELECT p.desa AS code, coalesce(g.name, '') AS name, p.before, p.after, p.delta, r.k, p.rank_nasional AS rank,
            p.rank_provinsi, p.rank_kabkota, p.rank_kecamatan
        FROM p JOIN indeks_result r ON r.run_id = %s AND r.desa = p.desa
        LEFT JOIN wilayah_place g ON g.code = p.desa ORDER BY -p.delta, p.desa""",  # noqa: S608 - conditions are ours
        [base.id, run.id, *values, limit, run.id],
        into=SteppedVillage,
    )


def _within(region: str, ranges: Sequence[CodeRange] | None) -> list[str]:
    """The prefixes that lie both in the region and in the ranges."""
    if ranges is None:
        return [region]
    prefixes = [low for low, _ in ranges]
    if any(region.startswith(prefix) for prefix in prefixes):
        return [region]
    return [prefix for prefix in prefixes if prefix.startswith(region)]


def _best(within: Sequence[str], status: int | None, after: After | None, limit: int) -> tuple[str, list[object]]:
    """The first rows of the nation or of each province from their index; of smaller regions every row that fits."""
    conditions = ["q.digest_id = (SELECT id FROM d)"]
    values: list[object] = []
    if status is not None:
        conditions.append("q.after = %s")
        values.append(status)
    if after is not None:
        conditions.append("(-q.delta, q.desa) > (%s, %s)")
        values += after
    first = f"SELECT q.* FROM indeks_progress q WHERE {' AND '.join(conditions)}"  # noqa: S608 - ours
    sort = "ORDER BY -q.delta, q.desa LIMIT %s"
    if "" in within:
        return f"{first} {sort}", [*values, limit]
    provinces = [one for one in within if len(one) == _PROVINSI]
    smaller = [code_range(one) for one in within if len(one) > _PROVINSI]
    text = f"""SELECT q.* FROM unnest(%s::text[]) AS region (code) CROSS JOIN LATERAL (
            {first} AND left(q.desa, 2) = region.code {sort}) q
        UNION ALL SELECT q.* FROM unnest(%s::text[], %s::text[]) AS region (low, high) CROSS JOIN LATERAL (
            {first} AND q.desa >= region.low AND q.desa < region.high OFFSET 0) q"""  # noqa: S608 - ours
    return text, [provinces, *values, limit, [low for low, _ in smaller], [high for _, high in smaller], *values]
