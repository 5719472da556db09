"""Names of people in texts that stay for ever: the cases of the field, and what always holds."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swadaya.core import names
from swadaya.core.problem import Where
from swadaya.ledger.rules import charts
from swadaya.ledger.rules.journal import COMPOSED, BookState, Journal, Posting, mirror, problems

CASES = Path(__file__).parents[2] / "cases" / "names" / "nama-dalam-teks.toml"
FOUND = tomllib.loads(CASES.read_text(encoding="utf-8"))["kasus"]

small = st.text("abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=9)
called = st.lists(small.map(str.capitalize), min_size=1, max_size=4).map(" ".join)


@pytest.mark.parametrize("case", FOUND, ids=[case["nama"] for case in FOUND])
def test_a_text_may_stay_unless_somebody_is_named_in_it(case):
    assert [text for text in case["boleh"] if names.mentions(text, case["orang"])] == []
    assert [text for text in case["tidak"] if not names.mentions(text, case["orang"])] == []


def test_a_refusal_says_the_field_and_not_the_name():
    typed = {"goals": "Rumah Dana", "said": {"rows": ["aman", {"note": "siti aminah"}]}, "vision": "maju", "year": 2026}
    found = names.problems(typed, ["Dana", "Siti Aminah"], labels={"goals": "tujuan"})
    assert [(one.code, one.where.key) for one in found] == [(names.CODE, "goals"), (names.CODE, "said")]
    assert "“tujuan”" in found[0].got and "huruf kecil" in found[0].hint
    assert "“said”" in found[1].got and "huruf kecil" not in found[1].hint
    assert not {"Dana", "minah"} & set(str(found).replace("'", " ").split())
    placed = names.problems({"uraian": "Dana"}, ["Dana"], place=lambda column: Where(row=3, column=column))
    assert placed[0].where == Where(row=3, column="uraian")


def test_a_text_decomposed_by_a_keyboard_is_the_same_text():
    assert names.problems({"catatan": "rumah Jose\u0301"}, ["Jos\u00e9"])


def test_whoever_is_forgotten_is_blotted_out_also_where_they_were_written_small():
    assert names.replaced("siti, Siti. SITI dan sitinah", ["Siti"], "#1") == "#1, #1. #1 dan sitinah"
    assert names.replaced("kelompok tani Pak Tani", ["Pak Tani"], "#1") == "kelompok tani #1"
    assert names.replaced("(Alm.) Muhammad pergi", ["(Alm.) Muhammad"], "#1") == "#1 pergi"


@given(st.lists(called, max_size=5), st.lists(small, max_size=8).map(" ".join))
def test_a_text_in_small_letters_names_nobody_who_has_one_name(members, text):
    assert names.mentions(text, [name for name in members if " " not in name]) == []


@given(called, st.lists(called, max_size=4), small, small)
def test_a_name_is_found_between_other_words_and_gone_once_replaced(name, others, before, after):
    text = f"{before} {name}, {after}"
    assert names.problems({"catatan": text}, [name, *others])
    left = names.replaced(text, [name], "#12")
    assert names.mentions(left, [name]) == [] and "#12" in left


OWN = ("Simpanan wajib", "Penarikan simpanan sukarela", "Denda anggota 3", "Selisih kas kurang", "Saldo pembukaan")
CHART = charts.chart("ksm-2026").accounts
LABELS = (*OWN, *(account.label for account in CHART.values()))
DAY = charts.date(2026, 1, 8)


@given(st.sampled_from(LABELS), st.data())
def test_what_the_product_writes_is_never_refused_whatever_members_are_called(label, data):
    words = [word.capitalize() for one in LABELS for word in one.split()]
    members = data.draw(st.lists(st.sampled_from((*words, *LABELS, "Membalik Nomor")), max_size=6))
    book = BookState(DAY, None, CHART, DAY, [label, *members])
    lines = (Posting("11010", 1), Posting("41030", -1))
    own = Journal(DAY, label, lines, label, composed=COMPOSED, reason="salah kembalian")
    back = mirror(own, seq=1, on=DAY, reason="salah kembalian")
    assert not {one.code for journal in (own, back) for one in problems(journal, book)} & {names.CODE}
    typed = Journal(DAY, label, lines)
    assert names.CODE in {one.code for one in problems(typed, book)}
    reasoned = Journal(DAY, label, lines, composed=COMPOSED, reason=f"titipan {label}")
    assert [one.where.column for one in problems(reasoned, book) if one.code == names.CODE] == ["alasan"]
