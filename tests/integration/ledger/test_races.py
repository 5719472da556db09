"""Many at once: one wins, nothing is lost, nothing is there twice."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from ledger_books import KEEPER, entry, new_key, open_book, post, saving

from swadaya.core.problem import Unusable
from swadaya.ledger import selectors, services, verifying
from swadaya.ledger.models import Book


def at_once(many, work):
    """Outcomes of ``work(number)`` by as many threads, started together, each with its own connection."""
    start = threading.Barrier(many)

    def run(number):
        try:
            start.wait(60)
            return work(number)
        except Unusable as refusal:
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


@pytest.mark.parametrize("shared", [True, False])
def test_eight_writers_lose_and_repeat_nothing(transactional_db, shared):
    books = [open_book() for _ in range(1 if shared else 8)]

    def write(number):
        book = books[number % len(books)]
        for turn in range(10):
            post(book, saving("2024-01-05", f"A{number}", 1000 + turn), saving("2024-01-06", f"A{number}", 500))
        return number

    assert sorted(at_once(8, write)) == list(range(8))
    found = verifying.verify(by=KEEPER)
    assert (found.journals, found.first) == (160, None)
    held = [amount for book in books for amount in selectors.party_balances(book, by=KEEPER).values()]
    assert held == [10 * 1000 + 45 + 10 * 500] * 8


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
            found = verifying.verify(by=KEEPER, book_id=book)
            wrong += [str(problem) for problem in found.problems]
            if found.journals % 5:
                wrong.append(f"{found.journals} journals")
        return wrong

    assert at_once(2, work) == [None, []]
