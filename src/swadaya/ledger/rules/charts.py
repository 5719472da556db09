"""Charts of accounts as dated rule files: which accounts a book may post to, and what each of them is.

Source: ``charts/upk-2018.toml`` (a real workbook), ``charts/ksm-2026.toml`` (design decision, mapped to the former).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal, get_args

from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid
from swadaya.core.rulefiles import RuleFile
from swadaya.core.rulekind import RuleKind
from swadaya.core.rulereading import RuleReader

KIND = "bagan-akun"
Class = Literal["aset", "kontra-aset", "kewajiban", "modal", "pendapatan", "beban"]
CLASSES: tuple[Class, ...] = get_args(Class)
NORMAL: dict[Class, Literal["D", "K"]] = {
    "aset": "D",
    "kontra-aset": "K",
    "kewajiban": "K",
    "modal": "K",
    "pendapatan": "K",
    "beban": "D",
}
CASH = ("", "kas", "bank")
FLOWS = ("", "operasi", "investasi", "pendanaan")
OWNERS = ("ksm", "unit-pengelola")
USES = ("cash", "cash_short", "cash_over")
CODE = re.compile(r"[0-9A-Za-z.-]{1,20}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Account:
    """An account that can be posted to.

    ``cash``: "kas" is cash on hand and never below zero, "bank" is money too. ``parties``: a control account, each of
    its lines names a party and no party falls below zero. ``parts``: kinds within a party's account, such as savings
    kinds; empty: any. ``flow``: where its counterpart in cash stands in the statement of cash flows.
    """

    code: str
    label: str
    kind: Class
    cash: str = ""
    parties: bool = False
    parts: tuple[str, ...] = ()
    flow: str = ""
    maps_to: str = ""

    @property
    def debit(self) -> bool:
        """Whether a debit makes it larger."""
        return NORMAL[self.kind] == "D"

    def shown(self, amount: int) -> int:
        """A balance (debit above zero) as people write it for this account: above zero on its normal side."""
        return amount if self.debit else -amount


@dataclass(frozen=True, slots=True)
class Chart:
    """One edition. ``uses``: which account serves cash and differences of cash."""

    id: str
    title: str
    owner: str
    accounts: Mapping[str, Account]
    uses: Mapping[str, str]


def read(rule: RuleFile) -> tuple[Chart, list[Problem]]:
    """Read one file. Problems: bagan.bentuk, .kosong, .berulang, .golongan, .sisi, .kas, .arus, .pemilik, .guna."""
    reader = _Reader(rule, "bagan")
    accounts = {account.code: account for account in reader.accounts()}
    owner = str(rule.content.get("owner", ""))
    if owner not in OWNERS:
        reader.fault("pemilik", "owner", owner, " / ".join(OWNERS))
    uses = reader.uses(accounts)
    return Chart(rule.id, rule.title, owner, MappingProxyType(accounts), MappingProxyType(uses)), reader.problems


class _Reader(RuleReader):
    def accounts(self) -> list[Account]:
        accounts: list[Account] = []
        seen: set[str] = set()
        for key, table in self.tables("account", filled=True):
            account = self._account(table, key)
            if account is not None:
                self.unique(seen, account.code, f"{key}.code", "kode yang tidak berulang")
                accounts.append(account)
        return accounts

    def _account(self, table: Mapping[str, object], key: str) -> Account | None:
        code, label, kind = (str(table.get(name, "")).strip() for name in ("code", "label", "class"))
        if not CODE.fullmatch(code):
            self.fault("bentuk", f"{key}.code", code, "1 sampai 20 huruf, angka, titik atau garis")
        if not label:
            self.fault("kosong", f"{key}.label", "", "teks yang terisi")
        if kind not in CLASSES:
            self.fault("golongan", f"{key}.class", kind, " / ".join(CLASSES))
            return None
        if table.get("normal") != NORMAL[kind]:
            self.fault("sisi", f"{key}.normal", table.get("normal", ""), NORMAL[kind])
        cash, flow = str(table.get("cash", "")), str(table.get("flow", ""))
        if cash not in CASH or (cash and kind != "aset"):
            self.fault("kas", f"{key}.cash", cash, "kas / bank, hanya bagi aset")
        if flow not in FLOWS or bool(flow) == bool(cash):
            self.fault("arus", f"{key}.flow", flow, "operasi / investasi / pendanaan; kosong hanya bagi kas dan bank")
        parts = self.words(table, "parts", key)
        parties = table.get("parties") is True
        return Account(code, label, kind, cash, parties, tuple(parts), flow, str(table.get("maps_to", "")))

    def uses(self, accounts: Mapping[str, Account]) -> dict[str, str]:
        table = self.table("uses")
        found = {name: str(table.get(name, "")) for name in USES}
        for name in USES:
            account = accounts.get(found[name])
            if account is None or (account.cash == "kas") != (name == "cash"):
                self.fault("guna", f"uses.{name}", found[name], "kode akun dalam berkas ini yang sesuai")
        return found


CHARTS = RuleKind(KIND, "ledger/charts", read, subject="bagan", key="bagan")


def chart(chart_id: str) -> Chart:
    """The chart with this id. Raises Invalid ``bagan.tidak-dikenal`` or its faults."""
    return CHARTS.get(chart_id)


def in_force(owner: str, on: date) -> Chart:
    """The newest chart for a kind of owner on a day. Raises Invalid ``bagan.tidak-ada``."""
    rule = CHARTS.newest(lambda rule: rule.in_force(on) and str(rule.content.get("owner", "")) == owner)
    if rule is None:
        expected = f"bagan akun bagi {owner} yang berlaku {on.isoformat()}"
        raise Invalid(Problem("bagan.tidak-ada", Where(key="bagan"), owner, expected))
    return CHARTS.understood(rule)


def adoption_problems(held: Mapping[str, Account], newer: Chart) -> list[Problem]:
    """``bagan.tak-sepadan`` for each account that would change its nature: the edition cannot be taken over."""
    return [
        Problem("bagan.tak-sepadan", Where(key=code), _nature(newer.accounts[code]), _nature(account))
        for code, account in held.items()
        if code in newer.accounts and _nature(newer.accounts[code]) != _nature(account)
    ]


def _nature(account: Account) -> str:
    return " ".join((account.kind, account.cash or "-", "berpihak" if account.parties else "-"))


def ordered(accounts: Mapping[str, Account]) -> Sequence[Account]:
    """Accounts in the order of their codes, as every statement lists them."""
    return [accounts[code] for code in sorted(accounts)]
