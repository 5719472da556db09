"""The CSV files hold what the selectors say, to the last digit."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
import small_nation
from small_nation import VILLAGE

from swadaya.core.figures import decimals
from swadaya.files.formula_guard import guard
from swadaya.indeks import selectors
from swadaya.methodology import method

METHOD = method(small_nation.METHOD)


def table(site: Any, path: str) -> list[dict[str, str]]:
    response = site.get(path)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in response.headers["Content-Disposition"]
    return list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode())))


@pytest.mark.parametrize(("path", "code"), [("nasional", ""), ("33", "33"), ("3304", "3304")])
def test_parts_of_a_region(plain: Any, nation: Any, path: str, code: str) -> None:
    rows = table(plain, f"/indeks/2024/{path}.csv")
    page = selectors.region_page(code, year=2024)
    assert page is not None
    assert [row["kode"].replace(".", "") for row in rows] == [part.code for part in page.parts]
    for row, part in zip(rows, page.parts, strict=True):
        assert part.mean is not None
        assert row["rata_indeks"] == decimals(part.mean, 4)
        assert [int(row[status.code]) for status in METHOD.classes] == list(part.classes)
        assert int(row["desa"]) == part.desa == int(row["berindeks"])
        assert row["asal"] == "hitungan"


def test_villages_of_a_kecamatan_best_first(plain: Any, nation: Any) -> None:
    rows = table(plain, "/indeks/2024/330409.csv")
    page = selectors.region_page("330409", year=2024)
    assert page is not None
    assert [(row["kode"].replace(".", ""), int(row["poin_indeks"])) for row in rows] == [
        (one.code, one.k) for one in page.villages
    ]


def test_every_village_of_the_nation(plain: Any, nation: Any) -> None:
    rows = table(plain, "/indeks/2024/nasional.csv?isi=desa")
    run = selectors.shown_run(2024)
    assert run is not None
    stored = list(selectors.table_rows(run))
    assert [row["kode"].replace(".", "") for row in rows] == small_nation.codes()
    for row, (_, points, k, level, *ranks) in zip(rows, stored, strict=True):
        assert [int(row[f"poin_{code.lower()}"]) for code in METHOD.component_codes] == points
        assert row["indeks"] == decimals(METHOD.index(k), 4)
        assert row["status"] == METHOD.classes[level - 1].code
        assert [int(row[f"peringkat_{one}"]) for one in ("nasional", "provinsi", "kabkota", "kecamatan")] == ranks
        assert row["nama"]


def test_the_rumusan_of_a_village(plain: Any, nation: Any) -> None:
    rows = table(plain, f"/indeks/2024/{VILLAGE}.csv")
    indicators = [row for row in rows if row["jenjang"] == "indikator"]
    assert [row["kode"] for row in indicators] == list(METHOD.indicator_codes)
    column = small_nation.codes().index(VILLAGE)
    assert [int(row["skor"]) for row in indicators] == small_nation.scores(METHOD, 2024)[column].tolist()
    components = {row["kode"]: int(row["skor"]) for row in rows if row["jenjang"] == "komponen"}
    whole = next(int(row["skor"]) for row in rows if row["jenjang"] == "indeks")
    assert whole == sum(
        weight * components[code] for weight, code in zip(METHOD.weights, METHOD.component_codes, strict=True)
    )


def test_a_name_is_never_taken_for_a_formula() -> None:
    assert guard("=1+1") == "'=1+1"
    assert guard("Sigeblog") == "Sigeblog"
