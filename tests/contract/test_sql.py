"""SQL stays at home: a room reads another's published views, never its tables, and columns by name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "swadaya"
VIEWS = {"wilayah_place", "wilayah_village", "wilayah_stamp", "indeks_shown_result", "indeks_sheet_origin"}
"""What rooms publish for others to read."""
READS = re.compile(r"\b(?:FROM|JOIN|INTO|UPDATE|TABLE|TRUNCATE|REFERENCES)\s+(?:ONLY\s+)?\"?([a-z][a-z0-9_]+)", re.I)


def texts() -> Iterator[tuple[Path, int, str]]:
    """Every text of a module that holds SQL, whole: pieces of an f-string together."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                parts = [part.value for part in node.values if isinstance(part, ast.Constant)]
                yield path, node.lineno, " ".join(map(str, parts))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield path, node.lineno, node.value


@pytest.fixture(scope="module")
def owners() -> dict[str, str]:
    """Table to its room."""
    return {model._meta.db_table: model._meta.app_label for model in apps.get_models()}


def test_a_room_reads_no_table_of_another(owners: dict[str, str]):
    found = []
    for path, line, text in texts():
        room = path.relative_to(PACKAGE).parts[0]
        for name in READS.findall(text):
            owner = owners.get(name.lower())
            if owner is not None and owner != room:
                found.append(f"{path.relative_to(PACKAGE)}:{line} reads {name} of {owner}")
    assert found == []


def test_the_views_that_rooms_publish_exist(db: None):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT viewname FROM pg_views WHERE schemaname = 'public'")
        assert {name for (name,) in cursor.fetchall()} == VIEWS


def test_a_room_may_read_a_view_and_not_write_through_it(db: None):
    from django.db import connection

    with connection.cursor() as cursor:
        for view in VIEWS:
            cursor.execute(
                "SELECT has_table_privilege(%s, 'SELECT'), has_table_privilege(%s, 'INSERT, UPDATE, DELETE')",
                [view] * 2,
            )
            assert cursor.fetchone() == (True, False), view
