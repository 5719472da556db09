"""Journals by hand beside meetings: what a meeting counted stays as it was counted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from swadaya.accounts.rules import access
from swadaya.core import keys
from swadaya.core.refusal import Invalid
from swadaya.ksm.bookkeeping import outside_meetings
from swadaya.ledger import selectors as ledger
from swadaya.ledger.rules.journal import Journal, Posting
from swadaya.ledger.storage import Count

pytestmark = pytest.mark.django_db
SYSTEM = access.system("uji")


def spend(group, on: date, amount: int) -> int:
    journal = Journal(on, "Beli buku", (Posting("51030", amount), Posting("11010", -amount)))
    book = ledger.book(group.book, by=SYSTEM)
    return outside_meetings.post_journal(book, journal, key=keys.new_key(), by=SYSTEM, rows=(1, 2))


def test_cash_is_not_moved_on_or_before_the_day_of_a_meeting_although_no_money_moved_there(group, thursday):
    group.record(thursday, counted=120_000)
    later = thursday + timedelta(days=7)
    group.record(later, counted=120_000, simpanan=[])
    for day in (thursday + timedelta(days=3), later):
        with pytest.raises(Invalid) as refused:
            spend(group, day, 25_000)
        assert [one.code for one in refused.value.problems] == ["kas.sudah-dihitung"]
        with pytest.raises(Invalid) as refused:
            book = ledger.book(group.book, by=SYSTEM)
            outside_meetings.book_difference(
                book, Count(day, 100_000), reason="uang tidak ada", key=keys.new_key(), by=SYSTEM
            )
        assert refused.value.problem.code == "kas.sudah-dihitung"
    assert ledger.cash_on(group.book, later, by=SYSTEM) == 120_000
    spend(group, later + timedelta(days=1), 25_000)
    assert ledger.cash_on(group.book, later + timedelta(days=1), by=SYSTEM) == 95_000
