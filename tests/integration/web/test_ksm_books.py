"""Pages of a book: every statement on screen, as a file and as of a day; months; the check."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import a_group
import pytest
from markup import closed_up
from standing import layer

from swadaya.core import clock
from swadaya.ledger import selectors as ledger

pytestmark = pytest.mark.django_db
KINDS = ("buku-kas", "buku-besar", "neraca-saldo", "posisi", "shu", "modal", "arus-kas")


def met(found: a_group.AGroup) -> a_group.AGroup:
    found.record(date(2026, 1, 8), counted=40_000)
    spent = [{"pos": "atk", "jumlah": 18000, "keterangan": "buku"}]
    found.record(date(2026, 1, 15), counted=62_000, lain=spent)
    return found


standing_ksm_books = layer("standing_ksm_books", met, on="standing_group_of_2026")


@pytest.fixture
def group(standing_ksm_books: a_group.AGroup, home: Any) -> a_group.AGroup:
    return standing_ksm_books


def text(answer: Any) -> str:
    return b"".join(answer.streaming_content).decode() if answer.streaming else closed_up(answer.content.decode())


@pytest.fixture
def book(group) -> str:
    return f"/buku/{group.book}/"


@pytest.mark.parametrize("kind", KINDS)
def test_each_statement_is_a_page_a_csv_and_a_pdf(group, book, kind):
    browser = group.browser("ngatinah")
    assert browser.get(f"{book}{kind}/").status_code == 200
    assert browser.get(f"{book}{kind}.pdf").content.startswith(b"%PDF")
    csv = text(browser.get(f"{book}{kind}.csv"))
    assert csv.count("\n") > 1


def test_the_position_on_a_day_is_that_of_the_day(group, book):
    browser = group.browser("ngatinah")
    assert "62.000" in text(browser.get(f"{book}posisi/"))
    before = text(browser.get(f"{book}posisi/?sampai=2026-01-10"))
    assert "40.000" in before and "62.000" not in before


def test_what_was_known_on_an_earlier_day_is_nothing_yet(group, book):
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    page = text(group.browser("ngatinah").get(f"{book}posisi/?diketahui={yesterday}"))
    assert "62.000" not in page and "menurut yang tercatat sampai" in page


def test_files_carry_numbers_of_members_and_no_names(group, book):
    browser = group.browser("ngatinah")
    for address in ("hledger", "jurnal.csv", f"kartu.csv?pihak={group.members[0]}"):
        found = text(browser.get(book + address))
        assert str(group.members[0]) in found and "Siti" not in found, address
    assert browser.get(f"{book}laporan.xlsx").content.startswith(b"PK")


def test_journals_and_a_members_card_are_named_for_who_may_know(group, book):
    assert "Siti Aminah" in text(group.browser("ngatinah").get(f"{book}jurnal/?sebelum=5"))
    card = text(group.browser("ngatinah").get(f"{book}kartu/?pihak={group.members[0]}"))
    assert "Siti Aminah" in card and "20.000" in card
    assert "Siti Aminah" not in text(group.browser("unit").get(f"{book}jurnal/"))


def test_a_month_is_closed_by_one_and_opened_again_by_another_with_a_reason(group, book):
    treasurer, head = group.browser("ngatinah"), group.browser("siti")
    assert "Tutup Januari 2026" in text(treasurer.get(f"{book}bulan/"))
    assert treasurer.post(f"{book}bulan/tutup/", {"bulan": "2026-01"}).status_code == 302
    assert ledger.book(group.book, by=a_group.MACHINE).closed_through == date(2026, 1, 31)
    assert treasurer.post(f"{book}bulan/buka/", {"bulan": "2026-01", "alasan": "lupa"}).status_code == 403
    assert head.post(f"{book}bulan/buka/", {"bulan": "2026-01", "alasan": ""}).status_code == 422
    assert head.post(f"{book}bulan/buka/", {"bulan": "2026-01", "alasan": "lupa denda"}).status_code == 302
    assert ledger.book(group.book, by=a_group.MACHINE).closed_through is None


def test_the_check_counts_what_it_looked_at(group, book):
    page = text(group.browser("siti").get(f"{book}periksa/"))
    assert "Semuanya cocok" in page and "9 jurnal, 18 baris" in page


def test_a_book_is_not_for_strangers(group, book):
    other = a_group.make(title="KSM Mawar", many=1, prefix="mawar-")
    assert other.browser("sri").get(book).status_code == 404
    assert group.browser("tumirah").get(book).status_code == 404
