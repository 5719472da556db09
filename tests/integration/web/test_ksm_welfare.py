"""Welfare bodies in the browser: registered, counted, listed, ended, imported; who may do it where."""

from __future__ import annotations

import io
from typing import Any

import a_group
import made_people
import pytest
import xlsxwriter
from markup import closed_up

from swadaya.core import clock
from swadaya.ksm import selectors, services

pytestmark = pytest.mark.django_db
MACHINE = a_group.MACHINE


@pytest.fixture(autouse=True)
def regions(standing_regions: None, home: Any) -> None:
    """The list of regions is loaded."""


def text(answer: Any) -> str:
    return closed_up(answer.content.decode())


def administrator(region: str = "33") -> Any:
    one = made_people.person(f"tata{region}", "administrator", region=region)
    return made_people.signed_in(one, totp_secret=made_people.with_second_step(one))


def register(browser: Any, **said: Any) -> Any:
    first = {"jenis": "LKS", "nama": "Panti Asih", "wilayah": "33.04", "badan_hukum": "", "berdiri": ""}
    return browser.post("/ksm/sosial/baru/", first | said)


def test_a_province_registers_its_bkkks_and_writes_down_what_it_does(settings):
    browser = administrator()
    assert 'value="33"' in text(browser.get("/ksm/sosial/baru/?wilayah=33"))
    made = register(browser, jenis="BKKKS", nama="BKKKS Jawa Tengah", wilayah="33")
    address = made["Location"]
    sent = {"kegiatan": "Forum tahunan", "tanggal": clock.today().isoformat(), "tugas": ["forum", "koordinasi"]}
    assert browser.post(f"{address}kegiatan/", sent).status_code == 302
    page = text(browser.get(address))
    assert "Forum tahunan" in page and "Forum komunikasi dan konsultasi" in page
    second = register(browser, jenis="BKKKS", nama="BKKKS Tandingan", wilayah="33")
    assert second.status_code == 422
    assert "BKKKS Jawa Tengah" in text(second) and "satu BKKKS di satu provinsi" in text(second)
    assert register(browser, jenis="BKKKS", nama="BKKKS Kabupaten", wilayah="33.04").status_code == 422


def test_counts_go_from_the_nation_to_a_province_and_its_kabupaten():
    browser = administrator()
    register(browser, nama="Panti Asih", badan_hukum="yayasan", layanan=["rehabilitasi", "jaminan"])
    register(browser, nama="Paguyuban Rukun", wilayah="33")
    services.register_welfare_body("5101", name="Panti Jauh", kind="LKS", by=MACHINE)
    nation = text(browser.get("/ksm/sosial/"))
    assert "0 BKKKS dan 3 LKS, 1 LKS di antaranya berbadan hukum" in nation
    assert 'href="/ksm/sosial/33/"' in nation and 'href="/ksm/sosial/51/"' in nation
    assert "Panti Asih" in nation and "Panti Jauh" not in nation  # counts are for all, the list is of one's own region
    province = text(browser.get("/ksm/sosial/33/"))
    assert 'href="/ksm/sosial/3304/"' in province and "0 BKKKS dan 1 LKS" in province
    assert "Panti Asih" in text(browser.get("/ksm/sosial/3304/?layanan=jaminan"))
    assert "Paguyuban" not in text(browser.get("/ksm/sosial/33/?layanan=jaminan"))
    assert browser.get("/ksm/sosial/330409/").status_code == 404


def test_a_body_changes_and_ends_on_pages_of_their_own():
    browser = administrator()
    address = register(browser, layanan=["jaminan"])["Location"]
    assert 'value="jaminan" checked' in text(browser.get(f"{address}ubah/"))
    browser.post(f"{address}ubah/", {"badan_hukum": "yayasan", "layanan": ["perlindungan"]})
    assert "Yayasan" in text(browser.get(address)) and "Perlindungan sosial" in text(browser.get(address))
    assert "tidak dihitung lagi" in text(browser.get(f"{address}bubar/"))
    assert browser.post(f"{address}bubar/", {"tanggal": "", "alasan": "tutup"}).status_code == 422
    assert (
        browser.post(f"{address}bubar/", {"tanggal": clock.today().isoformat(), "alasan": "tutup"}).status_code == 302
    )
    page = text(browser.get(address))
    assert "Bubar pada" in page and "Catat kegiatan" not in page
    assert selectors.welfare_counts("33").lks == 0
    assert "Panti Asih" not in text(browser.get("/ksm/sosial/33/"))
    assert "Panti Asih" in text(browser.get("/ksm/sosial/33/?bubar=ya"))


def test_what_was_typed_stays_when_it_is_refused():
    answer = register(administrator(), nama="", badan_hukum="yayasan", layanan=["jaminan"], berdiri="kemarin")
    page = text(answer)
    assert answer.status_code == 422
    assert 'value="yayasan"' in page and 'value="jaminan" checked' in page and 'value="kemarin"' in page


def test_who_sees_a_region_does_not_register_there_and_nobody_outside():
    made = services.register_welfare_body("33", name="Panti Asih", kind="LKS", by=MACHINE)
    one = made_people.person("rina", "pemeriksa-provinsi", region="33")
    viewer = made_people.signed_in(one, totp_secret=made_people.with_second_step(one))
    page = text(viewer.get("/ksm/sosial/33/"))
    assert "Panti Asih" in page and "Daftarkan lembaga" not in page
    assert viewer.get("/ksm/sosial/baru/").status_code == 403
    assert viewer.post(f"/ksm/sosial/lembaga/{made}/bubar/", {}).status_code == 403
    assert administrator("51").get(f"/ksm/sosial/lembaga/{made}/").status_code == 404
    assert register(administrator("3304"), wilayah="33").status_code == 404
    village = made_people.signed_in(made_people.person("parto", "relawan", region=made_people.DESA))
    assert register(village, wilayah=made_people.DESA, nama="Warga Peduli").status_code == 302
    secretary = made_people.signed_in(made_people.person("warga1", "warga", region=made_people.DESA))
    assert secretary.get("/ksm/sosial/").status_code == 404


def test_a_list_of_lks_is_tried_and_then_taken_in():
    def book(*rows: Any) -> io.BytesIO:
        out = io.BytesIO()
        with xlsxwriter.Workbook(out) as made:
            sheet = made.add_worksheet()
            for number, row in enumerate((("wilayah", "nama", "badan hukum", "layanan"), *rows)):
                sheet.write_row(number, 0, row)
        out.seek(0)
        out.name = "lks.xlsx"
        return out

    browser = administrator()
    good = [("33.04", f"Panti {number}", "yayasan", "rehabilitasi, jaminan") for number in range(300)]
    bad = browser.post("/ksm/sosial/impor/", {"berkas": book(*good, ("51.01", "Panti Jauh", "", "")), "cara": "simpan"})
    assert bad.status_code == 422 and '<td class="num">302</td><td>wilayah</td>' in text(bad)
    assert selectors.welfare_counts().lks == 0
    tried = browser.post("/ksm/sosial/impor/", {"berkas": book(*good), "cara": "coba"})
    assert "300 baris dapat diterima" in text(tried) and selectors.welfare_counts().lks == 0
    assert "300 baris disimpan" in text(browser.post("/ksm/sosial/impor/", {"berkas": book(*good), "cara": "simpan"}))
    assert selectors.welfare_counts("33").by_service["jaminan"] == 300
    first = text(browser.get("/ksm/sosial/33/"))
    assert first.count("/ksm/sosial/lembaga/") == 100 and "sesudah=" in first


def test_who_sees_bodies_and_registers_none_is_told_so_and_a_stranger_finds_nothing():
    group = a_group.make(many=1)
    for address in ("/ksm/sosial/baru/", "/ksm/sosial/impor/"):
        assert group.browser("unit").get(address).status_code == 403
        assert group.browser("unit").post(address, {}).status_code == 403
        assert group.browser("sri").get(address).status_code == 404
