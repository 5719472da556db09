"""``swadaya pendataan``: open a year's work, follow it, publish it by decree."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import typer

from swadaya.core import codes
from swadaya.core.figures import grouped
from swadaya.core.messages import full
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid

from .console import console
from .django_setup import django_ready

app = typer.Typer(no_args_is_help=True, help="Pendataan tahunan: buka, kemajuan, terbitkan.")
_Cycle = Annotated[int, typer.Argument(metavar="NOMOR", help="Nomor pendataan, dari swadaya pendataan list.")]
_NAME = "perintah swadaya pendataan"


@app.command("open")
def open_cycle(
    method: Annotated[str, typer.Option(metavar="METODE", help="Metode indeks.")],
    year: Annotated[int, typer.Option(metavar="TAHUN", help="Tahun data.")],
    region: Annotated[str, typer.Option(metavar="KODE", help="Hanya wilayah ini; tanpa pilihan ini nasional.")] = "",
    title: Annotated[str, typer.Option(metavar="JUDUL", help="Judul pendataan.")] = "",
    note: Annotated[
        str, typer.Option(metavar="TEKS", help="Catatan; wajib bila metodenya bukan untuk tahun itu.")
    ] = "",
    calendar: Annotated[str, typer.Option(metavar="ID", help="Berkas aturan jadwal; lihat swadaya rules list.")] = "",
) -> None:
    """Buka pendataan setahun atas sebuah metode di sebuah wilayah."""
    django_ready("app")
    from swadaya.accounts.rules.access import system
    from swadaya.pendataan import services

    cycle = services.open_cycle(
        method, year=year, by=system(_NAME), region=region, title=title, note=note, calendar_id=calendar
    )
    typer.echo(f"Pendataan nomor {cycle.id}: {cycle.title}.")
    _print(("tahap", "mulai", "sampai"), [(phase.label, phase.opens_on, phase.closes_on) for phase in cycle.phases])


@app.command("list")
def list_cycles() -> None:
    """Daftar pendataan yang ada."""
    django_ready("app")
    from swadaya.accounts.rules.access import system
    from swadaya.pendataan import selectors

    cycles = selectors.cycles(system(_NAME))
    if not cycles:
        typer.echo("Belum ada pendataan. Buka yang pertama: swadaya pendataan open --method METODE --year TAHUN")
        return
    _print(
        ("nomor", "tahun", "metode", "wilayah", "judul", "terbitan"),
        [(one.id, one.year, one.method.id, one.region_name, one.title, one.publications) for one in cycles],
    )


@app.command()
def progress(
    cycle: _Cycle,
    region: Annotated[str, typer.Option(metavar="KODE", help="Wilayah yang dirinci.")] = "",
) -> None:
    """Hitung desa menurut keadaan isiannya, di sebuah wilayah dan bagian-bagiannya."""
    code = _region(region)
    django_ready("app")
    from swadaya.accounts.rules.access import OutOfSight, system
    from swadaya.pendataan import selectors
    from swadaya.pendataan.rules.states import STATES

    try:
        found = selectors.progress(cycle, code, by=system(_NAME))
    except OutOfSight:
        raise _unknown(cycle, region) from None
    lines = [*found.parts, found.total]
    rows = [
        (codes.dotted(line.code), line.name, grouped(line.desa), *(grouped(line.states[state]) for state in STATES))
        for line in lines
    ]
    _print(("kode", "wilayah", "desa", *STATES), rows)


@app.command()
def publish(
    cycle: _Cycle,
    number: Annotated[str, typer.Option(metavar="NOMOR", help="Nomor keputusan.")],
    date: Annotated[datetime, typer.Option(metavar="TANGGAL", formats=["%Y-%m-%d"], help="Tanggal keputusan.")],
    title: Annotated[str, typer.Option(metavar="JUDUL", help="Judul keputusan.")],
    signer: Annotated[list[str], typer.Option(metavar="NAMA:JABATAN", help="Penanda tangan; dua kali.")],
    reason: Annotated[
        list[str] | None, typer.Option(metavar="TEMUAN:ALASAN", help="Alasan tetap menetapkan; boleh berulang.")
    ] = None,
    key: Annotated[str, typer.Option(metavar="KUNCI", help="Kunci sekali pakai (UUIDv7).")] = "",
    amendment: Annotated[bool, typer.Option("--amendment", help="Terbitkan sebagai perubahan.")] = False,
) -> None:
    """Terbitkan dengan keputusan: seluruhnya atau tidak sama sekali."""
    signers = [_pair(one, "--signer", "NAMA:JABATAN") for one in signer]
    overrides = dict(_pair(one, "--reason", "TEMUAN:ALASAN") for one in reason or ())
    if len(signers) != 2:
        raise Invalid(Problem("terbit.penandatangan", Where(key="--signer"), f"{len(signers)}", "dua penanda tangan"))
    django_ready("app")
    from swadaya.accounts.rules.access import OutOfSight, system
    from swadaya.pendataan import services

    first, second = (services.Signer(name, position) for name, position in signers)
    decree = services.Decree(number, date.date(), title, (first, second))
    work = services.amend if amendment else services.publish
    try:
        done = work(cycle, decree=decree, overrides=overrides, by=system(_NAME), key=key)
    except OutOfSight:
        raise _unknown(cycle, "") from None
    except services.Invalid as refusal:
        for problem in refusal.problems:
            typer.echo(full(problem), err=True)
        raise typer.Exit(2) from None
    typer.echo(f"Terbit: {done.decree.number}, {grouped(done.desa)} desa, jalan {done.run_id}.")


def _pair(written: str, option: str, wanted: str) -> tuple[str, str]:
    left, colon, right = written.partition(":")
    if not (colon and left.strip() and right.strip()):
        raise Invalid(Problem("pilihan", Where(key=option), written, wanted))
    return left.strip(), right.strip()


def _region(written: str) -> str:
    code = codes.normalise(written) if written else ""
    if code is None:
        raise Invalid(Problem("siklus.wilayah", Where(key="--region"), written, "kode wilayah seperti 33.04.09"))
    return code


def _unknown(cycle: int, region: str) -> Invalid:
    got = f"pendataan {cycle}" + (f", wilayah {region}" if region else "")
    return Invalid(Problem("siklus.tidak-ada", Where(key="NOMOR"), got, "yang ada dalam swadaya pendataan list"))


def _print(heads: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    from rich.table import Table

    table = Table(*heads, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*map(str, row))
    console().print(table)
