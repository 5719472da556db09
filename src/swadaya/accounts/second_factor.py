"""The second step of sign-in: an app that shows a code that changes every half minute, and recovery codes."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.usersessions.models import UserSession
from django.db import transaction

from . import audit
from .credentials import require_reset
from .models import Person
from .rules import granting
from .rules.access import OutOfSight, Viewer


def installed(person_id: int) -> bool:
    """Whether a person signs in with two steps."""
    return bool(Authenticator.objects.filter(user_id=person_id, type=Authenticator.Type.TOTP).exists())


def code_now(secret: str) -> str:
    """The code that an app with this secret shows at this moment."""
    counters = list(yield_hotp_counters_from_time())
    return str(format_hotp_value(hotp_value(secret, counters[len(counters) // 2])))


@transaction.atomic
def install(*, username: str, secret: str) -> list[str]:
    """Give somebody a second step with a known secret, for example people; returns the recovery codes."""
    person = Person.objects.get(username=username)
    TOTP.activate(person, secret)
    return list(RecoveryCodes.activate(person).get_unused_codes())


@transaction.atomic
def note(*, by: Viewer, action: str) -> None:
    """Keep that somebody installed or took off their own second step. Raises OutOfSight."""
    person = Person.objects.filter(pk=by.person_id or 0).first()
    if person is None:
        raise OutOfSight
    audit.of_person(by, action, person)


@transaction.atomic
def remove(*, by: Viewer, person_id: int) -> None:
    """Take off the second step of somebody who lost the phone and the recovery codes, and end their sessions.

    Their roles that ask for a second step work again when a new one is installed. Who verifies has not this right:
    with it and a one-time code they could take the place of the level below and be the second pair of eyes as well.

    Raises:
        OutOfSight, NotAllowed: as ``entry.issue_code``.
    """
    person, place, own = require_reset(by, person_id, granting.REMOVE)
    Authenticator.objects.filter(user=person).delete()
    for session in UserSession.objects.filter(user=person):
        session.end()
    audit.of_person(
        by,
        "akun.lepas-langkah-kedua",
        person,
        role=own,
        place=place,
    )
