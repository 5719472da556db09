"""The kinds of rule files that this room reads; ``config/rulecheck`` joins them to those of the others."""

from __future__ import annotations

from swadaya.core.rulekind import RuleKinds
from swadaya.methodology import METHODS

from ..formats import mapping
from . import published_figures, targets

KINDS = RuleKinds(METHODS, published_figures.FIGURES, mapping.MAPPINGS, targets.TARGETS)
problems_in = KINDS.problems_in
