"""``swadaya worker``: runs the jobs that pages and schedules put in the queue."""

from __future__ import annotations

from typing import Annotated

import typer

from .django_setup import django_ready
from .orphan_guard import end_with_parent

app = typer.Typer(add_completion=False)


@app.command()
def worker(
    once: Annotated[bool, typer.Option("--once", help="Selesaikan antrean yang ada, lalu berhenti.")] = False,
) -> None:
    """Jalankan pekerja latar sampai dihentikan dengan Ctrl-C."""
    end_with_parent()
    django_ready("app")
    from procrastinate.contrib.django import app as jobs

    connector = jobs.connector.get_worker_connector()  # type: ignore[attr-defined]
    with jobs.replace_connector(connector) as running:
        running.run_worker(wait=not once)
