"""Publish by decree, and amend: sheets, run, decree, changes, papers and states in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import connection, transaction

from swadaya.accounts.rules.access import Place, Viewer, require
from swadaya.core import clock, keys
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid, raise_if
from swadaya.core.rows import ask
from swadaya.indeks import services as indeks
from swadaya.indeks.formats.sheet import Sheet
from swadaya.methodology import method as load_method

from . import _events, access, documents, publications, readiness_inputs
from ._evidence_files import keep_blob
from .models import Cycle, Document, Form, Publication, PublicationChange
from .rules import readiness
from .values import Decree, PublicationInfo


def publish(
    cycle_id: int, *, decree: Decree, overrides: Mapping[str, str], by: Viewer, key: str = ""
) -> PublicationInfo:
    """Publish the first decree of a cycle over every village verified to the last level.

    Args:
        overrides: reasons for going on in spite of a finding of the readiness report, by its code.

    Raises:
        Invalid: every reason at once: ``terbit.sudah``, ``terbit.nomor``, ``terbit.judul``, ``terbit.penandatangan``,
            ``terbit.belum-siap``, ``terbit.alasan``, ``kalender.*``.
    """
    return _decide(cycle_id, decree, overrides, by=by, key=key, amending=False)


def amend(cycle_id: int, *, decree: Decree, overrides: Mapping[str, str], by: Viewer, key: str = "") -> PublicationInfo:
    """Publish corrections as a new numbered amendment, which lists what changed; the former decree stays as it is.

    Raises:
        Invalid: as above; ``terbit.belum-ada`` when there is nothing to amend.
    """
    return _decide(cycle_id, decree, overrides, by=by, key=key, amending=True)


@transaction.atomic
def _decide(
    cycle_id: int, decree: Decree, overrides: Mapping[str, str], *, by: Viewer, key: str, amending: bool
) -> PublicationInfo:
    cycle = access.cycle_for(by, cycle_id, lock=True)
    role = require(by, "siklus.terbit", Place(cycle.region))
    wanted = keys.optional(key)
    if wanted is not None and (done := Publication.objects.filter(key=wanted).first()):
        return _again(done, cycle, decree, by, key)
    before = Publication.objects.filter(cycle=cycle).order_by("-amendment").first()
    problems = _decree_problems(decree) + _order_problems(cycle, before, amending)
    list(Form.objects.select_for_update().filter(cycle=cycle, state="provinsi").values_list("id", flat=True))
    report, sheet, digest = readiness_inputs.readiness_of(cycle, person=by.person_id)
    raise_if(problems + readiness.unanswered(report, overrides))
    assert sheet is not None
    run_id = _run(cycle, sheet, digest, decree)
    publication = _publication(cycle, decree, overrides, before, run_id, len(sheet), by=by, role=role, key=wanted)
    _move_forms(cycle, publication, decree, by=by, role=role)
    _list_changes(cycle, publication, before)
    _file_documents(publication)
    return publications.info_of(publication)


def _again(done: Publication, cycle: Cycle, decree: Decree, by: Viewer, key: str) -> PublicationInfo:
    if (done.cycle_id, done.number, done.person_id) != (cycle.id, decree.number.strip(), by.person_id):
        raise keys.taken(key)
    return publications.info_of(done)


def _decree_problems(decree: Decree) -> list[Problem]:
    problems = []
    for code, text, wanted in (("nomor", decree.number, "nomor keputusan"), ("judul", decree.title, "judul keputusan")):
        if not text.strip():
            problems.append(Problem(f"terbit.{code}", Where(key=code), "kosong", wanted))
    complete = [signer for signer in decree.signers if signer.name.strip() and signer.position.strip()]
    if len(complete) != 2:
        hint = "Dirjen PPMD dan Sekjen bagi keputusan nasional (Permendes PDTT 2/2016 Pasal 5 ayat 3)."
        got = f"{len(complete)} penanda tangan lengkap"
        problems.append(Problem("terbit.penandatangan", Where(key="signers"), got, "dua nama dengan jabatannya", hint))
    return problems


def _order_problems(cycle: Cycle, before: Publication | None, amending: bool) -> list[Problem]:
    where = Where(key="siklus")
    if amending:
        return [] if before else [Problem("terbit.belum-ada", where, cycle.title, "penetapan yang akan diubah")]
    if before is not None:
        return [Problem("terbit.sudah", where, before.number, "perubahan atas keputusan itu")]
    return access.stage_closed(cycle, "penetapan", None)


def _run(cycle: Cycle, sheet: Sheet, digest: str, decree: Decree) -> int:
    """Store the sheets as our own, compute over everything stored for the year, publish."""
    indeks.import_sheet(sheet, kind="sendiri", source=f"{cycle.title}, {decree.number}", sha256=digest)
    report = indeks.create_run(method_id=cycle.method, year=cycle.year, note=f"{decree.number}, {cycle.title}")
    indeks.publish_run(run_id=report.run_id)
    return report.run_id


def _publication(
    cycle: Cycle,
    decree: Decree,
    overrides: Mapping[str, str],
    before: Publication | None,
    run_id: int,
    villages: int,
    *,
    by: Viewer,
    role: str,
    key: UUID | None,
) -> Publication:
    signers = [
        {"name": signer.name.strip(), "position": signer.position.strip(), "number": signer.number}
        for signer in decree.signers
    ]
    kept = {code: reason.strip() for code, reason in overrides.items()}
    event = _events.of_cycle(
        by,
        cycle,
        "ubah-penetapan" if before else "tetapkan",
        role=role,
        after={"nomor": decree.number, "desa": villages, "jalan": run_id, "alasan": kept},
    )
    return Publication.objects.create(
        cycle=cycle,
        amendment=before.amendment + 1 if before else 0,
        amends=before,
        number=decree.number.strip(),
        decided_on=decree.decided_on,
        title=decree.title.strip(),
        place=decree.place.strip(),
        signers=signers,
        overrides=kept,
        run_id=run_id,
        key=key,
        at=clock.now(),
        person_id=by.person_id,
        desa=villages,
        event_id=event,
    )


def _move_forms(cycle: Cycle, publication: Publication, decree: Decree, *, by: Viewer, role: str) -> None:
    """Every form that the decree decides, with one event: the decree's."""
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO pendataan_step (form_id, verb, duty, round, from_state, to_state, version, at, effective_on,
                person_id, actor, role, reason, event_id)
            SELECT id, 'tetapkan', 'penetapan', round, 'provinsi', 'ditetapkan', 0, %s, %s, %s, %s, %s, '', %s
            FROM pendataan_form WHERE cycle_id = %s AND state = 'provinsi' ORDER BY id""",
            [publication.at, decree.decided_on, by.person_id, by.name[:120], role, publication.event_id, cycle.id],
        )
        if cursor.rowcount != publication.desa:
            raise Invalid(
                Problem(
                    "terbit.berubah",
                    Where(key="siklus"),
                    f"{cursor.rowcount} desa",
                    f"{publication.desa} desa",
                    "Ulangi.",
                )
            )


def _list_changes(cycle: Cycle, publication: Publication, before: Publication | None) -> None:
    """What the decree sets for the first time or sets differently than the one it amends."""
    found = ask(
        connection,
        """SELECT r.desa, o.k AS before_k, coalesce(o.level, 0) AS before_level, r.k AS after_k, r.level AS after_level
        FROM indeks_shown_result r
        JOIN pendataan_form f ON f.cycle_id = %s AND f.desa = r.desa AND f.state = 'ditetapkan'
        LEFT JOIN indeks_shown_result o ON o.run_id = %s AND o.desa = r.desa AND EXISTS (
            SELECT 1 FROM pendataan_step s WHERE s.form_id = f.id AND s.verb = 'tetapkan' AND s.event_id <> %s)
        WHERE r.run_id = %s AND (o.desa IS NULL OR (r.k, r.points, r.level) IS DISTINCT FROM (o.k, o.points, o.level))
        ORDER BY r.desa""",
        [cycle.id, before.run_id if before else None, publication.event_id, publication.run_id],
    )
    PublicationChange.objects.bulk_create(
        [PublicationChange(publication=publication, **row._asdict()) for row in found],
        batch_size=5000,
    )


def _file_documents(publication: Publication) -> None:
    method = load_method(publication.cycle.method)
    for made in documents.documents(publication, method):
        keep_blob(made.paper)
        Document.objects.create(
            publication=publication,
            kind=made.kind,
            level=made.level,
            region=made.region,
            name=made.paper.name,
            blob_id=made.paper.sha256,
        )
