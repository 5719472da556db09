"""The one table of amounts, as every face reads it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from swadaya.core.money import USES, Use

PATH = Path(__file__).parents[1] / "cases" / "money" / "amounts.toml"
BELOW_ZERO = Use("saldo", -(10**15), 10**15)
"""No page asks for such an amount yet; the grammar says how it is written."""
ALL_USES = {**USES, BELOW_ZERO.name: BELOW_ZERO}


@dataclass(frozen=True, slots=True)
class Case:
    """``amount`` None and no ``code``: nothing is written."""

    written: Any
    use: str
    amount: int | None
    code: str

    def __str__(self) -> str:
        return f"{self.use} {str(self.written)[:30]!r}"


def cases(kind: str, *uses: str) -> list[Case]:
    """Entries of a kind (text, json, cell), once for each of the uses that they hold for (none given: all)."""
    entries = tomllib.loads(PATH.read_text(encoding="utf-8"))[kind]
    return [
        Case(
            entry["repeated"] * entry["times"] if "repeated" in entry else entry["written"],
            use,
            entry.get("amount"),
            entry.get("code", ""),
        )
        for entry in entries
        for use in uses or ALL_USES
        if entry.get("use", use if use in USES else "") == use
    ]
