"""Where NIK are kept from reading: a key in a file beside the database, never in it, and what is made with it.

Whoever takes the database or its backup without the file ``kunci-nik`` holds no NIK. Without the file none can be read
any more: it belongs into its own, separate backup. Source: design decision after UU 27/2022 (personal data protected by
design).
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid

FILE = "kunci-nik"
_SIZE, _NONCE = 32, 12


def key_file() -> Path:
    return Path(settings.HOME) / FILE


def encrypted(number: str, *, ksm_id: UUID) -> bytes:
    """A NIK as it is stored; bound to the group, so that a row cannot be moved to another."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(_part("sandi")).encrypt(nonce, number.encode(), ksm_id.bytes)


def decrypted(cipher: bytes, *, ksm_id: UUID) -> str:
    """The NIK again. Raises Invalid ``nik.kunci`` when the key file is another one."""
    try:
        return AESGCM(_part("sandi")).decrypt(cipher[:_NONCE], cipher[_NONCE:], ksm_id.bytes).decode()
    except InvalidTag as error:
        hint = "Pulihkan berkas kunci dari cadangannya."
        problem = Problem(
            "nik.kunci", Where(file=str(key_file())), "kunci lain", "kunci yang menyandikan NIK ini", hint
        )
        raise Invalid(problem) from error


def keyed_hash(number: str, *, ksm_id: UUID) -> str:
    """The same number in the same group answers the same; across groups nothing can be compared."""
    return hmac.new(_part("sidik"), ksm_id.bytes + number.encode(), hashlib.sha256).hexdigest()


def _part(use: str) -> bytes:
    return hmac.new(_key(key_file()), use.encode(), hashlib.sha256).digest()


def ready(*, first: bool) -> None:
    """Make the key before the first NIK is taken; later a missing file is a loss, never a reason for another key.

    Args:
        first: no NIK is kept yet.

    Raises:
        Invalid: ``nik.kunci-berkas``.
    """
    path = key_file()
    if first and not path.exists():
        try:
            _make(path)
        except OSError as error:
            raise _unreadable(path, error.strerror or "") from error
    _key(path)


@lru_cache(maxsize=4)
def _key(path: Path) -> bytes:
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError) as error:
        raise _unreadable(path, getattr(error, "strerror", None) or "isi yang rusak") from error
    if len(key) != _SIZE:
        raise _unreadable(path, f"{len(key)} bita")
    return key


def _unreadable(path: Path, got: str) -> Invalid:
    hint = "Pulihkan berkas kunci dari cadangannya."
    return Invalid(Problem("nik.kunci-berkas", Where(file=str(path)), got, "berkas kunci yang dapat dibaca", hint))


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_bytes(_SIZE).hex())
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)  # of several processes the first one wins
    except FileExistsError:
        pass
    finally:
        draft.unlink()
