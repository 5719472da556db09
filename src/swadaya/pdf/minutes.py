"""Minutes of a verification (berita acara) at desa, kecamatan, kabupaten, provinsi level, and their recap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from swadaya.core.codes import dotted
from swadaya.core.figures import grouped

from .components import Check, Signatory, StatusCount, day_data, framed, listed

MinutesLevel = Literal["desa", "kecamatan", "kabupaten", "provinsi", "rekap"]


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many villages were in a state before and after the verification."""

    label: str
    before: int
    after: int

    def as_data(self) -> dict[str, str]:
        return {"label": self.label, "before": grouped(self.before), "after": grouped(self.after)}


@dataclass(frozen=True, slots=True)
class MinutesVillage:
    """One village that was dealt with. ``before`` and ``after``: its states in words; index and status as text."""

    code: str
    name: str
    before: str
    after: str
    index: str = ""
    status: str = ""

    def as_data(self) -> list[str]:
        return [dotted(self.code), self.name, self.before, self.after, self.index, self.status]


@dataclass(frozen=True, slots=True)
class Returned:
    """One village sent back, and why."""

    code: str
    name: str
    reason: str
    on: date | None = None

    def as_data(self) -> dict[str, Any]:
        on = day_data(self.on) if self.on else None
        return {"code": dotted(self.code), "name": self.name, "reason": self.reason, "on": on}


@dataclass(frozen=True, slots=True)
class MinutesPart:
    """One region below in a recap: how many villages it has, how many are verified, how many were sent back."""

    code: str
    name: str
    villages: int
    verified: int
    returned: int
    mean: str = ""

    def as_data(self) -> list[str]:
        figures = (self.villages, self.verified, self.returned)
        return [dotted(self.code), self.name, *map(grouped, figures), self.mean]


@dataclass(frozen=True, slots=True)
class BeritaAcara:
    """The minutes.

    Args:
        level: whose verification; "rekap" sums up the regions below in ``parts``.
        region: name with its kind, "Kecamatan Sigaluh"; ``within``: what it lies in, "Kabupaten Banjarnegara, ...".
        code: of the region, without dots; empty for the nation.
        number: of the minutes, or empty.
        held_on, place, time: when and where they were held; ``time`` as text, "09.00 WIB", or empty.
        index_name: "Indeks Desa Membangun"; ``method``: the instrument's title.
        basis: the legal basis in words, or empty.
        states: villages by state before and after; ``statuses``: by status of the index, highest first.
        villages: one row each, or empty where only counts are minuted.
        returned: those sent back, with reasons.
        attendees: who took part, beside those who sign.
    """

    level: MinutesLevel
    region: str
    within: str
    code: str
    year: int
    held_on: date
    place: str
    index_name: str
    method: str
    village_count: int
    states: tuple[StateCount, ...]
    signatories: tuple[Signatory, ...]
    statuses: tuple[StatusCount, ...] = ()
    villages: tuple[MinutesVillage, ...] = ()
    returned: tuple[Returned, ...] = ()
    parts: tuple[MinutesPart, ...] = ()
    attendees: tuple[Signatory, ...] = ()
    number: str = ""
    time: str = ""
    basis: str = ""
    notes: tuple[str, ...] = ()
    check: Check | None = None
    example: bool = False

    template = "berita-acara"

    def as_data(self) -> Mapping[str, Any]:
        return framed(
            self.held_on,
            self.check,
            example=self.example,
            level=self.level,
            region=self.region,
            within=self.within,
            code=dotted(self.code),
            year=str(self.year),
            held_on=day_data(self.held_on),
            place=self.place,
            time=self.time,
            index_name=self.index_name,
            method=self.method,
            basis=self.basis,
            number=self.number,
            village_count=grouped(self.village_count),
            states=listed(self.states),
            statuses=listed(self.statuses),
            villages=listed(self.villages),
            returned=listed(self.returned),
            parts=listed(self.parts),
            signatories=listed(self.signatories),
            attendees=listed(self.attendees),
            notes=list(self.notes),
        )
