"""What every writing of the room does first and leaves behind: a locked book, a role, an event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from swadaya.accounts import audit
from swadaya.accounts.rules.access import OutOfSight, Place, Viewer, require

from .models import Book

POST, REVERSE, CLOSE, REOPEN = "buku.catat", "buku.balik", "buku.tutup", "buku.buka-lagi"


def place_of(book: Book) -> Place:
    return Place(book.region, book.group)


def locked(by: Viewer, book_id: int, *rights: str) -> tuple[Book, str]:
    """The book, locked until the end of the transaction, and the role that may do this."""
    book = Book.objects.select_for_update().filter(pk=book_id).first()
    if book is None:
        raise OutOfSight
    roles = [require(by, right, place_of(book)) for right in rights]
    return book, roles[0]


def record(by: Viewer, book: Book, action: str, role: str, after: Mapping[str, Any]) -> int:
    """Leave an event of the book and return its id."""
    return audit.record(
        by, action, kind="buku", key=str(book.key), label=book.title, role=role, place=place_of(book), after=after
    )
