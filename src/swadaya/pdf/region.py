"""The brief of a kecamatan, kabupaten, kota or provinsi on two pages, for those who decide on plans and budgets.

Source: Permendes PDTT 2/2016 Pasal 8(3)c, the index as material of advocacy at every level of government.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from swadaya.core.codes import dotted
from swadaya.core.figures import grouped

from .components import Check, Mark, Ruler, StatusCount, framed, listed
from .village import ComponentLine, YearLine

MOST_PARTS = 18
MOST_RANKED = 32
"""Villages of a kecamatan, which take less room than its parts elsewhere."""
MOST_VILLAGES = 10
MOST_INDICATORS = 6


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One figure in two years: before, now, and the difference with its sign."""

    label: str
    before: str
    now: str
    difference: str
    tone: int = 0

    def as_data(self) -> dict[str, Any]:
        return {
            "status": {"label": self.label, "tone": self.tone},
            "cells": [self.before, self.now, self.difference],
        }


@dataclass(frozen=True, slots=True)
class PartLine:
    """One region or village below: its place in the list, villages, villages lagging, mean and status.

    ``statuses``: for the band, highest status first; empty for a village.
    """

    place: int
    name: str
    mean: str
    status: Mark
    villages: int = 0
    lagging: int = 0
    statuses: tuple[StatusCount, ...] = ()

    def as_data(self) -> dict[str, Any]:
        return {
            "place": str(self.place),
            "name": self.name,
            "mean": self.mean,
            "status": self.status.as_data(),
            "villages": grouped(self.villages),
            "lagging": grouped(self.lagging),
            "statuses": listed(self.statuses),
        }


@dataclass(frozen=True, slots=True)
class WeakLine:
    """A weak indicator: its component, villages below the highest score of how many, its share of all that is lost."""

    indicator: str
    component: str
    below: str
    lost: str

    def as_data(self) -> list[str]:
        return [self.indicator, self.component, self.below, self.lost]


@dataclass(frozen=True, slots=True)
class LowLine:
    """A village at the end of the list."""

    code: str
    name: str
    place: str
    index: str
    status: Mark

    def as_data(self) -> dict[str, Any]:
        return {
            "cells": [dotted(self.code), self.name, self.place, self.index],
            "status": self.status.as_data(),
        }


@dataclass(frozen=True, slots=True)
class RingkasanWilayah:
    """The brief.

    Args:
        parts: ranked, highest mean first; of more than fit the page the first and last ones are printed.
        parts_heading: "Kabupaten dan kota"; ``part_noun``: "kabupaten/kota".
        change: this year beside the one before; empty where there is none, ``change_note`` says so.
        weak: indicators that cost the region most points; ``weak_note``: what they are, or why there are none.
        lowest: the villages with the lowest index.
        possible: sentences, each one thing that is within reach.
    """

    name: str
    code: str
    within: str
    year: int
    index_name: str
    short: str
    lead: str
    made_on: date
    mean: str = ""
    status: Mark | None = None
    ruler: Ruler | None = None
    villages: int = 0
    with_index: int = 0
    statuses: tuple[StatusCount, ...] = ()
    components: tuple[ComponentLine, ...] = ()
    trend: tuple[YearLine, ...] = ()
    change_years: tuple[str, str] = ("", "")
    change: tuple[ChangeLine, ...] = ()
    change_note: str = ""
    parts_heading: str = ""
    part_noun: str = ""
    lagging_head: str = ""
    parts: tuple[PartLine, ...] = ()
    weak: tuple[WeakLine, ...] = ()
    weak_note: str = ""
    lowest: tuple[LowLine, ...] = ()
    lowest_note: str = ""
    possible: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    check: Check | None = None
    example: bool = False

    template = "ringkasan-wilayah"

    def as_data(self) -> Mapping[str, Any]:
        first, last = self._parts_shown()
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
            mean=self.mean,
            status=self.status.as_data() if self.status else None,
            ruler=self.ruler.as_data() if self.ruler else None,
            villages=grouped(self.villages),
            with_index=grouped(self.with_index),
            statuses=listed(self.statuses),
            components=listed(self.components),
            trend=listed(self.trend[-6:]),
            change_years=list(self.change_years),
            change=listed(self.change),
            change_note=self.change_note,
            parts_heading=self.parts_heading,
            part_noun=self.part_noun,
            lagging_head=self.lagging_head,
            parts_are_villages=self._ranked_villages,
            parts=listed(first),
            parts_left_out=grouped(len(self.parts) - len(first) - len(last)) if last else "",
            parts_last=listed(last),
            weak=listed(self.weak[:MOST_INDICATORS]),
            weak_note=self.weak_note,
            lowest=listed(self.lowest[:MOST_VILLAGES]),
            lowest_note=self.lowest_note,
            possible=list(self.possible),
            sources=list(self.sources),
        )

    @property
    def _ranked_villages(self) -> bool:
        return not any(part.statuses for part in self.parts)

    def _parts_shown(self) -> tuple[tuple[PartLine, ...], tuple[PartLine, ...]]:
        most = MOST_RANKED if self._ranked_villages else MOST_PARTS
        if len(self.parts) <= most:
            return self.parts, ()
        half = most // 2
        return self.parts[:half], self.parts[-half:]
