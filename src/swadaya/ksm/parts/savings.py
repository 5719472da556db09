"""Savings paid in and taken out. What a member holds is the group's debt to them, by kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from swadaya.core import money
from swadaya.core.problem import Problem
from swadaya.ledger.rules.journal import Posting

from ..rules.aturan_main import SAVING_KINDS
from .base import Draft, Rows, Sheet


@dataclass(frozen=True, slots=True)
class Entry:
    member: int
    kind: str
    amount: int


class Savings:
    """Paid in, by member and kind; the usual amounts of the aturan main are offered."""

    code = "simpanan"
    label = "Simpanan"

    def prefill(self, sheet: Sheet) -> list[dict[str, Any]]:
        offered = [saving for saving in sheet.aturan.savings if saving.kind == "wajib" and saving.amount]
        members = sorted(sheet.members.values(), key=lambda member: member.number)
        return [
            {"anggota": member.id, "jenis": saving.kind, "jumlah": saving.amount}
            for member in members
            for saving in offered
        ]

    def entries(self, sheet: Sheet, said: Any) -> tuple[list[Entry], list[Problem]]:
        return _entries(self.code, sheet, said)

    def problems(self, sheet: Sheet, said: Any) -> list[Problem]:
        return self.entries(sheet, said)[1]

    def postings(self, sheet: Sheet, said: Any) -> list[Draft]:
        cash, account = sheet.accounts.cash, sheet.accounts.savings
        return [
            Draft(
                self.code,
                f"Simpanan {entry.kind}",
                (Posting(cash, entry.amount), Posting(account, -entry.amount, str(entry.member), entry.kind)),
            )
            for entry in self.entries(sheet, said)[0]
        ]


class Withdrawals:
    """Taken out, at most what the member held before the meeting."""

    code = "penarikan"
    label = "Penarikan simpanan"

    def prefill(self, sheet: Sheet) -> list[dict[str, Any]]:  # noqa: ARG002 - nobody is offered to withdraw
        return []

    def entries(self, sheet: Sheet, said: Any) -> tuple[list[Entry], list[Problem]]:
        found, problems = _entries(self.code, sheet, said)
        rows = Rows(self.code, said, sheet)
        for number, one in enumerate(found):
            held = sheet.savings.get((one.member, one.kind), 0)
            if one.amount > held:
                got, expected = money.write_rp(one.amount), f"paling banyak {money.write_rp(held)}"
                rows.fault("melebihi", number, "jumlah", got, expected, "Simpanannya sebelum pertemuan ini.")
        return found, [*problems, *rows.problems]

    def problems(self, sheet: Sheet, said: Any) -> list[Problem]:
        return self.entries(sheet, said)[1]

    def postings(self, sheet: Sheet, said: Any) -> list[Draft]:
        cash, account = sheet.accounts.cash, sheet.accounts.savings
        return [
            Draft(
                self.code,
                f"Penarikan simpanan {entry.kind}",
                (Posting(account, entry.amount, str(entry.member), entry.kind), Posting(cash, -entry.amount)),
            )
            for entry in self.entries(sheet, said)[0]
        ]


def _entries(part: str, sheet: Sheet, said: Any) -> tuple[list[Entry], list[Problem]]:
    """Rows with an amount, each member and kind at most once."""
    reader = Rows(part, said, sheet)
    entries: list[Entry] = []
    seen: set[tuple[int, str]] = set()
    for number, row in enumerate(reader.rows):
        member, amount, kind = reader.member(number, row), reader.amount(number, row), str(row.get("jenis") or "")
        if kind not in SAVING_KINDS:
            reader.fault("jenis", number, "jenis", kind, " / ".join(SAVING_KINDS))
        elif (member, kind) in seen:
            reader.fault("berulang", number, "anggota", f"{kind} dua kali", "satu baris bagi tiap anggota dan jenis")
        elif amount and member:
            entries.append(Entry(member, kind, amount))
        seen.add((member, kind))
    return entries, reader.problems
