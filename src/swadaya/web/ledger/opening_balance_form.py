"""The form of a cut-off sheet: a field for each account, and one for each part of each party of a control account."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from swadaya.core import money
from swadaya.core.messages import sentence
from swadaya.core.problem import Problem, Problems, Where
from swadaya.ledger.rules.charts import Account, ordered
from swadaya.ledger.rules.importers import CutoffSheet
from swadaya.ledger.rules.journal import Posting

MOST_PARTIES = 150
"""More are not typed on one page: a form sends at most a thousand fields."""
_LONGEST = 160  # signs of a field that are kept; so long a one is no amount, a shorter cut could make one
_GROUPS = (
    ("Kekayaan", ("aset", "kontra-aset"), True),
    ("Kewajiban", ("kewajiban",), True),
    ("Modal", ("modal",), True),
    ("Pendapatan dan beban tahun berjalan", ("pendapatan", "beban"), False),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One amount, on the account's own side. ``label``: what is read out for it."""

    name: str
    label: str
    account: Account
    party: str = ""
    part: str = ""
    value: str = ""
    error: str = ""

    @property
    def side(self) -> str:
        return "D" if self.account.debit else "K"


@dataclass(frozen=True, slots=True)
class Row:
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Accounts of a class, or the parties of one control account. ``open``: whether it is shown unfolded."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    open: bool


def blocks(
    accounts: Mapping[str, Account], parties: Mapping[str, str], typed: Mapping[str, str], wrong: Mapping[str, str]
) -> list[Block]:
    """The form with what was typed and what is wrong with it."""
    listed = ordered(accounts)
    found = []
    for title, kinds, always in _GROUPS:
        plain = [one for one in listed if one.kind in kinds and not one.parties]
        rows = tuple(Row(_side_label(one), (_cell(typed, wrong, one, label=one.label),)) for one in plain)
        found.append(Block(title, ("Jumlah (Rp)",), rows, always or _any_value(rows)))
        if len(parties) <= MOST_PARTIES:
            found += [_of_parties(one, parties, typed, wrong) for one in listed if one.kind in kinds and one.parties]
    return [block for block in found if block.rows]


def _side_label(account: Account) -> str:
    return f"{account.label} (pengurang)" if account.kind == "kontra-aset" else account.label


def _of_parties(
    account: Account, parties: Mapping[str, str], typed: Mapping[str, str], wrong: Mapping[str, str]
) -> Block:
    parts = account.parts or ("",)
    rows = tuple(
        Row(
            name,
            tuple(
                _cell(typed, wrong, account, party, part, label=f"{account.label} {part}, {name}".replace(" ,", ","))
                for part in parts
            ),
        )
        for party, name in parties.items()
    )
    heads = tuple(f"{part.capitalize()} (Rp)" if part else "Jumlah (Rp)" for part in parts)
    return Block(account.label, heads, rows, account.parts != () or _any_value(rows))


def _any_value(rows: Iterable[Row]) -> bool:
    return any(cell.value or cell.error for row in rows for cell in row.cells)


def _cell(
    typed: Mapping[str, str], wrong: Mapping[str, str], account: Account, party: str = "", part: str = "", *, label: str
) -> Cell:
    name = "-".join(one for one in ("s", account.code, part, party) if one)
    return Cell(name, label, account, party, part, typed.get(name, "")[:_LONGEST], wrong.get(name, ""))


def cells_of(form: Iterable[Block]) -> list[Cell]:
    return [cell for block in form for row in block.rows for cell in row.cells]


def sheet_typed(cells: Iterable[Cell]) -> tuple[CutoffSheet, tuple[Cell, ...]]:
    """What was typed as a sheet, and the cell of each of its rows (row 1 is the first)."""
    problems = Problems()
    postings: list[Posting] = []
    used: list[Cell] = []
    for cell in cells:
        amount, problem = money.read(cell.value, use=money.POSTING, where=Where(key=cell.name))
        if problem is not None:
            problems.add(problem)
        elif amount:
            used.append(cell)
            postings.append(
                Posting(cell.account.code, amount if cell.account.debit else -amount, cell.party, cell.part)
            )
    return CutoffSheet(tuple(postings), tuple(range(1, len(used) + 1)), problems), tuple(used)


def beside_fields(problems: Iterable[Problem], used: tuple[Cell, ...]) -> dict[str, str]:
    """Name of a field -> what is wrong with it."""
    found: dict[str, str] = {}
    for problem in problems:
        row = problem.where.row
        if row is not None and 1 <= row <= len(used):
            found.setdefault(used[row - 1].name, sentence(problem))
        elif problem.where.key.startswith("s-"):
            found.setdefault(problem.where.key, sentence(problem))
    return found
