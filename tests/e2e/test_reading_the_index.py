"""A citizen finds a village, reads why it has its status, prints the page; on a phone, by keyboard, without script."""

from __future__ import annotations

import gzip
from typing import Any
from urllib.parse import urlsplit

import pytest
from small_nation import VILLAGE

pytestmark = pytest.mark.browser

PAGES = (
    "/",
    "/indeks/2024/33/",
    "/indeks/2024/3304/",
    "/indeks/2024/330409/",
    f"/indeks/2024/{VILLAGE}/",
    "/cari/",
    "/cari/?q=sigeblog",
    "/cari/?q=tidak-ada-desa-ini",
    "/metode/",
    "/metode/idm-operasional-2020/",
    "/metode/indeks-desa-2025/",
    "/kamus/",
    "/tentang/",
    "/tidak-ada/",
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PRESSED = ".nav a, .util a, .wordmark, .switch a, .more, button, input:not([type=hidden]), summary"
BUDGET = 100_000
HTML_BUDGET = 25_000


def test_from_the_nation_to_a_village_by_clicks(tab: Any, address: str) -> None:
    tab.goto(address + "/")
    assert tab.title() == "Indeks Desa Membangun 2024 (data contoh) · Swadaya"
    for name in ("Jawa Tengah", "Kabupaten Banjarnegara", "Banjarmangu", "Sigeblog"):
        tab.locator(".fold").get_by_role("link", name=name, exact=True).click()
    assert urlsplit(tab.url).path == f"/indeks/2024/{VILLAGE}/"
    assert tab.locator("h1").inner_text() == "Desa Sigeblog"
    assert tab.locator(".big").inner_text().startswith("0,")
    assert "poin indeks" in tab.locator(".tree").inner_text()
    tab.get_by_role("link", name="2023").click()
    assert urlsplit(tab.url).path == f"/indeks/2023/{VILLAGE}/"
    tab.get_by_role("navigation", name="Letak halaman").get_by_role("link", name="Indonesia").click()
    assert urlsplit(tab.url).path == "/indeks/2023/"


def test_search_from_the_front_page(tab: Any, address: str) -> None:
    tab.goto(address + "/")
    tab.get_by_label("Cari desa, kecamatan, atau kabupaten").fill("sigeblog")
    tab.get_by_role("button", name="Cari").click()
    assert "1 wilayah cocok" in tab.get_by_role("status").inner_text()
    tab.get_by_role("link", name="Desa Sigeblog").click()
    assert urlsplit(tab.url).path == f"/indeks/2024/{VILLAGE}/"


def test_an_indicator_leads_to_its_rule(tab: Any, address: str) -> None:
    tab.goto(f"{address}/indeks/2024/{VILLAGE}/")
    link = tab.locator(".rum tbody th a").first
    name = link.inner_text()
    link.click()
    anchor = urlsplit(tab.url).fragment
    assert tab.locator(f"#{anchor} h3").inner_text().startswith(name)


def test_no_page_scrolls_sideways(browser: Any, address: str) -> None:
    wide = {}
    for width in (320, 360, 768, 1024, 1280, 1600):
        context = browser.new_context(viewport={"width": width, "height": 800})
        page = context.new_page()
        for path in PAGES:
            page.goto(address + path)
            page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
            over = page.evaluate("document.scrollingElement.scrollWidth - document.documentElement.clientWidth")
            if over > 0:
                wide[width, path] = over
        context.close()
    assert wide == {}


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_axe_finds_nothing(browser: Any, address: str, width: int, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    found = {}
    for path in PAGES:
        page.goto(address + path)
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        answer = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]})
        faults = [
            (fault["id"], [node["html"][:160] for node in fault["nodes"]][:3])
            for fault in answer.response["violations"]
        ]
        if faults:
            found[path] = faults
    context.close()
    assert found == {}


def test_a_province_on_the_map_opens_by_keyboard(browser: Any, address: str) -> None:
    open_jawa_tengah_by_keyboard(browser, address)


def test_a_tile_opens_by_keyboard(browser: Any, tiled: str) -> None:
    open_jawa_tengah_by_keyboard(browser, tiled)


def open_jawa_tengah_by_keyboard(browser: Any, url: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(url + "/")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('aria-label') || ''").startswith("Jawa Tengah: "):
            break
    else:
        pytest.fail("no shape of the map took the focus")
    ring = page.evaluate("getComputedStyle(document.activeElement.querySelector('path, rect')).strokeWidth")
    assert ring == "4px"
    page.keyboard.press("Enter")
    page.wait_for_url("**/indeks/2024/33/")
    context.close()


def test_the_skip_link_comes_first(browser: Any, address: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(address + "/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Langsung ke isi"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    context.close()


def test_nothing_is_fetched_from_elsewhere_and_no_cookie_is_set(browser: Any, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    for path in PAGES[:-1]:
        page.goto(address + path)
    assert {urlsplit(url).netloc for url in asked if not url.startswith("data:")} == {urlsplit(address).netloc}
    assert errors == []
    assert context.cookies() == []
    context.close()


def test_every_page_is_light(browser: Any, address: str) -> None:
    heavy = {}
    for path in PAGES:
        context = browser.new_context()
        page = context.new_page()
        answers: list[Any] = []
        page.on("response", lambda answer, answers=answers: answers.append(answer))
        page.goto(address + path, wait_until="load")
        packed = [len(gzip.compress(answer.body())) for answer in answers]
        if sum(packed) > BUDGET or packed[0] > HTML_BUDGET:
            heavy[path] = packed
        context.close()
    assert heavy == {}


def test_controls_are_large_enough_to_press(browser: Any, address: str) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    small = {}
    for path in PAGES:
        page.goto(address + path)
        sizes = page.evaluate(
            "pressed => [...document.querySelectorAll(pressed)]"
            ".map(one => [one.textContent.trim().slice(0, 30), one.getBoundingClientRect().height])",
            PRESSED,
        )
        low = [entry for entry in sizes if entry[1] < 43.9]
        if low:
            small[path] = low
    context.close()
    assert small == {}


def test_printing_gives_pages_with_the_figures(browser: Any, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    for path in ("/", f"/indeks/2024/{VILLAGE}/", "/metode/idm-operasional-2020/"):
        page.goto(address + path)
        sheet = page.pdf(format="A4")
        assert sheet.startswith(b"%PDF")
        assert len(sheet) > 20_000
        page.emulate_media(media="print")
        assert page.locator("h1").is_visible()
        assert not page.locator(".nav ul").is_visible()
        assert page.locator(".switch").count() == 0 or not page.locator(".switch").first.is_visible()
        page.emulate_media(media="screen")
    context.close()
