"""A role in a group is given by an officer of the region in which the group lies."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from swadaya.accounts import group_directory, selectors, services
from swadaya.accounts.group_directory import GroupPlace
from swadaya.accounts.rules.access import Held, NotAllowed, OutOfSight, Viewer

HERE, THERE = "3304092011", "3304092012"
OF = {"k1": GroupPlace("k1", HERE, "Melati"), "k2": GroupPlace("k2", THERE, "Kenanga")}


class Room:
    def place_of(self, group: str) -> GroupPlace | None:
        return OF.get(group)

    def within(self, region: str, text: str, limit: int) -> list[GroupPlace]:
        return [place for place in OF.values() if place.region.startswith(region)][:limit]


@pytest.fixture(autouse=True)
def room() -> Iterator[None]:
    with group_directory.rooms.temporarily({"uji": Room()}):
        yield


def officer() -> Viewer:
    return Viewer(None, "Fasilitator", (Held("fasilitator", HERE),), second_factor=False)


@pytest.mark.django_db
def test_an_officer_invites_the_chair_of_a_group_in_the_village():
    services.invite(by=officer(), name="Ibu Ngatinah", role="ketua-ksm", group="k1")
    assert [one.place for one in selectors.invitations(officer())] == ["kelompok Melati"]


@pytest.mark.django_db
def test_nobody_invites_into_a_group_of_another_village_whatever_region_they_say():
    with pytest.raises((OutOfSight, NotAllowed)):
        services.invite(by=officer(), name="Ibu Ngatinah", role="ketua-ksm", region=HERE, group="k2")
    assert selectors.invitations(officer()) == []


@pytest.mark.django_db
def test_only_who_may_give_the_role_takes_its_invitation_back():
    made = services.invite(
        by=Viewer(None, "Operator", (Held("operator-desa", HERE),), second_factor=False),
        name="Bapak Warga",
        role="warga",
        region=HERE,
    )
    with pytest.raises(NotAllowed):
        services.withdraw_invitation(by=officer(), invitation_id=made.invitation_id)
