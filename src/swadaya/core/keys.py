"""Idempotency keys of senders: UUIDv7 (RFC 9562), so that those of one sender order themselves by time.

And the fingerprint of what was sent with one.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from . import clock
from .problem import Problem, Where
from .refusal import Conflict, Invalid


def new_key(at: datetime | None = None) -> UUID:
    """A fresh key, as a phone would make it.

    >>> new_key().version
    7
    """
    milliseconds = int((at or clock.now()).timestamp() * 1000)
    number = (milliseconds & (1 << 48) - 1) << 80 | secrets.randbits(76)
    return UUID(int=number & ~(0xF << 76) & ~(0x3 << 62) | 0x7 << 76 | 0x2 << 62)


def parse_key(written: str) -> UUID | None:
    """A key as sent; None when it is no UUIDv7."""
    try:
        key = UUID(written)
    except ValueError:
        return None
    return key if key.version == 7 else None


def required(written: object) -> UUID:
    """The key as sent. Raises Invalid ``kunci.bentuk`` when it is no UUIDv7."""
    key = parse_key(str(written))
    if key is None:
        raise Invalid(Problem("kunci.bentuk", Where(key="key"), str(written)[:80], "kunci UUIDv7 buatan pengirim"))
    return key


def optional(written: str) -> UUID | None:
    """The key as sent; none when empty. Raises Invalid ``kunci.bentuk``."""
    return required(written) if written else None


def taken(written: str) -> Conflict:
    """The key was used for something else."""
    return Conflict(
        Problem(
            "kunci.lain-isi", Where(key="key"), written[:80], "kunci baru", "Kunci itu sudah dipakai untuk isi lain."
        )
    )


def fingerprint(said: Mapping[str, Any]) -> str:
    """SHA-256 of a JSON value; the order of its keys does not matter.

    >>> fingerprint({"a": 1, "b": [2]}) == fingerprint({"b": [2], "a": 1})
    True
    """
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def part_of(key: UUID, name: str) -> UUID:
    """A second UUIDv7 that follows from the first: the key under which a part of the same act is made once.

    >>> key = new_key()
    >>> part_of(key, "buku") == part_of(key, "buku") != key, part_of(key, "buku").version
    (True, 7)
    """
    rest = int.from_bytes(hashlib.sha256(key.bytes + name.encode()).digest()[:10], "big") & ((1 << 76) - 1)
    number = (key.int >> 80) << 80 | rest
    return UUID(int=number & ~(0xF << 76) & ~(0x3 << 62) | 0x7 << 76 | 0x2 << 62)
