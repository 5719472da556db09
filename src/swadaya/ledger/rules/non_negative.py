"""What never falls below zero: cash on hand on any day, and what a party holds in a control account."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from swadaya.core import money
from swadaya.core.money import Rupiah
from swadaya.core.problem import Problem, Where

from .charts import Account
from .journal import Journal

DayKey = tuple[str, date]
PartyKey = tuple[str, str, str]


def cash_moves(journals: Iterable[Journal], accounts: Mapping[str, Account]) -> dict[DayKey, Rupiah]:
    """(account, day) -> change of cash on hand."""
    moves: dict[DayKey, Rupiah] = defaultdict(int)
    for journal in journals:
        for posting in journal.postings:
            if accounts[posting.account].cash == "kas":
                moves[posting.account, journal.effective_on] += posting.amount
    return dict(moves)


def cash_problems(held: Mapping[DayKey, Rupiah], added: Mapping[DayKey, Rupiah]) -> list[Problem]:
    """``kas.kurang`` for the first day on which an account of cash would be below zero.

    Args:
        held: change of each day so far; days before the first of ``added`` may be one sum.
        added: change of each day by what is to be posted.
    """
    found = []
    for account in sorted({account for account, _ in added}):
        first = min(day for held_account, day in added if held_account == account)
        running = 0
        for day in sorted({day for name, day in (*held, *added) if name == account}):
            running += held.get((account, day), 0) + added.get((account, day), 0)
            if running < 0 and day >= first:
                hint = "Periksa jumlah dan tanggalnya; kekurangan yang sungguh terjadi dicatat sebagai selisih kas."
                got = f"{money.write(running)} pada {day.isoformat()}"
                found.append(Problem("kas.kurang", Where(column=account, key="kas"), got, "kas tidak kurang", hint))
                break
    return found


def party_moves(journals: Iterable[Journal], accounts: Mapping[str, Account]) -> dict[PartyKey, Rupiah]:
    """(account, party, part) -> change in the control accounts."""
    moves: dict[PartyKey, Rupiah] = defaultdict(int)
    for journal in journals:
        for posting in journal.postings:
            if accounts[posting.account].parties:
                moves[posting.account, posting.party, posting.part] += posting.amount
    return dict(moves)


def party_problems(
    held: Mapping[PartyKey, Rupiah], added: Mapping[PartyKey, Rupiah], accounts: Mapping[str, Account]
) -> Sequence[Problem]:
    """``pihak.kurang`` for each party that would hold less than nothing, such as a withdrawal beyond the savings."""
    found = []
    for key in sorted(added):
        account, party, part = key
        after = accounts[account].shown(held.get(key, 0) + added[key])
        if after < 0:
            where = Where(column=account, key=" ".join(filter(None, (party, part))))
            got = f"{accounts[account].label} {money.write(after)}"
            found.append(Problem("pihak.kurang", where, got, "tidak kurang dari 0"))
    return found
