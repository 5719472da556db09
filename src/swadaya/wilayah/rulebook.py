"""Read the tables of a rule file and say everything that is wrong with it at once."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from swadaya.core import codes
from swadaya.core.problem import Problem, Unusable, Where
from swadaya.core.rulefiles import RuleFile

SLUG = re.compile(r"(?=.*[a-z])[a-z0-9]+(?:[-_][a-z0-9]+)*")
SLUG_WORDS = "huruf kecil, angka, tanda hubung; sedikitnya satu huruf"


class RuleReader:
    """Collects problems while a file is read, each with the file's name and the key."""

    def __init__(self, rule: RuleFile) -> None:
        self.rule = rule
        self.file = f"{rule.id}.toml" if rule.origin == "swadaya" else rule.origin
        self.problems: list[Problem] = []

    def fault(self, code: str, key: str, got: object = None, expected: str = "", hint: str = "") -> None:
        where = Where(file=self.file, key=key)
        self.problems.append(Problem(f"wilayah.{code}", where, "" if got is None else str(got), expected, hint))

    def tables(self, parent: dict[str, Any], name: str, key: str = "") -> list[tuple[str, dict[str, Any]]]:
        """The tables under ``name``, each with the key to cite; at least one is expected."""
        place = f"{key}.{name}" if key else name
        found = parent.get(name)
        if not isinstance(found, list) or not found or not all(isinstance(item, dict) for item in found):
            got = "" if found is None else type(found).__name__
            self.fault("bentuk", place, got, f"daftar tabel {name} yang terisi")
            return []
        return [(f"{place}[{number}]", item) for number, item in enumerate(found)]

    def text(self, table: dict[str, Any], name: str, key: str) -> str:
        value = table.get(name)
        if not isinstance(value, str) or not value.strip():
            self.fault("kosong", f"{key}.{name}", value, "teks yang terisi")
            return ""
        return value.strip()

    def slug(self, table: dict[str, Any], name: str, key: str) -> str:
        """A short name for addresses; with a letter, so that no region code can be meant."""
        value = self.text(table, name, key)
        if value and not SLUG.fullmatch(value):
            self.fault("sebutan", f"{key}.{name}", value, SLUG_WORDS)
        return value

    def region(self, table: dict[str, Any], name: str, key: str, level: codes.Level | None = None) -> str:
        """A region code without dots, of the level asked for."""
        written = self.text(table, name, key)
        code = codes.normalise(written) if written else None
        if written and (code is None or (level is not None and codes.level_of(code) != level)):
            digits = f"{codes.DIGITS[level]} angka" if level else "2, 4, 6, atau 10 angka"
            self.fault("kode", f"{key}.{name}", written, f"kode {level or 'wilayah'} ({digits})")
            return ""
        return code or ""

    def day(self, table: dict[str, Any], name: str, key: str) -> date:
        value = table.get(name)
        if not isinstance(value, date):
            self.fault("tanggal", f"{key}.{name}", value, "tanggal seperti 2022-07-25")
            return self.rule.valid_from
        return value

    def number(self, table: dict[str, Any], name: str, key: str) -> int:
        value = table.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            self.fault("bilangan", f"{key}.{name}", value, "bilangan bulat, 0 atau lebih")
            return 0
        return value

    def unique(self, seen: set[str], value: str, key: str) -> None:
        if value and value in seen:
            self.fault("berulang", key, value, "nilai yang tidak berulang")
        seen.add(value)


def usable(problems: list[Problem]) -> None:
    """Raise Unusable with the first problem, and say how many more there are."""
    if not problems:
        return
    first, more = problems[0], len(problems) - 1
    if more:
        hint = f"{first.hint} Ada {more} masalah lain pada berkas ini.".strip()
        first = Problem(first.code, first.where, first.got, first.expected, hint, first.severity)
    raise Unusable(first)
