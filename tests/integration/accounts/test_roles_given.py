"""Invitations and roles: offered, accepted, given, ended."""

from __future__ import annotations

from datetime import timedelta

import made_people as made
import pytest

from swadaya.accounts import new_accounts, selectors, services
from swadaya.accounts.models import Event, Grant, Invitation, Person
from swadaya.accounts.new_accounts import Newcomer
from swadaya.accounts.rules.access import Held, NotAllowed, OutOfSight, Place, require
from swadaya.core import clock
from swadaya.core.refusal import Conflict, Invalid

pytestmark = pytest.mark.django_db
GOOD = Newcomer("tini", "Bu Tini", made.PHRASE)


def test_a_chain_of_invitations_leads_from_the_machine_to_the_village() -> None:
    first = made.person("admin", "administrator")
    chain = [
        ("pemeriksa-kabupaten", made.KABUPATEN),
        ("pemeriksa-kecamatan", made.KECAMATAN),
        ("operator-desa", made.DESA),
    ]
    inviter = first
    for number, (role, region) in enumerate(chain):
        invited = services.invite(by=made.viewer(inviter), name="Orang", role=role, region=region)
        inviter = services.accept_invitation(
            word=invited.word, newcomer=Newcomer(f"orang{number}", "Orang", made.PHRASE)
        )

    assert made.held(inviter) == {Held("operator-desa", made.DESA)}
    assert made.viewer(inviter).may("isian.isi", Place(made.DESA))
    assert list(Event.objects.filter(action="akun.undang").values_list("role", flat=True).order_by("id")) == [
        "",
        "administrator",
        "pemeriksa-kabupaten",
        "pemeriksa-kecamatan",
    ]


def test_nobody_invites_beyond_their_own_reach() -> None:
    by = made.viewer(made.person("camat", "pemeriksa-kecamatan", made.KECAMATAN))

    with pytest.raises(OutOfSight):
        services.invite(by=by, name="X", role="operator-desa", region=made.FAR)
    for role, region in (
        ("pemeriksa-kecamatan", made.KECAMATAN),
        ("auditor", made.KECAMATAN),
        ("operator-desa", made.KECAMATAN),
    ):
        with pytest.raises(NotAllowed):
            services.invite(by=by, name="X", role=role, region=region)
    assert Invitation.objects.filter(invited_by=by.person_id).count() == 0
    assert Event.objects.filter(person=by.person_id, action="akun.undang").count() == 0


def test_without_the_second_step_an_inviting_role_invites_nobody() -> None:
    camat = made.person("camat", "pemeriksa-kecamatan", made.KECAMATAN)

    with pytest.raises(NotAllowed) as refused:
        services.invite(by=made.viewer(camat, second=False), name="X", role="operator-desa", region=made.DESA)
    assert refused.value.problem.code == "akses.langkah-kedua"


def test_a_word_opens_once() -> None:
    invited = services.invite(by=made.MACHINE, name="Tini", role="operator-desa", region=made.DESA)
    services.accept_invitation(word=invited.word, newcomer=GOOD)

    with pytest.raises(OutOfSight):
        services.accept_invitation(word=invited.word, newcomer=Newcomer("lain", "Lain", made.PHRASE))
    assert selectors.open_invitation(invited.word) is None


def test_a_withdrawn_word_opens_nothing_and_is_withdrawn_once() -> None:
    by = made.viewer(made.person("camat", "pemeriksa-kecamatan", made.KECAMATAN))
    invited = services.invite(by=by, name="Tini", role="operator-desa", region=made.DESA)
    services.withdraw_invitation(by=by, invitation_id=invited.invitation_id)

    assert selectors.open_invitation(invited.word) is None
    with pytest.raises(OutOfSight):
        services.accept_invitation(word=invited.word, newcomer=GOOD)
    with pytest.raises(Conflict, match="ditarik"):
        services.withdraw_invitation(by=by, invitation_id=invited.invitation_id)


def test_a_word_expires(monkeypatch: pytest.MonkeyPatch) -> None:
    invited = services.invite(by=made.MACHINE, name="Tini", role="operator-desa", region=made.DESA)
    later = clock.now() + timedelta(days=services.INVITATION_DAYS, minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)

    assert selectors.open_invitation(invited.word) is None
    with pytest.raises(OutOfSight):
        services.accept_invitation(word=invited.word, newcomer=GOOD)


def test_a_role_that_would_have_ended_is_no_longer_given(monkeypatch: pytest.MonkeyPatch) -> None:
    invited = services.invite(by=made.MACHINE, name="Tini", role="operator-desa", region=made.DESA, until=clock.today())
    tomorrow = clock.now() + timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: tomorrow)

    with pytest.raises(OutOfSight):
        services.accept_invitation(word=invited.word, newcomer=GOOD)


def test_the_word_itself_is_not_kept() -> None:
    invited = services.invite(by=made.MACHINE, name="Tini", role="operator-desa", region=made.DESA)

    assert invited.word not in str(list(Invitation.objects.values())) + str(list(Event.objects.values()))


def test_a_newcomer_learns_everything_that_is_wrong_at_once() -> None:
    made.person("siti", "operator-desa", made.DESA, phone="081234567890")
    invited = services.invite(by=made.MACHINE, name="Tini", role="pemeriksa-kecamatan", region=made.KECAMATAN)
    said = Newcomer("siti", "", "111111", pin=True, phone="0812-3456-7890")

    with pytest.raises(Invalid) as refused:
        services.accept_invitation(word=invited.word, newcomer=said)
    assert {problem.code for problem in refused.value.problems} == {
        "sandi.mudah",
        "akun.nama",
        "sandi.pin",
        "akun.nama-terpakai",
        "akun.telepon-terpakai",
    }
    assert selectors.open_invitation(invited.word) is not None


@pytest.mark.parametrize("username", ["ab", "Bu Tini", "tini@desa", "-tini", "081234567890", "x" * 41])
def test_a_user_name_that_could_be_mistaken_is_refused(username: str) -> None:
    with pytest.raises(Invalid) as refused:
        new_accounts.enrol(Newcomer(username, "Tini", made.PHRASE), second_factor=False)
    assert refused.value.problem.code == "akun.nama-pengguna"


def test_with_an_account_one_accepts_for_oneself_but_not_what_one_offered() -> None:
    siti = made.person("siti", "operator-desa", made.DESA)
    camat = made.person("camat", "pemeriksa-kecamatan", made.KECAMATAN)
    invited = services.invite(by=made.viewer(camat), name="Siti", role="operator-desa", region=made.SISTER)

    with pytest.raises(NotAllowed) as refused:
        services.accept_as(word=invited.word, by=made.viewer(camat))
    assert refused.value.problem.code == "undangan.sendiri"
    services.accept_as(word=invited.word, by=made.viewer(siti))
    assert made.held(siti) == {Held("operator-desa", made.DESA), Held("operator-desa", made.SISTER)}


def test_who_signs_in_with_a_pin_takes_no_role_that_verifies() -> None:
    siti = made.person("siti", "operator-desa", made.DESA, pin=True)
    invited = services.invite(by=made.MACHINE, name="Siti", role="pemeriksa-kecamatan", region=made.KECAMATAN)

    with pytest.raises(NotAllowed) as refused:
        services.accept_as(word=invited.word, by=made.viewer(siti))
    assert refused.value.problem.code == "sandi.pin"
    with pytest.raises(NotAllowed):
        services.give_role(by=made.MACHINE, person_id=siti.id, role="pemeriksa-kecamatan", region=made.KECAMATAN)


def test_nobody_gives_a_role_to_themselves_nor_the_same_twice() -> None:
    admin = made.person("admin", "administrator")
    siti = made.person("siti", "operator-desa", made.DESA)

    with pytest.raises(NotAllowed) as own:
        services.give_role(by=made.viewer(admin), person_id=admin.id, role="penerbit")
    assert own.value.problem.code == "peran.untuk-diri"
    with pytest.raises(NotAllowed) as twice:
        services.give_role(by=made.viewer(admin), person_id=siti.id, role="operator-desa", region=made.DESA)
    assert twice.value.problem.code == "peran.sudah-ada"


def test_a_role_ends_at_once_and_once() -> None:
    camat = made.viewer(made.person("camat", "pemeriksa-kecamatan", made.KECAMATAN))
    siti = made.person("siti", "operator-desa", made.DESA)
    grant = Grant.objects.get(person=siti)
    services.end_role(by=camat, grant_id=grant.id)

    assert made.held(siti) == set()
    with pytest.raises(OutOfSight):
        require(made.viewer(siti), "isian.isi", Place(made.DESA))
    with pytest.raises(Conflict, match="berlaku"):
        services.end_role(by=camat, grant_id=grant.id)
    with pytest.raises(OutOfSight):
        services.end_role(
            by=camat, grant_id=Grant.objects.get(person=made.person("jauh", "operator-desa", made.FAR)).id
        )


def test_a_role_works_from_its_first_day_to_its_last(monkeypatch: pytest.MonkeyPatch) -> None:
    siti = made.person("siti", "operator-desa", made.DESA)
    now = clock.now()
    first, last = clock.today() + timedelta(days=2), clock.today() + timedelta(days=4)
    services.give_role(
        by=made.MACHINE, person_id=siti.id, role="operator-desa", region=made.SISTER, valid_from=first, valid_to=last
    )

    def works(days: int) -> bool:
        monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=days))
        return made.viewer(siti).may("isian.isi", Place(made.SISTER))

    assert [days for days in range(7) if works(days)] == [2, 3, 4]


@pytest.mark.parametrize("region", ["33.04", "9", "3304a", "330"])
def test_a_region_is_written_as_a_code(region: str) -> None:
    with pytest.raises(Invalid) as refused:
        services.invite(by=made.MACHINE, name="X", role="operator-desa", region=region)
    assert refused.value.problem.code == "peran.wilayah"


def test_a_last_day_before_the_first_is_refused() -> None:
    yesterday = clock.today() - timedelta(days=1)
    with pytest.raises(Invalid) as refused:
        services.invite(by=made.MACHINE, name="X", role="operator-desa", region=made.DESA, until=yesterday)
    assert refused.value.problem.code == "peran.masa"


def test_what_the_page_offers_is_what_the_services_allow() -> None:
    camat = made.viewer(made.person("camat", "pemeriksa-kecamatan", made.KECAMATAN))
    siti = made.person("siti", "operator-desa", made.DESA)
    both = made.person("dua", "operator-desa", made.DESA)
    services.give_role(by=made.MACHINE, person_id=both.id, role="auditor", region=made.KABUPATEN)

    powers = selectors.powers(camat, siti.id)
    assert (powers.give, powers.reset, powers.close, powers.take_off, powers.contact) == (
        True,
        True,
        True,
        False,
        False,
    )
    assert powers.ends == {Grant.objects.get(person=siti).id}
    assert not selectors.powers(camat, both.id).reset
    assert not any(vars_of(selectors.powers(camat, camat.person_id or 0)))
    assert [role.code for role in selectors.gives(camat)][:1] == ["warga"]
    assert Person.objects.count() == 3


def vars_of(powers: selectors.Powers) -> list[object]:
    return [powers.give, powers.reset, powers.close, powers.take_off, powers.ends]
