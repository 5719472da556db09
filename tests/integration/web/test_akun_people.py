"""Pages about people: inviting, giving, resetting, reading; what is out of sight is not there."""

from __future__ import annotations

import re

import made_people as made
import pytest
from django.core.cache import cache
from django.test import Client
from markup import closed_up

from swadaya.accounts import second_factor, services
from swadaya.accounts.models import Event, Grant, Invitation, Person
from swadaya.accounts.rules.access import Held

pytestmark = pytest.mark.django_db
HOSTILE = '<script>alert("x")</script>'


@pytest.fixture(autouse=True)
def fresh(db: None) -> None:
    cache.clear()


@pytest.fixture
def siti() -> Person:
    return made.person("siti", "operator-desa", made.DESA, pin=True, phone="081234567890")


@pytest.fixture
def camat_page(nation: dict[int, int]) -> Client:
    """A browser in which the verifier of the kecamatan passed both steps, over loaded regions."""
    camat = made.person("camat", "pemeriksa-kecamatan", made.KECAMATAN)
    return made.signed_in(camat, totp_secret=made.with_second_step(camat))


def text(answer: object) -> str:
    return closed_up(answer.content.decode())  # type: ignore[attr-defined]


def test_an_invitation_is_made_step_by_step_without_script_and_accepted_face_to_face(camat_page: Client) -> None:
    first = text(camat_page.get("/undangan/baru/"))
    assert "Operator desa" in first
    assert "Pemeriksa kabupaten/kota" not in first
    places = text(camat_page.get("/undangan/baru/?peran=operator-desa"))
    assert "wilayah=3304092011" in places
    assert "wilayah=3304102001" not in places
    missing = text(camat_page.post("/undangan/baru/", {"peran": "operator-desa", "wilayah": made.DESA, "name": ""}))
    assert "perlu diisi" in missing
    made_page = text(
        camat_page.post("/undangan/baru/", {"peran": "operator-desa", "wilayah": made.DESA, "name": "Bu Tini"})
    )
    address = re.search(r'value="http://testserver(/undangan/terima/[^"]+)"', made_page)
    assert address
    assert "data:image/svg+xml;base64," in made_page
    assert "Bu Tini" in text(camat_page.get("/undangan/"))

    newcomer = Client()
    assert "Nama Camat mengundang Bu Tini" in text(newcomer.get(address[1]))
    said = {"name": "Tini Lestari", "username": "tini", "phone": "", "kind": "pin", "secret": "739150"}
    wrong = text(newcomer.post(address[1], {**said, "secret": "123456"}))
    assert "Terlalu mudah" in wrong
    assert 'value="Tini Lestari"' in wrong
    assert "123456" not in wrong
    assert newcomer.post(address[1], said)["Location"] == "/akun/"
    assert "Tini Lestari" in text(newcomer.get("/akun/"))
    assert made.held(Person.objects.get(username="tini")) == {Held("operator-desa", made.DESA)}
    assert Client().get(address[1]).status_code == 404
    assert "Bu Tini" not in text(camat_page.get("/undangan/"))


def test_a_role_that_verifies_leads_the_newcomer_to_the_second_step() -> None:
    invited = services.invite(by=made.MACHINE, name="Ari", role="pemeriksa-kecamatan", region=made.KECAMATAN)
    browser = Client()
    page = text(browser.get(f"/undangan/terima/{invited.word}/"))
    assert "dua langkah" in page
    assert 'value="pin"' not in page
    said = {"name": "Ari", "username": "ari", "phone": "", "secret": made.PHRASE}

    assert browser.post(f"/undangan/terima/{invited.word}/", said)["Location"] == "/akun/dua-langkah/pasang/"
    assert browser.get("/akun/dua-langkah/pasang/").status_code == 200


def test_with_an_account_an_invitation_is_accepted_by_one_button(siti: Person) -> None:
    invited = services.invite(by=made.MACHINE, name="Siti", role="operator-desa", region=made.SISTER)
    browser = made.signed_in(siti)
    address = f"/undangan/terima/{invited.word}/"

    assert "Terima sebagai Nama Siti" in text(browser.get(address))
    assert browser.post(address, {"sebagai-saya": "1"})["Location"] == "/akun/"
    assert Held("operator-desa", made.SISTER) in made.held(siti)


def test_a_withdrawn_invitation_is_gone(camat_page: Client) -> None:
    camat_page.post("/undangan/baru/", {"peran": "operator-desa", "wilayah": made.DESA, "name": "Bu Tini"})
    number = Invitation.objects.get(name="Bu Tini").id
    said = camat_page.post(f"/undangan/{number}/tarik/", follow=True)

    assert "Undangan ditarik" in text(said)
    assert "sudah ditarik" in text(camat_page.post(f"/undangan/{number}/tarik/", follow=True))


def test_guessing_words_of_invitations_is_slowed_down() -> None:
    statuses = {Client().get(f"/undangan/terima/tebakan-{number}/").status_code for number in range(31)}

    assert statuses == {404, 429}


def test_a_place_or_role_beyond_reach_is_not_chosen_by_hand(camat_page: Client) -> None:
    for query in (
        "peran=administrator",
        "peran=operator-desa&wilayah=3304102001",
        "peran=operator-desa&wilayah=nasional",
    ):
        page = text(camat_page.get(f"/undangan/baru/?{query}"))
        assert "Buat undangan" not in page
    camat_page.post("/undangan/baru/", {"peran": "operator-desa", "wilayah": "3304102001", "name": "X"})
    camat_page.post("/undangan/baru/", {"peran": "administrator", "wilayah": "nasional", "name": "X"})
    assert not Invitation.objects.filter(name="X").exists()


def test_a_code_is_shown_by_the_answer_and_nowhere_else(camat_page: Client, siti: Person) -> None:
    path = f"/orang/{siti.public_id}/kode/"
    asked = text(camat_page.get(path))
    assert "di depan Anda" in asked
    shown = re.search(r'class="big spoken">([A-Z2-9]{4}-[A-Z2-9]{4})<', text(camat_page.post(path)))
    assert shown

    assert shown[1] not in text(camat_page.get(path))
    assert shown[1] not in text(camat_page.get(f"/riwayat/orang/{siti.public_id}/"))
    form = {"login": "siti", "code": shown[1], "kind": "pin", "secret": "739150"}
    assert Client().post("/masuk/lupa/", form).status_code == 302


def test_a_role_is_given_and_ended_on_the_page_of_the_person(camat_page: Client, siti: Person) -> None:
    path = f"/orang/{siti.public_id}/"
    given = camat_page.post(f"{path}peran/", {"peran": "relawan", "wilayah": made.DESA, "until": ""}, follow=True)
    assert "sekarang Relawan pendamping, Desa Sigeblog" in text(given)
    number = Grant.objects.get(person=siti, role="relawan").id
    assert "Akhiri peran" in text(camat_page.get(f"{path}peran/{number}/akhiri/"))
    ended = camat_page.post(f"{path}peran/{number}/akhiri/", follow=True)

    assert "berakhir sekarang" in text(ended)
    assert made.held(siti) == {Held("operator-desa", made.DESA)}
    assert "sudah berakhir" in text(camat_page.post(f"{path}peran/{number}/akhiri/", follow=True))


@pytest.mark.parametrize("what", ["", "peran/", "kode/", "kontak/", "langkah-kedua/", "tutup/"])
def test_somebody_in_another_region_is_not_there(camat_page: Client, what: str) -> None:
    far = made.person("jauh", "operator-desa", made.FAR)
    path = f"/orang/{far.public_id}/{what}"

    for answer in (camat_page.get(path), camat_page.post(path)):
        assert answer.status_code in (404, 405)
        assert "Jauh" not in text(answer)
    assert "Jauh" not in text(camat_page.get("/orang/?q=jauh"))
    assert camat_page.get(f"/riwayat/orang/{far.public_id}/").status_code == 404


@pytest.mark.parametrize("what", ["peran/", "kode/", "kontak/", "langkah-kedua/", "tutup/"])
def test_somebody_in_sight_but_out_of_reach_is_refused_with_a_reason(what: str) -> None:
    auditor = made.person("auditor", "auditor", made.KABUPATEN)
    browser = made.signed_in(auditor, totp_secret=made.with_second_step(auditor))
    bupati = made.person("bupati", "pemeriksa-kabupaten", made.KABUPATEN)
    path = f"/orang/{bupati.public_id}/"
    assert browser.get(path).status_code == 200
    if what == "kontak/":
        assert "Alasan" in text(browser.get(path + what))
        return

    for answer in (browser.get(path + what), browser.post(path + what)):
        assert answer.status_code == 403
        assert "Ini di luar hak Anda" in text(answer)


def test_what_shuts_people_out_is_done_by_post_alone(camat_page: Client, siti: Person) -> None:
    made.with_second_step(siti)
    for what in ("tutup/", "kode/", "langkah-kedua/"):
        camat_page.get(f"/orang/{siti.public_id}/{what}")
    siti.refresh_from_db()

    assert siti.is_active
    assert second_factor.installed(siti.id)
    assert not Event.objects.filter(action__in=["akun.tutup", "akun.kode-masuk", "akun.lepas-langkah-kedua"]).exists()
    assert "ditutup" in text(camat_page.post(f"/orang/{siti.public_id}/tutup/", follow=True))


def test_a_contact_is_shown_for_a_reason_which_the_person_can_read(siti: Person) -> None:
    auditor = made.person("auditor", "auditor", made.KABUPATEN)
    browser = made.signed_in(auditor, totp_secret=made.with_second_step(auditor))
    path = f"/orang/{siti.public_id}/kontak/"
    assert "+6281234567890" not in text(browser.get(path))
    assert "satu kalimat" in text(browser.post(path, {"purpose": "perlu"}))
    assert "+6281234567890" in text(browser.post(path, {"purpose": "menanyakan isian yang ganjil"}))

    own = text(made.signed_in(siti).get(f"/riwayat/orang/{siti.public_id}/"))
    assert "Alasan: menanyakan isian yang ganjil" in own
    assert "Nama Auditor" in own


def test_a_history_shows_what_changed_and_where(camat_page: Client, siti: Person) -> None:
    services.end_role(by=made.MACHINE, grant_id=Grant.objects.get(person=siti).id)
    page = text(camat_page.get(f"/riwayat/orang/{siti.public_id}/"))

    assert "mengakhiri peran" in page
    assert "<dt>Sampai</dt>" in page
    assert "menerima undangan dan peran" in page
    assert "Sigeblog" in text(camat_page.get("/riwayat/"))


def test_a_history_is_read_page_by_page(camat_page: Client) -> None:
    for number in range(52):
        services.invite(by=made.MACHINE, name=f"Tamu {number:02}", role="warga", region=made.DESA)
    first = text(camat_page.get("/riwayat/"))
    older = re.search(r'href="\?(sebelum=\d+)"', first)
    assert older
    second = text(camat_page.get(f"/riwayat/?{older[1]}"))

    assert "Tamu 51" in first
    assert "Tamu 00" not in first
    assert "Tamu 00" in second
    assert camat_page.get("/riwayat/?sebelum=x&wilayah=330409").status_code == 200


@pytest.mark.parametrize("region", ["nasional", "33", "5101", "x"])
def test_histories_of_other_regions_are_not_there(camat_page: Client, region: str) -> None:
    assert camat_page.get(f"/riwayat/?wilayah={region}").status_code == 404


def test_names_from_outside_are_text_on_every_page(camat_page: Client, siti: Person) -> None:
    Person.objects.filter(pk=siti.id).update(name=HOSTILE)
    services.invite(by=made.MACHINE, name=HOSTILE, role="warga", region=made.DESA)
    for path in ("/orang/", f"/orang/{siti.public_id}/", "/undangan/", "/riwayat/", f"/orang/{siti.public_id}/kode/"):
        page = text(camat_page.get(path))
        assert "<script>alert" not in page, path
        assert "&lt;script&gt;" in page, path
    assert "<script>alert" not in text(camat_page.get("/orang/?q=" + HOSTILE))


def test_no_page_of_people_carries_a_style_or_a_script(camat_page: Client, siti: Person) -> None:
    for path in (
        "/akun/",
        "/akun/sandi/",
        "/akun/perangkat/",
        "/orang/",
        f"/orang/{siti.public_id}/",
        "/undangan/baru/",
        "/riwayat/",
    ):
        page = text(camat_page.get(path))
        assert "style=" not in page, path
        assert "<script" not in page, path
        assert page.count("<h1") == 1, path


def test_every_field_has_a_label(camat_page: Client) -> None:
    paths = ["/akun/sandi/", "/undangan/baru/?peran=operator-desa&wilayah=3304092011", "/orang/"]
    for page in [text(camat_page.get(path)) for path in paths] + [
        text(Client().get(p)) for p in ("/masuk/", "/masuk/lupa/")
    ]:
        fields = re.findall(r"<(?:input|select|textarea)(?![^>]*type=\"hidden\")[^>]*\bid=\"([^\"]+)\"", page)
        labels = re.findall(r'<label for="([^"]+)"', page)
        assert fields
        assert set(fields) <= set(labels)


def test_the_list_of_people_needs_a_role_that_sees_them() -> None:
    warga = made.signed_in(made.person("warga", "warga", made.DESA))

    for path in ("/orang/", "/undangan/", "/undangan/baru/"):
        assert warga.get(path).status_code == 404
    page = text(warga.get("/akun/"))
    assert 'href="/orang/"' not in page
    assert "Riwayat saya" in text(warga.get("/riwayat/"))
