"""Words that open a door once: made at random, shown once, kept only as a hash."""

from __future__ import annotations

import hashlib
import secrets

_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Without those that are mistaken for another when read aloud or by hand."""


def new_word() -> str:
    """A word for an address, with 256 bits of chance."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """A code that is read aloud: two groups of four, 31^8 of them.

    >>> len(new_code()), new_code()[4]
    (9, '-')
    """
    signs = "".join(secrets.choice(_LETTERS) for _ in range(8))
    return f"{signs[:4]}-{signs[4:]}"


def spoken(written: str) -> str:
    """A code as typed, to the form it was made in.

    >>> spoken(" abcd efgh ")
    'ABCD-EFGH'
    """
    signs = "".join(sign for sign in written.upper() if sign.isalnum())
    return f"{signs[:4]}-{signs[4:]}"


def hashed(word: str) -> str:
    """What is kept of a word; a plain hash is enough for 256 bits of chance."""
    return hashlib.sha256(word.encode()).hexdigest()
