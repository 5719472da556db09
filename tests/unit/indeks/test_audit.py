"""Each kind of defect of a publication is named as what it is, and a correct row is left alone."""

from __future__ import annotations

import pytest

from swadaya.core.figures import decimals
from swadaya.indeks.formats import tabular
from swadaya.indeks.formats.reading import read_sheet
from swadaya.indeks.rules.audit import KINDS, audit
from swadaya.indeks.rules.results import compose

HEAD = "kode_desa,tahun,iks,ike,ikl,idm,status,keterangan"


@pytest.fixture
def audited(idm, save):
    def run(*rows, head=HEAD):
        return audit(read_sheet(save("terbitan.csv", "\n".join([head, *rows])), idm))

    return run


def row(idm, points, code="1101022001", index=None, status=None, remark="", places=4):
    """A published row as it should be, but for what is said otherwise."""
    k = sum(point * weight for point, weight in zip(points, idm.weights, strict=True))
    shares = [
        decimals(part, places) for part in (idm.index(p * w * 3) for p, w in zip(points, idm.weights, strict=True))
    ]
    return ",".join(
        [code, "2024", *shares, index or decimals(idm.index(k), places), status or idm.class_of(k).label, remark]
    )


@pytest.mark.parametrize("places", [4, 14])
def test_correct_rows_of_every_class_are_left_alone(idm, audited, places):
    points = [(50, 15, 3), (100, 30, 7), (120, 35, 10), (140, 40, 11), (170, 55, 15), (0, 0, 0), (175, 60, 15)]
    found = audited(*(row(idm, p, code=f"11010220{n:02d}", places=places) for n, p in enumerate(points, 1)))
    assert (found.rows, found.agree, found.findings) == (7, 7, ())


def test_the_lowest_mandiri_is_right_although_a_mean_of_its_rounded_parts_says_maju(idm, audited):
    points = (154, 38, 14)
    assert 12 * 154 + 35 * 38 + 140 * 14 == 5138
    mean = round((0.88 + 0.6333 + 0.9333) / 3, 4)
    assert (mean, mean <= 0.8155) == (0.8155, True)
    assert audited(row(idm, points)).findings == ()
    [finding] = audited(row(idm, points, index="0.8155", status="MAJU")).findings[:1]
    assert (finding.kind, finding.said, finding.computed) == ("rata-rata-bulat", "0.8155", "0.8156")


def test_a_label_that_does_not_follow_from_the_index(idm, audited):
    found = audited(row(idm, (140, 40, 11), status="BERKEMBANG"))
    [finding] = found.findings
    assert (finding.kind, finding.said, finding.computed) == ("label", "Berkembang", "Maju")
    assert found.agree == 0
    assert audited(row(idm, (140, 40, 11), status="-")).counts["label"] == 1


def test_components_that_no_whole_scores_can_give(idm, audited):
    found = audited("1101022001,2024,0.7411,0.5333,0.6667,0.6470,BERKEMBANG,")
    [finding] = found.findings
    assert finding.kind == "di-luar-kisi"
    assert finding.explanation == "IKS 0.7411 bukan kelipatan 1/175"


def test_a_component_left_empty_beside_an_index_says_so(idm, audited):
    [finding] = audited("1101022001,2024,,0.5333,0.6667,0.6470,BERKEMBANG,").findings
    assert (finding.kind, finding.explanation) == ("di-luar-kisi", "IKS kosong")


def test_an_index_that_is_neither_the_exact_nor_the_rounded_mean(idm, audited):
    found = audited(row(idm, (140, 40, 11), index="0.7500", status="MAJU"))
    [finding] = found.findings
    assert (finding.kind, finding.said) == ("indeks", "0.7500")
    assert "/6300" in finding.explanation


@pytest.mark.parametrize("remark", ["Update 2023", "update2023", "nilai 2022", "Data 2021 dipakai"])
def test_a_value_carried_over_from_an_earlier_year(idm, audited, remark):
    found = audited(row(idm, (140, 40, 11), remark=remark))
    assert [item.kind for item in found.findings] == ["terbawa"]
    assert found.agree == 1
    assert found.remarks == {remark: 1}


@pytest.mark.parametrize("remark", ["Reguler", "Server PDN", "Update 2024", "Kode 9504", ""])
def test_a_remark_of_another_kind_carries_nothing_over(idm, audited, remark):
    assert audited(row(idm, (140, 40, 11), remark=remark)).findings == ()


def test_a_village_without_values_is_counted_as_that_and_nothing_else(idm, audited):
    found = audited("1101022001,2024,,,,,,", row(idm, (140, 40, 11), code="1101022002"))
    assert found.counts == dict.fromkeys(KINDS, 0) | {"tanpa-nilai": 1}


def test_a_mean_of_rounded_parts_kept_at_full_length_is_still_one(idm, audited):
    """As a spreadsheet makes it: parts with four decimals, their average with as many as it has."""
    found = audited(
        "1101022001,2024,0.88,0.6333,0.9333,0.81553333333,MANDIRI,", row(idm, (140, 40, 11), code="1101022002")
    )
    assert [(item.kind, item.code) for item in found.findings][:1] == [("rata-rata-bulat", 1101022001)]
    assert found.agree == 1
    assert found.counts["di-luar-kisi"] == 0


def test_one_long_decimal_far_down_the_file_does_not_spoil_the_others(idm, audited, monkeypatch):
    monkeypatch.setattr(tabular, "BATCH_ROWS", 2)
    rows = [row(idm, (120 + n, 35, 10), code=f"11010220{n:02d}") for n in range(1, 9)]
    rows.append(row(idm, (140, 40, 11), code="3304092011", places=14))
    assert audited(*rows).agree == 9


def test_batches_of_different_precision_are_joined_at_the_finer_one(idm, save, monkeypatch):
    import numpy as np

    from swadaya.indeks.formats.batches import _join
    from swadaya.indeks.formats.sheet import Published

    absent = np.iinfo(np.int64).min
    coarse = Published(
        4, np.array([[8800, absent, 1]]), np.array([8156]), np.array([5], np.int8), np.array([[1, 2, 3]])
    )
    fine = Published(12, np.array([[1, 2, 3]]), np.array([absent]), np.array([0], np.int8), np.array([[1, 2, 3]]))
    joined = _join([coarse, fine])
    assert joined.places == 12
    assert joined.components.tolist() == [[880_000_000_000, absent, 100_000_000], [1, 2, 3]]
    assert joined.index.tolist() == [815_600_000_000, absent]


def test_a_printed_row_that_is_not_the_one_counted_is_suspected(idm, save, document):
    """Points printed 4 above those behind the component: one row printed 5 where 1 was counted, or the like."""
    scores = [item.maximum for item in idm.indicators]
    content = document(scores=scores, iks=round(171 / 175, 14), idm=round((171 / 175 + 2) / 3, 14))
    found = audit(read_sheet(save("dokumen.json", content), idm))
    [finding] = found.findings
    assert (finding.kind, finding.points, finding.said, finding.computed) == ("poin", -4, "IKS 171 poin", "175 poin")
    assert found.suspects.keys() == {item.code for item in idm.indicators[:35] if 1 in item.scores}
    assert "s30 (5→1)" in finding.explanation


def test_two_rows_that_print_the_same_in_every_village_are_twins(idm, save, document):
    contents = []
    for number in range(30):
        scores = [item.maximum for item in idm.indicators]
        scores[29] = scores[30] = 1 if number % 3 else 5
        contents.append(document(code=f"11010220{number + 1:02d}", scores=scores))
    found = audit(read_sheet(save("dokumen.json", contents), idm))
    assert found.twins == (("s30", "s31"),)


def test_figures_outside_nought_and_one_and_unknown_labels_are_reported(idm, save):
    path = save("terbitan.csv", HEAD + "\n1101022001,2024,5.0,0.5,abc,1.2,SAKTI,\n")
    sheet = read_sheet(path, idm)
    assert [(item.code, item.where.column, item.got) for item in sheet.problems] == [
        ("terbitan.status", "status", "SAKTI"),
        ("terbitan.angka", "iks", "5.0"),
        ("terbitan.angka", "ikl", "abc"),
        ("terbitan.angka", "idm", "1.2"),
    ]
    assert compose(sheet).k.tolist() == [-1]


def test_labels_are_read_as_people_write_them(idm, save):
    labels = [
        "MANDIRI",
        "mandiri",
        "Sangat  Tertinggal",
        "SANGAT_TERTINGGAL",
        "Desa Maju",
        "sangat-tertinggal",
        " Maju ",
    ]
    rows = [f"11010220{n:02d},2024,0.5,0.5,0.5,0.5,{label}," for n, label in enumerate(labels, 1)]
    sheet = read_sheet(save("terbitan.csv", "\n".join([HEAD, *rows])), idm)
    assert sheet.published.level.tolist() == [5, 5, 1, 1, 4, 1, 4]


def test_a_sheet_without_claims_cannot_be_audited(idm, score_table, save):
    with pytest.raises(ValueError, match="nothing published"):
        audit(read_sheet(save("isian.csv", score_table().write_csv()), idm))
