"""Who may see, do and give what, where: rules on values alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from swadaya.accounts.rules import granting, roles
from swadaya.accounts.rules.access import (
    NOBODY,
    Held,
    NotAllowed,
    OutOfSight,
    Place,
    Viewer,
    require,
    role_for,
    system,
    waiting,
)

BOOK = roles.book().roles
REGIONS = ["", "33", "3304", "330409", "330410", "3304092011", "3304092012", "51", "5101", "510101", "5101012001"]
DESA, SISTER, KECAMATAN, KABUPATEN = "3304092011", "3304092012", "330409", "3304"

places = st.one_of(
    st.builds(Held, st.sampled_from(sorted(BOOK)), st.sampled_from(REGIONS)),
    st.builds(Held, st.sampled_from(sorted(BOOK)), st.just(""), st.sampled_from(["ksm-1", "ksm-2"])),
)
viewers = st.builds(
    lambda held, second: Viewer(1, "Siti", tuple(held), second_factor=second),
    st.lists(places, max_size=4),
    st.booleans(),
)


def viewer(role: str, region: str = "", group: str = "", *, second: bool = True) -> Viewer:
    return Viewer(1, "Siti", (Held(role, region, group),), second_factor=second)


@given(viewers, places)
def test_what_may_be_given_lies_in_the_scope_of_a_grant_that_invites_that_role(by: Viewer, wanted: Held) -> None:
    if granting.problems(by, wanted, BOOK):
        return
    able = [
        own
        for own in by.held
        if wanted.role in BOOK[own.role].invites
        and "akun.undang" in BOOK[own.role].rights
        and (by.second_factor or not BOOK[own.role].second_factor)
        and (wanted.group == own.group if own.group else not wanted.group and wanted.region.startswith(own.region))
    ]
    assert able
    assert granting.scope_of(wanted) in BOOK[wanted.role].scopes


@given(viewers, st.lists(places, min_size=1, max_size=3))
def test_who_opens_anothers_way_in_could_have_given_each_of_their_roles(by: Viewer, held: list[Held]) -> None:
    if granting.may_reset(by, held, BOOK):
        known = [one for one in held if granting.scope_of(one) in BOOK[one.role].scopes]
        assert all(granting.problems(by, one, BOOK) == [] for one in known)


@given(viewers, st.sampled_from(sorted(roles.book().rights)), st.sampled_from(REGIONS))
def test_a_right_works_only_under_a_grant_that_carries_it_there(by: Viewer, right: str, region: str) -> None:
    allowed = by.may(right, Place(region))
    carried = [
        own for own in by.held if right in BOOK[own.role].rights and not own.group and region.startswith(own.region)
    ]
    strong = [own for own in carried if by.second_factor or not BOOK[own.role].second_factor]

    assert allowed == bool(strong)
    assert waiting(by, right, Place(region)) == bool(carried)


@given(viewers, st.sampled_from(sorted(roles.book().rights)), st.sampled_from(REGIONS))
def test_a_wider_place_is_never_allowed_by_a_narrower_grant(by: Viewer, right: str, region: str) -> None:
    if by.may(right, Place(region)):
        inside = [other for other in REGIONS if other.startswith(region)]
        assert all(by.may(right, Place(other)) for other in inside)


def test_nobody_gives_themselves_a_role_above_their_own() -> None:
    by = viewer("pemeriksa-kecamatan", KECAMATAN)

    assert granting.problems(by, Held("operator-desa", DESA), BOOK) == []
    for wanted in (
        Held("pemeriksa-kabupaten", KABUPATEN),
        Held("pemeriksa-kecamatan", KECAMATAN),
        Held("administrator", KABUPATEN),
        Held("operator-desa", "5101012001"),
    ):
        assert [one.code for one in granting.problems(by, wanted, BOOK)] == ["peran.di-luar-wewenang"]


def test_a_role_is_given_only_for_a_scope_it_has() -> None:
    found = granting.problems(system("uji"), Held("operator-desa", KECAMATAN), BOOK)

    assert [one.code for one in found] == ["peran.lingkup-lain"]
    assert granting.problems(system("uji"), Held("raja", DESA), BOOK)[0].code == "peran.tidak-dikenal"


def test_without_the_second_step_a_verifier_gives_nothing() -> None:
    by = viewer("pemeriksa-kecamatan", KECAMATAN, second=False)

    assert [one.code for one in granting.problems(by, Held("operator-desa", DESA), BOOK)] == ["peran.di-luar-wewenang"]
    assert not granting.may_reset(by, [Held("operator-desa", DESA)], BOOK)


def test_one_role_out_of_reach_keeps_a_person_from_being_reset() -> None:
    by = viewer("pemeriksa-kecamatan", KECAMATAN)

    assert granting.may_reset(by, [Held("operator-desa", DESA)], BOOK)
    assert not granting.may_reset(by, [Held("operator-desa", DESA), Held("operator-desa", "5101012001")], BOOK)
    assert not granting.may_reset(by, [Held("operator-desa", DESA), Held("auditor", KABUPATEN)], BOOK)
    assert not granting.may_reset(by, [], BOOK)


def test_the_leader_of_a_group_acts_in_that_group_alone() -> None:
    by = viewer("ketua-ksm", group="ksm-1")

    assert granting.problems(by, Held("bendahara-ksm", "", "ksm-1"), BOOK) == []
    assert granting.problems(by, Held("bendahara-ksm", "", "ksm-2"), BOOK)
    assert by.may("akun.undang", Place(group="ksm-1"))
    assert not by.may("akun.undang", Place(DESA))
    assert not by.may("akun.undang", Place())


def test_what_is_not_seen_does_not_exist_and_what_is_seen_is_refused_with_a_reason() -> None:
    by = viewer("operator-desa", DESA)

    assert require(by, "isian.isi", Place(DESA)) == "operator-desa"
    with pytest.raises(OutOfSight):
        require(by, "isian.isi", Place(SISTER))
    with pytest.raises(OutOfSight):
        require(NOBODY, "isian.lihat", Place(DESA))
    with pytest.raises(NotAllowed) as refused:
        require(by, "isian.periksa-kecamatan", Place(DESA))
    assert refused.value.problem.code == "akses.tanpa-hak"
    assert "Pemeriksa kecamatan" in refused.value.problem.expected


def test_a_missing_second_step_is_said_so() -> None:
    by = viewer("pemeriksa-kecamatan", KECAMATAN, second=False)

    with pytest.raises(NotAllowed) as refused:
        require(by, "isian.periksa-kecamatan", Place(DESA))
    assert refused.value.problem.code == "akses.langkah-kedua"
    assert require(replace(by, second_factor=True), "isian.periksa-kecamatan", Place(DESA)) == "pemeriksa-kecamatan"


def test_one_acts_under_the_role_given_nearest() -> None:
    by = Viewer(1, "Siti", (Held("pemeriksa-kabupaten", KABUPATEN), Held("operator-desa", DESA)), second_factor=True)

    assert role_for(by, "isian.lihat", Place(DESA)) == "operator-desa"
    assert role_for(by, "isian.lihat", Place(SISTER)) == "pemeriksa-kabupaten"
    assert role_for(system("uji"), "isian.lihat", Place(DESA)) == ""
