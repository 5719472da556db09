"""Many readers at once: p95 of the public pages beside the do-nothing page's, both at the same rate of arrival.

Readers arrive at fixed moments whether or not the former were served (an open loop), at 30 % of the highest rate at
which the same server answers the do-nothing page. The time of an answer counts from the moment the reader came.
"""

from __future__ import annotations

import http.client
import os
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from queue import SimpleQueue

from .database import scratch_database, swadaya
from .pages import addresses, fetch, server

BAR = 6.0
SHARE = 0.30
SECONDS = 60.0
READERS = 32
"""Connections kept open; more than are ever waiting at this rate."""


@dataclass
class Heard:
    """What readers saw: seconds of each answer, and errors."""

    times: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.times, n=20)[-1]


def highest_rate(port: int, seconds: float = 10.0, readers: int = 8) -> float:
    """Answers a second of the do-nothing page when readers ask without a pause."""
    counts = [0] * readers
    end = time.perf_counter() + seconds

    def ask(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while time.perf_counter() < end:
            fetch(connection, "/kosong/")
            counts[number] += 1

    _together([threading.Thread(target=ask, args=(number,)) for number in range(readers)])
    return sum(counts) / seconds


def arrive(port: int, paths: Sequence[str], rate: float, seconds: float) -> Heard:
    """Let readers come at a rate for a time, each asking for the next address."""
    heard = Heard()
    due: SimpleQueue[tuple[float, str] | None] = SimpleQueue()

    def serve() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while (asked := due.get()) is not None:
            moment, path = asked
            try:
                fetch(connection, path)
            except (OSError, RuntimeError, http.client.HTTPException) as error:
                heard.errors.append(f"{path}: {error!r}")
                connection.close()
            heard.times.append(time.perf_counter() - moment)

    threads = [threading.Thread(target=serve) for _ in range(READERS)]
    for thread in threads:
        thread.start()
    start = time.perf_counter()
    for number, path in enumerate(islice(cycle(paths), int(rate * seconds))):
        moment = start + number / rate
        time.sleep(max(0.0, moment - time.perf_counter()))
        due.put((moment, path))
    for _ in threads:
        due.put(None)
    for thread in threads:
        thread.join()
    return heard


def _together(threads: Sequence[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def main(say: Callable[[str], None] = print) -> bool:
    """The do-nothing page, then every page of the mixture, at one rate; True within the bar.

    Each page is read twice before: at this rate one process cannot make pages anew, only send those it keeps.
    """
    boundaries = os.environ.get("SWADAYA_REFERENCE_DATA", "../shared/data")
    outline = Path(boundaries) / "region" / "indonesia_kecil.topojson"
    with scratch_database(example=True) as home:
        if outline.is_file():
            swadaya("wilayah", "boundaries", "install", str(outline), home=home)
        with server(home) as port:
            rate = highest_rate(port) * SHARE
            turns = [cycle(paths) for paths in addresses().values()]
            mixture = [next(turn) for _ in range(400) for turn in turns]
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            for path in sorted(set(mixture)) * 2:  # the second reading compresses a page well
                fetch(connection, path)
            nothing = arrive(port, ["/kosong/"], rate, SECONDS / 3)
            read = arrive(port, mixture, rate, SECONDS)
    say(
        f"{len(set(mixture))} pages, each read twice before, at {rate:.0f} readers a second: "
        f"p95 {read.p95 / nothing.p95:.1f} times the do-nothing page's ({read.p95 * 1e3:.1f} ms beside "
        f"{nothing.p95 * 1e3:.1f} ms), {len(read.times)} answers, {len(read.errors)} errors"
    )
    for error in (*nothing.errors, *read.errors)[:5]:
        say(error)
    return not (nothing.errors or read.errors) and read.p95 <= BAR * nothing.p95


if __name__ == "__main__":
    raise SystemExit(not main())
