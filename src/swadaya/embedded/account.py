"""Which system user runs the server. PostgreSQL refuses root, so root lends the work to someone else.

Root takes the owner of the folder (a checkout of an ordinary user stays theirs), else the system user
``swadaya``, made when it is missing, else a user that every machine has.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from swadaya.core.problem import Problem
from swadaya.core.refusal import Invalid

SERVICE = "swadaya"
_STAND_INS = ("postgres", "nobody")


@dataclass(frozen=True, slots=True)
class Account:
    """The user to become before running a program of PostgreSQL."""

    uid: int
    gid: int
    name: str

    def popen(self) -> dict[str, Any]:
        """Arguments for :mod:`subprocess`. The working directory is entered before the user changes."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def server_account(folder: Path) -> Account | None:
    """The account for the server of ``folder``; None when this process' own user does.

    Raises:
        Invalid: ``basisdata.tanpa-pengguna`` when root finds no user to lend the work to.
    """
    if sys.platform == "win32" or os.geteuid() != 0:
        return None
    owner = _lookup(_nearest(folder).stat().st_uid)
    if owner is not None and owner.uid != 0:
        return owner
    found = _lookup(SERVICE) or _create() or next(filter(None, map(_lookup, _STAND_INS)), None)
    if found is None:
        raise Invalid(
            Problem(
                "basisdata.tanpa-pengguna",
                got="root",
                expected="pengguna biasa, sebab PostgreSQL menolak root",
                hint=f"Buat pengguna sistem bernama {SERVICE}.",
            )
        )
    return found


def _nearest(folder: Path) -> Path:
    """The folder, or its closest parent that exists."""
    return next(place for place in (folder, *folder.absolute().parents) if place.exists())


def _lookup(who: str | int) -> Account | None:
    import pwd

    try:
        entry = pwd.getpwnam(who) if isinstance(who, str) else pwd.getpwuid(who)
    except KeyError:
        return None
    return Account(entry.pw_uid, entry.pw_gid, entry.pw_name)


def _create() -> Account | None:
    if shutil.which("useradd"):
        shell = shutil.which("nologin") or "/bin/false"
        options = f"--system --no-create-home --home-dir /nonexistent --shell {shell}"
        command = ["useradd", *options.split(), SERVICE]
    elif shutil.which("adduser"):
        command = ["adduser", "-S", "-D", "-H", SERVICE]
    else:
        return None
    subprocess.run(command, capture_output=True, check=False)
    return _lookup(SERVICE)
