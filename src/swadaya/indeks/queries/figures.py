"""Counts and sums of groups of villages. Means are exact; a page rounds them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from fractions import Fraction

from django.db import connection

from swadaya.core.rows import Row, ask
from swadaya.methodology import Method
from swadaya.methodology.schema import StatusClass
from swadaya.wilayah.rules.code_ranges import code_range
from swadaya.wilayah.selectors import RegionInfo

from .runs import RunInfo


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts and sums of a group of villages. ``classes`` lowest first; ``level``: the class the mean lies in, or 0.

    ``scale`` and ``maxima`` are the method's: what k and the points of each component are shares of.
    """

    code: str
    name: str
    desa: int
    with_index: int
    classes: tuple[int, ...]
    sum_k: int
    sum_points: tuple[int, ...]
    scale: int
    maxima: tuple[int, ...]
    lowest_k: int
    highest_k: int
    level: int

    @property
    def mean(self) -> Fraction | None:
        """The mean index, exact; None without villages."""
        return Fraction(self.sum_k, self.scale * self.with_index) if self.with_index else None

    @property
    def components(self) -> tuple[Fraction | None, ...]:
        """The mean of each component, exact."""
        if not self.with_index:
            return tuple(None for _ in self.maxima)
        return tuple(
            Fraction(total, top * self.with_index) for total, top in zip(self.sum_points, self.maxima, strict=True)
        )

    def status(self, method: Method) -> StatusClass | None:
        """The class the mean itself lies in; None without a mean."""
        return method.classes[self.level - 1] if self.level else None


_REGION = [field.name for field in fields(RegionInfo)]
REGION = ", ".join(f"g.{name} AS region_{name}" for name in _REGION)
"""The columns of a place ``g`` (view ``wilayah_place``), for :func:`region_of`."""
FIGURES = "a.run_id, a.scheme, a.key, a.desa, a.with_index, a.classes, a.sum_k, a.sum_points, a.lowest_k, a.highest_k"


def region_of(row: Row) -> RegionInfo | None:
    """The region of a row of ``REGION``; None where nothing was joined."""
    if row.region_code is None:
        return None
    return RegionInfo(**{name: getattr(row, f"region_{name}") for name in _REGION})


def figures_row(row: Row, method: Method, name: str) -> Figures:
    """Figures of a row of ``FIGURES``."""
    return Figures(
        code=row.key,
        name=name,
        desa=row.desa,
        with_index=row.with_index,
        classes=tuple(row.classes),
        sum_k=row.sum_k,
        sum_points=tuple(row.sum_points),
        scale=method.denominator,
        maxima=method.maxima,
        lowest_k=row.lowest_k,
        highest_k=row.highest_k,
        level=_mean_level(method, row.sum_k, row.with_index) if row.with_index else 0,
    )


def _mean_level(method: Method, sum_k: int, count: int) -> int:
    """The class a mean lies in, decided on whole numbers."""
    whole = method.denominator * count
    for status in reversed(method.classes):
        border = status.range.lower
        left, right = sum_k * border.denominator, border.numerator * whole
        if left > right or (left == right and status.range.lower_closed):
            return status.level
    return 0


def figures_of(codes: Iterable[str], run: RunInfo) -> dict[str, Figures]:
    """Aggregates of some provinces, regencies and districts, for lists made elsewhere (search)."""
    rows = ask(
        connection,
        f"SELECT {FIGURES} FROM indeks_aggregate a WHERE a.run_id = %s AND a.scheme = ANY(%s) AND a.key = ANY(%s)",  # noqa: S608
        [run.id, ["provinsi", "kabkota", "kecamatan"], list(codes)],
    )
    return {row.key: figures_row(row, run.method, "") for row in rows}


def grouped(run: RunInfo, scheme: str) -> list[Figures]:
    """Aggregates of another grouping: ``pulau:<skema>`` or ``tanda:<kode>``."""
    rows = ask(
        connection,
        f"SELECT {FIGURES} FROM indeks_aggregate a WHERE a.run_id = %s AND a.scheme = %s ORDER BY a.key",  # noqa: S608
        [run.id, scheme],
    )
    return [figures_row(row, run.method, row.key) for row in rows]


def figures_in(run: RunInfo, scheme: str, within: str = "") -> list[Figures]:
    """Every region of a level inside another ("" is the nation), by code, with its name."""
    low, high = code_range(within)
    rows = ask(
        connection,
        f"""SELECT {FIGURES}, coalesce(g.name, '') AS name
        FROM indeks_aggregate a LEFT JOIN wilayah_place g ON g.code = a.key
        WHERE a.run_id = %s AND a.scheme = %s AND a.key >= %s AND a.key < %s ORDER BY a.key""",  # noqa: S608
        [run.id, scheme, low, high],
    )
    return [figures_row(row, run.method, row.name) for row in rows]


def added_up(parts: Iterable[Figures], method: Method, *, code: str, name: str) -> Figures:
    """Several groups as one: counts and sums add up, so the mean stays exact."""
    held = list(parts)
    with_index = sum(one.with_index for one in held)
    sum_k = sum(one.sum_k for one in held)
    known = [one for one in held if one.with_index]
    return Figures(
        code=code,
        name=name,
        desa=sum(one.desa for one in held),
        with_index=with_index,
        classes=tuple(sum(counts) for counts in zip(*(one.classes for one in held), strict=True)),
        sum_k=sum_k,
        sum_points=tuple(sum(points) for points in zip(*(one.sum_points for one in held), strict=True)),
        scale=method.denominator,
        maxima=method.maxima,
        lowest_k=min((one.lowest_k for one in known), default=-1),
        highest_k=max((one.highest_k for one in known), default=-1),
        level=_mean_level(method, sum_k, with_index) if with_index else 0,
    )
