"""What holds for every answer: copies, forms, limits, other origins, refusals."""

from __future__ import annotations

import gzip
import re
from typing import Any

import pytest
import small_nation
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from small_nation import METHOD, VILLAGE

from swadaya.api import rate_limit
from swadaya.indeks import selectors, services
from swadaya.wilayah import services as wilayah

ROUTES = (
    "/",
    "/wilayah",
    f"/wilayah/{VILLAGE}",
    "/metode",
    f"/metode/{METHOD}",
    "/terbitan",
    "/hasil",
    "/agregat",
    f"/penjelasan/{VILLAGE}",
    "/perubahan",
)


def shape(response: Any) -> list[dict[str, str]]:
    """The findings of a refusal, in the one documented shape."""
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Cache-Control"] == "no-store"
    findings = response.json()["masalah"]
    assert findings
    for one in findings:
        assert set(one) == {"code", "where", "got", "expected", "hint", "sentence"}
    return findings


@pytest.mark.parametrize("path", ROUTES)
def test_who_has_the_answer_is_told_so_after_one_query(site: Any, nation: Any, path: str) -> None:
    first = site.get(f"/api/v1{path}")
    assert first.status_code == 200
    assert first.headers["Cache-Control"] == "public, max-age=60"
    with CaptureQueriesContext(connection) as seen:
        same = site.get(f"/api/v1{path}", headers={"if-none-match": first.headers["ETag"]})
    assert (same.status_code, same.content, len(seen)) == (304, b"", 1)
    assert same.headers["ETag"] == first.headers["ETag"]
    since = site.get(f"/api/v1{path}", headers={"if-modified-since": first.headers["Last-Modified"]})
    assert since.status_code == 304
    other = site.get(f"/api/v1{path}", headers={"if-none-match": '"lain"'})
    assert (other.status_code, other.content) == (200, first.content)


def test_forms_and_queries_have_tags_of_their_own(site: Any, nation: Any) -> None:
    asked = ("/hasil", "/hasil?format=csv", "/hasil?format=parquet", "/hasil?batas=1", "/hasil?urut=peringkat")
    tags = {site.get(f"/api/v1{path}").headers["ETag"] for path in asked}
    assert len(tags) == len(asked)
    by_header = site.get("/api/v1/hasil", headers={"accept": "text/csv"})
    assert by_header.headers["Content-Type"].startswith("text/csv")
    assert "Accept" in by_header.headers["Vary"]
    assert by_header.headers["ETag"] != site.get("/api/v1/hasil").headers["ETag"]


def test_a_new_publication_changes_the_tag(site: Any, nation: Any) -> None:
    before = site.get("/api/v1/hasil").headers["ETag"]
    run = services.create_run(method_id=METHOD, year=2024).run_id
    assert site.get("/api/v1/hasil").headers["ETag"] == before  # a draft changes nothing
    services.publish_run(run_id=run)
    answer = site.get("/api/v1/hasil", headers={"if-none-match": before})
    assert answer.status_code == 200
    assert answer.headers["Swadaya-Terbitan"] == str(run)


def test_a_new_list_of_regions_changes_the_tag(site: Any, nation: Any) -> None:
    before = site.get("/api/v1/wilayah").headers["ETag"]
    wilayah.load_regions(small_nation.SmallSource({"33": "Jawa Tengah Baru"}))
    assert site.get("/api/v1/wilayah", headers={"if-none-match": before}).status_code == 200


@pytest.mark.parametrize("path", [*ROUTES, "/docs", "/openapi.json", "/tidak-ada"])
def test_a_head_is_answered_like_a_get_without_a_body(site: Any, nation: Any, path: str) -> None:
    got, head = site.get(f"/api/v1{path}"), site.head(f"/api/v1{path}")
    assert head.status_code == got.status_code
    assert head.content == b""
    for name in ("Content-Type", "ETag", "Link", "Swadaya-Terbitan"):
        assert head.headers.get(name) == got.headers.get(name)


@pytest.mark.parametrize("path", [*ROUTES, "/docs", "/openapi.json", "/tidak-ada", "/hasil?batas=x"])
def test_any_origin_may_read_and_nobody_gets_a_cookie(site: Any, nation: Any, path: str) -> None:
    answer = site.get(f"/api/v1{path}", headers={"origin": "https://lain.example"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "ETag" in answer.headers["Access-Control-Expose-Headers"]
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_a_browser_may_ask_before_it_reads(site: Any, db: None) -> None:
    answer = site.options("/api/v1/hasil", headers={"origin": "https://lain.example"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in answer.headers["Access-Control-Allow-Headers"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", ["/hasil", "/", "/openapi.json"])
def test_only_reading_is_possible(site: Any, db: None, method: str, path: str) -> None:
    answer = getattr(site, method)(f"/api/v1{path}")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert shape(answer)[0]["code"] == "api.cara"


def test_nobody_writes_from_elsewhere_by_a_check_of_tokens(nation: Any) -> None:
    """A refusal is the interface's own, not that of the check against forged forms."""
    assert Client(enforce_csrf_checks=True).post("/api/v1/hasil").status_code == 405


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/tidak-ada", 404, "api.alamat"),
        ("/hasil/", 404, "api.alamat"),
        ("/wilayah/99", 404, "api.wilayah"),
        ("/wilayah/abc", 422, "api.string-pattern-mismatch"),
        ("/wilayah?induk=99", 404, "api.wilayah"),
        ("/wilayah?induk=3", 422, "api.string-pattern-mismatch"),
        ("/wilayah?tingkat=negara", 422, "api.literal-error"),
        ("/wilayah?cari=a%00b", 422, "api.string-pattern-mismatch"),
        ("/wilayah?historis=barangkali", 422, "api.bool-parsing"),
        ("/metode/lain", 404, "api.metode"),
        ("/terbitan/999999", 404, "api.terbitan"),
        ("/terbitan/99999999999999999999", 422, "api.less-than-equal"),
        ("/hasil?tahun=1999", 404, "api.terbitan"),
        ("/hasil?terbitan=999999", 404, "api.terbitan"),
        ("/hasil?metode=lain", 404, "api.terbitan"),
        ("/hasil?status=lain", 404, "api.status"),
        ("/hasil?area=lain", 404, "api.area"),
        ("/hasil?wilayah=99", 404, "api.wilayah"),
        ("/hasil?wilyah=33", 422, "api.parameter"),
        ("/hasil?batas=0", 422, "api.greater-than-equal"),
        ("/hasil?batas=1001", 422, "api.less-than-equal"),
        ("/hasil?batas=banyak", 422, "api.int-parsing"),
        ("/hasil?indeks_min=nan", 422, "api.finite-number"),
        ("/hasil?urut=acak", 422, "api.literal-error"),
        ("/hasil?format=xml", 422, "api.literal-error"),
        ("/agregat?skema=lain", 422, "api.string-pattern-mismatch"),
        ("/agregat?skema=tanda:lain", 404, "api.skema"),
        ("/agregat?kunci=99", 404, "api.kunci"),
        ("/penjelasan/3304092099", 404, "api.desa"),
        ("/penjelasan/33", 422, "api.string-pattern-mismatch"),
        ("/perubahan?dari=999999", 404, "api.terbitan"),
        ("/perubahan?ke_status=tanpa_indeks", 404, "api.status"),
        ("/?apa=saja", 422, "api.parameter"),
    ],
)
def test_a_refusal_says_what_where_and_what_was_expected(
    site: Any, nation: Any, path: str, status: int, code: str
) -> None:
    answer = site.get(f"/api/v1{path}")
    assert answer.status_code == status, answer.content
    finding = shape(answer)[0]
    assert finding["code"] == code
    assert finding["where"]
    assert finding["expected"]


def test_every_fault_of_a_request_is_told_at_once(site: Any, nation: Any) -> None:
    findings = shape(site.get("/api/v1/hasil?batas=0&tahun=x&urut=acak"))
    assert {one["where"] for one in findings} == {"batas", "tahun", "urut"}


def test_runs_of_two_methods_are_not_compared(site: Any, nation: Any) -> None:
    other = small_nation.add_year("idm-permendes-2-2016", 2019)
    answer = site.get("/api/v1/perubahan", {"dari": other, "ke": nation[2024]})
    assert answer.status_code == 422
    assert shape(answer)[0]["code"] == "api.metode"


@pytest.mark.parametrize("path", ROUTES)
def test_a_form_nobody_makes_here_is_refused(site: Any, nation: Any, path: str) -> None:
    answer = site.get(f"/api/v1{path}", headers={"accept": "image/png"})
    assert answer.status_code == 406
    assert "application/json" in shape(answer)[0]["expected"]
    assert site.get(f"/api/v1{path}", headers={"accept": "text/html,*/*;q=0.8"}).status_code == 200
    assert site.get(f"/api/v1{path}", {"format": "json"}, headers={"accept": "image/png"}).status_code == 200


@pytest.mark.parametrize("path", ROUTES)
def test_without_a_database_it_says_to_come_back(
    site: Any, nation: Any, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    def gone() -> None:
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(selectors, "edition", gone)
    answer = site.get(f"/api/v1{path}")
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "server closed" not in str(shape(answer))


def test_answers_are_packed_for_who_can_unpack(site: Any, nation: Any) -> None:
    packed = site.get("/api/v1/hasil", headers={"accept-encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == site.get("/api/v1/hasil").content
    assert {"Accept", "Accept-Encoding"} <= {part.strip() for part in packed.headers["Vary"].split(",")}


@pytest.fixture
def three_a_minute(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A limit of three, and the clock it reads."""
    now = [1000.0]
    monkeypatch.setattr(rate_limit, "limiter", rate_limit.Limiter(3, clock=lambda: now[0]))
    return now


def test_whoever_asks_too_much_is_told_when_to_come_back(site: Any, nation: Any, three_a_minute: list[float]) -> None:
    left = [site.get("/api/v1/metode").headers["RateLimit-Remaining"] for _ in range(3)]
    assert left == ["2", "1", "0"]
    refused = site.get("/api/v1/metode")
    assert refused.status_code == 429
    assert shape(refused)[0]["code"] == "api.laju"
    assert refused.headers["Retry-After"] == "20"
    assert refused.headers["RateLimit-Limit"] == "3"
    other = site.get("/api/v1/metode", REMOTE_ADDR="203.0.113.9")
    assert other.status_code == 200
    three_a_minute[0] += 19
    assert site.get("/api/v1/metode").status_code == 429
    three_a_minute[0] += 1
    assert site.get("/api/v1/metode").status_code == 200


def test_refusals_count_and_pages_of_the_site_do_not(site: Any, nation: Any, three_a_minute: list[float]) -> None:
    for path in ("/tidak-ada", "/hasil?batas=0"):
        site.get(f"/api/v1{path}")
    site.post("/api/v1/hasil")
    assert site.get("/api/v1/metode").status_code == 429
    assert site.get("/indeks/2024/").status_code == 200


def test_neighbours_in_one_network_share_a_bucket(three_a_minute: list[float]) -> None:
    for host in ("2001:db8::1", "2001:db8::2", "2001:db8::3"):
        assert rate_limit.limiter.ask(host).granted
    assert not rate_limit.limiter.ask("2001:db8::4").granted
    assert rate_limit.limiter.ask("2001:db8:0:1::1").granted


def test_the_memory_for_addresses_is_bounded() -> None:
    limiter = rate_limit.Limiter(1, clock=lambda: 0.0, most_addresses=2)
    assert limiter.ask("a").granted and limiter.ask("b").granted and limiter.ask("c").granted
    assert not limiter.ask("c").granted
    assert limiter.ask("a").granted  # forgotten first, so new again


def test_the_rate_is_read_from_the_environment() -> None:
    assert rate_limit.rate_of("1200") == 1200
    assert rate_limit.rate_of("0") == 0
    assert rate_limit.rate_of("banyak") == rate_limit.DEFAULT_RATE


def test_the_reference_page_names_every_operation_and_loads_nothing_from_elsewhere(site: Any, db: None) -> None:
    page = site.get("/api/v1/docs")
    text = page.content.decode()
    document = site.get("/api/v1/openapi.json").json()
    for path, item in document["paths"].items():
        assert f"GET {path}" in text
        assert item["get"]["summary"] in text
    assert "//cdn" not in text and 'src="http' not in text and 'href="http' not in text
    assert "<script" not in text and "style=" not in text
    assert len(gzip.compress(page.content)) < 60_000


def test_the_addresses_offered_on_the_reference_page_answer(site: Any, nation: Any) -> None:
    text = site.get("/api/v1/docs").content.decode()
    offered = re.findall(r'href="(/api/v1/[^"#]*)">Coba', text)
    assert len(offered) == len(ROUTES) + 1
    for address in offered:
        if not address.endswith("/terbitan/1"):  # numbers of runs differ from server to server
            assert site.get(address).status_code == 200, address
