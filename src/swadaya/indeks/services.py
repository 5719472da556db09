"""Writes of the index: take in sheets, compute a run, publish it. Each function is one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
from django.db import connection, transaction

from swadaya.core import clock, locks
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid
from swadaya.methodology import method as load_method
from swadaya.wilayah import selectors as wilayah
from swadaya.wilayah import services as wilayah_services

from . import bulk_copy, computation, publication_summaries, score_sheets, trends, verification
from .formats.sheet import Sheet
from .models import Batch, Run

Kind = Literal["resmi", "sendiri", "contoh"]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did. ``kept``: stored values that a row of the file was not allowed to replace."""

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

    All or nothing: with errors among ``sheet.problems`` nothing is stored unless ``partial``, which leaves out every
    row that has an error. A row equal to the stored one changes nothing; a row without a value never replaces an
    official one (Problem ``impor.kosong``), example data never replace real ones (``impor.contoh``).

    Raises:
        Invalid: ``impor.ditolak`` when the sheet has errors, ``impor.tanpa-baris`` when none of its rows is left,
            ``impor.bentuk`` for our own results, ``impor.tanpa-wilayah`` when no regions are loaded.
    """
    sheet = _storable(sheet, partial=partial)
    if not wilayah.is_loaded():
        raise Invalid(
            Problem(
                "impor.tanpa-wilayah",
                Where(sheet.file),
                "daftar wilayah belum dimuat",
                "daftar wilayah di basis data",
                "Jalankan dahulu: swadaya wilayah load",
            )
        )
    historical = _remember_regions(sheet, source)
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
    done = score_sheets.merge(sheet, batch.pk, kind)
    return ImportReport(
        batch.pk, len(sheet), done.added, done.superseded, done.unchanged, done.kept, historical=historical
    )


def _storable(sheet: Sheet, *, partial: bool) -> Sheet:
    """The rows that may be stored."""
    if sheet.format == "hasil":
        raise Invalid(
            Problem(
                "impor.bentuk",
                Where(sheet.file),
                "keluaran swadaya indeks score",
                "skor, jawaban, dokumen rumusan atau tabel terbitan",
                "Masukkan berkas asalnya; indeksnya dihitung di sini.",
            )
        )
    problems = sheet.problems
    if not problems.errors:
        return sheet
    if not partial or problems.dropped:
        hint = "Perbaiki baris-baris itu, atau pakai --partial untuk menyimpan yang baik saja."
        if problems.dropped:
            hint = "Terlalu banyak galat untuk memilah baris yang baik; perbaiki berkasnya dahulu."
        raise Invalid(
            Problem(
                "impor.ditolak",
                Where(sheet.file),
                f"{problems.errors} galat",
                "berkas tanpa galat",
                f"Tidak ada yang disimpan. {hint}",
            )
        )
    faulty = {problem.where.row for problem in problems if problem.severity == "galat"}
    good = sheet.take(~np.isin(sheet.rows, [row for row in faulty if row is not None]))
    if not len(good):
        raise Invalid(
            Problem("impor.tanpa-baris", Where(sheet.file), "semua baris salah", "paling sedikit satu baris yang baik")
        )
    return good


def _remember_regions(sheet: Sheet, source: str) -> int:
    """Keep the codes that the list does not have, year by year; how many regions that made or widened."""
    found: set[str] = set()
    for year in np.unique(sheet.years):
        rows = np.flatnonzero(sheet.years == year)
        named = zip(sheet.codes[rows].tolist(), sheet.names.gather(rows).to_list(), strict=True)
        regions = wilayah_services.ensure_historical(
            ((str(code), name or "") for code, name in named), year=int(year), source=source
        )
        found.update(region.code for region in regions)
    return len(found)


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
        Invalid: ``jalan.tanpa-masukan`` when there is no sheet for that method and year.
    """
    method = load_method(method_id)
    inputs = computation.read_inputs(method, year)
    if not len(inputs.codes):
        raise Invalid(
            Problem(
                "jalan.tanpa-masukan",
                Where(key="--year", year=year),
                f"{method_id} {year}",
                "lembar skor yang tersimpan",
                "Masukkan berkasnya dahulu: swadaya indeks import BERKAS --method ID",
            )
        )
    outcome = computation.compute_all(method, inputs)
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
    bulk_copy.copy_in("indeks_result", results)
    for frame in outcome.aggregate_frames(run.pk):
        bulk_copy.copy_in("indeks_aggregate", frame)
    run.results_hash = bulk_copy.frame_hash(results.drop("run_id", "sheet_id"))
    run.save(update_fields=["results_hash"])
    held = outcome.composite.k >= 0
    return RunReport(run.pk, len(held), int(held.sum()), int(outcome.off_grid.sum()), inputs.example)


@transaction.atomic
def publish_run(*, run_id: int) -> Run:
    """Publish a draft; from then on neither it nor its results can change. Its digests are written along with it:
    its profile, and the moves between it and every other year on show.

    Raises:
        Invalid: ``jalan.tidak-ada``; ``jalan.sudah-terbit`` when it is published already; ``jalan.tidak-utuh`` when
            its results do not add up to its national figures. Nothing changes then.
    """
    _queue_up()
    run = Run.objects.select_for_update().filter(pk=run_id).first()
    if run is None:
        raise Invalid(Problem("jalan.tidak-ada", Where(key="run"), str(run_id), "nomor jalan yang ada"))
    if run.status == Run.Status.PUBLISHED:
        raise Invalid(
            Problem(
                "jalan.sudah-terbit",
                Where(key="run"),
                str(run_id),
                "jalan yang masih draf",
                "Tidak ada yang berubah.",
            )
        )
    if not _adds_up(run_id):
        raise Invalid(
            Problem(
                "jalan.tidak-utuh",
                Where(key="run"),
                str(run_id),
                "hasil yang jumlahnya sama dengan ringkasan nasionalnya",
                "Hasilnya diubah sesudah dihitung; hitung jalan baru: swadaya indeks run",
            )
        )
    run.status = Run.Status.PUBLISHED
    run.published_at = clock.now()
    run.save(update_fields=["status", "published_at"])
    publication_summaries.write_missing(run)
    trends.rewrite(run.method)
    return run


def _queue_up() -> None:
    """One publication at a time: each must see the years on show beside its own, or a pair of years would be missed."""
    with connection.cursor() as cursor:
        locks.transaction_lock(cursor, "indeks publication")


@transaction.atomic
def complete_digests() -> int:
    """Write what runs on show lack: those published before digests were kept. Returns how many were written."""
    _queue_up()
    newest = Run.objects.filter(status=Run.Status.PUBLISHED).order_by("method", "year", "-published_at", "-id")
    shown = list(newest.distinct("method", "year"))
    for method_id in {run.method for run in shown}:
        if not trends.is_written(method_id):
            trends.rewrite(method_id)
    return sum(publication_summaries.write_missing(run) for run in shown)


def _adds_up(run_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), count(k), coalesce(sum(k), 0) FROM indeks_result WHERE run_id = %s", [run_id])
        held = cursor.fetchone()
        cursor.execute(
            "SELECT desa, with_index, sum_k FROM indeks_aggregate WHERE run_id = %s AND scheme = 'nasional'", [run_id]
        )
        return bool(held == cursor.fetchone())


@transaction.atomic
def verify_run(run_id: int) -> list[Problem]:
    """Compute a run again from its stored sheets and name what does not agree with it.

    Returns:
        Problems ``jalan.berbeda``, ``.masukan-berbeda``, ``.hasil-berbeda``, ``.ringkasan-berbeda``, and the warning
        ``jalan.metode-berubah``.

    Raises:
        Invalid: ``jalan.tidak-ada``.
    """
    run = Run.objects.filter(pk=run_id).first()
    if run is None:
        raise Invalid(Problem("jalan.tidak-ada", Where(key="run"), str(run_id), "nomor jalan yang ada"))
    return list(verification.differences(run, load_method(run.method))) or list(verification.trend_differences(run))
