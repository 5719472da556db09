"""How the tests of the ledger write books: short words for keys, journals and keepers."""

from __future__ import annotations

import csv
import io
import itertools
import random
import re
import subprocess
import uuid
from datetime import date
from typing import Any

from swadaya.accounts.rules import access
from swadaya.ledger import services
from swadaya.ledger.rules.journal import Journal, Posting

REGION = "3304092011"
KEEPER = access.system("pencatat uji")
OTHER = access.system("pemeriksa uji")
_NUMBERS = itertools.count(random.getrandbits(40))


def new_key() -> uuid.UUID:
    """A version 7 key, as a phone makes it."""
    return uuid.UUID(int=(next(_NUMBERS) << 80) | 0x7 << 76 | 0x2 << 62 | random.getrandbits(60))


def entry(day: str, memo: str, *postings: tuple[Any, ...], **options: Any) -> Journal:
    """``entry("2025-01-05", "Iuran", ("11010", 5000), ("21020", -5000, "A1", "wajib"))``"""
    return Journal(date.fromisoformat(day), memo, tuple(Posting(*line) for line in postings), **options)


def saving(day: str, party: str, amount: int, part: str = "wajib") -> Journal:
    return entry(day, "Simpanan anggota", ("11010", amount), ("21020", -amount, party, part))


def open_book(kind: str = "ksm", opened_on: str = "2024-01-01", **options: Any) -> int:
    owner = options.pop("owner", f"k{next(_NUMBERS)}")
    return services.open_book(
        by=options.pop("by", KEEPER),
        key=options.pop("key", None) or new_key(),
        kind=kind,
        owner=owner,
        title=f"Kelompok {owner}",
        region=options.pop("region", REGION),
        group=owner if kind == "ksm" else "",
        opened_on=date.fromisoformat(opened_on),
        **options,
    )


def post(book_id: int, *journals: Journal, **options: Any) -> services.Posted:
    return services.post_batch(
        by=options.pop("by", KEEPER),
        book_id=book_id,
        key=options.pop("key", None) or new_key(),
        journals=journals,
        **options,
    )


def settle(owner: Any) -> None:
    """Fill the tables a little and let the planner know: plans made for empty tables sweep them row by row."""
    for _ in range(3):
        post(open_book(), *(saving("2024-01-05", f"A{number}", 1000) for number in range(50)))
    owner.execute("ANALYZE")


_HEAD = re.compile(r"(\d{4}-\d\d-\d\d) \* \((\d+)\) (?:(.+?) \| )?(.+)")
_LINE = re.compile(r"[a-z-]+:(\S+) .*?  IDR (-?\d+)(?:  ; (.*))?")


def read_book(text: str) -> list[Journal]:
    """Journals of a book written in the notation of hledger, with our tags."""
    found: list[Journal] = []
    for block in text.split("\n\n"):
        lines = [line for line in block.splitlines() if line and not line.startswith(";")]
        match = _HEAD.fullmatch(lines[0]) if lines else None
        if match is None:
            continue
        tags = dict(line.strip("; ").split(": ", 1) for line in lines[1:] if line.strip().startswith(";"))
        postings = []
        for line in lines[1:]:
            part = _LINE.fullmatch(line.strip())
            if part:
                said = dict(word.split(":") for word in (part[3] or "").split(", ") if word)
                postings.append(Posting(part[1], int(part[2]), said.get("pihak", ""), said.get("bagian", "")))
        reverses = int(tags["membalik"]) if "membalik" in tags else None
        kind: Any = tags.get("jenis", "biasa")
        day = date.fromisoformat(match[1])
        found.append(Journal(day, match[4], tuple(postings), match[3] or "", kind, reverses, tags.get("alasan", "")))
    return found


def hledger_balances(text: str, *options: str) -> dict[str, int]:
    """Account -> balance by the hledger command, which reads ``text``."""
    done = subprocess.run(
        ["hledger", "-f", "-", "balance", "--flat", "-N", "-O", "csv", *options],
        input=text,
        capture_output=True,
        text=True,
        check=True,
    )
    return read_balances(done.stdout)


def hledger_strict(text: str) -> None:
    """Fail with what hledger says where an account or the currency is not declared, or a transaction not balanced."""
    done = subprocess.run(["hledger", "-f", "-", "check", "--strict"], input=text, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def ledger_balances(text: str, *options: str) -> dict[str, int]:
    """Account -> balance by the ledger command, which reads the same text."""
    form = r"%(account)\t%(quantity(display_total))\n"
    done = subprocess.run(
        ["ledger", "-f", "-", "balance", "--flat", "--no-total", "--balance-format", form, *options],
        input=text,
        capture_output=True,
        text=True,
        check=True,
    )
    rows = (line.rsplit("\t", 1) for line in done.stdout.splitlines() if "\t" in line)
    return {name: int(amount) for name, amount in rows if int(amount)}


def read_balances(text: str) -> dict[str, int]:
    """Account -> balance, of hledger's CSV."""
    rows = list(csv.reader(io.StringIO(text)))[1:]
    return {name: int(amount.removeprefix("IDR ")) for name, amount in rows if amount != "0"}
