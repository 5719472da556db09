"""Posting beside django-hordak; verifying a million lines beside hledger and beancount; buffers of a statement.

The peers are installed from wheels into a scratch folder; where an index has no wheel of one (django-hordak 2.0.0 has
none), prepare a virtual environment with it and name it in SWADAYA_BENCH_PEERS. What cannot be had is said and not
measured. SWADAYA_BENCH_LINES sets the size of the large table.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from .pairing import peak_memory_mb, reset_peak_memory

LINES = int(os.environ.get("SWADAYA_BENCH_LINES", "1000000"))
POSTING_BAR, VERIFY_BAR, BUFFER_BAR = 10.0, 6.0, 1.1
PEERS = {
    "django-hordak": ["django>=5.2,<5.3", "psycopg[binary]", "django-hordak==2.0.0"],
    "beancount": ["beancount==3.2.3"],
}
START = date(2024, 1, 1)
_keys = iter(range(1, 1 << 60))


@contextmanager
def peers() -> Iterator[dict[str, Path]]:
    """Name -> virtual environment that has it."""
    named = os.environ.get("SWADAYA_BENCH_PEERS")
    if named:
        yield dict.fromkeys(PEERS, Path(named))
        return
    with tempfile.TemporaryDirectory(prefix="swadaya-peers-") as folder:
        found = {}
        for name, wanted in PEERS.items():
            place = Path(folder) / name
            subprocess.run([sys.executable, "-m", "venv", place], check=True)
            install = [place / "bin" / "pip", "install", "-q", "--only-binary=:all:", *wanted]
            done = subprocess.run(install, capture_output=True, text=True, check=False)
            if done.returncode:
                reason = next((line for line in done.stderr.splitlines() if "No matching" in line), "not installable")
                print(f"{name}: not measured; from wheels: {reason}. Name an environment in SWADAYA_BENCH_PEERS.")
            else:
                found[name] = place
        yield found


def _key() -> UUID:
    return UUID(int=(time.time_ns() // 1_000_000 << 80) | 0x7 << 76 | 0x2 << 62 | next(_keys))


def _open(number: int) -> int:
    from swadaya.accounts.rules import access
    from swadaya.ledger import services

    return services.open_book(
        by=access.system("bench"),
        key=_key(),
        kind="ksm",
        owner=f"b{number}",
        title=f"Kelompok {number}",
        region="3304092011",
        group=f"b{number}",
        opened_on=START,
    )


def _post(book: int, journals: list[Any]) -> None:
    from swadaya.accounts.rules import access
    from swadaya.ledger import services

    services.post_batch(by=access.system("bench"), book_id=book, key=_key(), journals=journals)


def simple_meeting(turn: int) -> list[Any]:
    """Forty journals of two lines, for 20 members: what hordak posts too."""
    from swadaya.ledger.rules.journal import Journal, Posting

    day = START + timedelta(days=turn % 600)
    saved = [("21020", f"A{number}", "wajib", 5000) for number in range(20)]
    saved += [("21020", f"A{number}", "sukarela", 2500) for number in range(10)]
    journals = [
        Journal(day, "Simpanan", (Posting("11010", amount), Posting(account, -amount, party, part)))
        for account, party, part, amount in saved
    ]
    journals += [Journal(day, "Denda", (Posting("11010", 1000), Posting("41020", -1000))) for _ in range(5)]
    return journals + [Journal(day, "Belanja", (Posting("51030", 3000), Posting("11010", -3000))) for _ in range(5)]


HORDAK_MEETING = " ".join(
    ["simpanan:kas:5000"] * 20 + ["simpanan:kas:2500"] * 10 + ["denda:kas:1000"] * 5 + ["kas:atk:3000"] * 5
)


def full_meeting(turn: int, many: int = 40) -> list[Any]:
    """Journals of which a third have three lines, as instalments do: 2.33 lines a journal."""
    from swadaya.ledger.rules.journal import Journal, Posting

    found = []
    for number in range(many):
        party, day = f"A{number % 20}", START + timedelta(days=(turn + number // 40) % 600)
        if number % 3:
            lines = (Posting("11010", 5000), Posting("21020", -5000, party, "wajib"))
        else:
            lines = (Posting("11010", 6000), Posting("21020", -5000, party, "pokok"), Posting("41010", -1000))
        found.append(Journal(day, "Catatan pertemuan", lines, reference=f"P{turn}"))
    return found


def posting(venv: Path | None, home: Path) -> bool:
    from .database import analyze

    book = _open(1)
    for turn in range(20):
        _post(book, simple_meeting(turn))
    analyze()  # as the database does by itself after a minute
    ours: list[float] = []
    theirs: list[float] = []
    peer = _start_hordak(venv, home) if venv else None
    for turn in range(200):
        start = time.perf_counter()
        _post(book, simple_meeting(turn))
        ours.append(time.perf_counter() - start)
        if peer and turn % 10 == 0:
            theirs.append(_ask(peer, HORDAK_MEETING))
    ours_sorted = sorted(ours)
    p50, p99 = (ours_sorted[int(len(ours) * share)] * 1e3 for share in (0.5, 0.99))
    print(f"posting 40 journals, guards, chain and audit on: p50 {p50:.1f} ms, p99 {p99:.1f} ms")
    if peer is None:
        return True
    ratios = [other / statistics.median(ours[10 * n : 10 * n + 10]) for n, other in enumerate(theirs)]
    ratio = statistics.median(ratios)
    bulk = statistics.median(_ask(peer, "bulk") for _ in range(3))
    print(
        f"django-hordak 2.0.0, one transaction a journal: {statistics.median(theirs) * 1e3:.0f} ms; {ratio:.1f} times "
        f"(lowest {min(ratios):.1f}, highest {max(ratios):.1f}); "
        f"its bulk: {1000 / bulk:,.0f} journals/s, without chain and audit"
    )
    peer.stdin.close()  # type: ignore[union-attr]
    peer.wait(30)
    return ratio >= POSTING_BAR


def _start_hordak(venv: Path, home: Path) -> subprocess.Popen[str]:
    from swadaya.embedded import acquire

    with acquire(home) as lease:
        with psycopg.connect(**lease.parameters("superuser", "postgres"), autocommit=True) as link:
            link.execute("CREATE DATABASE hordak")
        dsn = lease.dsn("superuser", "hordak")
    peer = subprocess.Popen(
        [venv / "bin" / "python", Path(__file__).with_name("ledger_hordak.py"), dsn],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert peer.stdout
    assert peer.stdout.readline().strip() == "ready"
    return peer


def _ask(peer: subprocess.Popen[str], line: str) -> float:
    assert peer.stdin and peer.stdout
    peer.stdin.write(line + "\n")
    peer.stdin.flush()
    return float(peer.stdout.readline())


def buffers(book: int) -> tuple[int, int]:
    """(rows, buffers) that the question behind a trial balance reads."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from swadaya.accounts.rules import access
    from swadaya.ledger import selectors

    by = access.system("bench")
    until = selectors.cut(book, by=by, on=START + timedelta(days=300))
    with CaptureQueriesContext(connection) as asked:
        selectors.trial_balance(book, until, by=by)
    sql = asked.captured_queries[-1]["sql"]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}")
        plan = cursor.fetchone()[0][0]["Plan"]
    return _rows_read(plan), plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]


def _rows_read(plan: dict[str, Any]) -> int:
    """Rows that the scans at the ends of the plan looked at."""
    parts = plan.get("Plans", [])
    if parts:
        return sum(map(_rows_read, parts))
    per_loop = plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0)
    return int(per_loop * plan["Actual Loops"])


def fill() -> tuple[int, int]:
    """Ten books of a thousand lines, then many more; returns a book of the first and one scattered over the whole."""
    from .database import analyze

    books = [_open(100 + number) for number in range(10)]
    for turn in range(11):
        for book in books:
            _post(book, full_meeting(turn))
    vacuum()
    analyze()
    small = buffers(books[3])
    scattered = _open(99)
    many = max(1, LINES // 1000)
    for number in range(many):
        if number % max(1, many // 11) == 0 and number // max(1, many // 11) < 11:
            _post(scattered, full_meeting(number // max(1, many // 11)))
        _post(_open(1000 + number), full_meeting(0, 430))
    vacuum()
    analyze()
    large = buffers(scattered)
    print(
        f"trial balance of a book of 1,000 lines: {small} rows and buffers among 10,000 lines, {large} among {LINES:,}"
    )
    return small[1], large[1]


def vacuum() -> None:
    from swadaya.embedded import acquire

    with (
        acquire(Path(os.environ["SWADAYA_HOME"])) as lease,
        psycopg.connect(lease.dsn("owner"), autocommit=True) as link,
    ):
        link.execute("VACUUM ledger_line, ledger_journal, ledger_batch, ledger_cashday, ledger_partybalance")


def verification(venv: Path | None, folder: Path) -> bool:
    from django.db import connection

    from swadaya.accounts.rules import access
    from swadaya.ledger.verification import verify

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    reset_peak_memory()
    start = time.perf_counter()
    found = verify(by=access.system("bench"))
    seconds = time.perf_counter() - start
    assert found.first is None, str(found.first)
    print(
        f"verify: {found.lines:,} lines, {found.journals:,} journals of {found.books:,} books in {seconds:.1f} s; "
        f"our process {peak_memory_mb():.0f} MB, its PostgreSQL process {_peak(backend):.0f} MB"
    )
    text, bean = folder / "books.journal", folder / "books.beancount"
    write_texts(text, bean)
    if shutil.which("hledger"):
        print(f"hledger balance: {_timed(['hledger', '-f', text, 'balance', '--depth', '1']):.1f} s")
    else:
        print("hledger: not measured; the command is not installed")
    if venv is None:
        return True
    other = _timed([venv / "bin" / "bean-check", "--no-cache", bean])
    print(f"bean-check 3.2.3 without cache: {other:.1f} s; {other / seconds:.1f} times")
    return other / seconds >= VERIFY_BAR


def _peak(process: int) -> float:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024


def _timed(command: list[Any]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def write_texts(text: Path, bean: Path) -> None:
    """All books for hledger and for beancount; each keeps its own accounts under its number."""
    from swadaya.accounts.rules import access
    from swadaya.ledger import exports, selectors

    by = access.system("bench")
    roots = {"aset": "Assets", "kewajiban": "Liabilities", "pendapatan": "Income", "beban": "Expenses"}
    roots |= {"modal": "Equity", "kontra-aset": "Assets"}
    with text.open("w") as plain, bean.open("w") as other:
        after = 0
        while page := selectors.books(by=by, after=after, limit=200):
            after = page[-1].id
            for book in page:
                plain.writelines(exports.hledger_text(book.id, by=by, prefix=f"buku-{book.id}:"))
                held = selectors.accounts(book.id, by=by)
                names = {code: f"{roots[item.kind]}:B{book.id}:A{code}" for code, item in held.items()}
                other.writelines(f"2000-01-01 open {name}\n" for name in names.values())
                for seq, journal in exports.numbered(book.id, by=by):
                    other.write(f'{journal.effective_on} * "{seq} {journal.memo}"\n')
                    other.writelines(f"  {names[line.account]}  {line.amount} IDR\n" for line in journal.postings)
                    other.write("\n")


def main() -> bool:
    from .database import scratch_database

    with peers() as known, tempfile.TemporaryDirectory() as folder, scratch_database() as home:
        good = posting(known.get("django-hordak"), home)
        small, large = fill()
        good &= large <= small * BUFFER_BAR
        good &= verification(known.get("beancount"), Path(folder))
    return good


if __name__ == "__main__":
    raise SystemExit(not main())
