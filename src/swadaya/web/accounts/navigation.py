"""What the head of a page for signed-in people shows."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from swadaya.accounts.rules import roles
from swadaya.accounts.rules.access import Viewer

SHARED = "ponsel_bersama"
"""Key of the session: it was opened on a phone that several people use."""


@dataclass(frozen=True, slots=True)
class Menu:
    """What the head shows.

    Attributes:
        books: the way to the books leads over no group.
        waiting: some role of the person works only after a second step of sign-in.
    """

    known: bool
    name: str
    standing: str
    groups: bool
    books: bool
    people: bool
    shared: bool
    waiting: bool


def menu_of(request: HttpRequest, viewer: Viewer) -> Menu:
    """The head for this viewer."""
    return Menu(
        known=viewer.known,
        name=viewer.name,
        standing=standing(viewer),
        groups=bool(viewer.holding("ksm.lihat")),
        books=bool(viewer.holding("buku.lihat")) and not viewer.holding("ksm.lihat"),
        people=bool(viewer.holding("akun.lihat")),
        shared=bool(viewer.known and request.session.get(SHARED)),
        waiting=waiting(viewer),
    )


def standing(viewer: Viewer) -> str:
    """The first role in words, and how many more: "Operator desa dan 1 peran lain"."""
    book = roles.book().roles
    labels = list(dict.fromkeys(book[held.role].label for held in viewer.held if held.role in book))
    if not labels:
        return "belum punya peran"
    return labels[0] if len(labels) == 1 else f"{labels[0]} dan {len(labels) - 1} peran lain"


def waiting(viewer: Viewer) -> bool:
    """Whether a role of the viewer asks for a second step that this session has not passed."""
    book = roles.book().roles
    return not viewer.second_factor and any(book[held.role].second_factor for held in viewer.held if held.role in book)
