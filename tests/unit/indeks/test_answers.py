"""Raw answers in a file are scored like single answers, and an answer that cannot be scored is named in plain words."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from swadaya.indeks.formats.adapters import answer_columns
from swadaya.indeks.formats.reading import read_sheet
from swadaya.indeks.rules.results import compose
from swadaya.methodology.rubric import score_answer
from swadaya.wilayah.rules.source import known_desa_codes

CASES = tomllib.loads(
    (Path(__file__).resolve().parents[2] / "cases" / "methodology" / "rubrik-operasional-2020.toml").read_text("utf-8")
)["case"]


def best_answers(idm):
    """An answer for every column that gives the highest score."""
    found = {}
    for indicator in idm.indicators:
        quantity, rule = indicator.quantity, indicator.rules[0]
        if quantity.choices:
            found[quantity.columns[0]] = rule.answers[0]
        elif len(quantity.columns) == 1:
            edge = rule.interval.lower if rule.interval.lower_closed else rule.interval.lower + 1
            found[quantity.columns[0]] = str(int(edge)) if edge == int(edge) else f"{float(edge):.6f}"
    ratios = {"peserta_bpjs": 1000, "penduduk": 1000, "keluarga": 300, "pasar_permanen": 1, "industri_mikro": 300}
    for indicator in idm.indicators:
        for column in indicator.quantity.columns:
            found.setdefault(column, str(ratios.get(column, 300)))
    return {name: found[name] for name in answer_columns(idm)}


@pytest.fixture
def answers(idm, villages):
    """A table of answers; columns given as lists replace the best ones."""

    def make(count=None, **columns):
        codes = list(villages) if count is None else known_desa_codes()[:count].astype(str).tolist()
        table = {"kode_desa": codes, "tahun": ["2024"] * len(codes)}
        table |= {name: [value] * len(codes) for name, value in best_answers(idm).items()}
        return pl.DataFrame(table | columns)

    return make


def test_a_table_of_answers_is_recognised_and_scored(idm, answers, save):
    sheet = read_sheet(save("jawaban.csv", answers().write_csv()), idm)
    assert sheet.format == "answers"
    assert len(sheet.problems) == 0
    assert compose(sheet).k.tolist() == [6300] * 5


def written(quantity, answer):
    """A worked answer as cells of a file."""
    if isinstance(answer, str):
        return [answer]
    pair = answer if isinstance(answer, list) else [answer, 1]
    if len(quantity.columns) == 2:
        return [str(cell) for cell in pair]
    number = pair[0] / pair[1]
    return [str(int(number)) if number == int(number) else f"{number:.6f}".rstrip("0")]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_every_worked_case_scores_the_same_through_a_file(idm, answers, tmp_path, ending):
    """One row a case: the case's answer in its column, the best answer everywhere else."""
    indicators = {item.code: (place, item) for place, item in enumerate(idm.indicators)}
    table = answers(count=len(CASES))
    columns = {name: table[name].to_list() for name in table.columns}
    for row, case in enumerate(CASES):
        quantity = indicators[case["indicator"]][1].quantity
        for name, cell in zip(quantity.columns, written(quantity, case["answer"]), strict=True):
            columns[name][row] = cell
    frame = pl.DataFrame(columns)
    path = tmp_path / f"jawaban.{ending}"
    if ending == "csv":
        frame.write_csv(path)
    else:
        numbers = [name for name in frame.columns if name != "kode_desa"]
        frame.with_columns(
            pl.col(name).cast(pl.Float64, strict=False).alias(name)
            for name in numbers
            if frame[name].cast(pl.Float64, strict=False).null_count() == 0
        ).write_excel(path)
    sheet = read_sheet(path, idm, format="answers")
    assert len(sheet) == len(CASES)
    for row, case in enumerate(CASES):
        place, indicator = indicators[case["indicator"]]
        found = int(sheet.scores[row, place])
        assert found == max(case["score"], -1), case["name"]
        answer = tuple(case["answer"]) if isinstance(case["answer"], list) else case["answer"]
        assert score_answer(indicator, answer) == case["score"]


def test_answers_in_words_in_any_case_and_yes_in_several_forms(idm, answers, save):
    yes_no = next(item for item in idm.indicators if item.quantity.kind == "ya-tidak")
    column = yes_no.quantity.columns[0]
    sheet = read_sheet(save("jawaban.csv", answers(**{column: ["Ya", "ada", "1", "TIDAK", "0"]}).write_csv()), idm)
    place = idm.indicator_codes.index(yes_no.code)
    by_answer = {answer: rule.value for rule in yes_no.rules for answer in rule.answers}
    assert sheet.scores[:, place].tolist() == [by_answer["ya"]] * 3 + [by_answer["tidak"]] * 2
    choice = next(item for item in idm.indicators if item.quantity.kind == "pilihan")
    code, label = choice.quantity.choices[-1]
    sheet = read_sheet(
        save(
            "kata.csv",
            answers(
                **{choice.quantity.columns[0]: [code, code.upper(), label, label.upper(), f" {label} "]}
            ).write_csv(),
        ),
        idm,
    )
    assert len(set(sheet.scores[:, idm.indicator_codes.index(choice.code)].tolist())) == 1
    assert len(sheet.problems) == 0


@pytest.mark.parametrize(
    ("column", "cell", "code", "got"),
    [
        ("menit_sarkes", "", "jawaban.kosong", ""),
        ("menit_sarkes", "-5", "jawaban.di-luar", "-5"),
        ("menit_sarkes", "setengah jam", "jawaban.bukan-angka", "setengah jam"),
        ("menit_sarkes", "1.000", "jawaban.bukan-angka", "1.000"),
        ("menit_sarkes", "12,5", "jawaban.bukan-angka", "12,5"),
        ("menit_sarkes", "628123456789012345", "jawaban.bukan-angka", "628123456789012345"),
    ],
)
def test_an_answer_that_cannot_be_scored_is_named_and_leaves_the_village_without_index(
    idm, answers, save, column, cell, code, got
):
    sheet = read_sheet(save("jawaban.csv", answers(**{column: ["5", cell, "5", "5", "5"]}).write_csv()), idm)
    problem = next(iter(sheet.problems))
    assert (problem.code, problem.where.row, problem.where.column, problem.got) == (code, 3, column, got)
    assert compose(sheet).k.tolist() == [6300, -1, 6300, 6300, 6300]
    if code != "jawaban.bukan-angka":
        assert problem.expected == "0 atau lebih"
        assert "Berapa" in problem.hint


def test_more_active_posyandu_than_posyandu_is_outside_and_shows_both_numbers(idm, answers, save):
    sheet = read_sheet(
        save("jawaban.csv", answers(posyandu_aktif=["5"] * 5, posyandu=["5", "4", "5", "5", "5"]).write_csv()), idm
    )
    [problem] = sheet.problems
    assert (problem.code, problem.got, problem.expected) == ("jawaban.di-luar", "5 / 4", "0 sampai 1")


def test_a_choice_nobody_offered_names_the_choices(idm, answers, save):
    choice = next(item for item in idm.indicators if item.quantity.kind == "pilihan")
    column = choice.quantity.columns[0]
    best = choice.rules[0].answers[0]
    sheet = read_sheet(save("jawaban.csv", answers(**{column: [best, "entah", best, best, best]}).write_csv()), idm)
    [problem] = sheet.problems
    assert (problem.code, problem.got) == ("jawaban.di-luar", "entah")
    assert problem.expected == " / ".join(code for code, _ in choice.quantity.choices)


def test_distances_with_a_decimal_comma_or_point_are_exact_at_the_border(idm, answers, save):
    indicator = next(item for item in idm.indicators if item.quantity.kind == "desimal")
    column = indicator.quantity.columns[0]
    rule = indicator.rules[0]
    border = float(rule.interval.upper)
    cells = [f"{border:.1f}", f"{border:.1f}".replace(".", ","), f"{border + 0.000001:.6f}", f"{border + 0.1:.1f}", "0"]
    sheet = read_sheet(save("jawaban.csv", answers(**{column: cells}).write_csv()), idm)
    scores = sheet.scores[:, idm.indicator_codes.index(indicator.code)]
    inside = rule.interval.upper_closed
    assert (scores[:2] == rule.value).tolist() == [inside, inside]
    assert (scores[2:4] < rule.value).all()
    assert scores[4] == rule.value


def test_answers_and_scores_of_a_whole_table_agree_cell_by_cell(idm, answers, save):
    rng = np.random.default_rng(11)
    minutes = [str(value) for value in rng.integers(0, 200, 500)]
    sheet = read_sheet(save("jawaban.csv", answers(count=500, menit_sarkes=minutes).write_csv()), idm)
    indicator = next(item for item in idm.indicators if "menit_sarkes" in item.quantity.columns)
    expected = [score_answer(indicator, int(value)) for value in minutes]
    assert sheet.scores[:, idm.indicator_codes.index(indicator.code)].tolist() == expected
