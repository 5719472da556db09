"""Counts and means of a file by province, kabupaten/kota, kecamatan, island or tagged area."""

from __future__ import annotations

from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from swadaya.core.codes import dotted
from swadaya.core.figures import decimals
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid
from swadaya.methodology import Composite, Method
from swadaya.methodology.regions import group_by
from swadaya.methodology.summary import Scale, Summary, summarise
from swadaya.wilayah.rules import code_changes, groupings
from swadaya.wilayah.rules.source import known_names

from ..formats.cells import Longs
from ..formats.sheet import Sheet
from .results import as_printed, compose

Basis = Literal["terbitan", "hitungan"]
_CUT = {"nasional": 10**10, "provinsi": 10**8, "kabkota": 10**6, "kecamatan": 10**4}
_DIGITS = {"provinsi": 2, "kabkota": 4, "kecamatan": 6}


def aggregate(sheet: Sheet, by: str, *, scheme: str | None = None, basis: Basis | None = None) -> pl.DataFrame:
    """Aggregate a sheet.

    Args:
        by: nasional, provinsi, kabkota, kecamatan, pulau, or the code of a tagged area.
        scheme: how islands are grouped; the default scheme of the rule file without it.
        basis: ``terbitan`` counts what a publication says, its labels and decimals; ``hitungan`` counts our own exact
            results. Without it a publication is counted as published, scores are computed.

    Returns:
        One row a year and group: counts by class, means with four decimals, unweighted over the villages with an index.
    """
    said = sheet.published is not None and sheet.format != "hasil"
    chosen: Basis = basis or ("terbitan" if said and sheet.scores is None else "hitungan")
    if chosen == "terbitan" and not said:
        raise Invalid(Problem("agregat.dasar", Where(sheet.file), chosen, "berkas yang memuat angka terbitan"))
    if chosen == "terbitan":
        composite, scale = as_printed(sheet), Scale.printed(sheet.method, 4)
    else:
        composite, scale = compose(sheet), Scale.of(sheet.method)
    labels, names = group_labels(sheet.codes, by, scheme)
    frames = []
    for year in np.unique(sheet.years):
        rows = np.flatnonzero((sheet.years == year) & (labels >= 0))
        part = Composite(composite.points[rows], composite.k[rows], composite.level[rows])
        frames.append(summary_table(sheet.method, summarise(part, group_by(labels[rows]), scale), int(year), names))
    return pl.concat(frames)


def group_labels(codes: Longs, by: str, scheme: str | None) -> tuple[Longs, dict[int, tuple[str, str]]]:
    """A number for the group of each row (-1: in none) and, by number, the group's code and name."""
    if by == "nasional":
        return np.zeros(len(codes), dtype=np.int64), {0: ("", "Indonesia")}
    if by in _CUT:
        labels = codes // _CUT[by]
        known = known_names()
        width = _DIGITS[by]
        return labels, {int(key): (f"{key:0{width}d}", known.get(f"{key:0{width}d}", "")) for key in np.unique(labels)}
    if by == "pulau":
        return _islands(codes, scheme)
    return _tagged(codes, by)


def _islands(codes: Longs, scheme: str | None) -> tuple[Longs, dict[int, tuple[str, str]]]:
    schemes = {item.code: item for item in groupings.schemes()}
    chosen = schemes.get(scheme) if scheme else next(item for item in schemes.values() if item.default)
    if chosen is None:
        raise Invalid(Problem("agregat.skema", Where(key="--scheme"), str(scheme), " / ".join(schemes)))
    provinces = codes // 10**8
    labels = np.full(len(codes), -1, dtype=np.int64)
    for number, group in enumerate(chosen.groups):
        labels[np.isin(provinces, [int(code) for code in group.members])] = number
    return labels, {number: (group.code, group.label) for number, group in enumerate(chosen.groups)}


def _tagged(codes: Longs, by: str) -> tuple[Longs, dict[int, tuple[str, str]]]:
    tags = {item.code: item for item in groupings.tags()}
    if by not in tags:
        expected = " / ".join(["nasional", "provinsi", "kabkota", "kecamatan", "pulau", *tags])
        raise Invalid(Problem("agregat.menurut", Where(key="--by"), by, expected))
    inside = np.zeros(len(codes), dtype=np.bool_)
    for member in tags[by].members:
        for prefix in (member, *code_changes.predecessors_of(member)):
            inside |= codes // 10 ** (10 - len(prefix)) == int(prefix)
    return inside.astype(np.int64), {1: (by, tags[by].label), 0: (f"bukan-{by}", f"Bukan {tags[by].label}")}


def summary_table(method: Method, summary: Summary, year: int, names: dict[int, tuple[str, str]]) -> pl.DataFrame:
    """A summary as the table other tools read."""
    size = len(summary.keys)
    keys: NDArray[np.int64] = summary.keys
    unit = 100 if method.unit == "persen" else 1

    def mean(group: int, component: int | None) -> str | None:
        value = summary.mean(group) if component is None else summary.component_mean(group, component)
        if value is None:
            return None
        return decimals(value * (unit if component is None else 1), method.decimals if component is None else 4)

    columns: dict[str, object] = {
        "kode": [dotted(names[int(key)][0]) if names[int(key)][0].isdigit() else names[int(key)][0] for key in keys],
        "nama": [names[int(key)][1] for key in keys],
        "tahun": [year] * size,
        "desa": summary.desa,
        "berindeks": summary.with_index,
        "tanpa_indeks": summary.desa - summary.with_index,
    }
    for number, status in reversed(list(enumerate(method.classes))):
        columns[status.code] = summary.classes[:, number]
    for number, code in enumerate(method.component_codes):
        columns[f"rata_{code.lower()}"] = [mean(group, number) for group in range(size)]
    columns["rata_indeks"] = [mean(group, None) for group in range(size)]
    return pl.DataFrame(columns)
