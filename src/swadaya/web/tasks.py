"""Jobs of the pages: files that take too long to make while somebody waits."""

from __future__ import annotations

from procrastinate.contrib.django import app

from swadaya.indeks import selectors

from .indeks import run_files


@app.task(queue="unduh")
def make_whole_file(*, run_id: int, ending: str) -> int:
    """Make a file of a whole run unless it is there or the run is no longer on show; returns its size in bytes."""
    edition = selectors.edition()
    run = next((one for one in edition.runs if one.id == run_id), None)
    if run is None:
        return 0
    run_files.sweep(edition)
    return run_files.make(run_files.folder(edition, run), run, ending).size
