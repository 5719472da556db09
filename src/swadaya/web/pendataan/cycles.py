"""The cycles: opening one, its calendar, and how far the villages of a region are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect

from swadaya.accounts.rules.access import OutOfSight, Place, Viewer, require
from swadaya.core import clock, codes, numbers
from swadaya.core.figures import grouped
from swadaya.core.refusal import Refusal
from swadaya.methodology import all_methods
from swadaya.pendataan import selectors, services
from swadaya.pendataan.rules.calendar import Phase, Stage
from swadaya.pendataan.rules.states import OPEN, STATE_LABELS, STATES, State
from swadaya.pendataan.values import Count, CycleInfo, FormLine, Progress

from ..accounts.middleware import viewer_of
from ..ui.formatting import day
from ..ui.refusals import UNPROCESSABLE, try_service
from . import form
from .page import code_of, cycle_steps, may_history, show, why, work_page

_ASKED = ("metode", "tahun", "wilayah", "judul", "catatan")
_MOST = 500
"""Villages listed for one kecamatan; the largest has fewer than a hundred."""


@dataclass(frozen=True, slots=True)
class PhaseLine:
    phase: Phase
    span: str
    standing: str


def phase_lines(cycle: CycleInfo) -> list[PhaseLine]:
    """The calendar in words; which stage is open today."""
    now = clock.today()
    return [
        PhaseLine(
            phase,
            f"{day(phase.opens_on)} sampai {day(phase.closes_on)}",
            "sedang dibuka" if phase.is_open(now) else "belum dibuka" if now < phase.opens_on else "sudah ditutup",
        )
        for phase in cycle.phases
    ]


@work_page("GET")
def every(request: HttpRequest) -> HttpResponseBase:
    """All cycles the viewer sees."""
    viewer = viewer_of(request)
    return show(
        request,
        "siklus-daftar.html",
        title="Pendataan",
        cycles=[(one, phase_lines(one)) for one in selectors.cycles(viewer)],
        may_open=bool(viewer.holding("siklus.atur")),
    )


@work_page("GET", "POST")
def begin(request: HttpRequest) -> HttpResponseBase:
    """Open a cycle: method, year, region; the calendar of the year is taken over and may be changed."""
    viewer = viewer_of(request)
    regions = [grant.region for grant in viewer.holding("siklus.atur")]
    if not regions:
        require(viewer, "siklus.atur", Place(""))
    refusal: Refusal | None = None
    if request.method == "POST":
        given = {name: request.POST.get(name, "").strip() for name in _ASKED}
        cycle, refusal = try_service(
            lambda: services.open_cycle(
                given["metode"],
                year=numbers.whole(given["tahun"], most=9999) or 0,
                region=given["wilayah"],
                title=given["judul"],
                note=given["catatan"],
                by=viewer,
            )
        )
        if refusal is None:
            messages.success(request, f"{cycle.title} sudah dibuka. Periksa jadwalnya.")
            return HttpResponseRedirect(f"/kerja/pendataan/{cycle.id}/jadwal/")
    return show(
        request,
        "siklus-buka.html",
        title="Buka pendataan",
        steps=[("Pendataan", "/kerja/pendataan/")],
        status=UNPROCESSABLE if refusal else 200,
        methods=all_methods(),
        typed=request.POST,
        region=request.POST.get("wilayah", regions[0] if regions else ""),
        year=request.POST.get("tahun", str(clock.today().year)),
        problem=why(refusal) if refusal else "",
    )


@work_page("GET", "POST")
def calendar(request: HttpRequest, siklus: int) -> HttpResponseBase:
    """The calendar, one stage changed at a time, with a reason."""
    viewer = viewer_of(request)
    cycle = selectors.cycle(siklus, by=viewer)
    problem = ""
    if request.method == "POST":
        require(viewer, "siklus.atur", Place(cycle.region))
        opens, closes = _date(request.POST.get("buka", "")), _date(request.POST.get("tutup", ""))
        if opens is None or closes is None:
            problem = "Tanggal tidak terbaca. Isi hari, bulan, dan tahun yang ada."
        else:
            _, refusal = try_service(
                lambda: services.change_calendar(
                    siklus,
                    phase=cast("Stage", request.POST.get("tahap", "")),
                    opens_on=opens,
                    closes_on=closes,
                    reason=request.POST.get("alasan", ""),
                    by=viewer,
                )
            )
            problem = why(refusal) if refusal else ""
        if not problem:
            messages.success(request, "Jadwal diubah.")
            return HttpResponseRedirect(f"/kerja/pendataan/{siklus}/jadwal/")
    return show(
        request,
        "jadwal.html",
        title="Jadwal",
        steps=cycle_steps(cycle),
        status=UNPROCESSABLE if problem else 200,
        cycle=cycle,
        lines=phase_lines(cycle),
        may_history=may_history(viewer_of(request), cycle.region),
        may_change=viewer.may("siklus.atur", Place(cycle.region)),
        chosen=request.POST.get("tahap", "") or request.GET.get("tahap", ""),
        typed=request.POST,
        problem=problem,
    )


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@work_page("GET")
def cycle(request: HttpRequest, siklus: int) -> HttpResponseBase:
    """The whole cycle for whoever sees it whole, else the viewer's own region."""
    viewer = viewer_of(request)
    found = selectors.cycle(siklus, by=viewer)
    if viewer.sees("siklus", Place(found.region)):
        return _progress(request, selectors.progress(siklus, found.region, by=viewer))
    own = own_region(viewer, found)
    if own is None:
        raise OutOfSight
    return HttpResponseRedirect(f"/kerja/pendataan/{siklus}/{own}/")


def own_region(viewer: Viewer, cycle: CycleInfo) -> str | None:
    """The largest region of a cycle in which the viewer sees the work."""
    regions = {grant.region for right in ("siklus.lihat", "isian.lihat") for grant in viewer.holding(right)}
    inside = [region for region in regions if region.startswith(cycle.region)]
    return min(inside, key=lambda region: (len(region), region), default=None)


@work_page("GET")
def region(request: HttpRequest, siklus: int, kode: str) -> HttpResponseBase:
    """A village's form, or how far the villages of a larger region are."""
    code = code_of(kode)
    if codes.level_of(code) == "desa":
        return form.overview(request, siklus, code)
    return _progress(request, selectors.progress(siklus, code, by=viewer_of(request)))


def _progress(request: HttpRequest, progress: Progress) -> HttpResponseBase:
    viewer, found = viewer_of(request), progress.cycle
    place = Place(progress.region)
    whole = progress.region == found.region
    steps = [("Pendataan", "/kerja/pendataan/")] if whole else cycle_steps(found)
    chosen = request.GET.get("keadaan", "")
    chosen = chosen if chosen in STATES else ""
    smallest = codes.level_of(progress.region) == "kecamatan" if progress.region else False
    return show(
        request,
        "siklus.html",
        title=found.title if whole else progress.name,
        steps=steps,
        cycle=found,
        progress=progress,
        lead=_lead(progress),
        phases=phase_lines(found),
        states=[(state, STATE_LABELS[state], progress.total.states.get(state, 0)) for state in STATES],
        parts=[] if smallest else _parts(progress),
        villages=_villages(progress, viewer) if smallest and not chosen else [],
        late=_late(progress, viewer),
        may_history=may_history(viewer_of(request), found.region),
        chosen=chosen,
        chosen_label=STATE_LABELS[chosen] if chosen else "",  # type: ignore[index]
        listed=_listed(request, progress, chosen) if chosen else [],
        may_check=any(viewer.may(f"isian.periksa-{level}", place) for level in ("kecamatan", "kabupaten", "provinsi")),
        may_change=whole and viewer.may("siklus.atur", place),
        may_publish=whole and viewer.may("siklus.terbit", Place(found.region)),
        may_import=bool(progress.region) and len(progress.region) >= 4 and viewer.may("isian.isi", place),
    )


def _parts(progress: Progress) -> list[tuple[Count, tuple[int, int, int], str]]:
    base = f"/kerja/pendataan/{progress.cycle.id}/"
    return [(part, shares(part.states, part.desa), f"{base}{part.code}/") for part in progress.parts]


def _villages(progress: Progress, viewer: Viewer) -> list[tuple[FormLine, str]]:
    if not viewer.sees("isian", Place(progress.region)):
        return []
    lines = selectors.forms_in(progress.cycle.id, progress.region, by=viewer, limit=_MOST)
    return [(line, "dikembalikan" if line.returned else STATE_LABELS[line.state]) for line in lines]


def _listed(request: HttpRequest, progress: Progress, state: str) -> list[FormLine]:
    after = request.GET.get("sesudah", "")
    return selectors.forms_in(progress.cycle.id, progress.region, by=viewer_of(request), state=state, after=after)


def shares(states: Mapping[State, int], total: int) -> tuple[int, int, int]:
    """Villages not sent, being verified, and through: the three a reader asks for."""
    through = states.get("provinsi", 0) + states.get("ditetapkan", 0)
    unsent = sum(states.get(state, 0) for state in OPEN)
    return unsent, total - unsent - through, through


def _lead(progress: Progress) -> str:
    unsent, between, through = shares(progress.total.states, progress.total.desa)
    total = grouped(progress.total.desa)
    return (
        f"{grouped(through)} dari {total} desa sudah diverifikasi sampai provinsi; "
        f"{grouped(between)} sedang diperiksa, {grouped(unsent)} belum mengajukan."
    )


def _late(progress: Progress, viewer: Viewer) -> list[FormLine]:
    """Villages that have not submitted although entry is closed."""
    entry = next(phase for phase in progress.cycle.phases if phase.stage == "isi")
    if clock.today() <= entry.closes_on:
        return []
    form_lines: list[FormLine] = []
    for state in ("kosong", "diisi"):
        form_lines += selectors.forms_in(progress.cycle.id, progress.region, by=viewer, state=state, limit=50)
    return sorted(form_lines, key=lambda line: line.desa)[:50]
