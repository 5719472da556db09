"""What rooms above this one, and whoever installs it, join to a meeting, a score card, or the sending of receipts.

``config`` registers; the order of registration is the order on the sheet, after this room's own parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Protocol
from uuid import UUID

from .rules.panca_sutra import Line, RuleBook


class GroupFacts(Protocol):
    """Facts of a group that another room knows, as lines of the score card by rule code."""

    def lines(self, ksm_id: UUID, *, first: date, last: date, book: RuleBook) -> Mapping[str, Line]: ...


class Channel(Protocol):
    """A way to a member's telephone. ``send`` returns a word of the carrier, or raises to be tried again later."""

    code: str
    label: str

    def send(self, to: str, text: str) -> str: ...


_facts: dict[str, GroupFacts] = {}
_channels: dict[str, Channel] = {}


def register_facts(name: str, provider: GroupFacts) -> None:
    """Let a room speak on the score card; a name registered again is replaced."""
    _facts[name] = provider


def register_channel(channel: Channel) -> None:
    _channels[channel.code] = channel


def forget(name: str) -> None:
    """Take a provider of facts or a channel away again."""
    _facts.pop(name, None)
    _channels.pop(name, None)


def facts() -> Iterator[GroupFacts]:
    yield from _facts.values()


def channel(code: str) -> Channel | None:
    return _channels.get(code)


def channels() -> Iterator[Channel]:
    yield from _channels.values()
