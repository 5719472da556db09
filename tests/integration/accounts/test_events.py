"""Events: written with the change or not at all, never altered; rows in scope."""

from __future__ import annotations

import made_people as made
import psycopg
import pytest
from counts import examples
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from swadaya.accounts import audit, scope, selectors, services
from swadaya.accounts.models import Event, Grant, Person
from swadaya.accounts.rules import roles
from swadaya.accounts.rules.access import NOBODY, Held, OutOfSight, Place, Viewer

REGIONS = ["", "33", "3304", "330409", "3304092011", "3304092012", "51", "5101012001"]
held = st.builds(Held, st.sampled_from(sorted(roles.book().roles)), st.sampled_from(REGIONS))


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        audit.record(made.MACHINE, "isian.uji", kind="isian", key="1")
    assert Event.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_undone_leaves_no_event() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        services.invite(by=made.MACHINE, name="Tini", role="operator-desa", region=made.DESA)
        _ = 1 / 0
    assert Event.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_not_even_the_owner_alters_or_removes_an_event(owner_connection: psycopg.Connection) -> None:
    made.person("siti", "operator-desa", made.DESA)
    for statement in ("UPDATE accounts_event SET actor = 'x'", "DELETE FROM accounts_event"):
        with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="riwayat"):
            owner_connection.execute(statement)
    assert set(Event.objects.values_list("actor", flat=True)) == {"uji", "Nama Siti"}


@pytest.mark.django_db(transaction=True)
def test_not_even_the_owner_changes_a_grant_but_to_end_it(owner_connection: psycopg.Connection) -> None:
    one = made.person("siti", "operator-desa", made.DESA)
    grant = Grant.objects.get(person=one)
    for statement in (
        "UPDATE accounts_grant SET role = 'administrator', region = ''",
        "UPDATE accounts_grant SET valid_to = '2099-01-01'",
        "UPDATE accounts_grant SET region = '', valid_to = '2030-01-01', ended_id = event_id",
        "DELETE FROM accounts_grant",
    ):
        with pytest.raises(psycopg.errors.IntegrityConstraintViolation):
            owner_connection.execute(statement)
    services.end_role(by=made.MACHINE, grant_id=grant.id)
    with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="sekali"):
        owner_connection.execute("UPDATE accounts_grant SET valid_to = NULL, ended_id = NULL")


@pytest.mark.django_db
def test_every_service_leaves_one_event_that_says_who_as_what_and_where() -> None:
    camat = made.viewer(made.person("camat", "pemeriksa-kecamatan", made.KECAMATAN))
    before = Event.objects.count()
    services.invite(by=camat, name="Tini", role="operator-desa", region=made.DESA)

    event = Event.objects.latest("id")
    assert Event.objects.count() == before + 1
    assert (event.person_id, event.actor, event.role) == (camat.person_id, "Nama Camat", "pemeriksa-kecamatan")
    assert (event.action, event.region, event.label, event.via) == ("akun.undang", made.DESA, "Tini", "web")
    assert event.after == {"peran": "operator-desa", "wilayah": made.DESA, "kelompok": "", "sampai": None}


@pytest.mark.django_db
def test_histories_are_read_only_in_ones_own_regions() -> None:
    near = made.person("siti", "operator-desa", made.DESA)
    far = made.person("jauh", "operator-desa", made.FAR)
    by = made.viewer(made.person("camat", "pemeriksa-kecamatan", made.KECAMATAN))

    assert [event.region for event in selectors.events_of(by, "orang", str(near.public_id))] == [made.DESA]
    assert selectors.events_of(by, "orang", str(far.public_id)) == []
    assert {event.region for event in selectors.events_in(by, made.KECAMATAN)} == {made.DESA, made.KECAMATAN}
    for region in ("", "33", made.FAR):
        with pytest.raises(OutOfSight):
            selectors.events_in(by, region)
    assert selectors.events_by(by, far.id) == []
    assert len(selectors.events_by(made.viewer(far), far.id)) == 1
    warga = made.viewer(made.person("warga", "warga", made.DESA))
    assert selectors.events_of(warga, "orang", str(near.public_id)) == []


@pytest.mark.django_db
def test_pages_of_a_history_follow_each_other_without_gap_or_repetition() -> None:
    one = made.person("siti", "operator-desa", made.DESA)
    with transaction.atomic():
        for number in range(7):
            audit.record(made.MACHINE, "isian.uji", kind="isian", key="17", label=str(number), place=Place(made.DESA))
    by, seen, before = made.viewer(one), [], None
    while page := selectors.events_of(by, "isian", "17", before=before, limit=3):
        seen += [event.label for event in page]
        before = page[-1].id

    assert seen == ["6", "5", "4", "3", "2", "1", "0"]


@pytest.mark.django_db
@settings(max_examples=examples(15, 240), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(grants=st.lists(held, max_size=3), second=st.booleans(), room=st.sampled_from(["akun", "isian", "riwayat"]))
def test_rows_in_scope_are_those_the_viewer_sees_one_by_one(
    rows: list[Event], grants: list[Held], second: bool, room: str
) -> None:
    by = Viewer(1, "Siti", tuple(grants), second_factor=second)
    found = set(scope.visible_to(by, Event.objects.filter(kind="uji"), room=room, region="region", group="group"))
    ranges = scope.ranges_seen(by, room)

    assert found == {row for row in rows if by.sees(room, Place(row.region, row.group))}
    in_ranges = {row for row in rows if any(low <= row.region < high for low, high in ranges) and not row.group}
    assert in_ranges == {row for row in found if not row.group}
    for (_, end), (start, _) in zip(ranges, ranges[1:], strict=False):
        assert end <= start


@pytest.fixture
def rows(db: None) -> list[Event]:
    with transaction.atomic():
        for region in REGIONS:
            audit.record(made.MACHINE, "uji", kind="uji", key=region or "nasional", place=Place(region))
    return list(Event.objects.filter(kind="uji"))


@pytest.mark.django_db
def test_nobody_sees_nothing_and_the_machine_everything(rows: list[Event]) -> None:
    asked = {"room": "akun", "region": "region", "group": "group"}

    assert list(scope.visible_to(NOBODY, Event.objects.all(), **asked)) == []
    assert set(scope.visible_to(made.MACHINE, Event.objects.all(), **asked)) == set(rows)


@pytest.mark.django_db
def test_a_grant_on_a_group_shows_that_group_alone() -> None:
    leader = made.person("ketua", "ketua-ksm", group="ksm-1")
    made.person("kas", "bendahara-ksm", group="ksm-1")
    made.person("lain", "bendahara-ksm", group="ksm-2")
    made.person("siti", "operator-desa", made.DESA)

    assert [one.username for one in selectors.people(made.viewer(leader))] == ["kas", "ketua"]
    assert Person.objects.count() == 4
