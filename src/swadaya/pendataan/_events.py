"""The event that every act on a form or a cycle leaves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from swadaya.accounts import audit
from swadaya.accounts.rules.access import Place, Viewer

from .models import Cycle, Form

Said = Mapping[str, Any]


def of_form(
    by: Viewer,
    form: Form,
    action: str,
    *,
    cycle: Cycle,
    role: str,
    village: str = "",
    before: Said | None = None,
    after: Said | None = None,
) -> int:
    """Leave it and return its id. ``village``: its name; without it the code stands in the label."""
    return audit.record(
        by,
        f"isian.{action}",
        kind="isian",
        key=str(form.id),
        label=f"{cycle.title}: {village or form.desa}",
        role=role,
        place=Place(form.desa),
        before=before,
        after=after,
    )


def of_cycle(by: Viewer, cycle: Cycle, action: str, *, role: str, after: Said, before: Said | None = None) -> int:
    """Leave it and return its id."""
    return audit.record(
        by,
        f"siklus.{action}",
        kind="siklus",
        key=str(cycle.id),
        label=cycle.title,
        role=role,
        place=Place(cycle.region),
        before=before,
        after=after,
    )
