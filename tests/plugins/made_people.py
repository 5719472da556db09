"""People for tests, made by the services as in life; import it where it is needed."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time

from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.test import Client

from swadaya.accounts import second_factor, selectors, services
from swadaya.accounts.models import Person
from swadaya.accounts.new_accounts import Newcomer
from swadaya.accounts.rules.access import Held, Viewer, system

PHRASE = "sawah kopi jembatan"
PIN = "482913"
DESA, SISTER, FAR = "3304092011", "3304092012", "5101012001"
KECAMATAN, KABUPATEN, PROVINSI = "330409", "3304", "33"
MACHINE = system("uji")


def person(
    username: str, role: str, region: str = "", group: str = "", *, pin: bool = False, phone: str = ""
) -> Person:
    """Somebody who accepted an invitation to a role."""
    invited = services.invite(by=MACHINE, name=username.title(), role=role, region=region, group=group)
    newcomer = Newcomer(username, f"Nama {username.title()}", PIN if pin else PHRASE, pin=pin, phone=phone)
    return services.accept_invitation(word=invited.word, newcomer=newcomer)


def viewer(one: Person, *, second: bool = True) -> Viewer:
    return selectors.viewer_of(one.id, second_factor=second)


def held(one: Person) -> set[Held]:
    return set(viewer(one).held)


def with_second_step(one: Person) -> str:
    """Install a second step; returns its secret."""
    secret = generate_totp_secret()
    second_factor.install(username=one.username, secret=secret)
    return secret


def totp(secret: str, steps: int = 0) -> str:
    """The code of now, or some half minutes later; reckoned here after RFC 6238, not by the product."""
    counter = struct.pack(">Q", int(time.time()) // 30 + steps)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def signed_in(one: Person, *, totp_secret: str = "", shared: bool = False, client: Client | None = None) -> Client:
    """A browser in which somebody signed in through the page."""
    browser = client or Client()
    form = {"login": one.username, "password": PIN if one.pin else PHRASE}
    answer = browser.post("/masuk/", {**form, "shared": "on"} if shared else form)
    assert answer.status_code == 302, answer.content.decode()
    if totp_secret:
        assert answer["Location"] == "/masuk/dua-langkah/"
        answer = browser.post("/masuk/dua-langkah/", {"code": totp(totp_secret)})
        assert answer.status_code == 302, answer.content.decode()
    return browser
