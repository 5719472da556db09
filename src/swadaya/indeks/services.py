"""Writes of the index: take in sheets, compute a run, publish it. Each function is one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import polars as pl
from django.db import connection, transaction

from swadaya.core import clock
from swadaya.core.problem import Problem, Problems, Unusable, Where
from swadaya.methodology import method as load_method
from swadaya.wilayah import services as wilayah_services

from . import computing, loading
from .formats.cells import ABSENT
from .formats.sheet import Sheet
from .models import Batch, Run

Kind = Literal["resmi", "sendiri", "contoh"]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did. ``kept``: official values that an empty new one did not replace."""

    batch_id: int
    rows: int
    added: int
    superseded: int
    unchanged: int
    kept: int
    historical: int


@transaction.atomic
def import_sheet(
    sheet: Sheet,
    *,
    kind: Kind,
    source: str,
    sha256: str,
    retrieved_on: date | None = None,
    partial: bool = False,
) -> ImportReport:
    """Store a sheet as the current one of its villages.

    All or nothing: with errors among ``sheet.problems`` nothing is stored unless ``partial``. A row equal to the stored one
    changes nothing; an empty row never replaces an official value (Problem ``impor.kosong``).

    Raises:
        Unusable: ``impor.ditolak`` when the sheet has errors, ``impor.tanpa-wilayah`` when no regions are loaded.
    """
    if sheet.problems.errors and not partial:
        raise Unusable(
            Problem(
                "impor.ditolak",
                Where(sheet.file),
                f"{sheet.problems.errors} galat",
                "berkas tanpa galat",
                "Tidak ada yang disimpan. Perbaiki baris-baris itu, atau pakai --partial untuk menyimpan yang baik saja.",
            )
        )
    historical = wilayah_services.ensure_historical(
        zip(map(str, sheet.codes.tolist()), (name or "" for name in sheet.names.to_list()), strict=True),
        year=int(sheet.years.max()),
        source=source,
    )
    batch = Batch.objects.create(
        kind=kind,
        source=source,
        file_name=sheet.file,
        sha256=sha256,
        format=sheet.format,
        method=sheet.method.id,
        retrieved_on=retrieved_on or clock.today(),
        recorded_at=clock.now(),
        rows=len(sheet),
        report=dict(sheet.problems.counts),
    )
    added, superseded, unchanged, kept = _merge(sheet, batch.pk)
    return ImportReport(batch.pk, len(sheet), added, superseded, unchanged, kept, len(historical))


_STAGE = """
CREATE TEMPORARY TABLE stage (
    desa text COLLATE "C", year smallint, method text, batch_id bigint, scores bytea, places smallint,
    said_components bigint[], said_index bigint, said_level smallint, remark text
) ON COMMIT DROP
"""
_COLUMNS = "desa, year, method, batch_id, scores, places, said_components, said_index, said_level, remark"
_SAME = """
s.scores IS NOT DISTINCT FROM n.scores AND s.places = n.places AND s.remark = n.remark AND s.said_level = n.said_level
AND s.said_index IS NOT DISTINCT FROM n.said_index AND s.said_components IS NOT DISTINCT FROM n.said_components
"""
_MATCH = "s.method = n.method AND s.year = n.year AND s.desa = n.desa AND s.superseded_by_id IS NULL"


def _merge(sheet: Sheet, batch_id: int) -> tuple[int, int, int, int]:
    """Bring the staged rows in; returns (added, superseded, unchanged, kept)."""
    with connection.cursor() as cursor:
        cursor.execute(_STAGE)
        loading.copy_in("stage", _stage_frame(sheet, batch_id))
        cursor.execute("SELECT 1 FROM indeks_scoresheet WHERE method = %s LIMIT 1", [sheet.method.id])
        fresh = cursor.fetchone() is None
        unchanged = kept = superseded = 0
        if not fresh:
            cursor.execute("ANALYZE stage")
            cursor.execute(f"DELETE FROM stage n USING indeks_scoresheet s WHERE {_MATCH} AND {_SAME}")  # noqa: S608
            unchanged = cursor.rowcount
            cursor.execute(
                f"""DELETE FROM stage n USING indeks_scoresheet s JOIN indeks_batch b ON b.id = s.batch_id
                WHERE {_MATCH} AND n.scores IS NULL AND n.said_index IS NULL AND b.kind = 'resmi'
                AND (s.scores IS NOT NULL OR s.said_index IS NOT NULL) RETURNING n.desa, n.year"""  # noqa: S608
            )
            for desa, year in cursor.fetchall():
                kept += 1
                sheet.problems.add(
                    Problem(
                        "impor.kosong",
                        Where(sheet.file, desa=desa, year=year),
                        "baris kosong",
                        "nilai",
                        "Nilai resmi yang tersimpan tidak ditimpa.",
                        severity="peringatan",
                    )
                )
            cursor.execute(
                f"UPDATE indeks_scoresheet s SET superseded_by_id = %s FROM stage n WHERE {_MATCH}",  # noqa: S608
                [batch_id],
            )
            superseded = cursor.rowcount
        cursor.execute(f"INSERT INTO indeks_scoresheet ({_COLUMNS}) SELECT {_COLUMNS} FROM stage")  # noqa: S608
        added = cursor.rowcount - superseded
        cursor.execute("DROP TABLE stage")
    return added, superseded, unchanged, kept


def _stage_frame(sheet: Sheet, batch_id: int) -> pl.DataFrame:
    count = len(sheet)
    said = sheet.published
    nothing = pl.Series([None] * count, dtype=pl.String)
    return pl.DataFrame(
        {
            "desa": loading.codes_text(sheet.codes),
            "year": sheet.years,
            "method": pl.repeat(sheet.method.id, count, eager=True),
            "batch_id": pl.repeat(batch_id, count, eager=True),
            "scores": nothing if sheet.scores is None else loading.hex_scores(sheet.scores),
            "places": np.full(count, said.places if said else 0, dtype=np.int16),
            "said_components": nothing if said is None else loading.array_text(said.components),
            "said_index": pl.Series([None] * count, dtype=pl.Int64)
            if said is None
            else pl.Series(said.index).replace(ABSENT, None),
            "said_level": np.zeros(count, dtype=np.int8) if said is None else said.level,
            "remark": sheet.remarks.fill_null('""'),
        }
    )


@dataclass(frozen=True, slots=True)
class RunReport:
    run_id: int
    desa: int
    with_index: int
    off_grid: int
    example: bool


@transaction.atomic
def create_run(*, method_id: str, year: int, note: str = "") -> RunReport:
    """Compute a method over the current sheets of a year: results, ranks and every stored aggregate, as a draft.

    Raises:
        Unusable: ``jalan.tanpa-masukan`` when there is no sheet for that method and year.
    """
    method = load_method(method_id)
    inputs = computing.read_inputs(method, year)
    if not len(inputs.codes):
        raise Unusable(
            Problem(
                "jalan.tanpa-masukan",
                Where(key="--year", year=year),
                f"{method_id} {year}",
                "lembar skor yang tersimpan",
                "Masukkan berkasnya dahulu: swadaya indeks import BERKAS --method ID",
            )
        )
    outcome = computing.compute_all(method, inputs)
    run = Run.objects.create(
        method=method.id,
        method_version=method.version,
        year=year,
        inputs_hash=inputs.fingerprint,
        results_hash="",
        example=inputs.example,
        note=note,
        created_at=clock.now(),
    )
    results = outcome.result_frame(run.pk)
    loading.copy_in("indeks_result", results)
    for frame in outcome.aggregate_frames(run.pk):
        loading.copy_in("indeks_aggregate", frame)
    run.results_hash = loading.frame_hash(results.drop("run_id", "sheet_id"))
    run.save(update_fields=["results_hash"])
    held = outcome.composite.k >= 0
    return RunReport(run.pk, len(held), int(held.sum()), int(outcome.off_grid.sum()), inputs.example)


@transaction.atomic
def publish_run(*, run_id: int) -> Run:
    """Publish a draft; from then on neither it nor its results can change.

    Raises:
        Unusable: ``jalan.tidak-ada``; ``jalan.sudah-terbit`` when it is published already (nothing changes).
    """
    run = Run.objects.select_for_update().filter(pk=run_id).first()
    if run is None:
        raise Unusable(Problem("jalan.tidak-ada", Where(key="run"), str(run_id), "nomor jalan yang ada"))
    if run.status == Run.Status.PUBLISHED:
        raise Unusable(
            Problem(
                "jalan.sudah-terbit",
                Where(key="run"),
                str(run_id),
                "jalan yang masih draf",
                "Tidak ada yang berubah.",
            )
        )
    run.status = Run.Status.PUBLISHED
    run.published_at = clock.now()
    run.save(update_fields=["status", "published_at"])
    return run


def verify_run(run_id: int) -> list[Problem]:
    """Compute a run again from its stored sheets and compare; Problems ``jalan.berbeda`` name what does not agree."""
    run = Run.objects.get(pk=run_id)
    method = load_method(run.method)
    problems = Problems()
    if method.version != run.method_version:
        problems.add(
            Problem(
                "jalan.metode-berubah",
                Where(key=run.method),
                method.version[:12],
                run.method_version[:12],
                "Berkas metode yang dipakai jalan ini sudah lain.",
                severity="peringatan",
            )
        )
    inputs = computing.read_inputs_of_run(method, run_id, run.year)
    again = loading.frame_hash(computing.compute_all(method, inputs).result_frame(run_id).drop("run_id", "sheet_id"))
    if again != run.results_hash:
        problems.add(Problem("jalan.berbeda", Where(key=f"jalan {run_id}"), again[:12], run.results_hash[:12]))
    return list(problems)
