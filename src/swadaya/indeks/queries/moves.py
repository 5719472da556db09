"""What moved between two years: the classes of a region's villages, the steps of its parts, and who leapt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db import connection

from swadaya.core import codes as region_codes
from swadaya.core.codes import Level
from swadaya.core.rows import Row, ask
from swadaya.wilayah import selectors as wilayah
from swadaya.wilayah.rules.code_ranges import code_range

from .figures import REGION, region_of
from .runs import RunInfo

PARTS: dict[str, Level] = {"nasional": "provinsi", "provinsi": "kabkota", "kabkota": "kecamatan"}
LEAPS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Flow:
    """Moves of one group of villages between two years.

    ``cells``: villages from class x (row) to class y (column), levels from 1; row and column 0 hold those without an
    index in that year. ``sum_delta``: the steps in k of the villages with an index in both years, ``scale`` of them
    are 1.
    """

    code: str
    name: str
    cells: tuple[tuple[int, ...], ...]
    sum_delta: int
    scale: int

    @property
    def both(self) -> int:
        """Villages with an index in both years."""
        return sum(sum(row[1:]) for row in self.cells[1:])

    @property
    def up(self) -> int:
        return self._where(1)

    @property
    def down(self) -> int:
        return self._where(-1)

    @property
    def same(self) -> int:
        return self.both - self.up - self.down

    def leapt(self, way: int) -> int:
        """Villages that rose (1) or fell (-1) two classes or more."""
        return self._where(way, least=2)

    def _where(self, way: int, least: int = 1) -> int:
        levels = range(1, len(self.cells))
        return sum(self.cells[old][new] for old in levels for new in levels if (new - old) * way >= least)

    @property
    def before(self) -> tuple[int, ...]:
        """Villages by class in the first year, of those with an index in both; lowest first."""
        return tuple(sum(row[1:]) for row in self.cells[1:])

    @property
    def after(self) -> tuple[int, ...]:
        """The same in the second year."""
        return tuple(sum(row[level] for row in self.cells[1:]) for level in range(1, len(self.cells)))

    @property
    def only_before(self) -> int:
        """Villages with an index in the first year alone."""
        return sum(row[0] for row in self.cells[1:])

    @property
    def only_after(self) -> int:
        return sum(self.cells[0][1:])

    @property
    def step(self) -> Fraction | None:
        """The mean step of the index over the villages with an index in both years, exact."""
        return Fraction(self.sum_delta, self.scale * self.both) if self.both else None


@dataclass(frozen=True, slots=True)
class Step:
    """The step of one village. ``way``: its kecamatan and kabkota; ``delta`` in k."""

    code: str
    name: str
    way: str
    before: int
    after: int
    delta: int


@dataclass(frozen=True, slots=True)
class MovesPage:
    """``flow`` None: these two years were not worked out, or hold no village there.

    ``rose`` and ``fell``: the villages that leapt furthest; ``whole``: the progress of every village is known.
    """

    base: RunInfo
    run: RunInfo
    region: wilayah.RegionInfo | None
    breadcrumb: list[wilayah.RegionInfo]
    flow: Flow | None
    parts: list[Flow]
    rose: list[Step]
    fell: list[Step]
    whole: bool


_MOVES = f"""
WITH d AS (SELECT id, whole FROM indeks_digest WHERE base_id = %(base)s AND run_id = %(run)s), m AS (
    SELECT d.whole, m.* FROM d JOIN indeks_moves m
        ON m.digest_id = d.id AND m.scheme = %(scheme)s AND m.key = %(code)s
    UNION ALL SELECT d.whole, m.* FROM d JOIN indeks_moves m
        ON m.digest_id = d.id AND m.scheme = %(parts)s AND m.key >= %(low)s AND m.key < %(high)s
    UNION ALL SELECT d.whole, m.* FROM d JOIN indeks_moves m
        ON m.digest_id = d.id AND m.scheme = ANY(%(schemes)s) AND m.key = ANY(%(above)s))
SELECT m.whole, m.scheme, m.key, m.flows, m.sum_delta, {REGION} FROM m LEFT JOIN wilayah_place g ON g.code = m.key
"""  # noqa: S608


def places(code: str) -> dict[str, Any]:
    """A region, what lies one level below it and what above, as parameters of a query."""
    scheme: str = region_codes.level_of(code) if code else "nasional"
    low, high = code_range(code)
    above = list(region_codes.ancestors(code)) if code else []
    return {
        "scheme": scheme,
        "code": code,
        "parts": PARTS.get(scheme, ""),
        "low": low,
        "high": high,
        "schemes": ["provinsi", "kabkota", "kecamatan"],
        "above": above,
    }


def moves_page(code: str, base: RunInfo, run: RunInfo) -> MovesPage | None:
    """The moves of a region ("" is the nation) from one year to a later one; None when the region is unknown."""
    place = places(code)
    rows = ask(connection, _MOVES, {"base": base.id, "run": run.id, **place})
    known = {region.code: region for region in map(region_of, rows) if region}
    if not rows and code:
        known = {item.code: item for item in wilayah.breadcrumb(code)}
    if code and code not in known:
        return None
    own = next((row for row in rows if (row.scheme, row.key) == (place["scheme"], code)), None)
    names = {item.code: item.name for item in known.values()}
    parts = [flow_row(row, run, names.get(row.key, "")) for row in rows if row.scheme == place["parts"]]
    leaps = _leaps(base, run, code) if own else {1: [], -1: []}
    return MovesPage(
        base=base,
        run=run,
        region=known.get(code),
        breadcrumb=[known[item] for item in (*place["above"], code) if item in known],
        flow=flow_row(own, run, known[code].name if code else "Indonesia") if own else None,
        parts=sorted(parts, key=lambda one: (one.step is None, -(one.step or 0), one.code)),
        rose=leaps[1],
        fell=leaps[-1],
        whole=bool(own and own.whole),
    )


def flow_row(row: Row, run: RunInfo, name: str) -> Flow:
    method = run.method
    side = len(method.classes) + 1
    cells = tuple(tuple(row.flows[start : start + side]) for start in range(0, side * side, side))
    return Flow(row.key, name, cells, row.sum_delta, method.denominator)


_LEAPS = """
WITH d AS (SELECT id FROM indeks_digest WHERE base_id = %(base)s AND run_id = %(run)s), p AS (
    (SELECT p.desa, p.before, p.after, p.delta FROM d JOIN indeks_progress p ON p.digest_id = d.id
    WHERE abs(p.after - p.before) >= 2 AND p.after > p.before AND p.desa >= %(low)s AND p.desa < %(high)s
    ORDER BY p.delta DESC, p.desa LIMIT %(limit)s)
    UNION ALL
    (SELECT p.desa, p.before, p.after, p.delta FROM d JOIN indeks_progress p ON p.digest_id = d.id
    WHERE abs(p.after - p.before) >= 2 AND p.after < p.before AND p.desa >= %(low)s AND p.desa < %(high)s
    ORDER BY p.delta, p.desa LIMIT %(limit)s))
SELECT p.desa AS code, coalesce(g.name, '') AS name, concat_ws(', ', kec.name, kab.name) AS way,
    p.before, p.after, p.delta
FROM p LEFT JOIN wilayah_place g ON g.code = p.desa LEFT JOIN wilayah_place kec ON kec.code = left(p.desa, 6)
LEFT JOIN wilayah_place kab ON kab.code = left(p.desa, 4) ORDER BY abs(p.delta) DESC, p.desa
"""


def _leaps(base: RunInfo, run: RunInfo, code: str) -> dict[int, list[Step]]:
    low, high = code_range(code)
    values = {"base": base.id, "run": run.id, "low": low, "high": high, "limit": LEAPS_SHOWN}
    found: dict[int, list[Step]] = {1: [], -1: []}
    for step in ask(connection, _LEAPS, values, into=Step):
        found[1 if step.after > step.before else -1].append(step)
    return found


def base_of(shown: Sequence[RunInfo], run: RunInfo) -> RunInfo | None:
    """The year on show before a run's, of the same method: the nearest one."""
    earlier = [item for item in shown if item.method_id == run.method_id and item.year < run.year]
    return max(earlier, key=lambda item: item.year, default=None)


def flows_of(base: RunInfo, run: RunInfo, scheme: str, within: str = "") -> list[Flow]:
    """The moves of every region of a level, without its name."""
    low, high = code_range(within)
    rows = ask(
        connection,
        """SELECT d.whole, m.scheme, m.key, m.flows, m.sum_delta FROM indeks_digest d
        JOIN indeks_moves m ON m.digest_id = d.id
        WHERE d.base_id = %s AND d.run_id = %s AND m.scheme = %s AND m.key >= %s AND m.key < %s""",
        [base.id, run.id, scheme, low, high],
    )
    return [flow_row(row, run, "") for row in rows]
