"""The hash chain of a book: each journal's hash covers its content and the hash before it. No name goes in.

Texts are written with their length before them, so that no two journals have the same bytes. Source: design decision;
the form is version 1 and never changes, for a book is read by it for ever.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

from .journal import Journal, Posting

VERSION = "swadaya-buku-1"


def genesis(key: str, kind: str, owner: str) -> bytes:
    """The hash before the first journal, from what a book is and never ceases to be."""
    return hashlib.sha256(_text(VERSION, key, kind, owner).encode()).digest()


def head(
    seq: int,
    effective_on: date,
    recorded_at: datetime,
    kind: str,
    reverses: int | None,
    batch: str,
    reference: str,
    memo: str,
    reason: str,
) -> str:
    """The part of a journal's canonical text before its lines."""
    moment = recorded_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    fields = (str(seq), effective_on.isoformat(), moment, kind, str(reverses or ""), batch, reference, memo, reason)
    return _text(*fields)


def body(postings: Iterable[Posting]) -> str:
    """The lines, in their order; accounts and parties hold no separator."""
    return "".join(
        f"\n{position}|{line.account}|{line.amount}|{line.party}|{line.part}"
        for position, line in enumerate(postings, 1)
    )


def link(previous: bytes, content: str) -> bytes:
    """The hash of a journal with this content (head and body) after ``previous``."""
    return hashlib.sha256(previous + content.encode()).digest()


def _text(*fields: str) -> str:
    return "".join(f"{len(field)}:{field}" for field in fields)


def payload(book: str, verb: str, journals: Sequence[Journal], extra: str = "") -> bytes:
    """Fingerprint of what a client sent, by which a key sent twice is known again."""
    content = [
        [
            journal.effective_on.isoformat(),
            journal.memo,
            journal.reference,
            journal.kind,
            journal.reverses,
            journal.reason,
            [[line.account, line.amount, line.party, line.part] for line in journal.postings],
        ]
        for journal in journals
    ]
    return hashlib.sha256(json.dumps([book, verb, content, extra]).encode()).digest()


def balance_digest(balances: Iterable[tuple[str, int]]) -> bytes:
    """Fingerprint of balances by account, those of zero left out."""
    rows = sorted((account, amount) for account, amount in balances if amount)
    return hashlib.sha256("".join(f"{account}|{amount}\n" for account, amount in rows).encode()).digest()
