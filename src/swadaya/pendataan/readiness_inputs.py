"""What a decree would decide: the final answers as a sheet, and what stands in its way."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, LiteralString

import numpy as np
import polars as pl
from django.db import connection

from swadaya.core.problem import Problems
from swadaya.core.rows import ask
from swadaya.indeks import computation
from swadaya.indeks.formats import adapters
from swadaya.indeks.formats.cells import ABSENT
from swadaya.indeks.formats.filesource import FileSource
from swadaya.indeks.formats.sheet import Sheet
from swadaya.indeks.formats.tabular import Batch, Table
from swadaya.methodology import Method
from swadaya.methodology import method as load_method
from swadaya.methodology.composite import compute
from swadaya.methodology.grid import OFF_GRID, points_behind

from . import access
from .models import Cycle
from .rules.questions import questionnaire
from .rules.readiness import SHOWN, Code, Finding, Readiness
from .suggestions import LAST_YEAR

_FINAL: LiteralString = """
SELECT f.desa, jsonb_object_agg(a."column", a.value) FILTER (WHERE a.value <> '')::text AS given
FROM pendataan_form f JOIN pendataan_answer a ON a.form_id = f.id AND a.current
WHERE f.cycle_id = %s AND f.state = 'provinsi' GROUP BY f.desa ORDER BY f.desa
"""


def final_sheet(cycle: Cycle) -> tuple[Sheet | None, str]:
    """The answers of all villages verified to the last level, scored as a file of them would be; and their fingerprint.

    None when there is no such village.
    """
    method = load_method(cycle.method)
    asked = questionnaire(method).columns
    found = [(row.desa, json.loads(row.given or "{}")) for row in ask(connection, _FINAL, [cycle.id])]
    if not found:
        return None, ""
    data: dict[str, list[Any]] = {"kode_desa": [desa for desa, _ in found], "tahun": [str(cycle.year)] * len(found)}
    data |= {column: [given.get(column) for _, given in found] for column in asked}
    frame = pl.DataFrame(data, schema=dict.fromkeys(data, pl.String))
    digest = hashlib.sha256(frame.write_csv().encode()).hexdigest()
    batch = Batch(frame, np.arange(2, len(found) + 2, dtype=np.int32))
    source = FileSource(Path(f"siklus-{cycle.id}-{cycle.year}"), "csv", packed=False, size=0)
    read = adapters.read_answers if method.scorable else adapters.read_scores
    table = Table(("kode_desa", "tahun", *asked), iter([batch]))
    return read(source, table, method, Problems(), cycle.year), digest


def without_index(sheet: Sheet) -> list[str]:
    """Villages whose answers give no index."""
    assert sheet.scores is not None
    return [str(code) for code in sheet.codes[compute(sheet.method, sheet.scores).k < 0].tolist()]


def readiness_of(cycle: Cycle, *, person: int | None) -> tuple[Readiness, Sheet | None, str]:
    """The findings before a decree by that person, with the sheet it would publish and its fingerprint."""
    method = load_method(cycle.method)
    sheet, digest = final_sheet(cycle)
    final = set() if sheet is None else {str(code) for code in sheet.codes.tolist()}
    found: list[tuple[Code, list[str]]] = [
        *_states(cycle),
        ("tanpa-indeks", [] if sheet is None else without_index(sheet)),
        ("berubah", _changed(cycle)),
        ("mata-kedua", _own(cycle, person)),
        ("salinan-tahun-lalu", _copied(cycle)),
        *_stored(method, cycle.year, final),
    ]
    findings = [Finding(code, len(villages), tuple(villages[:SHOWN])) for code, villages in found if villages]
    if not final:
        findings.insert(0, Finding("kosong", 0))
    if cycle.method_version != method.version:
        findings.append(Finding("metode-berubah", 1))
    return Readiness(len(final), _total(cycle.region), tuple(findings)), sheet, digest


def _total(region: str) -> int:
    return access.villages_in(region)


def _states(cycle: Cycle) -> list[tuple[Code, list[str]]]:
    """Villages that would be left out, and why."""
    found = ask(
        connection,
        """SELECT g.code, coalesce(f.state, 'kosong') AS state, coalesce(last.verb, '') AS verb FROM wilayah_village g
        LEFT JOIN pendataan_form f ON f.cycle_id = %s AND f.desa = g.code
        LEFT JOIN LATERAL (SELECT s.verb FROM pendataan_step s WHERE s.form_id = f.id ORDER BY s.id DESC LIMIT 1) last
            ON f.state = 'diisi'
        WHERE g.code >= %s AND g.code < %s
        AND coalesce(f.state, 'kosong') NOT IN ('provinsi', 'ditetapkan') ORDER BY g.code""",
        [cycle.id, cycle.region, f"{cycle.region}:"],
    )
    back = ("kembali", "buka")
    return [
        ("belum-diisi", [form.code for form in found if form.state == "kosong"]),
        ("dikembalikan", [form.code for form in found if form.verb in back]),
        ("belum-selesai", [form.code for form in found if form.state != "kosong" and form.verb not in back]),
    ]


def _changed(cycle: Cycle) -> list[str]:
    """Verified forms that are not as the last step left them."""
    query = """SELECT f.desa FROM pendataan_form f WHERE f.cycle_id = %s AND f.state = 'provinsi'
        AND f.version <> (SELECT max(s.version) FROM pendataan_step s WHERE s.form_id = f.id) ORDER BY f.desa"""
    return [row.desa for row in ask(connection, query, [cycle.id])]


def _own(cycle: Cycle, person: int | None) -> list[str]:
    """Verified forms that the person answered or verified."""
    query = """SELECT f.desa FROM pendataan_form f WHERE f.cycle_id = %s AND f.state = 'provinsi' AND (
        EXISTS (SELECT 1 FROM pendataan_step s WHERE s.form_id = f.id AND s.round = f.round AND s.person_id = %s
            AND s.duty <> 'penetapan')
        OR EXISTS (SELECT 1 FROM pendataan_answer a WHERE a.form_id = f.id AND a.round = f.round AND a.person_id = %s)
        ) ORDER BY f.desa"""
    return [row.desa for row in ask(connection, query, [cycle.id, person, person])]


def _copied(cycle: Cycle) -> list[str]:
    """Verified forms at least half of whose answers were taken over from last year."""
    query = """SELECT f.desa FROM pendataan_form f JOIN pendataan_answer a ON a.form_id = f.id AND a.current
        WHERE f.cycle_id = %s AND f.state = 'provinsi' GROUP BY f.desa
        HAVING 2 * count(*) FILTER (WHERE a.source = %s) >= count(*) ORDER BY f.desa"""
    return [row.desa for row in ask(connection, query, [cycle.id, LAST_YEAR])]


def _stored(method: Method, year: int, final: set[str]) -> list[tuple[Code, list[str]]]:
    """What is stored already: official values that would be replaced, and values of others that stay in the run."""
    query = "SELECT desa, kind FROM indeks_sheet_origin WHERE method = %s AND year = %s ORDER BY desa"
    sheets = ask(connection, query, [method.id, year])
    if not sheets:
        return []
    inputs = computation.read_inputs(method, year)
    told = ~inputs.scored & (inputs.said_index != ABSENT) & (inputs.said_components != ABSENT).all(axis=1)
    stray: list[str] = []
    for places in np.unique(inputs.places[told]):
        part = np.flatnonzero(told & (inputs.places == places))
        behind = points_behind(method, inputs.said_components[part], int(places))
        stray += [str(code) for code in inputs.codes[part][(behind == OFF_GRID).any(axis=1)].tolist()]
    return [
        ("luar-kisi", sorted(set(stray) - final)),
        ("resmi-diganti", [sheet.desa for sheet in sheets if sheet.kind == "resmi" and sheet.desa in final]),
        ("contoh", [sheet.desa for sheet in sheets if sheet.kind == "contoh" and sheet.desa not in final]),
    ]
