"""Official figures beside our own: both are kept, and what is different is named, never corrected.

Of each village the newest official sheet that prints an index counts, also where answers of our own or an empty row
have superseded it since. Only files that were taken in are known here: a refused file stores nothing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import lru_cache
from typing import Literal

import numpy as np
import polars as pl
from django.db import connection
from numpy.typing import NDArray

from swadaya.core.rows import Row, ask
from swadaya.methodology import Method
from swadaya.methodology.grid import PLAIN, agrees

from .bulk_copy import hashed_joins
from .formats.cells import ABSENT, Longs
from .formats.sheet import Published, Sheet
from .queries.runs import RunInfo
from .rules.audit import KINDS, Audit, Finding, Kind, audit

Outcome = Literal["sama", "pembulatan", "status", "nilai", "kisi", "skor", "kosong", "tanpa-hitungan"]
OUTCOMES: tuple[Outcome, ...] = ("sama", "pembulatan", "status", "nilai", "kisi", "skor", "kosong", "tanpa-hitungan")
"""In the order of pages: equal; off by one in the last decimal; another status; another value; official components that
no scores give; scores without a printed index; no official value; not computed here."""
_NUMBER = {outcome: number for number, outcome in enumerate(OUTCOMES)}


@dataclass(frozen=True, slots=True)
class OfficialBatch:
    """One file of official figures. ``sheets``: villages of the year it brought or changed; ``standing``: of these,
    not superseded since; ``report``: what its rows were reported for, by code.
    """

    id: int
    file_name: str
    source: str
    format: str
    retrieved_on: date
    recorded_at: datetime
    rows: int
    report: dict[str, int]
    sheets: int
    standing: int


@dataclass(frozen=True)
class Comparison:
    """The official figures of a year and method beside a run, by village code, ascending.

    ``said`` in units of 10^-``places``, ABSENT where nothing is printed; ``k`` -1 and ``level`` 0 without a result;
    ``used``: the run was computed from the very sheet that is official; ``findings`` by code.
    """

    run: RunInfo
    codes: Longs
    outcome: NDArray[np.int8]
    said: Longs
    places: NDArray[np.int16]
    said_level: NDArray[np.int8]
    k: NDArray[np.int32]
    level: NDArray[np.int8]
    used: NDArray[np.bool_]
    findings: dict[int, tuple[Finding, ...]]
    suspects: dict[str, int]
    twins: tuple[tuple[str, str], ...]
    batches: tuple[OfficialBatch, ...]

    def inside(self, code: str) -> NDArray[np.intp]:
        """The places of a region's villages."""
        low, high = (int(f"{code}{digit * (10 - len(code))}") for digit in "09")
        return np.arange(*np.searchsorted(self.codes, [low, high + 1]), dtype=np.intp)

    def counts(self, places: NDArray[np.intp]) -> dict[Outcome, int]:
        found = np.bincount(self.outcome[places], minlength=len(OUTCOMES)).tolist()
        return dict(zip(OUTCOMES, found, strict=True))

    def kinds(self, places: NDArray[np.intp]) -> dict[Kind, int]:
        """Findings of the audit by kind."""
        held = self.codes[places].tolist()
        found = dict.fromkeys(KINDS, 0)
        for code in held:
            for finding in self.findings.get(code, ()):
                found[finding.kind] += 1
        return found

    def by_part(self, places: NDArray[np.intp], digits: int) -> dict[str, dict[Outcome, int]]:
        """Counts of the regions of so many digits."""
        parts = self.codes[places] // 10 ** (10 - digits)
        return {f"{part:0{digits}d}": self.counts(places[parts == part]) for part in np.unique(parts).tolist()}

    def different(self, places: NDArray[np.intp]) -> NDArray[np.intp]:
        """Villages that are neither equal nor off by rounding alone, statuses first."""
        plain = [_NUMBER[one] for one in ("sama", "pembulatan", "skor", "kosong", "tanpa-hitungan")]
        held = places[~np.isin(self.outcome[places], plain)]
        return held[np.argsort(self.outcome[held], kind="stable")]

    def said_index(self, place: int) -> Fraction | None:
        value = int(self.said[place])
        return None if value == ABSENT else Fraction(value, 10 ** int(self.places[place]))


def comparison(stamp: str, run: RunInfo) -> Comparison | None:
    """The comparison of a run, kept until the edition changes or an official file is taken in; None without any."""
    query = "SELECT coalesce(max(id), 0) AS last FROM indeks_batch WHERE kind = 'resmi' AND method = %s"
    last: int = ask(connection, query, [run.method_id])[0].last
    return _comparison(stamp, run, last) if last else None


_LATEST = """
SELECT DISTINCT ON (s.desa) s.desa, s.scores, s.places, s.said_components, s.said_index, s.said_level, s.remark, r.k,
    r.level, coalesce(r.sheet_id = s.id, false) AS used
FROM indeks_scoresheet s JOIN indeks_batch b ON b.id = s.batch_id
LEFT JOIN indeks_result r ON r.run_id = %s AND r.desa = s.desa
WHERE b.kind = 'resmi' AND s.method = %s AND s.year = %s
ORDER BY s.desa, s.said_index IS NULL, s.batch_id DESC
"""
_BATCHES = """
SELECT b.id, b.file_name, b.source, b.format, b.retrieved_on, b.recorded_at, b.rows, b.report, count(s.id) AS sheets,
    count(s.id) FILTER (WHERE s.superseded_by_id IS NULL) AS standing
FROM indeks_batch b LEFT JOIN indeks_scoresheet s ON s.batch_id = b.id AND s.year = %s
WHERE b.kind = 'resmi' AND b.method = %s
GROUP BY b.id
HAVING count(s.id) > 0 OR NOT EXISTS (SELECT 1 FROM indeks_scoresheet o WHERE o.batch_id = b.id)
ORDER BY b.id DESC
"""


@lru_cache(maxsize=4)
def _comparison(stamp: str, run: RunInfo, last_batch: int) -> Comparison | None:  # noqa: ARG001 - parts of the key
    with hashed_joins():
        rows = ask(connection, _LATEST, [run.id, run.method_id, run.year])
    batches = tuple(_batch(row) for row in ask(connection, _BATCHES, [run.year, run.method_id]))
    if not rows:
        return None
    sheets = list(_sheets(run, rows))
    audits = [audit(sheet) for sheet in sheets]
    findings: dict[int, tuple[Finding, ...]] = {}
    for finding in (finding for one in audits for finding in one.findings):
        findings[finding.code] = (*findings.get(finding.code, ()), finding)
    said = np.array([ABSENT if row.said_index is None else row.said_index for row in rows], dtype=np.int64)
    places = np.array([row.places for row in rows], dtype=np.int16)
    k = np.array([-1 if row.k is None else row.k for row in rows], dtype=np.int32)
    level = np.array([row.level if row.k is not None else 0 for row in rows], dtype=np.int8)
    said_level = np.array([row.said_level for row in rows], dtype=np.int8)
    off = {code for code, found in findings.items() if any(one.kind == "di-luar-kisi" for one in found)}
    codes = np.array([int(row.desa) for row in rows], dtype=np.int64)
    return Comparison(
        run=run,
        codes=codes,
        outcome=_outcomes(
            run.method,
            said,
            places,
            said_level,
            k,
            level,
            scored=np.array([row.scores is not None for row in rows]),
            off_grid=np.isin(codes, np.array(sorted(off), dtype=np.int64)),
        ),
        said=said,
        places=places,
        said_level=said_level,
        k=k,
        level=level,
        used=np.array([row.used for row in rows], dtype=np.bool_),
        findings=findings,
        suspects=_added(audits),
        twins=tuple(pair for one in audits for pair in one.twins),
        batches=batches,
    )


def _batch(row: Row) -> OfficialBatch:
    return OfficialBatch(**row._replace(report=json.loads(row.report))._asdict())


def _added(audits: list[Audit]) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in audits:
        for code, count in one.suspects.items():
            found[code] = found.get(code, 0) + count
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def _outcomes(
    method: Method,
    said: Longs,
    places: NDArray[np.int16],
    said_level: NDArray[np.int8],
    k: NDArray[np.int32],
    level: NDArray[np.int8],
    *,
    scored: NDArray[np.bool_],
    off_grid: NDArray[np.bool_],
) -> NDArray[np.int8]:
    """What each village's two figures are to each other; the first that applies, from the last line up."""
    found = np.full(len(said), _NUMBER["nilai"], dtype=np.int8)
    whole = k.astype(np.int64)
    for digits in np.unique(places).tolist():
        rows = np.flatnonzero(places == digits)
        near = abs(_at(said[rows], digits) - _share(whole[rows], method.denominator, digits)) <= 1
        found[rows[near]] = _NUMBER["pembulatan"]
        found[rows[agrees(said[rows], whole[rows], method.denominator, digits)]] = _NUMBER["sama"]
    found[(said_level > 0) & (said_level != level)] = _NUMBER["status"]
    found[off_grid] = _NUMBER["kisi"]
    found[k < 0] = _NUMBER["tanpa-hitungan"]
    found[said == ABSENT] = _NUMBER["kosong"]
    found[(said == ABSENT) & scored] = _NUMBER["skor"]
    return found


def _at(values: Longs, digits: int) -> Longs:
    """Printed values at the decimals that every publication prints, half away from zero."""
    step = 10 ** max(digits - PLAIN, 0)
    rounded: Longs = (2 * np.maximum(values, 0) + step) // (2 * step)
    return rounded


def _share(k: Longs, denominator: int, digits: int) -> Longs:
    unit = 10 ** min(digits, PLAIN)
    rounded: Longs = (2 * np.maximum(k, 0) * unit + denominator) // (2 * denominator)
    return rounded


def _sheets(run: RunInfo, rows: list[Row]) -> list[Sheet]:
    """The rows that print an index, as sheets: one for each number of decimals, with scores and without."""
    kinds: dict[tuple[int, bool], list[Row]] = {}
    for row in rows:
        if row.said_index is not None:
            kinds.setdefault((row.places, row.scores is not None), []).append(row)
    return [_sheet(run, places, alike) for (places, _), alike in sorted(kinds.items(), key=lambda kind: kind[0])]


def _sheet(run: RunInfo, places: int, rows: list[Row]) -> Sheet:
    method, count = run.method, len(rows)
    parts = len(method.components)
    scores = None
    if rows[0].scores is not None:
        stacked = b"".join(bytes(row.scores) for row in rows)
        scores = np.asfortranarray(np.frombuffer(stacked, dtype=np.int8).reshape(count, len(method.indicators)))
    components = [
        [ABSENT if value is None else value for value in row.said_components or [None] * parts] for row in rows
    ]
    return Sheet(
        file="",
        format="tersimpan",
        method=method,
        codes=np.array([int(row.desa) for row in rows], dtype=np.int64),
        years=np.full(count, run.year, dtype=np.int16),
        rows=np.arange(1, count + 1, dtype=np.int32),
        names=pl.Series([None] * count, dtype=pl.String),
        remarks=pl.Series([row.remark for row in rows], dtype=pl.String),
        scores=scores,
        published=Published(
            places=places,
            components=np.array(components, dtype=np.int64).reshape(count, parts),
            index=np.array([row.said_index for row in rows], dtype=np.int64),
            level=np.array([row.said_level for row in rows], dtype=np.int8),
            points=np.full((count, parts), ABSENT, dtype=np.int64),
        ),
    )
