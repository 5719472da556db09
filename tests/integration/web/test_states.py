"""Pages in other states than the usual one: nothing published, examples, gaps, hostile names, faults."""

from __future__ import annotations

from typing import Any

import pytest
import small_nation
from django.db import OperationalError
from django.test import Client
from small_nation import text_of

VILLAGE = small_nation.VILLAGE


def test_before_anything_is_published_the_home_page_teaches(site: Any, db: None) -> None:
    response = site.get("/")
    assert response.status_code == 200
    assert "Belum ada indeks yang diterbitkan" in text_of(response)
    assert site.get("/indeks/").headers["Location"] == "/"
    assert site.get("/tentang/").status_code == 200
    assert site.get("/cari/?q=desa").status_code == 200


def test_example_data_are_marked_everywhere(site: Any, example_nation: Any) -> None:
    for path in ("/", "/indeks/2024/33/", "/indeks/2024/330409/", f"/indeks/2024/{VILLAGE}/", "/cari/?q=sigeblog"):
        page = text_of(site.get(path))
        assert "<strong>Data contoh.</strong>" in page
    village = text_of(site.get(f"/indeks/2024/{VILLAGE}/"))
    assert "(data contoh)" in village.split("</title>")[0]
    assert '<span class="contoh">contoh</span>' in village.split("</h1>")[1][:600]
    assert "-contoh.csv" in site.get("/indeks/2024/nasional.csv").headers["Content-Disposition"]


def test_names_are_escaped(site: Any, db: None) -> None:
    small_nation.build(names={VILLAGE: small_nation.HOSTILE, "33": "<b>Jawa & Tengah</b>"})
    for path in ("/", "/indeks/2024/33/", "/indeks/2024/330409/", f"/indeks/2024/{VILLAGE}/", "/cari/?q=script"):
        page = text_of(site.get(path))
        assert "<script" not in page and "<b>Jawa" not in page
    assert "&lt;script&gt;" in text_of(site.get("/indeks/2024/330409/"))


def test_a_village_says_what_it_lacks(site: Any, db: None) -> None:
    small_nation.build(missing=True, years=(2024,))
    page = text_of(site.get(f"/indeks/2024/{small_nation.codes()[0]}/"))
    assert "Yang belum ada: 1 skor" in page
    assert "Tenaga kesehatan lain" in page
    assert "belum mempunyai indeks" in page


def test_health_is_503_without_a_database(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise OperationalError("no")

    monkeypatch.setattr("swadaya.indeks.selectors.edition", broken)
    assert site.get("/sehat").status_code == 503


def test_a_fault_of_ours_is_a_page_in_indonesian(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise RuntimeError

    monkeypatch.setattr("swadaya.indeks.selectors.edition", broken)
    response = Client(raise_request_exception=False).get("/")
    assert response.status_code == 500
    assert "Kesalahannya pada kami" in response.content.decode()


def test_a_foreign_host_is_refused_in_indonesian(db: None) -> None:
    response = Client(headers={"host": "jahat.example"}).get("/")
    assert response.status_code == 400
    assert "tidak dapat dibaca" in response.content.decode()


def test_a_year_with_two_methods_lets_one_choose(site: Any, db: None) -> None:
    small_nation.build(years=(2023, 2024))
    small_nation.add_year("idm-permendes-2-2016", 2024)
    usual = text_of(site.get("/indeks/2024/33/"))
    other = text_of(site.get("/indeks/2024/33/?metode=idm-permendes-2-2016"))
    assert "instrumen operasional 2020–2024 (50 indikator), tahun data 2024" in usual
    assert "Permendes PDTT 2/2016 (54 indikator), tahun data 2024" in other
    assert 'href="/indeks/2024/3304/?metode=idm-permendes-2-2016"' in other  # the choice goes along downwards
    assert 'href="/indeks/2024/33.csv?metode=idm-permendes-2-2016"' in other.replace("&amp;", "&")
    assert 'href="/indeks/2023/33/"' in other  # a year that only has the other method is not lost
    assert 'href="/indeks/2024/3304/"' in usual


def test_an_index_in_percent_from_an_unofficial_method(site: Any, db: None) -> None:
    small_nation.build(years=(2024,))
    small_nation.add_year("indeks-desa-2025", 2025)
    page = text_of(site.get("/"))
    assert "<h1>Indeks Desa 2025</h1>" in page
    assert "Cara menghitungnya tidak resmi" in page
    village = text_of(site.get(f"/indeks/2025/{VILLAGE}/"))
    assert "Enam dimensi" in village
    assert " ÷ 635" in village


def test_a_village_known_by_its_components_only(site: Any, db: None) -> None:
    small_nation.build(years=(2023,))
    small_nation.add_printed_year(2024)
    page = text_of(site.get(f"/indeks/2024/{VILLAGE}/"))
    assert "Sumber hanya mencetak angka komponen" in page
    assert "Sumber mencetak 0,7743, sama dengan hitungan di sini." in page
    assert "144 ÷ 175" in page and "38 ÷ 60" in page and "13 ÷ 15" in page
    assert "Kurang 260 poin indeks dari 6.300 untuk menjadi Mandiri" in page
    assert "22 poin ketahanan sosial, 8 poin ketahanan ekonomi, atau 2 poin ketahanan lingkungan" in page
    stray = text_of(site.get(f"/indeks/2024/{small_nation.STRAY}/"))
    assert "Nilai ini di luar kisi skor" in stray
    assert '<p class="big">0,7410</p>' in stray
    assert "0,7410" in text_of(site.get(f"/indeks/2024/{small_nation.STRAY[:6]}/"))
