"""Statements as of any day and as known on any day, in every form, with the days kept."""

from __future__ import annotations

import html
import io
import re
from datetime import date, timedelta
from typing import Any

import a_group
import pytest
from markup import closed_up
from python_calamine import CalamineWorkbook
from standing import layer

from swadaya.core import clock
from swadaya.ksm import services as ksm
from swadaya.ksm.values import NewMember

pytestmark = pytest.mark.django_db


def met(found: a_group.AGroup) -> a_group.AGroup:
    found.record(date(2026, 1, 8), counted=40_000)
    found.record(date(2026, 1, 15), counted=80_000)
    return found


standing_buku_laporan = layer("standing_buku_laporan", met, on="standing_group_of_2026")


@pytest.fixture
def group(standing_buku_laporan: a_group.AGroup, home: Any) -> a_group.AGroup:
    return standing_buku_laporan


def text(answer: Any) -> str:
    return html.unescape(closed_up(answer.content.decode()))


def test_both_days_can_be_chosen_and_every_form_of_the_answer_keeps_them(group):
    browser = group.browser("ngatinah")
    asked = f"?dari=2026-01-01&sampai=2026-01-10&diketahui={clock.today().isoformat()}"
    page = text(browser.get(f"/buku/{group.book}/buku-kas/{asked}"))
    assert all(f'name="{name}"' in page for name in ("dari", "sampai", "diketahui"))
    for kind in ("pdf", "csv", "xlsx"):
        assert f'href="/buku/{group.book}/buku-kas.{kind}{asked}"' in page
    assert f'href="/buku/{group.book}/posisi/{asked}"' in page
    file = browser.get(f"/buku/{group.book}/buku-kas.csv{asked}")
    assert "2026-01-08" in text(file) and "2026-01-15" not in text(file)


def test_other_months_and_the_whole_book_are_shown_as_known_on_the_same_day(group):
    known = clock.today().isoformat()
    asked = f"?dari=2026-02-01&sampai=2026-02-10&diketahui={known}&akun=11010"
    page = text(group.browser("ngatinah").get(f"/buku/{group.book}/buku-besar/{asked}"))
    kept = f"&diketahui={known}&akun=11010"
    assert f'href="?dari=2026-01-01&sampai=2026-01-31{kept}">Bulan sebelumnya' in page
    assert f'href="?dari=2026-01-01&sampai=2026-02-10{kept}">Sejak buku dibuka' in page


def test_only_members_whom_a_line_names_have_a_card(group):
    member = NewMember("Painah", "P", date(2026, 1, 20))
    ksm.join_member(group.id, member=member, by=a_group.MACHINE)
    page = text(group.browser("ngatinah").get(f"/buku/{group.book}/"))
    assert "Kartu anggota" in page and "Siti Aminah" in page and "Painah" not in page


def test_a_workbook_of_one_statement_holds_the_statement_of_the_days(group):
    browser = group.browser("ngatinah")
    card = browser.get(f"/buku/{group.book}/kartu.xlsx?pihak={group.members[0]}&sampai=2026-01-10")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(card.content)).get_sheet_by_index(0).to_python()
    assert [row[-1] for row in rows if isinstance(row[2], date)] == [10_000]
    assert browser.get(f"/buku/{group.book}/kartu.xlsx").status_code == 404


def test_what_was_known_yesterday_holds_nothing_in_any_form(group):
    browser = group.browser("ngatinah")
    asked = f"?diketahui={(clock.today() - timedelta(days=1)).isoformat()}"
    for address in (f"buku-kas.csv{asked}", f"neraca-saldo.csv{asked}"):
        assert "40000" not in text(browser.get(f"/buku/{group.book}/{address}"))


def test_the_card_of_every_member_is_reached_from_the_overview(group):
    browser = group.browser("ngatinah")
    page = text(browser.get(f"/buku/{group.book}/"))
    found = re.findall(r'href="(kartu/\?pihak=\d+)"', page)
    assert len(found) == len(group.members)
    assert "Siti Aminah" in text(browser.get(f"/buku/{group.book}/{found[0]}"))


@pytest.mark.parametrize(
    "asked", ["sampai=9999-12-31", "diketahui=9999-12-31", "dari=0001-01-01&sampai=0001-01-01", "sampai=kemarin"]
)
def test_a_day_beyond_reach_is_answered(group, asked):
    browser = group.browser("ngatinah")
    for name in ("buku-kas/", "posisi/", "modal/", "buku-kas.csv"):
        assert browser.get(f"/buku/{group.book}/{name}?{asked}").status_code == 200, name


@pytest.mark.parametrize("party", ["%00", "' OR 1=1", "a" * 50])
def test_a_party_that_none_can_be_is_not_found(group, party):
    assert group.browser("ngatinah").get(f"/buku/{group.book}/kartu/?pihak={party}").status_code == 404


def test_a_treasurer_finds_from_the_overview_what_can_be_written(group):
    page = text(group.browser("ngatinah").get(f"/buku/{group.book}/"))
    assert all(f'href="{name}"' in page for name in ("jurnal/baru/", "impor/", "selisih-kas/"))
    seen = text(group.browser("unit").get(f"/buku/{group.book}/"))
    assert "jurnal/baru/" not in seen and "impor/" not in seen


def test_the_cash_book_opens_with_this_month_and_puts_alike_lines_together(group):
    today = clock.today()
    before = today.replace(day=1) - timedelta(days=1)
    group.record(before, counted=120_000)
    group.record(today, counted=160_000)
    browser, address = group.browser("ngatinah"), f"/buku/{group.book}/buku-kas/"
    page = text(browser.get(address))
    assert page.count("Simpanan wajib, Pertemuan ke-4 (4 catatan)") == 1
    assert "Pertemuan ke-3" not in page
    assert (
        '<tr role="row" class="head"><td role="cell" class="day"></td><th role="rowheader" scope="row">Saldo awal</th>'
        in page
        and ">120.000</td>" in page
    )
    assert f'href="?dari={before.replace(day=1)}&sampai={before}">Bulan sebelumnya' in page
    assert 'href="?dari=2026-01-01">Sejak buku dibuka' in page
    assert f"buku-kas.csv?dari={today.replace(day=1)}" in page
    whole = text(browser.get(f"{address}?dari=2026-01-01"))
    assert "Pertemuan ke-1 (4 catatan)" in whole and "Pertemuan ke-4 (4 catatan)" in whole
    single = text(browser.get(f"/buku/{group.book}/buku-besar/"))
    assert single.count("Simpanan wajib, Pertemuan ke-4") == 4
