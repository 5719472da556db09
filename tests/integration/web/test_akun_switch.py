"""Several people on one phone: names of those who signed in here, short sessions, nobody sees the former's pages."""

from __future__ import annotations

import made_people as made
import pytest
from django.core import signing
from django.core.cache import cache
from django.test import Client

from swadaya.accounts import credentials
from swadaya.accounts.models import Person
from swadaya.web.accounts import shared_device

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh(db: None) -> None:
    cache.clear()


@pytest.fixture
def siti() -> Person:
    return made.person("siti", "operator-desa", made.DESA, pin=True)


@pytest.fixture
def budi() -> Person:
    return made.person("budi", "operator-desa", made.SISTER, pin=True)


def phone_of(*people: Person) -> Client:
    """A phone on which these signed in, one after the other; the last is still in."""
    browser = Client()
    for one in people:
        browser.post("/ganti-orang/")
        made.signed_in(one, shared=True, client=browser)
    return browser


def test_a_phone_of_ones_own_remembers_nobody(siti: Person) -> None:
    browser = made.signed_in(siti)

    assert "orang" not in browser.cookies
    assert "Ganti orang" not in browser.get("/akun/").content.decode()


def test_a_shared_phone_offers_those_who_signed_in_on_it_and_nobody_else(siti: Person, budi: Person) -> None:
    made.person("lain", "operator-desa", made.DESA)
    page = phone_of(siti, budi).get("/ganti-orang/").content.decode()

    assert page.index("Nama Budi") < page.index("Nama Siti")
    assert "Nama Lain" not in page
    assert "Nama" not in Client().get("/ganti-orang/").content.decode().replace("Nama muncul", "")


def test_a_session_on_a_shared_phone_is_short(siti: Person, budi: Person) -> None:
    browser = phone_of(siti)
    assert browser.session.get_expiry_age() == 20 * 60
    browser.post("/ganti-orang/")
    made.signed_in(budi, shared=True, client=browser)

    assert browser.session.get_expiry_age() == 20 * 60
    cookie = browser.cookies["orang"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_switching_ends_the_former_session_before_the_next_begins(siti: Person, budi: Person) -> None:
    browser = phone_of(siti, budi)
    former = Client()
    former.cookies["sesi"] = browser.cookies["sesi"].value
    assert "Nama Budi" in former.get("/akun/").content.decode()
    answer = browser.post(f"/ganti-orang/{siti.public_id}/", {"password": made.PIN})

    assert answer["Location"] == "/kerja/"
    assert "Nama Siti" in browser.get("/akun/").content.decode()
    assert former.get("/akun/").status_code == 302
    for path in ("/akun/", "/riwayat/saya/", "/akun/perangkat/", "/orang/"):
        assert "Budi" not in browser.get(path).content.decode(), path


def test_even_a_wrong_pin_ends_the_former_session(siti: Person, budi: Person) -> None:
    browser = phone_of(siti, budi)
    page = browser.post(f"/ganti-orang/{siti.public_id}/", {"password": "000111"})

    assert "tidak cocok" in page.content.decode()
    assert browser.get("/akun/").status_code == 302


def test_the_button_in_the_head_locks_the_phone_at_once(siti: Person) -> None:
    browser = phone_of(siti)
    assert 'action="/ganti-orang/"' in browser.get("/akun/").content.decode()

    assert browser.post("/ganti-orang/")["Location"] == "/ganti-orang/"
    assert browser.get("/akun/").status_code == 302


def test_guessing_on_a_shared_phone_is_counted_like_at_the_door(siti: Person) -> None:
    browser = phone_of(siti)
    codes = [browser.post(f"/ganti-orang/{siti.public_id}/", {"password": "000111"}).status_code for _ in range(5)]

    assert codes == [200, 200, 200, 200, 429]
    assert Client().post("/masuk/", {"login": "siti", "password": made.PIN}).status_code == 429


def test_a_second_step_is_asked_for_here_as_well(budi: Person) -> None:
    camat = made.person("camat", "pemeriksa-kecamatan", made.KECAMATAN)
    secret = made.with_second_step(camat)
    browser = Client()
    made.signed_in(camat, totp_secret=secret, shared=True, client=browser)
    assert browser.session.get_expiry_age() == 20 * 60
    browser.post("/ganti-orang/")
    answer = browser.post(f"/ganti-orang/{camat.public_id}/", {"password": made.PHRASE})

    assert answer["Location"] == "/masuk/dua-langkah/"
    assert browser.get("/akun/").status_code == 302


def test_somebody_not_remembered_here_cannot_be_tried_by_their_id(siti: Person, budi: Person) -> None:
    answer = phone_of(siti).get(f"/ganti-orang/{budi.public_id}/")

    assert answer.status_code == 404
    assert "Budi" not in answer.content.decode()
    assert Client().get(f"/ganti-orang/{budi.public_id}/")["Location"].startswith("/masuk/")


def test_a_list_that_the_phone_made_up_itself_is_empty(siti: Person) -> None:
    browser = Client()
    for value in (str(siti.public_id), signing.dumps([str(siti.public_id)]), signing.dumps(7, salt="x"), "::"):
        browser.cookies["orang"] = value
        assert "Nama Siti" not in browser.get("/ganti-orang/").content.decode()


def test_a_name_is_taken_off_and_the_last_one_leaves_no_cookie(siti: Person, budi: Person) -> None:
    browser = phone_of(siti, budi)
    browser.post(f"/ganti-orang/{budi.public_id}/lupakan/")
    assert "Nama Budi" not in browser.get("/ganti-orang/").content.decode().partition('class="rows names"')[2]
    browser.post(f"/ganti-orang/{siti.public_id}/lupakan/")

    assert browser.cookies["orang"].value == ""


def test_a_closed_account_is_no_longer_offered(siti: Person, budi: Person) -> None:
    browser = phone_of(siti, budi)
    credentials.close_account(by=made.MACHINE, person_id=siti.id)

    assert "Nama Siti" not in browser.get("/ganti-orang/").content.decode()


def test_at_most_eight_are_remembered(rf: object) -> None:
    people = [made.person(f"orang{number}", "warga", made.DESA, pin=True) for number in range(shared_device.MOST + 1)]
    page = phone_of(*people).get("/ganti-orang/").content.decode()

    assert page.count('class="name"') == shared_device.MOST
    assert "Nama Orang0<" not in page
