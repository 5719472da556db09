"""Verification, publication and the cycle's own pages."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import a_year
import pytest
from a_year import DESA, KECAMATAN, Year
from small_nation import text_of
from standing import layer
from whole_form import WHOLE

from swadaya.core import clock


def make_waiting(year: Year) -> Year:
    odd = {**WHOLE, "meter_sma": "90000"}
    for number, desa in enumerate(others(6)):
        year.save(odd if number == 0 else {**WHOLE, "meter_sma": str(7000 + 100 * number)}, desa=desa)
        year.submit(desa)
    year.save()
    year.submit()
    return year


standing_waiting = layer("standing_waiting", make_waiting, on="standing_year")


@pytest.fixture
def waiting(standing_waiting: Year) -> Year:
    """Seven villages that wait for the kecamatan, one of them with odd answers."""
    return standing_waiting


def others(count: int) -> list[str]:
    return [code for code in a_year.villages() if code != DESA][:count]


def key() -> str:
    from swadaya.pendataan.services import new_key

    return str(new_key())


def queue(year: Year, kecamatan: str = KECAMATAN) -> str:
    return f"/kerja/periksa/{year.cycle_id}/{kecamatan}/"


def village(year: Year, desa: str = DESA) -> str:
    return f"/kerja/periksa/{year.cycle_id}/{desa}/"


# --- The list of a kecamatan -----------------------------------------------------------------------------------------


def test_the_most_striking_village_that_waits_stands_first_with_its_sentence(waiting: Year) -> None:
    page = text_of(waiting.client("kecamatan").get(queue(waiting)))
    places = [page.index(f'value="{desa}:') for desa in others(6)]
    assert places[0] == min(places)
    assert "Akses ke SMA/SMK: 90.000, sedangkan median" in page
    assert "7 menunggu pemeriksaan Anda" in page


def test_the_list_is_filtered_by_state(waiting: Year) -> None:
    client = waiting.client("kecamatan")
    assert 'type="checkbox"' not in text_of(client.get(queue(waiting), {"keadaan": "kosong"}))
    assert text_of(client.get(queue(waiting), {"keadaan": "diajukan"})).count('name="desa"') == 7


def test_a_larger_region_shows_its_parts_and_how_many_wait(waiting: Year) -> None:
    waiting.verify("kecamatan")
    page = text_of(waiting.client("kabupaten").get(queue(waiting)))
    assert "1 menunggu pemeriksaan Anda" in page
    assert waiting.client("kabupaten").get(queue(waiting, "3304")).status_code == 404  # the cycle is one kecamatan's


def test_nothing_is_verified_at_once_before_the_standouts_were_repeated(waiting: Year) -> None:
    client, odd = waiting.client("kecamatan"), others(1)[0]
    chosen = {"desa": [f"{odd}:{waiting.page(odd).version}", f"{DESA}:{waiting.page().version}"]}
    page = text_of(client.post(f"{queue(waiting)}banyak/", chosen))
    assert "Verifikasi 2 desa?" in page
    assert "Akses ke SMA/SMK: 90.000" in page
    assert waiting.page().state == "diajukan"
    page = text_of(client.post(f"{queue(waiting)}banyak/", chosen | {"yakin": "ya"}))
    assert "2 dari 2 desa diverifikasi" in page
    assert (waiting.page().state, waiting.page(odd).state) == ("kecamatan", "kecamatan")


def test_a_village_that_changed_meanwhile_is_named_and_the_others_go_on(waiting: Year) -> None:
    other = others(1)[0]
    chosen = {"desa": [f"{other}:{waiting.page(other).version}", f"{DESA}:0"], "yakin": "ya"}
    page = text_of(waiting.client("kecamatan").post(f"{queue(waiting)}banyak/", chosen))
    assert "1 dari 2 desa diverifikasi" in page
    assert "diajukan oleh Ibu Operator" in page
    assert (waiting.page(other).state, waiting.page().state) == ("kecamatan", "diajukan")


def test_nobody_chosen_is_said(waiting: Year) -> None:
    client = waiting.client("kecamatan")
    client.post(f"{queue(waiting)}banyak/")
    assert "Belum ada desa yang dipilih" in text_of(client.get(queue(waiting)))


def test_an_auditor_reads_and_chooses_nothing(waiting: Year) -> None:
    client = waiting.client("auditor")
    page = text_of(client.get(queue(waiting)))
    assert "Desa Sigeblog" in page and "Verifikasi yang dipilih" not in page
    assert "Kembalikan ke desa" not in text_of(client.get(village(waiting)))


# --- One village -----------------------------------------------------------------------------------------------------


def test_answers_stand_beside_score_last_year_and_median(waiting: Year) -> None:
    from swadaya.accounts.rules.access import system
    from swadaya.pendataan import services
    from swadaya.pendataan.values import Said

    before = services.open_cycle(
        a_year.METHOD, year=2023, region=KECAMATAN, by=system("uji"), phases=waiting.page().cycle.phases
    )
    services.save_answers(before.id, desa=DESA, answers=[Said(key(), "bidan", "1")], by=system("uji"))
    page = text_of(waiting.client("kecamatan").get(village(waiting)))
    row = page[page.index('id="k-bidan"') : page.index('id="k-nakes_lain"')]
    assert "<b>2 orang</b>" in row
    assert "tahun lalu 1 orang" in row
    assert "median kecamatan 2 orang" in row
    assert "Skor 5 dari 5" in row


def test_a_form_is_verified_once_also_when_the_button_is_pressed_twice(waiting: Year) -> None:
    client, version, one_key = waiting.client("kecamatan"), str(waiting.page().version), key()
    for _ in range(2):
        answer = client.post(f"{village(waiting)}sah/", {"tingkat": "kecamatan", "versi": version, "kunci": one_key})
        assert answer.status_code == 302
    assert [step.verb for step in waiting.page().steps].count("periksa-kecamatan") == 1


def test_who_comes_second_is_told_who_was_first_and_what_they_did(waiting: Year) -> None:
    version = str(waiting.page().version)
    waiting.verify("kecamatan")
    answer = waiting.client("kecamatan").post(
        f"{village(waiting)}kembalikan/", {"versi": version, "alasan": "Periksa bidan.", "kunci": key()}
    )
    assert answer.status_code in (403, 409)
    assert waiting.page().state == "kecamatan"
    answer = waiting.client("kabupaten").post(
        f"{village(waiting)}sah/", {"tingkat": "kabupaten", "versi": version, "kunci": key()}
    )
    page = text_of(answer)
    assert answer.status_code == 409
    assert "Isian sudah berubah" in page
    assert "diverifikasi kecamatan oleh Ibu Kecamatan" in page
    assert waiting.page().state == "kecamatan"


def test_a_return_without_a_reason_is_refused_in_a_sentence(waiting: Year) -> None:
    answer = waiting.client("kecamatan").post(
        f"{village(waiting)}kembalikan/", {"versi": str(waiting.page().version), "alasan": " ", "kunci": key()}
    )
    assert answer.status_code == 422
    assert "alasan yang dapat dipahami pengisi" in text_of(answer)


def test_who_answered_may_not_verify_and_reads_why(waiting: Year) -> None:
    from swadaya.accounts import services as accounts
    from swadaya.accounts.rules.access import system

    accounts.give_role(
        by=system("uji"), person_id=waiting.people["operator"], role="pemeriksa-kecamatan", region=KECAMATAN
    )
    client = waiting.client("operator")
    assert "Anda sudah mengisi isian ini" in text_of(client.get(village(waiting)))
    answer = client.post(
        f"{village(waiting)}sah/", {"tingkat": "kecamatan", "versi": str(waiting.page().version), "kunci": key()}
    )
    assert answer.status_code == 422
    assert "Anda sudah mengisi isian ini" in text_of(answer)
    assert waiting.page().state == "diajukan"


# --- The cycle -------------------------------------------------------------------------------------------------------


def test_progress_counts_every_village_once(waiting: Year) -> None:
    page = text_of(waiting.client("nasional").get(waiting.base))
    assert "0 dari 17 desa sudah diverifikasi sampai provinsi; 7 sedang diperiksa, 10 belum mengajukan." in page


def test_villages_that_are_late_are_listed_when_entry_has_closed(nation: Any) -> None:
    late = a_year.begin(first_day=-30, last_day=-1)
    page = text_of(late.client("nasional").get(late.base))
    section = page[page.index("<h2>Terlambat</h2>") :]
    assert "Desa Sigeblog" in section


def test_a_verifier_is_led_to_the_own_region(year: Year) -> None:
    assert year.client("operator").get(year.base).headers["Location"] == year.form


def test_a_cycle_is_opened_with_the_calendar_of_its_year(year: Year) -> None:
    client = year.client("nasional")
    wanted = {"metode": a_year.METHOD, "tahun": "2022", "wilayah": "33.04.10"}
    answer = client.post("/kerja/pendataan/buka/", wanted)
    assert answer.status_code == 302
    assert "1 April 2022 sampai 14 Juni 2022" in text_of(client.get(answer.headers["Location"]))
    again = client.post("/kerja/pendataan/buka/", wanted)
    assert again.status_code == 422
    assert "belum didata tahun itu" in text_of(again)


def test_a_method_outside_its_years_wants_a_note_and_keeps_what_was_typed(year: Year) -> None:
    wanted = {"metode": a_year.METHOD, "tahun": "2026", "wilayah": "33.04.10", "judul": "Coba"}
    answer = year.client("nasional").post("/kerja/pendataan/buka/", wanted)
    page = text_of(answer)
    assert answer.status_code == 422
    assert 'value="Coba"' in page and 'value="2026"' in page and "catatan mengapa tetap dipakai" in page


def test_only_who_manages_cycles_opens_one(year: Year) -> None:
    assert year.client("kecamatan").get("/kerja/pendataan/buka/").status_code in (403, 404)


def test_the_calendar_is_changed_with_a_reason(year: Year) -> None:

    client, here = year.client("nasional"), f"{year.base}jadwal/"
    closes = clock.today() + timedelta(days=40)
    wanted = {"tahap": "penetapan", "buka": str(clock.today()), "tutup": str(closes)}
    assert client.post(here, wanted).status_code == 422
    assert client.post(here, wanted | {"tutup": "31-2"}).status_code == 422
    assert client.post(here, wanted | {"alasan": "Menunggu dua kecamatan."}).status_code == 302
    phase = next(one for one in year.page().cycle.phases if one.stage == "penetapan")
    assert phase.closes_on == closes
    assert year.client("kecamatan").post(here, wanted | {"alasan": "x"}).status_code == 403


# --- The workbook ----------------------------------------------------------------------------------------------------


def filled(year: Year, answers: dict[str, str], **more: Any) -> Any:
    """The template of one village as its office fills it."""
    import xlsxwriter
    from django.core.files.uploadedfile import SimpleUploadedFile

    written = io.BytesIO()
    header = ["kode_desa", "tahun", *WHOLE]
    with xlsxwriter.Workbook(written) as book:
        page = book.add_worksheet("isian")
        page.write_row(0, 0, header)
        page.write_row(1, 0, [DESA, "2024", *(answers.get(column, "") for column in WHOLE)])
    upload = SimpleUploadedFile("isian.xlsx", written.getvalue())
    return year.client("pld").post(f"{year.base}{KECAMATAN}/berkas/", {"berkas": upload, **more})


def test_the_template_has_a_row_for_each_village(year: Year) -> None:
    from python_calamine import CalamineWorkbook

    answer = year.client("pld").get(f"{year.base}{KECAMATAN}/berkas/isian.xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert {row[0] for row in rows} >= set(a_year.villages())


def test_a_filled_workbook_is_taken_in(year: Year) -> None:
    page = text_of(filled(year, dict(WHOLE)))
    assert "1 desa diterima" in page and "53 jawaban tersimpan" in page
    assert year.page().answered == 53


def test_every_bad_cell_of_a_workbook_is_listed_and_nothing_is_stored(year: Year) -> None:
    answer = filled(year, {**WHOLE, "bidan": "dua", "jamban": "sungai"})
    page = text_of(answer)
    assert answer.status_code == 422
    assert "“dua” bukan angka yang dapat dibaca" in page and "“sungai” tidak ada dalam pilihan" in page
    assert "<td>bidan</td>" in page and "<td>jamban</td>" in page
    assert not year.page().answers


def test_a_file_that_is_no_workbook_is_refused(year: Year) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    upload = SimpleUploadedFile("isian.xlsx", b"kode_desa;tahun")
    answer = year.client("pld").post(f"{year.base}{KECAMATAN}/berkas/", {"berkas": upload})
    assert answer.status_code == 422
    assert "Berkas isian.xlsx tidak diterima" in text_of(answer)


# --- Publication -----------------------------------------------------------------------------------------------------


DECREE = {
    "nomor": "398.4.1/2024",
    "tanggal": "2024-07-05",
    "judul": "Status desa 2024",
    "nama1": "Nama Satu",
    "jabatan1": "Direktur Jenderal",
    "nip1": "",
    "nama2": "Nama Dua",
    "jabatan2": "Sekretaris Jenderal",
    "nip2": "",
}


def make_final(year: Year) -> Year:
    year.save()
    year.submit()
    year.verify("kecamatan", "kabupaten", "provinsi")
    return year


standing_final = layer("standing_final", make_final, on="standing_year")


@pytest.fixture
def final(standing_final: Year) -> Year:
    """One village verified to the last level."""
    return standing_final


def reasons(year: Year) -> dict[str, str]:
    from swadaya.pendataan import selectors

    found = selectors.readiness(year.cycle_id, by=year.viewer("penerbit")).findings
    return {f"alasan.{one.code}": "Menyusul." for one in found}


def test_a_decree_without_reasons_and_names_is_not_published_and_nothing_typed_is_lost(final: Year) -> None:
    here = f"/kerja/penetapan/{final.cycle_id}/"
    answer = final.client("penerbit").post(here, DECREE | {"nama2": "", "langkah": "terbitkan", "kunci": key()})
    page = text_of(answer)
    assert answer.status_code == 422
    assert "Nama penandatangan kedua belum diisi." in page
    assert "Tulis alasan untuk tetap menetapkan." in page
    assert 'value="398.4.1/2024"' in page
    assert final.page().state == "provinsi"


def test_a_decree_is_confirmed_then_published_and_open_to_all(final: Year, site: Any) -> None:
    client, here = final.client("penerbit"), f"/kerja/penetapan/{final.cycle_id}/"
    before = text_of(site.get("/indeks/penetapan/"))
    assert "Belum ada penetapan di sini" in before
    wanted = DECREE | reasons(final) | {"kunci": key()}
    assert "Terbitkan penetapan?" in text_of(client.post(here, wanted))
    assert final.page().state == "provinsi"
    answer = client.post(here, wanted | {"langkah": "terbitkan"})
    again = client.post(here, wanted | {"langkah": "terbitkan"})
    assert answer.status_code == 302
    assert again.headers.get("Location", answer.headers["Location"]) == answer.headers["Location"]
    assert final.page().state == "ditetapkan"
    assert "Keputusan nomor 398.4.1/2024" in text_of(site.get("/indeks/penetapan/"))
    number = answer.headers["Location"].rstrip("/").rpartition("/")[2]
    page = site.get(f"/indeks/penetapan/{number}/")
    assert page.headers["Cache-Control"].startswith("public")
    assert "Menyusul." in text_of(page) and "Nama Dua" in text_of(page)
    assert not page.cookies


def test_documents_are_found_under_their_own_decree_only(final: Year, plain: Any) -> None:
    from swadaya.pendataan import selectors

    client, here = final.client("penerbit"), f"/kerja/penetapan/{final.cycle_id}/"
    client.post(here, DECREE | reasons(final) | {"langkah": "terbitkan", "kunci": key()})
    (info,) = selectors.publications()
    for one in selectors.publication(info.id).documents:
        answer = plain.get(f"/indeks/penetapan/{info.id}/{one.id}.pdf")
        assert answer.content.startswith(b"%PDF-")
        assert answer.headers["Content-Type"] == "application/pdf"
        assert plain.get(f"/indeks/penetapan/{info.id + 1}/{one.id}.pdf").status_code == 404
    assert plain.get(f"/indeks/penetapan/{info.id}/999999.pdf").status_code == 404


def test_an_amendment_lists_what_changed(final: Year, site: Any) -> None:
    client, here = final.client("penerbit"), f"/kerja/penetapan/{final.cycle_id}/"
    client.post(here, DECREE | reasons(final) | {"langkah": "terbitkan", "kunci": key()})
    client.post(f"{here}buka/", {"desa": "33.04.09.2011", "alasan": "Jumlah bidan keliru."})
    assert final.page().state == "diisi"
    assert "Jumlah bidan keliru." in text_of(final.client("operator").get(final.form))
    final.save({"bidan": "0"})
    final.submit()
    final.verify("kecamatan", "kabupaten", "provinsi")
    wanted = DECREE | {"nomor": "399/2024"} | reasons(final) | {"langkah": "terbitkan", "kunci": key()}
    answer = client.post(here, wanted)
    assert answer.status_code == 302, text_of(answer)
    number = answer.headers["Location"].rstrip("/").rpartition("/")[2]
    page = text_of(site.get(f"/indeks/penetapan/{number}/"))
    assert "Perubahan ke-1" in page
    section = page[page.index('id="berubah"') :]
    assert "Sigeblog" in section and "0,8097" in section


def test_only_a_publisher_sees_the_decree_form(year: Year) -> None:
    assert year.client("nasional").get(f"/kerja/penetapan/{year.cycle_id}/").status_code == 403
    assert year.client("operator").get(f"/kerja/penetapan/{year.cycle_id}/").status_code in (403, 404)
