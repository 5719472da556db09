"""One embedded cluster for the whole run, one test database for each worker, all copies of one that was migrated.

Databases are made and migrated by ``swadaya_owner``; tests run with the rights of ``swadaya_app``, as the
product does. Emptying the tables after a transactional test is the superuser's work: books refuse it to everybody else.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from swadaya.embedded import USERS, Lease, acquire, rights

_HOME = "SWADAYA_TEST_HOME"
_TEMPLATE = "swadaya_template"
_QUEUE = ("procrastinate_jobs", "procrastinate_events", "procrastinate_periodic_defers", "procrastinate_workers")
Cli = Callable[..., "subprocess.CompletedProcess[str]"]


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):  # the controller; workers inherit the environment
        os.environ[_HOME] = tempfile.mkdtemp(prefix="swadaya-tests-")


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        home = os.environ.pop(_HOME)
        for place in (home, f"{home}-migrated"):
            shutil.rmtree(place, ignore_errors=True)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Lease]:
    """The run's PostgreSQL, started by whoever asks first; it does not wait for the disk: nothing is kept."""
    with acquire(Path(os.environ[_HOME])) as lease:
        with psycopg.connect(**lease.parameters("superuser", "postgres"), autocommit=True) as link:
            link.execute("SELECT pg_advisory_lock(1)")
            row = link.execute("SELECT rolcreatedb FROM pg_roles WHERE rolname = %s", [USERS["owner"]]).fetchone()
            if row == (False,):
                link.execute(f"ALTER ROLE {USERS['owner']} CREATEDB")
                for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                    link.execute(f"ALTER SYSTEM SET {setting} = off")
                link.execute("SELECT pg_reload_conf()")
        yield lease


def _log_in(parameters: dict[str, Any]) -> None:
    from django.db import connections

    names = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password"}
    values = {name: str(parameters[key]) for name, key in names.items()}
    connections["default"].close()
    for settings in (connections["default"].settings_dict, connections.settings["default"]):
        settings.update(values)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, cluster: Lease, django_db_blocker: Any
) -> None:
    """Point Django at the run's cluster, as the owner, and at the migrated database that each worker copies."""
    from django.db import connections
    from django.db.models.signals import pre_migrate

    _log_in(cluster.parameters("owner"))
    pre_migrate.connect(_give_rights, dispatch_uid="suite_database")
    with psycopg.connect(**cluster.parameters("superuser", "postgres"), autocommit=True) as link:
        link.execute("SELECT pg_advisory_lock(1)")
        if not link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [_TEMPLATE]).fetchone():
            with django_db_blocker.unblock():
                _migrate_template()
    connections["default"].settings_dict["TEST"]["TEMPLATE"] = _TEMPLATE


def _migrate_template() -> None:
    """Make the database to copy under a passing name, so that one half made is never taken for it."""
    from django.db import connection

    entry = connection.settings_dict
    name, wanted = entry["NAME"], entry["TEST"]["NAME"]
    entry["TEST"]["NAME"] = made = f"{_TEMPLATE}_being_made"
    try:
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        connection.close()
        entry["NAME"] = name
        with connection.creation._nodb_cursor() as cursor:
            cursor.execute(f"ALTER DATABASE {made} RENAME TO {_TEMPLATE}")
    finally:
        connection.close()
        entry["NAME"], entry["TEST"]["NAME"] = name, wanted


def _give_rights(**_: Any) -> None:
    from django.db import connection

    connection.ensure_connection()
    for statement in rights(owner=USERS["owner"], app=USERS["app"]):
        connection.connection.execute(statement)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, cluster: Lease, django_db_blocker: Any) -> Iterator[None]:
    """After the owner has migrated, continue with the rights of the application.

    The flush is replaced on the class: a browser test's event loop makes Django open another connection object.
    """
    from django.db.backends.postgresql.operations import DatabaseOperations

    own = DatabaseOperations.execute_sql_flush
    with django_db_blocker.unblock():
        _log_in(cluster.parameters("app"))
        DatabaseOperations.execute_sql_flush = lambda _self, _statements: _without_guards(cluster)
    yield
    with django_db_blocker.unblock():
        DatabaseOperations.execute_sql_flush = own
        _log_in(cluster.parameters("owner"))


def _without_guards(cluster: Lease) -> None:
    """Empty every table that holds something: most are empty after most tests, and emptying costs by the table."""
    from django.db import connection

    tables = [*connection.introspection.django_table_names(only_existing=True, include_views=False), *_QUEUE]
    holding = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in sorted(set(tables)))
    with psycopg.connect(**cluster.parameters("superuser", connection.settings_dict["NAME"])) as link:
        link.execute("SET session_replication_role = replica")
        if full := [name for (name,) in link.execute(holding)]:
            link.execute(f"TRUNCATE {', '.join(full)} CASCADE")


def _owner(cluster: Lease, **options: Any) -> psycopg.Connection:
    from django.db import connection

    return psycopg.connect(**cluster.parameters("owner", connection.settings_dict["NAME"]), **options)


@pytest.fixture(scope="session")
def copy_migrated_home() -> Callable[[Path], Path]:
    """Make a folder of the product whose own server is migrated and rests; the first is made by the product."""

    def copy(place: Path) -> Path:
        made = Path(os.environ[_HOME] + "-migrated")
        made.mkdir(exist_ok=True)
        with (made / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (made / "whole").exists():
                command = [sys.executable, "-m", "swadaya.cli.main", "db", "migrate"]
                subprocess.run(command, env={**os.environ, "SWADAYA_HOME": str(made / "home")}, check=True)
                (made / "whole").touch()
        subprocess.run(["cp", "-a", made / "home", place], check=True)  # with its owners
        return place

    return copy


@pytest.fixture
def owner_connection(transactional_db: None, cluster: Lease) -> Iterator[psycopg.Connection]:
    """A connection to the test database with the rights of the owner, for tests of triggers and rights."""
    with _owner(cluster, autocommit=True) as link:
        yield link


@pytest.fixture
def cli(transactional_db: None, cluster: Lease, tmp_path: Path) -> Cli:
    """Run a command of the product in its own process, on this test's database: ``cli("db", "status")``."""
    from django.db import connection

    name = connection.settings_dict["NAME"]
    environment = {
        **os.environ,
        "DATABASE_URL": cluster.dsn("app", name),
        "DATABASE_OWNER_URL": cluster.dsn("owner", name),
        "SWADAYA_HOME": str(tmp_path / "home"),
        "COLUMNS": "200",
    }

    def run(*words: str, **options: Any) -> subprocess.CompletedProcess[str]:
        extra = options.pop("env", {})
        return subprocess.run(
            [sys.executable, "-m", "swadaya.cli.main", *words],
            env={**environment, **extra},
            capture_output=True,
            text=True,
            check=False,
            **{"timeout": 120, **options},
        )

    return run
