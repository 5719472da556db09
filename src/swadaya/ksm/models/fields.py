"""Columns that every table of this room writes the same way."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models


def tags(help_text: str) -> Any:
    """A few words out of a fixed list."""
    return ArrayField(models.CharField(max_length=30), default=list, blank=True, help_text=help_text)
