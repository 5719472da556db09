"""Texts that nobody can take back hold no name of a member, so that whoever is forgotten is forgotten there too.

Profiles, agreements, activities and reasons stay in histories for ever; a member is a number or an office in them. In
the texts of meetings names may stand: there they are replaced when somebody is forgotten. The rule is ``core/names``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from swadaya.core import names
from swadaya.core.problem import Problem

from .models import Ksm, PersonalData


def naming_problems(ksm: Ksm, typed: Mapping[str, Any], *, labels: Mapping[str, str] | None = None) -> list[Problem]:
    """``nama.dalam-teks`` for each field that holds a name of a member, of today or of before."""
    if not any(typed.values()):
        return []
    held = PersonalData.objects.filter(member__ksm=ksm).exclude(name="").values_list("name", "former_names")
    return names.problems(typed, [one for name, former in held for one in (name, *former)], labels=labels)
