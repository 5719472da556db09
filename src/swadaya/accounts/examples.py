"""Example people, one for each role, to try the roles with. Their names say what they are."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.db import transaction

from swadaya.core import codes
from swadaya.core.problem import Problem, Unusable, Where
from swadaya.wilayah import selectors as wilayah

from . import roles, secondstep, services
from .access import system
from .models import Person
from .newcomers import Newcomer
from .selectors import place_name

VILLAGE = "3304092011"
"""Sigeblog, Kecamatan Banjarmangu, Banjarnegara; the others work above it."""
GROUP = "contoh-ksm"
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
def make() -> list[Example]:
    """Make the people. Raises Unusable when the regions or the names are not free for it."""
    if wilayah.get(VILLAGE) is None:
        raise Unusable(Problem("wilayah.tidak-ada", Where(key=VILLAGE), VILLAGE, "wilayah yang sudah dimuat"))
    if Person.objects.filter(username__startswith="contoh.").exists():
        raise Unusable(
            Problem(
                "akun.contoh-sudah-ada",
                got="orang contoh sudah ada, tetapi sandinya tidak tersimpan di sini",
                expected="folder SWADAYA_HOME tempat orang contoh dibuat",
            )
        )
    return [_one(role) for role in roles.book().roles.values()]


def _one(role: roles.Role) -> Example:
    region, group = _place(role)
    username, secret = f"contoh.{role.code}", "-".join(_syllable() for _ in range(4))
    invited = services.invite(
        by=system("orang contoh"), name=f"Contoh {role.label}"[:120], role=role.code, region=region, group=group
    )
    newcomer = Newcomer(username=username, name=f"Contoh {role.label}", secret=secret)
    services.accept_invitation(word=invited.word, newcomer=newcomer)
    totp = generate_totp_secret() if role.second_factor else ""
    if totp:
        secondstep.install(username=username, secret=totp)
    return Example(username, secret, role.label, place_name(region, group), totp)


def _syllable() -> str:
    return "".join(secrets.choice(_SIGNS) for _ in range(4))


def _place(role: roles.Role) -> tuple[str, str]:
    """Region and group of the role's widest scope around the village."""
    scope = role.scopes[0]
    if scope == "kelompok":
        return "", GROUP
    if scope == "nasional":
        return "", ""
    return next(VILLAGE[:digits] for level, digits in codes.DIGITS.items() if level == scope), ""
