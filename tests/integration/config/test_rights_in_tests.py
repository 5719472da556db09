"""The test suite itself runs with the rights that the product has in service."""

from __future__ import annotations

import psycopg
import pytest
from django.db import DatabaseError, connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob


@pytest.mark.django_db
def test_tests_run_as_the_application_role() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_user")
        assert cursor.fetchone() == ("swadaya_app",)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE forbidden (a int)",
        "ALTER TABLE procrastinate_jobs ADD COLUMN a int",
        "DROP TABLE procrastinate_jobs",
        "TRUNCATE procrastinate_jobs",
        "CREATE ROLE forbidden",
        "CREATE DATABASE forbidden",
        "SET ROLE swadaya_owner",
    ],
)
def test_the_application_role_changes_no_schema(statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match=r"permission denied|must be owner|transaction block"),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.django_db
def test_the_application_role_may_use_temporary_tables() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE staging (a int) ON COMMIT DROP")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_a_transactional_test_begins_with_empty_tables(turn: int) -> None:
    assert ProcrastinateJob.objects.count() == 0
    app.configure_task("some.task", allow_unknown=True).defer(turn=turn)
    assert ProcrastinateJob.objects.count() == 1


def test_the_owner_connection_may_change_the_schema(owner_connection: psycopg.Connection) -> None:
    owner_connection.execute("CREATE TABLE allowed (a int); DROP TABLE allowed")
