"""Does a stored run still say what its inputs say? Recompute it and compare inputs, results and aggregates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection

from swadaya.core.problem import Problem, Where
from swadaya.methodology import Method

from . import computing, loading
from .models import Run

SHOWN = 20
"""Differences named one by one; the last line says how many there are."""
_OWN = ("nasional", "provinsi", "kabkota", "kecamatan")
"""Groupings that follow from the codes alone; others follow rule files, which may have changed since."""


def differences(run: Run, method: Method) -> Iterator[Problem]:
    """What does not agree.

    Problems ``jalan.metode-berubah`` (a warning), ``.masukan-berbeda``, ``.berbeda`` (the fingerprint of the results),
    ``.hasil-berbeda`` (a village), ``.ringkasan-berbeda`` (a group).
    """
    where = Where(key=f"jalan {run.pk}")
    if method.version != run.method_version:
        yield Problem(
            "jalan.metode-berubah",
            Where(key=run.method),
            method.version[:12],
            run.method_version[:12],
            "Berkas metode yang dipakai jalan ini sudah lain.",
            severity="peringatan",
        )
    inputs = computing.read_inputs_of_run(method, run.pk, run.year, version=run.method_version)
    if inputs.fingerprint != run.inputs_hash:
        yield Problem("jalan.masukan-berbeda", where, inputs.fingerprint[:12], run.inputs_hash[:12])
    outcome = computing.compute_all(method, inputs)
    frame = outcome.result_frame(run.pk).drop("run_id", "sheet_id")
    if loading.frame_hash(frame) != run.results_hash:
        yield Problem("jalan.berbeda", where, loading.frame_hash(frame)[:12], run.results_hash[:12])
    yield from _unlike(
        "jalan.hasil-berbeda",
        {row[0]: row[1:] for row in frame.rows()},
        _stored(
            "desa, points::text, k, level, rank_nasional, rank_provinsi, rank_kabkota, rank_kecamatan, off_grid", run
        ),
    )
    computed: dict[Any, tuple[Any, ...]] = {}
    for part in outcome.aggregate_frames(run.pk):
        computed |= {f"{row[0]} {row[1]}": row[2:] for row in part.drop("run_id").rows()}
    columns = "scheme || ' ' || key, desa, with_index, classes::text, sum_k, sum_points::text, lowest_k, highest_k"
    stored = _stored(columns, run, "indeks_aggregate")
    common = computed.keys() & stored.keys()
    computed, stored = (
        {key: row for key, row in rows.items() if key in common or key.split(" ")[0] in _OWN}
        for rows in (computed, stored)
    )
    yield from _unlike("jalan.ringkasan-berbeda", computed, stored)


def _stored(columns: str, run: Run, table: str = "indeks_result") -> dict[Any, tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {table} WHERE run_id = %s", [run.pk])  # noqa: S608 - both are ours
        return {row[0]: row[1:] for row in cursor.fetchall()}


def _unlike(code: str, computed: dict[Any, tuple[Any, ...]], stored: dict[Any, tuple[Any, ...]]) -> Iterator[Problem]:
    keys = sorted(key for key in computed.keys() | stored.keys() if computed.get(key) != stored.get(key))
    for key in keys[:SHOWN]:
        yield Problem(code, Where(key=str(key)), _written(stored.get(key)), _written(computed.get(key)))
    if len(keys) > SHOWN:
        yield Problem(code, got=f"{len(keys)} baris", expected="tidak ada yang berbeda")


def _written(row: tuple[Any, ...] | None) -> str:
    return "tidak ada" if row is None else " ".join("-" if value is None else str(value) for value in row)
