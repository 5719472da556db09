"""Pages of a group's life: its names and standing over time, its plans, friends and profile."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import a_group
import pytest
from markup import closed_up

from swadaya.core import clock
from swadaya.ksm import selectors, services

pytestmark = pytest.mark.django_db
TODAY = clock.today().isoformat()


def text(answer: Any) -> str:
    return closed_up(answer.content.decode())


def status(group: a_group.AGroup) -> str:
    return selectors.group(group.id, by=a_group.MACHINE).status


def test_a_new_name_stands_beside_the_old_one_with_its_day(group):
    browser = group.browser("sri")
    address = f"{group.address}sejarah/"
    form = {"jenis": "nama", "isi": "KSM Sumber Makmur", "sejak": TODAY, "catatan": "rapat anggota"}
    assert browser.post(f"{address}baru/", {**form, "isi": "KSM Sumber Rejeki"}).status_code == 422
    assert browser.post(f"{address}baru/", form).status_code == 302
    page = text(browser.get(address))
    assert "KSM Sumber Makmur" in page and "KSM Sumber Rejeki" in page and "rapat anggota" in page


def test_a_group_sleeps_and_wakes_from_pages_that_say_what_follows(group):
    browser = group.browser("siti")
    assert "rapat tidak dapat dicatat" in text(browser.get(f"{group.address}keadaan/tidur/"))
    form = {"tanggal": TODAY, "alasan": "panen raya"}
    assert browser.post(f"{group.address}keadaan/tidur/", {**form, "alasan": ""}).status_code == 422
    assert browser.post(f"{group.address}keadaan/tidur/", form).status_code == 302
    page = text(browser.get(group.address))
    assert "Kelompok ini tidur sejak" in page and "Catat rapat" not in page
    assert "tidak dapat dilakukan" in text(browser.get(f"{group.address}keadaan/tidur/"))
    assert browser.post(f"{group.address}keadaan/bangun/", form).status_code == 302
    assert status(group) == "aktif"


def test_only_who_accompanies_a_group_ends_it_and_only_without_money(group):
    assert group.browser("siti").get(f"{group.address}keadaan/bubar/").status_code == 403
    assert group.browser("budi").get(f"{group.address}keadaan/meledak/").status_code == 404
    group.record(clock.today(), counted=40_000)
    browser, address = group.browser("budi"), f"{group.address}keadaan/bubar/"
    asked = text(browser.get(address))
    assert "Belum dapat dilakukan" in asked and "simpanan" in asked and "menunggu konfirmasi" in asked
    assert browser.post(address, {"tanggal": TODAY, "alasan": "selesai"}).status_code == 422
    assert status(group) == "aktif"


def test_a_group_goes_over_into_another_that_was_searched_and_picked(group):
    other = a_group.make(title="KSM Mawar Merah", many=1, prefix="lain-")
    browser, address = group.browser("budi"), f"{group.address}keadaan/gabung/"
    found = text(browser.get(address, {"cari": "mawar"}))
    assert f"?kelompok={other.id}" in found and "KSM Mawar Merah" in found
    assert "Tidak ada kelompok lain" in text(browser.get(address, {"cari": "sumber"}))
    form = {"tanggal": TODAY, "alasan": "rapat bersama"}
    assert browser.post(address, form).status_code == 422
    assert browser.post(address, {**form, "kelompok": str(other.id)}).status_code == 302
    assert status(group) == "bergabung"
    assert "KSM Mawar Merah" in text(browser.get(f"{group.address}sejarah/"))
    assert "Tulis perubahan" not in text(browser.get(f"{group.address}sejarah/"))


def test_a_plan_is_listed_under_its_year_with_what_it_costs(group):
    browser, address, year = group.browser("sri"), f"{group.address}rencana/baru/", clock.today().year
    form = {"rencana": "Beli wajan", "bidang": "ekonomi", "tahun": str(year), "biaya": "Rp1.500.000", "sumber": "kas"}
    wrong = browser.post(address, {**form, "biaya": "mahal", "mulai": "kapan"})
    assert wrong.status_code == 422 and 'value="mahal"' in text(wrong)
    assert browser.post(address, {**form, "mulai": f"{year + 1}-01-01"}).status_code == 422
    assert browser.post(address, {**form, "mulai": f"{year}-03-01"}).status_code == 302
    page = text(browser.get(f"{group.address}rencana/"))
    assert f"Rencana {year}" in page and "1.500.000" in page and "Beli wajan" in page


def test_friends_are_found_by_name_and_shown_to_both(group):
    other = a_group.make(title="KSM Tua", many=1, prefix="lain-")
    browser, address = group.browser("budi"), f"{group.address}sahabat/"
    assert "KSM Tua" in text(browser.get(address, {"cari": "tua"}))
    form = {"kelompok": str(other.id), "jenis": "pembimbing", "sejak": TODAY}
    assert browser.post(address, {**form, "kelompok": "apa"}).status_code == 422
    assert browser.post(address, form).status_code == 302
    assert "Dibimbing kelompok yang lebih lama" in text(browser.get(f"{group.address}tentang/"))
    assert "Dibimbing kelompok ini" in text(browser.get(f"{other.address}tentang/"))


def test_the_profile_says_what_is_missing_and_leads_there_whoever_may_fill_it(group):
    page = text(group.browser("sri").get(f"{group.address}tentang/"))
    assert f'href="{group.address}profil/"' in page and f'href="{group.address}setuju/"' in page
    plain = text(group.browser("tumirah").get(f"{group.address}tentang/"))
    assert "Lengkapi" not in plain and "Siti Aminah" not in plain


def test_first_comes_what_waits_for_the_second_officer_then_the_score_card(group):
    group.record(clock.today() - timedelta(days=7), counted=40_000)
    services.plan_meeting(group.id, on=clock.today() + timedelta(days=7), by=a_group.MACHINE)
    page = text(group.browser("ngatinah").get(group.address))
    waits, coming = page.index("menunggu konfirmasi pengurus kedua"), page.index("Rapat berikut")
    assert waits < coming < page.index("Panca Sutra</h2>") < page.index("Rapat</h2>") < page.index("Anggota</h2>")
    assert "Lihat dan konfirmasi" in page
    assert "Lihat dan konfirmasi" not in text(group.browser("tumirah").get(group.address))
