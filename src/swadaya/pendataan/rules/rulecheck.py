"""The kinds of rule files that this room reads; ``config/rulecheck`` joins them to those of the others."""

from __future__ import annotations

from swadaya.core.rulekind import RuleKinds

from . import answer_checks, calendar

KINDS = RuleKinds(calendar.CALENDARS, answer_checks.CHECKS)
problems_in = KINDS.problems_in
