"""Nations of another kind: simulated, printed by the ministry, with a hostile name, with moved provinces."""

from __future__ import annotations

import csv
import gzip
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import small_nation
from small_nation import METHOD, VILLAGE

from swadaya.core.codes import normalise
from swadaya.core.figures import decimals
from swadaya.indeks import services
from swadaya.indeks.formats.reading import read_sheet
from swadaya.methodology import method
from swadaya.wilayah import services as wilayah
from swadaya.wilayah.rules.source import LokalIdSource, RegionRow


def test_example_data_say_so_everywhere(site: Any, ask: Any, db: None) -> None:
    small_nation.build(kind="contoh")
    for path in ("/hasil", "/agregat", "/perubahan", f"/penjelasan/{VILLAGE}", "/terbitan"):
        page = ask(path)
        assert page["keterangan"]["contoh"] is True
        assert "jangan dikutip" in page["keterangan"]["sumber"]
    assert {row["asal"] for row in ask("/hasil")["data"]} == {"contoh"}
    answer = site.get("/api/v1/hasil", {"format": "csv"})
    assert answer.headers["Swadaya-Contoh"] == "true"


@pytest.mark.reference
def test_the_villages_of_a_kecamatan_have_the_printed_index_and_class(
    ask: Any, reference_data: Path, tmp_path: Path, db: None
) -> None:
    """17 villages of Banjarmangu in 2024, as the ministry's national table prints them."""
    with gzip.open(reference_data / "idm" / "national_idm_2024_villages.csv.gz", "rt", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    code = next(number for number, cell in enumerate(rows[1]) if len(normalise(cell) or "") == 10)
    own = [rows[0], *(row for row in rows[1:] if (normalise(row[code]) or "").startswith("330409"))]
    path = tmp_path / "banjarmangu_2024.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(own)
    small_nation.build(years=())
    sheet = read_sheet(path, method(METHOD))
    services.import_sheet(sheet, kind="resmi", source="tabel nasional", sha256="3" * 64)
    services.publish_run(run_id=services.create_run(method_id=METHOD, year=2024).run_id)
    answered = {row["kode"]: row for row in ask("/hasil", wilayah="330409")["data"]}
    assert len(answered) == len(own) - 1 == 17
    assert sheet.published is not None
    labels = {one.level: one.code for one in method(METHOD).classes}
    for number, key in enumerate(sheet.codes.tolist()):
        row = answered[str(key)]
        printed = Fraction(int(sheet.published.index[number]), 10**sheet.published.places)
        assert row["indeks"] == float(decimals(printed, 4))
        assert row["status"] == labels[int(sheet.published.level[number])]
    sigeblog = answered[VILLAGE]
    assert (sigeblog["indeks"], sigeblog["status"], sigeblog["poin_indeks"]) == (0.7743, "maju", 4878)
    assert sigeblog["peringkat"]["kecamatan"] == 5


def test_a_name_that_looks_like_a_formula_stays_text_in_csv(site: Any, db: None) -> None:
    small_nation.build(names={VILLAGE: "=1+1"})
    query = {"wilayah": "3304092011"}
    assert "'=1+1" in site.get("/api/v1/hasil", {**query, "format": "csv"}).content.decode()
    assert site.get("/api/v1/hasil", query).json()["data"][0]["nama"] == "=1+1"


class MovedSource:
    """Papua Selatan and Papua with what lies in them down to the kecamatan."""

    name, decree, valid_from = "dua provinsi", "keputusan uji", date(2025, 4, 25)

    def rows(self) -> list[RegionRow]:
        return [row for row in LokalIdSource().rows() if row.code[:2] in ("91", "93") and len(row.code) < 10]


def test_a_region_that_moved_names_what_it_was_and_what_it_became(ask: Any, db: None) -> None:
    wilayah.load_regions(MovedSource())
    new = ask("/wilayah/9301")["data"]
    (before,) = new["pendahulu"]
    assert before["baru"] == "9301" and "UU" in before["hukum"]
    old = ask(f"/wilayah/{before['lama']}")["data"]
    assert old["keadaan"] == "historis"
    assert [one["baru"] for one in old["penerus"]] == ["9301"]
    assert before["lama"] in [
        row["kode"] for row in ask("/wilayah", induk="91", tingkat="kabkota", historis="true")["data"]
    ]
    assert before["lama"] not in [row["kode"] for row in ask("/wilayah", induk="91", tingkat="kabkota")["data"]]


def test_before_anything_is_published_lists_are_empty_or_say_so(site: Any, db: None) -> None:
    assert site.get("/api/v1/terbitan").json()["data"] == []
    assert site.get("/api/v1/wilayah").json()["data"] == []
    for path in ("/hasil", "/agregat", "/perubahan", f"/penjelasan/{VILLAGE}"):
        answer = site.get(f"/api/v1{path}")
        assert (answer.status_code, answer.json()["masalah"][0]["code"]) == (404, "api.terbitan")
