"""Does a stored run still say what its inputs say? Recompute it and compare inputs, results and aggregates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import polars as pl
from django.db import connection

from swadaya.core.problem import Problem, Where
from swadaya.methodology import Method

from . import bulk_copy, computation, publication_summaries, trends
from .computation import Outcome
from .models import Digest, Run
from .publication_summaries import Scored
from .rules import transitions
from .rules.transitions import Year

SHOWN = 20
"""Differences named one by one; the last line says how many there are."""
_OWN = ("nasional", "provinsi", "kabkota", "kecamatan")
"""Groupings that follow from the codes alone; others follow rule files, which may have changed since."""


def differences(run: Run, method: Method) -> Iterator[Problem]:
    """What does not agree.

    Problems ``jalan.metode-berubah`` (a warning), ``.masukan-berbeda``, ``.berbeda`` (the fingerprint of the results),
    ``.hasil-berbeda`` (a village), ``.ringkasan-berbeda`` (a group, also of a digest, or a village's progress),
    ``.ringkasan-kurang`` (a warning: a published run without a profile).
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
    inputs = computation.read_inputs_of_run(method, run.pk, run.year, version=run.method_version)
    if inputs.fingerprint != run.inputs_hash:
        yield Problem("jalan.masukan-berbeda", where, inputs.fingerprint[:12], run.inputs_hash[:12])
    outcome = computation.compute_all(method, inputs)
    frame = outcome.result_frame(run.pk).drop("run_id", "sheet_id")
    if bulk_copy.frame_hash(frame) != run.results_hash:
        yield Problem("jalan.berbeda", where, bulk_copy.frame_hash(frame)[:12], run.results_hash[:12])
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
    yield from _unlike("jalan.ringkasan-berbeda", *_comparable(computed, stored))
    yield from digest_differences(run, method, outcome)


def trend_differences(run: Run) -> Iterator[Problem]:
    """Whether the years on show, side by side, say what the runs say; asked when the run itself is in order."""
    if run.status == Run.Status.PUBLISHED and trends.is_written(run.method) and not trends.is_true(run.method):
        yield Problem(
            "jalan.ringkasan-berbeda",
            Where(key=f"jalan {run.pk}"),
            f"deret tahun {run.method}",
            "seperti hasil semua jalan yang tampil",
            "Deret ini disusun dari hasil; terbitan berikutnya menulisnya lagi.",
        )


def digest_differences(run: Run, method: Method, outcome: Outcome) -> Iterator[Problem]:
    """What does not agree in the run's profile and in its moves from earlier years."""
    found = list(Digest.objects.filter(run=run).select_related("base").order_by("base__year", "pk"))
    if run.status == Run.Status.PUBLISHED and all(digest.base_id for digest in found):
        expected = "profil yang ditulis saat terbit"
        hint = "Jalan ini terbit sebelum profil disimpan; pemeriksaan malam melengkapinya."
        yield Problem(
            "jalan.ringkasan-kurang", Where(key=f"jalan {run.pk}"), "tidak ada", expected, hint, severity="peringatan"
        )
    own = Year(outcome.inputs.codes, outcome.composite.k, outcome.composite.level)
    for digest in found:
        if digest.base is None:
            frame = publication_summaries.profile_frame(digest.pk, method, _scored(outcome))
            yield from _digest_unlike("profil", digest, "indeks_profile", _by_group([frame]))
            continue
        name = f"{digest.base.year}-{run.year}"
        change = transitions.between(publication_summaries.read_year(digest.base.pk), own)
        moves = _by_group(publication_summaries.moves_frames(digest.pk, method, change))
        yield from _digest_unlike(f"perpindahan {name}", digest, "indeks_moves", moves)
        steps = publication_summaries.progress_frame(digest.pk, method, change, whole=digest.whole).drop("digest_id")
        yield from _digest_unlike(
            f"kemajuan {name}", digest, "indeks_progress", {row[0]: row[1:] for row in steps.rows()}
        )


def _scored(outcome: Outcome) -> Scored:
    held = outcome.composite.has_index
    scores = np.where(outcome.inputs.scored[held, None], outcome.inputs.scores[held], np.int8(-1))
    return Scored(outcome.inputs.codes[held], outcome.composite.points[held], scores)


def _by_group(frames: Iterable[pl.DataFrame]) -> dict[Any, tuple[Any, ...]]:
    return {f"{row[0]} {row[1]}": row[2:] for frame in frames for row in frame.drop("digest_id").rows()}


_DIGEST_COLUMNS = {
    "indeks_profile": "scheme || ' ' || key, patterns::text, scored, below::text, lost::text",
    "indeks_moves": "scheme || ' ' || key, flows::text, sum_delta",
    "indeks_progress": "desa, before, after, delta, rank_nasional, rank_provinsi, rank_kabkota, rank_kecamatan",
}


def _digest_unlike(name: str, digest: Digest, table: str, computed: dict[Any, tuple[Any, ...]]) -> Iterator[Problem]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_DIGEST_COLUMNS[table]} FROM {table} WHERE digest_id = %s", [digest.pk])  # noqa: S608
        stored: dict[Any, tuple[Any, ...]] = {row[0]: row[1:] for row in cursor.fetchall()}
    if table == "indeks_moves":
        computed, stored = _comparable(computed, stored)
    named = ({f"{name} {key}": row for key, row in rows.items()} for rows in (computed, stored))
    yield from _unlike("jalan.ringkasan-berbeda", *named)


def _comparable(
    computed: dict[Any, tuple[Any, ...]], stored: dict[Any, tuple[Any, ...]]
) -> tuple[dict[Any, tuple[Any, ...]], dict[Any, tuple[Any, ...]]]:
    """Groups that rule files define count only where both sides have them."""
    common = computed.keys() & stored.keys()
    first, second = (
        {key: row for key, row in rows.items() if key in common or key.split(" ")[0] in _OWN}
        for rows in (computed, stored)
    )
    return first, second


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
