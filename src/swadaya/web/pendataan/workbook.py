"""Bulk entry: the workbook of a region to fill in, and what became of one that was sent."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from swadaya.accounts.rules.access import Place, Viewer, require
from swadaya.core import codes
from swadaya.core.figures import grouped
from swadaya.core.messages import sentence
from swadaya.core.problem import Problem
from swadaya.core.refusal import Refusal
from swadaya.files.folding import noted
from swadaya.files.workbook_safety import LARGEST_WORKBOOK
from swadaya.indeks.rules.template import write_template
from swadaya.pendataan import selectors, services
from swadaya.pendataan.values import CycleInfo

from ..accounts.middleware import viewer_of
from ..ui.refusals import UNPROCESSABLE, try_service
from .page import at_most, code_of, cycle_steps, show, work_page

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LISTED = 200
LARGEST = LARGEST_WORKBOOK + 2**20


@at_most(LARGEST)
@work_page("GET", "POST")
def page(request: HttpRequest, siklus: int, kode: str) -> HttpResponseBase:
    """Download, upload, and the report of every bad row."""
    viewer = viewer_of(request)
    code = code_of(kode)
    cycle, name_of, villages = _place(siklus, code, viewer)
    if request.method == "POST":
        require(viewer, "isian.isi", Place(code))
    imported, problem, name = None, "", ""
    refusals: list[Problem] = []
    if request.method == "POST":
        upload = request.FILES.get("berkas")
        if upload is None:
            problem = "Belum ada berkas yang dipilih. Pilih berkas Excel (.xlsx) yang sudah diisi."
        else:
            name, partial = upload.name or "berkas.xlsx", request.POST.get("sebagian") == "ya"
            imported, refusal = try_service(
                lambda: services.import_workbook(siklus, name=name, stream=upload, by=viewer, partial=partial)
            )
            problem = _summary(refusal) if refusal else ""
            refusals = list(imported.problems) if imported else _rows(refusal)
    return show(
        request,
        "berkas.html",
        title=f"Berkas Excel {name_of}",
        steps=cycle_steps(cycle),
        status=UNPROCESSABLE if problem else 200,
        cycle=cycle,
        region=code,
        villages=villages,
        may_fill=viewer.may("isian.isi", Place(code)),
        problem=problem,
        imported=imported,
        name=name,
        rows=[(one.where.row, one.where.desa, one.where.column, sentence(one)) for one in refusals[:_LISTED]],
        more=max(0, len(refusals) - _LISTED),
        notes=noted(imported.notes) if imported else (),
    )


def _place(siklus: int, code: str, viewer: Viewer) -> tuple[CycleInfo, str, int]:
    """The cycle, the region's name, and how many villages the workbook has."""
    if codes.level_of(code) == "desa":
        form = selectors.form(siklus, code, by=viewer)
        return form.cycle, form.name, 1
    progress = selectors.progress(siklus, code, by=viewer)
    return progress.cycle, progress.name, progress.total.desa


def _rows(refusal: Refusal | None) -> list[Problem]:
    """The bad rows; none when the file as a whole was refused."""
    rows = refusal is not None and any(problem.where.row is not None for problem in refusal.problems)
    return list(refusal.problems) if refusal is not None and rows else []


def _summary(refusal: Refusal) -> str:
    if _rows(refusal):
        return f"Ada {grouped(len(refusal.problems))} hal yang perlu diperbaiki; tiap barisnya di bawah."
    return sentence(refusal.problem)


@work_page("GET")
def template(request: HttpRequest, siklus: int, kode: str) -> HttpResponseBase:
    """The blank workbook: one row a village, the allowed answers in each cell."""
    viewer, code = viewer_of(request), code_of(kode)
    cycle = selectors.cycle(siklus, by=viewer)
    require(viewer, "isian.lihat", Place(code))
    kind = "answers" if cycle.method.scorable else "scores"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"isian-{cycle.year}-{code}.xlsx"
        write_template(cycle.method, path, kind=kind, year=cycle.year, region=code)  # type: ignore[arg-type]
        response = HttpResponse(path.read_bytes(), content_type=_XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{path.name}"'
    return response
