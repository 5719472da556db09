"""Pages of members: who they are, what they agree to, who reads their NIK, and that they are forgotten."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import a_group
import made_people
import pytest
from markup import closed_up

from swadaya.accounts.models import Event
from swadaya.core import clock
from swadaya.ksm import selectors, services
from swadaya.ksm.values import NewMember

pytestmark = pytest.mark.django_db
NIK = "3304095211900001"


def text(answer: Any) -> str:
    return closed_up(answer.content.decode())


def card(group: a_group.AGroup, place: int = 0) -> str:
    return f"{group.address}anggota/{group.members[place]}/"


def kept(group: a_group.AGroup, place: int = 0) -> Any:
    return selectors.member_file(group.members[place], by=a_group.MACHINE)


def with_nik(group: a_group.AGroup) -> str:
    joining = NewMember("Wagiyem", "P", clock.today(), nik=NIK, consents=("data-pribadi",))
    return f"{group.address}anggota/{services.join_member(group.id, member=joining, by=a_group.MACHINE)}/"


def test_a_name_and_a_telephone_are_mended_and_what_is_wrong_stays_in_the_form(group):
    browser, address = group.browser("sri"), f"{card(group)}ubah/"
    assert 'value="Siti Aminah"' in text(browser.get(address))
    wrong = browser.post(address, {"nama": "Siti Amina", "telepon": "dua", "miskin": "ya", "sumber": "PS2"})
    assert wrong.status_code == 422 and 'value="Siti Amina"' in text(wrong) and "8 sampai 15 angka" in text(wrong)
    right = {"nama": "Siti Amina", "telepon": "0812-3456-7890", "miskin": "ya", "sumber": "PS2", "nik": ""}
    assert browser.post(address, right)["Location"] == card(group)
    page = text(browser.get(card(group)))
    assert "Siti Amina" in page and "081234567890" in page and "ya, menurut PS2" in page


def test_an_account_is_linked_and_its_owner_sees_what_is_kept_about_them(group):
    tumirah = group.person("tumirah")
    address = f"{card(group, 3)}akun/"
    browser = group.browser("sri")
    assert f'value="{tumirah.pk}"' in text(browser.get(address))
    assert browser.post(address, {"akun": "999999"}).status_code == 422
    assert browser.post(address, {"akun": str(tumirah.pk)}).status_code == 302
    own = group.browser("tumirah")
    assert "Kartu simpanan saya" in text(own.get(group.address))
    mine = text(own.get(card(group, 3)))
    assert "Yang disimpan kelompok tentang Anda" in mine and "ubah/" not in mine
    assert own.get(card(group, 0)).status_code == 403


def test_consents_are_given_and_taken_back_with_their_days(group):
    browser, address = group.browser("sri"), f"{card(group)}setuju/"
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    assert browser.post(address, {"beri": "prinsip", "tanggal": yesterday}).status_code == 302
    assert browser.get(f"{address}tanggung-renteng/tarik/").status_code == 404
    assert "tetap tercatat" in text(browser.get(f"{address}prinsip/tarik/"))
    assert browser.post(f"{address}prinsip/tarik/", {"tanggal": ""}).status_code == 422
    assert browser.post(f"{address}prinsip/tarik/", {"tanggal": clock.today().isoformat()}).status_code == 302
    [past] = [one for one in kept(group).consents if one.kind == "prinsip"]
    assert (past.given_on, past.withdrawn_on) == (clock.today() - timedelta(days=1), clock.today())
    assert "Yang pernah berlaku" in text(browser.get(address))


def test_a_nik_is_shown_once_to_who_says_why_and_no_browser_keeps_it(group):
    address = f"{with_nik(group)}nik/"
    assert group.browser("sri").get(address).status_code == 403
    person = made_people.person("auditor", "auditor", region="33")
    auditor = made_people.signed_in(person, totp_secret=made_people.with_second_step(person))
    asked = auditor.get(address)
    assert asked.status_code == 200 and NIK not in text(asked)
    short = auditor.post(address, {"alasan": "ingin"})
    assert short.status_code == 422 and NIK not in text(short)
    shown = auditor.post(address, {"alasan": "penyaluran bantuan sosial"})
    assert NIK in text(shown) and "no-store" in shown["Cache-Control"]
    assert NIK not in text(auditor.get(address))
    assert Event.objects.get(action="ksm.baca-nik").purpose == "penyaluran bantuan sosial"


def test_somebody_is_forgotten_on_a_page_of_its_own_and_their_number_stays(group):
    chair, address = group.browser("siti"), f"{card(group, 3)}hapus/"
    assert "masih anggota" in text(chair.get(address))
    gone = {"tanggal": clock.today().isoformat(), "alasan": "pindah"}
    assert chair.post(f"{card(group, 3)}keluar/", gone).status_code == 302
    assert group.browser("sri").get(address).status_code == 403
    asked = text(chair.get(address))
    assert "Dilupakan untuk selamanya" in asked and "Yang tetap ada" in asked
    assert chair.post(address, {"alasan": ""}).status_code == 422
    assert chair.post(address, {"alasan": "diminta"}).status_code == 302
    page = text(chair.get(card(group, 3)))
    assert "Tumirah" not in page and "Anggota 4" in page and "Data pribadinya sudah dihapus" in page


def test_offices_are_given_and_ended_and_their_terms_stay(group):
    browser, today = group.browser("sri"), clock.today().isoformat()
    address = f"{group.address}pengurus/baru/?anggota={group.members[3]}"
    assert f'href="{address}"' in text(browser.get(card(group, 3)))
    assert f'<option value="{group.members[3]}" selected>' in text(browser.get(address))
    form = {"jabatan": "ketua", "anggota": str(group.members[3]), "sejak": today}
    assert browser.post(f"{group.address}pengurus/baru/", form).status_code == 302
    page = text(browser.get(f"{group.address}pengurus/"))
    assert "Pernah menjabat" in page and "Siti Aminah" in page
    [term] = [one for one in kept(group, 3).terms if one.office == "ketua"]
    assert browser.post(f"{group.address}pengurus/{term.id}/selesai/", {"sampai": today}).status_code == 302
    assert kept(group, 3).terms[0].until == clock.today()
    assert browser.post(f"{group.address}pengurus/{term.id}/selesai/", {"sampai": today}).status_code == 422
    assert browser.get(f"{group.address}pengurus/999999/selesai/").status_code == 404


def test_several_members_agree_to_the_principles_at_once(group):
    browser, address = group.browser("sri"), f"{group.address}setuju/"
    today = clock.today().isoformat()
    assert browser.post(address, {"jenis": "prinsip", "tanggal": today}).status_code == 422
    chosen = [str(number) for number in group.members]
    assert browser.post(address, {"jenis": "prinsip", "tanggal": today, "anggota": chosen}).status_code == 302
    page = text(browser.get(address))
    assert "4 dari 4 anggota menyetujui prinsip" in page and "Semua anggota sudah menyetujui prinsip" in page


def test_a_member_of_another_group_is_not_found_under_this_one(group):
    other = a_group.make(title="KSM Mawar", many=1, prefix="lain-")
    for part in ("", "ubah/", "akun/", "setuju/", "keluar/"):
        answer = group.browser("budi").get(f"{group.address}anggota/{other.members[0]}/{part}")
        assert answer.status_code == 404, part
