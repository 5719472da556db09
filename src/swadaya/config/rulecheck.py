"""Everything that is wrong with a rule file, whichever room reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from swadaya.accounts.rules import rulecheck as accounts
from swadaya.core.problem import Problem, Where
from swadaya.core.rulefiles import RuleFile
from swadaya.indeks.rules import rulecheck as indeks
from swadaya.ksm.rules import rulecheck as ksm
from swadaya.ledger.rules import rulecheck as ledger
from swadaya.pendataan.rules import rulecheck as pendataan
from swadaya.wilayah.rules import rulecheck as wilayah

_CHECKS: Mapping[str, Callable[[RuleFile], list[Problem]]] = {
    kind: room.problems_in for room in (wilayah, accounts, indeks, ksm, ledger, pendataan) for kind in room.KINDS
}


def problems_in(rule: RuleFile) -> list[Problem]:
    """Problems of one file with file and key; ``aturan.jenis`` for a kind that no room reads."""
    check = _CHECKS.get(rule.kind)
    if check is None:
        return [Problem("aturan.jenis", Where(file=rule.origin, key="kind"), rule.kind, " / ".join(sorted(_CHECKS)))]
    return check(rule)
