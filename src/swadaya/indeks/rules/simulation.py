"""An example nation: every village of the official list with scores that look like the published ones.

Nothing here is a fact about a village. The counts of the classes are the published ones, by nation and province; the
scores follow the distribution in the method file; villages of a kecamatan resemble each other; a village keeps its
standing from year to year. The data are for trying, teaching and testing, and are marked as examples wherever shown.

Design decision: a village's standing within its province is a normal variable with shares of kabupaten, kecamatan and
village, plus a little that is new each year. The rank of the standing gives class and wanted index; ``latent`` finds
the scores.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from swadaya.core.figures import grouped
from swadaya.methodology import Method
from swadaya.methodology.composite import Ints, Scores
from swadaya.methodology.regions import Grouping, group_by
from swadaya.wilayah.rules.source import known_desa_codes, known_names

from .apportion import Longs, apportion, knots_of, straight
from .example_scores import Floats, Levels, ladder_of, own_parts, scores_at, settle, solve
from .published_figures import CLASSES, NationalFigure, national_figures, province_counts, province_years

KABKOTA_SHARE, KECAMATAN_SHARE = 0.26, 0.30
"""Shares of the variance within a province, measured on the index of 75,261 villages of 2024."""
YEARLY_SD = 0.12
"""Part of the standing that is new each year; lets a few villages in a thousand fall a class."""
TAIL, CROWDING = 0.9, 1.15
"""Slope beyond the outermost borders, and how villages crowd above a border: fitted to the index of 2024."""


@dataclass(frozen=True)
class Simulated:
    """``codes`` int64 (n) ascending; ``scores`` int8 (n, m) column-major, in the order of ``method.indicators``."""

    method: Method
    year: int
    seed: int
    codes: Longs
    scores: Scores
    note: str

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Official names of the villages."""
        known = known_names()
        return tuple(known[str(code)] for code in self.codes.tolist())


def village_codes() -> Longs:
    """Codes of every desa and desa adat of the official list, ascending; a kelurahan has no index."""
    codes = known_desa_codes()
    kind = codes % 10_000 // 1_000
    found: Longs = codes[(kind == 2) | (kind == 3)]
    return found


def figure_for(method: Method, year: int) -> NationalFigure | None:
    """The published counts to follow: of that index where there are any, nearest in time, the earlier of two.

    None when the method's classes are not those of the published figures.
    """
    if tuple(status.code for status in method.classes) != CLASSES:
        return None
    complete = [figure for figure in national_figures() if figure.counts and figure.shown]
    own = [figure for figure in complete if figure.index == method.short]
    return min(own or complete, key=lambda figure: (abs(figure.year - year), figure.year), default=None)


def simulate(method: Method, year: int, seed: int = 2016) -> Simulated:
    """Make one year of the example nation.

    Args:
        seed: the same seed gives the same villages the same standing in every year.

    Returns:
        Simulated: complete scores, only such that exist; classes as published for that year, scaled to the list by
        largest remainders. Equal for equal method, year, seed, rule files, region list and NumPy version.
    """
    codes = village_codes()
    provinces, districts = group_by(codes // 10**8), group_by(codes // 10**4)
    standing = _standing(codes, districts, year, seed)
    own = own_parts(method, districts, year, seed)
    ladders = [ladder_of(indicator) for indicator in method.indicators]
    figure = figure_for(method, year)
    if figure is None:
        return Simulated(method, year, seed, codes, scores_at(ladders, own, standing), _note(method, year, codes))
    level, wanted = _wanted(method, figure, provinces, standing)
    scores = solve(method, ladders, own, level, wanted)
    left = settle(method, scores, level, np.random.default_rng([seed, 5, year]))
    return Simulated(method, year, seed, codes, scores, _note(method, year, codes, figure, left))


def _note(method: Method, year: int, codes: Longs, figure: NationalFigure | None = None, left: int = 0) -> str:
    """One or two sentences for people: what the data are, and what they follow."""
    text = f"Data contoh, bukan data desa yang sebenarnya: {grouped(len(codes))} desa dalam daftar 2025"
    if figure is None:
        return f"{text}; jumlah tiap status tidak dicocokkan dengan angka terbitan."
    text += f", jumlah tiap status mengikuti angka {figure.index} {figure.year} yang terbit"
    if figure.year != year:
        text += f" karena angka {year} tidak tersedia"
    if not any(rule.seen for item in method.indicators for rule in item.rules):
        text += "; sebaran skor tiap indikator tidak diketahui dan dibuat merata"
    if left:
        text += f"; {grouped(left)} desa tidak mencapai statusnya karena nilainya tidak ada pada metode ini"
    return f"{text}."


def _standing(codes: Longs, districts: Grouping, year: int, seed: int) -> Floats:
    """Standing of each village within its province, standard normal (n)."""
    regencies = group_by(codes // 10**6)
    lasting = np.random.default_rng([seed, 1])
    found: NDArray[np.float64] = np.sqrt(KABKOTA_SHARE) * lasting.standard_normal(regencies.size)[regencies.index]
    found += np.sqrt(KECAMATAN_SHARE) * lasting.standard_normal(districts.size)[districts.index]
    found += np.sqrt(1 - KABKOTA_SHARE - KECAMATAN_SHARE) * lasting.standard_normal(len(codes))
    found *= np.sqrt(1 - YEARLY_SD**2)
    found += YEARLY_SD * np.random.default_rng([seed, 2, year]).standard_normal(len(codes))
    return found.astype(np.float32)


def _wanted(method: Method, figure: NationalFigure, provinces: Grouping, standing: Floats) -> tuple[Levels, Ints]:
    """Class level and wanted k of each village, from its rank in its province."""
    level = np.empty(len(standing), dtype=np.int8)
    wanted = np.empty(len(standing), dtype=np.int32)
    floor = np.array(method.lowest_k, dtype=np.float64)
    ceiling = np.append(floor[1:], method.denominator + 1) - 1
    inner = np.arange(len(floor) - 1, dtype=np.float64)
    start = 0
    for counts in class_table(figure, provinces):
        rows = slice(start, start + int(counts.sum()))
        start = rows.stop
        size = rows.stop - rows.start
        rank = np.empty(size, dtype=np.int64)
        rank[np.argsort(standing[rows], kind="stable")] = np.arange(size)
        place = np.searchsorted(counts.cumsum(), rank, side="right")
        borders, odds = knots_of(counts)
        k = straight(np.log((rank + 0.5) / (size - rank - 0.5)), odds, straight(borders, inner, floor[1:]), tail=TAIL)
        level[rows] = place + 1
        wanted[rows] = _placed(k, place, floor[place], ceiling[place])
    return level, wanted


def class_table(figure: NationalFigure, provinces: Grouping) -> Longs:
    """Villages by province (in the order of ``provinces``) and class, following a published figure."""
    assert figure.counts is not None
    years = province_years()
    known = province_counts(min(years, key=lambda year: (abs(year - figure.year), year))) if years else {}
    nobody = (0,) * len(CLASSES)
    rows = [known[str(key)].counts if str(key) in known else nobody for key in provinces.keys.tolist()]
    pattern = np.array(rows, dtype=np.int64)
    if not pattern.any():
        pattern[:] = figure.counts
    villages = np.bincount(provinces.index, minlength=provinces.size).astype(np.int64)
    same_year = figure.index == "IDM" and figure.year in years
    return apportion(villages, np.array(figure.counts, dtype=np.int64), pattern, same_year=same_year)


def _placed(
    k: NDArray[np.float64], place: NDArray[np.intp], floor: NDArray[np.float64], ceiling: NDArray[np.float64]
) -> NDArray[np.float64]:
    """k held within its class: drawn towards the lower border, and thinning out in the lowest and highest class."""
    width = np.maximum(ceiling - floor, 1)
    share = (k - floor) / width
    inside = np.clip(share, 0, 1) ** CROWDING
    lowest, highest = np.exp(-np.maximum(1 - share, 0)), 1 - np.exp(-np.maximum(share, 0))
    share = np.where(place == 0, lowest, np.where(place == len(CLASSES) - 1, highest, inside))
    return np.asarray(floor + share * width)
