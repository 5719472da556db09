"""What several documents carry: statuses, the ruler, who signs, where a reader can check the sheet.

Figures arrive as text, already written the Indonesian way in the unit of their method; counts arrive as whole numbers
and are written here. Lengths of drawn things are whole parts of a thousand or ten thousand, so that nothing is rounded
twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from swadaya.core.figures import grouped


class Data(Protocol):
    """A part of a document."""

    def as_data(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class Mark:
    """A status: its name and its colour, ``tone`` from 1 (the lowest) to 5; 0 is drawn without a colour."""

    label: str
    tone: int = 0

    def as_data(self) -> dict[str, Any]:
        return {"label": self.label, "tone": self.tone}


@dataclass(frozen=True, slots=True)
class Ruler:
    """One value against the borders of the statuses; places in parts of ten thousand of the ruler's length.

    Args:
        text, place: the value.
        parts: (tone, start, end) of each status; ``borders``: (text, place).
    """

    text: str
    place: int
    parts: tuple[tuple[int, int, int], ...]
    borders: tuple[tuple[str, int], ...]

    def as_data(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "place": self.place,
            "parts": [{"tone": tone, "start": start, "end": end} for tone, start, end in self.parts],
            "borders": [{"text": text, "place": place} for text, place in self.borders],
        }


@dataclass(frozen=True, slots=True)
class Signatory:
    """One place for a signature. ``name`` may be empty: a line is left to write on. ``number``: NIP, or empty."""

    position: str
    name: str = ""
    number: str = ""
    institution: str = ""

    def as_data(self) -> dict[str, str]:
        return {"position": self.position, "name": self.name, "number": self.number, "institution": self.institution}


@dataclass(frozen=True, slots=True)
class Check:
    """Where a reader finds the same document: a short code to compare, and an address."""

    code: str
    url: str

    def as_data(self) -> dict[str, str]:
        return {"code": self.code, "url": self.url}


@dataclass(frozen=True, slots=True)
class StatusCount:
    """Villages of one status. ``share``: in percent as text, or empty."""

    label: str
    count: int
    tone: int = 0
    share: str = ""

    def as_data(self) -> dict[str, Any]:
        return {
            "label": self.label,
            "tone": self.tone,
            "number": self.count,
            "count": grouped(self.count),
            "share": self.share,
        }


def day_data(value: date) -> dict[str, int]:
    """A date as the templates take it; they write it in Indonesian."""
    return {"year": value.year, "month": value.month, "day": value.day}


def listed(items: Sequence[Data]) -> list[Any]:
    """The data of each."""
    return [item.as_data() for item in items]


def framed(on: date, check: Check | None, *, example: bool, **content: Any) -> Mapping[str, Any]:
    """The data of a document with what every sheet carries. ``on`` also becomes the date inside the file."""
    return {
        "document_date": day_data(on),
        "check": check.as_data() if check else None,
        "example": example,
        **content,
    }
