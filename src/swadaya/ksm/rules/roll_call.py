"""The roll call: one mark for everybody who belongs to the group on the day, and for nobody else."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from swadaya.core import numbers
from swadaya.core.problem import Problem, Where

from .attendance import MARK_LABELS, MARKS


def read(said: Any, *, enrolled: Collection[int]) -> tuple[dict[int, str], list[Problem]]:
    """Marks by member. Problems ``rapat.hadir`` for a strange mark, a stranger, or somebody forgotten.

    >>> read({"1": "H", "2": "S"}, enrolled=[1, 2])
    ({1: 'H', 2: 'S'}, [])
    """
    if not isinstance(said, dict):
        return {}, [Problem("rapat.hadir", Where(key="hadir"), str(said)[:80], "tanda bagi tiap anggota")]
    marks: dict[int, str] = {}
    problems: list[Problem] = []
    for written, mark in said.items():
        member = numbers.whole(written)
        where = Where(key=f"hadir.{written}"[:80])
        if member is None or member not in enrolled:
            problems.append(Problem("rapat.hadir", where, f"anggota {written}"[:40], "anggota kelompok pada hari itu"))
        elif mark not in MARKS:
            expected = ", ".join(f"{code} {label}" for code, label in MARK_LABELS.items())
            problems.append(Problem("rapat.hadir", where, str(mark)[:20], expected))
        else:
            marks[member] = mark
    forgotten = sorted(set(enrolled) - marks.keys())
    if forgotten and not problems:
        got = f"{len(forgotten)} anggota belum ditandai"
        problems.append(Problem("rapat.hadir", Where(key=f"hadir.{forgotten[0]}"), got, "satu tanda bagi tiap anggota"))
    return marks, problems
