"""Writes about welfare bodies: LKS, the BKKKS of a province, and what they do.

Source: SIPD card of BKKKS.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction

from swadaya.accounts.rules.access import OutOfSight, Place, Viewer, require
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import raise_if

from .. import access
from ..models import WelfareActivity, WelfareBody
from ..register_entry import (
    event,
    known_region,
    lock_region,
    normalise_spaces,
    past_day_problems,
    save_with_event,
    there_already,
)
from ..rules.validators import among, text
from ..values import BODY_TASKS, SERVICES, WELFARE_KINDS

_LEVELS = {"LKS": ("provinsi", "kabkota", "kecamatan", "desa"), "BKKKS": ("provinsi",)}


@transaction.atomic
def register_welfare_body(
    region: str,
    *,
    name: str,
    kind: str,
    by: Viewer,
    legal_form: str = "",
    services: Sequence[str] = (),
    founded_on: date | None = None,
) -> UUID:
    """Register an LKS, or the BKKKS of a province; a province has one at a time.

    Raises:
        OutOfSight, NotAllowed; Invalid ``lembaga.ada``, ``lembaga.bkkks-ada``, ``lembaga.wilayah``, ``ksm.*``.
    """
    role = require(by, access.WELFARE_RECORD, Place(region))
    lock_region(region)
    name, legal_form = normalise_spaces(name), normalise_spaces(legal_form)
    problems = text(name, "nama", 160) + among(kind, WELFARE_KINDS, "jenis") + past_day_problems(founded_on, "berdiri")
    problems += _form_problems(legal_form, services)
    problems += known_region(region, _LEVELS.get(kind, _LEVELS["LKS"]))
    same = WelfareBody.objects.filter(kind=kind, region=region, name__iexact=name)
    problems += there_already(same, "nama", name, "lembaga yang belum terdaftar di sana")
    if kind == "BKKKS" and not problems:
        problems += _standing(region)
    raise_if(problems)
    row = WelfareBody(
        kind=kind,
        name=name,
        region=region,
        legal_form=legal_form,
        services=sorted(set(services)),
        founded_on=founded_on,
    )
    after = {"jenis": kind, "badan_hukum": legal_form, "layanan": row.services}
    save_with_event(row, event(by, region, "lembaga.sosial", "lembaga", str(row.public_id), name, role, after=after))
    return row.public_id


def _form_problems(legal_form: str, services: Sequence[str]) -> list[Problem]:
    problems = text(legal_form, "badan_hukum", 80, empty=True)
    for service in services:
        problems += among(service, SERVICES, "layanan")
    return problems


def _standing(province: str) -> list[Problem]:
    welfare_body = WelfareBody.objects.filter(kind="BKKKS", region=province, ended_on=None).first()
    if welfare_body is None:
        return []
    hint = "Bila badan itu sudah bubar, catat bubarnya dahulu."
    return [Problem("lembaga.bkkks-ada", Where(key="jenis"), welfare_body.name, "satu BKKKS di satu provinsi", hint)]


def _body(by: Viewer, body_id: UUID) -> tuple[WelfareBody, str]:
    body = WelfareBody.objects.select_for_update().filter(public_id=body_id).first()
    if body is None:
        raise OutOfSight
    return body, require(by, access.WELFARE_RECORD, Place(body.region))


def _ended(body: WelfareBody) -> list[Problem]:
    if body.ended_on is None:
        return []
    return [Problem("lembaga.sudah-bubar", Where(key="lembaga"), body.name, "lembaga yang masih berdiri")]


@transaction.atomic
def change_welfare_body(body_id: UUID, *, legal_form: str, services: Sequence[str], by: Viewer) -> None:
    """Write the legal form and the services anew; what they were stays in the history.

    Raises:
        OutOfSight, NotAllowed; Invalid ``ksm.*``, ``lembaga.sudah-bubar``.
    """
    body, role = _body(by, body_id)
    legal_form, chosen = normalise_spaces(legal_form), sorted(set(services))
    raise_if(_form_problems(legal_form, services) + _ended(body))
    before = {"badan_hukum": body.legal_form, "layanan": body.services}
    after = {"badan_hukum": legal_form, "layanan": chosen}
    if before == after:
        return
    event(by, body.region, "lembaga.ubah-sosial", "lembaga", str(body_id), body.name, role, before=before, after=after)
    body.legal_form, body.services = legal_form, chosen
    body.save(update_fields=["legal_form", "services"])


@transaction.atomic
def end_welfare_body(body_id: UUID, *, on: date, reason: str, by: Viewer) -> None:
    """Say that a body was dissolved: from that day it counts no more; what it did stays.

    Raises:
        OutOfSight, NotAllowed; Invalid ``ksm.*``, ``lembaga.sudah-bubar``, ``lembaga.sesudahnya``: it did something
        later, or began later.
    """
    body, role = _body(by, body_id)
    problems = past_day_problems(on, "tanggal") + text(reason, "alasan", 200) + _ended(body)
    last = body.activities.order_by("-on").values_list("on", flat=True).first()
    known = max(filter(None, (last, body.founded_on)), default=None)
    if known is not None and on < known:
        got = f"ada catatan tanggal {known.isoformat()}"
        problems.append(Problem("lembaga.sesudahnya", Where(key="tanggal"), got, "hari itu atau sesudahnya"))
    raise_if(problems)
    after = {"tanggal": on.isoformat(), "alasan": reason.strip()}
    event(by, body.region, "lembaga.bubar", "lembaga", str(body_id), body.name, role, after=after)
    body.ended_on, body.ended_why = on, reason.strip()
    body.save(update_fields=["ended_on", "ended_why"])


@transaction.atomic
def record_welfare_activity(
    body_id: UUID, *, title: str, on: date, by: Viewer, tasks: Sequence[str] = (), note: str = ""
) -> int:
    """Write down what a welfare body did; the six main tasks are those of a BKKKS.

    Raises:
        OutOfSight, NotAllowed; Invalid ``ksm.*``, ``lembaga.tugas``, ``lembaga.sudah-bubar``, ``lembaga.belum-ada``:
        before it began.
    """
    body, role = _body(by, body_id)
    title = normalise_spaces(title)
    problems = text(title, "kegiatan", 200) + past_day_problems(on, "tanggal") + text(note, "catatan", 4000, empty=True)
    if tasks and body.kind != "BKKKS":
        problems.append(Problem("lembaga.tugas", Where(key="tugas"), body.kind, "tugas pokok hanya untuk BKKKS"))
    else:
        for task in tasks:
            problems += among(task, BODY_TASKS, "tugas")
    if body.ended_on is not None and on > body.ended_on:
        problems += _ended(body)
    if body.founded_on is not None and on < body.founded_on:
        expected = f"tidak sebelum lembaga berdiri, {body.founded_on.isoformat()}"
        problems.append(Problem("lembaga.belum-ada", Where(key="tanggal"), on.isoformat(), expected))
    raise_if(problems)
    after = {"tanggal": on.isoformat(), "tugas": sorted(set(tasks))}
    at = event(by, body.region, "lembaga.kegiatan-sosial", "lembaga", str(body_id), title, role, after=after)
    row = WelfareActivity.objects.create(
        body=body, title=title, on=on, tasks=sorted(set(tasks)), note=note.strip(), event_id=at
    )
    return row.id
