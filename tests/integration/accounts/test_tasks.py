"""What the night clears away."""

from __future__ import annotations

from datetime import timedelta

import made_people as made
import pytest
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.test import Client

from swadaya.accounts.tasks import clear_expired
from swadaya.core import clock

pytestmark = pytest.mark.django_db


def test_ended_sessions_and_old_failures_are_forgotten_and_present_ones_kept() -> None:
    siti = made.person("siti", "operator-desa", made.DESA)
    idle, here = made.signed_in(siti), made.signed_in(siti)
    Session.objects.filter(pk=idle.session.session_key).update(expire_date=clock.now() - timedelta(minutes=1))
    for login in ("lama", "baru"):
        Client().post("/masuk/", {"login": login, "password": "salah sekali ini"})
    AccessAttempt.objects.filter(username="lama").update(attempt_time=clock.now() - timedelta(days=2))
    clear_expired(timestamp=0)

    assert [one.session_key for one in UserSession.objects.all()] == [here.session.session_key]
    assert here.get("/akun/").status_code == 200
    assert list(AccessAttempt.objects.values_list("username", flat=True)) == ["baru"]
