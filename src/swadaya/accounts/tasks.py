"""Jobs of accounts: every night forget sessions that ended and failed tries that no longer count."""

from __future__ import annotations

from datetime import timedelta

from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from procrastinate.contrib.django import app

from swadaya.core import clock

KEPT = timedelta(days=1)


@app.periodic(cron="40 19 * * *")  # 02.40 in Jakarta; the scheduler reckons in UTC
@app.task(queue="akun", queueing_lock="akun-bersih")
def clear_expired(timestamp: int) -> None:  # noqa: ARG001 - the scheduler passes it
    """Network addresses of people are kept no longer than they are needed."""
    Session.objects.filter(expire_date__lt=clock.now()).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    AccessAttempt.objects.filter(attempt_time__lt=clock.now() - KEPT).delete()
