"""Everything that is wrong with a rule file of this room."""

from __future__ import annotations

from swadaya.core.problem import Problem
from swadaya.core.rulefiles import RuleFile

from . import account_map, activity, panca_sutra

_READERS = {panca_sutra.KIND: panca_sutra.read, account_map.KIND: account_map.read, activity.KIND: activity.read}
KINDS = tuple(_READERS)


def problems_in(rule: RuleFile) -> list[Problem]:
    """Problems of one file; empty for a kind that another room reads."""
    reader = _READERS.get(rule.kind)
    return list(reader(rule)[1]) if reader is not None else []
