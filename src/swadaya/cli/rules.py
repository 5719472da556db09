"""``swadaya rules``: which rule files there are, which are in force, and whether all of them can be read."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from swadaya.core import clock
from swadaya.core.messages import full
from swadaya.core.rulefiles import RuleFile, all_files

from .console import console

app = typer.Typer(no_args_is_help=True, help="Berkas aturan: daftar dan pemeriksaan.")


@app.command("list")
def list_files(
    kind: Annotated[str, typer.Option(help="Hanya jenis ini.")] = "",
) -> None:
    """Daftar semua berkas aturan: jenis, kedudukan, masa berlaku hari ini, asal."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for heading in ("id", "jenis", "kedudukan", "sejak", "sampai", "berlaku"):
        table.add_column(heading, no_wrap=True)
    table.add_column("judul")
    table.add_column("asal", overflow="fold")
    now = clock.today()
    for rule in _sorted():
        if not kind or rule.kind == kind:
            table.add_row(
                rule.id,
                rule.kind,
                rule.standing,
                _written(rule.valid_from),
                _written(rule.valid_to),
                "ya" if rule.in_force(now) else "tidak",
                rule.title,
                rule.origin,
            )
    console().print(table)


@app.command()
def check() -> None:
    """Baca dan periksa isi semua berkas aturan; kode 2 bila ada yang salah, dengan berkas, kunci dan alasannya."""
    from swadaya.config import rulecheck

    rules = _sorted()
    problems = [problem for rule in rules for problem in rulecheck.problems_in(rule)]
    for problem in problems:
        typer.echo(full(problem), err=True)
    if problems:
        typer.echo(f"{len(problems)} masalah dalam {len(rules)} berkas aturan.", err=True)
        raise typer.Exit(2)
    overlaid = sum(rule.origin != "swadaya" for rule in rules)
    typer.echo(f"{len(rules)} berkas aturan baik, {overlaid} di antaranya dari SWADAYA_RULES.")


def _sorted() -> list[RuleFile]:
    return sorted(all_files().values(), key=lambda rule: (rule.kind, rule.valid_from, rule.id))


def _written(day: date | None) -> str:
    return day.isoformat() if day else "–"
