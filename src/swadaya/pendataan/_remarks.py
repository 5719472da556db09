"""Remarks of verifiers on a question, and their settling."""

from __future__ import annotations

from django.db import transaction

from swadaya.accounts.rules.access import NotAllowed, OutOfSight, Place, Viewer
from swadaya.core import clock
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid

from . import _events, access
from .models import Remark
from .rules.states import LEVELS
from .values import RemarkInfo

LONGEST = 2000


@transaction.atomic
def remark(cycle_id: int, *, desa: str, column: str, text: str, by: Viewer) -> RemarkInfo:
    """Note something about a question; ``column`` empty: about the whole form.

    Raises:
        Invalid: ``catatan.kosong``, ``catatan.panjang``, ``jawaban.kolom``.
    """
    cycle = access.cycle_for(by, cycle_id)
    village = access.village_of(by, cycle, desa)
    level, role = _level(by, desa)
    words = text.strip()
    where = Where(desa=desa, column=column)
    if not words:
        raise Invalid(Problem("catatan.kosong", where, "catatan kosong", "catatan yang dapat dipahami pengisi"))
    if len(words) > LONGEST:
        raise Invalid(Problem("catatan.panjang", where, f"{len(words)} huruf", f"paling banyak {LONGEST} huruf"))
    if column and column not in access.columns_of(cycle):
        raise Invalid(Problem("jawaban.kolom", where, column, "kolom kuesioner ini"))
    form = access.locked_form(cycle, desa)
    event = _events.of_form(
        by, form, "catat", cycle=cycle, role=role, village=village.label, after={"kolom": column, "catatan": words}
    )
    made = Remark.objects.create(
        form=form,
        round=form.round,
        column=column,
        level=level,
        text=words,
        at=clock.now(),
        person_id=by.person_id,
        actor=by.name[:120],
        event_id=event,
    )
    return info(made)


def _level(by: Viewer, desa: str) -> tuple[str, str]:
    """For which level the viewer may note something here. Raises NotAllowed like the first level would."""
    for level in LEVELS:
        if by.may(f"isian.periksa-{level}", Place(desa)):
            return level, access.require_at(by, f"isian.periksa-{level}", desa)
    if by.may("siklus.terbit", Place(desa)):
        return "penetapan", access.require_at(by, "siklus.terbit", desa)
    return "", access.require_at(by, "isian.periksa-kecamatan", desa)


@transaction.atomic
def resolve_remark(remark_id: int, *, by: Viewer) -> RemarkInfo:
    """Say that a remark is settled: whoever answers the form, or who noted it. Settled once, it stays so."""
    found = Remark.objects.select_for_update().select_related("form__cycle").filter(pk=remark_id).first()
    if found is None or not by.sees("isian", Place(found.form.desa)):
        raise OutOfSight
    desa = found.form.desa
    own = found.person_id is not None and found.person_id == by.person_id
    try:
        role = access.require_at(by, "isian.isi", desa)
    except NotAllowed:
        if not own:
            raise
        role = _level(by, desa)[1]
    if found.resolved_at is not None:
        return info(found)
    found.resolved_id = _events.of_form(
        by,
        found.form,
        "selesaikan-catatan",
        cycle=found.form.cycle,
        role=role,
        before={"kolom": found.column, "catatan": found.text},
    )
    found.resolved_at, found.resolved_by = clock.now(), by.name[:120]
    found.save(update_fields=["resolved_at", "resolved_by", "resolved"])
    return info(found)


def info(made: Remark) -> RemarkInfo:
    return RemarkInfo(
        made.id, made.column, made.level, made.text, made.actor, made.at, made.resolved_at, made.resolved_by
    )
