"""Evidence: photos and documents beside answers."""

from __future__ import annotations

from django.db import transaction

from swadaya.accounts.rules.access import OutOfSight, Place, Viewer
from swadaya.core import clock
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid, raise_if
from swadaya.files.attachments import LARGEST_EVIDENCE, Paper, evidence_paper
from swadaya.files.streams import Stream, read_limited

from . import _events, access
from ._answers import closed_problems
from .models import Blob, Evidence
from .values import EvidenceInfo

MOST = 60
"""Files of one form (design decision)."""


def attach_evidence(cycle_id: int, *, desa: str, column: str, name: str, stream: Stream, by: Viewer) -> EvidenceInfo:
    """Keep a photo or PDF beside an answer; ``column`` empty: beside the whole form.

    Who may not upload here is told before a byte is read.

    Raises:
        Invalid: ``berkas.*`` (see ``berkas.papers``), ``bukti.terlalu-banyak``, ``jawaban.kolom``, ``isian.tertutup``,
            ``kalender.*``, ``isian.mata-kedua``.
    """
    cycle = access.cycle_for(by, cycle_id)
    access.village_of(by, cycle, desa)
    access.require_at(by, "isian.isi", desa)
    if column and column not in access.columns_of(cycle):
        raise Invalid(Problem("jawaban.kolom", Where(desa=desa, column=column), column, "kolom kuesioner ini"))
    paper = evidence_paper(read_limited(stream, name=name, limit=LARGEST_EVIDENCE), name=name)
    return _keep(cycle.id, desa, column, paper, by)


@transaction.atomic
def _keep(cycle_id: int, desa: str, column: str, paper: Paper, by: Viewer) -> EvidenceInfo:
    cycle = access.cycle_for(by, cycle_id)
    role = access.require_at(by, "isian.isi", desa)
    form = access.locked_form(cycle, desa)
    raise_if(closed_problems(cycle, form, by))
    held = Evidence.objects.filter(form=form, removed_at=None)
    if held.count() >= MOST:
        raise Invalid(Problem("bukti.terlalu-banyak", Where(desa=desa), f"{MOST} berkas", "lepaskan satu dahulu"))
    same = held.filter(column=column, blob_id=paper.sha256).first()
    if same is not None:
        return info(same)
    keep_blob(paper)
    event = _events.of_form(
        by,
        form,
        "lampirkan",
        cycle=cycle,
        role=role,
        after={"kolom": column, "berkas": paper.name, "sidik": paper.sha256},
    )
    made = Evidence.objects.create(
        form=form,
        round=form.round,
        column=column,
        blob_id=paper.sha256,
        name=paper.name,
        at=clock.now(),
        person_id=by.person_id,
        actor=by.name[:120],
        event_id=event,
    )
    return info(made)


def keep_blob(paper: Paper) -> None:
    """Store content once, whoever sends it."""
    Blob.objects.bulk_create(
        [Blob(sha256=paper.sha256, content=paper.content, media_type=paper.media_type, size=len(paper.content))],
        ignore_conflicts=True,
    )


@transaction.atomic
def remove_evidence(evidence_id: int, *, by: Viewer) -> None:
    """Take a file away from its answer while the form is open; its content and history stay."""
    evidence = Evidence.objects.select_related("form__cycle").filter(pk=evidence_id).first()
    if evidence is None or not by.sees("isian", Place(evidence.form.desa)):
        raise OutOfSight
    cycle, desa = evidence.form.cycle, evidence.form.desa
    role = access.require_at(by, "isian.isi", desa)
    form = access.locked_form(cycle, desa)
    evidence.refresh_from_db()
    if evidence.removed_at is not None:
        return
    raise_if(closed_problems(cycle, form, by))
    evidence.removed_id = _events.of_form(
        by,
        form,
        "lepas-bukti",
        cycle=cycle,
        role=role,
        before={"kolom": evidence.column, "berkas": evidence.name, "sidik": evidence.blob_id},
    )
    evidence.removed_at = clock.now()
    evidence.save(update_fields=["removed_at", "removed"])


def info(made: Evidence) -> EvidenceInfo:
    blob = Blob.objects.only("media_type", "size").get(pk=made.blob_id)
    return EvidenceInfo(made.id, made.column, made.name, blob.media_type, blob.size, made.actor, made.at)
