"""The key that signs what the server hands out: from the environment, or made once and kept in the home."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid


def secret_key(home: Path, *, keep: bool) -> str:
    """``SWADAYA_SECRET_KEY``, else the kept key, else a new one.

    Args:
        keep: write a new key down. A process that serves nobody (a linter, a type checker) keeps nothing.

    Raises:
        Invalid: ``kunci.tidak-dapat-ditulis`` when the home folder refuses the file.
    """
    given = os.environ.get("SWADAYA_SECRET_KEY")
    if given:
        return given
    path = home / "secret-key"
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        fresh = secrets.token_urlsafe(48)
    if not keep:
        return fresh
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        home.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(fresh)
        try:
            os.link(draft, path)  # of several processes the first one wins
        except FileExistsError:
            fresh = path.read_text(encoding="utf-8")
        finally:
            draft.unlink()
    except OSError as error:
        raise Invalid(
            Problem(
                "kunci.tidak-dapat-ditulis",
                Where(file=str(path)),
                got=error.strerror or "",
                expected="folder yang dapat ditulis",
                hint="Pilih folder lain lewat SWADAYA_HOME, atau isi SWADAYA_SECRET_KEY.",
            )
        ) from error
    return fresh
