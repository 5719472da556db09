"""Twenty members meet: entered on a telephone by touch and by keyboard, closed by two, corrected once, printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import a_group
import made_people
import pytest

from swadaya.core import clock
from swadaya.ksm import selectors
from swadaya.ledger import selectors as ledger
from swadaya.ledger import verification

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
OFFICE = {"width": 1280, "height": 800}
MOST_TAPS = 60
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EXPECTED = 198_000  # eighteen save 10.000, two of them 5.000 more, one fine of 1.000 and 7.000 for the minutes book
Tab = Callable[..., Any]


@pytest.fixture
def group(browser: Any, transactional_db: None, settings: Any, tmp_path: Any) -> a_group.AGroup:
    settings.HOME = tmp_path
    a_group.load_regions()
    found = a_group.make(many=20)
    for name in ("sri", "ngatinah"):
        found.person(name)
    return found


@pytest.fixture
def tab(browser: Any, live_server: Any, group: a_group.AGroup) -> Iterator[Tab]:
    """A page of an officer's own browser."""
    opened = []

    def new(name: str, *, view: Mapping[str, int] = PHONE, script: bool = True, **more: Any) -> Any:
        context = browser.new_context(viewport=dict(view), java_script_enabled=script, base_url=live_server.url, **more)
        context.set_default_timeout(20_000)
        opened.append(context)
        for cookie in group.browser(name).cookies.values():
            context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        return context.new_page()

    yield new
    for context in opened:
        context.close()


class Thumb:
    """Counts every touch of the screen and every key of the screen's keyboard."""

    def __init__(self, page: Any) -> None:
        self.page, self.taps = page, 0

    def tap(self, where: Any) -> None:
        self.page.locator(where).tap() if isinstance(where, str) else where.tap()
        self.taps += 1

    def type(self, where: str, text: str) -> None:
        self.tap(where)
        self.page.keyboard.type(text)
        self.taps += len(text)

    def choose(self, where: str, label: str) -> None:
        """A list opens with one tap and is answered with another."""
        self.page.locator(where).select_option(label=label)
        self.taps += 2


def ready(page: Any) -> None:
    page.locator('#rapat[data-siap="ya"]').wait_for(state="attached")


def open_sheet(page: Any, group: a_group.AGroup) -> None:
    page.goto(group.address)
    page.get_by_role("link", name="Catat rapat ke-1").click()
    ready(page)


def recorded(group: a_group.AGroup) -> list[Any]:
    """Meetings that were held; the next one may be planned already."""
    return [one for one in selectors.meetings(group.id, by=a_group.MACHINE) if one.state != "direncanakan"]


def held(group: a_group.AGroup) -> Any:
    [line] = recorded(group)
    return selectors.meeting(line.id, by=a_group.MACHINE)


def expect_text(locator: Any, wanted: Any) -> None:
    from playwright.sync_api import expect

    expect(locator).to_have_text(wanted, timeout=20_000)


def test_twenty_members_by_touch_closed_by_two_corrected_once_and_printed(
    group: a_group.AGroup, tab: Tab, live_server: Any
) -> None:
    page = tab("sri", has_touch=True)
    open_sheet(page, group)
    thumb = Thumb(page)
    fill_by_touch(thumb, group)
    thumb.tap('[name="simpan"]')
    page.wait_for_url("**/rapat/1/")
    page.get_by_text("Menunggu konfirmasi pengurus kedua").wait_for()
    assert held(group).records[0].cash.counted == EXPECTED
    thumb.type("#nama", "ngatinah")
    thumb.type("#pin", made_people.PIN)
    thumb.tap(page.get_by_role("button", name="Konfirmasi", exact=True))
    page.get_by_text("ditutup Nama Sri, dikonfirmasi Nama Ngatinah").wait_for()
    assert thumb.taps <= MOST_TAPS, f"{thumb.taps} taps"
    print(f"taps: {thumb.taps}")

    correct(page, group)
    confirm_at_the_office(tab("ngatinah", view=OFFICE))
    assert held(group).state == "selesai"
    for address in ("rapat/1/lembar.pdf", f"anggota/{group.members[0]}/kartu.pdf"):
        printed = page.request.get(group.address + address)
        assert printed.ok and printed.body().startswith(b"%PDF")
    assert ledger.cash_on(group.book, clock.today(), by=a_group.MACHINE) == EXPECTED + 2_000
    assert not list(verification.verify(by=a_group.MACHINE, book_id=group.book).problems)


def fill_by_touch(thumb: Thumb, group: a_group.AGroup) -> None:
    """Two are absent, two save more, one came late, a book was bought, the cash is counted."""
    page, members = thumb.page, group.members
    thumb.tap(f'input[name="hadir-{members[7]}"][value="I"]')
    thumb.tap(f'input[name="hadir-{members[11]}"][value="A"]')
    thumb.tap('[name="agenda-semua"]')
    thumb.tap('[name="isi"]')
    for member in (members[1], members[4]):
        thumb.type(f'[name="simpanan-sukarela-{member}"]', "5000")
    thumb.tap('[data-sebab="terlambat"]')
    thumb.choose('[name="denda-0-anggota"]', "Rohyati")
    thumb.tap('[name="tambah"][value="lain"]')
    thumb.choose('[name="lain-0-pos"]', "Penerimaan lain")
    thumb.type('[name="lain-0-jumlah"]', "7000")
    thumb.type('[name="dihitung"]', str(EXPECTED))
    page.locator('[name="dihitung"]').blur()
    expect_text(page.locator('.tally [data-out="cocok"]'), "\u2713 Cocok, selisih Rp0")
    expect_text(page.locator('.tally [data-out="buku"]'), "198.000")


def correct(page: Any, group: a_group.AGroup) -> None:
    page.get_by_role("link", name="Perbaiki catatan").click()
    ready(page)
    page.locator(f'[name="simpanan-sukarela-{group.members[2]}"]').fill("2.000")
    page.locator('[name="dihitung"]').fill(str(EXPECTED + 2_000))
    page.locator('[name="simpan"]').click()
    page.get_by_text("Tulis mengapa diperbaiki").first.wait_for()
    ready(page)
    page.locator('[name="alasan_koreksi"]').fill("simpanan anggota 3 terlewat")
    page.locator('[name="simpan"]').click()
    page.get_by_text("Alasan: simpanan anggota 3 terlewat").first.wait_for()
    assert [one.revision for one in held(group).records] == [2, 1]


def confirm_at_the_office(page: Any) -> None:
    page.goto("/ksm/")
    page.get_by_role("link", name=re.compile("Ke-1,")).click()
    page.get_by_role("button", name="Saya sudah memeriksa, konfirmasi").click()
    page.get_by_text("ditutup Nama Sri, dikonfirmasi Nama Ngatinah").wait_for()


def test_the_whole_sheet_is_entered_with_keys_alone(group: a_group.AGroup, tab: Tab, live_server: Any) -> None:
    """Every field is reached with Tab and answered with keys; no pointer is used, and Enter does not record."""
    page = tab("sri")
    page.goto(f"{group.address}rapat/1/")
    ready(page)
    board = page.keyboard
    go(page, f"hadir-{group.members[0]}")
    board.press("ArrowRight")
    go(page, "isi")
    board.press("Enter")
    go(page, "dihitung")
    board.type("190000")
    board.press("Enter")
    expect_text(page.locator('.tally [data-out="cocok"]'), "\u2713 Cocok, selisih Rp0")
    assert not recorded(group)
    go(page, "simpan")
    board.press("Enter")
    page.get_by_text("Menunggu konfirmasi pengurus kedua").wait_for()
    marks = held(group).records[0].marks
    assert marks[group.members[0]] == "I" and sorted(marks.values()).count("H") == 19


def go(page: Any, name: str) -> None:
    """Press Tab until the field has the focus."""
    for _ in range(200):
        if page.evaluate("document.activeElement?.name ?? ''") == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} is not reached with Tab")


def test_a_meeting_without_a_connection_is_kept_and_sent_once(
    group: a_group.AGroup, tab: Tab, live_server: Any
) -> None:
    page = tab("sri")
    page.goto(f"{group.address}rapat/1/")
    ready(page)
    page.locator('[name="isi"]').click()
    page.locator('[name="dihitung"]').fill("200.000")
    page.context.set_offline(True)
    page.locator('[name="simpan"]').click()
    page.get_by_text("Rapat aman di ponsel ini").wait_for()
    assert not recorded(group)
    page.context.set_offline(False)
    page.get_by_text("Menunggu konfirmasi pengurus kedua").wait_for()
    assert held(group).records[0].cash.counted == 200_000


def test_a_lost_tab_loses_nothing_and_the_draft_can_be_thrown_away(
    group: a_group.AGroup, tab: Tab, live_server: Any
) -> None:
    page = tab("sri")
    page.goto(f"{group.address}rapat/1/")
    ready(page)
    page.locator(f'input[name="hadir-{group.members[3]}"][value="S"]').check(force=True)
    page.locator('[data-sebab="terlambat"]').click()
    page.locator('[name="keputusan"]').fill("Arisan hari Minggu")
    context = page.context
    page.locator('#rapat[data-draf="tersimpan"]').wait_for(state="attached")
    page.close(run_before_unload=False)
    page = context.new_page()
    page.goto(f"{group.address}rapat/1/")
    ready(page)
    assert page.locator('[name="keputusan"]').input_value() == "Arisan hari Minggu"
    assert page.locator(f'input[name="hadir-{group.members[3]}"][value="S"]').is_checked()
    assert page.locator('[name="denda-0-sebab"]').input_value() == "terlambat"
    page.get_by_role("button", name="Mulai dari awal").click()
    page.locator("#draf").wait_for(state="hidden")
    ready(page)
    assert page.locator('[name="keputusan"]').input_value() == ""


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_on_the_pages_of_a_group(
    group: a_group.AGroup, tab: Tab, live_server: Any, width: int
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    group.record(clock.today(), counted=200_000)
    page = tab("sri", view={"width": width, "height": 800})
    book = f"/buku/{group.book}/"
    addresses = [
        group.address,
        f"{group.address}rapat/2/",
        f"{group.address}rapat/1/",
        f"{group.address}rapat/1/struk/",
        f"{group.address}anggota/",
        f"{group.address}anggota/{group.members[0]}/",
        f"{group.address}aturan/",
        book,
        f"{book}buku-kas/",
        f"{book}posisi/",
        f"{book}jurnal/",
        f"{book}jurnal/1/",
        f"{book}periksa/",
        *(f"{book}{page}/" for page in ("jurnal/baru", "impor", "selisih-kas")),
        *(f"{group.address}{page}/" for page in ("tentang", "pengurus", "setuju", "sejarah", "rencana", "sahabat")),
        "/kerja/",
    ]
    found = {}
    for address in addresses:
        page.goto(address)
        result = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
        wrong = [(one["id"], one["nodes"][0]["html"][:120]) for one in result.response["violations"]]
        if wrong:
            found[address] = wrong
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    assert found == {}
