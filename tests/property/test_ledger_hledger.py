"""Generated books have the trial balance that hledger and ledger find in their export, to the Rupiah, as of any day."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, timedelta

import pytest
from counts import examples
from ledger_books import KEEPER, hledger_balances, ledger_balances, new_key, open_book, settle

from swadaya.ledger import exports, selectors, services
from swadaya.ledger.rules import charts, hledger
from swadaya.ledger.rules.charts import Account
from swadaya.ledger.rules.journal import Journal, Posting

pytestmark = pytest.mark.hledger
START = date(2024, 1, 1)
TOGETHER = 100
"""Books in one text, each under a prefix: hledger starts once for all of them."""


class Writer:
    """Balanced journals on any accounts, of which cash and parties can bear every one."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.kind = self.random.choice(["ksm", "unit-pengelola"])
        self.chart = charts.in_force(self.kind, START)
        self.held: dict[tuple[str, str, str], int] = defaultdict(int)
        capital = self.random.randrange(10**8, 10**10)
        self.journals = [Journal(START, "Modal", (Posting("11010", capital), Posting("31010", -capital)))]
        self.spendable = capital // 2

    def _side(self, account: Account, amount: int) -> Posting:
        """A posting on an account, of a party when it is a control account, on the side that it can bear."""
        if account.cash == "kas" and amount < 0:
            amount = -min(-amount, self.spendable // 2) or 1
            self.spendable -= max(-amount, 0)
        if not account.parties:
            return Posting(account.code, amount)
        party, part = f"A{self.random.randrange(6)}", self.random.choice(account.parts or ("",))
        key = (account.code, party, part)
        if account.shown(self.held[key] + amount) < 0:
            amount = -amount
        self.held[key] += amount
        return Posting(account.code, amount, party, part)

    def journal(self) -> Journal:
        accounts = self.random.sample(list(self.chart.accounts.values()), self.random.randrange(1, 5))
        lines = [
            self._side(account, self.random.choice([-1, 1]) * self.random.randrange(1, 10**6)) for account in accounts
        ]
        rest = -sum(line.amount for line in lines)
        lines.append(Posting("31010", rest) if rest else Posting("31010", 1))
        if not rest:
            lines.append(Posting("31010", -1))
        day = START + timedelta(days=self.random.randrange(200))
        texts = ["Belanja; kopi (2)", "Setoran | wajib", "Jasa", "Iuran [Mei]", "Rp 5.000  lebih", "Ünïcode – ya"]
        return Journal(day, self.random.choice(texts), tuple(lines), self.random.choice(["", "BK-01", "BM|2; x"]))

    def post(self) -> int:
        book = open_book(self.kind, opened_on=START.isoformat())
        batches = [self.journals, *([self.journal() for _ in range(self.random.randrange(1, 9))] for _ in range(3))]
        for batch in batches:
            services.post_batch(by=KEEPER, book_id=book, key=new_key(), journals=batch)
        plain = [
            seq
            for seq, journal in enumerate((item for batch in batches for item in batch), 1)
            if not any(line.party or line.account == "11010" for line in journal.postings)
        ]
        for seq in self.random.sample(plain, min(2, len(plain))):
            services.reverse(by=KEEPER, book_id=book, key=new_key(), seq=seq, reason="uji; lagi")
        return book


def ours(book: int, on: date | None) -> dict[str, int]:
    held = selectors.accounts(book, by=KEEPER)
    found = selectors.balances(book, selectors.cut(book, by=KEEPER, on=on), by=KEEPER)
    return {f"buku-{book}:{hledger.account_name(held[code])}": amount for code, amount in found.items()}


def compare(first: int, many: int) -> None:
    books = [Writer(seed).post() for seed in range(first, first + many)]
    text = "".join(piece for book in books for piece in exports.hledger_text(book, by=KEEPER, prefix=f"buku-{book}:"))
    middle = START + timedelta(days=100)
    for on, options in ((None, ()), (middle, ("-e", (middle + timedelta(days=1)).isoformat()))):
        expected = {name: amount for book in books for name, amount in ours(book, on).items()}
        assert len(expected) > 3 * many
        assert hledger_balances(text, *options) == expected
        assert ledger_balances(text, *options) == expected


def test_generated_books_agree_with_hledger(owner_connection):
    settle(owner_connection)
    compare(0, examples(50, 200))


@pytest.mark.long
@pytest.mark.parametrize("part", range(10))
def test_a_thousand_generated_books_agree_with_hledger(owner_connection, part):
    settle(owner_connection)
    compare(10_000 + part * TOGETHER, TOGETHER)
