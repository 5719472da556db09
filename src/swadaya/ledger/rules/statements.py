"""The statements of a book: pure folds over balances and entries. Debit is above zero throughout.

Every figure is a sum of postings; nothing is rounded and nothing is stored. Source: Petunjuk Teknis Pembukuan UPK
(cash book, ledger, statements); the direct method of cash flows is a design decision.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from swadaya.core.money import Rupiah

from .charts import Account, ordered

Flow = Literal["operasi", "investasi", "pendanaan"]
FLOWS: tuple[Flow, ...] = ("operasi", "investasi", "pendanaan")
Balances = Mapping[str, Rupiah]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line with what its journal says of it."""

    seq: int
    position: int
    effective_on: date
    account: str
    amount: Rupiah
    party: str = ""
    part: str = ""
    memo: str = ""
    reference: str = ""
    reverses: int | None = None


def balances(entries: Iterable[Entry]) -> dict[str, Rupiah]:
    """Account -> balance."""
    totals: dict[str, Rupiah] = defaultdict(int)
    for entry in entries:
        totals[entry.account] += entry.amount
    return dict(totals)


@dataclass(frozen=True, slots=True)
class BalanceRow:
    account: Account
    debit: Rupiah
    credit: Rupiah


@dataclass(frozen=True, slots=True)
class TrialBalance:
    """Neraca saldo: each account's balance on its side; both sides add up to the same."""

    rows: tuple[BalanceRow, ...]

    @property
    def debit(self) -> Rupiah:
        return sum(row.debit for row in self.rows)

    @property
    def credit(self) -> Rupiah:
        return sum(row.credit for row in self.rows)


def trial_balance(accounts: Mapping[str, Account], held: Balances) -> TrialBalance:
    rows = (
        BalanceRow(account, max(held.get(account.code, 0), 0), max(-held.get(account.code, 0), 0))
        for account in ordered(accounts)
    )
    return TrialBalance(tuple(row for row in rows if row.debit or row.credit))


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a statement: an account and its amount as people write it."""

    account: Account
    amount: Rupiah


@dataclass(frozen=True, slots=True)
class Position:
    """Posisi keuangan. ``surplus``: income less expense not yet moved to equity."""

    assets: tuple[Item, ...]
    liabilities: tuple[Item, ...]
    equity: tuple[Item, ...]
    surplus: Rupiah

    @property
    def total_assets(self) -> Rupiah:
        """Contra accounts, written on their own side, are taken off."""
        return sum(-item.amount if item.account.kind == "kontra-aset" else item.amount for item in self.assets)

    @property
    def total_liabilities(self) -> Rupiah:
        return sum(item.amount for item in self.liabilities)

    @property
    def total_equity(self) -> Rupiah:
        return sum(item.amount for item in self.equity) + self.surplus


def position(accounts: Mapping[str, Account], held: Balances) -> Position:
    return Position(
        _items(accounts, held, "aset", "kontra-aset"),
        _items(accounts, held, "kewajiban"),
        _items(accounts, held, "modal"),
        -sum(amount for code, amount in held.items() if accounts[code].kind in ("pendapatan", "beban")),
    )


@dataclass(frozen=True, slots=True)
class Surplus:
    """SHU: income less expense of a time."""

    income: tuple[Item, ...]
    expense: tuple[Item, ...]

    @property
    def total(self) -> Rupiah:
        return sum(item.amount for item in self.income) - sum(item.amount for item in self.expense)


def surplus(accounts: Mapping[str, Account], moved: Balances) -> Surplus:
    """From what moved in the time, closing journals left out."""
    return Surplus(_items(accounts, moved, "pendapatan"), _items(accounts, moved, "beban"))


def _items(accounts: Mapping[str, Account], held: Balances, *kinds: str) -> tuple[Item, ...]:
    return tuple(
        Item(account, account.shown(held[account.code]))
        for account in ordered(accounts)
        if account.kind in kinds and held.get(account.code)
    )


@dataclass(frozen=True, slots=True)
class EquityRow:
    label: str
    opening: Rupiah
    change: Rupiah

    @property
    def closing(self) -> Rupiah:
        return self.opening + self.change


@dataclass(frozen=True, slots=True)
class EquityChanges:
    """Perubahan modal: each equity account, and the surplus not yet moved to one."""

    rows: tuple[EquityRow, ...]

    @property
    def opening(self) -> Rupiah:
        return sum(row.opening for row in self.rows)

    @property
    def closing(self) -> Rupiah:
        return sum(row.closing for row in self.rows)


def equity_changes(accounts: Mapping[str, Account], before: Balances, moved: Balances) -> EquityChanges:
    """From the balances before the time and what moved in it, closing journals included."""
    rows = [
        EquityRow(account.label, -before.get(account.code, 0), -moved.get(account.code, 0))
        for account in ordered(accounts)
        if account.kind == "modal" and (before.get(account.code) or moved.get(account.code))
    ]
    rows.append(
        EquityRow("Sisa hasil usaha berjalan", position(accounts, before).surplus, position(accounts, moved).surplus)
    )
    return EquityChanges(tuple(rows))


@dataclass(frozen=True, slots=True)
class FlowItem:
    flow: Flow
    account: Account
    amount: Rupiah  # above zero: cash came in


@dataclass(frozen=True, slots=True)
class CashFlow:
    """Arus kas, direct method: what each account brought in or took out of cash and bank."""

    opening: Rupiah
    items: tuple[FlowItem, ...]

    def total(self, flow: Flow) -> Rupiah:
        return sum(item.amount for item in self.items if item.flow == flow)

    @property
    def closing(self) -> Rupiah:
        return self.opening + sum(item.amount for item in self.items)


def cash_flow(accounts: Mapping[str, Account], before: Balances, counterparts: Balances) -> CashFlow:
    """From the balances before the time, and what moved on other accounts in journals that move cash or bank.

    A journal sums to zero, so that what moved on its other accounts is exactly what cash moved, with the sign turned.
    """
    items = tuple(
        FlowItem(account.flow, account, -counterparts[account.code])
        for flow in FLOWS
        for account in ordered(accounts)
        if account.flow == flow and counterparts.get(account.code)
    )
    return CashFlow(sum(amount for code, amount in before.items() if accounts[code].cash), items)


@dataclass(frozen=True, slots=True)
class RunningRow:
    """A line of a register with the balance after it, on the account's own side."""

    entry: Entry
    balance: Rupiah


@dataclass(frozen=True, slots=True)
class Register:
    """Lines of an account in the order of their dates: the ledger of an account, the cash book, a member's card."""

    account: Account
    opening: Rupiah
    rows: tuple[RunningRow, ...]

    @property
    def closing(self) -> Rupiah:
        return self.rows[-1].balance if self.rows else self.opening


def register(account: Account, opening: Rupiah, entries: Sequence[Entry]) -> Register:
    """Args: opening: the balance before, debit above zero."""
    rows = []
    running = opening
    for entry in sorted(entries, key=lambda item: (item.effective_on, item.seq, item.position)):
        running += entry.amount
        rows.append(RunningRow(entry, account.shown(running)))
    return Register(account, account.shown(opening), tuple(rows))


@dataclass(frozen=True, slots=True)
class PartyCard:
    """What one party holds, account by account and part by part."""

    party: str
    registers: tuple[tuple[str, Register], ...]  # (part, register)


def party_card(
    party: str,
    accounts: Mapping[str, Account],
    opening: Mapping[tuple[str, str], Rupiah],
    entries: Sequence[Entry],
) -> PartyCard:
    """Args: opening: (account, part) -> balance before."""
    keys = sorted({*opening, *((entry.account, entry.part) for entry in entries)})
    return PartyCard(
        party,
        tuple(
            (
                part,
                register(
                    accounts[code],
                    opening.get((code, part), 0),
                    [entry for entry in entries if (entry.account, entry.part) == (code, part)],
                ),
            )
            for code, part in keys
        ),
    )
