"""Verification of a region: how far its villages are, what stands out, and many villages verified at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect

from swadaya.accounts.rules.access import Place, Viewer, require
from swadaya.core import codes, numbers
from swadaya.core.figures import grouped
from swadaya.core.messages import sentence
from swadaya.pendataan import selectors, services
from swadaya.pendataan.rules.outliers import Standout
from swadaya.pendataan.rules.states import LEVELS, STATE_LABELS, STATES, TRANSITIONS, Level, State
from swadaya.pendataan.values import Count, CycleInfo, FormLine, Progress, Tried

from ..accounts.middleware import viewer_of
from .page import code_of, cycle_steps, show, until, work_page

LEVEL_WORDS: Mapping[Level, str] = {"kecamatan": "kecamatan", "kabupaten": "kabupaten/kota", "provinsi": "provinsi"}
_MOST = 500


@dataclass(frozen=True, slots=True)
class QueueLine:
    """A village in the list of a kecamatan, with its standouts, heaviest first."""

    line: FormLine
    label: str
    tone: str
    waiting: bool
    standouts: tuple[Standout, ...]
    last: str = ""


@dataclass(frozen=True, slots=True)
class PartLine:
    """A part of a region: how many villages wait here, are further, or have not come so far."""

    count: Count
    waiting: int
    before: int
    beyond: int


def source_of(level: Level) -> State:
    """The state in which forms wait for a level."""
    return next(step.source for step in TRANSITIONS if step.verb == f"periksa-{level}")


def levels_of(viewer: Viewer, region: str) -> list[Level]:
    """The levels at which a viewer verifies in a region."""
    return [level for level in LEVELS if viewer.may(f"isian.periksa-{level}", Place(region))]


def level_for(viewer: Viewer, region: str, wanted: str = "") -> Level | None:
    """The level of the page: the one asked for, else the lowest the viewer verifies at."""
    own = levels_of(viewer, region)
    return next((level for level in own if level == wanted), own[0] if own else None)


@work_page("GET")
def whole(request: HttpRequest, siklus: int) -> HttpResponseBase:
    """The parts of the cycle's own region."""
    viewer = viewer_of(request)
    progress = selectors.progress(siklus, by=viewer)
    return _parts(request, progress, level_for(viewer, progress.region))


def region(request: HttpRequest, siklus: int, kode: str) -> HttpResponseBase:
    """The list of a kecamatan, or the parts of a larger region."""
    code, viewer = code_of(kode), viewer_of(request)
    progress = selectors.progress(siklus, code, by=viewer)
    level = level_for(viewer, code, request.GET.get("tingkat", ""))
    if codes.level_of(code) != "kecamatan":
        return _parts(request, progress, level)
    return _kecamatan(request, progress, level)


def _parts(request: HttpRequest, progress: Progress, level: Level | None) -> HttpResponseBase:
    lines = [part_line(part, level) for part in progress.parts]
    return show(
        request,
        "wilayah.html",
        title=f"Pemeriksaan {progress.name}",
        steps=cycle_steps(progress.cycle),
        progress=progress,
        level=LEVEL_WORDS[level] if level else "",
        lines=sorted(lines, key=lambda one: -one.waiting),
        total=part_line(progress.total, level),
        deadline=until(progress.cycle, level) if level else "",
    )


def part_line(count: Count, level: Level | None) -> PartLine:
    if level is None:
        return PartLine(count, 0, count.desa - count.states.get("ditetapkan", 0), count.states.get("ditetapkan", 0))
    place = STATES.index(source_of(level))
    before = sum(count.states.get(state, 0) for state in STATES[:place])
    beyond = sum(count.states.get(state, 0) for state in STATES[place + 1 :])
    return PartLine(count, count.states.get(STATES[place], 0), before, beyond)


def _kecamatan(request: HttpRequest, progress: Progress, level: Level | None) -> HttpResponseBase:
    viewer = viewer_of(request)
    lines = queue(progress.cycle, progress.region, level, by=viewer)
    chosen = request.GET.get("keadaan", "")
    filters = [("", "Semua", len(lines)), ("tunggu", "Menunggu Anda", sum(line.waiting for line in lines))]
    filters += [("tanda", "Menonjol", sum(bool(line.standouts) for line in lines))]
    filters += [
        (state, STATE_LABELS[state].capitalize(), count)
        for state in STATES
        if (count := sum(line.line.state == state for line in lines))
    ]
    shown = [line for line in lines if _passes(line, chosen)]
    return show(
        request,
        "antrean.html",
        title=f"Pemeriksaan {progress.name}",
        steps=cycle_steps(progress.cycle),
        progress=progress,
        level=level or "",
        level_words=LEVEL_WORDS[level] if level else "",
        levels=[(one, LEVEL_WORDS[one]) for one in levels_of(viewer, progress.region)],
        lines=shown,
        waiting=sum(one.waiting for one in shown),
        filters=[one for one in filters if one[2] or not one[0]],
        chosen=chosen,
        lead=_lead(lines, level),
        deadline=until(progress.cycle, level) if level else "",
    )


def _passes(one: QueueLine, chosen: str) -> bool:
    if not chosen:
        return True
    if chosen == "tunggu":
        return one.waiting
    return bool(one.standouts) if chosen == "tanda" else one.line.state == chosen


def _lead(lines: Sequence[QueueLine], level: Level | None) -> str:
    sent = sum(line.line.state not in ("kosong", "diisi") for line in lines)
    words = f"{grouped(sent)} dari {grouped(len(lines))} desa sudah mengajukan."
    if level is None:
        return words
    waiting = [line for line in lines if line.waiting]
    striking = sum(bool(one.standouts) for one in waiting)
    if not waiting:
        return f"{words} Tidak ada yang menunggu pemeriksaan {LEVEL_WORDS[level]} sekarang."
    told = f"{grouped(len(waiting))} menunggu pemeriksaan Anda"
    return f"{words} {told}; {grouped(striking)} di antaranya menonjol." if striking else f"{words} {told}."


def standouts_of(cycle_id: int, kecamatan: str, *, by: Viewer) -> list[Standout]:
    """What stands out; nothing for whoever sees only some of the villages that are compared."""
    return selectors.standouts_in(cycle_id, kecamatan, by=by) if by.sees("isian", Place(kecamatan)) else []


def queue(cycle: CycleInfo, kecamatan: str, level: Level | None, *, by: Viewer) -> list[QueueLine]:
    """The villages of a kecamatan; those that wait first, of these the most striking first."""
    striking: dict[str, list[Standout]] = {}
    for one in standouts_of(cycle.id, kecamatan, by=by):
        striking.setdefault(one.desa, []).append(one)
    waits = source_of(level) if level else None
    lines = [
        QueueLine(
            line,
            "dikembalikan, sedang diperbaiki" if line.returned else STATE_LABELS[line.state],
            "idle" if line.state in ("kosong", "diisi") else "good" if line.state == "ditetapkan" else "",
            line.state == waits,
            tuple(striking.get(line.desa, ())),
        )
        for line in selectors.forms_in(cycle.id, kecamatan, by=by, limit=_MOST)
    ]
    return sorted(lines, key=lambda one: (not one.waiting, -_weight(one.standouts), one.line.desa))


def _weight(standouts: Sequence[Standout]) -> float:
    return float(sum((standout.weight for standout in standouts), start=0))


@work_page("POST")
def many(request: HttpRequest, siklus: int, kode: str) -> HttpResponseBase:
    """Chosen villages: first the page that repeats what stands out among them, then the act and its report."""
    viewer, kecamatan = viewer_of(request), code_of(kode, "kecamatan")
    progress = selectors.progress(siklus, kecamatan, by=viewer)
    level = level_for(viewer, kecamatan, request.POST.get("tingkat", ""))
    back = f"/kerja/periksa/{siklus}/{kecamatan}/"
    if level is None:
        require(viewer, "isian.periksa-kecamatan", Place(kecamatan))
        return HttpResponseRedirect(back)
    versions = _versions(request)
    if not versions:
        messages.error(request, "Belum ada desa yang dipilih. Beri tanda pada desa yang hendak diverifikasi.")
        return HttpResponseRedirect(back)
    steps = [*cycle_steps(progress.cycle), (f"Pemeriksaan {progress.name}", back)]
    if request.POST.get("yakin") == "ya":
        report = services.verify_many(siklus, level=level, versions=versions, by=viewer)
        return _report(request, report, steps, back)
    chosen = [one for one in queue(progress.cycle, kecamatan, level, by=viewer) if one.line.desa in versions]
    return show(
        request,
        "verifikasi-banyak.html",
        title=f"Verifikasi {len(chosen)} desa",
        steps=steps,
        progress=progress,
        level=level,
        level_words=LEVEL_WORDS[level],
        chosen=chosen,
        striking=[one for one in chosen if one.standouts],
        versions=versions,
        back=back,
    )


def _versions(request: HttpRequest) -> dict[str, int]:
    """Village -> the version the page showed, of the boxes that were ticked."""
    found = {}
    for value in request.POST.getlist("desa"):
        desa, _, version = value.partition(":")
        number = numbers.whole(version)
        if codes.normalise(desa) == desa and number is not None:
            found[desa] = number
    return found


def _report(request: HttpRequest, report: Sequence[Tried], steps: list[tuple[str, str]], back: str) -> HttpResponseBase:
    done = [one for one in report if one.problem is None]
    failed = [(one, sentence(one.problem)) for one in report if one.problem is not None]
    title = f"{len(done)} dari {len(report)} desa diverifikasi"
    return show(request, "hasil-verifikasi.html", title=title, steps=steps, done=done, failed=failed, back=back)
