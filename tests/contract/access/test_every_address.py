"""Every address x who asks x an object inside and outside their scope.

Outside answers 404, inside without the right 403, and nothing of the other side is ever on a page. Four ask at every
address: one with the needed right inside, one with sight only, one with everything elsewhere, and nobody. The long run
sends everybody everywhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.db import transaction
from django.http import HttpRequest
from django.test import Client
from matrix import MATRIX, NOWHERE, Way
from routes import routes
from world import MARK, World, give, person_with, region_of

from swadaya.accounts import second_factor
from swadaya.accounts.rules import roles

ROLES = sorted(roles.book().roles)


FOR_SCRIPTS = ("isian-jawaban", "api-1:api-ksm:rapat-kirim", "api-1:api-ksm:rapat-kirim-en")
"""These answer a script, which sends people to the door."""


def test_every_address_has_a_line_and_every_line_an_address():
    known = {route.name for route in routes()}
    assert {
        "without a line": sorted(known - MATRIX.keys() - NOWHERE),
        "without an address": sorted(MATRIX.keys() - known),
    } == {
        "without a line": [],
        "without an address": [],
    }


@contextmanager
def undone() -> Iterator[None]:
    """What a request changes is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def browser(role: str | list[str] | None, world: World) -> Client:
    """Somebody of that role, past the second step, on a phone of their own; None: somebody who did not sign in."""
    client = Client(raise_request_exception=True, SERVER_NAME="localhost")
    if role is not None:
        first, *more = [roles.book().roles[code] for code in ([role] if isinstance(role, str) else role)]
        inside = {"desa": world.dalam.desa, "group": str(world.dalam.ksm)}
        person = person_with(first, username=f"uji-{first.code}", **inside)
        for one in more:
            give(person, one, **inside)
        client.force_login(person, backend="swadaya.accounts.backend.LoginBackend")
        request = HttpRequest()
        request.session = client.session
        request.user = person
        second_factor.install(username=person.username, secret="JBSWY3DPEHPK3PXP")
        record_authentication(request, person, "mfa", type="totp")
        request.session.save()
    return client


def wanted(way: Way, role: roles.Role, side: str, world: World) -> int:
    """404, 403, or 200 for anything that is served, from the rule file alone."""
    place = way.place(world.side(side))
    region = region_of(role, world.dalam.desa)
    rights = {way.right} if isinstance(way.right, str) else set(way.right)
    rooms = way.rooms or {right.partition(".")[0] for right in rights if right != "siklus.terbit" or len(rights) == 1}
    seen = any(f"{room}.lihat" in role.rights for room in rooms)
    if way.anywhere:
        return 200 if rights & role.rights else 403 if way.rooms and seen else 404
    if region is None and not (way.group and side == "dalam"):
        return 404
    around = region is None or place.startswith(region)
    if not seen or not (around or (way.whole and (region or "").startswith(place))):
        return 404
    holds = bool(rights & role.rights) and (around or (way.whole and all(right.endswith(".lihat") for right in rights)))
    gives = bool(role.invites) if way.invites == "*" else not way.invites or way.invites in role.invites
    return 200 if holds and gives else 403


def ask(client: Client, way: Way, name: str, world: World, side: str) -> tuple[int, str, str]:
    """Status, where it leads and the text."""
    there = world.side(side)
    cookies = deepcopy(client.cookies)
    with undone():
        if way.method == "GET":
            answer = client.get(way.address(name, there))
        else:
            answer = client.post(way.address(name, there), dict(way.data(there)))
    client.cookies = cookies  # signing out is taken back too
    streaming = getattr(answer, "streaming", False)
    body = b"" if streaming else answer.content
    return answer.status_code, answer.headers.get("Location", ""), body.decode("utf-8", "replace")


def faults(client: Client, way: Way, name: str, world: World, side: str, due: int, everywhere: bool) -> list[str]:
    """What is wrong with the answer to somebody who is due that status for an object of that side."""
    wrong: list[str] = []
    status, _, text = ask(client, way, name, world, side)
    said = f"{way.method} {name} {side}: {status}"
    if way.kind == "benda":
        served = status not in (403, 404) and status < 500
        if not (served if due == 200 else status == due):
            wrong.append(f"{said}, expected {due if due != 200 else 'to be served'}")
    elif way.kind == "masuk" and name not in ("perangkat-akhiri",) and status in (403, 404):
        wrong.append(said)
    if status >= 500:
        wrong.append(said)
    if way.kind in ("benda", "masuk") and not everywhere and MARK in text:
        wrong.append(f"{said} names what lies outside")
    return wrong


def meets(role: str, ways: list[tuple[str, Way]], world: World) -> list[str]:
    """What is wrong with the answers to somebody of a role at these addresses, on both sides."""
    client = browser(role, world)
    held = roles.book().roles[role]
    everywhere = region_of(held, world.dalam.desa) == ""
    return [
        fault
        for name, way in ways
        for side in ("dalam", "luar")
        for fault in faults(client, way, name, world, side, wanted(way, held, side, world), everywhere)
    ]


WAYS = [(name, way) for name, ways in MATRIX.items() for way in ways]


@pytest.mark.long
@pytest.mark.parametrize("role", ROLES)
def test_a_role_meets_what_its_grants_say_and_nothing_else(world: World, role: str):
    wrong = meets(role, WAYS, world)
    assert not wrong, "\n".join(wrong)


def chosen(world: World) -> dict[str, list[tuple[str, Way]]]:
    """For each way one role that has the needed right inside and one that only sees the object; role -> its ways.

    Which of several roles it is goes round with the number of the way, so that every role has its turn.
    """
    found: dict[str, list[tuple[str, Way]]] = defaultdict(list)
    for number, (name, way) in enumerate(WAYS):
        if way.kind == "benda":
            due = {role: wanted(way, roles.book().roles[role], "dalam", world) for role in ROLES}
            groups = [[role for role in ROLES if due[role] == status] for status in (200, 403)]
        else:
            groups = [ROLES]
        for group in filter(None, groups):
            found[group[number % len(group)]].append((name, way))
    return found


@pytest.mark.parametrize("role", ROLES)
def test_the_needed_right_opens_an_address_and_sight_alone_does_not(world: World, role: str):
    wrong = meets(role, chosen(world)[role], world)
    assert not wrong, "\n".join(wrong)


def test_everybody_has_a_turn_and_no_way_is_left_out(world: World):
    turns = chosen(world)
    assert sorted(turns) == ROLES
    assert {name for ways in turns.values() for name, _ in ways} == MATRIX.keys()


def test_whoever_holds_everything_elsewhere_finds_nothing_here(world: World):
    """One person with every role that has a place, all around the village inside, asks for what lies outside."""
    elsewhere = [role for role in ROLES if region_of(roles.book().roles[role], world.dalam.desa) != ""]
    client = browser(elsewhere, world)
    wrong = []
    for name, way in WAYS:
        due = [404]
        if way.kind == "benda":
            due = [wanted(way, roles.book().roles[role], "luar", world) for role in elsewhere]
        best = 200 if 200 in due else max(due, key=(404, 403).index)
        wrong += faults(client, way, name, world, "luar", best, everywhere=False)
    assert not wrong, "\n".join(wrong)


def test_who_has_not_signed_in_is_led_to_the_door_wherever_something_may_be(world: World):
    client = browser(None, world)
    wrong: list[str] = []
    for name, ways in MATRIX.items():
        for way in ways:
            for side in ("dalam", "luar"):
                status, location, text = ask(client, way, name, world, side)
                said = f"{way.method} {name} {side}: {status} {location}"
                if way.kind in ("benda", "masuk"):
                    door = status == 302 and location.startswith("/masuk/")
                    door |= status == 401 and name in FOR_SCRIPTS
                    if not door or MARK in text:
                        wrong.append(said)
                elif (way.kind == "umum" and status not in way.expect) or status >= 500 or status == 403:
                    wrong.append(said)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", [None, "administrator"])
def test_a_public_page_sets_no_cookie_and_is_the_same_for_all(world: World, role: str | None):
    reader, other = browser(role, world), browser(None, world)
    for name, ways in MATRIX.items():
        for way in ways:
            if way.kind == "umum":
                own = reader.get(way.address(name, world.dalam))
                plain = other.get(way.address(name, world.dalam))
                assert not own.cookies, name
                assert "Cookie" not in own.headers.get("Vary", ""), name
                if not own.streaming:
                    assert own.content == plain.content, name


def test_nothing_there_and_nothing_to_be_seen_look_the_same(world: World):
    """An address of an object out of sight answers as one of an object that never was."""
    client = browser("operator-desa", world)
    for name in ("siklus", "bukti", "terbit", "siklus-jadwal"):
        way = MATRIX[name][0]
        _, _, hidden = ask(client, way, name, world, "luar")
        numbers = {"siklus": 987_654_321, "nomor": 987_654_321}
        arguments = {key: numbers.get(key, value) for key, value in way.arguments(world.luar).items()}
        absent = client.get(Way("benda", arguments=lambda _side, given=arguments: given).address(name, world.luar))
        assert absent.status_code == 404
        assert _without_addresses(hidden) == _without_addresses(absent.content.decode()), name


def _without_addresses(text: str) -> str:
    return "\n".join(
        line for line in text.splitlines() if "href" not in line and "csrf" not in line and "nonce" not in line
    )
