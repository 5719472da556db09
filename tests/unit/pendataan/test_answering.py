"""From what is typed to answers, scores and doubts."""

from __future__ import annotations

import tomllib
from fractions import Fraction
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from swadaya.core.problem import Problems
from swadaya.indeks.formats import adapters
from swadaya.indeks.formats.filesource import FileSource
from swadaya.indeks.formats.tabular import Batch, Table
from swadaya.methodology import method
from swadaya.methodology.composite import MISSING
from swadaya.methodology.rubric import OUTSIDE
from swadaya.pendataan.rules import answer_parsing
from swadaya.pendataan.rules.answer_checks import checks_for
from swadaya.pendataan.rules.questions import questionnaire

IDM = method("idm-operasional-2020")
ASKED = questionnaire(IDM)
CASES = tomllib.loads(
    (Path(__file__).parents[2] / "cases" / "pendataan" / "jawaban-idm.toml").read_text(encoding="utf-8")
)["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_an_answer_is_read_as_it_is_meant(case: dict[str, str]) -> None:
    field = ASKED.fields[case["column"]]
    value, problems = answer_parsing.parse(field, case["typed"])
    if "refused" in case:
        assert value is None
        assert [problem.code for problem in problems] == [case["refused"]]
        assert problems[0].expected
    else:
        assert (value, problems) == (case["kept"], [])
        assert answer_parsing.shown(field, value or "") == case["shown"]


@pytest.mark.parametrize("column", ["menit_sarkes", "km_pertokoan", "taman_baca", "sinyal_telepon", "jenis_kredit"])
@pytest.mark.parametrize(
    "typed",
    [
        "",
        "0",
        "1",
        "3",
        "7",
        "45",
        "1.5",
        "2,5",
        "1,000",
        "-3",
        "x",
        "ya",
        "TIDAK",
        "y",
        "lemah",
        "Ada",
        "1e3",
    ],
)
def test_a_typed_answer_gets_the_score_that_a_file_with_it_would_get(column: str, typed: str) -> None:
    indicator = next(item for item in IDM.indicators if item.quantity and item.quantity.columns == (column,))
    frame = pl.DataFrame({"kode_desa": ["3304092001"], "tahun": ["2024"]} | {name: [""] for name in ASKED.columns})
    frame = frame.with_columns(pl.lit(typed).alias(column))
    table = Table(tuple(frame.columns), iter([Batch(frame, np.array([2], dtype=np.int32))]))
    problems = Problems()
    sheet = adapters.read_answers(FileSource(Path("uji"), "csv", False, 0), table, IDM, problems, 2024)
    assert sheet.scores is not None
    by_file = int(sheet.scores[0, IDM.indicator_codes.index(indicator.code)])
    value, refusal = answer_parsing.parse(ASKED.fields[column], typed)
    values = answer_parsing.values_of(ASKED, {column: value or ""})
    assert answer_parsing.score(IDM, indicator, values) == by_file
    assert bool(refusal) == any(problem.where.column == column and problem.severity == "galat" for problem in problems)


def test_a_ratio_is_scored_when_both_its_numbers_are_there() -> None:
    bpjs = next(item for item in IDM.indicators if item.code == "s05")
    assert answer_parsing.score(IDM, bpjs, {"peserta_bpjs": Fraction(900)}) == MISSING
    assert answer_parsing.score(IDM, bpjs, {"peserta_bpjs": Fraction(900), "penduduk": Fraction(1500)}) == 4
    assert answer_parsing.score(IDM, bpjs, {"peserta_bpjs": Fraction(900), "penduduk": Fraction(0)}) == OUTSIDE
    assert answer_parsing.quantity(IDM, bpjs, {"peserta_bpjs": Fraction(900), "penduduk": Fraction(1500)}) == Fraction(
        3, 5
    )


def found(answers: dict[str, str], last: dict[str, str] | None = None) -> list[answer_parsing.Doubt]:
    values, before = (answer_parsing.values_of(ASKED, item) for item in (answers, last or {}))
    return answer_parsing.doubts(ASKED, checks_for(IDM), values, before)


def test_a_part_above_its_whole_is_a_fault_and_no_reason_settles_it() -> None:
    [doubt] = found({"keluarga_listrik": "401", "keluarga": "400"})
    assert (doubt.fault, doubt.columns) == (True, ("keluarga_listrik", "keluarga"))
    assert answer_parsing.unsettled([doubt], {"keluarga": "benar"}) == [doubt]


@pytest.mark.parametrize(
    ("answers", "key"),
    [
        ({"peserta_bpjs": "101", "penduduk": "100"}, "bpjs-penduduk"),
        ({"keluarga": "101", "penduduk": "100"}, "keluarga-penduduk"),
        ({"gotong_royong": "tidak", "kali_gotong_royong": "1"}, "gotong-royong-tanpa-kebiasaan"),
        ({"sinyal_telepon": "tidak_ada", "internet_warga": "ya"}, "internet-tanpa-sinyal"),
        ({"menit_sarkes": "721"}, "batas-menit_sarkes"),
    ],
)
def test_answers_that_contradict_each_other_want_a_reason(answers: dict[str, str], key: str) -> None:
    [doubt] = found(answers)
    assert (doubt.fault, doubt.problem.where.key) == (False, key)
    assert answer_parsing.unsettled([doubt], {doubt.columns[-1]: "sudah diperiksa"}) == []


def test_answers_at_the_limit_raise_no_doubt() -> None:
    assert found({"peserta_bpjs": "100", "penduduk": "100", "keluarga": "100", "menit_sarkes": "720"}) == []


@pytest.mark.parametrize(
    ("before", "now", "asked"),
    [("1500", "4500", True), ("1500", "4499", False), ("3", "9", False), ("0", "10", True), ("4500", "1500", True)],
)
def test_a_change_is_asked_about_from_threefold_and_ten_onwards(before: str, now: str, asked: bool) -> None:
    assert bool(found({"pmks": now}, {"pmks": before})) == asked


def test_what_is_missing_is_named_with_its_question() -> None:
    problems = answer_parsing.missing(ASKED, {"bidan": Fraction(1)})
    assert len(problems) == 52
    assert {problem.code for problem in problems} == {"jawaban.kosong"}
    assert "penduduk desa" in next(problem.hint for problem in problems if problem.where.column == "penduduk")
