"""The documents of a decree as people call them."""

from __future__ import annotations

from dataclasses import dataclass

from swadaya.pendataan.values import DocumentInfo, PublicationPage
from swadaya.wilayah import selectors as wilayah

_LEVELS = {"kecamatan": "Kecamatan", "kabupaten": "kabupaten/kota", "provinsi": "Provinsi", "rekap": "rekapitulasi"}


@dataclass(frozen=True, slots=True)
class DocumentLine:
    id: int
    label: str
    size: int


def document_lines(page: PublicationPage) -> list[DocumentLine]:
    """The annex first, then the minutes of each level with the region's name."""
    names = wilayah.names(document.region for document in page.documents if document.region)
    return [
        DocumentLine(document.id, _label(document, names.get(document.region, "")), document.size)
        for document in page.documents
    ]


def _label(one: DocumentInfo, name: str) -> str:
    if one.kind == "lampiran":
        return "Lampiran keputusan"
    if one.level == "rekap":
        return "Berita acara, rekapitulasi"
    place = name if one.level == "kabupaten" else f"{_LEVELS.get(one.level, one.level)} {name}"
    return f"Berita acara {place}".strip()
