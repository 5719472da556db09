"""Commands on the database: import a file, compute a run, publish it, check it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from swadaya.core import clock
from swadaya.core.figures import grouped
from swadaya.core.problem import Problem, Problems, Where
from swadaya.core.refusal import Invalid

from ..report import finish
from .options import File, FormatName, Json, MappingName, MethodId, ReportFile, Year, read

_RunNumber = Annotated[int, typer.Argument(help="Nomor jalan; lihat swadaya indeks runs.", show_default=False)]


def import_file(
    file: File,
    method: MethodId,
    kind: Annotated[str, typer.Option("--kind", help="resmi, sendiri, atau contoh.")] = "sendiri",
    source: Annotated[str, typer.Option("--source", help="Dari mana berkas ini.")] = "",
    retrieved: Annotated[
        datetime | None, typer.Option("--retrieved", formats=["%Y-%m-%d"], help="Tanggal diambil.")
    ] = None,
    format_name: FormatName = "auto",
    year: Year = None,
    mapping: MappingName = "",
    partial: Annotated[bool, typer.Option("--partial", help="Simpan baris yang baik walau ada galat.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Periksa saja; jangan simpan.")] = False,
    as_json: Json = False,
    report: ReportFile = None,
) -> None:
    """Simpan isi berkas sebagai lembar skor yang berlaku. Semua baris, atau tidak sama sekali."""
    from ..django_setup import django_ready

    if kind not in ("resmi", "sendiri", "contoh"):
        raise Invalid(Problem("pilihan", Where(key="--kind"), kind, "resmi / sendiri / contoh"))
    sheet = read(file, method, format_name=format_name, year=year, mapping=mapping)
    summary: dict[str, object] = {"berkas": file.name, "format": sheet.format, "baris": len(sheet)}
    if dry_run:
        lines = [
            f"{grouped(len(sheet))} baris dibaca, {grouped(sheet.problems.errors)} galat. "
            "Tidak ada yang disimpan (--dry-run)."
        ]
        finish({**summary, "disimpan": False}, sheet.problems, lines=lines, as_json=as_json, report=report)
        return
    if sheet.problems.errors and not partial:
        lines = [f"{grouped(sheet.problems.errors)} galat dalam {file.name}; tidak ada yang disimpan."]
        lines.append("Perbaiki baris-baris itu, atau pakai --partial untuk menyimpan yang baik saja.")
        finish({**summary, "disimpan": False}, sheet.problems, lines=lines, as_json=as_json, report=report)
        raise typer.Exit(2)
    django_ready("app")
    from swadaya.indeks import services
    from swadaya.indeks.formats.filesource import open_file

    done = services.import_sheet(
        sheet,
        kind=kind,  # type: ignore[arg-type]
        source=source or file.name,
        sha256=open_file(file).sha256(),
        retrieved_on=retrieved.date() if retrieved else None,
        partial=partial,
    )
    lines = [
        f"{grouped(done.rows)} baris: {grouped(done.added)} baru, {grouped(done.superseded)} mengganti, "
        f"{grouped(done.unchanged)} sama, {grouped(done.kept)} tidak boleh mengganti yang tersimpan.",
    ]
    if done.historical:
        lines.append(f"{grouped(done.historical)} kode di luar daftar 2025 dicatat sebagai wilayah historis.")
    years = sorted({int(value) for value in sheet.years})
    lines.append(f"Berikutnya: swadaya indeks run --method {method} --year {years[-1]}")
    stored = {
        "disimpan": True,
        "baru": done.added,
        "mengganti": done.superseded,
        "sama": done.unchanged,
        "tidak_diganti": done.kept,
        "historis": done.historical,
    }
    finish({**summary, **stored}, sheet.problems, lines=lines, as_json=as_json, report=report)


def run(
    method: MethodId,
    year: Annotated[int, typer.Option("--year", help="Tahun data.")],
    note: Annotated[str, typer.Option("--note", help="Catatan jalan ini.")] = "",
    publish: Annotated[bool, typer.Option("--publish", help="Langsung terbitkan.")] = False,
    later: Annotated[bool, typer.Option("--later", help="Serahkan kepada pekerja latar.")] = False,
) -> None:
    """Hitung indeks, peringkat dan ringkasan dari lembar skor yang tersimpan."""
    from ..django_setup import django_ready

    django_ready("app")
    if later:
        from swadaya.indeks.tasks import compute_run

        number = compute_run.defer(method_id=method, year=year, note=note, publish=publish)
        typer.echo(f"Dititipkan kepada pekerja latar, pekerjaan {number}.")
        return
    from swadaya.indeks import services

    done = services.create_run(method_id=method, year=year, note=note)
    marks = f", {grouped(done.off_grid)} di luar kisi skor" if done.off_grid else ""
    typer.echo(f"Jalan {done.run_id}: {grouped(done.desa)} desa, {grouped(done.with_index)} mendapat indeks{marks}.")
    if publish:
        services.publish_run(run_id=done.run_id)
        typer.echo(f"Jalan {done.run_id} terbit; sejak kini tidak dapat diubah.")
    else:
        typer.echo(f"Masih draf. Terbitkan dengan: swadaya indeks publish {done.run_id}")


def publish(run_number: _RunNumber) -> None:
    """Terbitkan sebuah jalan. Sesudah itu jalan dan hasilnya tidak dapat diubah."""
    from ..django_setup import django_ready

    django_ready("app")
    from swadaya.indeks import services

    done = services.publish_run(run_id=run_number)
    typer.echo(f"Jalan {done.pk} ({done.method}, {done.year}) terbit.")


def runs() -> None:
    """Daftar jalan, terbaru lebih dahulu."""
    from ..django_setup import django_ready

    django_ready("app")
    from rich.table import Table

    from swadaya.indeks import selectors

    from ..console import console

    table = Table(box=None, pad_edge=False)
    for heading in (
        "nomor",
        "metode",
        "tahun",
        "keadaan",
        "contoh",
        "dihitung",
        "terbit",
        "sidik hasil",
        "catatan",
    ):
        table.add_column(heading)
    for item in selectors.runs():
        table.add_row(
            str(item.id),
            item.method_id,
            str(item.year),
            item.status,
            "ya" if item.example else "",
            _when(item.created_at),
            _when(item.published_at),
            item.results_hash[:12],
            item.note,
        )
    console().print(table)


def verify(run_number: _RunNumber) -> None:
    """Hitung ulang sebuah jalan dari masukannya dan bandingkan dengan yang tersimpan."""
    from ..django_setup import django_ready

    django_ready("app")
    from swadaya.indeks import services

    problems = Problems(services.verify_run(run_number))
    lines = [] if problems.errors else [f"Jalan {run_number}: hasil tersimpan sama dengan hasil hitung ulang."]
    finish({"jalan": run_number, "cocok": not problems.errors}, problems, lines=lines, as_json=False, strict=True)


def _when(instant: datetime | None) -> str:
    return f"{clock.in_wib(instant):%Y-%m-%d %H:%M} WIB" if instant else ""


def register(app: typer.Typer) -> None:
    app.command("import", no_args_is_help=True)(import_file)
    for command in (run, publish, verify):
        app.command(no_args_is_help=True)(command)
    app.command()(runs)
