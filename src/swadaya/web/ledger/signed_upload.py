"""What was read from a file, carried in the page between the trial and the posting.

The signature binds the content, the name of the file, the book and whether it is a cut-off sheet or journals, for a
day. It binds neither the person, nor the form's key, nor a number of times: whoever may write in the book may post it,
and it proves no trial. So everything in it is judged anew, as if it had just been typed; that it books once is due to
the key, and that the same journals are not booked twice unawares to the ledger.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core import signing

from swadaya.core.problem import Problem, Problems
from swadaya.core.refusal import Invalid
from swadaya.ledger.rules.importers import CutoffSheet, FileJournals
from swadaya.ledger.rules.journal import Journal, Posting

_SALT = "swadaya.buku.kiriman"
_LIFE = 24 * 60 * 60
_LARGEST = 2_000_000  # characters of a field that a form may send


def sheet_carried(book_id: int, sheet: CutoffSheet, *, on: date, source: str, name: str) -> str:
    """Raises Invalid ``berkas.terlalu-besar``."""
    return _signed(["saldo", book_id, name, on.isoformat(), source, _lines(sheet.postings), list(sheet.rows)])


def sheet_of(book_id: int, token: str) -> tuple[CutoffSheet, date, str, str]:
    """(sheet, day, source, name of the file). Raises Invalid ``kiriman.lama``."""
    name, on, source, lines, rows = _read(token, "saldo", book_id)
    return CutoffSheet(_postings(lines), tuple(rows), Problems()), date.fromisoformat(on), source, name


def journals_carried(book_id: int, file: FileJournals, *, name: str) -> str:
    """Raises Invalid ``berkas.terlalu-besar``."""
    found = [
        [
            journal.effective_on.isoformat(),
            journal.memo,
            journal.reference,
            journal.kind,
            journal.reverses,
            journal.reason,
            _lines(journal.postings),
        ]
        for journal in file.journals
    ]
    return _signed(["impor", book_id, name, found, list(file.rows), [list(rows) for rows in file.lines]])


def journals_of(book_id: int, token: str) -> tuple[FileJournals, str]:
    """(journals, name of the file). Raises Invalid ``kiriman.lama``."""
    name, found, rows, lines = _read(token, "impor", book_id)
    journals = tuple(
        Journal(date.fromisoformat(on), memo, _postings(postings), reference, kind, reverses, reason)
        for on, memo, reference, kind, reverses, reason, postings in found
    )
    return FileJournals(journals, tuple(rows), Problems(), tuple(map(tuple, lines))), name


def _lines(postings: tuple[Posting, ...]) -> list[list[Any]]:
    return [[posting.account, posting.amount, posting.party, posting.part] for posting in postings]


def _postings(lines: list[list[Any]]) -> tuple[Posting, ...]:
    return tuple(Posting(*line) for line in lines)


def _signed(said: list[Any]) -> str:
    token = signing.dumps(said, salt=_SALT, compress=True)
    if len(token) > _LARGEST:
        hint = "Bagi menjadi beberapa berkas, atau minta pengelola memakai swadaya ledger import."
        problem = Problem("berkas.terlalu-besar", got="isi terlalu banyak", expected="berkas yang dibagi", hint=hint)
        raise Invalid(problem)
    return token


def _read(token: str, kind: str, book_id: int) -> list[Any]:
    try:
        found = signing.loads(token, salt=_SALT, max_age=_LIFE)
    except signing.BadSignature:
        found = None
    if not isinstance(found, list) or found[:2] != [kind, book_id]:
        raise Invalid(
            Problem("kiriman.lama", got="hasil percobaan yang tidak berlaku lagi", expected="berkas yang dipilih lagi")
        )
    return found[2:]
