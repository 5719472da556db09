"""What a viewer can reach: cycles and forms, or ``OutOfSight``. Everything else of this room starts here."""

from __future__ import annotations

from datetime import date

from django.db import connection

from swadaya.accounts.rules.access import OutOfSight, Place, Viewer, require
from swadaya.accounts.scope import ranges_seen
from swadaya.core import clock, codes
from swadaya.core.problem import Problem
from swadaya.core.rows import ask
from swadaya.methodology import method as load_method
from swadaya.wilayah import selectors as wilayah

from .models import Cycle, CyclePhase, Form, Step
from .rules.calendar import STAGES, Phase, Stage, stage_problems
from .rules.questions import questionnaire
from .values import CycleInfo


def overlaps(region: str, prefix: str) -> bool:
    """Whether one of two regions lies in the other."""
    return region.startswith(prefix) or prefix.startswith(region)


def sees_cycle(by: Viewer, cycle: Cycle) -> bool:
    """A cycle exists for whoever sees any of its region."""
    seen = (low for room in ("siklus", "isian") for low, _ in ranges_seen(by, room))
    return any(overlaps(cycle.region, low) for low in seen)


def cycle_for(by: Viewer, cycle_id: int, *, lock: bool = False) -> Cycle:
    """The cycle. Raises OutOfSight."""
    found = Cycle.objects.select_for_update() if lock else Cycle.objects.all()
    cycle = found.filter(pk=cycle_id).first()
    if cycle is None or not sees_cycle(by, cycle):
        raise OutOfSight
    return cycle


def village_of(by: Viewer, cycle: Cycle, desa: str) -> wilayah.RegionInfo:
    """The village of a form the viewer sees. Raises OutOfSight."""
    region = wilayah.get(desa)
    if (
        region is None
        or region.code != desa
        or not desa.startswith(cycle.region)
        or not has_index(region)
        or not by.sees("isian", Place(desa))
    ):
        raise OutOfSight
    return region


def has_index(region: wilayah.RegionInfo) -> bool:
    return region.level == "desa" and region.official and region.kind != "kelurahan"


def require_at(by: Viewer, right: str, desa: str) -> str:
    """The role under which the viewer may do this to a form. Raises OutOfSight, NotAllowed."""
    return require(by, right, Place(desa))


def locked_form(cycle: Cycle, desa: str) -> Form:
    """The form, held until the transaction ends; its row appears with the first act."""
    Form.objects.bulk_create([Form(cycle=cycle, desa=desa)], ignore_conflicts=True)
    return Form.objects.select_for_update().get(cycle=cycle, desa=desa)


def phases_of(cycle: Cycle) -> tuple[Phase, ...]:
    """The calendar as it stands, in the order of the work."""
    rows = CyclePhase.objects.filter(cycle=cycle).order_by("stage", "-id").distinct("stage")
    found = {row.stage: Phase(row.stage, row.opens_on, row.closes_on) for row in rows}  # type: ignore[arg-type]
    return tuple(found[stage] for stage in STAGES)


def stage_closed(cycle: Cycle, stage: Stage, form: Form | None, *, on: date | None = None) -> list[Problem]:
    """Why the stage is closed for a form today; see ``calendar.stage_problems``."""
    last = Step.objects.filter(form=form).order_by("-id").first() if form is not None else None
    return stage_problems(
        phases_of(cycle),
        stage,
        on=on or clock.today(),
        returned=stage == "isi" and last is not None and last.verb == "kembali",
        amending=form is not None and form.round > 1,
        desa=form.desa if form is not None else "",
    )


def villages_in(region: str) -> int:
    """How many villages of a region have an index ("" is the nation)."""
    query = "SELECT count(*) AS villages FROM wilayah_village WHERE code >= %s AND code < %s"
    return int(ask(connection, query, [region, f"{region}:"])[0].villages)


def region_label(code: str) -> str:
    """A region as people call it; the nation by its name."""
    region = wilayah.get(code) if code else None
    if region is not None:
        return region.label
    return codes.dotted(code) if code else "Indonesia"


def info_of(cycle: Cycle) -> CycleInfo:
    return CycleInfo(
        id=cycle.id,
        method=load_method(cycle.method),
        year=cycle.year,
        region=cycle.region,
        region_name=region_label(cycle.region),
        title=cycle.title,
        phases=phases_of(cycle),
        publications=cycle.publications.count(),
    )


def columns_of(cycle: Cycle) -> tuple[str, ...]:
    return questionnaire(load_method(cycle.method)).columns
