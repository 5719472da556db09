"""Every address answers, says what it is, and sends people on when it cannot."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import small_nation
from django.urls import reverse
from small_nation import text_of

from swadaya.web import links
from swadaya.web.glossary import terms
from swadaya.web.links import Links
from swadaya.wilayah import services as wilayah

VILLAGE = small_nation.VILLAGE
PAGES = (
    "/",
    "/indeks/2024/",
    "/indeks/2023/",
    "/indeks/2024/33/",
    "/indeks/2024/3304/",
    "/indeks/2024/330409/",
    f"/indeks/2024/{VILLAGE}/",
    "/indeks/2024/perpindahan/",
    "/indeks/2024/3304/perpindahan/?dari=2023",
    "/indeks/2024/peringkat/",
    "/indeks/2024/peringkat/?menurut=kemajuan&di=33",
    "/indeks/2024/peringkat/?jenjang=kabkota",
    "/indeks/2024/fokus/",
    "/indeks/2024/330409/fokus/",
    "/indeks/2024/banding/",
    f"/indeks/2024/banding/?desa={VILLAGE}&cari=banjar",
    "/indeks/sasaran/",
    "/cari/",
    "/cari/?q=sigeblog",
    "/metode/",
    "/metode/idm-operasional-2020/",
    "/metode/idm-permendes-2-2016/",
    "/metode/indeks-desa-2025/",
    "/kamus/",
    "/tentang/",
)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_answers_and_is_indonesian(site: Any, nation: Any, path: str) -> None:
    response = site.get(path)
    page = text_of(response)
    assert response.status_code == 200
    assert '<html lang="id">' in page
    assert page.count("<h1>") == 1
    assert "style=" not in page and "<script" not in page
    assert not response.cookies
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", PAGES)
def test_head_is_answered_like_get_and_post_is_refused(site: Any, nation: Any, path: str) -> None:
    assert site.head(path).status_code == 200
    assert site.post(path).status_code == 405


def test_no_link_on_any_page_is_dead(site: Any, nation: Any) -> None:
    seen: set[str] = set()
    for path in PAGES:
        seen |= set(re.findall(r'href="(/[^"#]*)', text_of(site.get(path)).replace("&amp;", "&")))
    wanted = sorted(href for href in seen if not href.startswith("/static/"))
    assert len(wanted) > 50
    assert {href: site.get(href).status_code for href in wanted if site.get(href).status_code != 200} == {}


def test_anchors_point_to_something(site: Any, nation: Any) -> None:
    page = text_of(site.get("/metode/idm-operasional-2020/"))
    village = text_of(site.get(f"/indeks/2024/{VILLAGE}/"))
    anchors = set(re.findall(r'href="/metode/idm-operasional-2020/#([^"]+)"', village))
    assert len(anchors) > 10
    assert all(f'id="{anchor}"' in page for anchor in anchors)


def test_written_addresses_are_the_routed_ones() -> None:
    assert Links(2024).region() == reverse("indeks-nasional", kwargs={"tahun": 2024})
    assert Links(2024).region("3304") == reverse("indeks-wilayah", kwargs={"tahun": 2024, "kode": "3304"})
    assert Links(2024).csv() == reverse("indeks-csv-nasional", kwargs={"tahun": 2024})
    assert Links(2024).csv("3304") == reverse("indeks-csv", kwargs={"tahun": 2024, "kode": "3304"})
    assert Links(2024).moves() == reverse("indeks-perpindahan-nasional", kwargs={"tahun": 2024})
    assert Links(2024).moves("33", 2021) == reverse("indeks-perpindahan", args=(2024, "33")) + "?dari=2021"
    assert Links(2024).focus() == reverse("indeks-fokus-nasional", kwargs={"tahun": 2024})
    assert Links(2024).focus("33") == reverse("indeks-fokus", args=(2024, "33"))
    assert Links(2024).ranking(di="33") == reverse("indeks-peringkat", kwargs={"tahun": 2024}) + "?di=33"
    assert Links(2024).compare(["1", "2"]) == reverse("indeks-banding", kwargs={"tahun": 2024}) + "?desa=1&desa=2"
    assert Links(2024).brief("33") == reverse("indeks-ringkasan", args=(2024, "33"))
    assert Links(2024).profile(VILLAGE) == reverse("indeks-profil", args=(2024, VILLAGE))
    assert Links(2024).downloads() == reverse("indeks-unduh", kwargs={"tahun": 2024})
    assert reverse("indeks-sasaran") == links.TARGETS
    assert Links(2024, "m").region("33") == reverse("indeks-wilayah", args=(2024, "33")) + "?metode=m"
    assert links.method("m", "s01") == reverse("metode-satu", kwargs={"metode": "m"}) + "#s01"
    assert links.search() == reverse("cari")


def test_a_dotted_code_leads_to_the_undotted_address(site: Any, nation: Any) -> None:
    response = site.get("/indeks/2024/33.04.09.2011/?metode=idm-operasional-2020")
    assert response.status_code == 301
    assert response.headers["Location"] == f"/indeks/2024/{VILLAGE}/?metode=idm-operasional-2020"
    assert site.get("/indeks/2024/33.04.csv?isi=desa").headers["Location"] == "/indeks/2024/3304.csv?isi=desa"
    assert site.get("/indeks/").headers["Location"] == "/indeks/2024/"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/indeks/1999/", "Belum ada indeks yang terbit untuk tahun 1999"),
        ("/indeks/2024/99/", "Tidak ada desa berkode 99"),
        ("/indeks/2024/3304092999/", "Tidak ada desa berkode 33.04.09.2999"),
        ("/indeks/2024/123/", "bukan kode wilayah"),
        ("/indeks/2024/?pulau=tidak-ada", "Cara mengelompokkan pulau itu tidak dikenal"),
        ("/indeks/2024/?metode=tidak-ada", "dengan metode itu"),
        ("/metode/tidak-ada/", "tidak dikenal"),
        ("/tidak-ada", "Alamatnya mungkin salah ketik"),
        ("/indeks/1999/nasional.csv", "Belum ada indeks"),
    ],
)
def test_what_is_not_there_says_why_and_where_to_go(site: Any, nation: Any, path: str, words: str) -> None:
    response = site.get(path)
    page = text_of(response)
    assert response.status_code == 404
    assert words in page
    assert page.count('<li><a href="/') >= 5  # the nav, and at least one way out


def test_official_data_carry_no_such_mark(site: Any, nation: Any) -> None:
    page = text_of(site.get(f"/indeks/2024/{VILLAGE}/"))
    assert "Data contoh" not in page and 'class="contoh"' not in page


def test_what_was_searched_is_escaped(site: Any, nation: Any) -> None:
    page = text_of(site.get("/cari/", {"q": '"><img src=x onerror=y>'}))
    assert "<img" not in page
    assert "&lt;img" in page


def test_a_value_carried_over_is_said_to_be(site: Any, nation: Any) -> None:
    assert "nilai tahun 2023 yang dipakai lagi" in text_of(site.get(f"/indeks/2024/{VILLAGE}/"))


def test_search_finds_by_name_and_code_and_within_a_region(site: Any, nation: Any) -> None:
    assert f'href="/indeks/2024/{VILLAGE}/"' in text_of(site.get("/cari/?q=Sigeblog"))
    assert f'href="/indeks/2024/{VILLAGE}/"' in text_of(site.get("/cari/?q=33.04.09.2011"))
    assert f'href="/indeks/2024/{VILLAGE}/"' in text_of(site.get("/cari/?q=sigeblog&di=33"))
    assert "Tidak ada wilayah yang cocok" in text_of(site.get("/cari/?q=sigeblog&di=51"))
    assert 'href="/indeks/2024/330409/"' in text_of(site.get("/cari/?q=kec.+banjarmangu"))


def test_provinces_are_tiles_until_boundaries_are_installed(site: Any, nation: Any, tmp_path: Path) -> None:
    before = text_of(site.get("/"))
    assert 'class="tilemap"' in before
    wilayah.install_boundaries(small_nation.boundaries(tmp_path))
    after = text_of(site.get("/"))
    assert 'class="map"' in after and 'class="tilemap"' not in after
    assert re.search(r'<a href="/indeks/2024/33/" aria-label="Jawa Tengah: rata-rata 0,\d{4}, \w+', after)


def test_health_answers(site: Any, nation: Any) -> None:
    response = site.get("/sehat")
    assert response.status_code == 200
    assert json.loads(response.content) == {"keadaan": "sehat", "basisdata": "menjawab", "indeks_terbit": 2}
    assert "no-cache" in response.headers["Cache-Control"]


def test_terms_that_pages_point_to_are_in_the_glossary(site: Any, nation: Any) -> None:
    used = {anchor for path in PAGES for anchor in re.findall(r'href="/kamus/#([^"]+)"', text_of(site.get(path)))}
    assert used and used <= {term.anchor for term in terms()}


def test_the_glossary_is_whole() -> None:
    known = {term.anchor for term in terms()}
    assert len(known) == len(terms()) >= 25
    assert all(term.meaning and term.english and term.source for term in terms())
    assert {anchor for term in terms() for anchor in term.see} <= known
