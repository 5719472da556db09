"""A book that is written out and read in again is the same: journals, lines, parties, days, what took back what."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger_books import KEEPER, new_key, open_book, post

from swadaya.files import writing
from swadaya.ledger import exports, selectors, services
from swadaya.ledger.rules import importers
from swadaya.ledger.rules.journal import Journal, Posting
from swadaya.ledger.rules.statement_tables import KINDS

pytestmark = pytest.mark.django_db
START = date(2024, 1, 1)
CASH, SAVINGS, CAPITAL, INCOME, EXPENSE = "11010", "21020", "31010", "41030", "51030"

days = st.integers(0, 300).map(lambda number: START + timedelta(days=number))
amounts = st.integers(1, 10**9)
plain = st.characters(min_codepoint=33, max_codepoint=0x24F, exclude_categories=("C", "Z"))
texts = st.one_of(
    st.sampled_from(
        ["=1+1", "'0812", "''=x", '="0812"', "-5", "@a", "a;b,c\t"[:5], 'kata "dalam" kutip', "Iuran, Mei"]
    ),
    st.text(plain, min_size=1, max_size=20),
)
references = st.one_of(st.just(""), st.sampled_from(["BK-01", "+62", "007"]))


@st.composite
def entries(draw: Any) -> Journal:
    amount = draw(amounts)
    kind = draw(st.sampled_from(["simpan", "terima", "belanja", "penutup", "banyak"]))
    head = (draw(days), draw(texts))
    if kind == "simpan":
        saver = Posting(SAVINGS, -amount, draw(st.sampled_from(["A1", "7", "007"])), "wajib")
        return Journal(*head, (Posting(CASH, amount), saver), draw(references))
    if kind == "penutup":
        return Journal(*head, (Posting(INCOME, amount), Posting(CAPITAL, -amount)), draw(references), "penutup")
    if kind == "banyak":
        lines = (Posting(CASH, amount), Posting(CASH, 1), Posting(INCOME, -amount), Posting(CAPITAL, -1))
        return Journal(*head, lines, draw(references))
    pair = (CASH, INCOME) if kind == "terima" else (EXPENSE, CAPITAL)
    return Journal(*head, (Posting(pair[0], amount), Posting(pair[1], -amount)), draw(references))


@st.composite
def books(draw: Any) -> tuple[list[Journal], list[tuple[int, str]]]:
    """Journals, and which of them are taken back afterwards, with the reason."""
    opening = Journal(START, "Modal", (Posting(CASH, 10**12), Posting(CAPITAL, -(10**12))), "", "pembukaan")
    found = [opening, *draw(st.lists(entries(), min_size=1, max_size=6))]
    spendable = [at for at, one in enumerate(found, 1) if at > 1]
    taken = draw(st.lists(st.sampled_from(spendable), unique=True, max_size=3))
    return found, [(seq, draw(texts)) for seq in taken]


def written(book: int) -> dict[str, bytes]:
    return {
        "buku.csv": "".join(exports.csv_text(book, by=KEEPER)).encode(),
        "buku.xlsx": writing.workbook([exports.journals(book, by=KEEPER)]),
    }


def held(book: int) -> list[Any]:
    found = selectors.journals_in_order(book, by=KEEPER, limit=1000)
    return [(one.seq, one.journal, one.reversed_by) for one in found]


@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(books())
def test_a_book_written_out_comes_back_as_the_same_book_with_its_reversals(drawn):
    journals, taken = drawn
    book = open_book(opened_on=START.isoformat())
    post(book, *journals)
    for seq, reason in taken:
        services.reverse(by=KEEPER, book_id=book, key=new_key(), seq=seq, reason=reason)
    for name, raw in written(book).items():
        file = importers.journals(name, raw)
        assert not len(file.problems), list(file.problems)
        other, key = open_book(opened_on=START.isoformat()), new_key()
        for _ in range(2):
            services.import_journals(by=KEEPER, book_id=other, key=key, file=file)
        assert held(other) == held(book)
        for kind in KINDS:
            before, after = (exports.statement(one, kind, by=KEEPER, party="007") for one in (book, other))
            assert (after.columns, after.rows) == (before.columns, before.rows)


def test_a_book_written_out_follows_on_in_a_book_that_holds_something():
    """What took back what is counted in the file, so that the links hold under other numbers."""
    book, other = open_book(), open_book()
    post(book, *(Journal(START, f"Modal {n}", (Posting(CASH, n), Posting(CAPITAL, -n))) for n in (5, 6)))
    services.reverse(by=KEEPER, book_id=book, key=new_key(), seq=2, reason="salah")
    post(other, Journal(START, "Lain", (Posting(CASH, 1), Posting(CAPITAL, -1))))
    file = importers.journals("buku.csv", written(book)["buku.csv"])
    assert not len(services.import_journals(by=KEEPER, book_id=other, key=new_key(), file=file, dry_run=True).problems)
    services.import_journals(by=KEEPER, book_id=other, key=new_key(), file=file)
    assert [one.journal.reverses for one in selectors.journals_in_order(other, by=KEEPER)] == [None, None, None, 3]


@pytest.mark.parametrize("number", ["9", "2", "x", "1,5"])
def test_a_row_that_takes_back_what_does_not_stand_above_it_is_told(number):
    head = "nomor;tanggal;uraian;akun;debit;kredit;membalik;alasan"
    rows = ["1;2024-01-02;Modal;11010;5;;;", "1;;;31010;;5;;", f"2;2024-01-03;Balik;31010;5;;{number};keliru"]
    file = importers.journals("a.csv", "\n".join([head, *rows, "2;;;11010;;5;;"]).encode())
    assert [(one.code, one.where.row, one.where.column) for one in file.problems] == [("impor.membalik", 4, "membalik")]
