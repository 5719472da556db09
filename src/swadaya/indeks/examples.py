"""The example nation: simulated score sheets of 2021-2024, imported, computed and published, marked as example data."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import numpy as np
import polars as pl

from swadaya.methodology import Method
from swadaya.methodology import method as load_method

from . import services
from .formats.sheet import Sheet
from .rules.simulation import Simulated, simulate

METHOD = "idm-operasional-2020"
YEARS = (2021, 2022, 2023, 2024)
SEED = 2016
SOURCE = "negeri contoh Swadaya, bukan data resmi"

Progress = Callable[[str, int, int], None]


def load_example_nation(progress: Progress | None = None) -> None:
    """Make and publish the example nation, one transaction a step, so that a stop in between loses at most a year."""
    method = load_method(METHOD)
    for number, year in enumerate(reversed(YEARS)):
        if progress:
            progress(f"data contoh {year}", number, len(YEARS))
        load_example_year(method, simulate(method, year, SEED), year)
    if progress:
        progress("data contoh", len(YEARS), len(YEARS))


def load_example_year(method: Method, nation: Simulated, year: int) -> int:
    """Import, compute and publish one simulated year; returns the run's number."""
    digest = hashlib.sha256(np.ascontiguousarray(nation.scores).tobytes()).hexdigest()
    services.import_sheet(example_sheet(method, nation, year), kind="contoh", source=SOURCE, sha256=digest)
    done = services.create_run(method_id=method.id, year=year, note=nation.note or "")
    services.publish_run(run_id=done.run_id)
    return done.run_id


def example_sheet(method: Method, nation: Simulated, year: int) -> Sheet:
    count = len(nation.codes)
    nothing = pl.Series([None] * count, dtype=pl.String)
    return Sheet(
        file=f"negeri-contoh-{year}",
        format="scores",
        method=method,
        codes=nation.codes,
        years=np.full(count, year, dtype=np.int16),
        rows=np.arange(2, count + 2, dtype=np.int32),
        names=nothing,
        remarks=pl.Series(["data contoh"] * count),
        scores=nation.scores,
        published=None,
    )
