"""The interface says what the pages say, in every form."""

from __future__ import annotations

import csv
import io
from typing import Any

import polars as pl
import pytest
import small_nation
from small_nation import METHOD, VILLAGE

from swadaya.core.figures import decimals
from swadaya.indeks import selectors
from swadaya.methodology import all_methods, method


def test_villages_are_those_of_the_pages(every: Any, nation: Any) -> None:
    run = selectors.shown_run(2024)
    assert run is not None
    rows = {row["kode"]: row for row in every("/hasil", wilayah="330409")}
    villages = selectors.villages_in("330409", run)
    assert len(villages) == len(rows)
    for one in villages:
        row = rows[one.code]
        assert (row["nama"], row["poin_indeks"]) == (one.name, one.k)
        if one.k is not None:
            assert row["status"] == run.method.classes[one.level - 1].code
            assert row["indeks"] == float(decimals(run.method.index(one.k), 4))
            assert row["peringkat"]["kecamatan"] == one.rank
            assert tuple(row["poin"].values()) == one.points


@pytest.mark.parametrize("scheme", ["nasional", "provinsi", "kabkota", "kecamatan", "pulau:pulau_6"])
def test_groups_are_those_of_the_pages(every: Any, nation: Any, scheme: str) -> None:
    run = selectors.shown_run(2024)
    assert run is not None
    known = {one.code: one for one in selectors.grouped(run, scheme)}
    rows = every("/agregat", skema=scheme)
    assert [row["kunci"] for row in rows] == sorted(known)
    for row in rows:
        one = known[row["kunci"]]
        assert tuple(row["kelas"].values()) == one.classes
        assert (row["desa"], row["berindeks"], row["jumlah_poin_indeks"]) == (one.desa, one.with_index, one.sum_k)
        assert one.mean is not None and row["rata_indeks"] == float(decimals(one.mean, 4))
        assert row["nama"] and row["nama"] != row["kunci"]


def test_one_group_is_named_by_its_key(ask: Any, site: Any, nation: Any) -> None:
    (row,) = ask("/agregat", skema="kabkota", kunci="3304")["data"]
    assert row["nama"] == "Kabupaten Banjarnegara"
    assert site.get("/api/v1/agregat", {"skema": "kabkota", "kunci": "9999"}).status_code == 404
    assert site.get("/api/v1/agregat", {"skema": "pulau:tidak_ada"}).status_code == 404


def test_an_explanation_adds_up_to_the_index(ask: Any, nation: Any) -> None:
    village = ask("/hasil", status="berkembang", batas=1)["data"][0]["kode"]
    data = ask(f"/penjelasan/{village}", tahun=2024)["data"]
    page = selectors.village_page(village, year=2024)
    assert page is not None and page.explanation.k == data["poin_indeks"]
    indicators = [one for part in data["komponen"] for one in part["indikator"]]
    assert len(indicators) == len(method(METHOD).indicators)
    assert sum(one["poin_indeks"] for one in indicators) == data["poin_indeks"]
    assert sum(part["poin"] * part["bobot"] for part in data["komponen"]) == data["poin_indeks"]
    following = data["kelas_berikut"]
    assert following["poin_indeks"] - data["poin_indeks"] == following["kurang"]
    for one in indicators:
        assert one["aturan"]
        for gain in one["tambahan"]:
            assert gain["skor"] > one["skor"] and gain["poin_indeks"] > 0
    assert [place["tingkat"] for place in data["peringkat"]] == ["kecamatan", "kabkota", "provinsi", "nasional"]
    assert len(data["jalur"]) == 3


def test_in_the_highest_class_there_is_no_next_one(ask: Any, nation: Any) -> None:
    data = ask(f"/penjelasan/{VILLAGE}")["data"]
    assert (data["status"], data["kelas_berikut"]) == ("mandiri", None)
    assert data["jalur"] == ["Jawa Tengah", "Kabupaten Banjarnegara", "Banjarmangu"]


def test_a_village_without_an_index_is_explained_as_such(ask: Any, nation: Any) -> None:
    first = small_nation.codes()[0]
    data = ask(f"/penjelasan/{first}")["data"]
    assert data["poin_indeks"] is data["status"] is data["kelas_berikut"] is None
    assert data["peringkat"] == []
    missing = [one for part in data["komponen"] for one in part["indikator"] if one["skor"] is None]
    assert len(missing) == 1


def test_an_older_run_is_explained_by_its_number(ask: Any, nation: Any) -> None:
    old = ask(f"/penjelasan/{VILLAGE}", terbitan=nation[2023])
    assert old["terbitan"]["tahun"] == 2023
    by_year = ask(f"/penjelasan/{VILLAGE}", tahun=2023)
    assert by_year == old


def test_a_method_is_told_whole(ask: Any, nation: Any) -> None:
    assert {row["id"] for row in ask("/metode")["data"]} == {one.id for one in all_methods()}
    chosen = method(METHOD)
    data = ask(f"/metode/{METHOD}")["data"]
    assert data["versi"] == chosen.version
    assert [one["kode"] for one in data["indikator"]] == list(chosen.indicator_codes)
    assert all(one["rujukan"] for one in data["indikator"])
    assert [one["poin_terendah"] for one in data["kelas"]] == list(chosen.lowest_k)
    assert len(data["catatan"]) == len(chosen.notes)
    assert sum(part["poin_maks"] * part["bobot"] for part in data["komponen"]) == data["penyebut"]


def test_a_region_comes_with_its_past(ask: Any, nation: Any) -> None:
    data = ask("/wilayah/33.04.09.2011")["data"]
    assert (data["nama"], data["induk"]) == ("Sigeblog", "330409")
    assert [one["kode"] for one in data["jalur"]] == ["33", "3304", "330409"]
    assert data["versi"][-1]["berlaku_sampai"] is None
    assert "kode_kemendagri-jawa" in [one["kode"] for one in data["kelompok"]]


def test_regions_are_found_by_name(ask: Any, nation: Any) -> None:
    assert [row["kode"] for row in ask("/wilayah", cari="sigeblog")["data"]] == [VILLAGE]
    assert ask("/wilayah", cari="sigeblog", induk="51")["data"] == []
    assert [row["kode"] for row in ask("/wilayah", cari="Kab. Banjarnegara")["data"]] == ["3304"]


LISTS = ("/wilayah", "/metode", "/terbitan", "/hasil", "/agregat", "/perubahan")


def flat(row: dict[str, Any], names: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, dict):
            found |= {f"{name}_{key.lower()}": inner for key, inner in value.items()}
        else:
            found[name] = " ".join(map(str, value)) if isinstance(value, list) else value
    return {name: found.get(name) for name in names}


@pytest.mark.parametrize("path", LISTS)
def test_csv_and_parquet_have_the_values_of_the_json(site: Any, ask: Any, nation: Any, path: str) -> None:
    rows = ask(path)["data"]
    assert rows
    packed = site.get(f"/api/v1{path}", {"format": "parquet"})
    frame = pl.read_parquet(io.BytesIO(packed.content))
    assert frame.to_dicts() == [flat(row, frame.columns) for row in rows]
    told = {name for row in rows for name in flat(row, frame.columns) if flat(row, frame.columns)[name] is not None}
    assert told <= set(frame.columns)
    text = site.get(f"/api/v1{path}", {"format": "csv"}).content.decode()
    table = list(csv.DictReader(io.StringIO(text)))
    assert list(table[0]) == frame.columns

    def written(value: Any) -> str:
        if isinstance(value, bool):
            return "true" if value else "false"
        return "" if value is None else str(value)

    assert table == [{name: written(value) for name, value in row.items()} for row in frame.to_dicts()]


@pytest.mark.parametrize("path", LISTS)
def test_the_flat_forms_point_to_the_same_next_page(site: Any, ask: Any, nation: Any, path: str) -> None:
    following = ask(path, batas=1)["next"]
    for form in ("csv", "parquet"):
        link = site.get(f"/api/v1{path}", {"batas": 1, "format": form}).headers["Link"]
        if following is None:
            assert 'rel="next"' not in link
        else:
            address = link.partition('>; rel="next"')[0].rpartition("<")[2]
            assert site.get(address).headers["Content-Type"].startswith(("text/csv", "application/vnd"))
            assert f"kursor={following.partition('kursor=')[2]}" in address


def test_an_empty_page_is_a_file_with_columns(site: Any, nation: Any) -> None:
    query = {"wilayah": "51", "area": "kode_kemendagri-jawa", "format": "parquet"}
    frame = pl.read_parquet(io.BytesIO(site.get("/api/v1/hasil", query).content))
    assert frame.height == 0 and frame.schema["poin_indeks"] == pl.Int32
