"""Everything that is wrong with a rule file, whichever room reads it."""

from __future__ import annotations

from swadaya.accounts.rules import rulecheck as accounts
from swadaya.core.problem import Problem, Where
from swadaya.core.rulefiles import RuleFile
from swadaya.core.rulekind import RuleKinds
from swadaya.indeks.rules import rulecheck as indeks
from swadaya.ksm.rules import rulecheck as ksm
from swadaya.ledger.rules import rulecheck as ledger
from swadaya.pendataan.rules import rulecheck as pendataan
from swadaya.wilayah.rules import rulecheck as wilayah

KINDS = RuleKinds(*(kind for room in (wilayah, accounts, indeks, ksm, ledger, pendataan) for kind in room.KINDS))


def problems_in(rule: RuleFile) -> list[Problem]:
    """Problems of one file with file and key; ``aturan.jenis`` for a kind that no room reads."""
    if rule.kind not in KINDS:
        return [Problem("aturan.jenis", Where(file=rule.origin, key="kind"), rule.kind, " / ".join(KINDS.names))]
    return KINDS.problems_in(rule)
