"""The product's folder on this machine: database, generated key, collected static files."""

from __future__ import annotations

import os
from pathlib import Path

import swadaya


def checkout() -> Path | None:
    """The root of the source tree when the product runs from one, else None."""
    root = Path(swadaya.__file__).parents[2]
    return root if (root / "pyproject.toml").is_file() and (root / "src" / "swadaya").is_dir() else None


def home() -> Path:
    """``SWADAYA_HOME``, else ``.swadaya`` in the source tree, else ``.swadaya`` in the working directory."""
    named = os.environ.get("SWADAYA_HOME")
    if named:
        return Path(named).expanduser().absolute()
    return (checkout() or Path.cwd()) / ".swadaya"
