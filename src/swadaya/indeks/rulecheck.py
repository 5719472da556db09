"""Everything that is wrong with a rule file, whichever room reads it."""

from __future__ import annotations

from swadaya.core.problem import Problem, Unusable, Where
from swadaya.core.rulefiles import RuleFile
from swadaya.methodology import all_methods, loading
from swadaya.wilayah import rulecheck as wilayah

from . import published
from .formats import mapping

FIGURES, COLUMNS = "angka-terbit", "pemetaan-kolom"
KINDS = (loading.KIND, FIGURES, COLUMNS, *wilayah.KINDS)


def problems_in(rule: RuleFile) -> list[Problem]:
    """Problems of one file with file and key; ``aturan.jenis`` for a kind nobody reads."""
    if rule.kind == loading.KIND:
        return loading.build(rule)[1]
    if rule.kind == FIGURES:
        return published.read(rule)[1]
    if rule.kind == COLUMNS:
        try:
            return mapping.read(rule, all_methods())[1]
        except Unusable:  # a broken method is named under its own file
            return []
    if rule.kind in wilayah.KINDS:
        return wilayah.problems_in(rule)
    return [Problem("aturan.jenis", Where(file=rule.origin, key="kind"), rule.kind, " / ".join(KINDS))]
