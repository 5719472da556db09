"""Read the tables of a rule file and say everything that is wrong with it at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from .problem import Problem, Where
from .rulefiles import RuleFile

Table = Mapping[str, Any]


class RuleReader:
    """Collects problems while a file is read, each with the file's name and the key; reading goes on with what fits.

    The problems are ``<subject>.<code>``; those of this class have the codes ``bentuk``, ``kosong``, ``bilangan``,
    ``tanggal`` and ``berulang``.
    """

    def __init__(self, rule: RuleFile, subject: str) -> None:
        self.rule = rule
        self.content = rule.content
        self.subject = subject
        self.problems: list[Problem] = []

    def fault(self, code: str, key: str, got: object = None, expected: str = "", hint: str = "") -> None:
        where = Where(file=self.rule.file, key=key)
        said = "" if got is None else str(got)
        self.problems.append(Problem(f"{self.subject}.{code}", where, said, expected, hint))

    def tables(
        self, name: str, *, inside: Table | None = None, key: str = "", filled: bool = False
    ) -> list[tuple[str, dict[str, Any]]]:
        """The tables ``[[name]]``, each with the key to cite.

        Args:
            inside, key: the table they stand in and its own key; without them the file itself.
            filled: at least one is expected.
        """
        place = f"{key}.{name}" if key else name
        found = (self.content if inside is None else inside).get(name, None if filled else [])
        if not isinstance(found, list) or not all(isinstance(item, dict) for item in found) or (filled and not found):
            got = "" if found is None else type(found).__name__
            self.fault("bentuk", place, got, f"daftar tabel {name}{' yang terisi' if filled else ''}")
            return []
        return [(f"{place}[{number}]", item) for number, item in enumerate(found)]

    def table(self, name: str) -> dict[str, Any]:
        """The table ``[name]``; empty when the file has none."""
        found = self.content.get(name, {})
        if not isinstance(found, dict):
            self.fault("bentuk", name, type(found).__name__, f"tabel [{name}]")
            return {}
        return found

    def text(self, table: Table, name: str, key: str) -> str:
        value = table.get(name)
        if not isinstance(value, str) or not value.strip():
            self.fault("kosong", _place(key, name), value, "teks yang terisi")
            return ""
        return value.strip()

    def words(self, table: Table, name: str, key: str) -> list[str]:
        """A list of texts; empty when it is not said."""
        value = table.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.fault("bentuk", _place(key, name), value, "daftar teks")
            return []
        return list(value)

    def choice(self, table: Table, name: str, key: str, among: Sequence[str], code: str = "pilihan") -> str:
        """One of some words, else a problem ``code``."""
        value = table.get(name)
        if value not in among:
            self.fault(code, _place(key, name), value, " / ".join(among))
        return str(value)

    def number(
        self, table: Table, name: str, key: str, *, least: int = 0, most: int | None = None, expected: str = ""
    ) -> int:
        """A whole number; ``least`` stands in for one that is not."""
        value = table.get(name)
        if (
            isinstance(value, int)
            and not isinstance(value, bool)
            and value >= least
            and (most is None or value <= most)
        ):
            return value
        wanted = f"{least} atau lebih" if most is None else f"{least} sampai {most}"
        self.fault("bilangan", _place(key, name), value, expected or f"bilangan bulat, {wanted}")
        return least

    def fraction(self, table: Table, name: str, key: str, code: str = "bilangan") -> Fraction:
        """An exact number that is not below zero, written as text: "0.80", "2/3"."""
        try:
            value = Fraction(str(table.get(name, "")))
        except (ValueError, ZeroDivisionError):
            value = Fraction(-1)
        if value < 0:
            self.fault(code, _place(key, name), table.get(name), 'angka seperti "0.80" atau "2/3"')
            return Fraction()
        return value

    def day(self, table: Table, name: str, key: str) -> date:
        value = table.get(name)
        if not isinstance(value, date):
            self.fault("tanggal", _place(key, name), value, "tanggal seperti 2022-07-25")
            return self.rule.valid_from
        return value

    def unique(self, seen: set[str], value: str, key: str, expected: str = "nilai yang tidak berulang") -> None:
        """Add a value to those seen; one seen before is a problem."""
        if value and value in seen:
            self.fault("berulang", key, value, expected)
        seen.add(value)


def _place(key: str, name: str) -> str:
    return f"{key}.{name}" if key else name
