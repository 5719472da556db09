"""Whoever gets round the guards is found: ``verify`` names the book and the number."""

from __future__ import annotations

import json
from datetime import date
from uuid import UUID

import pytest
from ledger_books import KEEPER, OTHER, entry, new_key, open_book, post, saving

from swadaya.core import clock
from swadaya.ledger import services, verification
from swadaya.ledger.storage import Count

TABLES = (
    "ledger_book",
    "ledger_batch",
    "ledger_journal",
    "ledger_line",
    "ledger_cashday",
    "ledger_partybalance",
    "ledger_periodstep",
    "ledger_bookaccount",
)


def a_year_of_books() -> int:
    """Nine journals in three batches: a cut-off sheet is not needed for what is tested here."""
    book = open_book()
    post(
        book, *(saving("2024-01-05", f"A{number}", 5000) for number in range(3)), count=Count(date(2024, 1, 5), 15_000)
    )
    post(
        book,
        entry("2024-01-20", "Belanja", ("51030", 2000), ("11010", -2000)),
        entry("2024-02-05", "Ambil", ("21020", 1000, "A1", "wajib"), ("11010", -1000)),
        entry("2024-02-06", "Pinjaman", ("11030", 4000, "A2"), ("11010", -4000)),
        saving("2024-02-07", "A1", 3000),
        saving("2024-03-07", "A2", 3000),
    )
    services.reverse(by=KEEPER, book_id=book, key=new_key(), seq=4, reason="salah", on=date(2024, 3, 8))
    services.close_period(by=KEEPER, book_id=book, month=date(2024, 1, 1))
    services.close_period(by=OTHER, book_id=book, month=date(2024, 2, 1))
    return book


# What somebody with the owner's password does, and the first thing that verify says.
TAMPERINGS = [
    (
        "UPDATE ledger_line SET amount = amount + 500 WHERE book_id = {book} AND seq = 5 AND position = 1",
        "periksa.tak-seimbang",
        "nomor 5",
    ),
    ("UPDATE ledger_line SET amount = amount * 2 WHERE book_id = {book} AND seq = 2", "periksa.rantai", "nomor 2"),
    (
        "UPDATE ledger_line SET party = 'A9' WHERE book_id = {book} AND seq = 7 AND party <> ''",
        "periksa.rantai",
        "nomor 7",
    ),
    (
        "UPDATE ledger_line SET account = '51040' WHERE book_id = {book} AND seq = 4 AND account = '51030'",
        "periksa.rantai",
        "nomor 4",
    ),
    (
        "UPDATE ledger_journal SET effective_on = '2024-01-21' WHERE book_id = {book} AND seq = 4",
        "periksa.rantai",
        "nomor 4",
    ),
    ("UPDATE ledger_journal SET memo = 'Belanja lain' WHERE book_id = {book} AND seq = 4", "periksa.rantai", "nomor 4"),
    (
        "UPDATE ledger_journal SET recorded_at = recorded_at - interval '1 day' WHERE book_id = {book} AND seq = 9",
        "periksa.rantai",
        "nomor 9",
    ),
    ("UPDATE ledger_journal SET hash = '\\x00' WHERE book_id = {book} AND seq = 3", "periksa.rantai", "nomor 3"),
    ("DELETE FROM ledger_line WHERE book_id = {book} AND seq = 6", "periksa.tak-seimbang", "nomor 6"),
    (
        "DELETE FROM ledger_line WHERE book_id = {book} AND seq = 9; "
        "DELETE FROM ledger_journal WHERE book_id = {book} AND seq = 9",
        "periksa.kepala",
        "",
    ),
    (
        "DELETE FROM ledger_line WHERE book_id = {book} AND seq = 6; "
        "DELETE FROM ledger_journal WHERE book_id = {book} AND seq = 6",
        "periksa.nomor",
        "nomor 7",
    ),
    ("UPDATE ledger_book SET last_seq = 8 WHERE id = {book}", "periksa.kepala", ""),
    ("UPDATE ledger_book SET owner = owner || 'x' WHERE id = {book}", "periksa.rantai", "nomor 1"),
    ("UPDATE ledger_book SET closed_through = NULL WHERE id = {book}", "periksa.bulan", ""),
    ("UPDATE ledger_book SET closed_through = '2024-03-31' WHERE id = {book}", "periksa.bulan", ""),
    (
        "UPDATE ledger_cashday SET amount = amount + 1 WHERE book_id = {book} AND day = '2024-01-20'",
        "periksa.kas-harian",
        "tanggal 2024-01-20",
    ),
    (
        "UPDATE ledger_partybalance SET amount = amount - 1 "
        "WHERE book_id = {book} AND party = 'A2' AND account = '21020'",
        "periksa.saldo-pihak",
        "akun 21020 pihak A2",
    ),
    (
        "UPDATE ledger_periodstep SET digest = '\\x01' WHERE book_id = {book} AND month = '2024-01-01'",
        "periksa.saldo-bulan",
        "bulan 2024-01",
    ),
    ("DELETE FROM ledger_periodstep WHERE book_id = {book} AND month = '2024-01-01'", "periksa.bulan", "bulan 2024-02"),
    ("UPDATE ledger_batch SET last_seq = 2 WHERE book_id = {book} AND first_seq = 1", "periksa.kiriman", ""),
    ("UPDATE ledger_batch SET counted = 14000 WHERE book_id = {book} AND first_seq = 1", "periksa.hitungan-kas", ""),
    (
        "UPDATE ledger_bookaccount SET parties = false WHERE book_id = {book} AND code = '11030'",
        "periksa.akun",
        "nomor 6",
    ),
]


@pytest.fixture
def tamper(owner_connection):
    """Run SQL as the owner, with all triggers of the room switched off meanwhile."""

    def run(statement: str) -> None:
        with owner_connection.transaction():
            for table in TABLES:
                owner_connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            for part in statement.split(";"):
                owner_connection.execute(part)
            for table in TABLES:
                owner_connection.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")

    return run


def test_every_tampering_is_found_at_its_place(transactional_db, tamper):
    told, expected = [], []
    for statement, code, where in TAMPERINGS:
        book = a_year_of_books()
        assert verification.verify(by=KEEPER, book_id=book).first is None
        tamper(statement.format(book=book))
        first = verification.verify(by=KEEPER, book_id=book).first
        told.append(
            (statement, first and first.code, first and first.where.key.startswith(f"buku {book} {where}".strip()))
        )
        expected.append((statement, code, True))
    assert told == expected


def test_what_was_slipped_into_a_closed_month_is_named(transactional_db, tamper):
    book = a_year_of_books()
    tamper(f"UPDATE ledger_journal SET effective_on = '2024-02-28' WHERE book_id = {book} AND seq = 8")
    found = {problem.code for problem in verification.verify(by=KEEPER, book_id=book).problems}
    assert found == {"periksa.rantai", "periksa.saldo-bulan", "periksa.kas-harian"}
    tamper(f"UPDATE ledger_periodstep SET seq = 7 WHERE book_id = {book}")
    found = {problem.code: problem for problem in verification.verify(by=KEEPER, book_id=book).problems}
    assert found["periksa.bulan-tertutup"].where.key == f"buku {book} nomor 8"


@pytest.mark.django_db
def test_all_books_are_verified_in_parts_and_counted(monkeypatch):
    monkeypatch.setattr(verification, "PART_LINES", 40)
    for _ in range(5):
        a_year_of_books()
    steps = []
    found = verification.verify(by=KEEPER, progress=lambda done, total: steps.append((done, total)))
    assert (found.books, found.journals, found.lines, found.first) == (5, 45, 90, None)
    assert steps[-1] == (3, 3)


@pytest.mark.django_db
def test_a_book_without_journals_is_right():
    open_book()
    assert verification.verify(by=KEEPER).first is None


@pytest.mark.django_db
def test_a_report_as_of_a_day_is_the_same_later_unless_something_was_dated_back():
    from swadaya.ledger import selectors

    book = open_book()
    post(book, saving("2024-01-05", "A1", 5000), saving("2024-02-05", "A1", 5000))
    then = clock.now()
    asked = selectors.cut(book, by=KEEPER, on=date(2024, 1, 31), known_at=then)
    before = selectors.trial_balance(book, asked, by=KEEPER)
    post(book, saving("2024-03-05", "A1", 5000))
    now = selectors.cut(book, by=KEEPER, on=date(2024, 1, 31))
    assert selectors.trial_balance(book, now, by=KEEPER) == before
    post(book, saving("2024-01-20", "A1", 700))
    now = selectors.cut(book, by=KEEPER, on=date(2024, 1, 31))
    assert selectors.trial_balance(book, now, by=KEEPER).debit == before.debit + 700
    again = selectors.cut(book, by=KEEPER, on=date(2024, 1, 31), known_at=then)
    assert again == asked and selectors.trial_balance(book, again, by=KEEPER) == before


def test_the_command_verifies_exports_and_prints(cli, tamper, tmp_path):
    book = a_year_of_books()
    done = cli("ledger", "verify", "--book", str(book))
    assert done.returncode == 0 and "semuanya benar" in done.stdout
    text = cli("ledger", "export", "--book", str(book), "--format", "hledger").stdout
    assert "2024-01-20 * (4) Belanja" in text and "pihak:A1" in text
    out = tmp_path / "kas.xlsx"
    assert cli("ledger", "statement", "--book", str(book), "--kind", "buku-kas", "--out", str(out)).returncode == 0
    assert out.read_bytes().startswith(b"PK")
    printed = cli("ledger", "statement", "--book", str(book), "--on", "2024-01-31").stdout
    assert "13.000" in printed and "Neraca saldo" in printed
    unknown = cli("ledger", "statement", "--book", str(UUID(int=7)))
    assert unknown.returncode == 2 and "buku.tidak-dikenal" not in unknown.stdout
    tamper(f"UPDATE ledger_line SET amount = amount * 3 WHERE book_id = {book} AND seq = 8")
    done = cli("ledger", "verify", "--json")
    assert done.returncode == 1
    told = json.loads(done.stdout)
    assert told["rincian"][0]["code"] == "periksa.rantai" and told["rincian"][0]["key"] == f"buku {book} nomor 8"
