"""What a page answers when a service refuses: the status of each kind, in one place for all pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from swadaya.core.refusal import Conflict, NotAllowed, Refusal

CONFLICT = 409
FORBIDDEN = 403
UNPROCESSABLE = 422


def status_of(refusal: Refusal) -> int:
    """The status of a refusal.

    >>> from swadaya.core.problem import Problem
    >>> status_of(Conflict(Problem("kunci.lain-isi")))
    409
    """
    if isinstance(refusal, NotAllowed):
        return FORBIDDEN
    return CONFLICT if isinstance(refusal, Conflict) else UNPROCESSABLE


def try_service(act: Callable[[], Any]) -> tuple[Any, Refusal | None]:
    """What a service answers, or its refusal. What may not be done at all is left to the page that says so (403)."""
    try:
        return act(), None
    except NotAllowed:
        raise
    except Refusal as refusal:
        return None, refusal
