"""Registers of a village in the browser, the list of groups, and regions beside each other."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import a_group
import made_people
import openpyxl
import pytest
import xlsxwriter
from markup import closed_up

from swadaya.core import clock
from swadaya.ksm import selectors, services
from swadaya.ksm.values import NewMember

pytestmark = pytest.mark.django_db
DESA = a_group.DESA
VILLAGE = f"/ksm/desa/{DESA}/"


def text(answer: Any) -> str:
    return closed_up(answer.content.decode())


def auditor(region: str = "", name: str = "wati") -> Any:
    one = made_people.person(name, "auditor", region=region)
    return made_people.signed_in(one, totp_secret=made_people.with_second_step(one))


def today() -> str:
    return clock.today().isoformat()


def community(name: str = "Arisan RT 2") -> Any:
    return next(one for one in selectors.community_groups_in(DESA, by=a_group.MACHINE) if one.name == name)


def test_a_group_of_the_village_is_listed_agreed_by_both_sides_and_becomes_a_ksm(group):
    browser = group.browser("budi")
    browser.post(f"{VILLAGE}kelompok/", {"nama": "Arisan RT 2", "jenis": "arisan", "anggota": "25"})
    number = community().id
    early = browser.post(f"{VILLAGE}kelompok/{number}/ksm/", {"ksm": str(group.id)})
    assert early.status_code == 422 and "kesepakatan" in text(early)
    for side, whom in (("anggota", "berita acara 3"), ("pelaku", "relawan dan BKM")):
        sent = {"pihak": side, "oleh": whom, "tanggal": today()}
        assert browser.post(f"{VILLAGE}kelompok/{number}/sepakat/", sent).status_code == 302
    page = text(browser.get(VILLAGE))
    assert "berita acara 3" in page and "relawan dan BKM" in page and "Jadikan KSM" in page
    assert "1 disepakati untuk didampingi" in page
    assert "berita acara 3" in text(browser.get(f"{VILLAGE}kelompok/{number}/sepakat/"))
    assert browser.post(f"{VILLAGE}kelompok/{number}/ksm/", {"ksm": str(group.id)}).status_code == 302
    assert community().ksm_id == group.id
    page = text(browser.get(VILLAGE))
    assert f'<a href="{group.address}">Arisan RT 2</a>' in page
    assert f'href="kelompok/{number}/sepakat/">Perbaiki' in page  # a name that was written can be taken out
    sent = {"pihak": "anggota", "oleh": "Siti Aminah", "tanggal": today()}
    named = browser.post(f"{VILLAGE}kelompok/{number}/sepakat/", sent)
    assert named.status_code == 422 and "Memuat nama orang" in text(named)
    sent["oleh"] = "ketua arisan"
    assert browser.post(f"{VILLAGE}kelompok/{number}/sepakat/", sent).status_code == 302
    assert community().members_agreed_by == "ketua arisan"


@pytest.mark.parametrize("many", ["dua puluh", "-3", "1,5"])
def test_a_number_of_members_that_is_none_is_refused_and_stays_in_the_field(group, many):
    answer = group.browser("budi").post(f"{VILLAGE}kelompok/", {"nama": "Arisan", "jenis": "arisan", "anggota": many})
    assert answer.status_code == 422 and f'value="{many}"' in text(answer)
    assert not selectors.community_groups_in(DESA, by=a_group.MACHINE)


def test_who_counts_as_active_is_said_with_its_reasons_and_changes_when_an_activity_is_withdrawn(group):
    browser = group.browser("budi")
    assert "belum tercatat ikut kegiatan lembaga" in text(browser.get(VILLAGE))
    sent = {
        "dari": "bkm",
        "jenis": "pelatihan",
        "judul": "Pelatihan pembukuan",
        "tanggal": today(),
        "bukti": "daftar hadir 7",
        "saksi": "ya",
        "kelompok": [str(group.id)],
    }
    assert browser.post(f"{VILLAGE}kegiatan/", sent).status_code == 302
    page = text(browser.get(VILLAGE))
    assert "Aturan main disepakati; ikut 1 kegiatan lembaga" in page and "Bukti: disaksikan" in page
    assert "1 dari 1 KSM dihitung aktif" in page and "Bukti: daftar hadir 7" in page
    [made] = selectors.institution_activities_in(DESA, by=a_group.MACHINE, year=clock.today().year)
    asked = text(browser.get(f"{VILLAGE}kegiatan/{made.id}/batal/"))
    assert "KSM Sumber Rejeki" in asked and "tidak dapat ditarik" in asked
    assert browser.post(f"{VILLAGE}kegiatan/{made.id}/batal/", {"alasan": ""}).status_code == 422
    assert browser.post(f"{VILLAGE}kegiatan/{made.id}/batal/", {"alasan": "tercatat dua kali"}).status_code == 302
    page = text(browser.get(VILLAGE))
    assert "Dibatalkan: tercatat dua kali" in page and "0 dari 1 KSM dihitung aktif" in page


def test_a_group_that_had_not_begun_on_the_day_is_refused_and_what_was_typed_stays(group):
    day = (clock.today() - timedelta(days=400)).isoformat()
    sent = {"dari": "desa", "jenis": "musyawarah", "judul": "Musrenbang", "tanggal": day, "kelompok": [str(group.id)]}
    answer = group.browser("budi").post(f"{VILLAGE}kegiatan/", sent)
    page = text(answer)
    assert answer.status_code == 422 and "KSM Sumber Rejeki belum berdiri" in page
    assert 'value="Musrenbang"' in page and f'value="{group.id}" checked' in page


def test_bkm_and_units_are_registered_and_a_unit_leads_to_its_book(group):
    browser = group.browser("budi")
    assert browser.post(f"{VILLAGE}lembaga/", {"jenis": "BKM", "nama": "BKM Lestari"}).status_code == 302
    [bkm] = selectors.bkm_in(DESA, by=a_group.MACHINE)
    assert "BKM Lestari" in text(browser.get(f"{VILLAGE}lembaga/"))
    browser.post(f"{VILLAGE}lembaga/", {"jenis": "UPK", "nama": "UPK Lestari", "bkm": str(bkm.id)})
    [unit] = selectors.units_in(DESA, by=a_group.MACHINE)
    assert unit.bkm == "BKM Lestari"
    again = browser.post(f"{VILLAGE}lembaga/", {"jenis": "BKM", "nama": "bkm lestari"})
    assert again.status_code == 422 and "yang belum terdaftar" in text(again)
    bad = browser.post(f"{VILLAGE}lembaga/", {"jenis": "BKM", "nama": "BKM Dua", "berdiri": "kemarin"})
    assert bad.status_code == 422 and 'id="e-berdiri"' in text(bad)
    assert f'href="/buku/unit/{unit.id}/"' in text(browser.get(VILLAGE))


@pytest.mark.parametrize("year", ["1066", "abc", "9999", "2010", ""])
def test_any_year_in_the_address_is_answered(group, year):
    assert group.browser("budi").get(f"{VILLAGE}?tahun={year}").status_code == 200
    browser = auditor("33", name=f"tahun{year or 'kosong'}")
    assert browser.get(f"/ksm/wilayah/33/?tahun={year}").status_code == 200


def test_a_unit_reads_the_registers_and_changes_nothing(group):
    number = services.list_community_group(DESA, name="Arisan RT 2", kind="arisan", by=a_group.MACHINE)
    browser = group.browser("unit")
    page = text(browser.get(VILLAGE))
    assert "Arisan RT 2" in page and "Tambah kelompok" not in page and "Batalkan" not in page
    for address in ("kelompok/", f"kelompok/{number}/sepakat/", f"kelompok/{number}/ksm/", "kegiatan/", "lembaga/"):
        assert browser.post(f"{VILLAGE}{address}", {}).status_code == 403
        assert browser.get(f"/ksm/desa/{made_people.FAR}/{address}").status_code == 404


def test_an_analyst_of_the_nation_goes_down_to_a_village(group):
    browser = auditor()
    assert 'href="/ksm/wilayah/"' in text(browser.get("/ksm/"))
    for address, down in (
        ("/ksm/wilayah/", "/ksm/wilayah/33/"),
        ("/ksm/wilayah/33/", "/ksm/wilayah/3304/"),
        ("/ksm/wilayah/3304/", "/ksm/wilayah/330409/"),
        ("/ksm/wilayah/330409/", VILLAGE),
    ):
        answer = browser.get(address)
        assert answer.status_code == 200 and f'href="{down}"' in text(answer)
    assert "1 kelompok berjalan" in text(answer)
    assert browser.get(f"/ksm/wilayah/{DESA}/").status_code == 404


def test_poverty_is_told_of_a_region_and_not_of_a_few_people(group):
    for number in range(11):
        one = NewMember(f"Orang {number}", "P", clock.today(), poor=number < 5, poor_source="PS2")
        services.join_member(group.id, member=one, by=a_group.MACHINE)
        if number == 8:
            assert ">55,6<" not in text(auditor("33", name="dini").get("/ksm/wilayah/33/"))  # four are not poor
    page = text(auditor("33").get("/ksm/wilayah/33/"))
    assert "Miskin (%)" in page and page.count(">45,5<") == 2  # the kabupaten and the sum: 5 of 11


def test_who_may_not_know_members_is_not_told_of_the_poor_of_a_group(group):
    one = NewMember("Wagiyem", "P", clock.today(), poor=True, poor_source="PS2")
    services.join_member(group.id, member=one, by=a_group.MACHINE)
    assert "1 dari keluarga miskin" in text(group.browser("budi").get(group.address))
    assert "miskin" not in text(group.browser("unit").get(group.address))


def test_who_sees_a_part_does_not_see_the_overview_of_the_whole(group):
    browser = auditor("3304")
    assert [browser.get(f"/ksm/wilayah/{code}").status_code for code in ("", "33/", "3304/", "3305/", "51/")] == [
        404,
        404,
        200,
        404,
        404,
    ]
    page = text(browser.get("/ksm/wilayah/330409/"))
    assert 'href="/ksm/wilayah/3304/"' in page and 'href="/ksm/wilayah/33/"' not in page


def test_the_list_is_narrowed_counted_and_goes_on(group):
    for number in range(60):
        services.register_group(made_people.SISTER, name=f"SPP {number:02}", kind="SPP", by=a_group.MACHINE)
    browser = auditor()
    first = text(browser.get("/ksm/"))
    assert "61 kelompok yang Anda" in first and first.count('scope="row">') == 50
    following = first.split('href="?sesudah=')[1].split('"')[0]
    second = text(browser.get(f"/ksm/?sesudah={following}"))
    assert second.count('scope="row">') == 11 and "Kembali ke awal" in second
    assert "60 kelompok yang cocok" in text(browser.get("/ksm/?jenis=SPP"))
    assert "1 kelompok di Desa" in text(browser.get(f"/ksm/?wilayah={DESA}"))
    assert "Tidak ada kelompok yang cocok" in text(browser.get("/ksm/?wilayah=apa&cari=x"))
    assert browser.get("/ksm/?sesudah=%00-99999999999999999999").status_code == 200


def test_the_list_is_taken_away_as_a_table_that_names_nobody(group):
    services.register_group(made_people.SISTER, name="=1+1", kind="SPP", by=a_group.MACHINE)
    browser = auditor()
    answer = browser.get("/ksm/kelompok.csv?wilayah=33")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode())))
    assert rows[0] == ["kode_desa", "desa", "kelompok", "jenis", "keadaan", "anggota", "rapat_terakhir"]
    assert [(row[0], row[2], row[5]) for row in rows[1:]] == [
        ("33.04.09.2011", "KSM Sumber Rejeki", "4"),
        ("33.04.09.2012", "'=1+1", "0"),
    ]
    sheet = openpyxl.load_workbook(io.BytesIO(browser.get("/ksm/kelompok.xlsx?jenis=SPP").content)).active
    assert [cell.value for cell in sheet["C"]] == ["kelompok", "=1+1"] and sheet["C2"].data_type == "s"
    assert not any(name in str(rows) for name in a_group.NAMES)
    assert len(b"".join(group.browser("unit").get("/ksm/kelompok.csv?wilayah=51").streaming_content).splitlines()) == 1


def workbook(*rows: Any) -> io.BytesIO:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    out.seek(0)
    out.name = "kelompok.xlsx"
    return out


def test_an_import_says_of_every_bad_row_where_and_why(group):
    browser, heads = group.browser("budi"), ("desa", "nama", "berdiri")
    bad = workbook(
        heads,
        ("33.04.09.9999", "KSM A", ""),
        (DESA, "KSM B", "1066-10-14"),
        (made_people.FAR, "KSM C", ""),
        (DESA, "", ""),
        (DESA, "KSM D", ""),
    )
    answer = browser.post("/ksm/impor/", {"berkas": bad, "cara": "simpan"})
    page = text(answer)
    assert answer.status_code == 422
    for row, column in ((2, "desa"), (3, "berdiri"), (4, "desa"), (5, "nama")):
        assert f'<td class="num">{row}</td><td>{column}</td>' in page
    assert selectors.count_groups(DESA, by=a_group.MACHINE) == 1


@pytest.mark.parametrize(
    ("content", "said"), [(b"", "rusak"), (b"desa,nama\n3304092011,KSM A\n", "rusak"), (b"PK\x03\x04kosong", "rusak")]
)
def test_a_file_that_is_no_workbook_is_refused_with_a_reason(group, content, said):
    upload = io.BytesIO(content)
    upload.name = "kelompok.xlsx"
    answer = group.browser("budi").post("/ksm/impor/", {"berkas": upload, "cara": "coba"})
    assert answer.status_code == 422 and "tidak diterima" in text(answer)


def test_a_workbook_with_other_columns_or_no_rows_is_refused_with_a_reason(group):
    browser = group.browser("budi")
    for book, said in (
        (workbook(("kota", "kelompok"), ("a", "b")), "kolom desa, nama"),
        (workbook(("desa", "nama")), "baris"),
    ):
        answer = browser.post("/ksm/impor/", {"berkas": book, "cara": "coba"})
        assert answer.status_code == 422 and said in text(answer)
    assert browser.post("/ksm/impor/", {"cara": "coba"}).status_code == 422
