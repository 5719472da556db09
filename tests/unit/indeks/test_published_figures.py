"""Published figures: what the rule files say, that they add up, and that a wrong one is named."""

import csv
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from swadaya.core.refusal import Invalid
from swadaya.core.rulefiles import RuleFile
from swadaya.indeks.rules import published_figures
from swadaya.indeks.rules.published_figures import CLASSES, NationalFigure, national_figures, province_counts
from swadaya.wilayah.rules.source import known_names


def figure(year: int) -> NationalFigure:
    return next(item for item in national_figures() if item.year == year)


def rule(**content: object) -> RuleFile:
    return RuleFile(
        "coba",
        published_figures.KIND,
        "Coba",
        "tidak-resmi",
        date(2020, 1, 1),
        None,
        "-",
        "-",
        "coba.toml",
        "",
        dict(content),
    )


WHOLE = {
    "year": 2030,
    "index": "IDM",
    "method": "m",
    "source": "s",
    "mandiri": 1,
    "maju": 2,
    "berkembang": 3,
    "tertinggal": 4,
    "sangat_tertinggal": 5,
    "total": 15,
}


def test_the_baseline_of_2014_is_that_of_the_regulation() -> None:
    baseline = figure(2015)
    assert [baseline.count(code) for code in reversed(CLASSES)] == [174, 3_608, 22_882, 33_592, 13_453]
    assert baseline.total == 73_709
    assert baseline.mean == Fraction("0.5662")
    assert baseline.listed == 74_749
    assert baseline.standing == "resmi"


def test_classes_and_villages_without_status_add_up_to_the_total() -> None:
    for item in national_figures():
        if item.total is not None and item.counts is not None:
            assert sum(item.counts) + item.no_status == item.total, item.year


def test_years_without_a_sound_figure_are_not_drawn_and_say_why() -> None:
    for year in (2019, 2020):
        assert not figure(year).shown
        assert figure(year).doubt
    assert figure(2020).counts is None
    assert [gap.years for gap in published_figures.gaps()] == [(2016, 2017, 2018)]
    assert "840" in figure(2019).doubt


def test_every_figure_names_its_source_and_another_method_is_another_index() -> None:
    assert all(item.source for item in national_figures())
    assert [item.year for item in national_figures("IDM") if item.shown] == [2015, 2021, 2022, 2023, 2024]
    assert [(item.year, item.method) for item in national_figures("Indeks Desa")] == [(2025, "indeks-desa-2025")]


def test_provinces_of_2024_add_up_to_the_nation_and_carry_codes_of_the_list() -> None:
    rows = province_counts(2024)
    nation = figure(2024)
    assert len(rows) == 37
    assert "31" not in rows, "DKI Jakarta has no villages"
    assert [sum(row.counts[number] for row in rows.values()) for number in range(5)] == list(nation.counts or ())
    assert sum(row.no_status for row in rows.values()) == nation.no_status == 4
    assert sum(row.total for row in rows.values()) == nation.total == 75_265
    assert {code: row.name for code, row in rows.items()} == {code: known_names()[code] for code in rows}
    assert province_counts(1999) == {}


@pytest.mark.parametrize(
    ("change", "code", "key"),
    [
        ({"total": 16}, "angka.jumlah", "figure[0].total"),
        ({"maju": "2"}, "angka.bilangan", "figure[0].maju"),
        ({"mandiri": -1}, "angka.bilangan", "figure[0].mandiri"),
        ({"mean": 0.56}, "angka.rerata", "figure[0].mean"),
        ({"mean": "1.2"}, "angka.rerata", "figure[0].mean"),
        ({"source": ""}, "angka.kosong", "figure[0].source"),
        ({"standing": "entah"}, "angka.kedudukan", "figure[0].standing"),
    ],
)
def test_a_wrong_figure_is_named_with_file_and_key(change: dict[str, object], code: str, key: str) -> None:
    _, problems = published_figures.read(rule(figure=[WHOLE | change]))
    assert [(problem.code, problem.where.key) for problem in problems] == [(code, key)]
    assert problems[0].where.file == "coba.toml"


def test_a_province_row_that_does_not_add_up_is_named() -> None:
    columns = [*CLASSES, "no_status", "total"]
    table = {"year": 2030, "index": "IDM", "source": "s", "columns": columns, "total": [1, 1, 1, 1, 1, 0, 5]}
    row = {"code": "33", "name": "Jawa Tengah", "counts": [1, 1, 1, 1, 1, 0, 6]}
    _, problems = published_figures.read(rule(province_table=table | {"rows": [row]}))
    assert [problem.where.key for problem in problems] == ["province_table.rows[0].total", "province_table.total.total"]
    _, problems = published_figures.read(rule(province_table=table | {"rows": [row | {"counts": [1]}]}))
    assert problems[0].code == "angka.kolom"


def test_a_second_figure_for_a_year_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    head = 'kind = "angka-terbit"\ntitle = "t"\nstanding = "tidak-resmi"\nvalid_from = 2024-01-01\n'
    text = f'id = "lain"\n{head}reference = "r"\nverification = "v"\n[[figure]]\nyear = 2024\nindex = "IDM"\n'
    (tmp_path / "lain.toml").write_text(text + 'method = "m"\nsource = "s"\n')
    monkeypatch.setenv("SWADAYA_RULES", str(tmp_path))
    with pytest.raises(Invalid, match=r"lain\.toml.*Sudah ada di idm-nasional"):
        national_figures()


@pytest.mark.reference
def test_figures_equal_the_outside_list(reference_data: Path) -> None:
    with (reference_data / "idm" / "national_status_counts.csv").open(encoding="utf-8") as handle:
        for row in csv.DictReader(handle):
            ours = figure(int(row["idm_year"]))
            assert [str(ours.count(code) or "") for code in CLASSES] == [row[code] for code in CLASSES], ours.year
            if row["total_with_status"]:
                assert ours.total == int(row["total_with_status"]) + int(row["no_status"] or 0), ours.year
            assert ours.mean == (Fraction(row["mean_idm"]) if row["mean_idm"] else None), ours.year


@pytest.mark.reference
def test_provinces_equal_the_official_recap(reference_data: Path) -> None:
    ours = {row.name.upper(): row for row in province_counts(2024).values()}
    with (reference_data / "idm" / "official_recap_2024_by_province.csv").open(encoding="utf-8") as handle:
        rows = [row for row in csv.DictReader(handle) if row["PROVINSI"] != "TOTAL"]
    assert len(rows) == len(ours)
    for row in rows:
        printed = [int(row[code.upper().replace("_", " ")]) for code in CLASSES]
        found = ours[row["PROVINSI"]]
        assert [*found.counts, found.total] == [*printed, int(row["TOTAL DESA 2024"])], row["PROVINSI"]
