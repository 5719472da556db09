"""Published figures that concern books: what was printed right reproduces, what was printed wrong is found wrong."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from swadaya.core.figures import decimals
from swadaya.ledger.rules import statements
from swadaya.ledger.rules.charts import Account
from swadaya.ledger.rules.journal import Journal, Posting, net, sides

pytestmark = pytest.mark.reference


@pytest.fixture
def case(reference_data):
    cases = {item["id"]: item for item in json.loads((reference_data / "ksm" / "fixtures.json").read_text())}
    return lambda name: cases[name]


def account(code, kind):
    return Account(code, code, kind)


def test_the_allocation_of_a_profit_balances_and_a_larger_one_does_not(case):
    given = case("siupk-profit-allocation")["inputs"]
    shares = tuple(Posting(name, -amount) for name, amount in given.items() if name != "net_income")
    from datetime import date

    journal = Journal(date(2026, 12, 31), "Pembagian laba", (Posting("laba", given["net_income"]), *shares))
    assert journal.total == 0
    assert sides(journal.postings) == (500_000, case("siupk-profit-allocation")["published"])
    larger = (Posting("laba", given["net_income"]), *shares, Posting("desa", -100_000))
    assert sum(net(larger).values()) == -100_000


def equity(case):
    given = case("ksp-setia-dharma-own-capital-sum")["inputs"]
    accounts = {name: account(name, "modal") for name in given}
    return statements.position(accounts, {name: -amount for name, amount in given.items()}).total_equity


def test_own_capital_is_the_sum_of_its_accounts(case):
    assert equity(case) == 155_206_668 == case("ksp-setia-dharma-own-capital-sum")["published"]


def test_a_published_ratio_over_another_own_capital_than_its_accounts_is_found_wrong(case):
    """The sheet divides 115,206,668, 40 million less than its own components add up to, and cuts off 0.19."""
    wrong = case("ksp-setia-dharma-own-capital-ratio")
    told, assets = wrong["inputs"]["own_capital"], wrong["inputs"]["assets"]
    assert told != equity(case) and equity(case) - told == 40_000_000
    assert decimals(Fraction(100 * told, assets), 2) == str(wrong["computed"]) != f"{wrong['published']:.2f}"
    assert decimals(Fraction(100 * equity(case), assets), 2) == "89.17"
