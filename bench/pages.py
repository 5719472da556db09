"""First byte of the public pages with the nation of four years loaded, beside a do-nothing page of the same server."""

from __future__ import annotations

import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path

import numpy as np

from swadaya.wilayah.rules.source import known_desa_codes

from .database import scratch_database, swadaya

BAR = 6.0
BUDGET = 100_000
ROUNDS = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def server(home: Path) -> Iterator[int]:
    """The product's server, one worker, with the do-nothing page added."""
    port = free_port()
    environment = {**os.environ, "SWADAYA_HOME": str(home), "DJANGO_SETTINGS_MODULE": "bench.settings"}
    command = [sys.executable, "-m", "swadaya.cli.main", "serve", "--port", str(port), "--workers", "1"]
    process = subprocess.Popen(command, env=environment)
    try:
        for _ in range(300):
            try:
                fetch(http.client.HTTPConnection("127.0.0.1", port, timeout=5), "/kosong/")
                break
            except OSError:
                time.sleep(0.2)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def fetch(connection: http.client.HTTPConnection, path: str) -> tuple[float, int]:
    """Seconds to the first byte and compressed bytes of the page; a page must answer 200."""
    start = time.perf_counter()
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    first = time.perf_counter() - start
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status}")
    return first, len(body)


def addresses() -> dict[str, list[str]]:
    """Addresses by kind of page, spread over the country; a fresh query string makes any page cold."""
    codes = [str(code) for code in known_desa_codes().tolist() if str(code)[6] == "2"]
    picked = [codes[number] for number in np.random.default_rng(1).integers(0, len(codes), 400)]
    return {
        "nation": ["/indeks/2024/"],
        "province": sorted({f"/indeks/2024/{code[:2]}/" for code in picked}),
        "kabupaten": sorted({f"/indeks/2024/{code[:4]}/" for code in picked}),
        "kecamatan": sorted({f"/indeks/2024/{code[:6]}/" for code in picked}),
        "village": sorted({f"/indeks/2024/{code}/" for code in picked}),
        "ranking": [
            "/indeks/2024/peringkat/",
            *sorted({f"/indeks/2024/peringkat/?wilayah={code[:4]}" for code in picked}),
        ],
    }


def main(say: Callable[[str], None] = print) -> bool:
    """Cold and warm, each beside the do-nothing page in turn; True when all are within the bar."""
    good = True
    boundaries = os.environ.get("SWADAYA_REFERENCE_DATA", "../shared/data")
    outline = Path(boundaries) / "region" / "indonesia_kecil.topojson"
    with scratch_database(example=True) as home:
        if outline.is_file():
            swadaya("wilayah", "boundaries", "install", str(outline), home=home)
        with server(home) as port:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            for _ in range(50):
                fetch(connection, "/kosong/")
            for kind, paths in addresses().items():
                cold = measure(connection, (cold_address(path, number) for number, path in enumerate(cycle(paths))))
                for path in paths[:1]:
                    fetch(connection, path)
                warm = measure(connection, cycle(paths[:1]))
                weight = max(fetch(connection, path)[1] for path in paths[:20])
                say(
                    f"{kind}: cold {cold[0]:.1f} times the do-nothing page "
                    f"({cold[1] * 1e3:.1f} ms beside {cold[2] * 1e3:.1f} ms), "
                    f"warm {warm[0]:.1f} times ({warm[1] * 1e3:.1f} ms); heaviest page {weight / 1e3:.1f} kB compressed"
                )
                good &= cold[0] <= BAR and warm[0] <= BAR and weight < BUDGET
    return good


def cold_address(path: str, number: int) -> str:
    """The same page under an address that no cache keeps."""
    return f"{path}{'&' if '?' in path else '?'}dingin={number}"


def measure(connection: http.client.HTTPConnection, paths: Iterator[str]) -> tuple[float, float, float]:
    """(median ratio, median seconds, median seconds of the do-nothing page), in turn."""
    pages, nothings = [], []
    for _ in range(ROUNDS):
        nothings.append(fetch(connection, "/kosong/")[0])
        pages.append(fetch(connection, next(paths))[0])
    ratio = statistics.median(pages) / statistics.median(nothings)
    return ratio, statistics.median(pages), statistics.median(nothings)


if __name__ == "__main__":
    raise SystemExit(not main())
