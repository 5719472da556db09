"""Work pages of the yearly cycle: what each role sees, forms without JavaScript, refusals in a sentence."""

from __future__ import annotations

import json
from typing import Any

import pytest
from a_year import DESA, KECAMATAN, Year
from small_nation import text_of
from whole_form import WHOLE


def key() -> str:
    from swadaya.pendataan.services import new_key

    return str(new_key())


def said(year: Year, *answers: tuple[str, str], person: str = "operator", **more: Any) -> dict[str, Any]:
    """What the page's script sends."""
    batch = [{"key": key(), "column": column, "value": value} | more for column, value in answers]
    return {"orang": str(year.people[person]), "jawaban": batch}


def send(year: Year, body: Any, *, by: str = "operator") -> Any:
    return year.client(by).post(f"{year.form}jawaban", json.dumps(body), content_type="application/json")


# --- Pekerjaan saya --------------------------------------------------------------------------------------------------


def test_an_operator_finds_the_form_of_the_own_village_with_progress_and_deadline(year: Year) -> None:
    year.save({"dokter": "1", "bidan": "2"})
    page = text_of(year.client("operator").get("/kerja/"))
    assert "1 isian desa menunggu Anda." in page
    assert f'href="{year.form}">Isi Desa Sigeblog' in page
    assert "2 dari 53 jawaban" in page
    assert "sampai " in page


def test_a_verifier_finds_how_many_wait_and_an_empty_list_says_when_it_fills(year: Year) -> None:
    client = year.client("kecamatan")
    assert "Desa muncul begitu operatornya mengajukan" in text_of(client.get("/kerja/"))
    year.save()
    year.submit()
    page = text_of(client.get("/kerja/"))
    assert "<b>1 desa</b> menunggu pemeriksaan Anda" in page
    assert f"/kerja/periksa/{year.cycle_id}/{KECAMATAN}/" in page


def test_a_verifier_with_one_step_is_sent_to_the_second(year: Year) -> None:
    page = text_of(year.client("kecamatan", second_factor=False).get("/kerja/"))
    assert "Pasang langkah kedua" in page
    assert (
        year.client("kecamatan", second_factor=False).get(f"/kerja/periksa/{year.cycle_id}/{KECAMATAN}/").status_code
        == 404
    )


def test_a_publisher_finds_how_ready_the_work_is(year: Year) -> None:
    assert "<b>0 dari 17 desa</b> sudah diverifikasi" in text_of(year.client("penerbit").get("/kerja/"))


def test_a_stranger_is_asked_to_sign_in_and_comes_back(year: Year, plain: Any) -> None:
    answer = plain.get(year.form)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/masuk/?next=")


def test_pages_of_the_work_are_kept_by_nobody(year: Year) -> None:
    assert "no-store" in year.client("operator").get(year.form).headers["Cache-Control"]


# --- The questionnaire without JavaScript ----------------------------------------------------------------------------


def test_a_section_is_saved_by_its_button_and_leads_to_the_next(year: Year) -> None:
    client = year.client("operator")
    answer = client.post(f"{year.form}isi/kesehatan/", {"dokter": "1", "bidan": " 2 ", "penduduk": "1500"})
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"{year.form}isi/pendidikan/"
    assert {column: one.value for column, one in year.page().answers.items()} == {
        "dokter": "1",
        "bidan": "2",
        "penduduk": "1500",
    }


def test_what_cannot_be_read_comes_back_as_typed_and_the_rest_is_saved(year: Year) -> None:
    answer = year.client("operator").post(f"{year.form}isi/kesehatan/", {"dokter": "dua", "bidan": "2"})
    page = text_of(answer)
    assert answer.status_code == 422
    assert 'value="dua"' in page
    assert "“dua” bukan angka yang dapat dibaca" in page
    assert 'href="#k-dokter"' in page
    assert set(year.page().answers) == {"bidan"}


def test_a_doubtful_answer_is_asked_for_its_reason_at_the_field(year: Year) -> None:
    client, here = year.client("operator"), f"{year.form}isi/kesehatan/"
    answer = client.post(here, {"peserta_bpjs": "9000", "penduduk": "1500"})
    assert answer.headers["Location"] == f"{here}#k-peserta_bpjs"
    assert "Peserta BPJS lebih banyak daripada penduduk" in text_of(client.get(here))
    more = {"peserta_bpjs": "9000", "semula.peserta_bpjs": "9000", "penduduk": "1500", "semula.penduduk": "1500"}
    client.post(here, more | {"alasan.peserta_bpjs": "Termasuk penghuni pondok."})
    assert year.page().answers["peserta_bpjs"].reason == "Termasuk penghuni pondok."
    assert "jawaban.berlawanan" not in {problem.code for problem in year.page().problems}


def test_two_answers_to_one_question_are_shown_side_by_side(year: Year) -> None:
    year.save({"bidan": "3"}, by="pld")
    answer = year.client("operator").post(f"{year.form}isi/kesehatan/", {"bidan": "4", "semula.bidan": ""})
    page = text_of(answer)
    assert answer.status_code == 422
    assert "Ibu Pld" in page and "3 orang" in page and 'value="4"' in page
    assert year.page().answers["bidan"].value == "3"


def test_unchanged_answers_are_not_said_again(year: Year) -> None:
    year.save({"bidan": "2"}, by="pld")
    year.client("operator").post(f"{year.form}isi/kesehatan/", {"bidan": "2", "semula.bidan": "2"})
    assert year.page().answers["bidan"].person_id == year.people["pld"]


def test_a_section_that_is_not_there_is_not_found(year: Year) -> None:
    assert year.client("operator").get(f"{year.form}isi/tidak-ada/").status_code == 404


def test_the_form_of_another_village_is_not_found(year: Year) -> None:
    client = year.client("tetangga")
    assert client.get(year.form).status_code == 404
    assert client.get(f"{year.form}isi/kesehatan/").status_code == 404
    assert client.post(f"{year.form}ajukan/", {"benar": "ya"}).status_code == 404


# --- Where the page's script sends answers ----------------------------------------------------------------------


def test_an_answer_sent_by_the_script_comes_back_with_its_score(year: Year) -> None:
    report = send(year, said(year, ("menit_sarkes", "45"))).json()
    assert report["hasil"][0]["status"] == "tersimpan"
    assert report["hasil"][0]["kini"]["terbaca"] == "45 menit"
    assert (report["terjawab"], report["ditanya"]) == (1, 53)
    assert report["skor"] == [{"kode": "s01", "kalimat": "Skor 4 dari 5: 31 sampai 60 menit"}]


def test_the_same_batch_twice_changes_nothing(year: Year) -> None:
    body = said(year, ("bidan", "2"), ("dokter", "1"))
    send(year, body)
    version = year.page().version
    assert [one["status"] for one in send(year, body).json()["hasil"]] == ["tersimpan", "tersimpan"]
    assert year.page().version == version


def test_another_person_on_the_phone_sends_nothing_of_the_former(year: Year) -> None:
    answer = send(year, said(year, ("bidan", "2"), person="operator"), by="pld")
    assert answer.status_code == 409
    assert "orang lain" in answer.json()["kalimat"]
    assert not year.page().answers


def test_a_signed_out_phone_is_told_so_in_json(year: Year, plain: Any) -> None:
    answer = plain.post(f"{year.form}jawaban", "{}", content_type="application/json")
    assert answer.status_code == 401
    assert "Masuk lagi" in answer.json()["kalimat"]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        '{"jawaban": 3}',
        '{"jawaban": ["x"]}',
        '{"jawaban": [{"key": "k", "column": "bidan", "value": "2"}]}',
        '{"jawaban": [{"key": 7, "column": "bidan", "value": "2"}]}',
    ],
)
def test_what_the_script_would_not_send_is_refused(year: Year, body: str) -> None:
    body = body.replace("{", f'{{"orang": "{year.people["operator"]}", ', 1)
    answer = year.client("operator").post(f"{year.form}jawaban", body, content_type="application/json")
    assert answer.status_code == 400
    assert not year.page().answers


def test_outside_its_region_the_script_finds_nothing(year: Year) -> None:
    assert send(year, said(year, ("bidan", "2"), person="tetangga"), by="tetangga").status_code == 404


def test_a_verifier_may_not_answer(year: Year) -> None:
    assert send(year, said(year, ("bidan", "2"), person="kecamatan"), by="kecamatan").status_code == 403


# --- Submitting ------------------------------------------------------------------------------------------------------


def test_the_page_to_submit_lists_what_is_missing(year: Year) -> None:
    year.save({**WHOLE, "dokter": "", "peserta_bpjs": "9000"})
    page = text_of(year.client("operator").get(f"{year.form}ajukan/"))
    assert "Masih ada 1 pertanyaan yang belum dijawab dan 1 jawaban" in page
    assert f"{year.form}isi/kesehatan/#k-dokter" in page
    assert "Ajukan ke kecamatan" not in page


def test_a_form_is_submitted_once_with_the_declaration(year: Year) -> None:
    year.save()
    client = year.client("operator")
    version, one_key = str(year.page().version), key()
    assert client.post(f"{year.form}ajukan/", {"versi": version, "kunci": one_key}).status_code == 409
    assert year.page().state == "diisi"
    for _ in range(2):
        answer = client.post(f"{year.form}ajukan/", {"versi": version, "kunci": one_key, "benar": "ya"})
        assert answer.status_code == 302
    assert [step.verb for step in year.page().steps].count("ajukan") == 1


def test_a_helper_is_told_who_submits(year: Year) -> None:
    year.save(by="pld")
    assert "mintalah operator desa mengajukan" in text_of(year.client("pld").get(f"{year.form}ajukan/"))


# --- Evidence and remarks --------------------------------------------------------------------------------------------


def test_a_file_that_is_no_evidence_is_refused_with_a_sentence(year: Year) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    svg = SimpleUploadedFile(
        "peta.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "image/png"
    )
    client = year.client("operator")
    client.post(f"{year.form}bukti/", {"kolom": "bidan", "berkas": svg})
    assert "peta.svg tidak diterima" in text_of(client.get(year.form))
    assert not year.page().evidence


def test_a_very_large_upload_is_answered_before_it_is_read(year: Year) -> None:
    answer = year.client("operator").post(
        f"{year.form}bukti/", b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(200 * 2**20)
    )
    assert answer.status_code == 413
    assert "200 MB terlalu besar; paling besar 11 MB" in text_of(answer)


def test_an_upload_without_the_token_is_still_refused(year: Year) -> None:
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.cookies = year.client("operator").cookies
    assert client.post(f"{year.form}bukti/", {"kolom": "bidan"}).status_code == 403


def test_a_photo_is_attached_looked_at_and_taken_away(year: Year) -> None:
    import io

    from django.core.files.uploadedfile import SimpleUploadedFile
    from PIL import Image

    written = io.BytesIO()
    Image.new("RGB", (8, 8)).save(written, "JPEG")
    client = year.client("operator")
    photo = SimpleUploadedFile("balai.jpg", written.getvalue(), "image/jpeg")
    client.post(
        f"{year.form}bukti/", {"kolom": "bidan", "berkas": photo, "kembali": f"{year.form}isi/kesehatan/#bukti"}
    )
    (kept,) = year.page().evidence
    assert "balai" in text_of(client.get(f"{year.form}isi/kesehatan/"))
    shown = year.client("kecamatan").get(f"/kerja/bukti/{kept.id}/")
    assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/jpeg")
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert year.client("tetangga").get(f"/kerja/bukti/{kept.id}/").status_code == 404
    client.post(f"{year.form}bukti/{kept.id}/hapus/")
    assert not year.page().evidence


def test_a_remark_stands_at_its_question_until_it_is_answered(year: Year) -> None:
    year.save()
    year.submit()
    checker = year.client("kecamatan")
    checker.post(f"{year.form}catatan/", {"kolom": "bidan", "catatan": "Bidan siapa saja?"})
    checker.post(
        f"/kerja/periksa/{year.cycle_id}/{DESA}/kembalikan/",
        {"versi": str(year.page().version), "alasan": "Lihat catatan.", "kunci": key()},
    )
    client = year.client("operator")
    assert "Bidan siapa saja?" in text_of(client.get(f"{year.form}isi/kesehatan/"))
    (remark,) = year.page().remarks
    client.post(f"{year.form}catatan/{remark.id}/selesai/")
    assert year.page().remarks[0].resolved_by == "Ibu Operator"


def test_a_post_leads_back_only_to_our_own_pages(year: Year) -> None:
    answer = year.client("operator").post(f"{year.form}bukti/", {"kembali": "https://lain.example/"})
    assert answer.headers["Location"] == year.form
