"""Columns that hold region codes, the same in every room."""

from __future__ import annotations

from typing import Any

from django.db import models

CODE_COLLATION = "C"
"""A prefix of a code is a range of its index, in any locale of the database."""


def region_code(help_text: str, *, optional: bool = False, **options: Any) -> models.CharField[str, str]:
    """A region code without dots. ``optional``: may be empty, which is the nation."""
    if optional:
        options |= {"blank": True, "default": ""}
    return models.CharField(max_length=10, db_collation=CODE_COLLATION, help_text=help_text, **options)
