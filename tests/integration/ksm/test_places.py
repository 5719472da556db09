"""A facilitator of the village brings the chair of a group in."""

from __future__ import annotations

import pytest

from swadaya.accounts import group_directory, services
from swadaya.accounts.rules.access import Held, NotAllowed, OutOfSight, Viewer, system
from swadaya.ksm import services as ksm
from swadaya.wilayah.services import ensure_historical

HERE, THERE = "3304092011", "3304092012"


@pytest.fixture
def group(db):
    ensure_historical([(HERE, "Sigeblog"), (THERE, "Paseh")], year=2024, source="uji")
    return str(ksm.register_group(HERE, name="KSM Melati", by=system("uji")))


def facilitator(desa: str) -> Viewer:
    return Viewer(None, "Fasilitator", (Held("fasilitator", desa),), second_factor=False)


def test_a_role_in_a_group_is_given_by_the_facilitator_of_its_village_alone(group):
    assert group_directory.place_of(group).name == "KSM Melati"
    assert [place.id for place in group_directory.within(HERE, "melati", 5)] == [group]
    services.invite(by=facilitator(HERE), name="Ibu Ngatinah", role="ketua-ksm", group=group)
    with pytest.raises((OutOfSight, NotAllowed)):
        services.invite(by=facilitator(THERE), name="Ibu Ngatinah", role="ketua-ksm", group=group)


@pytest.mark.django_db
def test_an_id_that_is_no_groups_has_no_place():
    assert group_directory.place_of("contoh-ksm").region == ""


def test_the_role_of_a_unit_is_not_given_in_a_group_nor_that_of_a_group_in_a_unit(group):
    unit = str(ksm.register_unit(HERE, name="UPK Maju", kind="UPK", by=system("uji")))
    coordinator = Viewer(None, "Koordinator", (Held("koordinator-bkm", HERE),), second_factor=False)
    services.invite(by=coordinator, name="Pak Darsono", role="bendahara-up", group=unit)
    for role, place in (("bendahara-up", group), ("ketua-ksm", unit)):
        with pytest.raises(NotAllowed) as refused:
            services.invite(by=coordinator, name="Pak Darsono", role=role, group=place)
        assert refused.value.problem.code == "peran.lingkup-lain"
