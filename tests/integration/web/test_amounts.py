"""The table of amounts, in every field of a page, in the interface and in a command: read alike, refused alike."""

from __future__ import annotations

import csv
import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import a_group
import pytest
from money_cases import Case, cases

from swadaya.core import clock, keys
from swadaya.core.money import write

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(standing_group_of_2026: a_group.AGroup, home: Any) -> a_group.AGroup:
    return standing_group_of_2026


def text(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def each(use: str) -> Iterator[Case]:
    return iter(cases("text", use))


def test_the_form_of_a_journal(group):
    browser, address = group.browser("ngatinah"), f"/buku/{group.book}/jurnal/baru/"
    for case in each("jurnal"):
        page = text(browser.post(address, {"cara": "bukukan", "b-1-akun": "11010", "b-1-debit": case.written}))
        assert ("Ada jumlah yang tidak terbaca" in page) is bool(case.code), case
        assert re.findall(r'data-out="debit"[^>]*>\s*([^<]*?)\s*<', page) == [write(case.amount or 0)], case


def test_the_form_of_opening_balances(group):
    browser, address = group.browser("ngatinah"), f"/buku/{group.book}/saldo-awal/"
    for case in each("jurnal"):
        page = text(browser.post(address, {"cara": "periksa", "tanggal": "2026-01-05", "s-11010": case.written}))
        assert ('id="e-s-11010"' in page) is bool(case.code), case


def test_the_cash_of_a_book(group):
    browser, address = group.browser("ngatinah"), f"/buku/{group.book}/selisih-kas/"
    for case in each("hitungan-kas"):
        answer = browser.post(address, {"tanggal": "2026-01-10", "dihitung": case.written})
        assert answer.status_code == (422 if case.amount is None else 200), case
        assert case.amount is None or write(case.amount) in text(answer), case


def test_the_sheet_of_a_meeting(group):
    browser = group.browser("sri")
    every = list(each("rapat"))
    for some in (every[:50], every[50:]):
        rows = {f"denda-{number}-jumlah": case.written for number, case in enumerate(some)}
        page = text(browser.post(f"{group.address}rapat/1/", {**group.form(), **rows, "simpan": "1"}))
        refused = set(re.findall(r'name="denda-(\d+)-jumlah"[^>]*aria-invalid="true"', page))
        assert refused == {str(number) for number, case in enumerate(some) if case.code}
        assert "Ada jumlah yang tidak terbaca" in page and "Cocok" not in page


def test_the_cash_of_a_meeting(group):
    browser = group.browser("sri")
    for case in each("rapat"):
        form = {**group.form(), "dihitung": case.written, "tempat": "x" * 500, "simpan": "1"}
        page = text(browser.post(f"{group.address}rapat/1/", form))
        assert ("Ada jumlah yang tidak terbaca" in page) is bool(case.code), case
        if not case.code:
            [counted] = re.findall(r'data-out="fisik2"[^>]*>\s*([^<]*?)\s*</td>', page)
            assert counted == ("belum" if case.amount is None else write(case.amount)), case


def test_the_agreement_of_a_group(group):
    browser = group.browser("sri")
    for case in each("aturan-main"):
        form = {"sejak": clock.today().isoformat(), "simpanan-wajib": "ya", "simpanan-wajib-jumlah": case.written}
        answer = browser.post(f"{group.address}aturan/", {**form, "tanggung": "", "pertemuan-irama": "harian"})
        found = "rupiah bulat" in text(answer) or "paling banyak 1.000.000.000.000" in text(answer)
        assert answer.status_code == 422 and found is bool(case.code), case


def test_the_budget_of_a_plan(group):
    browser = group.browser("sri")
    for case in each("anggaran"):
        page = text(browser.post(f"{group.address}rencana/baru/", {"rencana": "Beli wajan", "biaya": case.written}))
        assert ('id="e-biaya"' in page) is bool(case.code), case


def test_the_interface(group):
    found = [*cases("text", "rapat"), *cases("json", "rapat")]
    rows = [{"pos": "atk", "jumlah": case.written} for case in found]
    said = group.said(clock.today(), counted=1, lain=rows)
    answer = group.browser("sri").post(
        f"/api/v1/ksm/{group.id}/rapat",
        {"kunci": str(keys.new_key()), "rapat": said},
        content_type="application/json",
    )
    refused = {one["where"]: one["code"] for one in answer.json()["masalah"] if one["code"].startswith("uang.")}
    assert answer.status_code == 422
    assert refused == {f"lain[{row}].jumlah": case.code for row, case in enumerate(found) if case.code}


def test_a_command(group, tmp_path: Path, capsys):
    from swadaya.cli.main import run

    every, path = cases("text", "jurnal"), tmp_path / "jurnal.csv"
    for begin in range(0, len(every), 20):  # of one kind of refusal twenty rows are told
        found = every[begin : begin + 20]
        with path.open("w", newline="", encoding="utf-8") as file:
            lines = [(number, "2026-01-10", "Uji", "11010", case.written, "") for number, case in enumerate(found)]
            csv.writer(file).writerows([("nomor", "tanggal", "uraian", "akun", "debit", "kredit"), *lines])
        with pytest.raises(SystemExit) as left:
            run(["ledger", "import", "--book", str(group.book), "--dry-run", str(path)])
        told = capsys.readouterr().err
        refused = {int(row) for row in re.findall(r"baris (\d+), kolom debit", told)}
        assert refused == {row for row, case in enumerate(found, 2) if not case.amount}
        assert left.value.code == 2
