"""Which account each section of a meeting posts to: a rule file of kind ``pos-rapat`` over a chart of the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from swadaya.core.problem import Problem, Where
from swadaya.core.rulefiles import RuleFile

from . import rulings

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
    file = f"{rule.id}.toml" if rule.origin == "swadaya" else rule.origin
    problems: list[Problem] = []

    def text(table: Mapping[str, object], name: str, key: str) -> str:
        value = table.get(name)
        if not isinstance(value, str) or not value.strip():
            problems.append(
                Problem("pos-rapat.kosong", Where(file=file, key=key), str(value or ""), "teks yang terisi")
            )
            return ""
        return value

    heads = {name: text(rule.content, name, name) for name in ("chart", *_ACCOUNTS)}
    items: dict[str, Item] = {}
    listed = rule.content.get("item", [])
    for number, table in enumerate(listed if isinstance(listed, list) else []):
        key = f"item[{number}]"
        code, label, account = (text(table, name, f"{key}.{name}") for name in ("code", "label", "account"))
        direction = table.get("direction")
        if direction not in ("masuk", "keluar"):
            problems.append(
                Problem("pos-rapat.arah", Where(file=file, key=f"{key}.direction"), str(direction), "masuk / keluar")
            )
        if code in items:
            problems.append(
                Problem("pos-rapat.berulang", Where(file=file, key=f"{key}.code"), code, "kode yang tidak berulang")
            )
        items[code] = Item(code, label, account, direction)
    return (None if problems else Accounts(rule.id, items=items, **heads)), problems


def in_force(on: date) -> Accounts:
    """The naming in force on a day. Raises Unusable when there is none, or with its first fault."""
    return rulings.in_force(KIND, on, read)
