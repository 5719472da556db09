"""Long lists of a run, a page at a time: each page starts after the last row of the one before, whatever its depth.

Two orders. ``kode`` reads the primary key or, with a class, the index of classes. ``peringkat`` is highest k first,
then by code, villages without an index at the end: one index for the nation, one for a province; what is smaller than
a province is small enough to sort.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db import connection

from swadaya.core.rows import Row, ask
from swadaya.wilayah.rules.code_ranges import CodeRange, code_range
from swadaya.wilayah.rules.code_ranges import ranges as apart

from .queries.runs import RunInfo

Order = Literal["kode", "peringkat"]
After = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class ListedVillage:
    """One village of a list. ``level`` and the ranks are 0 without an index; ``rank`` is within the nation."""

    code: str
    name: str
    k: int | None
    level: int
    rank: int
    rank_provinsi: int
    rank_kabkota: int
    rank_kecamatan: int
    points: tuple[int, ...] | None
    off_grid: bool


@dataclass(frozen=True, slots=True)
class MovedVillage:
    """A village whose class differs between two runs; levels count from 1, the lowest."""

    code: str
    name: str
    old_k: int
    old_level: int
    new_k: int
    new_level: int


@dataclass
class _Conditions:
    """What rows of the list satisfy, and the values for it."""

    texts: list[str]
    values: list[Any] = field(default_factory=list)

    def add(self, text: str, *values: Any) -> None:
        self.texts.append(text)
        self.values += values

    def __str__(self) -> str:
        return " AND ".join(self.texts)


_BEST = "(-coalesce(r.k, -1))"
"""Sort key of a rank, as the indexes have it: lowest first is best first, and 1 is a village without an index."""
_COLUMNS = (
    "r.desa, r.k, r.level, r.rank_nasional, r.rank_provinsi, r.rank_kabkota, r.rank_kecamatan, r.points, r.off_grid"
)
_PROVINSI = 2  # digits


def place_of(village: ListedVillage, order: Order) -> After:
    """Where a list goes on after this village: what ``villages`` takes as ``after``."""
    return (village.code,) if order == "kode" else (_sort_key(village.k), village.code)


def villages(
    run: RunInfo,
    *,
    region: str = "",
    status: int | None = None,
    ranges: Sequence[CodeRange] | None = None,
    order: Order = "kode",
    after: After | None = None,
    limit: int = 100,
    lowest_k: int | None = None,
    highest_k: int | None = None,
) -> list[ListedVillage]:
    """The next villages of a list.

    Args:
        region: only in this region; "" is the nation.
        status: only of this class level; 0 for villages without an index.
        ranges: only in these regions, each as :func:`swadaya.wilayah.rules.code_ranges.code_range` gives it.
        after: :func:`place_of` the last village of the page before.
        limit: how many at most. Ask for one more than is shown to learn whether there is a next page.
        lowest_k, highest_k: only with an index between these, both included.
    """
    within = _prefixes(region, ranges)
    if not within:
        return []
    wanted = _Conditions(["r.run_id = %s"], [run.id])
    if status is not None:
        wanted.add("r.level = %s", status)
        if order == "peringkat" and (bounds := _class_bounds(run, status)):
            wanted.add(f"{_BEST} >= %s AND {_BEST} <= %s", *bounds)
    if lowest_k is not None or highest_k is not None:
        wanted.add(f"{_BEST} <= %s", -(lowest_k or 0))
        if highest_k is not None:
            wanted.add(f"{_BEST} >= %s", -highest_k)
    if after is not None:
        wanted.add("r.desa > %s" if order == "kode" else f"({_BEST}, r.desa) > (%s, %s)", *after)
    source, values = _by_code(wanted, within, limit) if order == "kode" else _by_rank(wanted, within, limit)
    ordered = "r.desa" if order == "kode" else f"{_BEST}, r.desa"
    rows = ask(
        connection,
        f"""WITH r AS MATERIALIZED (SELECT * FROM ({source}) r ORDER BY {ordered} LIMIT %s)
        SELECT r.*, coalesce(g.name, '') AS name FROM r LEFT JOIN wilayah_place g ON g.code = r.desa
        ORDER BY {ordered}""",  # noqa: S608
        [*values, limit],
    )
    return [_village(row) for row in rows]


def _by_code(wanted: _Conditions, within: list[str], limit: int) -> tuple[str, list[Any]]:
    """The first rows of every region, each read in order from an index."""
    low, high = zip(*map(code_range, within), strict=True)
    text = f"""SELECT r.* FROM unnest(%s::text[], %s::text[]) AS region (low, high) CROSS JOIN LATERAL (
        SELECT {_COLUMNS} FROM indeks_result r WHERE {wanted} AND r.desa >= region.low AND r.desa < region.high
        ORDER BY r.desa LIMIT %s) r"""  # noqa: S608
    return text, [list(low), list(high), *wanted.values, limit]


def _by_rank(wanted: _Conditions, within: list[str], limit: int) -> tuple[str, list[Any]]:
    """The best rows of the nation or of each province from their index; of smaller regions every row that fits."""
    first = f"SELECT {_COLUMNS} FROM indeks_result r WHERE {wanted}"  # noqa: S608
    sort = f"ORDER BY {_BEST}, r.desa LIMIT %s"
    if within == [""]:
        return f"{first} {sort}", [*wanted.values, limit]
    parts: list[str] = []
    values: list[Any] = []
    provinces = [prefix for prefix in within if len(prefix) == _PROVINSI]
    if provinces:
        parts.append(f"""SELECT r.* FROM unnest(%s::text[]) AS region (code) CROSS JOIN LATERAL (
            {first} AND left(r.desa, 2) = region.code {sort}) r""")  # noqa: S608
        values += [provinces, *wanted.values, limit]
    smaller = [code_range(prefix) for prefix in within if len(prefix) > _PROVINSI]
    if smaller:
        low, high = zip(*smaller, strict=True)
        parts.append(f"""SELECT r.* FROM unnest(%s::text[], %s::text[]) AS region (low, high) CROSS JOIN LATERAL (
            {first} AND r.desa >= region.low AND r.desa < region.high OFFSET 0) r""")  # noqa: S608
        values += [list(low), list(high), *wanted.values]
    return " UNION ALL ".join(parts), values


def moved(
    old: RunInfo,
    new: RunInfo,
    *,
    region: str = "",
    from_level: int | None = None,
    to_level: int | None = None,
    after: str = "",
    limit: int = 100,
) -> list[MovedVillage]:
    """Villages that have a class in both runs, and not the same one; by code.

    Args:
        region: only in this region; "" is the nation.
        from_level, to_level: only those that left, or reached, this class.
        after: the code of the last village of the page before.
    """
    low, high = code_range(region)
    wanted = _Conditions(["o.run_id = %s", "n.run_id = %s", "o.level <> n.level"], [old.id, new.id])
    wanted.add("n.desa >= %s AND n.desa < %s AND n.desa > %s", low, high, after)
    for side, level in (("o", from_level), ("n", to_level)):
        wanted.add(f"{side}.level = %s" if level is not None else f"{side}.level > %s", level or 0)
    return ask(
        connection,
        f"""WITH m AS MATERIALIZED (
            SELECT n.desa, o.k AS old_k, o.level AS old_level, n.k AS new_k, n.level AS new_level
            FROM indeks_result n JOIN indeks_result o ON o.desa = n.desa
            WHERE {wanted} ORDER BY n.desa LIMIT %s)
        SELECT m.desa AS code, coalesce(g.name, '') AS name, m.old_k, m.old_level, m.new_k, m.new_level
        FROM m LEFT JOIN wilayah_place g ON g.code = m.desa ORDER BY m.desa""",  # noqa: S608
        [*wanted.values, limit],
        into=MovedVillage,
    )


def group_keys(run: RunInfo, scheme: str, *, region: str = "", after: str | None = None, limit: int = 100) -> list[str]:
    """Keys of the next groups of a scheme, ascending: region codes, or labels of islands and tags.

    Args:
        region: only keys of this region's codes, itself included.
        after: the last key of the page before.
    """
    low, high = code_range(region) if region else ("", None)
    wanted = _Conditions(["run_id = %s", "scheme = %s", "key >= %s"], [run.id, scheme, low])
    if high is not None:
        wanted.add("key < %s", high)
    if after is not None:
        wanted.add("key > %s", after)
    query = f"SELECT key FROM indeks_aggregate WHERE {wanted} ORDER BY key LIMIT %s"  # noqa: S608
    return [row.key for row in ask(connection, query, [*wanted.values, limit])]


def _prefixes(region: str, ranges: Sequence[CodeRange] | None) -> list[str]:
    """The regions a list covers, none inside another: those of ``ranges`` that lie in ``region``."""
    if ranges is None:
        return [region]
    lows = [low for low, _ in ranges]
    inside = [low for low in lows if low.startswith(region)]
    around = [region] if any(region.startswith(low) for low in lows) else []
    return [low for low, _ in apart([*inside, *around])]


def _class_bounds(run: RunInfo, level: int) -> tuple[int, int] | None:
    """Sort keys between which a class lies; None where the method file is no longer the one the run used."""
    method = run.method
    if method.version != run.method_version:
        return None
    if not level:
        return _sort_key(None), _sort_key(None)
    lowest = [*method.lowest_k, method.denominator + 1]
    return _sort_key(lowest[level] - 1), _sort_key(lowest[level - 1])


def _sort_key(k: int | None) -> int:
    return 1 if k is None else -k


def _village(row: Row) -> ListedVillage:
    return ListedVillage(
        code=row.desa,
        name=row.name,
        k=row.k,
        level=row.level,
        rank=row.rank_nasional,
        rank_provinsi=row.rank_provinsi,
        rank_kabkota=row.rank_kabkota,
        rank_kecamatan=row.rank_kecamatan,
        points=tuple(row.points) if row.points is not None and row.k is not None else None,
        off_grid=row.off_grid,
    )
