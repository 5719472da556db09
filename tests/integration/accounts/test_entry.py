"""Ways in: names at the door, one-time codes, new secrets, contacts, closed accounts, the second step."""

from __future__ import annotations

from datetime import timedelta

import made_people as made
import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher, check_password

from swadaya.accounts import backend, credentials, second_factor, selectors, services
from swadaya.accounts.models import Event, OneTimeCode, Person
from swadaya.accounts.new_accounts import Newcomer
from swadaya.accounts.rules.access import NotAllowed, OutOfSight
from swadaya.core import clock
from swadaya.core.refusal import Invalid

pytestmark = pytest.mark.django_db
NEW = "pagar bambu sungai"


class Argon2(Argon2PasswordHasher):
    """The product's hash with less memory, as an earlier release may have kept it."""

    def __init__(self, memory: int) -> None:
        self.memory_cost = memory


@pytest.fixture
def camat() -> Person:
    return made.person("camat", "pemeriksa-kecamatan", made.KECAMATAN)


@pytest.fixture
def siti() -> Person:
    return made.person("siti", "operator-desa", made.DESA, phone="081234567890")


def test_somebody_is_found_by_name_telephone_or_mail(siti: Person) -> None:
    Person.objects.filter(pk=siti.id).update(email="siti@desa.id")

    for written in ("siti", " SITI ", "0812-3456-7890", "+62 812 3456 7890", "Siti@desa.id"):
        assert credentials.find_person(written) == siti
    for written in ("", "\0", "sit", "08120000000"):
        assert credentials.find_person(written) is None


def test_a_code_sets_a_new_secret_once(camat: Person, siti: Person) -> None:
    code = credentials.issue_code(by=made.viewer(camat), person_id=siti.id)
    credentials.use_code(login="0812-3456-7890", code=code.lower().replace("-", " "), secret=NEW, pin=False)

    siti.refresh_from_db()
    assert check_password(NEW, siti.password)
    with pytest.raises(Invalid):
        credentials.use_code(login="siti", code=code, secret=NEW, pin=False)
    assert code not in str(list(OneTimeCode.objects.values())) + str(list(Event.objects.values()))


def test_a_secret_is_kept_as_a_slow_hash_and_an_older_one_is_renewed_at_the_door(siti: Person, own_hash: list) -> None:
    door = backend.LoginBackend()
    Person.objects.filter(pk=siti.id).update(password=Argon2(memory=1024).encode(made.PHRASE, "garam-uji"))
    for login in ("siti", "0812-3456-7890"):
        assert door.authenticate(None, username=login, password=made.PHRASE) == siti
        siti.refresh_from_db()
        assert siti.password.startswith(f"argon2$argon2id$v=19$m={Argon2PasswordHasher.memory_cost},")
        assert check_password(made.PHRASE, siti.password)
    assert door.authenticate(None, username="siti", password=NEW) is None


def test_a_code_of_one_use_and_a_new_person_are_hashed_slowly_too(camat: Person, own_hash: list) -> None:
    one = made.person("wati", "operator-desa", made.DESA, pin=True)
    credentials.issue_code(by=made.viewer(camat), person_id=one.id)
    kept = [one.password, *OneTimeCode.objects.values_list("word", flat=True)]
    assert len(kept) == 2 and all(value.startswith("argon2$argon2id$") for value in kept)


def test_after_five_wrong_tries_the_right_code_is_wrong_too(camat: Person, siti: Person) -> None:
    code = credentials.issue_code(by=made.viewer(camat), person_id=siti.id)
    for _ in range(credentials.CODE_TRIES):
        with pytest.raises(Invalid):
            credentials.use_code(login="siti", code="AAAA-AAAA", secret=NEW, pin=False)

    with pytest.raises(Invalid) as refused:
        credentials.use_code(login="siti", code=code, secret=NEW, pin=False)
    assert refused.value.problem.code == "kode.salah"


def test_a_code_lasts_a_quarter_of_an_hour(camat: Person, siti: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    code = credentials.issue_code(by=made.viewer(camat), person_id=siti.id)
    later = clock.now() + timedelta(minutes=credentials.CODE_MINUTES, seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)

    with pytest.raises(Invalid):
        credentials.use_code(login="siti", code=code, secret=NEW, pin=False)


def test_a_new_code_replaces_the_one_before(camat: Person, siti: Person) -> None:
    old = credentials.issue_code(by=made.viewer(camat), person_id=siti.id)
    new = credentials.issue_code(by=made.viewer(camat), person_id=siti.id)

    with pytest.raises(Invalid):
        credentials.use_code(login="siti", code=old, secret=NEW, pin=False)
    credentials.use_code(login="siti", code=new, secret="482913", pin=True)
    siti.refresh_from_db()
    assert siti.pin


def test_an_unusable_new_secret_costs_no_try(camat: Person, siti: Person) -> None:
    code = credentials.issue_code(by=made.viewer(camat), person_id=siti.id)
    for _ in range(credentials.CODE_TRIES + 1):
        with pytest.raises(Invalid) as refused:
            credentials.use_code(login="siti", code=code, secret="pendek", pin=False)
        assert refused.value.problem.code == "sandi.panjang"

    credentials.use_code(login="siti", code=code, secret=NEW, pin=False)


def test_a_wrong_code_and_a_person_that_does_not_exist_are_told_alike(camat: Person, siti: Person) -> None:
    credentials.issue_code(by=made.viewer(camat), person_id=siti.id)

    def told(login: str) -> list[str]:
        with pytest.raises(Invalid) as refused:
            credentials.use_code(login=login, code="AAAA-AAAA", secret=NEW, pin=False)
        return [str(problem) for problem in refused.value.problems]

    assert told("siti") == told("tidakada")


def test_an_officer_resets_only_whom_they_could_have_invited(camat: Person, siti: Person) -> None:
    by = made.viewer(camat)
    with pytest.raises(OutOfSight):
        credentials.issue_code(by=by, person_id=made.person("jauh", "operator-desa", made.FAR).id)
    with pytest.raises(OutOfSight):
        credentials.issue_code(by=by, person_id=camat.id)
    services.give_role(by=made.MACHINE, person_id=siti.id, role="auditor", region=made.KABUPATEN)
    with pytest.raises(NotAllowed) as refused:
        credentials.issue_code(by=by, person_id=siti.id)
    assert refused.value.problem.code == "akun.atur-ulang-di-luar"
    operator = made.person("operator", "operator-desa", made.DESA)
    with pytest.raises(NotAllowed):
        credentials.issue_code(by=made.viewer(operator), person_id=siti.id)


def test_a_second_step_forbids_a_pin(camat: Person) -> None:
    with pytest.raises(Invalid) as refused:
        credentials.change_secret(by=made.viewer(camat), secret="482913", pin=True)
    assert {problem.code for problem in refused.value.problems} == {"sandi.pin"}


def test_a_contact_is_read_with_a_reason_that_is_kept(siti: Person) -> None:
    auditor = made.viewer(made.person("auditor", "auditor", made.KABUPATEN))
    with pytest.raises(Invalid) as refused:
        credentials.read_contact(by=auditor, person_id=siti.id, purpose="perlu")
    assert refused.value.problem.code == "akses.tanpa-alasan"
    assert not Event.objects.filter(action="riwayat.baca-data").exists()

    assert credentials.read_contact(by=auditor, person_id=siti.id, purpose="menanyakan isian yang ganjil") == {
        "telepon": "+6281234567890",
        "surel": "",
    }
    [line] = [event for event in selectors.events_of(made.viewer(siti), "orang", str(siti.public_id)) if event.purpose]
    assert (line.actor, line.purpose) == ("Nama Auditor", "menanyakan isian yang ganjil")


def test_a_contact_is_closed_to_those_without_that_right(camat: Person, siti: Person) -> None:
    with pytest.raises(NotAllowed):
        credentials.read_contact(by=made.viewer(camat), person_id=siti.id, purpose="menanyakan isian yang ganjil")
    far = made.viewer(made.person("jauh", "auditor", "5101"))
    with pytest.raises(OutOfSight):
        credentials.read_contact(by=far, person_id=siti.id, purpose="menanyakan isian yang ganjil")


def test_a_closed_account_opens_nothing_and_keeps_its_history(camat: Person, siti: Person) -> None:
    credentials.close_account(by=made.viewer(camat), person_id=siti.id)

    assert credentials.find_person("siti") is None
    assert not made.viewer(siti).known
    assert Event.objects.filter(person=siti).exists()
    with pytest.raises(OutOfSight):
        credentials.close_account(by=made.viewer(camat), person_id=siti.id)


def test_only_an_administrator_takes_off_a_second_step(camat: Person) -> None:
    made.with_second_step(camat)
    above = made.viewer(made.person("bupati", "pemeriksa-kabupaten", made.KABUPATEN))
    with pytest.raises(NotAllowed):
        second_factor.remove(by=above, person_id=camat.id)
    assert second_factor.installed(camat.id)

    admin = made.viewer(made.person("admin", "administrator", made.KABUPATEN))
    second_factor.remove(by=admin, person_id=camat.id)
    assert not second_factor.installed(camat.id)
    assert Event.objects.get(action="akun.lepas-langkah-kedua").person_id == admin.person_id


def test_the_product_and_the_standard_agree_on_the_code_of_now(camat: Person) -> None:
    secret = made.with_second_step(camat)

    assert second_factor.code_now(secret) in {made.totp(secret, steps) for steps in (-1, 0)}


def test_a_person_sees_of_another_only_the_roles_in_their_own_scope(camat: Person, siti: Person) -> None:
    services.give_role(by=made.MACHINE, person_id=siti.id, role="operator-desa", region=made.FAR)
    by = made.viewer(camat)

    assert [grant.region for grant in selectors.person(by, siti.public_id).grants] == [made.DESA]
    assert [one.username for one in selectors.people(by)] == ["camat", "siti"]
    assert [one.username for one in selectors.people(by, text="SIT")] == ["siti"]
    assert [one.username for one in selectors.people(by, after="camat")] == ["siti"]
    far = made.viewer(made.person("jauh", "operator-desa", made.SISTER))
    with pytest.raises(OutOfSight):
        selectors.person(far, siti.public_id)
    assert [one.username for one in selectors.people(far)] == ["jauh"]
    assert selectors.people(made.viewer(made.person("warga", "warga", made.DESA))) == []


def test_a_newcomer_has_no_more_than_the_invitation_gave() -> None:
    invited = services.invite(by=made.MACHINE, name="W", role="warga", region=made.DESA)
    one = services.accept_invitation(word=invited.word, newcomer=Newcomer("warga", "Warga", made.PHRASE))

    assert made.viewer(one).held == (selectors.Held("warga", made.DESA),)
    assert not made.viewer(one).sees("isian", selectors.Place(made.DESA))
