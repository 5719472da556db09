"""Many problems of one kind said once, with the first of them: a report that somebody reads to its end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from swadaya.core.figures import grouped
from swadaya.core.problem import Problem

FIRST = 20
MOST = 200


def folded(problems: Iterable[Problem], *, first: int = FIRST, most: int = MOST) -> tuple[list[Problem], list[str]]:
    """The first problems of each kind (code, column, what was expected), and a sentence on each kind that has more.

    Args:
        first: how many of a kind are shown.
        most: how many are shown in all.

    >>> from swadaya.core.problem import Where
    >>> found = [Problem("x", Where(row=row, column="nik"), "1", "16 angka") for row in range(2, 797)]
    >>> shown, more = folded(found)
    >>> len(shown), more
    (20, ['795 baris, kolom nik: seharusnya 16 angka; 20 yang pertama ditampilkan.'])
    """
    shown: list[Problem] = []
    kinds: dict[tuple[str, ...], _Kind] = {}
    for problem in problems:
        kind = kinds.setdefault(
            (problem.code, problem.where.column, problem.expected, problem.severity), _Kind(problem)
        )
        kind.count += 1
        if kind.shown < first and len(shown) < most:
            kind.shown += 1
            shown.append(problem)
    return shown, [kind.sentence for kind in kinds.values() if kind.count > first]


@dataclass(slots=True)
class _Kind:
    one: Problem
    count: int = 0
    shown: int = 0

    @property
    def sentence(self) -> str:
        one = self.one
        column = f", kolom {one.where.column}" if one.where.column else ""
        said = f"seharusnya {one.expected}" if one.expected else one.hint.rstrip(".") or one.got
        some = f"; {self.shown} yang pertama ditampilkan" if self.shown else ""
        return f"{grouped(self.count)} baris{column}: {said}{some}."


def noted(notes: Iterable[Problem], *, first: int = FIRST) -> list[str]:
    """What was guessed, mended or left out while reading, a sentence each.

    >>> from swadaya.core.problem import Where
    >>> noted([Problem("baris.jumlah", Where("a.csv", 9), "baris TOTAL", hint="Tidak dibaca.")])
    ['Baris 9: baris TOTAL. Tidak dibaca.']
    """
    shown, more = folded(notes, first=first)
    return [*map(_sentence, shown), *more]


def _sentence(note: Problem) -> str:
    row = f"baris {note.where.row}" if note.where.row is not None else ""
    column = f"kolom {note.where.column}" if note.where.column else ""
    place = ", ".join(filter(None, (row, column)))
    text = f"{place}: {note.got}" if place else note.got
    return f"{text[:1].upper()}{text[1:]}. {note.hint}".strip()
