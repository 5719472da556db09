"""The table of amounts in the browser: the script reads as the server does, and no total agrees with an error."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import a_group
import pytest
from money_cases import cases

pytestmark = pytest.mark.browser
TOTALS = {"width": 1280, "height": 900}
REFUSED = [case for case in cases("text", "rapat", "jurnal") if case.code and len(case.written) < 100]


@pytest.fixture
def group(browser: Any, transactional_db: None, settings: Any, tmp_path: Any) -> a_group.AGroup:
    settings.HOME = tmp_path
    a_group.load_regions()
    found = a_group.make(many=4)
    found.person("sri")
    return found


@pytest.fixture
def page(browser: Any, live_server: Any, group: a_group.AGroup) -> Iterator[Any]:
    context = browser.new_context(viewport=TOTALS, base_url=live_server.url)
    context.set_default_timeout(20_000)
    for cookie in group.browser("sri").cookies.values():
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    yield context.new_page()
    context.close()


def test_the_script_reads_an_amount_as_the_table_says(group: a_group.AGroup, page: Any) -> None:
    page.goto(f"/buku/{group.book}/jurnal/baru/")
    found = cases("text", "jurnal", "rapat")
    address = page.locator('script[type="module"]').first.get_attribute("src").replace("buku-jumlah", "money")
    read = page.evaluate(
        """async ([address, asked]) => {
            const { MOST, read } = await import(address);
            return asked.map(([written, use]) => read(written, MOST[use]));
        }""",
        [address, [[case.written, case.use] for case in found]],
    )
    for case, amount in zip(found, read, strict=True):
        assert math.isnan(amount) if case.code else amount == case.amount, (case, amount)


def test_a_journal_never_says_that_its_sides_agree_with_an_amount_that_is_refused(
    group: a_group.AGroup, page: Any
) -> None:
    page.goto(f"/buku/{group.book}/jurnal/baru/")
    page.locator('form[data-siap="ya"]').wait_for()
    for case in (case for case in REFUSED if case.use == "jurnal"):
        for field in ("b-1-debit", "b-2-kredit"):
            page.fill(f'[name="{field}"]', case.written)
        said = page.inner_text('[data-out="seimbang"]')
        assert "tidak terbaca" in said and "Sama" not in said, (case, said)
        assert page.locator('[name="b-1-debit"][aria-invalid="true"]').count() == 1
    for field in ("b-1-debit", "b-2-kredit"):
        page.fill(f'[name="{field}"]', "150.000")
    assert page.inner_text('[data-out="seimbang"]') == "✓ Sama."
    assert page.locator("[data-sisi][aria-invalid]").count() == 0


def test_a_meeting_never_says_that_its_cash_agrees_with_an_amount_that_is_refused(
    group: a_group.AGroup, page: Any
) -> None:
    page.goto(f"{group.address}rapat/1/")
    page.locator('#rapat[data-siap="ya"]').wait_for(state="attached")
    saving = f'[name="simpanan-wajib-{group.members[0]}"]'
    tag = page.locator('.tally [data-out="cocok"]')
    for case in (case for case in REFUSED if case.use == "rapat"):
        page.fill(saving, case.written)
        page.fill('[name="dihitung"]', "0")
        assert "tidak terbaca" in tag.inner_text(), (case, tag.inner_text())
        page.fill(saving, "")
        page.fill('[name="dihitung"]', case.written)
        assert "tidak terbaca" in tag.inner_text(), (case, tag.inner_text())
    page.fill(saving, "Rp10.000,-")
    page.fill('[name="dihitung"]', "10.000")
    assert tag.inner_text() == "✓ Cocok, selisih Rp0"
    page.fill('[name="lembar-5000"]', "1")
    assert tag.inner_text() == "Jumlah lembar dan jumlah uang berbeda"
    page.fill('[name="lembar-5000"]', "1.5")
    assert "tidak terbaca" in tag.inner_text()
    page.fill('[name="lembar-5000"]', "2")
    assert tag.inner_text() == "✓ Cocok, selisih Rp0"
