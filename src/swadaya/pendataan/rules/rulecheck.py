"""Everything that is wrong with a rule file of this room."""

from __future__ import annotations

from swadaya.core.problem import Problem
from swadaya.core.rulefiles import RuleFile
from swadaya.methodology import all_methods

from . import answer_checks, calendar

KINDS = (calendar.KIND, answer_checks.KIND)


def problems_in(rule: RuleFile) -> list[Problem]:
    """Problems of one file; empty for a kind that another room reads."""
    if rule.kind == calendar.KIND:
        return calendar.read(rule)[1]
    if rule.kind == answer_checks.KIND:
        return answer_checks.read(rule, all_methods())[1]
    return []
