"""What an officer finds: work on the start page, a sheet without idle boxes, corrections that say what changed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import a_group
import pytest
from markup import closed_up

from swadaya.core import clock, keys
from swadaya.ksm import selectors, services
from swadaya.ksm.values import NewMember

pytestmark = pytest.mark.django_db
POKOK = {"jenis": "pokok", "jumlah": 5000, "irama": "sekali"}


@pytest.fixture
def with_pokok(group: a_group.AGroup) -> a_group.AGroup:
    """The group agreed that each member also pays 5.000 once."""
    said = {**a_group.ATURAN, "simpanan": [POKOK, *a_group.ATURAN["simpanan"]]}
    since = clock.today() - timedelta(days=30)
    services.agree_settings(group.id, effective_on=since, said=said, agreed_by=group.members, by=a_group.MACHINE)
    return group


def text(answer: Any) -> str:
    return closed_up(answer.content.decode())


def test_a_meeting_planned_for_today_and_one_to_confirm_stand_on_the_start_page(group):
    week = clock.today() - timedelta(days=7)
    group.record(week, counted=40_000)
    services.plan_meeting(group.id, on=clock.today(), place="balai dusun", by=group.viewer("sri"))
    secretary = text(group.browser("sri").get("/kerja/"))
    assert "Rapat ke-2</b> direncanakan hari ini, balai dusun" in secretary
    assert "konfirmasi pengurus kedua" in secretary
    assert "menunggu konfirmasi Anda" not in secretary
    assert "1 rapat kelompok menunggu Anda." in secretary
    treasurer = text(group.browser("ngatinah").get("/kerja/"))
    assert "menunggu konfirmasi Anda: 4 dari 4 hadir, kas dihitung Rp40.000" in treasurer
    assert "2 rapat kelompok menunggu Anda." in treasurer
    assert "Pendataan dibuka oleh" not in treasurer


def test_somebody_without_an_office_has_no_work_in_groups(group):
    for name in ("tumirah", "budi"):
        assert "KSM Sumber Rejeki" not in text(group.browser(name).get("/kerja/"))


def sheet(group: a_group.AGroup, number: int) -> str:
    return text(group.browser("sri").get(f"{group.address}rapat/{number}/"))


def test_a_saving_paid_once_is_asked_for_until_everybody_paid_it(with_pokok):
    group, first = with_pokok, clock.today() - timedelta(days=14)
    assert f'name="simpanan-pokok-{group.members[0]}"' in sheet(group, 1)
    paid = [{"anggota": str(member), "jenis": "pokok", "jumlah": 5000} for member in group.members]
    group.record(first, counted=20_000, simpanan=paid[:3], kas={"dihitung": 15_000})
    assert f'name="simpanan-pokok-{group.members[3]}"' in sheet(group, 2)
    group.record(first + timedelta(days=7), counted=20_000, simpanan=paid[3:])
    page = sheet(group, 3)
    assert "simpanan-pokok-" not in page and "simpanan-wajib-" in page
    assert '<option value="pokok">' in page  # somebody who leaves takes it out
    services.join_member(
        group.id, member=NewMember("Painem", "P", clock.today() - timedelta(days=1)), by=a_group.MACHINE
    )
    assert f'name="simpanan-pokok-{group.members[0]}"' in sheet(group, 3)


def test_a_corrected_meeting_says_at_its_top_what_changed(group):
    done = group.record(clock.today(), counted=40_000)
    saved = [{"anggota": str(member), "jenis": "wajib", "jumlah": "10.000"} for member in group.members[1:]]
    said = group.said(clock.today(), counted=30_000, simpanan=saved)
    said["hadir"][str(group.members[0])] = "I"
    services.correct_meeting(
        done.meeting_id, key=keys.new_key(), said=said, reason="salah baca daftar", by=group.viewer("sri")
    )
    page = text(group.browser("ngatinah").get(f"{group.address}rapat/1/"))
    assert "Sudah diperbaiki" in page and "Alasan: salah baca daftar" in page
    for what, before, after in (
        ("Kehadiran Siti Aminah", "hadir", "izin"),
        ("Simpanan Siti Aminah", "10.000", "–"),
        ("Kas dihitung", "40.000", "30.000"),
    ):
        assert (
            f'<th scope="row">{what}</th><td class="lab" data-l="Semula">{before}</td>'
            f'<td class="lab" data-l="Menjadi">{after}</td>'
        ) in page
    assert "Kehadiran Sri Wahyuni" not in page


def test_an_empty_confirmation_marks_the_fields_that_lack(group):
    group.record(clock.today(), counted=40_000)
    browser, address = group.browser("sri"), f"{group.address}rapat/1/konfirmasi/"
    answer = browser.post(address, {"cara": "pin", "nama": "", "pin": "135790"})
    assert answer.status_code == 422
    page = text(answer)
    assert '<span class="error">Tulis nama pengguna atau nomor ponselnya.</span>' in page
    assert '<span class="error">Tulis PIN' not in page
    assert selectors.meetings(group.id, by=a_group.MACHINE)[0].state == "menunggu-konfirmasi"


def test_the_address_of_a_confirmation_read_again_leads_to_the_meeting(group):
    group.record(clock.today(), counted=40_000)
    answer = group.browser("sri").get(f"{group.address}rapat/1/konfirmasi/")
    assert (answer.status_code, answer["Location"]) == (302, f"{group.address}rapat/1/")


def test_cash_that_differs_is_refused_in_words_that_say_what_to_do(group):
    form = group.form(dihitung="38.000")
    page = text(group.browser("sri").post(f"{group.address}rapat/1/", form))
    assert "Dihitung Rp38.000, menurut catatan Rp40.000. Hitung ulang, atau tuliskan mengapa kurang." in page
    assert "Kurang Rp2.000: hitung lagi" in page
