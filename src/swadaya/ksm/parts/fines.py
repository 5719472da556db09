"""Fines paid at the meeting: income of the group.

Why is kept with the meeting; the books say only that it was a fine.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from swadaya.core.problem import Problem
from swadaya.ledger.rules.journal import Posting

from .base import Draft, Rows, Sheet


@dataclass(frozen=True, slots=True)
class Entry:
    member: int
    amount: int
    reason: str


class Fines:
    code = "denda"
    label = "Denda"

    def prefill(self, sheet: Sheet) -> list[dict[str, Any]]:  # noqa: ARG002 - a fine is nobody's usual amount
        return []

    def entries(self, sheet: Sheet, said: Any) -> tuple[list[Entry], list[Problem]]:
        reader = Rows(self.code, said, sheet)
        found = []
        for number, row in enumerate(reader.rows):
            member, amount = reader.member(number, row), reader.amount(number, row)
            reason = reader.text(number, row, "sebab")
            if amount and not reason:
                reader.fault("sebab", number, "sebab", "kosong", "sebab denda, misalnya terlambat")
            if amount and member:
                found.append(Entry(member, amount, reason))
        return found, reader.problems

    def problems(self, sheet: Sheet, said: Any) -> list[Problem]:
        return self.entries(sheet, said)[1]

    def postings(self, sheet: Sheet, said: Any) -> list[Draft]:
        return [
            Draft(
                self.code,
                f"Denda anggota {sheet.members[entry.member].number}",
                (Posting(sheet.accounts.cash, entry.amount), Posting(sheet.accounts.fines, -entry.amount)),
            )
            for entry in self.entries(sheet, said)[0]
        ]
