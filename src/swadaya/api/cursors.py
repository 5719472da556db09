"""Where a list goes on: the last key of a page, written so that a client hands it back as it is.

A cursor is no secret and carries no signature; it is checked when it comes back. It belongs to one list with its
filters, and to the runs that the list was begun with: a later publication does not move its reader to other figures.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b

from .problems import malformed

LONGEST = 200
_LARGEST = 2**31 - 1
Key = tuple[int | str, ...]


@dataclass(frozen=True, slots=True)
class Cursor:
    """``runs``: numbers of the runs the list reads; ``key``: what its last row was sorted by."""

    runs: tuple[int, ...]
    key: Key


def encode(cursor: Cursor, name: str, filters: Mapping[str, object]) -> str:
    """The cursor as text.

    >>> encode(Cursor((4,), ("3304092011",)), "hasil", {})
    'WyJoYXNpbCIsIjM4MzMyMzhhIixbNF0sWyIzMzA0MDkyMDExIl1d'
    """
    content = json.dumps([name, _mark(filters), cursor.runs, cursor.key], separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(content.encode()).decode().rstrip("=")


def decode(text: str, name: str, filters: Mapping[str, object], *, runs: int, key: tuple[type, ...]) -> Cursor:
    """Read a cursor that was handed out for this list.

    Args:
        runs: how many runs the list reads.
        key: the types of the parts of its key.

    Raises:
        ApiProblem: api.kursor (422), when it is none of ours, or of another list or other filters.
    """
    try:
        padded = text + "=" * (-len(text) % 4)
        found_name, mark, found_runs, found_key = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (binascii.Error, ValueError, TypeError, RecursionError) as error:
        raise _refused(text, "kursor dari jawaban sebelumnya, apa adanya") from error
    if (found_name, mark) != (name, _mark(filters)):
        raise _refused(text, "kursor dari daftar yang sama dengan saringan yang sama")
    if not _fits(found_runs, (int,) * runs) or not _fits(found_key, key):
        raise _refused(text, "kursor dari jawaban sebelumnya, apa adanya")
    return Cursor(tuple(found_runs), tuple(found_key))


def _fits(found: object, types: tuple[type, ...]) -> bool:
    if not isinstance(found, list) or len(found) != len(types):
        return False
    for value, wanted in zip(found, types, strict=True):
        if type(value) is not wanted:
            return False
        if isinstance(value, int) and abs(value) > _LARGEST:
            return False
        if isinstance(value, str) and not value.isprintable():
            return False
    return True


def _mark(filters: Mapping[str, object]) -> str:
    """Tells lists with other filters apart."""
    told = sorted((name, str(value)) for name, value in filters.items() if value not in (None, "", False))
    return blake2b(json.dumps(told).encode(), digest_size=4).hexdigest()


def _refused(text: str, expected: str) -> Exception:
    return malformed("api.kursor", "kursor", text, expected, "Mulai lagi dari halaman pertama, tanpa kursor.")
