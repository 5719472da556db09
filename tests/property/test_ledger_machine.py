"""Any order of posting, taking back, closing, opening and sending again leaves books that are right.

The model is a plain list of journals; it says beforehand what must be accepted. Every step goes through the services on
the real database, pairs of steps at once through two connections.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from counts import examples
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from ledger_books import KEEPER, OTHER, entry, new_key, open_book, settle

from swadaya.core.refusal import Refusal
from swadaya.ledger import selectors, services, verification
from swadaya.ledger.rules import periods
from swadaya.ledger.rules.journal import Journal, Posting

CASH, SAVINGS, INCOME, EXPENSE = "11010", "21020", "41030", "51030"
OPENED = date(2024, 1, 1)
DAYS = [f"2024-{month:02d}-{day:02d}" for month in (1, 2, 3, 4) for day in (3, 17, 28)]
PEOPLE = {"pencatat": KEEPER, "pemeriksa": OTHER}

amounts = st.integers(1, 9).map(lambda number: number * 1000)
parties = st.sampled_from(["A1", "A2", "A3"])
days = st.sampled_from(DAYS)
people = st.sampled_from(sorted(PEOPLE))


@st.composite
def journals(draw: Any) -> Journal:
    kind = draw(st.sampled_from(["simpan", "simpan", "simpan", "ambil", "belanja", "terima", "timpang"]))
    day, amount = draw(days), draw(amounts)
    if kind == "simpan":
        return entry(day, "Simpanan", (CASH, amount), (SAVINGS, -amount, draw(parties), "wajib"))
    if kind == "ambil":
        return entry(day, "Pengambilan", (SAVINGS, amount, draw(parties), "wajib"), (CASH, -amount))
    if kind == "belanja":
        return entry(day, "Beli ATK", (EXPENSE, amount), (CASH, -amount))
    if kind == "terima":
        return entry(day, "Pendapatan", (CASH, amount), (INCOME, -amount))
    return entry(day, "Timpang", (CASH, amount), (INCOME, -amount - 1))


class Model:
    """Journals as (journal, number it reverses), closed months with who closed them."""

    def __init__(self) -> None:
        self.journals: list[Journal] = []
        self.closed: list[tuple[date, str]] = []

    @property
    def closed_through(self) -> date | None:
        return periods.last_day(self.closed[-1][0]) if self.closed else None

    def accepts(self, added: list[Journal]) -> bool:
        return all(self._good(journal) for journal in added) and self._above_zero([*self.journals, *added])

    def _good(self, journal: Journal) -> bool:
        closed = self.closed_through
        return journal.total == 0 and (closed is None or journal.effective_on > closed)

    def reversal(self, seq: int, reason: str = "salah") -> Journal | None:
        """The mirror of a number, unless it cannot be reversed."""
        old = self.journals[seq - 1]
        if old.reverses is not None or any(item.reverses == seq for item in self.journals):
            return None
        lines = tuple(Posting(line.account, -line.amount, line.party, line.part) for line in old.postings)
        return Journal(old.effective_on, f"Membalik nomor {seq}", lines, reverses=seq, reason=reason)

    @staticmethod
    def _above_zero(journals: list[Journal]) -> bool:
        cash: dict[date, int] = defaultdict(int)
        held: dict[str, int] = defaultdict(int)
        for journal in journals:
            for line in journal.postings:
                if line.account == CASH:
                    cash[journal.effective_on] += line.amount
                if line.party:
                    held[line.party] -= line.amount
        running = 0
        for day in sorted(cash):
            running += cash[day]
            if running < 0:
                return False
        return all(amount >= 0 for amount in held.values())

    def balances(self) -> dict[str, int]:
        totals: dict[str, int] = defaultdict(int)
        for journal in self.journals:
            for line in journal.postings:
                totals[line.account] += line.amount
        return {account: amount for account, amount in totals.items() if amount}


def attempt(work: Callable[[], Any]) -> tuple[Any, str]:
    """(result, code of the refusal)."""
    try:
        return work(), ""
    except Refusal as refusal:
        return None, refusal.problem.code


class Pair:
    """Two connections that do something at the same moment."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(2)

    def at_once(self, first: Callable[[], Any], second: Callable[[], Any]) -> list[tuple[Any, str]]:
        start = threading.Barrier(2)

        def run(work: Callable[[], Any]) -> tuple[Any, str]:
            start.wait(30)
            return attempt(work)

        return [future.result(60) for future in [self._pool.submit(run, work) for work in (first, second)]]

    def close(self) -> None:
        gate = threading.Barrier(2)

        def leave() -> None:
            from django.db import connection

            gate.wait(30)
            connection.close()

        for future in [self._pool.submit(leave) for _ in range(2)]:
            future.result(60)
        self._pool.shutdown()


def machine(pair: Pair) -> type[RuleBasedStateMachine]:
    class Books(RuleBasedStateMachine):
        sent = Bundle("sent")

        @initialize()
        def a_new_book(self) -> None:
            self.book = open_book(opened_on=OPENED.isoformat())
            self.model = Model()

        def _post(self, key: Any, added: list[Journal], **options: Any) -> Any:
            return services.post_batch(by=KEEPER, book_id=self.book, key=key, journals=added, **options)

        @rule(target=sent, added=st.lists(journals(), min_size=1, max_size=3))
        def post(self, added: list[Journal]) -> Any:
            key = new_key()
            expected = self.model.accepts(added)
            done, refusal = attempt(lambda: self._post(key, added))
            assert bool(done) == expected, refusal
            if done:
                assert (done.first_seq, done.again) == (len(self.model.journals) + 1, False)
                self.model.journals += added
                return key, added, (done.first_seq, done.last_seq)
            return key, added, None

        @rule(sending=sent)
        def send_again(self, sending: Any) -> None:
            key, added, numbers = sending
            if numbers is None:
                return
            done = self._post(key, added)
            assert (done.again, (done.first_seq, done.last_seq)) == (True, numbers)

        @rule(sending=sent, other=journals())
        def send_other_content_under_an_old_key(self, sending: Any, other: Journal) -> None:
            key, added, numbers = sending
            if numbers is None or [other] == added:
                return
            assert attempt(lambda: self._post(key, [other])) == (None, "buku.kunci-lain")

        def _some_number(self, number: int) -> int:
            return number % len(self.model.journals) + 1

        @precondition(lambda self: self.model.journals)
        @rule(number=st.integers(0, 30))
        def take_back(self, number: int) -> None:
            seq = self._some_number(number)
            mirrored = self.model.reversal(seq)
            expected = mirrored is not None and self.model.accepts([mirrored])
            done, refusal = attempt(
                lambda: services.reverse(by=KEEPER, book_id=self.book, key=new_key(), seq=seq, reason="salah")
            )
            assert bool(done) == expected, refusal
            if done and mirrored:
                self.model.journals.append(mirrored)

        @precondition(lambda self: self.model.journals)
        @rule(number=st.integers(0, 30), new=journals())
        def replace(self, number: int, new: Journal) -> None:
            seq = self._some_number(number)
            mirrored = self.model.reversal(seq)
            expected = mirrored is not None and self.model.accepts([mirrored, new])
            done, refusal = attempt(
                lambda: services.replace(
                    by=KEEPER, book_id=self.book, key=new_key(), seqs=[seq], journals=[new], reason="salah"
                )
            )
            assert bool(done) == expected, refusal
            if done and mirrored:
                self.model.journals += [mirrored, new]

        @rule(month=st.integers(1, 4), who=people)
        def close_a_month(self, month: int, who: str) -> None:
            day = date(2024, month, 1)
            due = periods.next_to_close(OPENED, self.model.closed_through)
            _, refusal = attempt(lambda: services.close_period(by=PEOPLE[who], book_id=self.book, month=day))
            assert (not refusal) == (day == due), refusal
            if not refusal:
                self.model.closed.append((day, who))

        @precondition(lambda self: self.model.closed)
        @rule(who=people)
        def open_the_last_month(self, who: str) -> None:
            month, closer = self.model.closed[-1]
            _, refusal = attempt(
                lambda: services.reopen_period(by=PEOPLE[who], book_id=self.book, month=month, reason="nota susulan")
            )
            assert refusal == ("bulan.orang-sama" if who == closer else "")
            if not refusal:
                self.model.closed.pop()

        @precondition(lambda self: self.model.journals)
        @rule(number=st.integers(0, 30))
        def two_take_back_the_same(self, number: int) -> None:
            seq = self._some_number(number)
            mirrored = self.model.reversal(seq)
            expected = mirrored is not None and self.model.accepts([mirrored])

            def once() -> Any:
                return services.reverse(by=KEEPER, book_id=self.book, key=new_key(), seq=seq, reason="salah")

            outcomes = pair.at_once(once, once)
            assert sum(bool(done) for done, _ in outcomes) == int(expected)
            if expected and mirrored:
                self.model.journals.append(mirrored)

        @rule(added=st.lists(journals(), min_size=1, max_size=2))
        def two_send_the_same_key(self, added: list[Journal]) -> None:
            key, expected = new_key(), self.model.accepts(added)
            outcomes = pair.at_once(lambda: self._post(key, added), lambda: self._post(key, added))
            done = [result for result, _ in outcomes if result]
            assert len(done) == (2 if expected else 0)
            if expected:
                assert sorted(item.again for item in done) == [False, True]
                assert len({item.first_seq for item in done}) == 1
                self.model.journals += added

        @rule(first=journals(), second=journals())
        def two_post_at_once(self, first: Journal, second: Journal) -> None:
            """The outcome is that of one of the two orders."""
            ways = [(first, second), (second, first)]
            possible = []
            for one, other in ways:
                kept: list[Journal] = []
                for journal in (one, other):
                    if self.model.accepts([*kept, journal]):
                        kept.append(journal)
                possible.append(kept)
            outcomes = pair.at_once(lambda: self._post(new_key(), [first]), lambda: self._post(new_key(), [second]))
            written = [
                (done.first_seq, journal) for (done, _), journal in zip(outcomes, (first, second), strict=True) if done
            ]
            kept = [journal for _, journal in sorted(written, key=lambda item: item[0])]
            assert any(kept == way for way in possible)
            self.model.journals += kept

        @invariant()
        def cash_is_never_below_zero(self) -> None:
            assert Model._above_zero(self.model.journals)

        def teardown(self) -> None:
            if not hasattr(self, "book"):
                return
            found = verification.verify(by=KEEPER, book_id=self.book)
            assert [str(problem) for problem in found.problems] == []
            assert found.journals == len(self.model.journals)
            now = selectors.cut(self.book, by=KEEPER)
            assert selectors.balances(self.book, now, by=KEEPER) == self.model.balances()
            assert selectors.book(self.book, by=KEEPER).closed_through == self.model.closed_through

    return Books


def _run(orders: int, steps: int) -> None:
    pair = Pair()
    try:
        run_state_machine_as_test(
            machine(pair),
            settings=settings(
                max_examples=orders,
                stateful_step_count=steps,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
    finally:
        pair.close()


def test_any_order_of_acts_leaves_books_that_are_right(owner_connection):
    settle(owner_connection)
    _run(examples(120, 500), 6)


@pytest.mark.long
def test_ten_thousand_orders_of_acts_leave_books_that_are_right(owner_connection):
    settle(owner_connection)
    _run(10_000, 16)
