"""5,010 village-years as the ministry published them, 87 chosen rows, one document of 2020: every figure reproduces."""

from __future__ import annotations

import csv
import gzip
import json
from fractions import Fraction

import pytest

from swadaya.core.figures import decimals
from swadaya.indeks.formats.reading import read_sheet
from swadaya.indeks.rules.audit import audit
from swadaya.indeks.rules.results import compose
from swadaya.methodology.explain import explain

pytestmark = pytest.mark.reference
SCORES = "idm/api_village_scores_2021_2022.csv.gz"


@pytest.fixture(scope="module")
def sheet(reference_data):
    from swadaya.methodology import method

    return read_sheet(reference_data / SCORES, method("idm-operasional-2020"))


@pytest.fixture(scope="module")
def computed(sheet):
    return compose(sheet)


@pytest.fixture(scope="module")
def published(reference_data):
    with gzip.open(reference_data / SCORES, "rt", encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


def test_the_file_is_read_as_it_is(sheet, published):
    assert sheet.format == "rumusan-csv"
    assert len(sheet) == len(published) == 5010
    assert sheet.problems.errors == 0
    assert set(sheet.problems.counts) == {"desa.tidak-dikenal"}


def test_points_of_every_component_reproduce(computed, published):
    for number, name in enumerate(("sum_iks", "sum_ike", "sum_ikl")):
        assert computed.points[:, number].tolist() == [int(row[name]) for row in published]


@pytest.mark.parametrize(("name", "number", "top"), [("iks", 0, 175), ("ike", 1, 60), ("ikl", 2, 15)])
def test_every_component_reproduces_to_the_last_printed_decimal(computed, published, name, number, top):
    same = sum(
        abs(Fraction(int(points), top) - Fraction(row[name])) < Fraction(1, 10**13)
        for points, row in zip(computed.points[:, number], published, strict=True)
    )
    assert same == 5010


def test_every_index_reproduces_to_the_last_printed_decimal(computed, published):
    same = sum(
        abs(Fraction(int(k), 6300) - Fraction(row["idm"])) < Fraction(1, 10**13)
        for k, row in zip(computed.k, published, strict=True)
    )
    assert same == 5010


def test_every_status_reproduces(sheet, computed, published):
    labels = [sheet.method.classes[level - 1].label.upper() for level in computed.level]
    assert sum(label == row["status"] for label, row in zip(labels, published, strict=True)) == 5010


def test_every_target_class_and_minimum_reproduces(sheet, computed, published):
    """The target is the next class up, Mandiri for a Mandiri village; the minimum its lowest k, to four decimals."""
    method = sheet.method
    for points, row in zip(computed.points.tolist(), published, strict=True):
        told = explain(method, points=points)
        target = told.next.status if told.next else told.status
        minimum = method.index(method.lowest_k[target.level - 1])
        assert (target.label.upper(), decimals(minimum, 4)) == (row["target_status"], row["skor_minimal"])


def test_the_audit_finds_nothing_wrong(sheet):
    found = audit(sheet)
    assert (found.rows, found.agree, found.findings) == (5010, 5010, ())


def test_the_chosen_rows_reproduce_and_the_defect_of_2024_is_found(idm, reference_data):
    """84 village-years, three of them twice. Where row 30 prints another row's value, its points are 4 off."""
    path = reference_data / "idm" / "api_village_fixture_small.csv"
    sheet = read_sheet(path, idm)
    assert (len(sheet), dict(sheet.problems.counts)) == (84, {"desa.ganda": 3})
    with path.open(encoding="utf-8") as handle:
        listed = list(csv.DictReader(handle))
    assert len(listed) == 87
    rows = {(row["kode_desa"], int(row["tahun"])): row for row in listed}
    found = audit(sheet)
    assert found.agree == 84
    defects = {(str(item.code), item.year): item for item in found.findings}
    assert {item.kind for item in defects.values()} == {"poin"}
    shifted = {key: int(row["iks_published_minus_shown_points"]) for key, row in rows.items()}
    assert {key: item.points for key, item in defects.items()} == {key: gap for key, gap in shifted.items() if gap}
    chosen = [(row["kode_desa"], 2024) for row in listed if row["why"] == "2024 shown s30 differs from the scored s30"]
    assert (len(chosen), len(set(chosen))) == (10, 9)
    assert {abs(defects[key].points) for key in chosen} == {4}
    assert {key[1] for key in defects} == {2024}
    assert found.suspects["s30"] == len(defects)
    assert all("s30" in item.explanation for item in defects.values())


def test_the_published_index_of_a_defective_row_is_kept(idm, reference_data):
    """With row 30 as inferred the scores give the published index: the index was right, the printed row was not."""
    path = reference_data / "idm" / "api_village_fixture_small.csv"
    sheet = read_sheet(path, idm)
    with path.open(encoding="utf-8") as handle:
        inferred = {(row["kode_desa"], int(row["tahun"])): int(row["s30_inferred"]) for row in csv.DictReader(handle)}
    place = idm.indicator_codes.index("s30")
    sheet.scores[:, place] = [
        inferred[str(code), int(year)] for code, year in zip(sheet.codes.tolist(), sheet.years.tolist(), strict=True)
    ]
    assert audit(sheet).findings == ()


def test_the_document_of_2020_has_k_4531(idm, reference_data):
    content = json.loads((reference_data / "idm" / "village_2020_fixture.json").read_text(encoding="utf-8"))
    told = explain(idm, content["iks_scores"] + content["ike_scores"] + content["ikl_scores"])
    said = content["published"]
    assert told.k == 4531
    assert [decimals(part.index, 4) for part in told.components] == [said["iks"], said["ike"], said["ikl"]]
    assert decimals(told.index, 4) == said["idm"]
    assert (told.status.label.upper(), told.next.status.label.upper()) == (said["status"], said["target"])
    assert decimals(idm.index(told.next.k), 4) == said["skor_minimal"]
    assert decimals(Fraction(said["skor_minimal"]) - Fraction(said["idm"]), 4) == said["penambahan"]
