"""What the database keeps by itself, against its own owner with raw SQL."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from .conftest import DESA, OTHERS, Play

REFUSED = psycopg.errors.IntegrityConstraintViolation


@pytest.fixture
def decided(live: Play) -> Play:
    live.bring_to("provinsi")
    live.publish()
    live.bring_to("diisi", desa=OTHERS[0])
    return live


def test_nothing_that_was_done_can_be_altered_or_removed(decided: Play, owner_connection: psycopg.Connection) -> None:
    statements = [
        "UPDATE pendataan_form SET state = 'provinsi'",
        "UPDATE pendataan_form SET round = 2",
        "UPDATE pendataan_form SET version = 0",
        "DELETE FROM pendataan_form",
        "UPDATE pendataan_step SET reason = 'lain'",
        "DELETE FROM pendataan_step",
        "UPDATE pendataan_answer SET value = '9'",
        "UPDATE pendataan_answer SET current = false",
        "DELETE FROM pendataan_answer",
        "UPDATE pendataan_publication SET number = 'lain'",
        "DELETE FROM pendataan_publication",
        "UPDATE pendataan_publicationchange SET after_k = 1",
        "DELETE FROM pendataan_publicationchange",
        "INSERT INTO pendataan_publicationchange (publication_id, desa, before_k, before_level, after_k, after_level)"
        " SELECT publication_id, '3304092999', 1, 1, 1, 1 FROM pendataan_publicationchange LIMIT 1",
        "UPDATE pendataan_document SET name = 'lain'",
        "DELETE FROM pendataan_document",
        "UPDATE pendataan_blob SET content = 'x'",
        "DELETE FROM pendataan_blob",
        "UPDATE pendataan_cycle SET year = 2023",
        "DELETE FROM pendataan_cyclephase",
        "INSERT INTO pendataan_form (cycle_id, desa, state, round, version)"
        " SELECT id, '3304092999', 'provinsi', 1, 0 FROM pendataan_cycle",
    ]
    for statement in statements:
        with pytest.raises(REFUSED):
            owner_connection.execute(statement)
    assert owner_connection.execute("SELECT state FROM pendataan_form ORDER BY id").fetchall() == [
        ("ditetapkan",),
        ("diisi",),
    ]


def step(link: psycopg.Connection, desa: str, **given: Any) -> None:
    """A step as somebody would write it past the services."""
    values = {
        "verb": "periksa-kecamatan",
        "duty": "kecamatan",
        "round": 1,
        "from_state": "diajukan",
        "to_state": "kecamatan",
        "person_id": None,
        "reason": "",
    } | given
    columns = ", ".join(values)
    link.execute(
        f"""INSERT INTO pendataan_step (form_id, {columns}, version, at, effective_on, actor, role, event_id)
        SELECT f.id, {", ".join(["%s"] * len(values))}, 0, now(), now(), 'x', '', (SELECT max(id) FROM accounts_event)
        FROM pendataan_form f WHERE f.desa = %s""",
        [*values.values(), desa],
    )


def test_four_eyes_hold_past_the_services(live: Play, owner_connection: psycopg.Connection) -> None:
    live.bring_to("diajukan")
    with pytest.raises(REFUSED, match="empat mata"):
        step(owner_connection, DESA, person_id=live["operator"].person_id)
    live.act("kecamatan")
    level = {"verb": "periksa-kabupaten", "duty": "kabupaten", "from_state": "kecamatan", "to_state": "kabupaten"}
    with pytest.raises(REFUSED, match="empat mata"):
        step(owner_connection, DESA, person_id=live["kecamatan"].person_id, **level)
    with pytest.raises(psycopg.errors.CheckViolation):
        step(owner_connection, DESA, person_id=None, **level)
    step(owner_connection, DESA, person_id=live["kabupaten"].person_id, **level)
    assert live.page().state == "kabupaten"


def test_only_steps_that_exist_move_a_form(live: Play, owner_connection: psycopg.Connection) -> None:
    live.bring_to("diajukan")
    person = live["provinsi"].person_id
    for leap in (
        {"verb": "periksa-provinsi", "duty": "provinsi", "from_state": "kabupaten", "to_state": "provinsi"},
        {"verb": "periksa-provinsi", "duty": "provinsi", "to_state": "provinsi"},
        {"verb": "tetapkan", "duty": "penetapan", "to_state": "ditetapkan"},
        {"round": 2},
        {"duty": "provinsi"},
    ):
        with pytest.raises(REFUSED, match="langkah"):
            step(owner_connection, DESA, person_id=person, **leap)
    returned = {"verb": "kembali", "to_state": "diisi"}
    with pytest.raises(psycopg.errors.CheckViolation):
        step(owner_connection, DESA, person_id=person, **returned)
    assert live.page().state == "diajukan"


def answer(link: psycopg.Connection, person: int | None, *, desa: str = DESA, current: bool = True) -> None:
    link.execute(
        """INSERT INTO pendataan_answer (form_id, round, "column", value, key, source, reason, recorded_at, person_id,
            actor, event_id, current)
        SELECT f.id, f.round, 'lain', '9', gen_random_uuid(), 'isian', '', now(), %s, 'x',
            (SELECT max(id) FROM accounts_event), %s FROM pendataan_form f WHERE f.desa = %s""",
        [person, current, desa],
    )


def test_a_submitted_form_takes_no_answer_and_a_verifier_gives_none(
    live: Play, owner_connection: psycopg.Connection
) -> None:
    live.bring_to("diajukan")
    with pytest.raises(REFUSED, match="terbuka"):
        answer(owner_connection, live["operator"].person_id)
    live.act("kembali")
    with pytest.raises(REFUSED, match="empat mata"):
        answer(owner_connection, live["kecamatan"].person_id)
    answer(owner_connection, live["operator"].person_id)


def test_evidence_changes_only_while_the_form_is_open(live: Play, owner_connection: psycopg.Connection) -> None:
    import io

    from PIL import Image

    from swadaya.pendataan import services

    place = io.BytesIO()
    Image.new("RGB", (9, 9)).save(place, "PNG")
    place.seek(0)
    live.save()
    services.attach_evidence(live.cycle.id, desa=DESA, column="bidan", name="a.png", stream=place, by=live["operator"])
    for statement in ("DELETE FROM pendataan_evidence", "UPDATE pendataan_evidence SET name = 'lain'"):
        with pytest.raises(REFUSED):
            owner_connection.execute(statement)
    live.act("ajukan")
    with pytest.raises(REFUSED, match="terbuka"):
        owner_connection.execute(
            "UPDATE pendataan_evidence SET removed_at = now(), removed_id = (SELECT max(id) FROM accounts_event)"
        )


def test_the_trigger_knows_the_same_steps_as_the_rules(db: None) -> None:
    from itertools import product

    from django.db import connection

    from swadaya.pendataan.rules.states import DUTY_LABELS, STATES, TRANSITIONS

    known = {(item.verb, item.source, item.target, item.duty) for item in TRANSITIONS}
    every = list(product({item.verb for item in TRANSITIONS}, STATES, STATES, DUTY_LABELS))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT v, s, t, d FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[]) AS x(v, s, t, d)"
            " WHERE pendataan_step_exists(v, s, t, d)",
            [list(column) for column in zip(*every, strict=True)],
        )
        assert set(cursor.fetchall()) == known
