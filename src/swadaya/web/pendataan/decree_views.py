"""``/indeks/penetapan/``: the decrees, open to all and kept like every page of published figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from swadaya.accounts.rules.access import OutOfSight
from swadaya.core.figures import grouped
from swadaya.indeks.selectors import Edition
from swadaya.methodology import Method
from swadaya.pendataan import selectors
from swadaya.pendataan.rules.readiness import Finding
from swadaya.pendataan.values import ChangeInfo, PublicationInfo, PublicationPage

from ..error_pages import not_found
from ..links import Links
from ..page_cache import edition_page
from ..ui.components.status import mark
from ..ui.formatting import day, index_text
from ..ui.navigation import crumbs
from .decree_documents import document_lines

ROOT = "/indeks/penetapan/"
_WAYS = [("Semua penetapan", ROOT), ("Indeks nasional", "/")]


@dataclass(frozen=True, slots=True)
class ChangeLine:
    name: str
    before: str
    after: str
    status: SafeString


@edition_page()
def every(request: HttpRequest, _edition: Edition) -> HttpResponse:
    """All decrees, newest first."""
    rows = selectors.publications()
    context = {
        "room": "indeks",
        "title": "Penetapan",
        "canonical": ROOT,
        "crumbs": crumbs([("Indonesia", "/"), ("Penetapan", "")]),
        "rows": rows,
        "lead": _lead(rows),
    }
    return render(request, "pendataan/decrees/daftar.html", context)


def _lead(rows: Sequence[PublicationInfo]) -> str:
    if not rows:
        return "Belum ada keputusan yang terbit lewat Swadaya."
    newest = max(rows, key=lambda one: one.at)
    count = "Satu keputusan" if len(rows) == 1 else f"{grouped(len(rows))} keputusan"
    return f"{count}; yang terakhir nomor {newest.decree.number}, {day(newest.decree.decided_on)}."


@edition_page()
def one(request: HttpRequest, edition: Edition, nomor: int) -> HttpResponse:
    """One decree: what it decides, its documents, what it changed."""
    page = _publication(nomor)
    if page is None:
        return not_found(request, "Tidak ada penetapan dengan alamat itu.", _WAYS)
    info = page.info
    context = {
        "room": "indeks",
        "title": f"Keputusan nomor {info.decree.number}",
        "canonical": f"{ROOT}{info.id}/",
        "crumbs": crumbs([("Indonesia", "/"), ("Penetapan", ROOT), (f"Nomor {info.decree.number}", "")]),
        "page": page,
        "lead": _sentence(info, page.method),
        "amends": info.amends,
        "overrides": [(_finding(code), reason) for code, reason in page.overrides],
        "documents": document_lines(page),
        "changes": [_change(page.method, change) for change in page.changes] if info.amendment else [],
        "index_link": Links(info.year, _other_method(edition, info)).region(info.region),
        "example": any(run.id == info.run_id and run.example for run in edition.runs),
    }
    return render(request, "pendataan/decrees/satu.html", context)


def _publication(number: int) -> PublicationPage | None:
    try:
        return selectors.publication(number)
    except OutOfSight:
        return None


def _other_method(edition: Edition, info: PublicationInfo) -> str:
    """The method, where the year shows another one first."""
    first = next((run for run in edition.runs if run.year == info.year), None)
    return "" if first is None or first.method_id == info.method_id else info.method_id


def _sentence(info: PublicationInfo, method: Method) -> str:
    words = f"Status {grouped(info.desa)} desa di {info.region_name} menurut {method.short} {info.year}"
    if info.amendment:
        return f"{words}; {grouped(info.changed)} di antaranya berubah dari keputusan sebelumnya."
    return f"{words}, ditetapkan {day(info.decree.decided_on)}."


def _finding(code: str) -> str:
    """The finding in words, without its count: that stands in the reason's decree."""
    words = Finding(code, 0).sentence  # type: ignore[arg-type]
    return words.partition(" ")[2].capitalize()


def _change(method: Method, change: ChangeInfo) -> ChangeLine:
    def figure(k: int | None) -> str:
        return "–" if k is None else index_text(method, method.index(k))

    after = method.classes[change.after_level - 1] if change.after_level else None
    status = mark(after, len(method.classes)) if after else SafeString("–")
    return ChangeLine(change.name, figure(change.before_k), figure(change.after_k), status)


@require_safe
def document(request: HttpRequest, nomor: int, dokumen: int) -> HttpResponse:
    """A document as it was made when the decree was published; it never changes."""
    page = _publication(nomor)
    if page is None or dokumen not in {item.id for item in page.documents}:
        return not_found(request, "Dokumen itu tidak ada pada penetapan ini.", _WAYS)
    found = selectors.document(dokumen)
    response = HttpResponse(found.content, content_type=found.media_type)
    response.headers["Content-Disposition"] = f'inline; filename="penetapan-{nomor}-{dokumen}.pdf"'
    response.headers["ETag"] = f'"{found.sha256}"'
    response.headers["Cache-Control"] = "public, max-age=86400, immutable"
    return response
