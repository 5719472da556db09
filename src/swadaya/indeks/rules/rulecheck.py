"""Everything that is wrong with a rule file of this room: methods, published figures, foreign columns, targets."""

from __future__ import annotations

from swadaya.core.problem import Problem, Unusable
from swadaya.core.rulefiles import RuleFile
from swadaya.methodology import all_methods, loading

from ..formats import mapping
from . import published_figures, targets

FIGURES, COLUMNS = "angka-terbit", "pemetaan-kolom"
KINDS = (loading.KIND, FIGURES, COLUMNS, targets.KIND)


def problems_in(rule: RuleFile) -> list[Problem]:
    """Problems of one file with file and key; empty for a kind that another room reads."""
    if rule.kind == loading.KIND:
        return loading.build(rule)[1]
    if rule.kind == FIGURES:
        return published_figures.read(rule)[1]
    if rule.kind == COLUMNS:
        try:
            return mapping.read(rule, all_methods())[1]
        except Unusable:  # a broken method is named under its own file
            return []
    if rule.kind == targets.KIND:
        return targets.read(rule)[1]
    return []
