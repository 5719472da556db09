"""Column mappings: renaming, translating answers, and faults named with file and key."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from swadaya.core.refusal import Invalid
from swadaya.core.rulefiles import RuleFile
from swadaya.indeks.formats import mapping
from swadaya.indeks.formats.adapters import answer_columns
from swadaya.indeks.formats.mapping import Mapping
from swadaya.methodology import method

OPERATIONAL = "idm-operasional-2020"
SAMPLE = Mapping(
    "coba",
    "Coba",
    (("kode", "kode_desa"), ("r706c", "bidan"), ("r1001b1", "permukaan_jalan")),
    (("permukaan_jalan", (("1", "aspal_beton"), ("tanah liat", "tanah"))),),
)


def faults(**content: object) -> list[tuple[str, str]]:
    rule = RuleFile(
        "coba", mapping.KIND, "Coba", "tidak-resmi", date(2020, 1, 1), None, "-", "-", "coba.toml", "", dict(content)
    )
    _, problems = mapping.read(rule, [method(OPERATIONAL)])
    assert all(problem.where.file == "coba.toml" for problem in problems)
    return [(problem.code, problem.where.key) for problem in problems]


def test_columns_get_our_names_in_any_case_and_others_stay() -> None:
    assert SAMPLE.apply_header(("Kode", " R706C", "catatan")) == ("kode_desa", "bidan", "catatan")


def test_answers_are_translated_and_unknown_ones_stay_to_be_reported() -> None:
    frame = pl.DataFrame({"R1001B1": ["1", " Tanah Liat ", "9", None], "lain": ["1", "1", "1", "1"]})
    assert SAMPLE.apply(frame).to_dict(as_series=False) == {
        "permukaan_jalan": ["aspal_beton", "tanah", "9", None],
        "lain": ["1", "1", "1", "1"],
    }


def test_answers_of_a_spreadsheet_that_held_only_numbers_are_translated() -> None:
    frame = pl.DataFrame({"r1001b1": [1.0, 9.0, None]})
    assert SAMPLE.apply(frame)["permukaan_jalan"].to_list() == ["aspal_beton", "9", None]


def test_two_columns_may_not_get_one_name() -> None:
    with pytest.raises(Invalid, match="bidan"):
        SAMPLE.apply_header(("r706c", "bidan"))


def test_faults_are_named_with_file_and_key() -> None:
    assert faults(columns={"bidan": "R706C", "entah": "X"}) == [("pemetaan.sasaran", "columns.entah")]
    assert faults(columns={"bidan": "R706C", "dokter": "r706c"}) == [("pemetaan.ganda", "columns.dokter")]
    assert faults(columns={"bidan": ""}) == [("pemetaan.bentuk", "columns.bidan")]
    assert faults(columns=["bidan"]) == [("pemetaan.bentuk", "columns")]
    wrong = {"permukaan_jalan": {"1": "aspal"}, "entah": {"1": "ya"}}
    assert faults(columns={}, values=wrong) == [
        ("pemetaan.nilai", "values.permukaan_jalan.1"),
        ("pemetaan.sasaran", "values.entah"),
    ]


def test_the_shipped_mapping_names_every_answer_of_the_questionnaire_or_says_it_is_unknown() -> None:
    found = mapping.load("podes")
    text = Path(mapping.__file__).parents[1].joinpath("mappings", "podes.toml").read_text("utf-8")
    named = {ours for _, ours in found.columns}
    assert named >= {"bidan", "permukaan_jalan"}
    assert [column for column in answer_columns(method(OPERATIONAL)) if column not in text] == []


def test_a_mapping_comes_by_id_or_by_file(tmp_path: Path) -> None:
    head = 'id = "sendiri"\nkind = "pemetaan-kolom"\ntitle = "t"\nstanding = "tidak-resmi"\nvalid_from = 2020-01-01\n'
    path = tmp_path / "sendiri.toml"
    path.write_text(head + 'reference = "r"\nverification = "v"\n[columns]\nbidan = "JML_BIDAN"\n')
    assert mapping.load(path).columns == mapping.load(str(path)).columns == (("jml_bidan", "bidan"),)
    with pytest.raises(Invalid, match="podes"):
        mapping.load("entah")
    with pytest.raises(Invalid, match="pemetaan yang ada"):
        mapping.load(tmp_path / "tiada.toml")
    path.write_text(path.read_text().replace("pemetaan-kolom", "metode"))
    with pytest.raises(Invalid, match="pemetaan-kolom"):
        mapping.load(path)
    path.write_text(head + 'reference = "r"\nverification = "v"\n[columns]\nbidann = "a"\ndoktor = "b"\n')
    with pytest.raises(Invalid, match=r"bidann.*1 masalah lain"):
        mapping.load(path)
