"""A meeting sent to the interface: recorded once, by officers who signed in, from this site alone."""

from __future__ import annotations

from typing import Any

import a_group
import pytest
from django.test import Client

from swadaya.core import clock, keys
from swadaya.ksm import selectors

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(settings: Any, tmp_path: Any) -> a_group.AGroup:
    settings.HOME = tmp_path
    a_group.load_regions()
    return a_group.make()


@pytest.fixture
def said(group) -> dict[str, Any]:
    return {"kunci": str(keys.new_key()), "rapat": group.said(clock.today(), counted=40_000)}


def send(browser: Client, group: a_group.AGroup, body: Any, path: str = "rapat", **more: Any) -> Any:
    return browser.post(f"/api/v1/ksm/{group.id}/{path}", body, content_type="application/json", **more)


def codes(answer: Any) -> list[str]:
    return [one["code"] for one in answer.json()["masalah"]]


def test_a_meeting_is_recorded_and_the_same_sent_again_gets_the_same_answer(group, said):
    browser = group.browser("sri")
    first, again = send(browser, group, said), send(browser, group, said, "meetings")
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    assert first.json()["dihitung"] == 40_000 and first.json()["jurnal"] == [1, 4]
    assert len(selectors.meetings(group.id, by=a_group.MACHINE)) == 1


def test_other_content_under_the_key_is_a_conflict(group, said):
    browser = group.browser("sri")
    send(browser, group, said)
    other = {**said, "rapat": {**said["rapat"], "catatan": "lain"}}
    answer = send(browser, group, other)
    assert (answer.status_code, codes(answer)) == (409, ["rapat.kunci-lain"])


def test_everything_wrong_is_said_and_nothing_is_written(group, said):
    said["rapat"] |= {"kas": {"dihitung": "1.000"}, "simpanan": [{"anggota": 0, "jenis": "wajib", "jumlah": "x"}]}
    answer = send(group.browser("sri"), group, said)
    assert answer.status_code == 422 and {"simpanan.anggota", "uang.bentuk"} <= set(codes(answer))
    assert not selectors.meetings(group.id, by=a_group.MACHINE)


def test_a_key_that_is_no_uuid7_and_a_body_that_is_no_meeting_are_refused(group, said):
    browser = group.browser("sri")
    assert codes(send(browser, group, {**said, "kunci": "satu"})) == ["kunci.bentuk"]
    assert send(browser, group, {"rapat": {}}).status_code == 422
    assert send(browser, group, "{").status_code in (400, 422)


def test_who_did_not_sign_in_is_401_outside_404_inside_without_the_right_403(group, said):
    assert send(Client(), group, said).status_code == 401
    assert send(group.browser("unit"), group, said).status_code == 403
    other = a_group.make(title="KSM Mawar", many=1, prefix="mawar-")
    assert send(other.browser("sri"), group, said).status_code == 404


def test_another_site_cannot_send_with_the_session_of_an_officer(group, said):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = group.browser("sri").cookies
    assert codes(send(strict, group, said)) == ["api.token"]
    told = strict.get("/ksm/sesi").json()
    assert told["orang"] == str(group.person("sri").id)
    assert send(strict, group, said, headers={"X-CSRFToken": told["token"]}).status_code == 200


def test_the_operation_is_described(group):
    document = Client().get("/api/v1/ksm/openapi.json").json()
    assert "/api/v1/ksm/{ksm_id}/rapat" in document["paths"] and "/api/v1/ksm/{ksm_id}/meetings" in document["paths"]
