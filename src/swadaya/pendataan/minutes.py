"""Minutes of a verification (berita acara), made from the steps that were taken."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import groupby

from django.db import connection

from swadaya.accounts.rules.access import OutOfSight, Viewer
from swadaya.core import codes
from swadaya.core.figures import percent, ratio
from swadaya.core.rows import ask
from swadaya.methodology import Method
from swadaya.pdf.components import Signatory, StatusCount
from swadaya.pdf.minutes import BeritaAcara, MinutesPart, MinutesVillage, Returned, StateCount
from swadaya.pdf.rendering import pdf_of

from . import form_detail
from .access import region_label, villages_in
from .models import Publication
from .rules.states import STATE_LABELS
from .values import FileContent

_POSITIONS = {
    "kecamatan": "Pemeriksa kecamatan",
    "kabupaten": "Pemeriksa kabupaten/kota",
    "provinsi": "Pemeriksa provinsi",
}
WIDTHS: dict[str, int] = {"kecamatan": 6, "kabupaten": 4, "provinsi": 2}


@dataclass(frozen=True, slots=True)
class Decided:
    """One village as published. ``returns``: (reason, day) of what was sent back in the decided round."""

    desa: str
    name: str
    points: tuple[int, ...] | None
    k: int | None
    level: int
    own: bool  # decided by this publication


def figure(method: Method, value: Fraction) -> str:
    """A figure of the index as it is printed: in the unit and with the decimals of the method."""
    return ratio(value * (100 if method.unit == "persen" else 1), method.decimals)


def mean(method: Method, villages: Sequence[Decided]) -> str:
    held = [village.k for village in villages if village.k is not None]
    return figure(method, Fraction(sum(held), len(held) * method.denominator)) if held else ""


def status(method: Method, level: int) -> str:
    return method.classes[level - 1].label if level else ""


@dataclass(frozen=True, slots=True)
class Act:
    """A verification or return in the decided round."""

    desa: str
    duty: str
    verb: str
    from_state: str
    to_state: str
    actor: str
    reason: str
    on: date


def acts_of(publication: Publication) -> list[Act]:
    """What verifiers did to the villages that this publication decides, in their order."""
    return ask(
        connection,
        """SELECT f.desa, s.duty, s.verb, s.from_state, s.to_state, s.actor, s.reason, s.effective_on AS "on"
        FROM pendataan_step s JOIN pendataan_form f ON f.id = s.form_id
        WHERE f.cycle_id = %s AND s.round = f.round AND s.verb <> 'buka'
        AND EXISTS (SELECT 1 FROM pendataan_step t WHERE t.form_id = f.id AND t.event_id = %s) ORDER BY s.id""",
        [publication.cycle_id, publication.event_id],
        into=Act,
    )


def minutes(
    publication: Publication,
    method: Method,
    level: str,
    region: str,
    villages: Sequence[Decided],
    names: dict[str, str],
    acts: Sequence[Act],
) -> BeritaAcara:
    own = [act for act in acts if act.desa.startswith(region) and act.duty == level]
    verified = [act for act in own if act.verb != "kembali"]
    before = verified[-1].from_state if verified else "diajukan"
    people = tuple(dict.fromkeys(act.actor for act in verified))
    return BeritaAcara(
        level=level,  # type: ignore[arg-type]
        region=names.get(region, region),
        within=", ".join(names.get(code, code) for code in reversed(codes.ancestors(region))),
        code=region,
        year=publication.cycle.year,
        held_on=max((act.on for act in verified), default=publication.decided_on),
        place=names.get(region, region),
        index_name=method.short,
        method=method.title,
        village_count=len(villages),
        states=(
            StateCount(STATE_LABELS[before], len(villages), 0),  # type: ignore[index]
            StateCount(STATE_LABELS[level], 0, len(villages)),  # type: ignore[index]
        ),
        statuses=_statuses(method, villages),
        villages=tuple(
            MinutesVillage(
                village.desa,
                village.name,
                STATE_LABELS[before],  # type: ignore[index]
                STATE_LABELS[level],  # type: ignore[index]
                "" if village.k is None else figure(method, method.index(village.k)),
                status(method, village.level),
            )
            for village in villages
        )
        if level == "kecamatan"
        else (),
        returned=_returned(own, villages),
        parts=() if level == "kecamatan" else _parts(method, villages, WIDTHS[level] + 2, names, acts, level),
        signatories=tuple(Signatory(_POSITIONS[level], name) for name in people),
        number="",
        example=publication.run.example,
    )


def recap(
    publication: Publication,
    method: Method,
    villages: Sequence[Decided],
    names: dict[str, str],
    acts: Sequence[Act],
) -> BeritaAcara:
    """The cycle as a whole: how many villages it has, how many are decided, part by part."""
    cycle = publication.cycle
    total = villages_in(cycle.region)
    width = min(len(cycle.region) + 2, 10) if len(cycle.region) < 6 else 10
    notes = tuple(f"Tetap ditetapkan ({code}): {reason}" for code, reason in sorted(publication.overrides.items()))
    return BeritaAcara(
        level="rekap",
        region=region_label(cycle.region),
        within=", ".join(region_label(code) for code in reversed(codes.ancestors(cycle.region)))
        if cycle.region
        else "",
        code=cycle.region,
        year=cycle.year,
        held_on=publication.decided_on,
        place=publication.place,
        index_name=method.short,
        method=method.title,
        village_count=total,
        states=(
            StateCount("ditetapkan", 0, len(villages)),
            StateCount("tidak ikut ditetapkan", total, total - len(villages)),
        ),
        statuses=_statuses(method, villages),
        returned=_returned(acts, villages),
        parts=_parts(method, villages, width, names, acts, "") if width < 10 else (),
        signatories=tuple(
            Signatory(signer["position"], signer["name"], signer["number"]) for signer in publication.signers
        ),
        number=publication.number,
        notes=notes,
        example=publication.run.example,
    )


def _returned(acts: Sequence[Act], villages: Sequence[Decided]) -> tuple[Returned, ...]:
    names = {village.desa: village.name for village in villages}
    return tuple(
        Returned(act.desa, names.get(act.desa, ""), act.reason, act.on) for act in acts if act.verb == "kembali"
    )


def _parts(
    method: Method, villages: Sequence[Decided], width: int, names: dict[str, str], acts: Sequence[Act], duty: str
) -> tuple[MinutesPart, ...]:
    returned = {act.desa for act in acts if act.verb == "kembali" and duty in ("", act.duty)}
    return tuple(
        MinutesPart(
            code,
            names.get(code, code),
            villages=len(members),
            verified=len(members),
            returned=sum(village.desa in returned for village in members),
            mean=mean(method, members),
        )
        for code, members in grouped_by(villages, width)
    )


def _statuses(method: Method, villages: Sequence[Decided]) -> tuple[StatusCount, ...]:
    counts = Counter(village.level for village in villages)
    return tuple(
        StatusCount(item.label, counts[item.level], item.level, percent(counts[item.level], len(villages)))
        for item in reversed(method.classes)
    )


def grouped_by(villages: Sequence[Decided], width: int) -> list[tuple[str, list[Decided]]]:
    return [(code, list(members)) for code, members in groupby(villages, key=lambda item: item.desa[:width])]


def village_minutes(cycle_id: int, desa: str, *, by: Viewer) -> FileContent:
    """The minutes of the village level: its form as it was last handed in. Raises OutOfSight while it never was."""
    page = form_detail.form(cycle_id, desa, by=by)
    handed_in = [step for step in page.steps if step.verb == "ajukan"]
    if not handed_in:
        raise OutOfSight
    last, method = handed_in[-1], page.cycle.method
    index = "" if page.k is None else figure(method, method.index(page.k))
    before, after = STATE_LABELS[last.from_state], STATE_LABELS[last.to_state]
    returned = [step for step in page.steps if step.verb == "kembali" and step.round == page.round]
    content = pdf_of(
        BeritaAcara(
            level="desa",
            region=page.name,
            within=", ".join(name for _, name in reversed(page.path[:-1])),
            code=desa,
            year=page.cycle.year,
            held_on=last.effective_on,
            place=page.name,
            index_name=method.short,
            method=method.title,
            village_count=1,
            states=(StateCount(before, 1, 0), StateCount(after, 0, 1)),
            villages=(MinutesVillage(desa, page.name, before, after, index, status(method, page.level)),),
            returned=tuple(Returned(desa, page.name, step.reason, step.effective_on) for step in returned),
            signatories=(Signatory("Yang mengajukan", last.person),),
        )
    )
    return FileContent(f"berita-acara-desa-{desa}.pdf", "application/pdf", hashlib.sha256(content).hexdigest(), content)
