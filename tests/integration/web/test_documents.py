"""Printed sheets, as a reader gets them."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
import small_nation
from django.test import override_settings
from pypdf import PdfReader
from small_nation import VILLAGE, text_of

from swadaya.core.figures import grouped
from swadaya.indeks import selectors
from swadaya.methodology import method
from swadaya.web.indeks.pdf_parts import check_code
from swadaya.web.ui.formatting import index_text

METHOD = method(small_nation.METHOD)
FILES = f"/indeks/2024/unduh/{METHOD.id}"


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    """Files of these tests stay theirs."""
    settings.HOME = tmp_path
    return tmp_path


def pages(response: Any) -> list[str]:
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/pdf"
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(response.content)).pages]


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_the_profile_of_a_village_says_what_its_page_says(plain: Any, nation: Any) -> None:
    (sheet,) = pages(plain.get(f"/indeks/2024/{VILLAGE}/profil.pdf"))
    page = selectors.village_page(VILLAGE, year=2024)
    assert page is not None and page.explanation.index is not None and page.explanation.status is not None
    assert "Desa Sigeblog" in sheet and "Kecamatan Banjarmangu, Kabupaten Banjarnegara" in sheet
    assert f"{index_text(METHOD, page.explanation.index)} {page.explanation.status.label}" in sheet
    for part in page.explanation.components:
        assert f"{part.points} / {part.maximum}" in sheet
    for run, figure in page.trend:
        assert str(run.year) in sheet and index_text(METHOD, METHOD.index(figure.k or 0)) in sheet
    assert f"kode periksa {check_code(page.run, VILLAGE)}" in sheet


@pytest.mark.parametrize("code", ["33", "3304", "330409"])
def test_the_brief_of_a_region_says_what_its_page_says(plain: Any, nation: Any, code: str) -> None:
    first, second = pages(plain.get(f"/indeks/2024/{code}/ringkasan.pdf"))
    page = selectors.region_page(code, year=2024)
    assert page is not None and page.figures.mean is not None
    assert index_text(METHOD, page.figures.mean) in first
    assert f"{grouped(page.figures.desa)} desa, {grouped(page.figures.with_index)} berindeks" in first
    before = page.trend[0][1]
    for status, old, new in zip(METHOD.classes, before.classes, page.figures.classes, strict=True):
        assert f"{status.label} {old} {new} " in first
    below = [one.name for one in page.villages or page.parts]
    assert all(name in second for name in below)


def test_the_weakest_indicator_of_the_brief_is_the_one_that_costs_most(plain: Any, nation: Any) -> None:
    first, _ = pages(plain.get("/indeks/2024/3304/ringkasan.pdf"))
    rows = [at for at, code in enumerate(small_nation.codes()) if code.startswith("3304")]
    scores = small_nation.scores(METHOD, 2024)[rows].astype(int)
    lost = {}
    for weight, part in zip(METHOD.weights, METHOD.slices, strict=True):
        for number in range(part.start, part.stop):
            indicator = METHOD.indicators[number]
            lost[indicator.label] = int((indicator.maximum - scores[:, number]).sum()) * weight
    most = max(lost.values())
    section = first.split("Indikator yang paling banyak mengurangi nilai")[1]
    printed = re.search(r"Bagian dari nilai yang hilang (.+?) IK[SEL] ", section)
    assert printed is not None and lost[printed[1]] == most


def test_a_sheet_is_sent_again_as_it_was_and_not_at_all_to_who_has_it(site: Any, nation: Any) -> None:
    address = f"/indeks/2024/{VILLAGE}/profil.pdf"
    first = site.get(address)
    again = site.get(address)
    assert again.headers["ETag"] == first.headers["ETag"]
    assert not first.cookies
    assert site.get(address, headers={"if-none-match": first.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/indeks/2024/3304/profil.pdf", 404),
        (f"/indeks/2024/{VILLAGE}/ringkasan.pdf", 404),
        ("/indeks/2024/3399/ringkasan.pdf", 404),
        ("/indeks/1999/3304/ringkasan.pdf", 404),
        ("/indeks/2024/33.04/ringkasan.pdf", 301),
        (f"/indeks/2024/{VILLAGE}/profil.pdf?metode=tidak-ada", 404),
    ],
)
def test_a_sheet_that_does_not_exist_is_answered_with_a_way_on(
    plain: Any, nation: Any, address: str, status: int
) -> None:
    response = plain.get(address)
    assert response.status_code == status
    if status == 404:
        assert 'href="/' in text_of(response)
    else:
        assert response.headers["Location"] == "/indeks/2024/3304/ringkasan.pdf"


@override_settings(ALLOWED_HOSTS=["testserver"])
def test_the_sheet_names_the_site_when_it_has_a_name(plain: Any, nation: Any) -> None:
    (sheet,) = pages(plain.get(f"/indeks/2024/{VILLAGE}/profil.pdf?metode={METHOD.id}"))
    assert f"https://testserver/indeks/2024/{VILLAGE}/" in sheet
