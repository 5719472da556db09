"""The ministry's documents: one, many, one a line; in envelopes; with refusals and oddities among them."""

from __future__ import annotations

import copy
import json

import numpy as np
import pytest

from swadaya.indeks.formats.reading import read_sheet
from swadaya.indeks.rules.audit import audit
from swadaya.indeks.rules.results import compose


@pytest.fixture
def drawn(idm):
    """Existing scores in the order of the method, chosen by a number."""

    def draw(seed):
        rng = np.random.default_rng(seed)
        return [int(rng.choice(item.scores)) for item in idm.indicators]

    return draw


def test_a_document_gives_scores_and_what_the_ministry_said(idm, document, save, drawn):
    scores = drawn(1)
    sheet = read_sheet(save("dokumen.json", document(scores=scores)), idm)
    assert (sheet.format, sheet.codes.tolist(), sheet.years.tolist()) == ("rumusan-json", [1101022001], [2022])
    assert sheet.scores[0].tolist() == scores
    assert sheet.names.to_list() == ["FAJAR HARAPAN"]
    assert len(sheet.problems) == 0
    found = audit(sheet)
    assert (found.agree, found.findings) == (1, ())


def test_whole_numbers_for_one_and_nought_are_read_like_decimals(idm, document, save):
    best = read_sheet(save("dokumen.json", document()), idm)
    assert compose(best).k.tolist() == [6300]
    assert audit(best).agree == 1
    worst = [item.scores[0] for item in idm.indicators]
    low = read_sheet(save("rendah.json", document(scores=worst)), idm)
    assert low.published.components[0, 2] == 0
    assert audit(low).agree == 1


@pytest.mark.parametrize("shape", ["list", "lines", "bare", "nested"])
def test_many_documents_come_in_several_shapes(idm, document, save, drawn, shape):
    documents = [document(code=f"110102200{n}", year=2021 + n % 2, scores=drawn(n)) for n in range(1, 6)]
    if shape == "bare":
        documents = [entry["mapData"] for entry in documents]
    if shape == "nested":
        documents = [{"data": entry} for entry in documents]
    content = "\n".join(map(json.dumps, documents)) if shape == "lines" else documents
    sheet = read_sheet(save("dokumen.json", content), idm)
    assert len(sheet) == 5
    assert audit(sheet).agree == 5


def test_a_refusal_among_documents_is_reported_and_the_others_read(idm, document, save):
    content = [document(), {"status": 400, "error": True, "message": "ID Desa tidak ditemukan"}, 7, document(year=2023)]
    sheet = read_sheet(save("dokumen.json", content), idm)
    assert sheet.years.tolist() == [2022, 2023]
    assert [(item.code, item.where.row) for item in sheet.problems] == [
        ("json.penolakan", 2),
        ("json.bukan-rumusan", 3),
    ]
    assert sheet.problems.errors == 2


def test_scores_that_are_absent_or_do_not_exist_are_named_by_the_ministrys_name(idm, document, save):
    content = document()
    rows = content["mapData"]["ROW"]
    del rows[0]
    rows[0]["SKOR"] = 4
    rows[1]["SKOR"] = "banyak"
    rows[2]["SKOR"] = None
    sheet = read_sheet(save("dokumen.json", content), idm)
    assert [(item.code, item.where.column, item.got) for item in sheet.problems] == [
        ("skor.kosong", "Skor Akses Sarkes", ""),
        ("skor.tidak-ada", "Skor Dokter", "4"),
        ("skor.bukan-angka", "Skor Bidan", "banyak"),
        ("skor.kosong", "Skor Nakes Lain", ""),
    ]
    assert sheet.scores[0, :4].tolist() == [-1, -1, -1, -1]
    assert compose(sheet).k.tolist() == [-1]


@pytest.mark.parametrize(
    ("part", "value", "code"),
    [
        ("id_desa", "31.71", "desa.kode"),
        ("id_desa", None, "desa.kode"),
        ("TAHUN", "dua ribu", "tahun"),
        ("TAHUN", 1999, "tahun"),
    ],
)
def test_a_document_without_village_or_year_is_reported(idm, document, save, part, value, code):
    broken = document()
    held = broken["mapData"]["IDENTITAS"][0] if part == "id_desa" else broken["mapData"]["SUMMARIES"]
    held[part] = value
    sheet = read_sheet(save("dokumen.json", [broken, document()]), idm)
    assert len(sheet) == 1
    assert [(item.code, item.where.row) for item in sheet.problems] == [(code, 1)]


def test_a_document_without_a_year_takes_the_one_of_the_option(idm, document, save):
    content = document()
    del content["mapData"]["SUMMARIES"]["TAHUN"]
    assert read_sheet(save("dokumen.json", content), idm, year=2022).years.tolist() == [2022]


def test_a_figure_or_a_status_beyond_reason_is_reported_and_not_believed(idm, document, save):
    sheet = read_sheet(save("dokumen.json", document(idm=7.5, status="Luar Biasa")), idm)
    assert [item.code for item in sheet.problems] == ["terbitan.angka", "terbitan.status"]
    assert [item.kind for item in audit(sheet).findings] == ["tanpa-nilai"]


@pytest.mark.parametrize("part", ["SUMMARIES", "ROW", "IDENTITAS"])
@pytest.mark.parametrize("value", [None, 5, "x", [], [5], {}, True])
def test_a_part_of_another_kind_is_a_problem_and_no_crash(idm, document, save, part, value):
    odd = copy.deepcopy(document())
    odd["mapData"][part] = value
    sheet = read_sheet(save("dokumen.json", [odd, document(code="1101022002")]), idm)
    assert "1101022002" in sheet.codes.astype(str)
    if part == "ROW":
        assert sheet.problems.counts["skor.kosong"] == 50
