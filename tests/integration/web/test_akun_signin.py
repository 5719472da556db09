"""Signing in, being locked out, forgotten secrets, sessions; and what a public page has to do with it: nothing."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import made_people as made
import pytest
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.core.cache import cache
from django.test import Client, override_settings

from swadaya.accounts import credentials
from swadaya.accounts.client_address import address_of
from swadaya.accounts.models import Event, Person
from swadaya.web.accounts import lockout

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh(db: None) -> None:
    cache.clear()


@pytest.fixture
def siti() -> Person:
    return made.person("siti", "operator-desa", made.DESA, pin=True, phone="081234567890")


@pytest.fixture
def camat() -> Person:
    return made.person("camat", "pemeriksa-kecamatan", made.KECAMATAN)


def try_in(login: str, secret: str, browser: Client | None = None, **extra: Any) -> Any:
    return (browser or Client()).post("/masuk/", {"login": login, "password": secret}, **extra)


@pytest.mark.parametrize("login", ["siti", "SITI", "0812-3456-7890", "+6281234567890", "siti@desa.id"])
def test_one_signs_in_by_name_telephone_or_mail(siti: Person, login: str) -> None:
    Person.objects.filter(pk=siti.id).update(email="siti@desa.id")
    browser = Client()

    assert try_in(login, made.PIN, browser)["Location"] == "/kerja/"
    assert "Nama Siti" in browser.get("/akun/").content.decode()


def test_a_wrong_secret_keeps_the_name_and_never_the_secret(siti: Person) -> None:
    page = try_in("siti", "000111").content.decode()

    assert "tidak cocok" in page
    assert 'value="siti"' in page
    assert "000111" not in page
    assert "<title>Perbaiki: Masuk" in page


def test_signing_in_changes_the_key_of_the_session(siti: Person) -> None:
    browser = Client()
    session = browser.session
    session["sebelum"] = 1
    session.save()
    old = browser.cookies["sesi"].value
    try_in("siti", made.PIN, browser)

    assert browser.cookies["sesi"].value != old
    thief = Client()
    thief.cookies["sesi"] = old
    assert thief.get("/akun/").status_code == 302


def test_cookies_are_closed_to_scripts_and_other_sites(siti: Person) -> None:
    browser = made.signed_in(siti)

    for name in ("sesi", "csrftoken"):
        cookie = browser.cookies.get(name) or Client().get("/masuk/").cookies[name]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert not cookie["secure"]


@pytest.mark.parametrize(
    "target",
    ["https://jahat.example/", "//jahat.example/", "/\\jahat.example", "javascript:alert(1)", "http:///jahat.example"],
)
def test_one_is_never_sent_elsewhere(siti: Person, target: str) -> None:
    answer = Client().post(f"/masuk/?next={target}", {"login": "siti", "password": made.PIN, "next": target})

    assert answer["Location"] == "/kerja/"
    out = made.signed_in(siti).post(f"/keluar/?next={target}")
    assert out["Location"] == "/"


def test_who_asked_for_a_page_comes_back_to_it(siti: Person) -> None:
    browser = Client()
    first = browser.get("/akun/perangkat/?a=1")

    assert first["Location"] == "/masuk/?next=/akun/perangkat/%3Fa%3D1"
    back = browser.post(first["Location"], {"login": "siti", "password": made.PIN})
    assert back["Location"] == "/akun/perangkat/?a=1"


def test_five_wrong_tries_lock_for_a_quarter_of_an_hour(camat: Person) -> None:
    answers = [try_in("camat", f"salah sekali {number}") for number in range(5)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    assert re.search(r"sesudah pukul \d\d\.\d\d WIB", answers[-1].content.decode())
    assert try_in("camat", made.PHRASE).status_code == 429
    AccessAttempt.objects.update(attempt_time=AccessAttempt.objects.get().attempt_time - timedelta(minutes=16))
    assert try_in("camat", made.PHRASE).status_code == 302


def test_tries_by_name_telephone_and_mail_count_together(siti: Person) -> None:
    for login in ("siti", "081234567890", "+62 812 3456 7890", "SITI"):
        assert try_in(login, "000111").status_code == 200

    assert try_in("0812-3456-7890", "000111").status_code == 429


def test_a_pin_is_locked_by_name_wherever_the_tries_come_from(siti: Person) -> None:
    codes = [try_in("siti", "000111", REMOTE_ADDR=f"10.0.0.{number}").status_code for number in range(5)]

    assert codes == [200, 200, 200, 200, 429]
    assert try_in("siti", made.PIN, REMOTE_ADDR="10.0.0.99").status_code == 429


def test_a_passphrase_is_locked_for_one_address_so_that_others_cannot_shut_its_owner_out(camat: Person) -> None:
    for _ in range(5):
        try_in("camat", "salah sekali ini", REMOTE_ADDR="10.0.0.1")

    assert try_in("camat", made.PHRASE, REMOTE_ADDR="10.0.0.1").status_code == 429
    assert try_in("camat", made.PHRASE, REMOTE_ADDR="10.0.0.2").status_code == 302


def test_a_lock_says_the_same_of_somebody_who_does_not_exist(camat: Person) -> None:
    def pages(login: str) -> list[str]:
        said = [try_in(login, f"salah sekali {number}").content.decode() for number in range(5)]
        return [re.sub(r'value="[^"]*"|\d\d\.\d\d', "", page) for page in said]

    assert pages("camat") == pages("tidak.ada")


def test_unknown_names_are_counted_either_way_and_always_the_same(rf: Any) -> None:
    ways = {name: len(lockout.counted_by(rf.post("/masuk/"), {"username": name})) for name in map(str, range(40))}

    assert set(ways.values()) == {1, 2}
    assert ways == {name: len(lockout.counted_by(rf.post("/masuk/"), {"username": name})) for name in ways}


def test_success_forgets_the_failures_before_it(camat: Person) -> None:
    for _ in range(2):
        for number in range(4):
            assert try_in("camat", f"salah sekali {number}").status_code == 200
        assert try_in("camat", made.PHRASE).status_code == 302


def test_no_secret_reaches_the_record_of_failures(siti: Person) -> None:
    try_in("siti", "000111")

    kept = str(list(AccessAttempt.objects.values()))
    assert "000111" not in kept


@pytest.mark.parametrize(
    ("proxies", "told", "address"),
    [
        (0, "6.6.6.6", "127.0.0.1"),
        (1, "6.6.6.6, 10.1.1.1", "10.1.1.1"),
        (2, "6.6.6.6, 10.1.1.1, 10.2.2.2", "10.1.1.1"),
        (2, "10.2.2.2", "127.0.0.1"),
        (1, "bukan-alamat", "0.0.0.0"),
    ],
)
def test_behind_proxies_the_address_is_the_one_the_outermost_saw(
    rf: Any, proxies: int, told: str, address: str
) -> None:
    with override_settings(PROXIES=proxies):
        assert address_of(rf.get("/", headers={"x-forwarded-for": told})) == address


def test_a_code_from_the_officer_opens_the_door_again(siti: Person, camat: Person) -> None:
    old = made.signed_in(siti)
    code = credentials.issue_code(by=made.viewer(camat), person_id=siti.id)
    form = {"login": "siti", "code": code, "kind": "pin", "secret": "739150"}
    answer = Client().post("/masuk/lupa/", form)

    assert answer["Location"] == "/masuk/lupa/selesai/"
    assert try_in("siti", "739150").status_code == 302
    assert old.get("/akun/").status_code == 302
    again = Client().post("/masuk/lupa/", form).content.decode()
    assert "tidak cocok" in again
    assert "739150" not in again


def test_changing_the_secret_asks_the_old_one_and_signs_the_other_devices_out(camat: Person) -> None:
    here, there = made.signed_in(camat), made.signed_in(camat)
    new = {"kind": "sandi", "secret": "pagar bambu sungai"}
    wrong = here.post("/akun/sandi/", {**new, "password": "bukan sandi saya"})
    assert "tidak cocok" in wrong.content.decode()
    weak = here.post("/akun/sandi/", {"kind": "pin", "secret": "482913", "password": made.PHRASE})
    assert "bukan PIN" in weak.content.decode()

    assert here.post("/akun/sandi/", {**new, "password": made.PHRASE})["Location"] == "/akun/"
    assert here.get("/akun/").status_code == 200
    assert there.get("/akun/").status_code == 302
    assert Event.objects.filter(action="akun.ganti-sandi", person=camat).count() == 1


def test_one_device_is_signed_out_from_another(siti: Person) -> None:
    agent = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"
    lost, here = made.signed_in(siti, client=Client(headers={"user-agent": agent})), made.signed_in(siti)
    page = here.get("/akun/perangkat/").content.decode()
    assert "Chrome di ponsel Android" in page
    number = UserSession.objects.get(session_key=lost.session.session_key).pk

    assert here.post(f"/akun/perangkat/{number}/akhiri/").status_code == 302
    assert lost.get("/akun/").status_code == 302
    assert here.get("/akun/").status_code == 200


def test_all_other_devices_are_signed_out_at_once_but_nobody_elses(siti: Person, camat: Person) -> None:
    others, here, neighbour = [made.signed_in(siti) for _ in range(2)], made.signed_in(siti), made.signed_in(camat)
    here.post("/akun/perangkat/")

    assert [browser.get("/akun/").status_code for browser in others] == [302, 302]
    assert here.get("/akun/").status_code == neighbour.get("/akun/").status_code == 200
    number = UserSession.objects.get(session_key=neighbour.session.session_key).pk
    assert here.post(f"/akun/perangkat/{number}/akhiri/").status_code == 404
    assert neighbour.get("/akun/").status_code == 200


def test_work_moves_the_end_of_the_session_on_and_idleness_does_not(siti: Person) -> None:
    browser = made.signed_in(siti)
    browser.get("/akun/")
    session = browser.session
    session["dilihat"] = 0
    session.set_expiry(100)
    session.save()
    key = browser.cookies["sesi"]["max-age"]
    answer = browser.get("/akun/")

    assert int(answer.cookies["sesi"]["max-age"]) == 100
    assert int(key) == 8 * 60 * 60
    assert "sesi" not in browser.get("/akun/").cookies


def test_a_closed_account_is_out_at_once(siti: Person, camat: Person) -> None:
    browser = made.signed_in(siti)
    credentials.close_account(by=made.viewer(camat), person_id=siti.id)

    assert browser.get("/akun/").status_code == 302
    assert "tidak cocok" in try_in("siti", made.PIN).content.decode()


def test_a_form_without_its_token_says_so_in_indonesian(siti: Person) -> None:
    answer = Client(enforce_csrf_checks=True).post("/masuk/", {"login": "siti", "password": made.PIN})

    assert answer.status_code == 403
    assert "kedaluwarsa" in answer.content.decode()


@pytest.mark.parametrize(
    "path", ["/", "/cari/?q=sigeblog", "/kamus/", "/tentang/", "/metode/", "/indeks/2024/3304092011/"]
)
def test_a_public_page_sets_no_cookie_and_is_the_same_for_everybody(
    nation: dict[int, int], siti: Person, path: str
) -> None:
    stranger, browser = Client(), made.signed_in(siti)
    first, second = stranger.get(path), browser.get(path)

    assert first.status_code == second.status_code == 200
    assert first.content == second.content
    assert not first.cookies
    assert not second.cookies
    assert "Cookie" not in second.get("Vary", "")
    assert second["Cache-Control"].startswith("public")
    assert 'href="/masuk/"' in first.content.decode()


def test_pages_of_those_who_signed_in_are_kept_by_nobody(siti: Person) -> None:
    browser = made.signed_in(siti)

    for path in ("/akun/", "/akun/perangkat/", "/riwayat/saya/", "/orang/"):
        assert "no-store" in browser.get(path)["Cache-Control"], path


def test_one_signs_out_by_a_button_not_by_a_link(siti: Person) -> None:
    browser = made.signed_in(siti)
    assert browser.get("/keluar/").status_code == 200
    assert browser.get("/akun/").status_code == 200

    assert browser.post("/keluar/")["Location"] == "/"
    assert browser.get("/akun/").status_code == 302


def test_nobody_signs_up_and_nothing_else_of_the_library_is_open() -> None:
    for path in ("/accounts/signup/", "/daftar/", "/accounts/login/", "/akun/email/", "/masuk/kode/", "/accounts/"):
        assert Client().get(path).status_code == 404, path
