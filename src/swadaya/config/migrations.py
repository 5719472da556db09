"""Which changes of the schema exist, which are applied, and applying them."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec

import psycopg
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from swadaya.core import locks
from swadaya.core.problem import Problem
from swadaya.core.refusal import Invalid
from swadaya.embedded import USERS, rights

from . import database

Name = tuple[str, str]


def known() -> set[Name]:
    """(app, name) of every migration file; the files are listed, not imported."""
    found: set[Name] = set()
    for config in apps.get_app_configs():
        package = f"{config.name}.migrations"
        if config.models_module is not None and find_spec(package) is not None:
            folder = list(import_module(package).__path__)
            names = (module.name for module in pkgutil.iter_modules(folder) if not module.ispkg)
            found |= {(config.label, name) for name in names if name[0] not in "_~"}
    return found


def applied() -> set[Name]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('django_migrations')")
        if cursor.fetchone() == (None,):
            return set()
        cursor.execute("SELECT app, name FROM django_migrations")
        return set(cursor.fetchall())


def unapplied() -> list[Name]:
    return sorted(known() - applied())


def migrate(report: Callable[[str], None]) -> int:
    """Apply what is missing, with the rights of the owner, and see that the application role may use it.

    Returns:
        How many migrations were applied.
    """
    with connection.cursor() as cursor, locks.session_lock(cursor, "migrasi"):
        cursor.execute("SELECT has_schema_privilege('public', 'CREATE'), current_user")
        may_create, owner = cursor.fetchone() or (False, "")
        if not may_create:
            raise Invalid(
                Problem(
                    "basisdata.pemilik-tanpa-hak",
                    got=f"peran {owner} tidak boleh membuat tabel dalam skema public",
                    expected="peran pemilik basis data dalam DATABASE_OWNER_URL",
                )
            )
        missing = unapplied()
        if missing:
            report(f"Menerapkan {len(missing)} perubahan skema …")
            for statement in rights(owner=owner, app=application_role()):
                cursor.execute(statement.as_string(connection.connection))
            call_command("migrate", verbosity=0, interactive=False)
    return len(missing)


def application_role() -> str:
    """The user name with which pages and jobs log in."""
    if not database.is_external():
        return USERS["app"]
    parameters = psycopg.conninfo.conninfo_to_dict(database.address("app"))
    return str(parameters.get("user", ""))
