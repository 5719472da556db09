"""Groups and members out of a workbook: tried first, with a report of every bad row, then taken in whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from swadaya.accounts.rules.access import OutOfSight
from swadaya.core.messages import sentence
from swadaya.core.problem import Problem
from swadaya.files.folding import folded, noted
from swadaya.ksm import access, selectors, services
from swadaya.ksm.row_import import LARGEST
from swadaya.ksm.values import Imported

from ..accounts.middleware import viewer_of
from ..pendataan.page import at_most, work_page
from ..ui.refusals import UNPROCESSABLE
from .page import Steps, call_service, group_steps, place_of, require_right, show

_GROUPS = "desa, nama, jenis, asal, berdiri, ikatan, tujuan, visi, misi"
_MEMBERS = "nama, kelamin, masuk, tahun_lahir, telepon, nik, miskin, sumber_miskin, persetujuan"
Import = Callable[[Any, bool], Imported]
"""Takes an uploaded file, for trial or in earnest."""


@at_most(LARGEST + 2**20)
@work_page("GET", "POST")
def groups(request: HttpRequest) -> HttpResponseBase:
    """Register many groups."""
    viewer = viewer_of(request)
    if not viewer.holding(access.REGISTER):
        raise OutOfSight
    return import_page(
        request,
        "Impor kelompok",
        (),
        _GROUPS,
        "desa dan nama",
        lambda file, dry: services.import_groups(file, name=file.name or "", by=viewer, dry_run=dry),
    )


@at_most(LARGEST + 2**20)
@work_page("GET", "POST")
def members(request: HttpRequest, ksm_id: UUID) -> HttpResponseBase:
    """Take many members in."""
    viewer = viewer_of(request)
    group = selectors.group(ksm_id, by=viewer)
    require_right(viewer, access.MEMBERS, place_of(group))
    return import_page(
        request,
        "Impor anggota",
        group_steps(group),
        _MEMBERS,
        "nama, kelamin, dan masuk",
        lambda file, dry: services.import_members(ksm_id, stream=file, name=file.name or "", by=viewer, dry_run=dry),
    )


def import_page(
    request: HttpRequest, title: str, steps: Steps, columns: str, needed: str, take: Import
) -> HttpResponse:
    report: Imported | None = None
    problems: tuple[Problem, ...] = ()
    name = ""
    if request.method == "POST":
        upload = request.FILES.get("berkas")
        if upload is None:
            problems = (Problem("berkas.kosong", expected="berkas Excel (.xlsx) atau CSV yang dipilih"),)
        else:
            name, dry = upload.name or "", request.POST.get("cara") != "simpan"
            report, problems = call_service(lambda: take(upload, dry))
    wrong = report.problems if report else problems
    shown, folds = folded(wrong)
    return show(
        request,
        "ksm/impor.html",
        title=title,
        steps=steps,
        columns=columns,
        needed=needed,
        report=report,
        name=name,
        rows=[(one.where.row, one.where.column or one.where.key, sentence(one)) for one in shown],
        folds=folds,
        more=len(wrong) - len(shown),
        notes=noted(report.notes) if report else (),
        status=UNPROCESSABLE if wrong else 200,
    )
