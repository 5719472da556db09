"""A page is made once and sent again until something is published or loaded; browsers need not fetch it twice."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest
import small_nation
from django.db import connection
from django.test.utils import CaptureQueriesContext
from small_nation import VILLAGE, text_of, unpacked

from swadaya.indeks import services
from swadaya.methodology import method
from swadaya.web.page_cache import Kept, Store, store
from swadaya.wilayah import services as wilayah


@pytest.fixture(autouse=True)
def _empty() -> None:
    store.clear()


def queries(site: Any, path: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert site.get(path).status_code == 200
    return len(seen)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/indeks/2024/33/",
        "/indeks/2024/3304/",
        "/indeks/2024/330409/",
        f"/indeks/2024/{VILLAGE}/",
        "/indeks/2024/3304/perpindahan/",
        "/indeks/2024/peringkat/?di=33",
        "/indeks/2024/peringkat/?menurut=kemajuan",
        "/indeks/2024/peringkat/?jenjang=kabkota&menurut=kemajuan",
        "/indeks/2024/3304/fokus/",
        "/indeks/sasaran/",
        "/cari/?q=sigeblog",
    ],
)
def test_a_page_costs_few_queries_and_one_when_it_is_kept(site: Any, nation: Any, path: str) -> None:
    assert queries(site, path) <= 8  # what is remembered about regions is read along the first time
    store.clear()
    assert queries(site, path) <= 6
    assert queries(site, path) == 1


def test_pages_of_the_law_cost_none(site: Any, nation: Any) -> None:
    for path in ("/metode/", "/metode/idm-operasional-2020/", "/kamus/"):
        assert queries(site, path) == 0


def test_a_new_publication_shows_at_once(site: Any, nation: Any) -> None:
    before = text_of(site.get("/indeks/2024/"))
    chosen = method(small_nation.METHOD)
    table = small_nation.scores(chosen, 2024)
    table[:] = [indicator.maximum for indicator in chosen.indicators]
    services.import_sheet(small_nation.sheet(chosen, 2024, table), kind="resmi", source="baru", sha256="1" * 64)
    report = services.create_run(method_id=small_nation.METHOD, year=2024)
    assert text_of(site.get("/indeks/2024/")) == before  # a draft changes nothing
    services.publish_run(run_id=report.run_id)
    after = text_of(site.get("/indeks/2024/"))
    assert after != before
    assert '<p class="big">1,0000</p>' in after


def test_new_boundaries_show_at_once(site: Any, nation: Any, tmp_path: Path) -> None:
    assert 'class="tilemap"' in text_of(site.get("/"))
    wilayah.install_boundaries(small_nation.boundaries(tmp_path))
    assert 'class="map"' in text_of(site.get("/"))


def test_the_page_is_the_same_packed_or_not_and_made_or_kept(site: Any, plain: Any, nation: Any) -> None:
    path = f"/indeks/2024/{VILLAGE}/"
    made, kept, again, bare = site.get(path), site.get(path), site.get(path), plain.get(path)
    assert made.headers["Content-Encoding"] == kept.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in bare.headers
    assert len(kept.content) < len(made.content)  # packed well once it is asked for again
    assert kept.content == again.content
    assert unpacked(made) == unpacked(kept) == bare.content.decode()
    assert made.headers["ETag"] == kept.headers["ETag"] == bare.headers["ETag"]
    assert bare.headers["Vary"] == kept.headers["Vary"] == "Accept-Encoding"
    assert kept.headers["Cache-Control"] == "public, max-age=60"


def test_a_browser_that_has_the_page_is_told_so(site: Any, nation: Any) -> None:
    first = site.get("/")
    same = site.get("/", headers={"if-none-match": first.headers["ETag"]})
    assert same.status_code == 304 and not same.content
    assert same.headers["Cache-Control"] == "public, max-age=60"
    since = site.get("/", headers={"if-modified-since": first.headers["Last-Modified"]})
    assert since.status_code == 304


def test_made_up_parameters_are_not_kept(site: Any, nation: Any) -> None:
    site.get("/indeks/2024/")
    held = store.held
    for number in range(5):
        assert queries(site, f"/indeks/2024/?apa={number}") > 1
    assert store.held == held


def test_answers_that_are_not_pages_are_not_kept(site: Any, nation: Any) -> None:
    site.get("/indeks/2024/99/")
    site.get("/indeks/2024/33.04/")
    assert store.held == 0


def test_the_store_keeps_to_its_bounds_and_drops_the_oldest() -> None:
    small = Store(limit=1000)
    page = Kept("s", gzip.compress(bytes(range(256)), 6), "text/html", "e", "m", 6)
    fits = 1000 // len(page.packed)
    for number in range(10):
        small.put((str(number),), page)
    assert small.held <= 1000
    assert small.get(("9",), "s") is page
    assert small.get((str(9 - fits),), "s") is None
    assert small.get(("9",), "other edition") is None
    assert small.held == (fits - 1) * len(page.packed)
