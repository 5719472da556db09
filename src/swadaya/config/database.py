"""Which database this process uses, and with which rights.

Without ``DATABASE_URL`` it is the embedded PostgreSQL of the home folder, held until the process ends. With
it, a server of one's own: ``DATABASE_URL`` logs in with the application's rights, ``DATABASE_OWNER_URL``
migrates.

Call :func:`connect` before ``django.setup()``; the settings read the answer. A process that never calls it (a
type checker, a unit test) starts nothing.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Any, Literal

from swadaya.core.problem import Problem
from swadaya.core.refusal import Invalid

from .home import home

Role = Literal["app", "owner"]
OLDEST = 15
"""Oldest PostgreSQL of one's own that is accepted."""


@dataclass(frozen=True, slots=True)
class Target:
    """The database in use: parameters by libpq's names, and how to reach it."""

    mode: Literal["embedded", "external"]
    role: Role
    parameters: dict[str, Any] = field(repr=False)
    pool: bool = False


_VARIABLE: dict[Role, str] = {"app": "DATABASE_URL", "owner": "DATABASE_OWNER_URL"}
_target: Target | None = None
_lease: Any = None  # kept so that the embedded server stays until the process ends


def is_external() -> bool:
    return bool(os.environ.get("DATABASE_URL"))


def address(role: Role) -> str:
    """Where one's own server is, as the environment says; empty when it does not."""
    return os.environ.get(_VARIABLE[role], "")


def connect(role: Role = "app", *, pool: bool = False) -> Target:
    """Choose the database for this process; for the embedded one, start or join its server.

    Args:
        role: ``app`` reads and writes rows, ``owner`` changes the schema.
        pool: keep connections open between requests; for server processes.

    Raises:
        Invalid: one sentence: ``basisdata.*``.
    """
    global _target, _lease
    if is_external():
        _target = Target("external", role, _external(role), pool)
    else:
        from swadaya.embedded import acquire

        _lease = _lease or acquire(home())
        _target = Target("embedded", role, _lease.parameters(role), pool)
    return _target


def target() -> Target | None:
    """What :func:`connect` chose, if it was called."""
    return _target


def release() -> None:
    """Forget the choice and let the embedded server go."""
    global _target, _lease
    if _lease is not None:
        _lease.release()
    _target = _lease = None


def django_database() -> dict[str, Any]:
    """The entry for ``settings.DATABASES``; an address that leads nowhere before :func:`connect`."""
    given = dict(_target.parameters) if _target else {"host": "/belum-terhubung", "dbname": "swadaya"}
    entry: dict[str, Any] = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": given.pop("dbname", ""),
        "USER": given.pop("user", ""),
        "PASSWORD": given.pop("password", ""),
        "HOST": given.pop("host", ""),
        "PORT": str(given.pop("port", "")),
        "OPTIONS": given,
    }
    if _target and _target.pool:
        entry["OPTIONS"] = {**given, "pool": {"min_size": 1, "max_size": 4, "timeout": 10}}
    return entry


def _external(role: Role) -> dict[str, Any]:
    """Parameters of the user's own server, after looking whether it will do."""
    import psycopg

    name, given = _VARIABLE[role], address(role)
    if not given:
        raise _refuse(
            "basisdata.tanpa-pemilik",
            f"{name} kosong",
            "alamat PostgreSQL dengan peran pemilik",
            "Peran pemilik mengubah skema; peran aplikasi dalam DATABASE_URL tidak boleh.",
        )
    try:
        parameters = psycopg.conninfo.conninfo_to_dict(given)
        with psycopg.connect(given, connect_timeout=10) as link:
            version = link.info.server_version // 10000
            row = link.execute(
                "SELECT rolsuper, has_schema_privilege('public', 'CREATE') FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
    except psycopg.Error as error:
        said = " ".join(str(error).split())
        raise _refuse("basisdata.tak-terjangkau", said, f"alamat PostgreSQL yang hidup dalam {name}") from error
    if version < OLDEST:
        raise _refuse("basisdata.terlalu-tua", f"PostgreSQL {version}", f"PostgreSQL {OLDEST} atau lebih baru")
    superuser, creates = row or (False, False)
    if role == "app" and (superuser or creates):
        raise _refuse(
            "basisdata.peran-terlalu-kuat",
            "peran dalam DATABASE_URL adalah superuser"
            if superuser
            else "peran dalam DATABASE_URL dapat membuat tabel",
            "peran aplikasi tanpa hak mengubah skema",
            "Pakai peran pemilik hanya dalam DATABASE_OWNER_URL.",
        )
    return dict(parameters)


def _refuse(code: str, got: str, expected: str, hint: str = "") -> Invalid:
    return Invalid(Problem(code, got=got, expected=expected, hint=hint))
