"""Evidence files of a form: upload, look at, take away; and the remarks of those who verify."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.http import content_disposition_header, url_has_allowed_host_and_scheme

from swadaya.accounts.rules.access import Place, require
from swadaya.files.attachments import LARGEST_EVIDENCE
from swadaya.pendataan import selectors, services

from ..accounts.middleware import viewer_of
from ..ui.refusals import try_service
from .page import at_most, code_of, why, work_page

LARGEST = LARGEST_EVIDENCE + 2**20  # the file and the other fields of the form


@at_most(LARGEST)
@work_page("POST")
def attach(request: HttpRequest, siklus: int, kode: str) -> HttpResponseBase:
    """Take in one file; the service looks at its content."""
    desa = code_of(kode, "desa")
    require(viewer_of(request), "isian.isi", Place(desa))
    upload = request.FILES.get("berkas")
    if upload is None:
        messages.error(request, "Belum ada berkas yang dipilih. Pilih foto atau PDF, lalu kirim lagi.")
        return _back(request, siklus, desa)
    column, name = request.POST.get("kolom", ""), upload.name or "berkas"
    _, refusal = try_service(
        lambda: services.attach_evidence(
            siklus, desa=desa, column=column, name=name, stream=upload, by=viewer_of(request)
        )
    )
    if refusal is None:
        messages.success(request, f"{name} tersimpan sebagai bukti.")
    else:
        messages.error(request, f"{name} tidak diterima. {why(refusal)}")
    return _back(request, siklus, desa)


@work_page("POST")
def remove(request: HttpRequest, siklus: int, kode: str, nomor: int) -> HttpResponseBase:
    """Take a file away from the form; its history keeps that it was there."""
    _, refusal = try_service(lambda: services.remove_evidence(nomor, by=viewer_of(request)))
    if refusal is None:
        messages.success(request, "Berkas bukti dihapus dari isian.")
    else:
        messages.error(request, why(refusal))
    return _back(request, siklus, code_of(kode, "desa"))


@work_page("GET")
def view(request: HttpRequest, nomor: int) -> HttpResponseBase:
    """The file itself. It is never run: a closed content policy, and its type is not guessed."""
    found = selectors.evidence_file(nomor, by=viewer_of(request))
    response = HttpResponse(found.content, content_type=found.media_type)
    disposition = content_disposition_header(as_attachment=False, filename=found.name)
    response.headers["Content-Disposition"] = disposition or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@work_page("POST")
def remark(request: HttpRequest, siklus: int, kode: str) -> HttpResponseBase:
    """A question or note of a verifier at one answer, or on the whole form."""
    desa = code_of(kode, "desa")
    if not selectors.form(siklus, desa, by=viewer_of(request)).allowed.remark:
        require(viewer_of(request), "isian.periksa-kecamatan", Place(desa))
    column, text = request.POST.get("kolom", ""), request.POST.get("catatan", "").strip()
    if not text:
        messages.error(request, "Catatan masih kosong. Tulis apa yang perlu dilihat desa.")
        return _back(request, siklus, desa)
    _, refusal = try_service(
        lambda: services.remark(siklus, desa=desa, column=column, text=text, by=viewer_of(request))
    )
    if refusal is not None:
        messages.error(request, why(refusal))
    return _back(request, siklus, desa)


@work_page("POST")
def resolve(request: HttpRequest, siklus: int, kode: str, nomor: int) -> HttpResponseBase:
    """A remark has been answered."""
    _, refusal = try_service(lambda: services.resolve_remark(nomor, by=viewer_of(request)))
    if refusal is not None:
        messages.error(request, why(refusal))
    return _back(request, siklus, code_of(kode, "desa"))


def _back(request: HttpRequest, siklus: int, desa: str) -> HttpResponseBase:
    """The page the form stood on, if it is one of ours."""
    wanted = request.POST.get("kembali", "")
    ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return HttpResponseRedirect(wanted if ours and wanted else f"/kerja/pendataan/{siklus}/{desa}/")
