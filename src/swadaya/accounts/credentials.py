"""Ways in: finding somebody at the door, one-time codes, new secrets, closing an account."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import Q

from swadaya.core import clock
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid

from . import audit
from .models import Grant, OneTimeCode, Person
from .rules import granting, one_time_codes, passphrases, phone_numbers, roles
from .rules.access import Held, NotAllowed, OutOfSight, Place, Viewer, require
from .selectors import in_force, needs_second_factor

CODE_MINUTES = 15
CODE_TRIES = 5
SHORTEST_PURPOSE = 10


def find_person(login: str) -> Person | None:
    """Somebody by user name, telephone or e-mail, as typed at sign-in."""
    written = login.strip().lower().replace("\0", "")
    phone = phone_numbers.normalise(written)
    found = Q(phone=phone) if phone else Q(username=written) | Q(email=written)
    return Person.objects.filter(found, is_active=True).first()


@transaction.atomic
def issue_code(*, by: Viewer, person_id: int) -> str:
    """A code that somebody uses once, within minutes and face to face, to set a new passphrase or PIN.

    It opens no second step: who lost that has recovery codes, or asks for ``secondstep.remove``.

    Raises:
        OutOfSight, NotAllowed: ``akun.atur-ulang-di-luar``.
    """
    person, place, own = require_reset(by, person_id, granting.RESET)
    code = one_time_codes.new_code()
    event = audit.of_person(by, "akun.kode-masuk", person, role=own, place=place)
    OneTimeCode.objects.filter(person=person, used_at=None, expires_at__gt=clock.now()).update(expires_at=clock.now())
    OneTimeCode.objects.create(
        person=person,
        word=make_password(code),
        expires_at=clock.now() + timedelta(minutes=CODE_MINUTES),
        event_id=event,
    )
    return code


def require_reset(by: Viewer, person_id: int, right: str, *, lock: bool = True) -> tuple[Person, Place, str]:
    """An active person whom the viewer may let in anew or shut out; where the viewer acts, and as what.

    Args:
        lock: for a write in a transaction; without it the question alone is asked.

    Raises:
        OutOfSight: no such person, the viewer themselves, or nobody the viewer sees.
        NotAllowed: ``akun.atur-ulang-di-luar`` when they also hold a role beyond the viewer's reach.
    """
    rows = Person.objects.select_for_update() if lock else Person.objects.all()
    person = rows.filter(pk=person_id, is_active=True).first()
    if person is None or person.id == by.person_id:
        raise OutOfSight
    held = held_by(person.id)
    places = [Place(grant.region, grant.group) for grant in held] or [Place()]
    place = next((place for place in places if by.may(right, place)), None)
    if place is None:
        place = next((place for place in places if by.sees("akun", place)), places[0])
    own = require(by, right, place)
    if not granting.may_reset(by, held, roles.book().roles, right=right):
        raise NotAllowed(
            Problem(
                "akun.atur-ulang-di-luar",
                Where(key=person.name),
                got="orang itu juga berperan di luar wewenang Anda",
                expected="semua perannya dalam wewenang Anda",
                hint="Mintalah tingkat di atas Anda.",
            )
        )
    return person, place, own


def held_by(person_id: int) -> list[Held]:
    """What a person holds now."""
    rows = in_force(Grant.objects.filter(person_id=person_id)).order_by("id")
    return [Held(*row) for row in rows.values_list("role", "region", "group")]


def use_code(*, login: str, code: str, secret: str, pin: bool, address: str = "") -> Person:
    """Set a new passphrase or PIN with a code. Wrong tries are counted even though nothing else is changed.

    Raises:
        Invalid: ``kode.salah`` (also for somebody unknown), or what is wrong with the new secret.
    """
    with transaction.atomic():
        person = find_person(login)
        row = _open_code(person)
        if person is None or row is None:
            make_password(code)  # somebody unknown costs as much time as a wrong code
            problems = [_wrong_code()]
        elif not check_password(one_time_codes.spoken(code), row.word):
            row.tries += 1
            row.save(update_fields=["tries"])
            problems = [_wrong_code()]
        else:
            problems = new_secret_problems(person, secret, pin=pin)
            if not problems:
                row.used_at = clock.now()
                row.save(update_fields=["used_at"])
                _set_secret(person, secret, pin=pin, action="akun.pakai-kode", address=address)
                return person
    raise Invalid(problems)


def _open_code(person: Person | None) -> OneTimeCode | None:
    if person is None:
        return None
    return (
        OneTimeCode.objects.select_for_update()
        .filter(person=person, used_at=None, expires_at__gt=clock.now(), tries__lt=CODE_TRIES)
        .order_by("-id")
        .first()
    )


def _wrong_code() -> Problem:
    return Problem(
        "kode.salah",
        Where(key="kode"),
        expected="nama pengguna dan kode yang berlaku",
        hint=f"Kode berlaku {CODE_MINUTES} menit dan hanya sekali. Mintalah kode baru kepada petugas.",
    )


def new_secret_problems(person: Person, secret: str, *, pin: bool) -> list[Problem]:
    """Everything wrong with a new passphrase or PIN of somebody."""
    problems = passphrases.problems(secret, pin=pin, told=(person.username, person.name, person.phone or ""))
    if pin and needs_second_factor(person.id):
        problems.append(Problem("sandi.pin", Where(key="sandi"), "PIN", "kata sandi untuk peran yang memeriksa"))
    return problems


@transaction.atomic
def change_secret(*, by: Viewer, secret: str, pin: bool) -> Person:
    """Set one's own new passphrase or PIN; the page has asked for the old one. Raises Invalid, OutOfSight."""
    person = Person.objects.select_for_update().filter(pk=by.person_id or 0, is_active=True).first()
    if person is None:
        raise OutOfSight
    problems = new_secret_problems(person, secret, pin=pin)
    if problems:
        raise Invalid(problems)
    _set_secret(person, secret, pin=pin, action="akun.ganti-sandi", address=by.address)
    return person


def _set_secret(person: Person, secret: str, *, pin: bool, action: str, address: str) -> None:
    before = {"pin": person.pin}
    person.password, person.pin = make_password(secret), pin
    person.save(update_fields=["password", "pin"])
    viewer = Viewer(person.id, person.name, (), second_factor=False, address=address)
    audit.of_person(
        viewer,
        action,
        person,
        before=before,
        after={"pin": pin},
    )


@transaction.atomic
def read_contact(*, by: Viewer, person_id: int, purpose: str) -> dict[str, str]:
    """Telephone and e-mail of somebody in sight; the reading and its reason are kept.

    Raises:
        OutOfSight, NotAllowed; Invalid ``akses.tanpa-alasan``.
    """
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise OutOfSight
    places = [Place(grant.region, grant.group) for grant in held_by(person.id)] or [Place()]
    right = "riwayat.baca-data"
    seen = [place for place in places if by.sees("akun", place)]
    place = next((place for place in seen if by.may(right, place)), (seen or places)[0])
    own = require(by, right, place, room="akun")
    if len(purpose.strip()) < SHORTEST_PURPOSE:
        raise Invalid(Problem("akses.tanpa-alasan", Where(key="alasan"), purpose.strip(), "alasan dalam satu kalimat"))
    audit.of_person(
        by,
        right,
        person,
        role=own,
        place=place,
        purpose=purpose.strip(),
    )
    return {"telepon": person.phone or "", "surel": person.email or ""}


@transaction.atomic
def close_account(*, by: Viewer, person_id: int) -> None:
    """Let somebody sign in no more; what they did stays. Raises OutOfSight, NotAllowed."""
    person, place, own = require_reset(by, person_id, granting.RIGHT)
    person.is_active = False
    person.save(update_fields=["is_active"])
    audit.of_person(by, "akun.tutup", person, role=own, place=place)
