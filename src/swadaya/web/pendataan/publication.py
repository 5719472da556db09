"""Publication: is the work ready, the decree, a page to confirm, and the result; and opening a village again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect

from swadaya.accounts.rules.access import OutOfSight, Place, require
from swadaya.core import codes
from swadaya.core.keys import new_key
from swadaya.core.messages import sentences
from swadaya.pendataan import selectors, services
from swadaya.pendataan.rules.readiness import Readiness
from swadaya.pendataan.values import CycleInfo, Decree, PublicationInfo, Signer

from ..accounts.middleware import viewer_of
from ..ui.refusals import UNPROCESSABLE, try_service
from .decree_documents import document_lines
from .page import cycle_steps, show, why, work_page

FIELDS = ("nomor", "tanggal", "judul", "nama1", "jabatan1", "nip1", "nama2", "jabatan2", "nip2")
_WORDS = {
    "nomor": "Nomor keputusan",
    "tanggal": "Tanggal keputusan",
    "judul": "Judul keputusan",
    "nama1": "Nama penandatangan pertama",
    "jabatan1": "Jabatan penandatangan pertama",
    "nama2": "Nama penandatangan kedua",
    "jabatan2": "Jabatan penandatangan kedua",
}


@work_page("GET", "POST")
def page(request: HttpRequest, siklus: int) -> HttpResponseBase:
    """Readiness and the decree's form; the posted form leads to the page that confirms it."""
    viewer = viewer_of(request)
    cycle = selectors.cycle(siklus, by=viewer)
    require(viewer, "siklus.terbit", Place(cycle.region))
    readiness = selectors.readiness(siklus, by=viewer)
    typed = {name: request.POST.get(name, "").strip() for name in FIELDS}
    if request.method == "GET":
        typed = _start(cycle)
        return _draw(request, cycle, readiness, typed, {}, [])
    overrides = overrides_of(request, readiness)
    wrong = problems_of(typed, readiness, overrides)
    if wrong or request.POST.get("langkah") == "ubah":
        return _draw(request, cycle, readiness, typed, overrides, wrong)
    if request.POST.get("langkah") == "terbitkan":
        return _publish(request, cycle, readiness, typed, overrides)
    return show(
        request,
        "terbit-yakin.html",
        title="Periksa sebelum menerbitkan",
        steps=_steps(cycle),
        cycle=cycle,
        readiness=readiness,
        typed=typed,
        decree=decree_of(typed),
        overrides=[(finding, overrides[finding.code]) for finding in readiness.findings if finding.code in overrides],
        amendment=bool(selectors.publications(cycle_id=cycle.id)),
        key=str(new_key()),
    )


def _start(cycle: CycleInfo) -> dict[str, str]:
    """An empty form; the offices are those the regulation names."""
    typed = dict.fromkeys(FIELDS, "")
    typed["judul"] = f"Status Kemajuan dan Kemandirian Desa Tahun {cycle.year}"
    typed["jabatan1"] = "Direktur Jenderal Pembangunan dan Pemberdayaan Masyarakat Desa"
    typed["jabatan2"] = "Sekretaris Jenderal"
    return typed


def overrides_of(request: HttpRequest, readiness: Readiness) -> dict[str, str]:
    """The reasons given for going on in spite of a finding."""
    given = {finding.code: request.POST.get(f"alasan.{finding.code}", "").strip() for finding in readiness.findings}
    return {str(code): reason for code, reason in given.items() if reason}


def problems_of(typed: Mapping[str, str], readiness: Readiness, overrides: Mapping[str, str]) -> list[tuple[str, str]]:
    """(field, sentence) of everything that is missing."""
    wrong = [(name, f"{words} belum diisi.") for name, words in _WORDS.items() if not typed[name]]
    if typed["tanggal"] and _date(typed["tanggal"]) is None:
        wrong.append(("tanggal", "Tanggal keputusan tidak ada di kalender."))
    for finding in readiness.findings:
        if not finding.overridable:
            wrong.append((f"t-{finding.code}", f"{finding.sentence} Selesaikan dahulu."))
        elif finding.code not in overrides:
            wrong.append((f"t-{finding.code}", f"{finding.sentence} Tulis alasan untuk tetap menetapkan."))
    return wrong


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def decree_of(typed: Mapping[str, str]) -> Decree:
    first, second = (Signer(typed[f"nama{n}"], typed[f"jabatan{n}"], typed[f"nip{n}"]) for n in (1, 2))
    return Decree(typed["nomor"], date.fromisoformat(typed["tanggal"]), typed["judul"], (first, second))


def _publish(
    request: HttpRequest,
    cycle: CycleInfo,
    readiness: Readiness,
    typed: Mapping[str, str],
    overrides: Mapping[str, str],
) -> HttpResponseBase:
    viewer, key = viewer_of(request), request.POST.get("kunci", "")
    act = services.amend if selectors.publications(cycle_id=cycle.id) else services.publish
    published: PublicationInfo | None
    published, refusal = try_service(
        lambda: act(cycle.id, decree=decree_of(typed), overrides=overrides, by=viewer, key=key)
    )
    if published is None:
        wrong = [("", sentence) for sentence in sentences(refusal.problems)] if refusal else []
        return _draw(request, cycle, readiness, typed, overrides, wrong)
    messages.success(request, f"Keputusan nomor {published.decree.number} sudah terbit.")
    return HttpResponseRedirect(f"/kerja/penetapan/{cycle.id}/hasil/{published.id}/")


def _draw(
    request: HttpRequest,
    cycle: CycleInfo,
    readiness: Readiness,
    typed: Mapping[str, str],
    overrides: Mapping[str, str],
    wrong: list[tuple[str, str]],
) -> HttpResponseBase:
    at = dict(wrong)
    former = selectors.publications(cycle_id=cycle.id)
    return show(
        request,
        "terbit.html",
        title="Penetapan",
        steps=cycle_steps(cycle),
        status=UNPROCESSABLE if wrong else 200,
        cycle=cycle,
        readiness=readiness,
        blocked=any(not finding.overridable for finding in readiness.findings),
        findings=[
            (finding, overrides.get(finding.code, ""), at.get(f"t-{finding.code}", ""))
            for finding in readiness.findings
        ],
        typed=typed,
        at=at,
        wrong=wrong,
        former=former,
    )


def _steps(cycle: CycleInfo) -> list[tuple[str, str]]:
    return [*cycle_steps(cycle), ("Penetapan", f"/kerja/penetapan/{cycle.id}/")]


@work_page("GET")
def result(request: HttpRequest, siklus: int, nomor: int) -> HttpResponseBase:
    """What was published: its documents, and what changed."""
    viewer = viewer_of(request)
    cycle = selectors.cycle(siklus, by=viewer)
    require(viewer, "siklus.terbit", Place(cycle.region))
    page = selectors.publication(nomor)
    if page.info.cycle_id != cycle.id:
        raise OutOfSight
    return show(
        request,
        "terbit-hasil.html",
        title=f"Keputusan nomor {page.info.decree.number}",
        steps=_steps(cycle),
        cycle=cycle,
        page=page,
        documents=document_lines(page),
    )


@work_page("POST")
def reopen(request: HttpRequest, siklus: int) -> HttpResponseBase:
    """Open a decided village again for an amendment."""
    require(viewer_of(request), "siklus.terbit", Place(selectors.cycle(siklus, by=viewer_of(request)).region))
    code, reason = codes.normalise(request.POST.get("desa", "")), request.POST.get("alasan", "").strip()
    back = f"/kerja/penetapan/{siklus}/"
    if code is None or codes.level_of(code) != "desa":
        messages.error(request, "Kode desa mempunyai 10 angka, seperti 33.04.09.2011. Periksa lalu kirim lagi.")
        return HttpResponseRedirect(back)
    _, refusal = try_service(lambda: services.reopen(siklus, desa=code, reason=reason, by=viewer_of(request)))
    if refusal is not None:
        messages.error(request, why(refusal))
    else:
        messages.success(request, "Isian desa itu dibuka lagi. Sesudah diverifikasi, terbitkan perubahan penetapan.")
    return HttpResponseRedirect(back)
