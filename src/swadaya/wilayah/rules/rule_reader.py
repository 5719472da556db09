"""Rule files of this room: their problems are ``wilayah.*``, and they hold region codes and short names."""

from __future__ import annotations

import re
from typing import Any

from swadaya.core import codes
from swadaya.core.rulefiles import RuleFile
from swadaya.core.rulereading import RuleReader, Table

SLUG = re.compile(r"(?=.*[a-z])[a-z0-9]+(?:[-_][a-z0-9]+)*")
SLUG_WORDS = "huruf kecil, angka, tanda hubung; sedikitnya satu huruf"


class RegionRules(RuleReader):
    """Reads one file; besides those of its base the problems have the codes ``sebutan`` and ``kode``."""

    def __init__(self, rule: RuleFile) -> None:
        super().__init__(rule, "wilayah")

    def listed(self, name: str, inside: Table | None = None, key: str = "") -> list[tuple[str, dict[str, Any]]]:
        """The tables under ``name``; at least one is expected."""
        return self.tables(name, inside=inside, key=key, filled=True)

    def slug(self, table: Table, name: str, key: str) -> str:
        """A short name for addresses; with a letter, so that no region code can be meant."""
        value = self.text(table, name, key)
        if value and not SLUG.fullmatch(value):
            self.fault("sebutan", f"{key}.{name}", value, SLUG_WORDS)
        return value

    def region(self, table: Table, name: str, key: str, level: codes.Level | None = None) -> str:
        """A region code without dots, of the level asked for."""
        written = self.text(table, name, key)
        code = codes.normalise(written) if written else None
        if written and (code is None or (level is not None and codes.level_of(code) != level)):
            digits = f"{codes.DIGITS[level]} angka" if level else "2, 4, 6, atau 10 angka"
            self.fault("kode", f"{key}.{name}", written, f"kode {level or 'wilayah'} ({digits})")
            return ""
        return code or ""
