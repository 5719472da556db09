"""Which account each section of a meeting posts to: a rule file of kind ``pos-rapat`` over a chart of the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from swadaya.core.problem import Problem
from swadaya.core.rulefiles import RuleFile
from swadaya.core.rulekind import RuleKind
from swadaya.core.rulereading import RuleReader

KIND = "pos-rapat"
_ACCOUNTS = ("cash", "savings", "fines", "cash_short", "cash_over")


@dataclass(frozen=True, slots=True)
class Item:
    """An own line of income or spending: what people call it, and the account against cash."""

    code: str
    label: str
    account: str
    direction: Literal["masuk", "keluar"]


@dataclass(frozen=True, slots=True)
class Accounts:
    """Account codes of one chart, by what a meeting uses them for."""

    rule_id: str
    chart: str
    cash: str
    savings: str
    fines: str
    cash_short: str
    cash_over: str
    items: Mapping[str, Item]


def read(rule: RuleFile) -> tuple[Accounts | None, list[Problem]]:
    """Read a file. Problems ``pos-rapat.kosong``, ``.arah``, ``.berulang``, each with its key."""
    reader = RuleReader(rule, KIND)
    heads = {name: reader.text(rule.content, name, "") for name in ("chart", *_ACCOUNTS)}
    items: dict[str, Item] = {}
    seen: set[str] = set()
    for key, table in reader.tables("item"):
        code, label, account = (reader.text(table, name, key) for name in ("code", "label", "account"))
        direction = reader.choice(table, "direction", key, ("masuk", "keluar"), "arah")
        reader.unique(seen, code, f"{key}.code", "kode yang tidak berulang")
        items[code] = Item(code, label, account, direction)  # type: ignore[arg-type]
    return (None if reader.problems else Accounts(rule.id, items=items, **heads)), reader.problems


ACCOUNT_MAPS = RuleKind(KIND, "ksm/rules", read)


def in_force(on: date) -> Accounts:
    """The naming in force on a day. Raises Invalid when there is none, or with its faults."""
    return ACCOUNT_MAPS.in_force(on)
