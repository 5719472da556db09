"""Example people, one for each role, to try the roles with. Their names say what they are."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.db import transaction

from swadaya.core import codes
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid
from swadaya.wilayah import selectors as wilayah

from . import second_factor, services
from .credentials import held_by
from .models import Person
from .new_accounts import Newcomer
from .rules import roles
from .rules.access import system
from .selectors import place_name

VILLAGE = "3304092011"
"""Sigeblog, Kecamatan Banjarmangu, Banjarnegara; the others work above it."""
MAKER = system("orang contoh")
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True)
class Example:
    """``totp``: secret of the second step, empty for a role without one."""

    username: str
    secret: str
    label: str
    place: str
    totp: str


@transaction.atomic
def make(group: str = "", unit: str = "") -> list[Example]:
    """Make the people. Raises Invalid when the regions or the names are not free for it.

    Args:
        group, unit: in which the people of groups and of units hold their roles; without one they are left out.
    """
    if wilayah.get(VILLAGE) is None:
        raise Invalid(Problem("wilayah.tidak-ada", Where(key=VILLAGE), VILLAGE, "wilayah yang sudah dimuat"))
    if Person.objects.filter(username__startswith="contoh.").exists():
        raise Invalid(
            Problem(
                "akun.contoh-sudah-ada",
                got="orang contoh sudah ada, tetapi sandinya tidak tersimpan di sini",
                expected="folder SWADAYA_HOME tempat orang contoh dibuat",
            )
        )
    placed = [(role, _group(role, group, unit)) for role in roles.book().roles.values()]
    return [_one(role, inside) for role, inside in placed if inside or not role.in_group]


def join(group: str, unit: str = "") -> None:
    """Give the people of groups and units their roles there where they do not hold them yet."""
    for role in (one for one in roles.book().roles.values() if one.in_group):
        person = Person.objects.filter(username=f"contoh.{role.code}", is_active=True).first()
        inside = _group(role, group, unit)
        if person is not None and inside and not any(held.group == inside for held in held_by(person.id)):
            services.give_role(by=MAKER, person_id=person.id, role=role.code, group=inside)


def _group(role: roles.Role, group: str, unit: str) -> str:
    return unit if "unit" in role.scopes else group


def ids() -> dict[str, int]:
    """The people's accounts by role."""
    found = Person.objects.filter(username__startswith="contoh.").values_list("username", "id")
    return {username.removeprefix("contoh."): number for username, number in found}


def _one(role: roles.Role, group: str) -> Example:
    region, group = ("", group) if role.in_group else (_region(role), "")
    username, secret = f"contoh.{role.code}", "-".join(_syllable() for _ in range(4))
    invited = services.invite(by=MAKER, name=f"Contoh {role.label}"[:120], role=role.code, region=region, group=group)
    newcomer = Newcomer(username=username, name=f"Contoh {role.label}", secret=secret)
    services.accept_invitation(word=invited.word, newcomer=newcomer)
    totp = generate_totp_secret() if role.second_factor else ""
    if totp:
        second_factor.install(username=username, secret=totp)
    return Example(username, secret, role.label, place_name(region, group), totp)


def _syllable() -> str:
    return "".join(secrets.choice(_SIGNS) for _ in range(4))


def _region(role: roles.Role) -> str:
    """The region of the role's widest scope around the village."""
    scope = role.scopes[0]
    if scope == "nasional":
        return ""
    return next(VILLAGE[:digits] for level, digits in codes.DIGITS.items() if level == scope)
