"""Amounts: what is written is read to the Rupiah, or refused with a sentence."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from money_cases import ALL_USES, BELOW_ZERO, cases

from swadaya.core import money, numbers
from swadaya.core.problem import Where
from swadaya.ksm.rules.cash_count import MOST_PIECES

PLACE = Where(row=3, column="debit")


@pytest.mark.parametrize("case", [*cases("text"), *cases("json")], ids=str)
def test_an_amount_is_read_as_the_table_of_cases_says(case):
    amount, problem = money.read(case.written, use=ALL_USES[case.use], where=PLACE)
    assert (amount, problem.code if problem else "") == (case.amount, case.code)
    assert problem is None or (problem.where == PLACE and problem.expected and len(problem.got) <= 41)


@pytest.mark.parametrize("case", [*cases("text"), *cases("cell")], ids=str)
def test_a_cell_is_read_as_the_table_of_cases_says(case):
    amount, problem = money.cell(case.written, use=ALL_USES[case.use], where=PLACE)
    assert (amount, problem.code if problem else "") == (case.amount, case.code)


def test_a_number_of_any_length_is_refused_without_an_exception():
    for number in (10**5000, -(10**5000)):
        amount, problem = money.read(number, use=money.MEETING)
        assert amount is None and problem is not None


def test_an_english_thousand_is_answered_with_both_ways_to_write_it():
    problem = money.read("150,000", use=money.POSTING)[1]
    assert problem is not None
    assert problem.hint == "Tulis 150.000 bila koma itu memisahkan ribuan, 150 bila yang di belakangnya sen."


@given(st.integers(BELOW_ZERO.least, BELOW_ZERO.most))
def test_what_is_written_is_read_back(amount):
    for written in (money.write(amount), money.write_rp(amount), str(amount), f"{money.write(amount)},00", amount):
        assert money.read(written, use=BELOW_ZERO) == (amount, None)
    assert money.cell(float(amount), use=BELOW_ZERO) == (amount, None)


_PIECES = st.one_of(
    st.text("0123456789", min_size=1, max_size=4), st.sampled_from([".", ",", " ", "Rp", "-", "\u00a0"])
)


@given(st.lists(_PIECES, min_size=1, max_size=8).map("".join))
def test_an_amount_has_the_digits_that_were_written_or_is_refused(written):
    amount, problem = money.read(written, use=BELOW_ZERO)
    digits = "".join(sign for sign in written if sign.isdigit())
    if amount is None:
        assert problem is not None or not digits
    else:
        assert problem is None
        assert str(abs(amount)) in (digits, digits.removesuffix("00") if ",00" in written else digits)


@given(st.text(max_size=30))
def test_no_text_at_all_ends_in_an_exception(written):
    for read in (money.read, money.cell):
        amount, problem = read(written, use=money.POSTING)
        assert amount is None or problem is None
    assert numbers.whole(written) is None or numbers.whole(written) == int(written)


@pytest.mark.parametrize(
    "written", ["²", "٣", "１", "1.5", "15.00", "1 0", "+1", "-1", "1e3", "9" * 5000, None, True, 1.0]
)
def test_what_is_no_whole_number_is_not_read(written):
    assert numbers.whole(written) is None and numbers.count(written) is None


def test_a_number_keeps_its_limits():
    assert numbers.whole("12", most=11) is None and numbers.whole("3", least=4) is None
    assert numbers.count("1.500", most=1500) == 1500 and numbers.count("1.501", most=1500) is None
    assert numbers.whole(str(numbers.MOST)) == numbers.MOST and numbers.whole(str(numbers.MOST + 1)) is None


def test_the_script_of_the_pages_has_the_grammar_and_the_limits_of_the_reader():
    script = (files("swadaya.web") / "static" / "web" / "money.js").read_text(encoding="utf-8")
    parts = {"BLANK": money.BLANK, "GROUPED": numbers.GROUPED}
    parts |= {"AMOUNT": money.AMOUNT, "NOTHING": money.NOTHING}
    raw = dict(re.findall(r"const (\w+) = String\.raw`(.*)`;", script))
    for name in ("AMOUNT", "NOTHING"):
        raw[name] = raw[name].replace("${BLANK}", raw["BLANK"]).replace("${GROUPED}", raw["GROUPED"])
    assert raw == parts
    limits = re.findall(r"(jurnal|rapat|LONGEST|MOST_PIECES)(?::| =) ([\d_]+)", script)
    assert {name: int(limit) for name, limit in limits} == {
        "jurnal": money.POSTING.most,
        "rapat": money.MEETING.most,
        "LONGEST": money.LONGEST,
        "MOST_PIECES": MOST_PIECES,
    }
