"""Columns that every table of this room writes the same way."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from swadaya.accounts.models import CODE_COLLATION


def region_code(help_text: str) -> models.CharField[str, str]:
    """A region code without dots. Collation "C": a prefix is a range of the index."""
    return models.CharField(max_length=10, db_collation=CODE_COLLATION, help_text=help_text)


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


def tags(help_text: str) -> Any:
    """A few words out of a fixed list."""
    return ArrayField(models.CharField(max_length=30), default=list, blank=True, help_text=help_text)
