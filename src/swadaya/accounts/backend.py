"""Sign-in by user name, telephone or e-mail with a passphrase or PIN."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import check_password, make_password
from django.http import HttpRequest

from .credentials import find_person
from .models import Person


class LoginBackend(BaseBackend):
    """Somebody unknown costs as much time as a wrong passphrase, so that names cannot be found out."""

    def authenticate(
        self,
        request: HttpRequest | None,  # noqa: ARG002 - the caller passes it
        username: str | None = None,
        password: str | None = None,
        **_: Any,
    ) -> Person | None:
        if not username or not password:
            return None
        person = find_person(username)
        if person is None:
            make_password(password)
            return None
        right = check_password(password, person.password, setter=lambda plain: _renew(person, plain))
        return person if right else None

    def get_user(self, user_id: int) -> Person | None:
        return Person.objects.filter(pk=user_id, is_active=True).first()


def _renew(person: Person, plain: str) -> None:
    """Store the passphrase under the present parameters of the hash."""
    person.password = make_password(plain)
    person.save(update_fields=["password"])
