"""The kinds of rule files that this room reads; ``config/rulecheck`` joins them to those of the others."""

from __future__ import annotations

from swadaya.core.rulekind import RuleKinds

from . import account_map, activity, panca_sutra

KINDS = RuleKinds(panca_sutra.RULE_BOOKS, account_map.ACCOUNT_MAPS, activity.DEFINITIONS)
problems_in = KINDS.problems_in
