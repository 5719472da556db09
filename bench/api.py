"""Deep pages of the open interface beside its first page, beside the same list by COUNT and OFFSET, and beside nothing.

All in one run against one server with the nation of four years: medians of the ratios of requests made in turn.
"""

from __future__ import annotations

import http.client
import json
import os
import statistics
from collections.abc import Callable, Iterator
from itertools import count

from .database import analyze, scratch_database
from .pages import fetch, server

DEEP = 70_000
ROUNDS = 100
FIRST_BAR = 2.0
"""A deep page takes at most this many times the first."""
OFFSET_BAR = 10.0
"""The same list by COUNT and OFFSET takes at least this many times the deep page."""
ORDERS = ("kode", "peringkat")


def main(say: Callable[[str], None] = print) -> bool:
    """True when deep pages are within both bars in both orders."""
    os.environ["SWADAYA_API_RATE"] = "0"  # the bench asks more than one address may
    good = True
    with scratch_database(example=True) as home:
        analyze()
        with server(home) as port:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            for _ in range(50):
                fetch(connection, "/kosong/")
            for order in ORDERS:
                good &= compare(connection, order, say)
            look(connection, say)
    return good


def compare(connection: http.client.HTTPConnection, order: str, say: Callable[[str], None]) -> bool:
    """One order: first page, page behind 70,000 villages, the same page by OFFSET, and the do-nothing page, in turn."""
    first = f"/api/v1/hasil?urut={order}"
    deep = following(connection, f"{first}&batas=1000", DEEP // 1000)
    skipped = f"/loncat/?urut={order}&lewati={DEEP}"
    if codes(connection, deep) != codes(connection, skipped):
        raise RuntimeError(f"the two lists differ at {DEEP} by {order}")
    paths = {"first": first, "deep": deep, "offset": skipped, "nothing": "/kosong/"}
    times = in_turn(connection, {name: fresh(path) for name, path in paths.items()})
    middle = {name: statistics.median(taken) for name, taken in times.items()}
    to_first, to_offset = ratio(times["deep"], times["first"]), ratio(times["offset"], times["deep"])
    say(
        f"by {order}: page behind {DEEP:,} villages {middle['deep'] * 1e3:.1f} ms, "
        f"{to_first:.2f} times the first page ({middle['first'] * 1e3:.1f} ms; bar {FIRST_BAR}); "
        f"the same by COUNT and OFFSET {middle['offset'] * 1e3:.1f} ms, {to_offset:.1f} times (bar {OFFSET_BAR}); "
        f"{ratio(times['deep'], times['nothing']):.1f} times the do-nothing page ({middle['nothing'] * 1e3:.1f} ms)"
    )
    return to_first <= FIRST_BAR and to_offset >= OFFSET_BAR


def look(connection: http.client.HTTPConnection, say: Callable[[str], None]) -> None:
    """The other lists and one explanation, beside the do-nothing page; for information."""
    for path in (
        "/api/v1/hasil?wilayah=3304&urut=peringkat",
        "/api/v1/hasil?status=tertinggal&wilayah=33",
        "/api/v1/hasil?area=daerah-tertinggal-2020-2024&urut=peringkat",
        "/api/v1/hasil?batas=1000",
        "/api/v1/agregat?skema=kecamatan",
        "/api/v1/penjelasan/3304092011",
        "/api/v1/perubahan",
        "/api/v1/wilayah?tingkat=desa",
    ):
        times = in_turn(connection, {"page": fresh(path), "nothing": fresh("/kosong/")})
        page, times_nothing = statistics.median(times["page"]), ratio(times["page"], times["nothing"])
        say(f"{path}: {page * 1e3:.1f} ms, {times_nothing:.1f} times the do-nothing page")


def ratio(ours: list[float], theirs: list[float]) -> float:
    """Median of the ratios round by round: what else the machine does falls on both of a round."""
    return statistics.median(one / other for one, other in zip(ours, theirs, strict=True))


def in_turn(connection: http.client.HTTPConnection, paths: dict[str, Iterator[str]]) -> dict[str, list[float]]:
    """Seconds to the first byte of each, one after the other, round by round; the first rounds warm up."""
    times: dict[str, list[float]] = {name: [] for name in paths}
    for number in range(ROUNDS + 5):
        for name, path in paths.items():
            taken = fetch(connection, next(path))[0]
            if number >= 5:
                times[name].append(taken)
    return times


def fresh(path: str) -> Iterator[str]:
    """The same question again and again."""
    return (path for _ in count())


def following(connection: http.client.HTTPConnection, path: str, pages: int) -> str:
    """The address of a page of a hundred, so many pages further on."""
    for _ in range(pages):
        path = body(connection, path)["next"]
    return path.replace("batas=1000", "batas=100")


def codes(connection: http.client.HTTPConnection, path: str) -> list[str]:
    return [row["kode"] for row in body(connection, path)["data"]]


def body(connection: http.client.HTTPConnection, path: str) -> dict:
    connection.request("GET", path)
    answer = connection.getresponse()
    content = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status} {content[:200]!r}")
    return json.loads(content)


if __name__ == "__main__":
    raise SystemExit(not main())
