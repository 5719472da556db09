"""Where commands print tables: as wide as the terminal; in a pipe, wide enough for one row on one line."""

from __future__ import annotations

import os
import sys

from rich.console import Console

_WIDE = 250


def console() -> Console:
    """A console for tables and progress on standard output."""
    plain = not sys.stdout.isatty() and "COLUMNS" not in os.environ
    return Console(highlight=False, markup=False, width=_WIDE if plain else None)
