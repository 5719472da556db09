"""The charts that are shipped, against the table they were copied from, and what is wrong with a bad one."""

from __future__ import annotations

import csv
from datetime import date

import pytest

from swadaya.core import rulefiles
from swadaya.core.refusal import Invalid
from swadaya.ledger.rules import charts, rulecheck

CLASSES = {
    "asset": "aset",
    "contra-asset": "kontra-aset",
    "liability": "kewajiban",
    "equity": "modal",
    "income": "pendapatan",
    "expense": "beban",
}
SIDES = {"D": True, "C": False}


@pytest.mark.reference
def test_the_upk_chart_has_every_account_of_the_workbook_with_its_class_and_side(reference_data):
    chart = charts.chart("upk-2018")
    with (reference_data / "ksm" / "chart_of_accounts_upk.csv").open(encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    assert len(rows) == 18
    found = {code: (account.kind, account.debit) for code, account in chart.accounts.items()}
    assert {row["code"]: (CLASSES[row["type"]], SIDES[row["normal_side"]]) for row in rows}.items() <= found.items()
    tables = {item["code"]: item for item in rulefiles.of_kind(charts.KIND)["upk-2018"].content["account"]}
    added = set(found) - {row["code"] for row in rows}
    assert {code for code in tables if tables[code].get("origin") == "rancangan"} == added == {"32010", "51090"}
    drifting = {row["code"] for row in rows if " / " in row["name_seen"]}
    assert drifting == {"11021", "21010", "21020", "51050"}
    for code in drifting:
        assert len(tables[code]["seen"]) == 2, code


def test_shipped_charts_have_no_fault_and_the_ksm_chart_maps_to_the_upk_chart():
    for rule in rulefiles.of_kind(charts.KIND).values():
        assert rulecheck.problems_in(rule) == []
    upk = charts.chart("upk-2018").accounts
    for account in charts.chart("ksm-2026").accounts.values():
        assert account.maps_to in upk, account.code
        assert upk[account.maps_to].debit == account.debit, account.code


def test_the_newest_chart_of_an_owner_is_in_force():
    assert charts.in_force("ksm", date(2024, 1, 1)).id == "ksm-2026"
    assert charts.in_force("unit-pengelola", date(2024, 1, 1)).id == "upk-2018"
    with pytest.raises(Invalid):
        charts.in_force("koperasi", date(2024, 1, 1))
    with pytest.raises(Invalid):
        charts.chart("tidak-ada")


HEAD = """
id = "uji"
kind = "bagan-akun"
title = "Uji"
standing = "tidak-resmi"
valid_from = 2024-01-01
reference = "uji"
verification = "uji"
owner = "ksm"
[uses]
cash = "1"
cash_short = "5"
cash_over = "4"
"""
ACCOUNTS = (
    '[[account]]\ncode = "1"\nlabel = "Kas"\nclass = "aset"\nnormal = "D"\ncash = "kas"\n',
    '[[account]]\ncode = "4"\nlabel = "Lain"\nclass = "pendapatan"\nnormal = "K"\nflow = "operasi"\n',
    '[[account]]\ncode = "5"\nlabel = "Selisih"\nclass = "beban"\nnormal = "D"\nflow = "operasi"\n',
)
GOOD = HEAD + "".join(ACCOUNTS)


def faults(text):
    return sorted(
        {problem.code for problem in rulecheck.problems_in(rulefiles.parse(text.encode(), name="u", origin="u"))}
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", []),
        ('normal = "K"', 'normal = "D"', ["bagan.sisi"]),
        ('class = "beban"', 'class = "biaya"', ["bagan.golongan", "bagan.guna"]),
        ('code = "5"', 'code = "4"', ["bagan.berulang", "bagan.guna"]),
        ('code = "5"', 'code = "5|"', ["bagan.bentuk", "bagan.guna"]),
        ('label = "Kas"', 'label = ""', ["bagan.kosong"]),
        ('cash = "kas"\n', 'cash = "peti"\n', ["bagan.guna", "bagan.kas"]),
        ('cash = "kas"\n', "", ["bagan.arus", "bagan.guna"]),
        ('flow = "operasi"', 'flow = "lain"', ["bagan.arus"]),
        ('owner = "ksm"', 'owner = "koperasi"', ["bagan.pemilik"]),
        ('cash_over = "4"', 'cash_over = "9"', ["bagan.guna"]),
        ('cash_over = "4"', 'cash_over = "1"', ["bagan.guna"]),
    ],
)
def test_what_is_wrong_with_a_chart_is_named(old, new, expected):
    assert faults(GOOD.replace(old, new)) == expected


def test_a_chart_without_accounts_is_refused():
    assert faults(HEAD) == ["bagan.bentuk", "bagan.guna"]
