"""A small nation for tests of the pages: some fifty real villages of three provinces, two years, known scores."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from markup import closed_up

from swadaya.indeks import services
from swadaya.indeks.formats.cells import ABSENT
from swadaya.indeks.formats.sheet import Published, Sheet
from swadaya.methodology import Method, method
from swadaya.wilayah import services as wilayah
from swadaya.wilayah.rules.source import LokalIdSource, RegionRow

METHOD = "idm-operasional-2020"
KEPT = ("330409", "330410", "510101", "940101")
"""The kecamatan that are kept, with everything above them."""
VILLAGE = "3304092011"
STRAY = "3304102001"
HOSTILE = '<script>alert("x")</script>'


@dataclass(frozen=True)
class SmallSource:
    """The regions of KEPT; ``names`` replaces some names."""

    names: dict[str, str]
    name: str = "small nation"
    decree: str = "keputusan uji"
    valid_from: date = date(2025, 4, 25)

    def rows(self) -> Iterator[RegionRow]:
        for row in _kept():
            yield replace(row, name=self.names.get(row.code, row.name))


@cache
def _kept() -> tuple[RegionRow, ...]:
    above = {code[:digits] for code in KEPT for digits in (2, 4, 6)}
    return tuple(
        row for row in LokalIdSource().rows() if row.code in above or (row.code[:6] in KEPT and row.code[6] == "2")
    )


def codes() -> list[str]:
    """The villages, ascending."""
    return sorted(row.code for row in SmallSource({}).rows() if row.level == "desa")


def scores(chosen: Method, year: int) -> np.ndarray:
    """Every village between poor and rich by its place in the list; a later year is a little better."""
    size = len(codes())
    table = np.empty((size, len(chosen.indicators)), dtype=np.int8)
    draw = np.random.default_rng(7).random(table.shape)
    wealth = np.linspace(0.05, 0.95, size)[::-1] + (year - 2024) * 0.08
    for column, indicator in enumerate(chosen.indicators):
        allowed = indicator.scores
        place = np.clip(wealth + (draw[:, column] - 0.5) * 0.3, 0, 0.999) * len(allowed)
        table[:, column] = [allowed[int(one)] for one in place]
    return table


def sheet(chosen: Method, year: int, table: np.ndarray) -> Sheet:
    count = len(table)
    return Sheet(
        file=f"uji-{year}.csv",
        format="scores",
        method=chosen,
        codes=np.array([int(code) for code in codes()], dtype=np.int64),
        years=np.full(count, year, dtype=np.int16),
        rows=np.arange(2, count + 2, dtype=np.int32),
        names=pl.Series([None] * count, dtype=pl.String),
        remarks=pl.Series([f"Update {year - 1}"] * count),
        scores=table,
        published=None,
    )


def build(
    *,
    kind: str = "resmi",
    years: tuple[int, ...] = (2023, 2024),
    names: dict[str, str] | None = None,
    missing: bool = False,
) -> dict[int, int]:
    """Load regions and publish a run for each year; returns run numbers by year.

    Args:
        kind: resmi or contoh.
        names: other names for some regions.
        missing: take one score from the first village, so that it has no index.
    """
    wilayah.load_regions(SmallSource(names or {}))
    return {year: add_year(METHOD, year, kind=kind, missing=missing) for year in years}


def add_year(method_id: str, year: int, *, kind: str = "resmi", missing: bool = False) -> int:
    """Publish one more year or method; returns the run's number."""
    chosen = method(method_id)
    table = scores(chosen, year)
    if missing:
        table[0, 3] = -1
    services.import_sheet(sheet(chosen, year, table), kind=kind, source="berkas uji", sha256="0" * 64)  # type: ignore[arg-type]
    report = services.create_run(method_id=method_id, year=year)
    services.publish_run(run_id=report.run_id)
    return report.run_id


PRINTED = {VILLAGE: (8229, 6333, 8667, 7743), STRAY: (7714, 7084, 7433, 7410)}
"""IKS, IKE, IKL and IDM as the national table of 2024 prints them: Sigeblog, and a value no scores can give."""


def add_printed_year(year: int) -> int:
    """Publish a year of which only printed figures are known."""
    chosen = method(METHOD)
    figures = np.array([PRINTED[code] for code in sorted(PRINTED)], dtype=np.int64)
    count = len(figures)
    printed = Sheet(
        file=f"cetakan-{year}.csv",
        format="komponen",
        method=chosen,
        codes=np.array([int(code) for code in sorted(PRINTED)], dtype=np.int64),
        years=np.full(count, year, dtype=np.int16),
        rows=np.arange(2, count + 2, dtype=np.int32),
        names=pl.Series([None] * count, dtype=pl.String),
        remarks=pl.Series(["Reguler"] * count),
        scores=None,
        published=Published(
            places=4,
            components=figures[:, :3],
            index=figures[:, 3],
            level=np.full(count, 4, dtype=np.int8),
            points=np.full((count, 3), ABSENT, dtype=np.int64),
        ),
    )
    services.import_sheet(printed, kind="resmi", source="berkas uji", sha256="2" * 64)
    report = services.create_run(method_id=METHOD, year=year)
    services.publish_run(run_id=report.run_id)
    return report.run_id


def boundaries(folder: Path) -> Path:
    """A file of outlines: the three provinces as squares."""
    arcs, shapes = [], []
    for number, code in enumerate(("33", "51", "94")):
        x = number * 2000
        arcs.append([[x, 0], [1000, 0], [0, 1000], [-1000, 0], [0, -1000]])
        shapes.append({"type": "Polygon", "arcs": [[number]], "properties": {"kode": code}})
    content = {
        "type": "Topology",
        "transform": {"scale": [0.001, 0.001], "translate": [105.0, -7.0]},
        "objects": {"provinsi": {"type": "GeometryCollection", "geometries": shapes}},
        "arcs": arcs,
    }
    path = folder / "kotak.topojson"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def unpacked(response: Any) -> str:
    """The page of an answer to the letter."""
    packed = response.headers.get("Content-Encoding") == "gzip"
    return (gzip.decompress(response.content) if packed else response.content).decode()


def text_of(response: Any) -> str:
    """The page of an answer as a browser reads it."""
    return closed_up(unpacked(response))
