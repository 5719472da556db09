"""Counts and means of a file by region, island and tag: the parts add up to the nation, the means are exact."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from swadaya.core.figures import decimals
from swadaya.core.refusal import Invalid
from swadaya.indeks.formats.reading import read_sheet
from swadaya.indeks.rules.aggregate import aggregate
from swadaya.indeks.rules.results import compose
from swadaya.wilayah.rules import groupings
from swadaya.wilayah.rules.source import known_desa_codes


@pytest.fixture
def sheet(idm, score_table, save):
    """Every fortieth village of the country with random scores, a few without an index."""
    codes = known_desa_codes()
    codes = codes[codes % 10_000 // 1_000 != 1][::40]
    rng = np.random.default_rng(4)
    columns = {item.code: [str(value) for value in rng.choice(item.scores, len(codes))] for item in idm.indicators}
    columns["s01"][5] = columns["s01"][500] = ""
    table = score_table(codes=tuple(map(str, codes.tolist())), **columns)
    return read_sheet(save("isian.csv", table.write_csv()), idm)


@pytest.mark.parametrize("by", ["nasional", "provinsi", "kabkota", "kecamatan", "pulau"])
def test_the_parts_add_up_to_the_file(idm, sheet, by):
    table = aggregate(sheet, by)
    assert table["desa"].sum() == len(sheet)
    assert table["tanpa_indeks"].sum() == 2
    assert (table["desa"] == table["berindeks"] + table["tanpa_indeks"]).all()
    counts = np.bincount(compose(sheet).level, minlength=6)
    for status in idm.classes:
        assert table[status.code].sum() == counts[status.level]


def test_means_are_exact_and_unweighted(idm, sheet):
    table = aggregate(sheet, "provinsi")
    result = compose(sheet)
    for code, mean, share in table.select("kode", "rata_indeks", "rata_ikl").iter_rows():
        rows = (sheet.codes // 10**8 == int(code)) & (result.k >= 0)
        assert mean == decimals(Fraction(int(result.k[rows].sum()), 6300 * int(rows.sum())), 4)
        assert share == decimals(Fraction(int(result.points[rows, 2].sum()), 15 * int(rows.sum())), 4)


def test_columns_and_names_of_a_table(idm, sheet):
    table = aggregate(sheet, "kabkota")
    assert table.columns == [
        *("kode", "nama", "tahun", "desa", "berindeks", "tanpa_indeks"),
        *("mandiri", "maju", "berkembang", "tertinggal", "sangat_tertinggal"),
        *("rata_iks", "rata_ike", "rata_ikl", "rata_indeks"),
    ]
    first = table.row(0, named=True)
    assert (first["kode"], first["tahun"]) == ("11.01", 2021)
    assert "Aceh Selatan" in first["nama"]


def test_each_year_of_a_file_is_added_up_on_its_own(idm, score_table, save):
    table = score_table().vstack(score_table(year=2022, s01=["1"] * 5))
    found = aggregate(read_sheet(save("isian.csv", table.write_csv()), idm), "nasional")
    assert found["tahun"].to_list() == [2021, 2022]
    assert found["rata_indeks"].to_list() == ["1.0000", decimals(Fraction(6252, 6300), 4)]


def test_a_group_in_which_no_village_has_an_index_has_no_mean(idm, score_table, save):
    sheet = read_sheet(save("isian.csv", score_table(s01=["5", "5", "5", "", ""]).write_csv()), idm)
    table = aggregate(sheet, "provinsi")
    assert table["rata_indeks"].to_list() == ["1.0000", None]
    assert table["berindeks"].to_list() == [3, 0]


def test_tagged_areas_split_the_country_in_two(idm, sheet):
    for tag in groupings.tags():
        table = aggregate(sheet, tag.code)
        assert table["desa"].sum() == len(sheet)
        assert set(table["kode"]) <= {tag.code, f"bukan-{tag.code}"}


def test_islands_follow_the_scheme_that_is_asked_for(sheet):
    tables = {scheme.code: aggregate(sheet, "pulau", scheme=scheme.code) for scheme in groupings.schemes()}
    assert all(table["desa"].sum() == len(sheet) for table in tables.values())
    with pytest.raises(Invalid, match=" / ".join(tables)):
        aggregate(sheet, "pulau", scheme="benua")


def test_a_grouping_nobody_knows_names_the_known_ones(sheet):
    with pytest.raises(Invalid, match="nasional / provinsi / kabkota / kecamatan / pulau"):
        aggregate(sheet, "benua")


def test_what_is_counted_as_published_must_be_published(sheet):
    with pytest.raises(Invalid, match="angka terbitan"):
        aggregate(sheet, "nasional", basis="terbitan")


def test_a_publication_is_counted_as_published_or_as_computed(idm, save):
    head = "kode_desa,tahun,iks,ike,ikl,idm,status"
    rows = ["1101022001,2024,0.88,0.6333,0.9333,0.8155,MAJU", "1101022002,2024,0.88,0.6333,0.9333,0.8156,MANDIRI"]
    sheet = read_sheet(save("terbitan.csv", "\n".join([head, *rows, "1101022003,2024,,,,,"])), idm)
    said = aggregate(sheet, "nasional").row(0, named=True)
    assert (said["mandiri"], said["maju"], said["tanpa_indeks"]) == (1, 1, 1)
    assert said["rata_indeks"] == "0.8156"  # 0.81555, half up
    exact = aggregate(sheet, "nasional", basis="hitungan").row(0, named=True)
    assert (exact["mandiri"], exact["maju"], exact["tanpa_indeks"]) == (2, 0, 1)
    assert exact["rata_ikl"] == "0.9333"
