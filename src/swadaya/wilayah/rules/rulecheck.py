"""Everything that is wrong with a rule file of this room."""

from __future__ import annotations

from swadaya.core.problem import Problem
from swadaya.core.rulefiles import RuleFile

from . import code_changes, decrees, groupings

KINDS = (code_changes.KIND, groupings.SCHEME_KIND, groupings.TAG_KIND, decrees.KIND)


def problems_in(rule: RuleFile) -> list[Problem]:
    """Problems of one file; empty for a kind that another room reads."""
    if rule.kind == code_changes.KIND:
        return code_changes.read(rule)[1]
    if rule.kind == groupings.SCHEME_KIND:
        return groupings.read_schemes(rule)[1]
    if rule.kind == groupings.TAG_KIND:
        return groupings.read_tag(rule)[1]
    if rule.kind == decrees.KIND:
        return decrees.read(rule)[1]
    return []
