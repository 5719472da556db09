"""Collects what is wrong with a method file while it is read, each with the file's name and the key."""

from __future__ import annotations

from typing import Any

from swadaya.core.problem import Problem, Where
from swadaya.core.rulefiles import RuleFile

from . import method_keys
from .intervals import Interval


class Reader:
    """One file being read. What is wrong goes into ``problems``; reading goes on with what fits."""

    def __init__(self, rule: RuleFile) -> None:
        self.file = rule.file
        self.content = rule.content
        self.problems: list[Problem] = []

    def fault(self, code: str, key: str, got: object = "", expected: str = "", hint: str = "") -> None:
        self.problems.append(
            Problem(
                f"metode.{code}",
                Where(file=self.file, key=key),
                str(got) if got != "" else "",
                expected,
                hint,
            )
        )

    def tables(self, name: str, shape: method_keys.Shape) -> list[dict[str, Any]]:
        """The tables ``[[name]]``, without the entries that are of a wrong type."""
        found = self.content.get(name, [])
        if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
            self.fault("bentuk", name, str(found)[:60], f"daftar tabel [[{name}]]")
            return []
        return [self.fitting(table, shape, f"{name}[{number}]") for number, table in enumerate(found)]

    def fitting(self, table: object, shape: method_keys.Shape, key: str) -> dict[str, Any]:
        """The entries of a table that have a known key and a value of its type; the others are faults."""
        if not isinstance(table, dict):
            self.fault("bentuk", key, str(table)[:60], "tabel")
            return {}
        for name, got, expected in method_keys.misfits(table, shape):
            self.fault("bentuk", f"{key}.{name}" if key else name, got, expected)
        return method_keys.fitting(table, shape)

    def interval(self, text: object, key: str) -> Interval | None:
        try:
            return Interval.parse(str(text))
        except ValueError as error:
            self.fault("selang", key, error, 'selang seperti "(30, 60]"')
            return None

    def has_reference(self, table: dict[str, Any], key: str) -> None:
        if not table.get("reference") and not (table.get("source") and table.get("verification")):
            self.fault(
                "tanpa-rujukan",
                f"{key}.reference",
                expected="rujukan pasal, atau source dan verification",
                hint="Sebutkan pasalnya, atau sumbernya dan sejauh mana sudah diperiksa.",
            )
