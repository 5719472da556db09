"""Everything that is wrong with a rule file of this room."""

from __future__ import annotations

from swadaya.core.problem import Problem
from swadaya.core.rulefiles import RuleFile

from . import roles

KINDS = (roles.KIND,)


def problems_in(rule: RuleFile) -> list[Problem]:
    """Problems of one file; empty for a kind that another room reads."""
    return roles.read(rule)[1] if rule.kind == roles.KIND else []
