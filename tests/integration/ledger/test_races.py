"""Many at once: one wins, nothing is lost, nothing is there twice."""

from __future__ import annotations

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from ledger_books import KEEPER, entry, new_key, open_book, post, saving

from swadaya.core.refusal import Refusal
from swadaya.ledger import selectors, services, verification
from swadaya.ledger.models import Book

WRITERS = 8


def at_once(many, work):
    """Outcomes of ``work(number)`` by as many threads, started together, each with its own connection."""
    start = threading.Barrier(many)

    def run(number):
        try:
            start.wait(60)
            return work(number)
        except Refusal as refusal:
            return refusal.problem.code
        finally:
            connection.close()

    with ThreadPoolExecutor(many) as pool:
        return list(pool.map(run, range(many)))


def test_of_many_reversals_of_one_journal_one_wins(transactional_db):
    book = open_book()
    post(book, saving("2024-01-05", "A1", 5000))
    outcomes = at_once(
        6, lambda _: services.reverse(by=KEEPER, book_id=book, key=new_key(), seq=1, reason="salah").last_seq
    )
    assert sorted(map(str, outcomes)) == ["2", *["jurnal.sudah-dibalik"] * 5]


def test_one_key_sent_by_many_is_written_once(transactional_db):
    book, key = open_book(), new_key()
    outcomes = at_once(6, lambda _: post(book, saving("2024-01-05", "A1", 5000), key=key))
    assert sorted(done.again for done in outcomes) == [False, *[True] * 5]
    assert Book.objects.get(pk=book).last_seq == 1


def test_one_key_sent_to_several_books_is_written_in_one(transactional_db):
    books, key = [open_book() for _ in range(4)], new_key()
    outcomes = at_once(4, lambda number: post(books[number], saving("2024-01-05", "A1", 5000), key=key))
    assert [outcome for outcome in outcomes if outcome == "buku.kunci-lain"] == ["buku.kunci-lain"] * 3
    assert sum(Book.objects.get(pk=book).last_seq for book in books) == 1


def test_cash_for_one_is_spent_by_one(transactional_db):
    book = open_book()
    post(book, saving("2024-01-05", "A1", 5000))
    spend = entry("2024-01-06", "Belanja", ("51030", 4000), ("11010", -4000))
    outcomes = at_once(6, lambda _: post(book, spend).last_seq)
    assert sorted(map(str, outcomes)) == ["2", *["kas.kurang"] * 5]


def write_and_spend(book, number, going_on):
    """Save, spend what may not be there, and send again what was answered; every batch that was taken, and refusals."""
    chance, taken, refused, turn = random.Random(number), [], 0, 0
    while going_on(turn):
        turn += 1
        if taken and chance.random() < 0.25:
            key, journals, numbers = chance.choice(taken)
            done = post(book, *journals, key=key)
            assert (done.again, done.first_seq, done.last_seq) == (True, *numbers)
            continue
        day, amount = f"2024-01-{chance.randrange(5, 25):02d}", chance.randrange(1, 9) * 1000
        spend = entry(day, "Belanja", ("51030", amount), ("11010", -amount))
        key, journals = new_key(), [chance.choice([spend, saving(day, f"A{number}", amount)]) for _ in range(2)]
        try:
            done = post(book, *journals, key=key)
            taken.append((key, journals, (done.first_seq, done.last_seq)))
        except Refusal as refusal:
            assert refusal.problem.code == "kas.kurang"
            refused += 1
    return taken, refused


def cash_of_days(book):
    """What the lines themselves leave in the cash box at the end of each day."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT sum(sum(l.amount)) OVER (ORDER BY j.effective_on)::bigint
            FROM ledger_line l JOIN ledger_journal j USING (book_id, seq)
            WHERE book_id = %s AND l.account = '11010' GROUP BY j.effective_on ORDER BY j.effective_on
            """,
            [book],
        )
        return [amount for (amount,) in cursor.fetchall()]


def check_eight_writers(many_books, going_on):
    books = [open_book() for _ in range(many_books)]
    outcomes = at_once(WRITERS, lambda number: write_and_spend(books[number % many_books], number, going_on))
    assert sum(refused for _, refused in outcomes) > 0
    held = verification.verify(by=KEEPER)
    assert (held.first, held.journals) == (None, 2 * sum(len(taken) for taken, _ in outcomes))
    for place, book in enumerate(books):
        batches = [batch for taken, _ in outcomes[place::many_books] for batch in taken]
        numbers = [seq for _, _, (first, last) in batches for seq in range(first, last + 1)]
        assert sorted(numbers) == list(range(1, 2 * len(batches) + 1))
        written = [line for _, journals, _ in batches for journal in journals for line in journal.postings]
        cash = cash_of_days(book)
        assert min(cash) >= 0
        assert cash[-1] == sum(line.amount for line in written if line.account == "11010")
        saved = -sum(line.amount for line in written if line.party)
        assert sum(selectors.party_balances(book, by=KEEPER).values()) == saved


@pytest.mark.parametrize("many_books", [1, WRITERS])
def test_eight_writers_lose_and_repeat_nothing_and_cash_stays_above_zero(transactional_db, many_books):
    check_eight_writers(many_books, lambda turn: turn < 25)


@pytest.mark.long
@pytest.mark.parametrize("many_books", [1, WRITERS])
def test_eight_writers_for_half_a_minute(transactional_db, many_books):
    end = time.monotonic() + 30
    check_eight_writers(many_books, lambda _: time.monotonic() < end)


def test_books_read_while_they_are_written_are_whole(transactional_db):
    book = open_book()
    stop = threading.Event()

    def work(number):
        if number == 0:
            for turn in range(20):
                post(book, *(saving("2024-01-05", f"A{member}", 100 + turn) for member in range(5)))
            stop.set()
            return None
        wrong = []
        while not stop.is_set():
            found = verification.verify(by=KEEPER, book_id=book)
            wrong += [str(problem) for problem in found.problems]
            if found.journals % 5:
                wrong.append(f"{found.journals} journals")
        return wrong

    assert at_once(2, work) == [None, []]
