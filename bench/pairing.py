"""Time two callables in turn and report medians and the ratio pair by pair."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Pair:
    """Seconds of each run; ``ratios`` are theirs / ours, pair by pair."""

    ours: list[float]
    theirs: list[float]

    @property
    def ratio(self) -> float:
        return statistics.median(other / own for own, other in zip(self.ours, self.theirs, strict=True))

    def line(self, name: str, peer: str) -> str:
        own, other = statistics.median(self.ours), statistics.median(self.theirs)
        spread = [other / own for own, other in zip(self.ours, self.theirs, strict=True)]
        return (
            f"{name}: {own * 1e3:,.1f} ms; {peer}: {other * 1e3:,.1f} ms; "
            f"{self.ratio:.1f} times (lowest {min(spread):.1f}, highest {max(spread):.1f}, {len(spread)} pairs)"
        )


def pair(ours: Callable[[], object], theirs: Callable[[], object], runs: int, *, warm_up: bool = True) -> Pair:
    """Run both in turn, after one warm-up of each."""
    if warm_up:
        ours()
        theirs()
    own: list[float] = []
    other: list[float] = []
    for _ in range(runs):
        own.append(_seconds(ours))
        other.append(_seconds(theirs))
    return Pair(own, other)


def _seconds(call: Callable[[], object]) -> float:
    gc.collect()
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def reset_peak_memory() -> float:
    """Forget the highest resident memory so far (Linux); returns what is resident now, in MB."""
    Path("/proc/self/clear_refs").write_text("5")
    return _status("VmRSS")


def peak_memory_mb() -> float:
    """Highest resident memory of this process since the last reset, in MB."""
    return _status("VmHWM")


def _status(field: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(field)).split()[1]) / 1024
