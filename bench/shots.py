"""Pictures of every page at 360 and 1280 px, from a running server into ``shots/``, to be looked at.

    python bench/shots.py [--url http://127.0.0.1:8000] [--out shots]

Villages are found by following the first link of each table, so that it works on any data.
"""

from __future__ import annotations

import argparse
import re
import shutil
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = (360, 1280)
DARK = ("nasional", "desa")


def main() -> None:
    """Take all pictures and say where they are."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--out", type=Path, default=Path("shots"))
    parser.add_argument("--only", default="", help="only pages whose name contains this")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
        browser = play.chromium.launch(executable_path=path, args=QUIET)
        pages = find_pages(browser, given.url)
        for name, address in pages.items():
            if given.only in name:
                take(browser, given.url + address, given.out, name)
        browser.close()


def find_pages(browser: Browser, url: str) -> dict[str, str]:
    """Names and addresses: the fixed pages, then from the nation down to a village."""
    page = browser.new_page()
    pages = {
        "cari-kosong": "/cari/",
        "cari": "/cari/?q=sidomulyo",
        "cari-tanpa-hasil": "/cari/?q=xyzzy",
        "metode": "/metode/",
        "kamus": "/kamus/",
        "tentang": "/tentang/",
        "tidak-ada": "/indeks/1901/",
        "nasional": "/",
    }
    page.goto(url + "/metode/")
    for number, href in enumerate(_links(page, ".methods a")):
        pages[f"metode-{number + 1}"] = href
    address = "/"
    for name in ("provinsi", "kabupaten", "kecamatan", "desa"):
        page.goto(url + address)
        hrefs = _links(page, ".fold tbody th a")
        known = [href for href in hrefs if re.search(r"/(33|3304|330409|3304092011)/", href)]
        if not hrefs:
            break
        address = (known or hrefs)[0]
        pages[name] = address
    page.close()
    return pages


def _links(page: Page, selector: str) -> list[str]:
    return [link.get_attribute("href") or "" for link in page.locator(selector).all()]


def take(browser: Browser, address: str, out: Path, name: str) -> None:
    """One page at every width; the dark ones too."""
    for scheme in ("light", "dark") if name in DARK else ("light",):
        for width in WIDTHS:
            context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
            page = context.new_page()
            page.goto(address)
            target = out / f"{name}-{width}{'-gelap' if scheme == 'dark' else ''}.png"
            page.screenshot(path=target, full_page=True)
            print(target)
            context.close()


if __name__ == "__main__":
    main()
