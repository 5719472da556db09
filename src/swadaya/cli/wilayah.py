"""``swadaya wilayah``: load the list of regions, search it, and bring boundaries, areas and foreign codes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from swadaya.core import codes
from swadaya.core.figures import grouped
from swadaya.core.messages import full
from swadaya.core.problem import Problem
from swadaya.core.refusal import Invalid

from .console import console
from .django_setup import django_ready

app = typer.Typer(no_args_is_help=True, help="Wilayah: muat, cari, batas, padanan kode.")
boundaries = typer.Typer(no_args_is_help=True, help="Batas wilayah untuk peta.")
area = typer.Typer(no_args_is_help=True, help="Kawasan: kumpulan wilayah buatan sendiri.")
alias = typer.Typer(no_args_is_help=True, help="Padanan kode dengan sistem lain, misalnya BPS.")
app.add_typer(boundaries, name="boundaries")
app.add_typer(area, name="area")
app.add_typer(alias, name="alias")

_SHOWN_PROBLEMS = 50
_FileArgument = Annotated[Path, typer.Argument(metavar="BERKAS", help="Berkas CSV.")]


@app.command()
def load() -> None:
    """Muat daftar wilayah, perpindahan kode, pulau, dan tanda daerah; aman diulang."""
    django_ready("app")
    from swadaya.wilayah import services

    with _progress() as follow:
        report = services.load_regions(progress=follow)
        areas = services.load_areas()
    typer.echo(f"{grouped(report.regions)} wilayah menurut {report.decree} ({report.source}).")
    done = {
        "baru": report.added,
        "berganti nama": report.renamed,
        "berpindah": report.moved,
        "kembali resmi": report.revived,
        "menjadi historis": report.retired,
        "perpindahan kode": report.successions,
        "kawasan baru atau berubah": areas.added + areas.updated + areas.removed,
    }
    changes = ", ".join(f"{grouped(count)} {what}" for what, count in done.items() if count)
    typer.echo(f"Perubahan: {changes}." if changes else "Tidak ada yang berubah.")
    _tell(areas.problems)


@app.command()
def counts() -> None:
    """Hitung wilayah yang dimuat, dan bandingkan dengan keputusan-keputusan sebelumnya."""
    django_ready("app")
    from swadaya.wilayah import selectors
    from swadaya.wilayah.rules import decrees

    _need_regions()
    now = selectors.counts()
    columns = ("provinsi", "kabkota", "kecamatan", "kelurahan", "desa", "desa_adat")
    rows = [("yang dimuat", *(grouped(now[column]) for column in columns))]
    rows += [
        (decree.decree, *(grouped(getattr(decree, column)) for column in columns))
        for decree in reversed(decrees.decrees())
    ]
    _print(("menurut", *columns), rows, right=columns)
    parts = f"{grouped(now['kabupaten'])} kabupaten, {grouped(now['kota'])} kota"
    villages = f"{grouped(now['desa_semua'])} desa, desa adat, dan kelurahan"
    typer.echo(f"{parts}; {villages}; {grouped(now['historis'])} wilayah historis.")


@app.command()
def search(
    name: Annotated[str, typer.Argument(metavar="NAMA", help="Nama, atau kode dengan atau tanpa titik.")],
    inside: Annotated[str, typer.Option("--in", metavar="KODE", help="Hanya di dalam wilayah ini.")] = "",
    level: Annotated[str, typer.Option(metavar="JENJANG", help="Hanya provinsi, kabkota, kecamatan, atau desa.")] = "",
    limit: Annotated[int, typer.Option(min=1, metavar="BANYAK", help="Paling banyak sekian.")] = 20,
    historical: Annotated[bool, typer.Option("--historical", help="Juga wilayah historis.")] = False,
) -> None:
    """Cari wilayah menurut nama; nama yang sama dibedakan oleh jalurnya."""
    if level and level not in codes.LEVELS:
        raise Invalid(Problem("wilayah.jenjang", got=level, expected=" / ".join(codes.LEVELS)))
    if inside and codes.normalise(inside) is None:
        raise Invalid(_no_region(inside))
    django_ready("app")
    from swadaya.wilayah import selectors

    _need_regions()
    hits = selectors.search(name, parent=inside, level=level or None, limit=limit, historical=historical)
    if not hits:
        typer.echo(f"Tidak ada wilayah bernama {name}.", err=True)
        raise typer.Exit(1)
    _print(("kode", "wilayah", "cocok"), [(hit.region.dotted, hit.path, hit.match) for hit in hits])


@app.command()
def show(
    code: Annotated[str, typer.Argument(metavar="KODE", help="Kode wilayah dengan atau tanpa titik.")],
) -> None:
    """Tampilkan satu wilayah: jalur, isi, nama dari waktu ke waktu, kode lama dan baru, kawasan."""
    django_ready("app")
    from swadaya.wilayah import selectors

    _need_regions()
    region = selectors.get(code)
    if region is None:
        raise Invalid(_no_region(code))
    rows = [
        ("kode", region.dotted),
        ("wilayah", ", ".join(one.label for one in reversed(selectors.breadcrumb(region.code)))),
        ("kedudukan", region.status),
        ("sumber", region.source),
    ]
    if region.first_seen:
        rows.append(("tampak pada data tahun", f"{region.first_seen} sampai {region.last_seen}"))
    below = selectors.children(region.code)
    if below:
        villages = len(selectors.desa_codes_in(region.code))
        rows.append(("isi", f"{grouped(len(below))} {below[0].level}; {grouped(villages)} desa dan kelurahan"))
    for version in selectors.versions(region.code):
        since = f"sejak {version.valid_from}" if version.valid_from else "awal tidak diketahui"
        ending = "masih" if region.official else "akhir tidak diketahui"
        until = f"sampai sebelum {version.valid_to}" if version.valid_to else ending
        rows.append(("nama", f"{version.name or '(tanpa nama)'}: {since}, {until}"))
    rows += [
        ("kode lama", f"{codes.dotted(link.old)} sebelum {link.effective_on} ({link.law})")
        for link in selectors.predecessors(region.code)
    ]
    rows += [
        ("kode baru", f"{codes.dotted(link.new)} sejak {link.effective_on} ({link.law})")
        for link in selectors.successors(region.code)
    ]
    rows += [("kawasan", f"{one.label} ({one.scheme or one.kind})") for one in selectors.areas_of(region.code)]
    _print(None, rows)


@app.command("areas")
def list_areas(
    scheme: Annotated[str, typer.Option(metavar="SKEMA", help="Hanya skema pulau ini.")] = "",
    kind: Annotated[str, typer.Option(metavar="JENIS", help="Hanya pulau, tanda, atau kawasan.")] = "",
) -> None:
    """Daftar kelompok pulau, tanda daerah, dan kawasan."""
    django_ready("app")
    from swadaya.wilayah import selectors

    areas = selectors.areas(scheme or None, kind=kind or None)
    if not areas:
        typer.echo("Tidak ada kawasan. Muat dahulu: swadaya wilayah load", err=True)
        raise typer.Exit(1)
    rows = [
        (
            one.code,
            one.kind,
            one.label,
            grouped(one.member_count),
            _day(one.valid_from),
            _day(one.valid_to),
            one.legal_basis,
        )
        for one in areas
    ]
    _print(("kode", "jenis", "nama", "anggota", "sejak", "sampai", "dasar"), rows, right=("anggota",))


@area.command("import")
def import_area(file: _FileArgument) -> None:
    """Impor kawasan dari tabel berkolom area_code, label, region_code; semua atau tidak sama sekali."""
    django_ready("app")
    from swadaya.wilayah import services

    _need_regions()
    report = services.import_areas(file)
    _tell(report.problems)
    if any(problem.severity == "galat" for problem in report.problems):
        raise typer.Exit(2)
    done = f"{report.added} baru, {report.updated} berubah"
    typer.echo(f"{report.areas} kawasan, {grouped(report.members)} anggota: {done}.")


@alias.command("import")
def import_alias(
    file: _FileArgument,
    system: Annotated[str, typer.Option(metavar="SISTEM", help="Nama sistem kode lain.")] = "bps",
    year: Annotated[int | None, typer.Option(metavar="TAHUN", help="Tahun kode lain itu.")] = None,
) -> None:
    """Impor padanan kode: kode_bps, nama_bps, kode_dagri, nama_dagri; semua atau tidak sama sekali."""
    django_ready("app")
    from swadaya.wilayah import services

    _need_regions()
    report = services.import_aliases(file, system=system, year=year)
    _tell(report.problems)
    if any(problem.severity == "galat" for problem in report.problems):
        raise typer.Exit(2)
    typer.echo(
        f"{grouped(report.aliases)} padanan {report.system} {report.year}: "
        f"{grouped(report.added)} baru, {grouped(report.updated)} berubah."
    )


@boundaries.command()
def install(
    files: Annotated[list[Path], typer.Argument(metavar="BERKAS...", help="Berkas TopoJSON.")],
    attribution: Annotated[str, typer.Option(metavar="TEKS", help="Sumber batas yang harus disebut.")] = "",
) -> None:
    """Pasang batas wilayah dari TopoJSON; gambar wilayah dan jenjang yang sama diganti."""
    django_ready("app")
    from swadaya.wilayah import services

    for file in files:
        with _progress() as follow:
            report = services.install_boundaries(file, attribution=attribution, progress=follow)
        typer.echo(
            f"{report.file}: {grouped(report.shapes)} wilayah dalam {grouped(len(report.layers))} gambar, "
            f"{grouped(report.replaced)} diganti, {grouped(len(report.missing))} wilayah tanpa batas."
        )


@boundaries.command("list")
def list_boundaries() -> None:
    """Daftar gambar batas yang terpasang."""
    django_ready("app")
    from swadaya.wilayah import selectors

    layers = selectors.boundary_layers()
    if not layers:
        typer.echo("Belum ada batas. Pasang dengan: swadaya wilayah boundaries install BERKAS", err=True)
        raise typer.Exit(1)
    rows = [
        (codes.dotted(layer.parent) or "nasional", layer.level, grouped(layer.shapes), grouped(layer.size), layer.file)
        for layer in layers
    ]
    _print(("wilayah", "jenjang", "batas", "ukuran", "berkas"), rows, right=("batas", "ukuran"))
    for text in sorted({layer.attribution for layer in layers}):
        typer.echo(text)


def _need_regions() -> None:
    from swadaya.wilayah import selectors

    if not selectors.is_loaded():
        raise Invalid(
            Problem(
                "wilayah.belum-dimuat",
                got="belum ada wilayah",
                expected="daftar wilayah",
                hint="Jalankan: swadaya wilayah load",
            )
        )


def _no_region(code: str) -> Problem:
    hint = "Cari kodenya dengan: swadaya wilayah search NAMA"
    return Problem("wilayah.tak-dikenal", got=code, expected="kode wilayah yang dikenal", hint=hint)


def _day(day: date | None) -> str:
    return day.isoformat() if day else "–"


def _tell(problems: Iterable[Problem]) -> None:
    listed = list(problems)
    for problem in listed[:_SHOWN_PROBLEMS]:
        typer.echo(full(problem), err=True)
    if len(listed) > _SHOWN_PROBLEMS:
        typer.echo(f"… dan {grouped(len(listed) - _SHOWN_PROBLEMS)} masalah lain.", err=True)


def _print(headings: tuple[str, ...] | None, rows: Iterable[tuple[str, ...]], *, right: tuple[str, ...] = ()) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, show_header=headings is not None)
    for heading in headings or ("", ""):
        table.add_column(heading, justify="right" if heading in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*row)
    console().print(table)


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    screen = console()
    bars = Progress(TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=screen, transient=True)
    task: Any = None
    with bars if screen.is_terminal else _silence():

        def follow(step: str, done: int, total: int) -> None:
            nonlocal task
            if screen.is_terminal:
                task = bars.add_task(step, total=None) if task is None else task
                bars.update(task, description=step, completed=done, total=total or None)

        yield follow


@contextmanager
def _silence() -> Iterator[None]:
    yield
