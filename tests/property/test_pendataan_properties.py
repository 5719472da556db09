"""Whatever people do in whatever order, the forms stay consistent; a phone's queue may arrive anyhow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from counts import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from swadaya.accounts.rules.access import Held, Viewer, system
from swadaya.core import clock
from swadaya.core.codes import level_of, parent
from swadaya.core.keys import new_key
from swadaya.core.refusal import Refusal
from swadaya.pendataan.rules.calendar import STAGES, Phase
from swadaya.pendataan.rules.states import TRANSITIONS
from swadaya.pendataan.values import Said
from swadaya.wilayah.rules.naming import kind_of
from swadaya.wilayah.rules.source import RegionRow

DESA = "3304092001"
COLUMNS = ("ld_pendidikan_01", "ld_pendidikan_02", "ld_pendidikan_03")
WITH_DATABASE = settings(
    max_examples=examples(8, 75), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
ROLES = {
    "a": ("operator-desa", DESA),
    "b": ("operator-desa", DESA),
    "c": ("pemeriksa-kecamatan", DESA[:6]),
    "d": ("pemeriksa-kabupaten", DESA[:4]),
    "e": ("pemeriksa-provinsi", DESA[:2]),
    "f": ("penerbit", ""),
}
DOUBLE = {"g": ("operator-desa", "pemeriksa-kecamatan", "pemeriksa-kabupaten")}


class OneVillage:
    valid_from, name, decree = date(2025, 4, 25), "uji", "uji"

    def rows(self) -> Iterator[RegionRow]:
        for code in (DESA[:2], DESA[:4], DESA[:6], DESA):
            yield RegionRow(code, level_of(code), kind_of(code), f"Uji {code}", parent(code))


@pytest.fixture
def stage(db: None) -> tuple[int, dict[str, Viewer]]:
    from swadaya.accounts.models import Person
    from swadaya.pendataan import services
    from swadaya.wilayah import services as wilayah

    wilayah.load_regions(OneVillage())
    phases = tuple(Phase(name, clock.today() - timedelta(days=1), clock.today() + timedelta(days=1)) for name in STAGES)
    cycle = services.open_cycle("indeks-desa-2025", year=2025, region=DESA[:6], by=system("uji"), phases=phases)
    people = {}
    for name in (*ROLES, *DOUBLE):
        person = Person.objects.create(username=f"orang-{name}", name=name, created_at=clock.now())
        held = (
            [Held(*ROLES[name])]
            if name in ROLES
            else [Held(role, DESA[: 10 - 4 * (role != "operator-desa")]) for role in DOUBLE[name]]
        )
        people[name] = Viewer(person.id, name, tuple(held), second_factor=True)
    return cycle.id, people


@contextmanager
def undone() -> Iterator[None]:
    """Every example begins from the same rows."""
    from django.db import transaction

    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def act(cycle: int, by: Viewer, verb: str, detail: int) -> Any:
    from swadaya.accounts.rules.access import OutOfSight
    from swadaya.pendataan import services

    given_ = {"desa": DESA, "version": None, "by": by}
    try:
        if verb == "jawab":
            said = Said(str(new_key()), COLUMNS[detail % 3], str(1 + detail % 5))
            return services.save_answers(cycle, desa=DESA, answers=[said], by=by)
        if verb == "lengkapi":
            return fill(cycle, by)
        if verb == "ajukan":
            return services.submit(cycle, **given_)
        if verb == "kembali":
            return services.return_form(cycle, reason="uji", **given_)
        if verb == "buka":
            return services.reopen(cycle, reason="uji", **given_)
        return services.verify(cycle, level=verb, **given_)  # type: ignore[arg-type]
    except (Refusal, OutOfSight):
        return None


def fill(cycle: int, by: Viewer) -> Any:
    from swadaya.methodology import method
    from swadaya.pendataan import services

    said = [Said(str(new_key()), item.code, str(item.maximum)) for item in method("indeks-desa-2025").indicators]
    return services.save_answers(cycle, desa=DESA, answers=said, by=by)


VERBS = ("jawab", "lengkapi", "ajukan", "kecamatan", "kabupaten", "provinsi", "kembali", "buka")
ACTS = st.lists(st.tuples(st.sampled_from(VERBS), st.sampled_from("abcdefg"), st.integers(0, 14)), max_size=14)


@WITH_DATABASE
@given(acts=ACTS)
def test_any_sequence_of_acts_keeps_the_form_consistent(
    stage: tuple[int, dict[str, Viewer]], acts: Sequence[tuple[str, str, int]]
) -> None:
    from swadaya.pendataan.models import Answer, Form, Step

    cycle, people = stage
    with undone():
        fill(cycle, people["a"])
        taken: dict[str, str] = {answer.column: answer.value for answer in Answer.objects.filter(current=True)}
        for verb, who, detail in acts:
            done = act(cycle, people[who], verb, detail)
            if verb in ("jawab", "lengkapi") and done is not None:
                taken |= {item.column: item.current.value for item in done.outcomes if item.status == "tersimpan"}
        form = Form.objects.get()
        steps = list(Step.objects.order_by("id"))
        known = {(item.verb, item.source, item.target) for item in TRANSITIONS}
        assert {(step.verb, step.from_state, step.to_state) for step in steps} <= known
        assert steps[0].from_state == "kosong"
        assert all(before.to_state == after.from_state for before, after in pairwise(steps))
        assert all(before.version < after.version for before, after in pairwise(steps))
        assert (form.state, form.round) == (steps[-1].to_state, steps[-1].round)
        duties: dict[tuple[int, int | None], set[str]] = {}
        for step in steps:
            duties.setdefault((step.round, step.person_id), set()).add(step.duty)
        for round_, person in Answer.objects.values_list("round", "person_id").distinct():
            duties.setdefault((round_, person), set()).add("isi")
        assert all(len(found) == 1 for found in duties.values())
        current = list(Answer.objects.filter(current=True).values_list("column", "value"))
        assert len(current) == len(dict(current))
        assert dict(current) == taken


QUEUE = st.lists(st.tuples(st.sampled_from(COLUMNS), st.integers(1, 5)), min_size=1, max_size=8)


@WITH_DATABASE
@given(queue=QUEUE, data=st.data())
def test_a_phones_queue_gives_the_same_answers_in_any_order_and_however_often(
    stage: tuple[int, dict[str, Viewer]], queue: list[tuple[str, int]], data: st.DataObject
) -> None:
    from swadaya.pendataan import services
    from swadaya.pendataan.models import Answer

    cycle, people = stage
    begin = clock.now()
    with undone():
        first = Said(str(new_key(begin - timedelta(hours=1))), COLUMNS[0], "3")
        services.save_answers(cycle, desa=DESA, answers=[first], by=people["b"])
        said = [
            Said(
                str(new_key(begin + timedelta(seconds=number))),
                column,
                str(value),
                base=first.key if column == COLUMNS[0] else "",
            )
            for number, (column, value) in enumerate(queue)
        ]
        sent = data.draw(st.permutations([*said, *data.draw(st.lists(st.sampled_from(said), max_size=6))]))
        for batch in batches(sent, data.draw(st.integers(1, 4))):
            outcomes = services.save_answers(cycle, desa=DESA, answers=batch, by=people["a"]).outcomes
            assert {outcome.status for outcome in outcomes} <= {"tersimpan", "disusul"}
        wanted = {COLUMNS[0]: "3"} | {column: str(value) for column, value in queue}
        assert dict(Answer.objects.filter(current=True).values_list("column", "value")) == wanted
        assert Answer.objects.count() == len(said) + 1


def batches(sent: Sequence[Said], size: int) -> list[Sequence[Said]]:
    return [sent[start : start + size] for start in range(0, len(sent), size)]
