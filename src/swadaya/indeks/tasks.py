"""Jobs of the index: compute a run in the background; every night check that published runs still compute the same."""

from __future__ import annotations

import logging

from procrastinate.contrib.django import app

from . import selectors, services

log = logging.getLogger(__name__)


@app.task(queue="indeks", queueing_lock=None)
def compute_run(*, method_id: str, year: int, note: str = "", publish: bool = False) -> int:
    """Compute, and publish when asked; returns the run's number."""
    done = services.create_run(method_id=method_id, year=year, note=note)
    if publish:
        services.publish_run(run_id=done.run_id)
    return done.run_id


@app.periodic(cron="15 19 * * *")  # 02.15 in Jakarta; the scheduler reckons in UTC
@app.task(queue="indeks", queueing_lock="indeks-verify")
def verify_published(timestamp: int) -> int:  # noqa: ARG001 - the scheduler passes it
    """Recompute every shown run and log what does not agree; returns how many were checked.

    Runs that were published before digests were kept get theirs first.
    """
    services.complete_digests()
    shown = selectors.published_runs()
    for run in shown:
        for problem in services.verify_run(run.id):
            log.error("jalan %s: %s", run.id, problem)
    return len(shown)
