"""What of a meeting's agenda was done. Only what was done counts; postponed is not done.

Source: slides of June 2014, "100% agenda pertemuan rutin terpenuhi"; the states of an item are our own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

from swadaya.core.problem import Problem, Where

State = Literal["terlaksana", "ditunda", "dibatalkan"]
STATES: tuple[State, ...] = get_args(State)
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Item:
    title: str
    state: State


def read(said: Any) -> tuple[list[Item], list[Problem]]:
    """The agenda as sent. Problems ``rapat.agenda``.

    >>> read([{"judul": "Simpanan", "keadaan": "terlaksana"}])
    ([Item(title='Simpanan', state='terlaksana')], [])
    """
    if not isinstance(said, list) or not all(isinstance(row, dict) for row in said):
        return [], [Problem("rapat.agenda", Where(key="agenda"), str(said)[:80], "daftar agenda")]
    items: list[Item] = []
    problems: list[Problem] = []
    for number, row in enumerate(said):
        title, state = str(row.get("judul") or "").strip(), row.get("keadaan")
        if not title or len(title) > LONGEST:
            where = Where(row=number + 1, key=f"agenda[{number}].judul")
            problems.append(Problem("rapat.agenda", where, title[:80], f"judul, paling panjang {LONGEST} huruf"))
        elif state not in STATES:
            where = Where(row=number + 1, key=f"agenda[{number}].keadaan")
            problems.append(Problem("rapat.agenda", where, str(state)[:40], " / ".join(STATES)))
        else:
            items.append(Item(title, state))
    return items, problems
