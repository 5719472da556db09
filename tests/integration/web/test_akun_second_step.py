"""The second step of sign-in: installed, asked for, recovered, taken off; and what works without it."""

from __future__ import annotations

import re

import made_people as made
import pytest
from django.core.cache import cache
from django.test import Client

from swadaya.accounts import second_factor
from swadaya.accounts.models import Event, Person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh(db: None) -> None:
    cache.clear()


@pytest.fixture
def camat() -> Person:
    return made.person("camat", "pemeriksa-kecamatan", made.KECAMATAN)


def install(browser: Client) -> str:
    """Install it through the page; returns its secret."""
    page = browser.get("/akun/dua-langkah/pasang/").content.decode()
    secret = re.search(r'class="word">([A-Z2-7]+)<', page)
    assert secret
    answer = browser.post("/akun/dua-langkah/pasang/", {"code": made.totp(secret[1])})
    assert answer["Location"] == "/akun/dua-langkah/kode-pemulihan/"
    return secret[1]


def works(browser: Client) -> bool:
    """Whether a right that asks for the second step works now."""
    return browser.get("/orang/").status_code == 200


def test_without_it_the_role_has_no_rights_and_the_page_says_what_to_do(camat: Person) -> None:
    browser = made.signed_in(camat)

    assert not works(browser)
    page = browser.get("/akun/").content.decode()
    assert "belum berlaku" in page
    assert 'href="/akun/dua-langkah/pasang/"' in page


def test_the_session_that_installed_it_has_passed_it(camat: Person) -> None:
    browser = made.signed_in(camat)
    install(browser)

    assert works(browser)
    assert "belum berlaku" not in browser.get("/akun/").content.decode()
    assert Event.objects.filter(action="akun.pasang-langkah-kedua", person=camat).count() == 1


def test_a_wrong_code_installs_nothing(camat: Person) -> None:
    browser = made.signed_in(camat)
    browser.get("/akun/dua-langkah/pasang/")
    answer = browser.post("/akun/dua-langkah/pasang/", {"code": "000000"})

    assert "tidak cocok" in answer.content.decode()
    assert not second_factor.installed(camat.id)


def test_signing_in_asks_for_the_code_and_is_not_done_before_it(camat: Person) -> None:
    secret = made.with_second_step(camat)
    browser = Client()
    answer = browser.post("/masuk/", {"login": "camat", "password": made.PHRASE})

    assert answer["Location"] == "/masuk/dua-langkah/"
    assert browser.get("/akun/").status_code == 302
    assert "tidak cocok" in browser.post("/masuk/dua-langkah/", {"code": "000000"}).content.decode()
    assert browser.post("/masuk/dua-langkah/", {"code": made.totp(secret)})["Location"] == "/kerja/"
    assert works(browser)


def test_a_clock_half_a_minute_off_is_forgiven_and_two_minutes_are_not(camat: Person) -> None:
    secret = made.with_second_step(camat)
    browser = Client()
    browser.post("/masuk/", {"login": "camat", "password": made.PHRASE})

    assert browser.post("/masuk/dua-langkah/", {"code": made.totp(secret, 4)}).status_code == 200
    assert browser.post("/masuk/dua-langkah/", {"code": made.totp(secret, 0)}).status_code == 302


def test_a_code_works_once(camat: Person) -> None:
    secret = made.with_second_step(camat)
    code = made.totp(secret)
    statuses = []
    for _ in range(2):
        browser = Client()
        browser.post("/masuk/", {"login": "camat", "password": made.PHRASE})
        statuses.append(browser.post("/masuk/dua-langkah/", {"code": code}).status_code)

    assert statuses == [302, 200]


def test_guessing_codes_ends_after_five(camat: Person) -> None:
    secret = made.with_second_step(camat)
    browser = Client()
    browser.post("/masuk/", {"login": "camat", "password": made.PHRASE})
    for number in range(5):
        browser.post("/masuk/dua-langkah/", {"code": f"{number:06d}"})
    answer = browser.post("/masuk/dua-langkah/", {"code": made.totp(secret)})

    assert answer.status_code == 200
    assert "Terlalu banyak" in answer.content.decode()


def test_a_recovery_code_opens_once(camat: Person) -> None:
    browser = made.signed_in(camat)
    install(browser)
    page = browser.get("/akun/dua-langkah/kode-pemulihan/").content.decode()
    codes = re.findall(r"<li>(\d{8})</li>", page)
    assert len(set(codes)) == 10
    statuses = []
    for _ in range(2):
        other = Client()
        other.post("/masuk/", {"login": "camat", "password": made.PHRASE})
        statuses.append(other.post("/masuk/dua-langkah/", {"code": codes[3]}).status_code)

    assert statuses == [302, 200]
    assert codes[3] not in browser.get("/akun/dua-langkah/kode-pemulihan/").content.decode()
    assert browser.get("/akun/dua-langkah/kode-pemulihan/unduh/")["Content-Type"].startswith("text/plain")


def test_taking_it_off_stops_the_role_here_and_ends_the_other_sessions(camat: Person) -> None:
    here = made.signed_in(camat)
    secret = install(here)
    cache.clear()
    there = made.signed_in(camat, totp_secret=secret)
    assert works(there)
    here.post("/akun/dua-langkah/lepas/")

    assert here.get("/akun/").status_code == 200
    assert not works(here)
    assert there.get("/akun/").status_code == 302
    assert Event.objects.filter(action="akun.lepas-langkah-kedua", person=camat).count() == 1


def test_what_changes_the_way_in_asks_for_the_secret_when_signing_in_was_long_ago(camat: Person) -> None:
    secret = made.with_second_step(camat)
    browser = made.signed_in(camat, totp_secret=secret)
    session = browser.session
    records = session["account_authentication_methods"]
    session["account_authentication_methods"] = [{**record, "at": record["at"] - 600} for record in records]
    session.save()
    asked = browser.get("/akun/dua-langkah/lepas/")

    assert asked["Location"].startswith("/akun/pastikan/?next=")
    page = browser.post(asked["Location"], {"password": "bukan sandi saya"}).content.decode()
    assert "tidak cocok" in page
    assert browser.post(asked["Location"], {"password": made.PHRASE})["Location"] == "/akun/dua-langkah/lepas/"
    assert browser.get("/akun/dua-langkah/lepas/").status_code == 200


def test_the_page_to_install_carries_no_style_and_a_picture_that_can_be_scanned(camat: Person) -> None:
    page = made.signed_in(camat).get("/akun/dua-langkah/pasang/").content.decode()

    assert 'src="data:image/svg+xml;base64,' in page
    assert "style=" not in page
    assert "<script" not in page
