"""``swadaya db``: the state of the database, migrations, backup and restore."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from swadaya.config import database
from swadaya.config.home import home
from swadaya.core.figures import grouped

from .console import console
from .django_setup import django_ready

app = typer.Typer(no_args_is_help=True, help="Basis data: keadaan, migrasi, cadangan, pemulihan.")
_MEBIBYTE = 2**20


@app.command()
def status() -> None:
    """Tampilkan keadaan basis data: jenis, versi, folder, ukuran, peran, pemakai, migrasi."""
    from rich.table import Table

    lines = Table(box=None, show_header=False, pad_edge=False)
    lines.add_column(no_wrap=True)
    lines.add_column(overflow="fold")
    present = True
    if database.is_external():
        lines.add_row("jenis", "PostgreSQL sendiri (DATABASE_URL)")
    else:
        present = _describe_folder(lines)
    if present:
        django_ready("app", schema=False)
        _describe_server(lines)
    console().print(lines)


def _describe_folder(lines: Any) -> bool:
    from swadaya import embedded

    state = embedded.status(home())
    lines.add_row("jenis", "PostgreSQL bawaan")
    lines.add_row("folder", str(state.folder))
    if not state.exists:
        lines.add_row("keadaan", "belum dibuat; perintah pertama yang memerlukannya akan membuatnya")
        return False
    lines.add_row("keadaan", f"berjalan (pid {state.pid})" if state.pid else "berhenti; dinyalakan saat dipakai")
    lines.add_row("ukuran folder", f"{grouped(state.size // _MEBIBYTE)} MB")
    return True


def _describe_server(lines: Any) -> None:
    from django.db import connection

    from swadaya.config import migrations

    with connection.cursor() as cursor:

        def ask(query: str) -> Any:
            cursor.execute(query)
            return cursor.fetchall()

        [[version, size, users]] = ask(
            "SELECT current_setting('server_version'), pg_database_size(current_database()), "
            "(SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid())"
        )
        lines.add_row("versi", f"PostgreSQL {version}")
        lines.add_row("ukuran basis data", f"{grouped(size // _MEBIBYTE)} MB")
        lines.add_row("sambungan lain", str(users))
        [[owner]] = ask("SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()")
        lines.add_row("peran pemilik", owner)
        lines.add_row("peran aplikasi", migrations.application_role())
    missing = migrations.unapplied()
    lines.add_row("migrasi", f"{len(migrations.known()) - len(missing)} diterapkan, {len(missing)} belum")
    for name in missing[:10]:
        lines.add_row("", "belum: " + ".".join(name))


@app.command()
def migrate() -> None:
    """Terapkan perubahan skema yang belum ada, dengan hak pemilik."""
    django_ready("owner", schema=False)
    from swadaya.config import migrations

    count = migrations.migrate(typer.echo)
    typer.echo(f"Selesai: {count} perubahan skema diterapkan." if count else "Skema sudah mutakhir.")


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(metavar="BERKAS", help="Berkas cadangan yang akan dibuat.")],
    force: Annotated[bool, typer.Option("--force", help="Timpa berkas yang sudah ada.")] = False,
) -> None:
    """Cadangkan seluruh basis data ke BERKAS, dan jumlah baris tiap tabel ke BERKAS.json."""
    if file.exists() and not force:
        _refuse_existing(file)
    django_ready("owner", schema=False)
    from swadaya.config.backup import backup as write

    manifest = write(_parameters(), file)
    rows = grouped(sum(manifest.tables.values()))
    typer.echo(f"{file}: {len(manifest.tables)} tabel, {rows} baris, {grouped(file.stat().st_size)} bita.")


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="BERKAS", help="Berkas dari swadaya db backup.")],
) -> None:
    """Pulihkan BERKAS ke basis data kosong, lalu bandingkan jumlah baris tiap tabel."""
    from rich.table import Table

    django_ready("owner", schema=False)
    from swadaya.config import migrations
    from swadaya.config.backup import restore as read

    result = read(_parameters(), file)
    table = Table("tabel", box=None, pad_edge=False)
    for heading in ("cadangan", "dipulihkan"):
        table.add_column(heading, justify="right")
    table.add_column("")
    for line in result.tables:
        verdict = "sama" if line.expected == line.found else "BEDA"
        table.add_row(line.table, grouped(line.expected), grouped(line.found), verdict)
    console().print(table)
    if result.left_out:
        names = ", ".join(f"{name} ({many} kali)" for name, many in sorted(result.left_out.items()))
        typer.echo(
            f"Pilihan yang tidak dikenal PostgreSQL ini ditinggalkan: {names}. "
            "Itu setelan penyimpanan dan sambungan; isi, aturan, indeks, dan hak tetap."
        )
    different = sum(line.expected != line.found for line in result.tables)
    if different:
        typer.echo(f"{different} tabel berbeda dengan cadangan.", err=True)
        raise typer.Exit(1)
    typer.echo(f"Semua {len(result.tables)} tabel sama dengan cadangan.")
    if missing := migrations.unapplied():
        typer.echo(f"{len(missing)} perubahan skema belum diterapkan. Jalankan: swadaya db migrate")


def _parameters() -> dict[str, Any]:
    target = database.target()
    return dict(target.parameters) if target else {}


def _refuse_existing(file: Path) -> None:
    from swadaya.core.problem import Problem, Where
    from swadaya.core.refusal import Invalid

    raise Invalid(
        Problem(
            "cadangan.sudah-ada",
            Where(file=str(file)),
            got="berkas sudah ada",
            expected="nama baru",
            hint="Tambahkan --force untuk menimpanya.",
        )
    )
