"""What many tests need is built once and stands in an outer transaction; every test works in a savepoint inside it.

A layer may rest on another: regions, and a group on them. Before a test the layers it has no use for are rolled back,
so nobody meets rows that they did not ask for; so are all of another module's, whose tests may have left something in
memory about their rows. A test with commits of its own (``transactional_db``, ``live_server``)
meets none, and builds in place what it asks for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest


@dataclass(frozen=True)
class Layer:
    name: str
    build: Callable[..., Any]
    on: str = ""


@dataclass(frozen=True)
class _Standing:
    layer: Layer
    module: str
    around: Any
    found: Any
    blocker: Any


_known: dict[str, Layer] = {}
_stack: list[_Standing] = []


def layer(name: str, build: Callable[..., Any], *, on: str = "") -> Any:
    """A fixture of that name: what ``build`` answers, for each test a copy of its own.

    Args:
        on: the layer below, which stands before this one is built; ``build`` gets what that one answered.
    """
    _known[name] = Layer(name, build, on)

    @pytest.fixture(name=name)
    def found(request: pytest.FixtureRequest, db: None) -> Any:
        for one in _stack:
            if one.layer is _known[name]:
                return deepcopy(one.found)
        return build(*([request.getfixturevalue(on)] if on else []))

    return found


def _wanted(item: Any) -> list[Layer]:
    """The layers of a test from the ground up; tests ask for one tower only."""
    marker = item.get_closest_marker("django_db")
    commits = {"transactional_db", "live_server"} & set(item.fixturenames)
    if commits or (marker and marker.kwargs.get("transaction")):
        return []
    towers = [_tower(name) for name in item.fixturenames if name in _known]
    return max(towers, key=len, default=[])


def _tower(name: str) -> list[Layer]:
    one = _known[name]
    return [*(_tower(one.on) if one.on else []), one]


def _module(item: Any) -> str:
    return str(item.nodeid.partition("::")[0])


def _usable(item: Any) -> int:
    """How many of the layers that stand a test can use."""
    wanted, same = _wanted(item), 0
    while same < min(len(wanted), len(_stack)):
        if (_stack[same].layer, _stack[same].module) != (wanted[same], _module(item)):
            break
        same += 1
    return same


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: Any) -> None:
    """Remove before any fixture is made: in the event loop of a browser Django has another connection than theirs."""
    if _stack:
        with _stack[0].blocker.unblock():
            _remove(_usable(item))


def _remove(keep: int) -> None:
    from django.db import transaction

    while len(_stack) > keep:
        one = _stack.pop()
        transaction.set_rollback(True)
        one.around.__exit__(None, None, None)


def _add(one: Layer, module: str, home: Any, blocker: Any) -> None:
    from django.db import connection, transaction
    from django.test import override_settings

    around = transaction.atomic()
    around._from_testcase = True  # what is built may ask for a transaction of its own, as in a test
    around.__enter__()
    try:
        with override_settings(HOME=home):
            found = one.build(*([deepcopy(_stack[-1].found)] if one.on else []))
        connection.check_constraints()  # now, not again for every test
    except BaseException:
        transaction.set_rollback(True)
        around.__exit__(None, None, None)
        raise
    _stack.append(_Standing(one, module, around, found, blocker))


@pytest.fixture(scope="session")
def _homes(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return tmp_path_factory.mktemp("standing")


@pytest.fixture(scope="session")
def _ground(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Nothing stands when the database goes."""
    yield
    with django_db_blocker.unblock():
        _remove(0)


@pytest.fixture
def _django_db_helper(request: pytest.FixtureRequest, _layers: None, _django_db_helper: None) -> None:
    """Every test that has the database begins inside what it asked for."""


@pytest.fixture
def _layers(request: pytest.FixtureRequest, _ground: None, django_db_blocker: Any, _homes: Any) -> None:
    wanted, same = _wanted(request.node), _usable(request.node)
    with django_db_blocker.unblock():
        _remove(same)
        for one in wanted[same:]:
            _add(one, _module(request.node), _homes, django_db_blocker)
