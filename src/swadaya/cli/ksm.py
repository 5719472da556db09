"""``swadaya ksm``: the list of groups, their import, a score card, and the counts for the indicators."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer

from swadaya.core import codes
from swadaya.core.figures import grouped, percent
from swadaya.core.messages import full
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid

from .console import console
from .django_setup import django_ready

app = typer.Typer(no_args_is_help=True, help="Kelompok: daftar, impor, kartu Panca Sutra, kelompok aktif.")
_NAME = "perintah swadaya ksm"
_Group = Annotated[str, typer.Argument(metavar="KELOMPOK", help="Nomor kelompok, dari swadaya ksm list.")]
_File = Annotated[Path, typer.Argument(metavar="BERKAS", exists=True, dir_okay=False, help="Buku kerja XLSX.")]
_DryRun = Annotated[bool, typer.Option("--dry-run", help="Hanya periksa; tidak ada yang dicatat.")]
_Region = Annotated[str, typer.Argument(metavar="KODE", help="Kode wilayah; tanpa ini nasional.")]


@app.command("list")
def list_groups(
    region: _Region = "",
    status: Annotated[str, typer.Option(metavar="KEADAAN", help="aktif, tidur, bergabung, atau bubar.")] = "",
    limit: Annotated[int, typer.Option(min=1, metavar="BANYAK", help="Paling banyak sekian.")] = 50,
) -> None:
    """Daftar kelompok di suatu wilayah."""
    django_ready("app")
    from swadaya.accounts.rules.access import system
    from swadaya.ksm import selectors

    groups = selectors.groups_in(_code(region), by=system(_NAME), status=status, limit=limit)
    rows = [
        (
            str(one.id),
            codes.dotted(one.desa),
            one.name,
            one.kind,
            one.status,
            str(one.members),
            str(one.last_held_on or "–"),
        )
        for one in groups
    ]
    _print(("kelompok", "desa", "nama", "jenis", "keadaan", "anggota", "pertemuan terakhir"), rows, right=("anggota",))


@app.command("import")
def import_groups(file: _File, dry_run: _DryRun = False) -> None:
    """Daftarkan kelompok dari buku kerja; semua baris diterima atau tidak satu pun."""
    django_ready("app")
    from swadaya.accounts.rules.access import system
    from swadaya.ksm import services

    with file.open("rb") as stream:
        _report(services.import_groups(stream, name=file.name, by=system(_NAME), dry_run=dry_run))


@app.command("import-members")
def import_members(group: _Group, file: _File, dry_run: _DryRun = False) -> None:
    """Catat anggota sebuah kelompok dari buku kerja; semua baris diterima atau tidak satu pun."""
    django_ready("app")
    from swadaya.accounts.rules.access import OutOfSight, system
    from swadaya.ksm import services

    try:
        with file.open("rb") as stream:
            done = services.import_members(_id(group), stream=stream, name=file.name, by=system(_NAME), dry_run=dry_run)
    except OutOfSight as error:
        raise _unknown(group) from error
    _report(done)


@app.command()
def score_card(
    group: _Group,
    first: Annotated[datetime, typer.Option("--first", formats=["%Y-%m-%d"], help="Hari pertama.")],
    last: Annotated[datetime, typer.Option("--last", formats=["%Y-%m-%d"], help="Hari terakhir.")],
) -> None:
    """Kartu Panca Sutra sebuah kelompok dalam jangka waktu tertentu."""
    django_ready("app")
    from swadaya.accounts.rules.access import OutOfSight, system
    from swadaya.ksm import selectors

    try:
        card = selectors.score_card(_id(group), first=first.date(), last=last.date(), by=system(_NAME))
    except OutOfSight as error:
        raise _unknown(group) from error
    rows = []
    for line in card.lines:
        points = "–" if line.points is None else f"{line.whole_points} / {line.rule.points}"
        rows.append((line.rule.label, points, line.note))
        for figure in line.figures:
            share = "–" if figure.ratio is None else percent(figure.ratio.numerator, figure.ratio.denominator)
            reading = figure.reading + ("" if figure.in_force else " (pembanding)")
            rows.append(
                (f"  {figure.label}", f"{share} %", f"{figure.part} dari {figure.whole}; {reading}".rstrip("; "))
            )
    _print(("aturan", "nilai", "keterangan"), rows, right=("nilai",))
    typer.echo(f"{card.points} dari {card.most} poin yang dapat dinilai, menurut {card.rule_id}.")


@app.command()
def active(
    year: Annotated[int, typer.Option("--year", metavar="TAHUN", help="Tahun data.")],
    region: _Region = "",
) -> None:
    """Hitung kelompok yang aktif dalam setahun, menurut aturan yang berlaku."""
    django_ready("app")
    from swadaya.ksm import selectors

    counted = selectors.active_groups(_code(region), year)
    rule = f"({counted.rule_id}, {counted.option})"
    typer.echo(f"{grouped(counted.published)} kelompok aktif pada {counted.on.isoformat()} {rule}.")
    typer.echo(counted.meaning)
    _print(
        ("pilihan", "kelompok"),
        [(code, grouped(count)) for code, count in counted.by_option.items()],
        right=("kelompok",),
    )
    _print(
        ("bukti", "kelompok"),
        [(code, grouped(many)) for code, many in counted.evidence.items()],
        right=("kelompok",),
    )
    typer.echo(f"Di kelurahan, dihitung terpisah: {grouped(counted.kelurahan)}.")


@app.command()
def welfare(region: _Region = "") -> None:
    """Hitung BKKKS dan LKS suatu wilayah."""
    django_ready("app")
    from swadaya.ksm import selectors

    counts = selectors.welfare_counts(_code(region))
    typer.echo(f"{counts.bkkks} BKKKS; {counts.lks} LKS, {counts.lks_legal} di antaranya berbadan hukum.")
    _print(
        ("layanan", "LKS"),
        [(name, grouped(count)) for name, count in counts.by_service.items()],
        right=("LKS",),
    )


@app.command("examples")
def examples() -> None:
    """Muat kelompok contoh; hanya pada basis data contoh yang belum berisi kelompok."""
    django_ready("app")
    from swadaya.ksm import examples

    made = examples.load()
    typer.echo(f"{len(made)} kelompok contoh dimuat. Lihat: swadaya ksm list")
    typer.echo("Mencoba sebagai sekretaris kelompok: swadaya akun examples")


def _report(done: Any) -> None:
    from swadaya.files.folding import folded, noted

    shown, more = folded(done.problems)
    for line in (*map(full, shown), *more, *noted(done.notes)):
        typer.echo(line, err=True)
    if done.problems:
        typer.echo(f"{len(done.problems)} masalah dalam {grouped(done.rows)} baris; tidak ada yang dicatat.", err=True)
        raise typer.Exit(2)
    what = "dapat dicatat; ini baru pemeriksaan" if done.dry_run else "dicatat"
    typer.echo(f"{grouped(done.rows)} baris {what}.")


def _code(written: str) -> str:
    code = codes.normalise(written) if written else ""
    if code is None:
        raise Invalid(Problem("wilayah.kode", Where(key="KODE"), written[:20], "kode wilayah seperti 33.04"))
    return code


def _id(written: str) -> UUID:
    try:
        return UUID(written)
    except ValueError as error:
        raise _unknown(written) from error


def _unknown(written: str) -> Invalid:
    hint = "Lihat swadaya ksm list."
    return Invalid(Problem("ksm.tidak-ada", Where(key="KELOMPOK"), written[:40], "kelompok yang terdaftar", hint))


def _print(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]], *, right: tuple[str, ...] = ()) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for heading in headings:
        table.add_column(heading, justify="right" if heading in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*row)
    console().print(table)
