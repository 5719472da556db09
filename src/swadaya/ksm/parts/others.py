"""Other income and spending of the group, each under an item of the rule file that names its account."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from swadaya.core.problem import Problem
from swadaya.ledger.rules.journal import Posting

from ..rules.account_map import Item
from .base import Draft, Rows, Sheet


@dataclass(frozen=True, slots=True)
class Entry:
    item: Item
    amount: int
    note: str


class Others:
    code = "lain"
    label = "Pemasukan dan pengeluaran lain"

    def prefill(self, sheet: Sheet) -> list[dict[str, Any]]:  # noqa: ARG002 - nothing of it is usual
        return []

    def entries(self, sheet: Sheet, said: Any) -> tuple[list[Entry], list[Problem]]:
        reader = Rows(self.code, said, sheet)
        found = []
        for number, row in enumerate(reader.rows):
            amount, note = reader.amount(number, row), reader.text(number, row, "keterangan")
            item = sheet.accounts.items.get(str(row.get("pos") or ""))
            if item is None:
                reader.fault("pos", number, "pos", row.get("pos"), " / ".join(sheet.accounts.items))
            elif amount:
                found.append(Entry(item, amount, note))
        return found, reader.problems

    def problems(self, sheet: Sheet, said: Any) -> list[Problem]:
        return self.entries(sheet, said)[1]

    def postings(self, sheet: Sheet, said: Any) -> list[Draft]:
        cash = sheet.accounts.cash
        drafts = []
        for entry in self.entries(sheet, said)[0]:
            signed = entry.amount if entry.item.direction == "masuk" else -entry.amount
            drafts.append(
                Draft(self.code, entry.item.label, (Posting(cash, signed), Posting(entry.item.account, -signed)))
            )
        return drafts
