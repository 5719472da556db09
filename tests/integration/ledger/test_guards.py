"""What the services promise the database keeps, for the application and for the owner, by any SQL."""

from __future__ import annotations

from datetime import date

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction
from ledger_books import KEEPER, OTHER, entry, new_key, open_book, post, saving

from swadaya.ledger import services, verification
from swadaya.ledger.models import Book, Line

pytestmark = pytest.mark.django_db(transaction=True)

BATCH = """
INSERT INTO ledger_batch (book_id, key, payload_hash, verb, first_seq, last_seq, recorded_at, written_in, event_id)
SELECT id, gen_random_uuid(), '', 'catat', last_seq + 1, last_seq + {many}, now(), 0, event_id
FROM ledger_book WHERE id = {book}
"""
JOURNAL = """
INSERT INTO ledger_journal
    (book_id, seq, batch_id, recorded_at, effective_on, kind, reverses, reference, memo, reason, hash)
SELECT {book}, {seq}, b.id, b.recorded_at, '{day}', 'biasa', {reverses}, '', 'langsung', 'salah', '\\x00'
FROM ledger_batch b WHERE b.book_id = {book} ORDER BY b.id DESC LIMIT 1
"""
LINE = "INSERT INTO ledger_line (book_id, seq, position, account, amount, party, part) VALUES ({book}, {seq}, {line})"


@pytest.fixture
def written():
    book = open_book()
    post(book, saving("2024-01-05", "A1", 10_000), saving("2024-02-05", "A2", 20_000))
    return book


def by_hand(book, *lines, seq=3, many=1, day="2024-02-10", reverses="NULL", journal=True, commit=True):
    """Write a batch with plain SQL and the rights of the application, as somebody with the password could."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(BATCH.format(book=book, many=many))
        if journal:
            cursor.execute(JOURNAL.format(book=book, seq=seq, day=day, reverses=reverses))
        for line in lines:
            cursor.execute(LINE.format(book=book, seq=seq, line=line))


def refused(match, work, *values, **options):
    with pytest.raises(DatabaseError, match=match):
        work(*values, **options)


GOOD = ("1, '11010', 5000, '', ''", "2, '41030', -5000, '', ''")


def test_a_whole_journal_by_hand_is_taken_and_only_its_chain_betrays_it(written):
    by_hand(written, *GOOD)
    assert Book.objects.get(pk=written).last_seq == 3
    found = verification.verify(by=KEEPER, book_id=written)
    assert [problem.code for problem in found.problems] == ["periksa.rantai"]
    assert found.first.where.key == f"buku {written} nomor 3"


@pytest.mark.parametrize(
    "lines",
    [
        ("1, '11010', 5000, '', ''", "2, '41030', -4999, '', ''"),
        ("1, '11010', 5000, '', ''",),
        (),
        ("1, '11010', 5000, '', ''", "3, '41030', -5000, '', ''"),
    ],
)
def test_an_unbalanced_or_incomplete_journal_is_refused_at_the_end(written, lines):
    refused("tidak seimbang", by_hand, written, *lines)
    assert Line.objects.filter(book_id=written).count() == 4


def test_a_batch_without_journals_is_refused(written):
    refused("tanpa jurnal", by_hand, written, journal=False)


def test_a_batch_that_promises_more_journals_than_it_has_is_refused(written):
    refused("tanpa jurnal", by_hand, written, *GOOD, many=2)


def test_numbers_leave_no_gap(written):
    refused("tidak berurutan", by_hand, written, *GOOD, seq=4, many=2)
    refused("di luar kirimannya", by_hand, written, *GOOD, seq=5)


def test_lines_only_on_accounts_of_the_same_book(written):
    refused("ledger_line_account", by_hand, written, "1, '99999', 5000, '', ''", GOOD[1])


def test_a_control_account_names_its_party_and_no_other_does(written):
    refused("pihak pada akun", by_hand, written, GOOD[0], "2, '21020', -5000, '', ''")
    refused("pihak pada akun", by_hand, written, "1, '11010', 5000, 'A1', ''", GOOD[1])


def test_a_line_of_nothing_is_refused(written):
    refused("ledger_line_amount", by_hand, written, *GOOD, "3, '11010', 0, '', ''")


def test_cash_below_zero_on_any_day_is_refused(written):
    refused("kas 11010", by_hand, written, "1, '11010', -10001, '', ''", "2, '51030', 10001, '', ''", day="2024-01-31")


def test_a_party_cannot_take_more_than_it_has(written):
    refused("saldo A1", by_hand, written, "1, '11010', -10001, '', ''", "2, '21020', 10001, 'A1', 'wajib'")


def test_a_date_before_the_book_or_in_a_closed_month_is_refused(written):
    services.close_period(by=KEEPER, book_id=written, month=date(2024, 1, 1))
    refused("tertutup", by_hand, written, *GOOD, day="2024-01-31")
    refused("tertutup", by_hand, written, *GOOD, day="2023-12-31")


def test_lines_and_journals_cannot_be_added_to_what_is_finished(written):
    with connection.cursor() as cursor:
        with pytest.raises(IntegrityError, match="sudah selesai ditulis"):
            cursor.execute(LINE.format(book=written, seq=1, line="3, '11010', 5, '', ''"))
        with pytest.raises(IntegrityError, match="di luar kirimannya"):
            cursor.execute(JOURNAL.format(book=written, seq=3, day="2024-02-10", reverses="NULL"))


def test_lines_added_after_the_guards_have_spoken_are_looked_at_again(written):
    def sneak():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(BATCH.format(book=written, many=1))
            cursor.execute(JOURNAL.format(book=written, seq=3, day="2024-02-10", reverses="NULL"))
            for line in GOOD:
                cursor.execute(LINE.format(book=written, seq=3, line=line))
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            cursor.execute(LINE.format(book=written, seq=3, line="3, '11010', 7, '', ''"))

    refused("tidak seimbang", sneak)


def test_a_reversal_mirrors_what_it_reverses_and_happens_once(written):
    mirror = ("1, '11010', -10000, '', ''", "2, '21020', 10000, 'A1', 'wajib'")
    refused("pembalik", by_hand, written, *GOOD, reverses=1)
    refused("pembalik", by_hand, written, *mirror, reverses=1, day="2024-01-01")
    by_hand(written, *mirror, reverses=1)
    refused("ledger_journal_reversed_once", by_hand, written, *mirror, reverses=1, seq=4)
    back = ("1, '11010', 10000, '', ''", "2, '21020', -10000, 'A1', 'wajib'")
    refused("pembalik", by_hand, written, *back, reverses=3, seq=4)
    refused("ledger_journal_reason", by_hand, written, *mirror, reverses=9, seq=4)


POSTED = ("ledger_journal", "ledger_line", "ledger_batch", "ledger_periodstep")
CHANGES = ("UPDATE {table} SET book_id = book_id", "DELETE FROM {table}", "UPDATE {table} SET book_id = 1 WHERE false")


def test_the_application_has_no_right_to_change_or_remove_what_is_posted(written):
    services.close_period(by=KEEPER, book_id=written, month=date(2024, 1, 1))
    for table in POSTED:
        for statement in (*CHANGES, "TRUNCATE {table}"):
            with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
                cursor.execute(statement.format(table=table))
    assert verification.verify(by=KEEPER, book_id=written).first is None


def test_nor_does_the_owner_change_it_by_accident(written, owner_connection):
    for table in POSTED:
        for statement in (*CHANGES, "TRUNCATE {table} CASCADE"):
            with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="tidak dapat diubah"):
                owner_connection.execute(statement.format(table=table))


BY_HAND = (
    "UPDATE ledger_book SET last_seq = 99",
    "UPDATE ledger_book SET lines = 0",
    "UPDATE ledger_book SET closed_through = NULL",
    "UPDATE ledger_book SET owner = 'lain'",
    "UPDATE ledger_book SET opened_on = '2020-01-01'",
    "DELETE FROM ledger_book",
    "UPDATE ledger_cashday SET amount = 1000000",
    "INSERT INTO ledger_cashday (book_id, account, day, amount) VALUES ({book}, '11010', '2030-01-01', 5)",
    "DELETE FROM ledger_cashday",
    "UPDATE ledger_partybalance SET amount = 0",
    "UPDATE ledger_bookaccount SET cash = ''",
    "UPDATE ledger_bookaccount SET parties = NOT parties",
    "DELETE FROM ledger_bookaccount",
)


def test_heads_sums_and_the_nature_of_accounts_are_not_written_by_hand(written, owner_connection):
    services.close_period(by=KEEPER, book_id=written, month=date(2024, 1, 1))
    for statement in BY_HAND:
        with pytest.raises(IntegrityError), connection.cursor() as cursor:
            cursor.execute(statement.format(book=written))
        with pytest.raises(psycopg.errors.IntegrityError):
            owner_connection.execute(statement.format(book=written))
    assert verification.verify(by=KEEPER, book_id=written).first is None


def step(book, verb, month, actor="pencatat uji"):
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO ledger_periodstep (book_id, month, verb, seq, digest, at, actor, reason, event_id)
            SELECT id, %s, %s::text, last_seq, CASE WHEN %s::text = 'tutup' THEN '\\x00'::bytea END, now(), %s, 'nota',
                   event_id
            FROM ledger_book WHERE id = %s
            """,
            [month, verb, verb, actor, book],
        )


def test_months_close_in_order_and_open_from_the_last_by_somebody_else(written):
    refused("berurutan", step, written, "tutup", "2024-02-01")
    step(written, "tutup", "2024-01-01")
    step(written, "tutup", "2024-02-01")
    refused("terakhir", step, written, "buka", "2024-01-01", "lain")
    refused("orang lain", step, written, "buka", "2024-02-01")
    step(written, "buka", "2024-02-01", "lain")
    assert Book.objects.get(pk=written).closed_through == date(2024, 1, 31)
    step(written, "buka", "2024-01-01", "lain")
    assert Book.objects.get(pk=written).closed_through is None


def test_cash_as_counted_must_be_cash_as_written(written):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(BATCH.format(book=written, many=1))
        cursor.execute(JOURNAL.format(book=written, seq=3, day="2024-02-10", reverses="NULL"))
        for line in GOOD:
            cursor.execute(LINE.format(book=written, seq=3, line=line))
    counted = BATCH.replace("event_id)", "event_id, counted_on, counted)").replace(
        "event_id\nFROM", "event_id, '2024-02-28', {counted}\nFROM"
    )

    def write(amount):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(counted.format(book=written, many=1, counted=amount))
            cursor.execute(JOURNAL.format(book=written, seq=4, day="2024-02-11", reverses="NULL"))
            for line in GOOD:
                cursor.execute(LINE.format(book=written, seq=4, line=line))

    refused("hitungan", write, 39_999)
    write(40_000)


def test_the_two_keepers_differ_only_by_name():
    assert KEEPER.person_id is OTHER.person_id is None and KEEPER.name != OTHER.name


def test_a_service_inside_a_larger_transaction_is_judged_at_its_own_end(written):
    with transaction.atomic():
        post(written, entry("2024-02-06", "Belanja", ("51030", 1000), ("11010", -1000)))
        with connection.cursor() as cursor:
            cursor.execute("SELECT last_seq FROM ledger_book WHERE id = %s", [written])
            assert cursor.fetchone() == (3,)
        post(written, saving("2024-02-07", "A1", 500), key=new_key())
    assert verification.verify(by=KEEPER, book_id=written).first is None
