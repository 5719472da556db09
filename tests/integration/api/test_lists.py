"""Walking a list by its cursor gives every row once, in any page size, also while something new is published."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
import small_nation
from counts import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from swadaya.indeks import selectors, services
from swadaya.methodology import method

together = settings(max_examples=examples(5, 60), suppress_health_check=[HealthCheck.function_scoped_fixture])


def codes_of(rows: list[dict[str, Any]]) -> list[str]:
    return [row["kode"] for row in rows]


@together
@given(size=st.integers(1, 60))
def test_by_code_every_village_comes_once(every: Any, nation: Any, size: int) -> None:
    assert codes_of(every("/hasil", batas=size)) == small_nation.codes()


@together
@given(size=st.integers(1, 60))
def test_by_rank_every_village_comes_once_and_those_without_an_index_last(every: Any, nation: Any, size: int) -> None:
    rows = every("/hasil", batas=size, urut="peringkat")
    keys = [(row["poin_indeks"] is None, -(row["poin_indeks"] or 0), row["kode"]) for row in rows]
    assert keys == sorted(keys)
    assert sorted(codes_of(rows)) == small_nation.codes()
    assert rows[-1]["poin_indeks"] is rows[-1]["peringkat"] is rows[-1]["status"] is rows[-1]["poin"] is None
    assert rows[0]["peringkat"]["nasional"] == 1


@pytest.mark.parametrize("order", ["kode", "peringkat"])
def test_a_list_stays_with_the_run_it_was_begun_with(ask: Any, nation: Any, order: str) -> None:
    before = ask("/hasil", batas=1000, urut=order)["data"]
    page = ask("/hasil", batas=7, urut=order)
    rows = list(page["data"])
    chosen = method(small_nation.METHOD)
    table = small_nation.scores(chosen, 2024)
    table[:] = [indicator.maximum for indicator in chosen.indicators]
    services.import_sheet(small_nation.sheet(chosen, 2024, table), kind="resmi", source="baru", sha256="1" * 64)
    newer = services.create_run(method_id=small_nation.METHOD, year=2024).run_id
    services.publish_run(run_id=newer)
    while page["next"]:
        page = ask(page["next"])
        assert page["terbitan"]["nomor"] == nation[2024]
        rows += page["data"]
    assert rows == before
    assert ask("/hasil")["terbitan"]["nomor"] == newer


@pytest.mark.parametrize(
    "query",
    [
        {"wilayah": "33"},
        {"wilayah": "33.04"},
        {"wilayah": "330410"},
        {"wilayah": "3304092011"},
        {"status": "berkembang"},
        {"status": "berkembang", "wilayah": "33"},
        {"status": "tanpa_indeks"},
        {"indeks_min": "0.6", "indeks_maks": "0.75"},
        {"indeks_maks": "0.5", "wilayah": "94"},
        {"area": "kode_kemendagri-jawa"},
        {"area": "kode_kemendagri-jawa", "wilayah": "330409"},
        {"area": "kode_kemendagri-papua", "wilayah": "33"},
        {"tahun": "2023", "metode": small_nation.METHOD},
    ],
)
def test_a_filter_gives_the_same_villages_in_both_orders_and_page_by_page(
    every: Any, nation: Any, query: dict[str, str]
) -> None:
    def fits(row: dict[str, Any]) -> bool:
        prefix = query.get("wilayah", "").replace(".", "")
        island = {"kode_kemendagri-jawa": "33", "kode_kemendagri-papua": "94"}.get(query.get("area", ""), "")
        index = row["indeks"]
        inside = "indeks_min" not in query or (index is not None and index >= float(query["indeks_min"]))
        inside &= "indeks_maks" not in query or (index is not None and index <= float(query["indeks_maks"]))
        status = query.get("status", row["status"])
        return (
            row["kode"].startswith(prefix)
            and row["kode"].startswith(island)
            and (row["status"] or "tanpa_indeks") == (status or "tanpa_indeks")
            and inside
        )

    year = query.get("tahun", "2024")
    wanted = [row for row in every("/hasil", tahun=year) if fits(row)]
    by_code = every("/hasil", batas=3, **query)
    assert by_code == wanted
    assert sorted(codes_of(every("/hasil", batas=3, urut="peringkat", **query))) == codes_of(wanted)


def test_the_index_is_compared_as_it_is_shown(ask: Any, nation: Any) -> None:
    row = next(row for row in ask("/hasil")["data"] if row["indeks"])
    shown = str(row["indeks"])
    found = ask("/hasil", indeks_min=shown, indeks_maks=shown)["data"]
    assert row in found
    assert {one["indeks"] for one in found} == {row["indeks"]}


@pytest.mark.parametrize("historical", ["true", "false"])
def test_regions_are_listed_by_place_and_level(every: Any, nation: Any, historical: str) -> None:
    provinces = every("/wilayah", batas=2, historis=historical)
    assert codes_of(provinces) == ["33", "51", "94"]
    assert codes_of(every("/wilayah", induk="3304", batas=1)) == ["330409", "330410"]
    assert codes_of(every("/wilayah", tingkat="desa", batas=11)) == small_nation.codes()
    inside = every("/wilayah", tingkat="desa", induk="330409", batas=4)
    assert codes_of(inside) == [code for code in small_nation.codes() if code.startswith("330409")]


def test_groups_methods_and_runs_come_page_by_page_too(every: Any, nation: Any) -> None:
    assert [row["kunci"] for row in every("/agregat", skema="kecamatan", batas=1)] == list(small_nation.KEPT)
    assert [row["kunci"] for row in every("/agregat", skema="kecamatan", induk="3304", batas=1)] == ["330409", "330410"]
    assert every("/metode", batas=1) == every("/metode")
    assert [row["nomor"] for row in every("/terbitan", batas=1)] == sorted(nation.values(), reverse=True)


@together
@given(size=st.integers(1, 60))
def test_what_changed_is_what_differs_between_the_two_runs(every: Any, nation: Any, size: int) -> None:
    old, new = ({row["kode"]: row for row in every("/hasil", tahun=year)} for year in (2023, 2024))
    differing = [
        code
        for code in old
        if old[code]["status"] and new[code]["status"] and old[code]["status"] != new[code]["status"]
    ]
    assert differing
    rows = every("/perubahan", batas=size)
    assert codes_of(rows) == differing
    for row in rows:
        code = row["kode"]
        assert (row["dari_status"], row["ke_status"]) == (old[code]["status"], new[code]["status"])
        assert (row["dari_indeks"], row["ke_indeks"]) == (old[code]["indeks"], new[code]["indeks"])
        assert row["arah"] == ("naik" if row["ke_poin_indeks"] > row["dari_poin_indeks"] else "turun")


def test_what_changed_can_be_narrowed_to_a_move(every: Any, ask: Any, nation: Any) -> None:
    rows = every("/perubahan", dari=nation[2023], ke=nation[2024])
    start, end = rows[0]["dari_status"], rows[0]["ke_status"]
    narrowed = every("/perubahan", dari_status=start, ke_status=end, batas=1)
    assert narrowed == [row for row in rows if (row["dari_status"], row["ke_status"]) == (start, end)]
    assert every("/perubahan", wilayah="51") == [row for row in rows if row["kode"].startswith("51")]
    back = ask("/perubahan", dari=nation[2024], ke=nation[2023], batas=1000)["data"]
    assert codes_of(back) == codes_of(rows)
    assert {row["arah"] for row in back} | {row["arah"] for row in rows} == {"naik", "turun"}


def forged(name: str, *rest: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps([name, *rest]).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    ["abc", "e30", "%%%", "é", forged("hasil"), forged("hasil", "x", [1], ["1"]), forged("wilayah", "x", [], ["33"])],
)
def test_a_cursor_that_is_none_of_ours_is_refused_with_a_sentence(site: Any, nation: Any, cursor: str) -> None:
    response = site.get("/api/v1/hasil", {"kursor": cursor})
    assert response.status_code == 422
    (finding,) = response.json()["masalah"]
    assert (finding["code"], finding["where"]) == ("api.kursor", "kursor")
    assert finding["expected"] and finding["hint"]


def test_a_cursor_of_other_filters_or_another_order_is_refused(site: Any, ask: Any, nation: Any) -> None:
    cursor = ask("/hasil", batas=2)["next"].partition("kursor=")[2]
    for other in ({"urut": "peringkat"}, {"wilayah": "33"}, {"tahun": 2023}):
        assert site.get("/api/v1/hasil", {"kursor": cursor, **other}).status_code == 422


@pytest.mark.parametrize("key", [[10**12, "x"], [True, "x"], [-5, "a\u0000b"], ["x", "x"], [-5]])
def test_a_forged_key_never_reaches_the_database(site: Any, ask: Any, nation: Any, key: list[Any]) -> None:
    real = ask("/hasil", batas=2, urut="peringkat")["next"].partition("kursor=")[2]
    name, mark, runs, _ = json.loads(base64.urlsafe_b64decode(real + "=" * (-len(real) % 4)))
    response = site.get("/api/v1/hasil", {"urut": "peringkat", "kursor": forged(name, mark, runs, key)})
    assert response.status_code == 422


def test_no_list_counts_or_skips(nation: Any, site: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    paths = ("/hasil?batas=2", "/hasil?batas=2&urut=peringkat", "/agregat?batas=1", "/perubahan?batas=1", "/wilayah")
    with CaptureQueriesContext(connection) as seen:
        for path in paths:
            assert site.get(f"/api/v1{path}").status_code == 200
    text = " ".join(query["sql"].upper() for query in seen)
    assert "COUNT(" not in text
    assert " OFFSET " not in text.replace("OFFSET 0", "")


def test_a_draft_is_not_there(site: Any, nation: Any) -> None:
    draft = services.create_run(method_id=small_nation.METHOD, year=2024).run_id
    for path in (f"/terbitan/{draft}", f"/hasil?terbitan={draft}", f"/perubahan?dari={draft}"):
        assert site.get(f"/api/v1{path}").status_code == 404
    shown = site.get("/api/v1/terbitan", {"semua": "true"}).json()["data"]
    assert draft not in [row["nomor"] for row in shown]
    assert len(shown) == len([run for run in selectors.runs() if run.status == "terbit"])
