"""Making an account from what somebody says of themselves, with everything wrong with it at once."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from swadaya.core import clock
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid

from .models import Person
from .rules import passphrases, phone_numbers

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What somebody says of themselves when they accept an invitation."""

    username: str
    name: str
    secret: str
    pin: bool = False
    phone: str = ""
    email: str = ""


def enrol(said: Newcomer, *, second_factor: bool) -> Person:
    """Make an account. Raises Invalid with everything wrong with what was said.

    Args:
        second_factor: the account is for a role that verifies or publishes; those are not opened with a PIN.
    """
    username = said.username.strip().lower()
    phone = phone_numbers.normalise(said.phone) if said.phone.strip() else None
    found = passphrases.problems(said.secret, pin=said.pin, told=(username, said.name, said.phone))
    if len(said.name.strip()) > 120:
        found.append(Problem("akun.nama", Where(key="nama"), said.name.strip()[:120], "paling banyak 120 huruf"))
    if said.phone.strip() and phone is None:
        found.append(Problem("akun.telepon", Where(key="telepon"), said.phone, "nomor seperti 0812-3456-7890"))
    if not said.name.strip():
        found.append(Problem("akun.nama", Where(key="nama"), "", "nama Anda"))
    if said.pin and second_factor:
        found.append(Problem("sandi.pin", Where(key="sandi"), "PIN", "kata sandi untuk peran yang memeriksa"))
    found += _taken(username, phone, said.email.strip())
    if found:
        raise Invalid(found)
    try:
        with transaction.atomic():
            return Person.objects.create(
                username=username,
                name=said.name.strip(),
                phone=phone,
                email=said.email.strip().lower() or None,
                pin=said.pin,
                password=make_password(said.secret),
                created_at=clock.now(),
            )
    except IntegrityError:  # somebody took the name between the question and the answer
        raise Invalid(_taken(username, phone, said.email.strip()) or [_odd_name(username)]) from None


def _taken(username: str, phone: str | None, email: str) -> list[Problem]:
    problems: list[Problem] = []
    if not _good_name(username):
        problems.append(_odd_name(username))
    elif Person.objects.filter(username=username).exists():
        problems.append(Problem("akun.nama-terpakai", Where(key="nama-pengguna"), username, "nama yang belum dipakai"))
    if phone and Person.objects.filter(phone=phone).exists():
        problems.append(
            Problem(
                "akun.telepon-terpakai",
                Where(key="telepon"),
                expected="nomor yang belum dipakai",
                hint="Bila ponsel dipakai bersama, kosongkan nomor dan masuklah dengan nama pengguna.",
            )
        )
    if email and Person.objects.filter(email=email.lower()).exists():
        problems.append(Problem("akun.surel-terpakai", Where(key="surel"), expected="alamat yang belum dipakai"))
    return problems


def _good_name(username: str) -> bool:
    """One that nobody could mistake for somebody's telephone number at sign-in."""
    return _NAME.fullmatch(username) is not None and phone_numbers.normalise(username) is None


def _odd_name(username: str) -> Problem:
    return Problem(
        "akun.nama-pengguna",
        Where(key="nama-pengguna"),
        username,
        "3 sampai 40 huruf kecil, angka, atau titik; bukan nomor telepon",
    )
