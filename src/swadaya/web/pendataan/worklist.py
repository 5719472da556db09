"""``/kerja/``: what waits for me now, by role; and when nothing does, what comes next."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase

from swadaya.accounts.rules import roles
from swadaya.accounts.rules.access import Place, Viewer
from swadaya.core import clock
from swadaya.core.figures import grouped
from swadaya.ksm import selectors as ksm
from swadaya.ksm.values import GroupWork, MeetingLine
from swadaya.pendataan import selectors
from swadaya.pendataan.rules.questions import questionnaire
from swadaya.pendataan.rules.states import LEVELS, Level
from swadaya.pendataan.values import Count, CycleInfo, Waiting

from ..accounts.middleware import viewer_of
from .cycles import PhaseLine, phase_lines
from .page import show, until, work_page
from .verification import LEVEL_WORDS, source_of

_OWN = ("isi", "ajukan", "perbaiki")
_VERBS = {"isi": "Isi", "ajukan": "Ajukan", "perbaiki": "Perbaiki"}


@dataclass(frozen=True, slots=True)
class OwnForm:
    """A village's form that waits for its operator."""

    waiting: Waiting
    verb: str
    href: str
    asked: int
    deadline: str


@dataclass(frozen=True, slots=True)
class Pile:
    """Forms that wait at one level in one region of a cycle; ``parts``: where they lie."""

    cycle: CycleInfo
    level: str
    region: str
    name: str
    count: int
    parts: tuple[tuple[Count, int], ...]
    deadline: str


@work_page("GET")
def page(request: HttpRequest) -> HttpResponseBase:
    viewer = viewer_of(request)
    cycles = selectors.cycles(viewer)
    own = [_own(one) for one in selectors.worklist(viewer) if one.what in _OWN]
    piles = [pile for cycle in cycles for pile in _piles(cycle, viewer)]
    decrees = [
        (cycle, selectors.readiness(cycle.id, by=viewer))
        for cycle in cycles
        if viewer.may("siklus.terbit", Place(cycle.region))
    ]
    groups = [_group(waiting) for waiting in ksm.waiting_in_groups(by=viewer)]
    return show(
        request,
        "pekerjaan.html",
        title="Pekerjaan saya",
        own=own,
        groups=groups,
        only_groups=bool(groups) and not (own or piles or decrees or cycles),
        piles=piles,
        decrees=decrees,
        today=clock.today(),
        second_step=_second_step(viewer),
        may_open=bool(viewer.holding("siklus.atur")),
        cycles=cycles,
        lead=_lead(own, piles, groups),
        calendar=[(cycle, _next(cycle)) for cycle in cycles],
    )


@dataclass(frozen=True, slots=True)
class GroupTask:
    """A group of the viewer. ``due``: its next planned meeting, today or before, or None; ``next``: a later one."""

    work: GroupWork
    due: MeetingLine | None
    next: MeetingLine | None


def _group(work: GroupWork) -> GroupTask:
    first = work.planned[0] if work.planned else None
    due = first if first is not None and first.on <= clock.today() and work.may_record else None
    return GroupTask(work, due, None if due else first)


def _own(waiting: Waiting) -> OwnForm:
    base = f"/kerja/pendataan/{waiting.cycle.id}/{waiting.line.desa}/"
    href = f"{base}ajukan/" if waiting.what == "ajukan" else base
    asked = _asked(waiting.cycle)
    return OwnForm(waiting, _VERBS[waiting.what], href, asked, until(waiting.cycle, "isi"))


def _asked(cycle: CycleInfo) -> int:
    return len(questionnaire(cycle.method).columns)


def _piles(cycle: CycleInfo, viewer: Viewer) -> list[Pile]:
    found = []
    for level in LEVELS:
        for grant in viewer.holding(f"isian.periksa-{level}"):
            if grant.region.startswith(cycle.region):
                found.append(_pile(cycle, level, grant.region, viewer))
            elif cycle.region.startswith(grant.region):
                found.append(_pile(cycle, level, cycle.region, viewer))
    return found


def _pile(cycle: CycleInfo, level: Level, region: str, viewer: Viewer) -> Pile:
    progress, waits = selectors.progress(cycle.id, region, by=viewer), source_of(level)
    parts = tuple((part, part.states.get(waits, 0)) for part in progress.parts if part.states.get(waits, 0))
    count = progress.total.states.get(waits, 0)
    return Pile(cycle, LEVEL_WORDS[level], region, progress.name, count, parts, until(cycle, level))


def _second_step(viewer: Viewer) -> bool:
    """Whether a role of the viewer works only after a second step that this session has not passed."""
    known = roles.book().roles
    return not viewer.second_factor and any(
        known[grant.role].second_factor for grant in viewer.held if grant.role in known
    )


def _lead(own: list[OwnForm], piles: list[Pile], groups: list[GroupTask]) -> str:
    waiting = sum(pile.count for pile in piles)
    meetings = sum(len(group.work.confirm) + bool(group.due) for group in groups)
    parts = []
    if meetings:
        parts.append(f"{grouped(meetings)} rapat kelompok menunggu Anda")
    if own:
        parts.append(f"{grouped(len(own))} isian desa menunggu Anda")
    if waiting:
        parts.append(f"{grouped(waiting)} desa menunggu pemeriksaan Anda")
    if not parts:
        return "Tidak ada yang menunggu Anda sekarang."
    return f"{' dan '.join(parts)}."


def _next(cycle: CycleInfo) -> PhaseLine | None:
    """The stage that is open, or the one that opens next."""
    lines = phase_lines(cycle)
    opened = [line for line in lines if line.standing == "sedang dibuka"]
    coming = [line for line in lines if line.standing == "belum dibuka"]
    return next(iter([*opened, *coming]), None)
