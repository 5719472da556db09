"""Journals outside a meeting: by hand, out of a file, looked at one by one, taken back; and the cash counted."""

from __future__ import annotations

import html
import io
import re
from datetime import date
from typing import Any

import a_group
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from markup import closed_up
from python_calamine import CalamineWorkbook
from standing import layer

from swadaya.core import clock, keys
from swadaya.core.refusal import Invalid
from swadaya.ksm.bookkeeping import outside_meetings
from swadaya.ledger import selectors as ledger
from swadaya.ledger import services, verification
from swadaya.ledger.rules.journal import Journal, Posting

pytestmark = pytest.mark.django_db


def met(found: a_group.AGroup) -> a_group.AGroup:
    found.record(date(2026, 1, 8), counted=40_000)
    return found


standing_buku_jurnal = layer("standing_buku_jurnal", met, on="standing_group_of_2026")


@pytest.fixture
def group(standing_buku_jurnal: a_group.AGroup, home: Any) -> a_group.AGroup:
    return standing_buku_jurnal


@pytest.fixture
def book(group) -> str:
    return f"/buku/{group.book}/"


def text(answer: Any) -> str:
    return html.unescape(closed_up(answer.content.decode()))


def field(answer: Any, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', closed_up(answer.content.decode()))
    assert found, f"no field {name}"
    return html.unescape(found[1])


def last(group) -> int:
    return ledger.book(group.book, by=a_group.MACHINE).last_seq


def form(**more: str) -> dict[str, str]:
    """Cash brought to the bank."""
    return {
        "kunci": str(keys.new_key()),
        "tanggal": "2026-01-10",
        "uraian": "Setor ke bank",
        "bukti": "BK-7",
        "banyak": "2",
        "b-1-akun": "11021",
        "b-1-debit": "25.000",
        "b-2-akun": "11010",
        "b-2-kredit": "Rp25.000",
        "cara": "bukukan",
        **more,
    }


def test_a_journal_written_by_hand_is_booked_once_and_shown(group, book):
    browser, before, sent = group.browser("ngatinah"), last(group), form()
    for _ in range(2):
        answer = browser.post(f"{book}jurnal/baru/", sent)
        assert (answer.status_code, answer["Location"]) == (302, f"{book}jurnal/{before + 1}/")
    assert last(group) == before + 1
    page = text(browser.get(answer["Location"]))
    assert "Setor ke bank" in page and "BK-7" in page and "Nama Ngatinah" in page and "Ditulis tangan" in page
    assert ledger.journal(group.book, before + 1, by=a_group.MACHINE).hash in page
    assert ledger.cash_on(group.book, date(2026, 1, 10), by=a_group.MACHINE) == 15_000


def test_a_line_on_a_control_account_names_its_member_and_the_kind(group, book):
    member = str(group.members[1])
    lines = {"b-1-akun": "11010", "b-2-akun": "21020", "b-2-pihak": member, "b-2-bagian": "sukarela"}
    answer = group.browser("sri").post(f"{book}jurnal/baru/", form(**lines, uraian="Simpanan dititipkan"))
    assert answer.status_code == 302
    assert ledger.party_balances(group.book, by=a_group.MACHINE)["21020", member, "sukarela"] == 25_000


WRONG = [
    ({"b-2-kredit": "24.000"}, "Debit dan kredit tidak sama"),
    ({"b-1-debit": "dua puluh"}, "rupiah bulat"),
    ({"b-1-debit": "", "b-2-kredit": ""}, "tanpa jumlah"),
    ({"b-1-kredit": "5"}, "salah satu dari debit dan kredit"),
    ({"b-1-akun": "99999"}, "bagan akun buku ini"),
    ({"b-2-akun": "21020"}, "sebut siapa"),
    ({"b-2-akun": "21020", "b-2-pihak": "777777", "b-2-bagian": "wajib"}, "templat"),
    ({"b-2-akun": "", "b-2-kredit": ""}, "2 sampai"),
    ({"tanggal": "2999-01-01"}, "hari ini"),
    ({"tanggal": "2025-12-01"}, "buku dibuka"),
    ({"tanggal": ""}, "tanggal"),
    ({"uraian": ""}, "uraian yang terisi"),
    ({"uraian": "Titipan Siti Aminah"}, "Memuat nama orang"),
    ({"b-1-debit": "9.000.000", "b-2-kredit": "9.000.000"}, "kas tidak kurang"),
    ({"tanggal": "2026-01-08"}, "kas hari itu sudah dihitung"),
    ({"kunci": "x"}, "kunci UUIDv7"),
]


@pytest.mark.parametrize(("change", "word"), WRONG)
def test_a_journal_that_cannot_be_is_refused_with_all_that_was_typed(group, book, change, word):
    before = last(group)
    answer = group.browser("ngatinah").post(f"{book}jurnal/baru/", form(**change))
    assert answer.status_code == 422 and word.lower() in text(answer).lower(), text(answer)
    assert 'value="BK-7"' in text(answer) and last(group) == before


def test_lines_are_added_without_a_script_and_keep_what_was_typed(group, book):
    browser = group.browser("ngatinah")
    assert text(browser.get(f"{book}jurnal/baru/")).count('class="entry"') == 3  # two, and the shape of a further one
    answer = browser.post(f"{book}jurnal/baru/", form(cara="tambah"))
    assert answer.status_code == 200 and 'name="banyak" value="3"' in text(answer) and 'value="25.000"' in text(answer)
    assert 'name="b-3-akun"' in text(answer)


def test_a_member_is_chosen_by_name_from_one_list_for_all_lines(group, book):
    browser = group.browser("ngatinah")
    page = text(browser.get(f"{book}jurnal/baru/"))
    assert page.count("Siti Aminah") == 1 and page.count('list="pihak"') == 3
    lines = {"b-1-akun": "11010", "b-2-akun": "21020", "b-2-bagian": "wajib"}
    wrong = browser.post(f"{book}jurnal/baru/", form(**lines, **{"b-2-pihak": "Siti"}))
    assert wrong.status_code == 422 and "pilih dari daftarnya" in text(wrong) and 'value="Siti"' in text(wrong)
    assert browser.post(f"{book}jurnal/baru/", form(**lines, **{"b-2-pihak": " siti  aminah"})).status_code == 302
    held = ledger.party_balances(group.book, by=a_group.MACHINE)
    assert held["21020", str(group.members[0]), "wajib"] == 35_000


def test_who_may_not_know_members_is_offered_numbers_alone(group, book):
    found = ledger.book(group.book, by=a_group.MACHINE)
    assert outside_meetings.parties_of(found, by=group.viewer("ngatinah"))[str(group.members[0])] == "Siti Aminah"
    known = outside_meetings.parties_of(found, by=group.viewer("unit"))
    assert known == {str(one): f"Anggota nomor {one}" for one in group.members}
    assert outside_meetings.names_of(found, by=group.viewer("unit")) == {}


def test_a_used_form_with_other_content_books_nothing_by_itself(group, book):
    browser, sent, before = group.browser("ngatinah"), form(), last(group)
    browser.post(f"{book}jurnal/baru/", sent)
    answer = browser.post(f"{book}jurnal/baru/", {**sent, "uraian": "Lain"})
    assert answer.status_code == 422 and "sudah dipakai" in text(answer) and last(group) == before + 1
    assert field(answer, "kunci") != sent["kunci"]


def test_a_journal_is_taken_back_once_with_its_reason_on_a_page_of_its_own(group, book):
    browser = group.browser("ngatinah")
    address = browser.post(f"{book}jurnal/baru/", form())["Location"]
    asked = browser.get(f"{address}balik/")
    assert asked.status_code == 200 and "Mengapa dibalik" in text(asked)
    said = {"kunci": field(asked, "kunci"), "tanggal": "2026-01-11", "alasan": ""}
    assert browser.post(f"{address}balik/", said).status_code == 422
    done = browser.post(f"{address}balik/", {**said, "alasan": "salah akun"})
    assert done.status_code == 302
    page = text(browser.get(address))
    assert "sudah dibalik oleh" in page and ledger.cash_on(group.book, date(2026, 1, 12), by=a_group.MACHINE) == 40_000
    again = browser.post(f"{address}balik/", {"kunci": str(keys.new_key()), "tanggal": "2026-01-12", "alasan": "lagi"})
    assert again.status_code == 409 and "sudah dibalik" in text(again)
    assert verification.verify(by=a_group.MACHINE, book_id=group.book).first is None


def test_a_reversal_is_not_dated_before_its_journal_or_into_a_counted_day(group, book):
    browser = group.browser("ngatinah")
    address = browser.post(f"{book}jurnal/baru/", form())["Location"]
    said = {"kunci": str(keys.new_key()), "tanggal": "2026-01-09", "alasan": "salah"}
    assert "tidak sebelum 2026-01-10" in text(browser.post(f"{address}balik/", said))
    group.record(date(2026, 1, 15), counted=55_000)
    answer = browser.post(f"{address}balik/", {**said, "tanggal": "2026-01-15"})
    assert answer.status_code == 422 and "sudah dihitung" in text(answer)


def test_a_journal_of_a_meeting_is_corrected_in_the_meeting(group, book):
    browser = group.browser("ngatinah")
    page = text(browser.get(f"{book}jurnal/1/"))
    assert f"/ksm/{group.id}/rapat/1/" in page and f"{book}jurnal/1/balik/" not in page and 'href="balik/"' not in page
    assert "tidak dibalik di sini" in text(browser.get(f"{book}jurnal/1/balik/"))
    before = last(group)
    said = {"kunci": str(keys.new_key()), "tanggal": clock.today().isoformat(), "alasan": "coba"}
    answer = browser.post(f"{book}jurnal/1/balik/", said)
    assert answer.status_code == 409 and last(group) == before


def test_the_mirrors_of_a_corrected_meeting_lead_to_it_too(group, book):
    from swadaya.ksm import selectors, services

    meeting = selectors.meetings(group.id, by=a_group.MACHINE)[0].id
    said = group.said(date(2026, 1, 8), counted=30_000)
    said["simpanan"] = said["simpanan"][:3]
    services.correct_meeting(meeting, key=keys.new_key(), said=said, reason="salah tulis", by=group.viewer("sri"))
    for number in range(1, last(group) + 1):
        page = text(group.browser("ngatinah").get(f"{book}jurnal/{number}/"))
        assert f"/ksm/{group.id}/rapat/1/" in page, number


def test_no_name_of_a_person_is_shown_to_who_may_not_know_members(group, book):
    page = text(group.browser("unit").get(f"{book}jurnal/1/"))
    assert "Sekretaris KSM" in page and "Nama Sri" not in page and "Siti" not in page


def test_a_journal_of_a_meeting_that_is_not_found_is_still_one_of_a_meeting(group, book):
    lines = (Posting("11021", 1000), Posting("11010", -1000))
    services.post_batch(
        by=a_group.MACHINE,
        book_id=group.book,
        key=keys.new_key(),
        verb="pertemuan",
        journals=[Journal(date(2026, 1, 10), "Setor", lines)],
    )
    browser, address = group.browser("ngatinah"), f"{book}jurnal/{last(group)}/"
    page = text(browser.get(address))
    assert "ditulis oleh catatan rapat, jadi" in page and "ke-0" not in page and 'href="balik/"' not in page
    said = {"kunci": str(keys.new_key()), "tanggal": "2026-01-11", "alasan": "coba"}
    assert "oleh catatan rapat dan tidak" in text(browser.post(f"{address}balik/", said))
    found = ledger.book(group.book, by=a_group.MACHINE)
    with pytest.raises(Invalid) as refusal:
        outside_meetings.take_back(
            found, last(group), on=date(2026, 1, 11), reason="coba", key=keys.new_key(), by=a_group.MACHINE
        )
    assert refusal.value.problems[0].got == "jurnal rapat"


@pytest.mark.parametrize("number", ["0", "99999", "99999999999999999999"])
def test_a_journal_that_is_not_there_is_not_found(group, book, number):
    assert group.browser("ngatinah").get(f"{book}jurnal/{number}/").status_code == 404


HEAD = "nomor;tanggal;uraian;akun;debit;kredit;pihak;bagian"


def rows(group) -> list[str]:
    return [
        "1;2026-01-10;Simpanan titipan;11010;Rp 5.000;;;",
        f"1;;;21020;;5.000;{group.members[0]};wajib",
        "2;11/01/2026;Belanja;51030;1500;;;",
        "2;;;11010;;1500;;",
    ]


def tried(browser, book, *lines: str) -> Any:
    file = SimpleUploadedFile("jurnal.csv", "\n".join([HEAD, *lines]).encode())
    return browser.post(f"{book}impor/", {"cara": "coba", "berkas": file})


def test_a_file_of_journals_is_tried_and_then_booked_once(group, book):
    browser, before = group.browser("ngatinah"), last(group)
    answer = tried(browser, book, *rows(group))
    assert answer.status_code == 200 and "2 jurnal, 4 baris" in text(answer) and "Rp6.500" in text(answer)
    assert last(group) == before
    sent = {"cara": "bukukan", "kunci": field(answer, "kunci"), "kiriman": field(answer, "kiriman")}
    for _ in range(2):
        assert browser.post(f"{book}impor/", sent).status_code == 302
    assert last(group) == before + 2
    assert ledger.cash_on(group.book, date(2026, 1, 11), by=a_group.MACHINE) == 43_500


def test_a_file_that_takes_back_one_of_its_own_journals_keeps_the_link(group, book):
    browser, before = group.browser("ngatinah"), last(group)
    head = f"{HEAD};membalik;alasan"
    taken = ["7;2026-01-12;Membalik;11010;1500;;;;2;keliru", "7;;;51030;;1500;;;;"]
    content = "\n".join([head, *(f"{row};;" for row in rows(group)), *taken])
    answer = browser.post(
        f"{book}impor/", {"cara": "coba", "berkas": SimpleUploadedFile("jurnal.csv", content.encode())}
    )
    assert answer.status_code == 200, text(answer)
    sent = {"cara": "bukukan", "kunci": field(answer, "kunci"), "kiriman": field(answer, "kiriman")}
    assert browser.post(f"{book}impor/", sent).status_code == 302
    listed = text(browser.get(f"{book}jurnal/"))
    assert f'<a href="{before + 2}/">membalik nomor {before + 2}</a>' in listed
    assert f'<a href="{before + 3}/">dibalik nomor {before + 3}</a>' in listed and "keliru" in listed


def test_every_bad_row_of_a_file_is_listed_and_none_is_booked(group, book):
    browser, before = group.browser("ngatinah"), last(group)
    bad = [
        "1;2026-01-10;Titipan;11010;lima ribu;;;",
        "1;;;21020;;5000;9999999;wajib",
        "2;31/02/2026;Belanja;51030;1500;;;",
        "2;;;11010;;1500;;",
        "3;2026-01-12;Salah akun;77777;10;;;",
        "3;;;11010;;10;;",
        "4;2026-01-07;Terlalu awal;51030;7;;;",
        "4;;;11010;;7;;",
        "5;2999-01-01;Nanti;51030;7;;;",
        "5;;;11010;;7;;",
    ]
    answer = tried(browser, book, *bad)
    assert answer.status_code == 422 and "kiriman" not in text(answer) and "#f-berkas" in text(answer)
    found = re.findall(r'<tr><td class="num">(\d+)</td><td>([^<]*)</td>', closed_up(answer.content.decode()))
    assert found == [
        ("2", "debit"),
        ("3", "pihak"),
        ("4", "tanggal"),
        ("6", "akun"),
        ("8", "tanggal"),
        ("10", "tanggal"),
    ]
    assert last(group) == before


def test_the_first_two_hundred_bad_rows_are_listed_and_the_rest_counted(group, book):
    lines = [f"{number};2026-01-10;Uji;7{number};1;;;" for number in range(250)]
    answer = tried(group.browser("ngatinah"), book, *lines)
    assert closed_up(answer.content.decode()).count('<tr><td class="num">') == 200
    assert re.search(r"dan \d+ lagi", text(answer))


def test_a_date_in_a_closed_month_is_refused_with_its_row(group, book):
    browser = group.browser("ngatinah")
    assert browser.post(f"{book}bulan/tutup/", {"bulan": "2026-01"}).status_code == 302
    answer = tried(browser, book, *rows(group))
    assert answer.status_code == 422 and "sudah ditutup" in text(answer)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_template_of_journals_books_nothing_that_nobody_wrote(group, book, kind):
    browser = group.browser("ngatinah")
    template = browser.get(f"{book}impor/templat.{kind}")
    file = SimpleUploadedFile(f"jurnal.{kind}", template.content)
    answer = browser.post(f"{book}impor/", {"cara": "coba", "berkas": file})
    assert answer.status_code == 422 and "paling sedikit satu jurnal" in text(answer)
    assert browser.get(f"{book}impor/templat.pdf").status_code == 404


def test_the_template_of_journals_filled_in_is_read_and_its_example_stands_on_a_sheet_of_its_own(group, book):
    browser = group.browser("ngatinah")
    head = browser.get(f"{book}impor/templat.csv").content.decode()
    lines = f"{head}1,2026-01-10,,Belanja,51030,1500,,,\n1,,,,11010,,1500,,\n"
    file = SimpleUploadedFile("jurnal.csv", lines.encode())
    answer = browser.post(f"{book}impor/", {"cara": "coba", "berkas": file})
    assert answer.status_code == 200 and "1 jurnal, 2 baris" in text(answer)
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(browser.get(f"{book}impor/templat.xlsx").content))
    assert workbook.sheet_names == ["Jurnal", "Contoh", "Akun", "Pihak"]
    first, example = (workbook.get_sheet_by_name(name).to_python() for name in ("Jurnal", "Contoh"))
    assert first == example[:1] and [row[5] or row[6] for row in example[1:]] == [18_000, 18_000]


def test_a_file_booked_before_is_booked_once_more_only_when_somebody_says_so(group, book):
    browser, before = group.browser("ngatinah"), last(group)

    def sent(answer: Any, **more: str) -> Any:
        fields = {name: field(answer, name) for name in ("kunci", "kiriman")}
        return browser.post(f"{book}impor/", {"cara": "bukukan", **fields, **more})

    assert "ulang" not in text(tried(browser, book, *rows(group)))
    assert sent(tried(browser, book, *rows(group))).status_code == 302
    again = tried(browser, book, *rows(group))
    said = f"sudah dibukukan sebagai jurnal nomor {before + 1}–{before + 2}"
    assert again.status_code == 200 and said in text(again) and 'name="ulang"' in text(again)
    refused = sent(again)
    assert refused.status_code == 422 and said in text(refused) and last(group) == before + 2
    assert sent(refused, ulang="ya").status_code == 302 and last(group) == before + 4


def test_a_file_sent_under_a_key_of_another_act_can_be_sent_again(group, book):
    browser, before, used = group.browser("ngatinah"), last(group), form()
    browser.post(f"{book}jurnal/baru/", used)
    answer = tried(browser, book, *rows(group))
    sent = {"cara": "bukukan", "kunci": used["kunci"], "kiriman": field(answer, "kiriman")}
    refused = browser.post(f"{book}impor/", sent)
    assert refused.status_code == 422 and "sudah dipakai" in text(refused) and last(group) == before + 1
    fields = {"kunci": field(refused, "kunci"), "kiriman": field(refused, "kiriman")}
    assert browser.post(f"{book}impor/", {"cara": "bukukan", **fields}).status_code == 302
    assert last(group) == before + 3


def count(browser, book, **more: str) -> Any:
    return browser.post(f"{book}selisih-kas/", {"tanggal": "2026-01-10", "dihitung": "37.500", **more})


def test_cash_is_compared_first_and_its_difference_booked_with_a_reason(group, book):
    browser, before = group.browser("ngatinah"), last(group)
    compared = count(browser, book)
    assert compared.status_code == 200 and "−2.500" in text(compared) and last(group) == before
    sent = {"kunci": field(compared, "kunci"), "selisih": field(compared, "selisih"), "cara": "bukukan"}
    assert count(browser, book, **sent, alasan=" ").status_code == 422
    booked = count(browser, book, **sent, alasan="uang kembalian kurang")
    assert booked.status_code == 302 and last(group) == before + 1
    assert ledger.cash_on(group.book, date(2026, 1, 10), by=a_group.MACHINE) == 37_500
    assert "uang kembalian kurang" in text(browser.get(booked["Location"]))


def test_cash_that_agrees_books_nothing(group, book):
    before = last(group)
    answer = count(group.browser("ngatinah"), book, dihitung="40.000", cara="bukukan")
    assert answer.status_code == 200 and "Cocok" in text(answer) and last(group) == before


@pytest.mark.parametrize(
    "change",
    [
        {"dihitung": ""},
        {"dihitung": "banyak"},
        {"dihitung": "9" * 5000},
        {"tanggal": ""},
        {"tanggal": "2999-01-01"},
        {"tanggal": "0001-01-01"},
        {"tanggal": "2025-12-31"},
    ],
)
def test_a_count_without_an_amount_or_a_day_is_asked_again(group, book, change):
    assert count(group.browser("ngatinah"), book, **change).status_code == 422


@pytest.mark.parametrize("page", ["selisih-kas/", "jurnal/{last}/balik/"])
def test_each_form_whose_key_has_booked_something_else_gets_a_new_one(group, book, page):
    browser, used = group.browser("ngatinah"), form()
    browser.post(f"{book}jurnal/baru/", used)
    said = {
        "tanggal": "2026-01-12",
        "dihitung": "10.000",
        "selisih": "-5000",
        "cara": "bukukan",
        "alasan": "salah",
    }
    address, before = book + page.format(last=last(group)), last(group)
    refused = browser.post(address, {**said, "kunci": used["kunci"]})
    assert refused.status_code == 422 and "sudah dipakai" in text(refused) and last(group) == before
    assert browser.post(address, {**said, "kunci": field(refused, "kunci")}).status_code == 302


def test_a_count_on_the_day_of_a_meeting_is_left_to_the_meeting(group, book):
    browser = group.browser("ngatinah")
    compared = count(browser, book, tanggal="2026-01-08")
    sent = {"kunci": field(compared, "kunci"), "selisih": field(compared, "selisih"), "cara": "bukukan", "alasan": "x"}
    answer = count(browser, book, tanggal="2026-01-08", **sent)
    assert answer.status_code == 422 and "sudah dihitung" in text(answer)


@pytest.mark.parametrize("name", ["jurnal/baru/", "impor/", "selisih-kas/", "jurnal/1/balik/", "impor/templat.csv"])
def test_who_only_sees_the_book_writes_nothing_in_it(group, book, name):
    assert group.browser("unit").get(book + name).status_code == 403
    assert group.browser("tumirah").get(book + name).status_code == 404
    if "templat" not in name:
        assert group.browser("budi").post(book + name, {"tanggal": "bukan tanggal"}).status_code == 403
