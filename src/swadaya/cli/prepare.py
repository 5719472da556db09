"""``swadaya prepare``: the data a fresh installation needs before its first page."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from .django_setup import django_ready

app = typer.Typer(add_completion=False)


@app.command()
def prepare(
    example: Annotated[bool, typer.Option(help="Muat data contoh bila belum ada perhitungan.")] = True,
) -> None:
    """Muat wilayah, dan data contoh bila belum ada perhitungan."""
    django_ready("app")
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from swadaya.indeks import examples
    from swadaya.indeks import selectors as runs
    from swadaya.indeks import services as indeks
    from swadaya.ksm import examples as groups
    from swadaya.wilayah import selectors as regions
    from swadaya.wilayah import services as wilayah

    indeks.complete_digests()  # of runs that an older version published
    regions_missing = not (regions.is_loaded() and regions.areas())
    example_missing = example and not runs.has_published_runs()
    if not (regions_missing or example_missing or (example and groups.is_missing())):
        return
    with Progress(TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn()) as bars:

        def follow(first: str) -> Any:
            task = bars.add_task(first, total=None)
            return lambda step, done, total: bars.update(task, description=step, completed=done, total=total)

        if regions_missing:
            wilayah.load_regions(progress=follow("memuat wilayah"))
            wilayah.load_areas()
        if example_missing:
            examples.load_example_nation(progress=follow("memuat data contoh"))
        if example and groups.is_missing():
            groups.load(progress=follow("memuat kelompok contoh"))
