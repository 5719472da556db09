"""Columns that say who did something and where that is kept, the same in every room."""

from __future__ import annotations

from typing import Any

from django.db import models


def event_of_act(*, null: bool = False) -> models.ForeignKey[Any, Any]:
    """The audit event of the act that made the row, or ended it."""
    return models.ForeignKey(
        "accounts.Event", on_delete=models.PROTECT, null=null, related_name="+", db_index=False, help_text="Peristiwa"
    )


def person_who() -> models.ForeignKey[Any, Any]:
    """Who acted; null is a command."""
    return models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+", db_index=False, help_text="Siapa"
    )
