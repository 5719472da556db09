"""The one folder that holds everything of the embedded database, and whether it can be used.

::

    <home>/db/
      data/        the cluster of PostgreSQL
      run/         its socket, open to the owning user only
      log/         what the server wrote
      keys.json    passwords of the roles, readable by the owner only
      gate.lock    held alone while someone starts or stops the server
      users.lock   held shared by every process that uses the server
      ready        exists once roles and database are made
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid

from .account import Account, server_account
from .binaries import MAJOR

NEEDED_TO_CREATE = 200 * 2**20
NEEDED_TO_START = 24 * 2**20
PORT = 5432
_LONGEST_SOCKET = 103  # bytes; the smallest limit among the systems we run on
_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}
_MEBIBYTE = 2**20


@dataclass(frozen=True, slots=True)
class Folder:
    """Paths below ``<home>/db`` and the account they belong to (None: this process' own user)."""

    root: Path
    account: Account | None

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def log(self) -> Path:
        return self.root / "log" / "postgresql.log"

    @property
    def keys(self) -> Path:
        return self.root / "keys.json"

    @property
    def ready(self) -> Path:
        return self.root / "ready"

    @property
    def sockets(self) -> Path:
        """``run/``, unless its name is too long for a socket or has a comma (a list, to PostgreSQL)."""
        place = self.root / "run"
        if len(os.fsencode(place / f".s.PGSQL.{PORT}")) <= _LONGEST_SOCKET and "," not in str(place):
            return place
        name = hashlib.sha256(os.fsencode(self.root)).hexdigest()[:16]
        return Path("/tmp") / f"swadaya-{name}"  # noqa: S108 - made 0700, its owner is checked

    def give(self, path: Path, mode: int) -> None:
        """Hand a path to the server's account and close it to others."""
        if path.is_symlink():
            raise PermissionError(errno.EACCES, "tautan simbolik", str(path))
        if self.account is not None:
            os.chown(path, self.account.uid, self.account.gid, follow_symlinks=False)
        path.chmod(mode)

    def write(self, path: Path, text: str) -> None:
        """Write a private file so that a reader never sees half of it."""
        handle, draft = tempfile.mkstemp(dir=self.root)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        self.give(Path(draft), 0o600)
        Path(draft).replace(path)


def folder_of(home: Path) -> Folder:
    """The database folder of ``home``; nothing is created."""
    root = home.absolute() / "db"
    return Folder(root, server_account(root))


def prepare(folder: Folder) -> None:
    """Make the folder and its parts. Raises Invalid when it cannot be written or belongs to someone else."""
    try:
        folder.root.mkdir(parents=True, exist_ok=True)
        _own(folder, folder.root)
        folder.log.parent.mkdir(exist_ok=True)
        _own(folder, folder.log.parent)
        for name in ("gate.lock", "users.lock"):
            (folder.root / name).touch()
            folder.give(folder.root / name, 0o600)
    except OSError as error:
        raise unusable(folder, error) from error


def make_sockets(folder: Folder) -> None:
    """Make the folder of the socket, just before the server starts."""
    folder.sockets.mkdir(exist_ok=True)
    _own(folder, folder.sockets)


def clear_sockets(folder: Folder) -> None:
    """Leave nothing below ``/tmp`` once the server is gone."""
    if folder.sockets.parent != folder.root:
        with contextlib.suppress(OSError):
            folder.sockets.rmdir()


def _own(folder: Folder, place: Path) -> None:
    """Close a folder to others; refuse one that someone else made, which matters below ``/tmp``."""
    if sys.platform != "win32":
        trusted = {os.geteuid()} | ({folder.account.uid} if folder.account else set())
        if place.lstat().st_uid not in trusted:
            raise PermissionError(errno.EACCES, "milik pengguna lain", str(place))
    folder.give(place, 0o700)


def check(folder: Folder) -> bool:
    """True when the cluster exists, False when it must be made.

    Raises:
        Invalid: ``basisdata.versi``, ``basisdata.folder-asing`` or ``basisdata.cakram-penuh``.
    """
    version = folder.data / "PG_VERSION"
    exists = version.is_file()
    if exists:
        found = version.read_text().strip()
        if found != str(MAJOR):
            raise Invalid(
                Problem(
                    "basisdata.versi",
                    Where(file=str(folder.data)),
                    got=f"data PostgreSQL {found}",
                    expected=f"data PostgreSQL {MAJOR}",
                    hint="Cadangkan dengan versi Swadaya yang lama, lalu pulihkan ke folder baru.",
                )
            )
    elif folder.data.is_dir() and any(folder.data.iterdir()):
        raise Invalid(
            Problem(
                "basisdata.folder-asing",
                Where(file=str(folder.data)),
                got="berisi berkas lain",
                expected="folder kosong atau basis data Swadaya",
                hint="Pilih folder lain lewat SWADAYA_HOME.",
            )
        )
    free = shutil.disk_usage(folder.root).free
    needed = NEEDED_TO_START if exists else NEEDED_TO_CREATE
    if free < needed:
        raise full(folder, f"tersisa {free // _MEBIBYTE} MB", f"sedikitnya {needed // _MEBIBYTE} MB kosong")
    return exists


def full(folder: Folder, got: str = "cakram penuh", expected: str = "ruang kosong") -> Invalid:
    """The disk of the folder is full."""
    return Invalid(
        Problem(
            "basisdata.cakram-penuh",
            Where(file=str(folder.root)),
            got=got,
            expected=expected,
            hint="Kosongkan cakram, atau pilih folder lain lewat SWADAYA_HOME.",
        )
    )


def unusable(folder: Folder, error: OSError) -> Invalid:
    """Say in one sentence what the operating system refused."""
    if error.errno in _FULL:
        return full(folder)
    place = str(error.filename or folder.root)
    return Invalid(
        Problem(
            "basisdata.folder-tertutup",
            Where(file=place),
            got={errno.EROFS: "hanya dapat dibaca"}.get(error.errno or 0, "tidak dapat ditulis"),
            expected="folder milik pengguna yang menjalankan perintah ini",
            hint="Perbaiki hak aksesnya, atau pilih folder lain lewat SWADAYA_HOME.",
        )
    )
