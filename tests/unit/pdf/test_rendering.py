"""What is true of every document: literal names, equal bytes, its title, language and date, no font from outside."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import documents
import pytest
from documents import HOSTILE
from pypdf import PdfReader

from swadaya.pdf import pdf_of, render
from swadaya.pdf.rendering import names

ALL: list[Callable[..., Any]] = [documents.profile, documents.brief, documents.annex, documents.minutes]


@pytest.mark.parametrize("make", ALL)
def test_signs_of_the_template_language_are_printed_as_they_are(make: Callable[..., Any]) -> None:
    assert HOSTILE.replace(" ", "") in documents.text(pdf_of(make(name=HOSTILE))).replace(" ", "")


@pytest.mark.parametrize("make", ALL)
@pytest.mark.parametrize("name", ["Sé’ño Ü–ł", "Ujoh Bilang/Long “Bagun”", "A" * 120, "قرية"])
def test_any_name_makes_a_document(make: Callable[..., Any], name: str) -> None:
    assert pdf_of(make(name=name)).startswith(b"%PDF-1.7")


@pytest.mark.parametrize("make", ALL)
def test_equal_values_give_equal_bytes_and_other_values_others(make: Callable[..., Any]) -> None:
    first = pdf_of(make())
    assert pdf_of(make()) == first
    assert pdf_of(make(name="Lain")) != first


@pytest.mark.parametrize(
    ("make", "title", "day"),
    [
        (documents.profile, "Desa Sigeblog, Indeks Desa Membangun 2024", "2024-07-10"),
        (documents.brief, "Kabupaten Banjarnegara, ringkasan Indeks Desa Membangun 2024", "2024-07-10"),
        (documents.annex, "Lampiran Keputusan Direktur Jenderal tentang Status Desa", "2021-07-15"),
        (documents.minutes, "Berita acara verifikasi tingkat kecamatan, Kecamatan Banjarmangu 2024", "2024-06-03"),
    ],
)
def test_the_file_says_its_title_its_language_and_the_day_of_its_figures(
    make: Callable[..., Any], title: str, day: str
) -> None:
    reader = PdfReader(io.BytesIO(pdf_of(make())))
    assert reader.metadata is not None
    assert reader.metadata.title == title
    assert str(reader.metadata.creation_date).startswith(day)
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "id-ID"
    assert root["/MarkInfo"]["/Marked"]


@pytest.mark.parametrize("make", ALL)
def test_every_font_is_in_the_file_and_comes_with_the_compiler(make: Callable[..., Any]) -> None:
    reader = PdfReader(io.BytesIO(pdf_of(make())))
    found = set()
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            below = font.get_object()["/DescendantFonts"][0].get_object()
            assert {"/FontFile2", "/FontFile3"} & below["/FontDescriptor"].get_object().keys()
            found.add(str(font.get_object()["/BaseFont"]).split("+")[1].split("-")[0])
    assert found <= {"LibertinusSerif", "DejaVuSansMono"}


def test_a_template_that_does_not_exist_is_refused() -> None:
    with pytest.raises(KeyError):
        render("../../etc/passwd", {})
    assert {"profil-desa", "ringkasan-wilayah", "lampiran-keputusan", "berita-acara"} <= names()


def test_every_sheet_says_that_its_data_are_an_example() -> None:
    pages = documents.pages(pdf_of(documents.annex(villages=90, example=True)))
    assert len(pages) > 1
    assert all("data contoh" in page.lower() for page in pages)
    assert "contoh" not in documents.text(pdf_of(documents.annex(villages=90))).replace("contoh.desa.id", "")
