"""Open a year's work and change its calendar."""

from __future__ import annotations

from datetime import date

from django.db import connection, transaction

from swadaya.accounts import audit
from swadaya.accounts.rules.access import Place, Viewer, require
from swadaya.core import clock, locks
from swadaya.core.codes import normalise
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid, raise_if
from swadaya.indeks.formats.sheet import FIRST_YEAR, LAST_YEAR
from swadaya.methodology import method as load_method
from swadaya.wilayah import selectors as wilayah

from . import _events, access
from .models import Cycle, CyclePhase
from .rules import calendar
from .rules.calendar import STAGES, Phase, Stage
from .values import CycleInfo


@transaction.atomic
def open_cycle(
    method_id: str,
    *,
    year: int,
    by: Viewer,
    region: str = "",
    title: str = "",
    note: str = "",
    calendar_id: str = "",
    phases: tuple[Phase, ...] = (),
) -> CycleInfo:
    """Open the work of a year on any method in a region, with the default calendar or the phases given.

    Raises:
        Invalid: ``metode.tidak-dikenal``, ``tahun``, ``siklus.wilayah``, ``siklus.bertumpuk`` (another cycle of that
            method and year covers the region or lies in it), ``siklus.di-luar-tahun`` (the method was not used for that
            year and ``note`` does not say why), ``kalender.*``.
    """
    code = normalise(region) if region else ""
    if code is None or (code and wilayah.get(code) is None):
        raise Invalid(Problem("siklus.wilayah", Where(key="region"), region, "kode wilayah yang ada, seperti 33.04.09"))
    role = require(by, "siklus.atur", Place(code))
    method = load_method(method_id)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Invalid(Problem("tahun", Where(key="year"), str(year), f"tahun {FIRST_YEAR} sampai {LAST_YEAR}"))
    if year not in method.years and not note.strip():
        raise Invalid(
            Problem(
                "siklus.di-luar-tahun",
                Where(key="note"),
                f"{method.id} untuk {year}",
                f"tahun {', '.join(map(str, method.years))}, atau catatan mengapa tetap dipakai",
            )
        )
    chosen = phases or calendar.default(year, rule_id=calendar_id)
    raise_if(calendar.phase_problems(chosen))
    _refuse_overlap(method.id, year, code)
    title = title.strip() or f"Pendataan {method.short} {year} {access.region_label(code)}"
    number = _next_number()
    after = {"metode": method.id, "tahun": year, "wilayah": code, "catatan": note}
    event = audit.record(
        by,
        "siklus.buka",
        kind="siklus",
        key=str(number),
        label=title,
        role=role,
        place=Place(code),
        after=after,
    )
    cycle = Cycle.objects.create(
        id=number,
        method=method.id,
        method_version=method.version,
        year=year,
        region=code,
        title=title[:200],
        note=note,
        opened_at=clock.now(),
        event_id=event,
    )
    CyclePhase.objects.bulk_create(
        CyclePhase(cycle=cycle, stage=item.stage, opens_on=item.opens_on, closes_on=item.closes_on, event_id=event)
        for item in chosen
    )
    return access.info_of(cycle)


def _next_number() -> int:
    """The id of the cycle to come: its event, which is written first, names it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('pendataan_cycle', 'id'))")
        return int((cursor.fetchone() or (0,))[0])


def _refuse_overlap(method_id: str, year: int, region: str) -> None:
    """One village has one form a year and method. Openings of a method wait for each other."""
    with connection.cursor() as cursor:
        locks.transaction_lock(cursor, "pendataan cycle", method_id, year)
    for other in Cycle.objects.filter(method=method_id, year=year):
        if access.overlaps(other.region, region):
            raise Invalid(
                Problem("siklus.bertumpuk", Where(key="region"), other.title, "wilayah yang belum didata tahun itu")
            )


@transaction.atomic
def change_calendar(
    cycle_id: int, *, phase: Stage, opens_on: date, closes_on: date, reason: str, by: Viewer
) -> CycleInfo:
    """Give a stage other days; the former days stay on record.

    Raises:
        Invalid: ``kalender.tanpa-alasan``, ``kalender.tahap``, ``kalender.terbalik``, ``kalender.urutan``.
    """
    cycle = access.cycle_for(by, cycle_id, lock=True)
    role = require(by, "siklus.atur", Place(cycle.region))
    if phase not in STAGES:
        raise Invalid(Problem("kalender.tahap", Where(key="phase"), phase, " / ".join(STAGES)))
    if not reason.strip():
        raise Invalid(Problem("kalender.tanpa-alasan", Where(key="reason"), "alasan kosong", "alasan perubahan jadwal"))
    before = {item.stage: item for item in access.phases_of(cycle)}
    wanted = Phase(phase, opens_on, closes_on)
    raise_if(calendar.phase_problems(tuple((before | {phase: wanted}).values())))
    event = _events.of_cycle(
        by,
        cycle,
        "ubah-jadwal",
        role=role,
        before={phase: [str(before[phase].opens_on), str(before[phase].closes_on)]},
        after={phase: [str(opens_on), str(closes_on)], "alasan": reason},
    )
    CyclePhase.objects.create(
        cycle=cycle, stage=phase, opens_on=opens_on, closes_on=closes_on, reason=reason, event_id=event
    )
    return access.info_of(cycle)
