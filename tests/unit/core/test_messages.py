"""Every code that the source can raise has one sentence, and every sentence a code."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import cache
from importlib import resources
from pathlib import Path

import pytest
from problem_codes import Found, collect

import swadaya
from swadaya.core import messages
from swadaya.core.problem import Problem, Where

SOURCE = Path(swadaya.__file__).parent.parent
CONTENT = tomllib.loads(resources.files("swadaya.core").joinpath("messages.toml").read_text(encoding="utf-8"))
EVERY = [*CONTENT["text"].values(), *(text for family in CONTENT["family"] for text in family["text"].values())]


@cache
def found() -> Found:
    return collect(SOURCE, "swadaya")


def test_every_code_can_be_read_from_the_source() -> None:
    assert found().unreadable == []
    assert len(found().codes) > 400


def test_every_code_has_a_sentence() -> None:
    missing = {code: sorted(places) for code, places in found().codes.items() if code not in messages.templates()}
    assert missing == {}


def test_every_sentence_has_a_code() -> None:
    codes = found().codes
    assert [code for code in CONTENT["text"] if code not in codes] == []
    for family in CONTENT["family"]:
        pairs = {(subject, code) for subject in family["subjects"] for code in family["text"]}
        used = {pair for pair in pairs if ".".join(pair) in codes and ".".join(pair) not in CONTENT["text"]}
        assert {subject for subject, _ in used} == set(family["subjects"])
        assert {code for _, code in used} == set(family["text"])


def test_no_sentence_is_empty_or_said_twice() -> None:
    assert [text for text, count in Counter(EVERY).items() if count > 1 or not text.strip()] == []


@pytest.mark.parametrize("text", EVERY)
def test_a_sentence_is_one_that_can_be_filled(text: str) -> None:
    assert set(re.findall(r"\{(.*?)\}", text)) <= messages.PLACEHOLDERS
    assert re.sub(r"\{\w+\}|\[[^][]*\]", "", text).count("{") == 0
    assert all("{" in part for part in re.findall(r"\[([^][]*)\]", text)), "what is left out depends on a placeholder"
    assert re.sub(r"\[[^][]*\]", "", text).rstrip().endswith((".", "list", "{hint}")), "a sentence ends"


@pytest.mark.parametrize("code", sorted(messages.templates()))
def test_a_sentence_reads_well_with_all_that_a_problem_says_and_with_what_it_must_say(code: str) -> None:
    needed = re.sub(r"\[[^][]*\]", "", messages.templates()[code])
    least = {name: "sesuatu" for name in ("got", "expected", "hint") if f"{{{name}}}" in needed or name == "expected"}
    for problem in (Problem(code, **least), Problem(code, Where(row=3), "ini", "itu", "Lakukan.")):
        said = messages.sentence(problem)
        assert said[:1] == said[:1].upper()
        assert not re.search(r"[\[\]{}]|  |\.\.| [.,;:]", said)
        assert "." not in code or code not in said


def test_a_place_stands_before_the_sentence() -> None:
    problem = Problem("jawaban.kosong", Where(file="isian.xlsx", row=7))
    assert messages.sentence(problem) == "Belum dijawab."
    assert messages.full(problem) == "isian.xlsx, baris 7: Belum dijawab."


def test_an_unknown_code_is_said_as_a_problem_says_itself() -> None:
    problem = Problem("belum.ada", Where(row=7), "6", "0 sampai 5", "Hitung lagi.")
    assert messages.full(problem) == str(problem)
    assert messages.sentence(problem) == '"6"; seharusnya 0 sampai 5. Hitung lagi.'


def test_words_of_people_are_never_read_as_placeholders() -> None:
    assert messages.sentence(Problem("akun.nama-terpakai", got="[{hint}]")) == (
        "Nama pengguna “[{hint}]” sudah dipakai orang lain; pilih yang lain."
    )


def test_sentences_are_said_once_each() -> None:
    twice = [Problem("jawaban.kosong", Where(row=1)), Problem("jawaban.kosong", Where(row=2))]
    assert messages.sentences(twice) == ["Belum dijawab."]
