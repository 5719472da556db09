"""What is built once for many tests: each test finds it as it was built, and nobody else finds it."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from standing import layer

built: list[str] = []


def jobs() -> list[str]:
    return sorted(ProcrastinateJob.objects.values_list("task_name", flat=True))


def ground() -> list[str]:
    built.append("ground")
    app.configure_task("ground", allow_unknown=True).defer()
    return ["ground"]


def house(below: list[str]) -> list[str]:
    built.append("house")
    app.configure_task("house", allow_unknown=True).defer()
    return [*below, "house"]


standing_ground = layer("standing_ground", ground)
standing_house = layer("standing_house", house, on="standing_ground")


@pytest.mark.parametrize("turn", range(3))
def test_each_test_finds_the_house_as_it_was_built(standing_house: list[str], turn: int) -> None:
    assert standing_house == jobs() == ["ground", "house"]
    standing_house.append("mine")
    app.configure_task("mine", allow_unknown=True).defer()
    assert jobs() == ["ground", "house", "mine"]
    assert built == ["ground", "house"]


def test_who_asks_for_the_ground_finds_no_house_on_it(standing_ground: list[str]) -> None:
    assert standing_ground == jobs() == ["ground"]
    assert built == ["ground", "house"]


@pytest.mark.django_db
def test_who_asks_for_nothing_finds_nothing() -> None:
    assert jobs() == []
    assert cache.get("anything") is None


def test_who_asks_again_gets_it_built_again(standing_house: list[str]) -> None:
    assert standing_house == jobs() == ["ground", "house"]
    assert built == ["ground", "house"] * 2


def test_a_test_with_commits_of_its_own_builds_for_itself(transactional_db: None, standing_house: list[str]) -> None:
    assert standing_house == jobs() == ["ground", "house"]
    assert built == ["ground", "house"] * 3


def test_and_leaves_nothing(transactional_db: None) -> None:
    assert jobs() == []
