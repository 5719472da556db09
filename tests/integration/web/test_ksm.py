"""Pages of a group: the meeting sheet without a script, its two officers, corrections, and who sees what."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import a_group
import made_people
import pytest
import xlsxwriter
from markup import closed_up

from swadaya.core import clock
from swadaya.ksm import selectors
from swadaya.ledger import selectors as ledger

pytestmark = pytest.mark.django_db


def text(answer: Any) -> str:
    return closed_up(answer.content.decode())


def cash(group: a_group.AGroup) -> int:
    return ledger.cash_on(group.book, clock.today(), by=a_group.MACHINE)


def meeting(group: a_group.AGroup, number: int = 1) -> Any:
    line = next(one for one in selectors.meetings(group.id, by=a_group.MACHINE) if one.number == number)
    return selectors.meeting(line.id, by=a_group.MACHINE)


def test_an_officer_with_one_group_comes_straight_to_it(group):
    answer = group.browser("sri").get("/ksm/")
    assert (answer.status_code, answer["Location"]) == (302, group.address)
    page = text(group.browser("sri").get(group.address))
    assert "Catat rapat ke-1" in page and "Siti Aminah" in page and "disepakati 4 anggota" in page


def test_a_sheet_sent_by_the_plain_form_is_recorded_and_booked(group):
    answer = group.browser("sri").post(f"{group.address}rapat/1/", group.form())
    assert (answer.status_code, answer["Location"]) == (302, f"{group.address}rapat/1/")
    assert meeting(group).state == "menunggu-konfirmasi"
    assert cash(group) == 40_000


def test_the_same_form_sent_twice_records_one_meeting(group):
    form, browser = group.form(), group.browser("sri")
    first = browser.post(f"{group.address}rapat/1/", form)
    again = browser.post(f"{group.address}rapat/1/", form)
    assert first["Location"] == again["Location"]
    assert len(selectors.meetings(group.id, by=a_group.MACHINE)) == 1
    assert cash(group) == 40_000


def test_everything_wrong_is_said_beside_its_field_and_what_was_typed_stays(group):
    absent, other = group.members[0], group.members[1]
    form = group.form(**{f"hadir-{absent}": "X", f"simpanan-wajib-{other}": "sepuluh", "keputusan": "Arisan Minggu"})
    answer = group.browser("sri").post(f"{group.address}rapat/1/", form)
    page = text(answer)
    assert answer.status_code == 422
    assert f'href="#f-hadir-{absent}"' in page and f'href="#f-simpanan-wajib-{other}"' in page
    assert 'value="sepuluh"' in page and "Arisan Minggu" in page
    assert cash(group) == 0


def test_a_difference_in_the_cash_asks_for_a_reason_and_is_booked_with_it(group):
    browser, address = group.browser("sri"), f"{group.address}rapat/1/"
    refused = browser.post(address, group.form(dihitung="39.000"))
    assert refused.status_code == 422 and 'id="f-alasan"' in text(refused)
    assert browser.post(address, group.form(dihitung="39.000", alasan="kembalian kurang")).status_code == 302
    assert cash(group) == 39_000
    assert meeting(group).records[0].cash.reason == "kembalian kurang"


def test_the_buttons_of_the_form_fill_add_and_sum_without_a_script(group):
    browser, address = group.browser("sri"), f"{group.address}rapat/1/"
    bare = {name: value for name, value in group.form(dihitung="").items() if not name.startswith("simpanan-")}
    bare[f"hadir-{group.members[3]}"] = "I"
    filled = text(browser.post(address, {**bare, "isi": "wajib"}))
    assert filled.count('value="10.000"') == 3
    fined = text(browser.post(address, {**bare, "tambah": "denda:0"}))
    assert 'name="denda-0-jumlah"' in fined and 'value="terlambat"' in fined
    summed = text(browser.post(address, {**group.form(), "hitung": "1"}))
    assert "Cocok, selisih Rp0" in summed
    assert not selectors.meetings(group.id, by=a_group.MACHINE)


def test_fines_withdrawals_and_spending_of_the_form_move_the_cash(group):
    group.record(clock.today() - timedelta(days=7), counted=40_000)
    one = str(group.members[0])
    rows = {
        "denda-0-anggota": one,
        "denda-0-jumlah": "1.000",
        "denda-0-sebab": "terlambat",
        "penarikan-0-anggota": one,
        "penarikan-0-jenis": "wajib",
        "penarikan-0-jumlah": "5.000",
        "lain-0-pos": "atk",
        "lain-0-jumlah": "Rp6.000",
        "lain-0-keterangan": "buku",
    }
    answer = group.browser("sri").post(
        f"{group.address}rapat/2/", group.form(kas_awal="40000", dihitung="70.000", **rows)
    )
    assert answer.status_code == 302, text(answer)
    assert cash(group) == 70_000


def test_the_second_officer_confirms_by_pin_on_the_first_ones_phone(group):
    group.record(clock.today(), counted=40_000)
    group.person("ngatinah")
    browser, address = group.browser("sri"), f"{group.address}rapat/1/konfirmasi/"
    wrong = browser.post(address, {"cara": "pin", "nama": "ngatinah", "pin": "000111"})
    assert wrong.status_code == 422 and "tidak cocok" in text(wrong)
    assert meeting(group).state == "menunggu-konfirmasi"
    right = browser.post(address, {"cara": "pin", "nama": "ngatinah", "pin": made_people.PIN})
    assert right.status_code == 302
    assert (meeting(group).state, meeting(group).records[0].confirmed_by) == ("selesai", "Nama Ngatinah")
    assert "Nama Sri" in text(browser.get("/akun/"))


def test_who_recorded_does_not_confirm_by_their_own_pin(group):
    group.record(clock.today(), counted=40_000)
    answer = group.browser("sri").post(
        f"{group.address}rapat/1/konfirmasi/", {"cara": "pin", "nama": "sri", "pin": made_people.PIN}
    )
    assert answer.status_code == 422
    assert meeting(group).state == "menunggu-konfirmasi"


def test_the_second_officer_confirms_with_the_own_sign_in(group):
    group.record(clock.today(), counted=40_000)
    assert group.browser("ngatinah").post(f"{group.address}rapat/1/konfirmasi/").status_code == 302
    assert meeting(group).state == "selesai"


def test_a_correction_keeps_the_old_record_with_its_reason_on_the_page(group):
    group.record(clock.today(), counted=40_000)
    browser, one = group.browser("sri"), group.members[0]
    address = f"{group.address}rapat/1/perbaiki/"
    assert 'value="10.000"' in text(browser.get(address))
    form = group.form(dihitung="42.000", **{f"simpanan-sukarela-{one}": "2.000"})
    assert browser.post(address, form).status_code == 422
    assert browser.post(address, {**form, "alasan_koreksi": "salah tulis"}).status_code == 302
    page = text(browser.get(f"{group.address}rapat/1/"))
    assert "Perbaikan ke-1" in page and "salah tulis" in page and "Kas dihitung Rp40.000" in page
    assert cash(group) == 42_000


def test_receipts_lead_to_other_apps_and_are_sent_by_nobody(group):
    group.record(clock.today(), counted=40_000)
    page = text(group.browser("sri").get(f"{group.address}rapat/1/struk/"))
    assert page.count("https://wa.me/") == 4 and "Simpanan wajib Rp10.000" in page


def test_sheets_before_and_after_and_the_savings_card_are_pdf(group):
    browser = group.browser("sri")
    for address in ("rapat/1/lembar.pdf", f"anggota/{group.members[0]}/kartu.pdf"):
        answer = browser.get(group.address + address)
        assert answer.status_code == 200 and answer.content.startswith(b"%PDF"), address
    group.record(clock.today(), counted=40_000)
    assert browser.get(f"{group.address}rapat/1/lembar.pdf").content.startswith(b"%PDF")


def test_names_and_savings_are_not_for_the_unit_and_the_group_is_not_for_strangers(group):
    group.record(clock.today(), counted=40_000)
    page = text(group.browser("unit").get(group.address))
    assert "Siti Aminah" not in page and "KSM Sumber Rejeki" in page
    assert group.browser("unit").get(f"{group.address}anggota/").status_code == 403
    other = a_group.make(title="KSM Mawar", many=1, prefix="mawar-")
    assert other.browser("sri").get(other.address).status_code == 200
    assert other.browser("sri").get(group.address).status_code == 404


def test_a_member_joins_and_a_wrong_nik_is_refused_without_being_shown(group):
    browser, address = group.browser("sri"), f"{group.address}anggota/baru/"
    form = {"nama": "Wiji", "kelamin": "P", "masuk": clock.today().isoformat(), "nik": "123"}
    refused = browser.post(address, form)
    assert refused.status_code == 422
    assert browser.post(address, {**form, "nik": ""}).status_code == 302
    assert "Wiji" in text(browser.get(f"{group.address}anggota/"))


def test_the_aturan_main_is_agreed_anew_from_the_form(group):
    form = {
        "pertemuan-irama": "bulanan",
        "pertemuan-hari": "Minggu",
        "simpanan-wajib": "ya",
        "simpanan-wajib-jumlah": "20.000",
        "simpanan-wajib-irama": "bulanan",
        "denda-0-sebab": "alpa",
        "denda-0-jumlah": "2.000",
        "sejak": clock.today().isoformat(),
        "setuju": [str(one) for one in group.members],
    }
    assert group.browser("siti").post(f"{group.address}aturan/", form).status_code == 302
    found = selectors.group(group.id, by=a_group.MACHINE).setting
    assert found is not None and found.rules.compulsory.amount == 20_000 and found.rules.fines[0].reason == "alpa"


def workbook(rows: list[list[str]]) -> BytesIO:
    found = BytesIO()
    with xlsxwriter.Workbook(found) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    found.seek(0)
    found.name = "anggota.xlsx"
    return found


def test_an_import_is_tried_first_reports_its_rows_and_takes_all_or_none(group):
    browser, address, day = group.browser("sri"), f"{group.address}anggota/impor/", clock.today().isoformat()
    head = ["nama", "kelamin", "masuk"]
    before = len(selectors.members(group.id, by=a_group.MACHINE))
    bad = browser.post(address, {"berkas": workbook([head, ["Wiji", "P", day], ["Joko", "?", day]]), "cara": "simpan"})
    assert bad.status_code == 422 and "tidak diterima" in text(bad)
    good = [head, ["Wiji", "P", day], ["Joko", "L", day]]
    assert "2 baris dapat diterima" in text(browser.post(address, {"berkas": workbook(good), "cara": "coba"}))
    assert len(selectors.members(group.id, by=a_group.MACHINE)) == before
    assert "2 baris disimpan" in text(browser.post(address, {"berkas": workbook(good), "cara": "simpan"}))
    assert len(selectors.members(group.id, by=a_group.MACHINE)) == before + 2


def test_the_register_of_a_village_and_the_agreement_of_both_sides(group):
    browser, address = group.browser("budi"), f"/ksm/desa/{a_group.DESA}/"
    day = clock.today().isoformat()
    assert browser.post(f"{address}kelompok/", {"nama": "Arisan Melati", "jenis": "arisan"}).status_code == 302
    number = selectors.community_groups_in(a_group.DESA, by=a_group.MACHINE)[0].id
    for side in ("anggota", "pelaku"):
        form = {"pihak": side, "oleh": "ketua", "tanggal": day}
        assert browser.post(f"{address}kelompok/{number}/sepakat/", form).status_code == 302
    form = {
        "dari": "desa",
        "jenis": "musyawarah",
        "judul": "Musyawarah dusun",
        "tanggal": day,
        "kelompok": str(group.id),
    }
    assert browser.post(f"{address}kegiatan/", form).status_code == 302
    page = text(browser.get(address))
    assert "1 disepakati" in page and "Musyawarah dusun" in page
    assert f'Ikut: <a href="/ksm/{group.id}/">KSM Sumber Rejeki</a>' in page


def test_a_group_is_registered_by_who_may_and_by_nobody_else(group):
    form = {"nama": "KSM Baru", "desa": a_group.DESA, "jenis": "KSM", "asal": "baru", "ikatan": "domisili"}
    assert group.browser("sri").post("/ksm/baru/", form).status_code == 404
    answer = group.browser("budi").post("/ksm/baru/", form)
    assert answer.status_code == 302 and "KSM Baru" in text(group.browser("budi").get("/ksm/"))


def test_a_planned_meeting_offers_its_agenda_and_is_called_off_with_a_reason(group):
    browser = group.browser("sri")
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    form = {"tanggal": tomorrow, "agenda": "Pelatihan\nArisan"}
    assert browser.post(f"{group.address}rapat/rencana/", form).status_code == 302
    assert "Pelatihan" in text(browser.get(f"{group.address}rapat/1/"))
    assert browser.post(f"{group.address}rapat/1/batal/", {"alasan": "banjir"}).status_code == 302
    page = text(browser.get(f"{group.address}rapat/1/"))
    assert "Batal</span>" in page and "banjir" in page


def test_the_score_card_shows_the_records_behind_its_figures(group):
    group.record(clock.today() - timedelta(days=7), counted=40_000)
    page = text(group.browser("sri").get(group.address))
    assert "Panca Sutra" in page and "4 dari 4 hadir" in page and "Belum dicatat" in page


def test_an_activity_and_a_profile_are_written_and_shown(group):
    browser, day = group.browser("sri"), clock.today().isoformat()
    form = {"kegiatan": "Pelatihan gula semut", "bidang": "ekonomi", "tanggal": day, "peran": ["ekonomi"]}
    assert browser.post(f"{group.address}kegiatan/", form).status_code == 302
    profile = {"tujuan": "Mengolah gula semut", "visi": "Sejahtera", "misi": "Menabung", "ikatan": "kegiatan"}
    assert browser.post(f"{group.address}profil/", profile).status_code == 302
    assert "4 anggota. Mengolah gula semut." in text(browser.get(group.address))
    done = text(browser.get(f"{group.address}rencana/"))
    assert "Pelatihan gula semut" in done and "Peran: pendorong pertumbuhan ekonomi masyarakat" in done
