"""When a code was in force, as cases in the field's language, and the same for whole files at once."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pytest

from swadaya.wilayah.rules.code_changes import moves
from swadaya.wilayah.rules.source import known_desa_codes, known_names
from swadaya.wilayah.rules.validity import ANSWERS, INVALID, validity, validity_of_many, validity_on

CASES = tomllib.loads((Path(__file__).parents[2] / "cases" / "wilayah" / "masa_berlaku.toml").read_text("utf-8"))[
    "kasus"
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["nama"])
def test_case(case):
    code = case["kode"]
    answer = validity_on(code, case["hari"]) if "hari" in case else validity(code, case["tahun"])
    assert answer.answer == case["jawaban"]
    assert answer.reason.endswith(".")


def test_the_fast_answers_are_the_slow_answers():
    rng = np.random.default_rng(1)
    codes = np.concatenate(
        [
            rng.choice(known_desa_codes(), 3000),
            np.array([int(move.old) * 10**6 + 12001 for move in moves()]),
            np.array([int(move.new) * 10**6 + 12001 for move in moves()]),
            np.array([3304099999, 9601019999]),
        ]
    )
    for year in range(2018, 2028):
        fast = validity_of_many(codes, year)
        assert [ANSWERS[answer] for answer in fast] == [validity(f"{code}", year).answer for code in codes]


def test_each_village_can_have_its_own_year():
    codes = np.array([9101012001, 9101012001, 3304092011])
    answers = validity_of_many(codes, np.array([2022, 2023, 2025]))
    assert [ANSWERS[answer] for answer in answers] == ["tidak diketahui", "tidak berlaku", "berlaku"]


def test_no_old_code_is_on_the_list_of_2025():
    listed = set(known_names())
    assert not any(move.old in listed for move in moves())
    assert all(move.new in listed for move in moves())


def test_all_villages_of_the_new_provinces_are_refused_before_2022():
    codes = known_desa_codes()
    new = codes[(codes // 10**8 >= 93) & (codes // 10**8 <= 96)]
    assert len(new) == 690 + 1208 + 2627 + 1013
    assert (validity_of_many(new, 2021) == INVALID).all()
    assert not (validity_of_many(new, 2022) == INVALID).any()
