"""Cash that a meeting counted stays as it was counted: what is dated up to the count may not move it any more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from swadaya.core.problem import Problem, Where

from .charts import Account
from .journal import Journal


def count_problems(
    journals: Sequence[Journal],
    accounts: Mapping[str, Account],
    counted_on: date | None,
    *,
    rows: Sequence[int] | None = None,
) -> list[Problem]:
    """``kas.sudah-dihitung`` for each journal that would alter cash on a day up to the last count.

    Args:
        counted_on: the last day on which people counted the cash box together; None: never.
        rows: where in a file each journal stands.
    """
    if counted_on is None:
        return []
    hint = "Pakai tanggal sesudahnya; yang salah dalam rapat diperbaiki pada rapatnya."
    places: Sequence[int | None] = rows or [None] * len(journals)
    return [
        day_problem(one.effective_on, counted_on, row=row, hint=hint)
        for row, one in zip(places, journals, strict=True)
        if one.effective_on <= counted_on and _cash_moved(one, accounts)
    ]


def day_problem(on: date, counted_on: date, *, row: int | None = None, hint: str = "") -> Problem:
    """``kas.sudah-dihitung``: a day up to the last count is taken for what would move or count the cash again."""
    expected = f"tanggal sesudah {counted_on.isoformat()}, sebab kas hari itu sudah dihitung"
    return Problem("kas.sudah-dihitung", Where(row=row, column="tanggal"), on.isoformat(), expected, hint)


def _cash_moved(journal: Journal, accounts: Mapping[str, Account]) -> bool:
    on_hand = {code for code, account in accounts.items() if account.cash == "kas"}
    return sum(line.amount for line in journal.postings if line.account in on_hand) != 0
