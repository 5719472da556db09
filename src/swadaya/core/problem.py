"""What is wrong with an input, said so that a person can mend it.

A rule never stops at the first fault: it returns its result and every :class:`Problem` it found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Severity = Literal["galat", "peringatan", "catatan"]
"""galat: the record cannot be used. peringatan: used, but look at it. catatan: worth knowing."""


@dataclass(frozen=True, slots=True)
class Where:
    """The place of a problem; only the parts that are known are set."""

    file: str = ""
    row: int | None = None  # as a person counts: the header is row 1
    column: str = ""
    desa: str = ""
    year: int | None = None
    key: str = ""  # a key in a rule file, such as "indicator[3].score"

    def __str__(self) -> str:
        parts = [
            self.file,
            f"baris {self.row}" if self.row is not None else "",
            f"kolom {self.column}" if self.column else "",
            f"desa {self.desa}" if self.desa else "",
            f"tahun {self.year}" if self.year is not None else "",
            f"kunci {self.key}" if self.key else "",
        ]
        return ", ".join(part for part in parts if part)


NOWHERE = Where()


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding: ``code`` for programs, the rest for people (Indonesian)."""

    code: str
    where: Where = field(default_factory=Where)
    got: str = ""
    expected: str = ""
    hint: str = ""
    severity: Severity = "galat"

    def __str__(self) -> str:
        """One sentence: where, what was found, what was expected, what to do.

        >>> str(Problem("skor.di-luar", Where(row=7, column="s01"), got="6", expected="0 sampai 5"))
        'baris 7, kolom s01: "6"; seharusnya 0 sampai 5.'
        """
        place = str(self.where)
        text = f'"{self.got}"' if self.got else self.code
        if self.expected:
            text += f"; seharusnya {self.expected}"
        sentence = f"{place}: {text}." if place else f"{text}."
        return f"{sentence} {self.hint}" if self.hint else sentence

    def as_dict(self) -> dict[str, Any]:
        """Flat form for JSON and CSV reports; keys are stable."""
        return {
            "code": self.code,
            "severity": self.severity,
            **asdict(self.where),
            "got": self.got,
            "expected": self.expected,
            "hint": self.hint,
        }


class Problems:
    """A collection that keeps at most ``keep`` problems but counts all of them by code.

    A file of two gigabytes can be wrong on every line; the report must stay bounded and still say how many.
    """

    def __init__(self, items: Iterable[Problem] = (), *, keep: int = 200_000) -> None:
        self._items: list[Problem] = []
        self._keep = keep
        self.counts: Counter[str] = Counter()
        self.severities: Counter[Severity] = Counter()
        self.extend(items)

    def add(self, problem: Problem) -> None:
        self.counts[problem.code] += 1
        self.severities[problem.severity] += 1
        if len(self._items) < self._keep:
            self._items.append(problem)

    def extend(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self.add(problem)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._items)

    def __len__(self) -> int:
        """All problems, also those no longer kept."""
        return sum(self.counts.values())

    @property
    def errors(self) -> int:
        return self.severities["galat"]

    @property
    def dropped(self) -> int:
        """How many were counted but not kept."""
        return len(self) - len(self._items)
