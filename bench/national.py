"""The whole national pipeline from an int8 array, beside pandas doing the same from a DataFrame."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from swadaya.indeks.rules.simulation import simulate
from swadaya.methodology import Method, method, pipeline

from .pairing import pair, peak_memory_mb, reset_peak_memory

METHOD = "idm-operasional-2020"
BAR = 8.0


def arrays(years: int) -> tuple[Method, np.ndarray, np.ndarray, np.ndarray]:
    """codes (n), year of each row (n), scores int8 (n, m) column-major: the simulated nation, repeated by year."""
    chosen = method(METHOD)
    parts = [simulate(chosen, 2021 + number % 4, 2016 + number) for number in range(years)]
    codes = np.concatenate([part.codes for part in parts])
    scores = np.asfortranarray(np.concatenate([part.scores for part in parts]))
    return chosen, codes, np.repeat(np.arange(years), len(parts[0].codes)), scores


def ours(chosen: Method, codes: np.ndarray, year: np.ndarray, scores: np.ndarray) -> list[pipeline.Nation]:
    """One run a year, as the product does it."""
    starts = np.flatnonzero(np.r_[True, year[1:] != year[:-1]])
    ends = np.r_[starts[1:], len(year)]
    return [pipeline.run(chosen, codes[a:b], scores[a:b]) for a, b in zip(starts, ends, strict=True)]


def frame_of(chosen: Method, codes: np.ndarray, year: np.ndarray, scores: np.ndarray) -> pd.DataFrame:
    """The peer's input: one int8 column an indicator, region keys as whole numbers, already there."""
    frame = pd.DataFrame(scores, columns=list(chosen.indicator_codes))
    frame["year"] = year
    frame["prov"], frame["kab"], frame["kec"] = codes // 10**8, codes // 10**6, codes // 10**4
    return frame


def pandas_peer(chosen: Method, frame: pd.DataFrame) -> dict[str, Any]:
    """Score by Series.map, add up, classify, rank by groupby.rank, aggregate by groupby."""
    points = {}
    for component, part in zip(chosen.component_codes, chosen.slices, strict=True):
        total = 0
        for indicator in chosen.indicators[part]:
            total = total + frame[indicator.code].map({score: score for score in indicator.scores})
        points[component] = total
    k = sum(points[code] * weight for code, weight in zip(chosen.component_codes, chosen.weights, strict=True))
    work = frame[["year", "prov", "kab", "kec"]].copy()
    work["k"] = k
    work["level"] = np.searchsorted(np.array(chosen.lowest_k), k.to_numpy(), side="right")
    for code, total in points.items():
        work[code] = total
    found: dict[str, Any] = {"work": work}
    for name, keys in (
        ("nasional", ["year"]),
        ("prov", ["year", "prov"]),
        ("kab", ["year", "kab"]),
        ("kec", ["year", "kec"]),
    ):
        found[f"rank_{name}"] = work.groupby(keys, sort=False)["k"].rank(method="min", ascending=False)
    for name in ("prov", "kab", "kec"):
        grouped = work.groupby(["year", name])
        found[f"agg_{name}"] = grouped.agg(
            desa=("k", "size"),
            sum_k=("k", "sum"),
            low=("k", "min"),
            high=("k", "max"),
            **{code: (code, "sum") for code in points},
        )
        found[f"classes_{name}"] = work.groupby(["year", name, "level"]).size().unstack(fill_value=0)
    return found


def same(runs: list[pipeline.Nation], peer: dict[str, Any]) -> None:
    """Every integer of both must agree."""
    work = peer["work"]
    assert (np.concatenate([run.composite.k for run in runs]) == work["k"].to_numpy()).all()
    assert (np.concatenate([run.composite.level for run in runs]) == work["level"].to_numpy()).all()
    for name, ours_name in (("nasional", "nasional"), ("prov", "provinsi"), ("kab", "kabkota"), ("kec", "kecamatan")):
        own = np.concatenate([getattr(run.ranks, ours_name) for run in runs])
        assert (own == peer[f"rank_{name}"].to_numpy().astype(np.int64)).all(), name
    for name, ours_name in (("prov", "provinsi"), ("kab", "kabkota"), ("kec", "kecamatan")):
        table, classes = peer[f"agg_{name}"], peer[f"classes_{name}"]
        parts = [getattr(run, ours_name) for run in runs]
        assert (np.concatenate([part.sum_k for part in parts]) == table["sum_k"].to_numpy()).all()
        assert (np.concatenate([part.lowest_k for part in parts]) == table["low"].to_numpy()).all()
        assert (np.concatenate([part.classes for part in parts]) == classes[[1, 2, 3, 4, 5]].to_numpy()).all()


def memory(which: str, years: int) -> float:
    """Peak memory of one engine in a process of its own, in MB above the inputs."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return float(pool.apply(_memory, (which, years)))


def _memory(which: str, years: int) -> float:
    chosen, codes, year, scores = arrays(years)
    frame = frame_of(chosen, codes, year, scores) if which == "pandas" else None
    before = reset_peak_memory()
    if frame is not None:
        pandas_peer(chosen, frame)
    else:
        ours(chosen, codes, year, scores)
    return peak_memory_mb() - before


def main(say: Callable[[str], None] = print) -> bool:
    """Measure 1 and 10 years; True when every ratio reaches the bar."""
    ratios = [measure(years, runs, say) for years, runs in ((1, 15), (10, 5))]
    return min(ratios) >= BAR


def measure(years: int, runs: int, say: Callable[[str], None]) -> float:
    """The ratio theirs / ours over ``runs`` pairs, after comparing every integer."""
    chosen, codes, year, scores = arrays(years)
    frame = frame_of(chosen, codes, year, scores)
    same(ours(chosen, codes, year, scores), pandas_peer(chosen, frame))
    timed = pair(lambda: ours(chosen, codes, year, scores), lambda: pandas_peer(chosen, frame), runs)
    say(timed.line(f"national pipeline, {years} year(s), {len(codes):,} rows", "pandas"))
    say(
        f"  peak memory above the inputs: ours {memory('ours', years):,.0f} MB, "
        f"pandas {memory('pandas', years):,.0f} MB; integers compared equal"
    )
    return timed.ratio


if __name__ == "__main__":
    raise SystemExit(not main())
