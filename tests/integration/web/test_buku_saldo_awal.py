"""Balances of an older group are taken over once: from a sheet or typed, tried first, then booked."""

from __future__ import annotations

import html
import io
import re
from datetime import date
from typing import Any

import a_group
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from markup import closed_up

from swadaya.core import keys
from swadaya.ledger import selectors as ledger
from swadaya.ledger import services, verification
from swadaya.ledger.rules.journal import Journal, Posting

pytestmark = pytest.mark.django_db
ON = "2026-01-05"


@pytest.fixture
def group(standing_group_of_2026: a_group.AGroup, home: Any) -> a_group.AGroup:
    return standing_group_of_2026


@pytest.fixture
def page(group) -> str:
    return f"/buku/{group.book}/saldo-awal/"


def text(answer: Any) -> str:
    return html.unescape(closed_up(answer.content.decode()))


def field(answer: Any, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', closed_up(answer.content.decode()))
    assert found, f"no field {name}"
    return html.unescape(found[1])


def sheet(*lines: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("saldo.csv", "\n".join(["akun,debit,kredit,pihak,bagian", *lines]).encode())


def good(group) -> list[str]:
    first, second = group.members[:2]
    return ["11010,350000,,,", f"21020,,200000,{first},wajib", f"21020,,100000,{second},wajib", "31010,,50000,,"]


def sent(browser, page, file, **more: str) -> Any:
    return browser.post(page, {"cara": "baca", "tanggal": ON, "sumber": "lembar 12", "berkas": file, **more})


def test_a_sheet_is_tried_shown_and_then_booked_as_the_first_journal(group, page):
    browser = group.browser("ngatinah")
    tried = sent(browser, page, sheet(*good(group)))
    assert tried.status_code == 200
    assert "Neraca yang akan terjadi" in text(tried) and "Debit dan kredit sama, Rp350.000" in text(tried)
    assert ledger.book(group.book, by=a_group.MACHINE).last_seq == 0
    form = {"cara": "bukukan-berkas", "kunci": field(tried, "kunci"), "kiriman": field(tried, "kiriman")}
    for _ in range(2):  # pressed twice: booked once
        booked = browser.post(page, form)
        assert (booked.status_code, booked["Location"]) == (302, f"/buku/{group.book}/jurnal/1/")
    book = ledger.book(group.book, by=a_group.MACHINE)
    assert book.last_seq == 1
    journal = ledger.journal(group.book, 1, by=a_group.MACHINE).info.journal
    assert (journal.effective_on, journal.reference, journal.kind) == (date(2026, 1, 5), "lembar 12", "pembukaan")
    held = ledger.party_balances(group.book, by=a_group.MACHINE)
    assert held["21020", str(group.members[0]), "wajib"] == 200_000
    assert verification.verify(by=a_group.MACHINE, book_id=group.book).first is None


def test_the_meeting_after_the_taking_over_begins_with_the_cash_of_the_sheet(group, page):
    browser = group.browser("ngatinah")
    tried = sent(browser, page, sheet(*good(group)))
    browser.post(page, {"cara": "bukukan-berkas", "kunci": field(tried, "kunci"), "kiriman": field(tried, "kiriman")})
    group.record(date(2026, 1, 8), counted=390_000)
    assert ledger.cash_on(group.book, date(2026, 1, 8), by=a_group.MACHINE) == 390_000


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_template_lists_accounts_and_members_and_an_empty_one_says_what_is_missing(group, page, kind):
    browser = group.browser("ngatinah")
    template = browser.get(f"{page}templat.{kind}")
    assert template.status_code == 200
    if kind == "csv":
        lines = template.content.decode().splitlines()
        assert lines[0] == "akun,sebutan,debit,kredit,pihak,nama,bagian"
        assert f"21020,Simpanan anggota,,,{group.members[0]},Siti Aminah,wajib" in lines
        assert not [line for line in lines if line.startswith("11010,Kas,,,") and "Siti" in line]
    answer = sent(browser, page, SimpleUploadedFile(f"saldo.{kind}", template.content))
    assert answer.status_code == 422 and "paling sedikit satu baris yang berjumlah" in text(answer)


def test_a_template_filled_in_is_read_and_the_names_in_it_are_not(group, page):
    browser = group.browser("ngatinah")
    lines = browser.get(f"{page}templat.csv").content.decode().splitlines()
    first = group.members[0]
    lines = [line.replace("11010,Kas,,,", "11010,Kas,75.000,,") for line in lines]
    wanted = f"21020,Simpanan anggota,,,{first},Siti Aminah,pokok"
    lines = [line.replace(wanted, f"21020,Simpanan anggota,,75000,{first},Nama Lain,pokok") for line in lines]
    answer = sent(browser, page, SimpleUploadedFile("saldo.csv", "\n".join(lines).encode()))
    assert answer.status_code == 200, text(answer)
    assert "Debit dan kredit sama, Rp75.000" in text(answer)


def test_every_bad_row_is_named_with_its_column_and_nothing_is_booked(group, page):
    browser = group.browser("ngatinah")
    bad = [
        "99999,5000,,,",
        "11010,seribu,,,",
        "21020,,5000,7777,wajib",
        f"21020,,5000,{group.members[0]},haji",
        "11010,9,9,,",
    ]
    answer = sent(browser, page, sheet(*bad))
    assert answer.status_code == 422
    found = re.findall(r'<tr><td class="num">(\d+)</td><td>([^<]*)</td>', closed_up(answer.content.decode()))
    assert found == [("2", "akun"), ("3", "debit"), ("4", "pihak"), ("5", "bagian"), ("6", "debit")]
    assert "kiriman" not in answer.content.decode()
    assert ledger.book(group.book, by=a_group.MACHINE).last_seq == 0


def test_a_sheet_whose_sides_differ_says_by_how_much(group, page):
    answer = sent(group.browser("ngatinah"), page, sheet("11010,350000,,,", "31010,,300000,,"))
    assert answer.status_code == 422
    assert "Selisihnya 50.000" in text(answer) and "Neraca yang akan terjadi" in text(answer)


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("kosong.csv", b"", "kosong"),
        ("kolom.csv", b"akun,jumlah\n11010,5\n", "tanpa kolom debit, kredit"),
        ("teks.xlsx", b"bukan buku kerja", "tanpa kolom"),
        ("foto.xlsx", b"\x89PNG\r\n\x1a\n\xff\xfe", "bukan teks UTF-8"),
        ("besar.csv", b"akun,debit,kredit\n11010,9999999999999999999,\n", "paling banyak 1.000.000.000.000.000"),
    ],
)
def test_a_file_that_is_none_is_refused_in_words(group, page, name, content, word):
    answer = sent(group.browser("ngatinah"), page, SimpleUploadedFile(name, content))
    assert answer.status_code == 422 and word.lower() in text(answer).lower(), text(answer)
    assert "Yang diketik" not in text(answer)


@pytest.mark.parametrize(("on", "word"), [("2999-01-01", "hari ini"), ("2025-12-31", "2026-01-01"), ("", "tanggal")])
def test_a_day_that_cannot_be_is_refused(group, page, on, word):
    answer = sent(group.browser("ngatinah"), page, sheet(*good(group)), tanggal=on)
    assert answer.status_code == 422 and word in text(answer)


def typed(group, **more: str) -> dict[str, str]:
    first, second = group.members[:2]
    return {
        "kunci": str(keys.new_key()),
        "tanggal": ON,
        "sumber": "",
        "s-11010": "350.000",
        "s-31010": "Rp50.000",
        f"s-21020-wajib-{first}": "200000",
        f"s-21020-wajib-{second}": "100.000",
        **more,
    }


def test_balances_typed_on_the_page_are_tried_and_then_booked(group, page):
    browser = group.browser("sri")
    form = typed(group)
    tried = browser.post(page, {**form, "cara": "periksa"})
    assert tried.status_code == 200 and "Debit dan kredit sama, Rp350.000" in text(tried)
    assert 'value="350.000"' in text(tried)
    assert ledger.book(group.book, by=a_group.MACHINE).last_seq == 0
    booked = browser.post(page, {**form, "dicoba": field(tried, "dicoba"), "cara": "bukukan"})
    assert booked.status_code == 302
    assert ledger.cash_on(group.book, date(2026, 1, 5), by=a_group.MACHINE) == 350_000


@pytest.mark.parametrize("way", ["typed", "file"])
def test_a_form_whose_key_has_booked_something_else_is_sent_again_with_a_new_one(group, page, way):
    other = a_group.make(title="KSM Mawar", many=1, prefix="mawar-", founded=date(2026, 1, 1))
    used, lines = keys.new_key(), (Posting("11021", 5), Posting("31010", -5))
    services.post_batch(
        by=a_group.MACHINE, book_id=other.book, key=used, journals=[Journal(date(2026, 1, 5), "Lain", lines)]
    )
    browser = group.browser("sri")
    if way == "typed":
        form = typed(group, cara="bukukan")
        form["dicoba"] = field(browser.post(page, {**form, "cara": "periksa"}), "dicoba")
    else:
        form = {"cara": "bukukan-berkas", "kiriman": field(sent(browser, page, sheet(*good(group))), "kiriman")}
    refused = browser.post(page, {**form, "kunci": str(used)})
    assert refused.status_code == 422 and "sudah dipakai" in text(refused) and "Bukukan saldo awal" in text(refused)
    assert browser.post(page, {**form, "kunci": field(refused, "kunci")}).status_code == 302


def test_what_changed_after_the_trial_is_shown_again_before_it_is_booked(group, page):
    browser = group.browser("sri")
    form = typed(group)
    tried = browser.post(page, {**form, "cara": "periksa"})
    changed = {**form, "s-11010": "360.000", "s-31010": "60.000", "dicoba": field(tried, "dicoba"), "cara": "bukukan"}
    answer = browser.post(page, changed)
    assert answer.status_code == 422 and "berubah sejak diperiksa" in text(answer)
    assert ledger.book(group.book, by=a_group.MACHINE).last_seq == 0
    booked = browser.post(page, {**changed, "dicoba": field(answer, "dicoba")})
    assert booked.status_code == 302


def test_a_wrong_amount_is_said_beside_its_field_and_all_that_was_typed_stays(group, page):
    answer = group.browser("sri").post(page, {**typed(group), "s-11010": "tiga ratus", "cara": "periksa"})
    assert answer.status_code == 422
    assert 'id="e-s-11010"' in text(answer)
    assert 'value="tiga ratus"' in text(answer) and 'value="100.000"' in text(answer)


def test_what_a_browser_made_up_is_not_taken_for_what_was_read(group, page):
    browser = group.browser("sri")
    answer = browser.post(page, {"cara": "bukukan-berkas", "kunci": str(keys.new_key()), "kiriman": "eyJhIjoxfQ:1:x"})
    assert answer.status_code == 422 and "dipilih lagi" in text(answer)
    tried = sent(browser, page, sheet(*good(group)))
    other = a_group.make(title="KSM Mawar", many=1, prefix="mawar-", founded=date(2026, 1, 1))
    form = {"cara": "bukukan-berkas", "kunci": field(tried, "kunci"), "kiriman": field(tried, "kiriman")}
    assert other.browser("sri").post(f"/buku/{other.book}/saldo-awal/", form).status_code == 422


def test_a_book_that_holds_something_says_why_and_what_to_do(group, page):
    group.record(date(2026, 1, 8), counted=40_000)
    browser = group.browser("ngatinah")
    shown = browser.get(page)
    assert shown.status_code == 200 and "sudah berisi" in text(shown) and "jurnal/baru/" in text(shown)
    assert sent(browser, page, sheet(*good(group))).status_code == 422


def test_only_who_writes_in_the_book_takes_balances_over(group, page):
    assert group.browser("unit").get(page).status_code == 403
    assert group.browser("budi").post(page, {"cara": "baca"}).status_code == 403
    assert group.browser("tumirah").get(page).status_code == 404


def test_a_workbook_of_the_template_with_figures_is_read(group, page):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        made = book.add_worksheet()
        made.write_row(0, 0, ("akun", "sebutan", "debit", "kredit", "pihak", "nama", "bagian"))
        made.write_row(1, 0, (11010, "Kas", 1_500_000, "", "", "", ""))
        made.write_row(2, 0, (21020, "Simpanan", "", "Rp1.500.000", group.members[0], "Siti", "wajib"))
    answer = sent(group.browser("ngatinah"), page, SimpleUploadedFile("saldo.xlsx", buffer.getvalue()))
    assert answer.status_code == 200 and "Rp1.500.000" in text(answer)
