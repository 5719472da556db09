"""The kinds of rule files that this room reads; ``config/rulecheck`` joins them to those of the others."""

from __future__ import annotations

from swadaya.core.rulekind import RuleKinds

from . import code_changes, decrees, groupings

KINDS = RuleKinds(code_changes.DIVISIONS, groupings.SCHEMES, groupings.TAGS, decrees.DECREES)
problems_in = KINDS.problems_in
