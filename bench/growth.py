"""What a page reads with one year loaded and with four: queries, rows and buffers (EXPLAIN ANALYZE, BUFFERS)."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from .database import analyze, scratch_database
from .pages import cold_address

BAR = 0.10
PAGES = {
    "ranking": "/indeks/2024/peringkat/",
    "kabupaten": "/indeks/2024/3304/",
    "village": "/indeks/2024/3304092011/",
    "API, first page": "/api/v1/hasil?tahun=2024",
}


@dataclass
class Read:
    """What a page read."""

    queries: int = 0
    rows: int = 0
    buffers: int = 0


@contextmanager
def explained(read: Read) -> Iterator[None]:
    """Explain every question asked inside, with its own parameters, and add up what it read."""
    from django.db import connection

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(("SELECT", "WITH")):
            with context["connection"].connection.cursor() as cursor:
                cursor.execute("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + sql, params)
                plan = cursor.fetchone()[0]
            top = (json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]
            read.queries += 1
            read.rows += _rows(top)
            read.buffers += top["Shared Hit Blocks"] + top["Shared Read Blocks"]
        return execute(sql, params, many, context)

    connection.force_debug_cursor = True  # hot questions then pass through the cursor that can be watched
    try:
        with connection.execute_wrapper(watch):
            yield
    finally:
        connection.force_debug_cursor = False


def _rows(node: dict[str, Any]) -> int:
    """Rows that the scans of a plan read."""
    own = (
        0
        if "Plans" in node
        else int((node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"])
    )
    return own + sum(_rows(part) for part in node.get("Plans", ()))


def measure(path: str) -> Read:
    """One page, made anew."""
    from django.test import Client

    read = Read()
    with explained(read):
        cold = path if path.startswith("/api/") else cold_address(path, 1)  # the API keeps no pages
        answer = Client(SERVER_NAME="localhost").get(cold)
    if answer.status_code != 200:
        raise RuntimeError(f"{path}: {answer.status_code}")
    return read


def main(say: Callable[[str], None] = print) -> bool:
    """Load 2024, measure; load 2021-2023, measure again; True when nothing grew by more than a tenth."""
    os.environ["SWADAYA_API_RATE"] = "100000"
    with scratch_database() as _home:
        from swadaya.indeks import examples
        from swadaya.indeks.rules.simulation import simulate
        from swadaya.methodology import method as load_method

        method = load_method(examples.METHOD)

        def load(year: int) -> None:
            examples.load_example_year(method, simulate(method, year, examples.SEED), year)

        load(2024)
        analyze()
        before = {name: measure(path) for name, path in PAGES.items()}
        for year in (2021, 2022, 2023):
            load(year)
        analyze()
        after = {name: measure(path) for name, path in PAGES.items()}
    good = True
    for name, (one, four) in {name: (before[name], after[name]) for name in PAGES}.items():
        say(
            f"{name}: 1 year {one.queries} queries, {one.rows} rows, {one.buffers} buffers; "
            f"4 years {four.queries}, {four.rows}, {four.buffers}"
        )
        good &= all(
            new <= old * (1 + BAR) + 0.5
            for old, new in zip(
                (one.queries, one.rows, one.buffers), (four.queries, four.rows, four.buffers), strict=True
            )
        )
    return good


if __name__ == "__main__":
    raise SystemExit(not main())
