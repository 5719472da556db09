"""What rooms above this one, and whoever installs it, join to a meeting, a score card, or the sending of receipts.

The room that joins registers itself in its ``apps``, under its name; the order of joining is the order on the card.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Protocol
from uuid import UUID

from swadaya.core.registry import Registry

from .rules.panca_sutra import Line, RuleBook


class GroupFacts(Protocol):
    """Facts of a group that another room knows, as lines of the score card by rule code."""

    def lines(self, ksm_id: UUID, *, first: date, last: date, book: RuleBook) -> Mapping[str, Line]: ...


class Channel(Protocol):
    """A way to a member's telephone. ``send`` returns a word of the carrier, or raises to be tried again later."""

    code: str
    label: str

    def send(self, to: str, text: str) -> str: ...


facts: Registry[GroupFacts] = Registry()
"""By the name of the room that speaks on the score card."""
channels: Registry[Channel] = Registry()
"""By their codes."""
