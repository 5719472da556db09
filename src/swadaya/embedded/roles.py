"""Two roles and what they may do: ``swadaya_owner`` owns and migrates, ``swadaya_app`` reads and writes rows.

The same rights serve a database of one's own, where the roles may have other names.
"""

from __future__ import annotations

from typing import Literal

from psycopg import sql

Role = Literal["superuser", "owner", "app"]
USERS: dict[Role, str] = {"superuser": "postgres", "owner": "swadaya_owner", "app": "swadaya_app"}
DATABASE = "swadaya"


def create_role(name: str, password: str) -> sql.Composed:
    """A role that can log in and has no power over other roles or databases."""
    return sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD {}").format(
        sql.Identifier(name), sql.Literal(password)
    )


def create_database(name: str, owner: str) -> sql.Composed:
    return sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(owner))


def rights(*, owner: str, app: str) -> list[sql.Composed]:
    """What ``app`` may do with what ``owner`` will create; run it as the owner before its first table.

    A later migration may take rights away from a table: default rights are given at creation only, so nothing
    gives them back.
    """
    names = {"owner": sql.Identifier(owner), "app": sql.Identifier(app)}
    defaults = "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public GRANT "
    statements = (
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "GRANT USAGE ON SCHEMA public TO {app}",
        defaults + "SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
        defaults + "USAGE, SELECT ON SEQUENCES TO {app}",
    )
    return [sql.SQL(statement).format(**names) for statement in statements]
