"""The profile of a village on one page, for the notice board."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from swadaya.core.codes import dotted

from .components import Check, Mark, Ruler, framed, listed

MOST_ACTIONS = 6
"""As many weak indicators as fit one page."""
MOST_YEARS = 8


@dataclass(frozen=True, slots=True)
class ComponentLine:
    """One component: its points and maximum or number of villages as text, its ratio, the ratio in parts of 1,000."""

    label: str
    code: str
    points: str
    maximum: str
    ratio: str
    permille: int

    def as_data(self) -> dict[str, Any]:
        return {
            "label": self.label,
            "code": self.code,
            "points": self.points,
            "maximum": self.maximum,
            "ratio": self.ratio,
            "permille": self.permille,
        }


@dataclass(frozen=True, slots=True)
class YearLine:
    """One year: the index as text and in parts of 1,000, and its status. ``example``: made from example data."""

    year: int
    index: str
    permille: int
    status: Mark
    example: bool = False

    def as_data(self) -> dict[str, Any]:
        return {
            "year": str(self.year),
            "index": self.index,
            "permille": self.permille,
            "status": self.status.as_data(),
            "example": self.example,
        }


@dataclass(frozen=True, slots=True)
class ActionLine:
    """A weak indicator: its score, what can be done, who can do it, and what that adds to the index."""

    indicator: str
    component: str
    score: str
    action: str
    actors: str
    gain: str

    def as_data(self) -> list[str]:
        return [self.indicator, self.component, self.score, self.action, self.actors, self.gain]


@dataclass(frozen=True, slots=True)
class ProfilDesa:
    """The profile.

    Args:
        name: with its kind, "Desa Sigeblog"; ``within``: kecamatan, kabupaten and provinsi in one line.
        lead: the page's first sentence.
        index, status, ruler: empty or None where the village has no index; ``lead`` then says why.
        total: points of the index of their maximum, "4.878 dari 6.300".
        ranks: (place, rank, of how many), such as ("Kecamatan", "5", "17").
        actions: weakest first; at most MOST_ACTIONS are printed, fewer where names are long. ``actions_note``: what the
            list is, or why it is empty.
        sources: sentences that say where the figures come from.
        made_on: the day of the published figures, not of printing: equal figures give an equal sheet.
    """

    name: str
    code: str
    within: str
    year: int
    index_name: str
    short: str
    lead: str
    made_on: date
    index: str = ""
    status: Mark | None = None
    ruler: Ruler | None = None
    total: str = ""
    components: tuple[ComponentLine, ...] = ()
    ranks: tuple[tuple[str, str, str], ...] = ()
    trend: tuple[YearLine, ...] = ()
    trend_note: str = ""
    actions: tuple[ActionLine, ...] = ()
    actions_note: str = ""
    sources: tuple[str, ...] = ()
    check: Check | None = None
    example: bool = False

    template = "profil-desa"

    def as_data(self) -> Mapping[str, Any]:
        return framed(
            self.made_on,
            self.check,
            example=self.example,
            name=self.name,
            code=dotted(self.code),
            within=self.within,
            year=str(self.year),
            index_name=self.index_name,
            short=self.short,
            lead=self.lead,
            index=self.index,
            status=self.status.as_data() if self.status else None,
            ruler=self.ruler.as_data() if self.ruler else None,
            total=self.total,
            components=listed(self.components),
            ranks=[list(rank) for rank in self.ranks],
            trend=listed(self.trend[-MOST_YEARS:]),
            trend_note=self.trend_note,
            actions=listed(self.actions[:MOST_ACTIONS]),
            actions_note=self.actions_note,
            sources=list(self.sources),
        )
