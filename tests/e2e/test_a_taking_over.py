"""An older group takes its balances over on a telephone: typed with sums that run, tried, booked, looked at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import a_group
import pytest

from swadaya.ledger import selectors as ledger
from swadaya.ledger import verification

pytestmark = pytest.mark.browser
ON = "2026-01-05"


@pytest.fixture
def group(browser: Any, transactional_db: None, settings: Any, tmp_path: Any) -> a_group.AGroup:
    settings.HOME = tmp_path
    a_group.load_regions()
    found = a_group.make(many=8, founded=date(2026, 1, 1))
    found.person("ngatinah")
    return found


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def page(request: Any, browser: Any, live_server: Any, group: a_group.AGroup) -> Iterator[Any]:
    view = {"width": 360, "height": 740}
    context = browser.new_context(viewport=view, java_script_enabled=request.param, base_url=live_server.url)
    context.set_default_timeout(20_000)
    for cookie in group.browser("ngatinah").cookies.values():
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    found = context.new_page()
    found.scripted = request.param
    yield found
    context.close()


def test_balances_typed_on_a_telephone_become_the_first_journal(group: a_group.AGroup, page: Any) -> None:
    page.goto(f"/buku/{group.book}/")
    page.click("text=Masukkan saldo awal")
    page.fill("#f-tanggal", ON)
    page.fill("#f-s-11010", "1600000")
    for member in group.members:
        page.fill(f"#f-s-21020-wajib-{member}", "200000")
    if page.scripted:
        assert page.inner_text("[data-out=selisih]") == "Rp0 ✓"
    page.click("button:has-text('Periksa dahulu')")
    assert "Debit dan kredit sama, Rp1.600.000" in page.inner_text("#hasil")
    assert ledger.book(group.book, by=a_group.MACHINE).last_seq == 0
    page.click("button:has-text('Bukukan saldo awal')")
    page.wait_for_url(f"**/buku/{group.book}/jurnal/1/")
    assert ledger.cash_on(group.book, date(2026, 1, 5), by=a_group.MACHINE) == 1_600_000
    assert verification.verify(by=a_group.MACHINE, book_id=group.book).first is None


def test_a_journal_grows_by_a_line_and_says_when_its_sides_agree(group: a_group.AGroup, page: Any) -> None:
    group.record(date(2026, 1, 8), counted=80_000)
    page.goto(f"/buku/{group.book}/jurnal/baru/")
    page.fill("#f-tanggal", "2026-01-09")
    page.fill("#f-uraian", "Beli buku dan map")
    page.click("text=Tambah baris")
    lines = (("51030", "debit", "8.000"), ("51060", "debit", "2000"), ("11010", "kredit", "10000"))
    for number, (account, side, amount) in enumerate(lines, 1):
        page.select_option(f"[name=b-{number}-akun]", account)
        page.fill(f"[name=b-{number}-{side}]", amount)
    if page.scripted:
        assert page.inner_text("[data-out=seimbang]") == "✓ Sama."
        assert not page.is_visible("[name=b-1-pihak]")
    before = ledger.book(group.book, by=a_group.MACHINE).last_seq
    page.click("button:has-text('Bukukan')")
    page.wait_for_url(f"**/jurnal/{before + 1}/")
    assert ledger.cash_on(group.book, date(2026, 1, 9), by=a_group.MACHINE) == 70_000
