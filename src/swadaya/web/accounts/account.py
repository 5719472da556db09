"""``/akun/``: what one holds, how one signs in, on which devices."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY, record_authentication
from allauth.mfa.base.views import IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.usersessions.internal.flows.sessions import end_other_sessions
from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django.contrib import messages
from django.contrib.auth import authenticate, update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from swadaya.accounts import credentials, second_factor, selectors
from swadaya.accounts.rules import roles
from swadaya.accounts.rules.access import OutOfSight
from swadaya.core.refusal import Invalid

from .devices import device_words
from .form_errors import put
from .login_forms import ChangeSecret
from .middleware import signed_in, viewer_of
from .navigation import SHARED


@require_safe
@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """One's own page."""
    viewer = viewer_of(request)
    person = selectors.oneself(viewer)
    book = roles.book()
    grants = [
        (grant, [book.rights[code].label for code in book.rights if code in book.roles[grant.role].rights])
        for grant in person.grants
        if grant.role in book.roles
    ]
    context = {
        "title": "Akun saya",
        "room": "akun",
        "person": person,
        "grants": [pair for pair in grants if pair[0].in_force],
        "ended": [grant for grant, _ in grants if not grant.in_force],
        "installed": second_factor.installed(person.id),
        "second_factor": viewer.second_factor,
        "devices": len(UserSession.objects.purge_and_list(request.user)),
        "shared": request.session.get(SHARED),
    }
    return render(request, "accounts/akun.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
@sensitive_post_parameters("password", "secret")
def change_secret(request: HttpRequest) -> HttpResponse:
    """A new passphrase or PIN, with the old one; the other devices are signed out by it."""
    viewer = viewer_of(request)
    person = selectors.oneself(viewer)
    form = ChangeSecret(request.POST or None, initial={"kind": "pin" if person.pin else "sandi"})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        user = authenticate(request, username=person.username, password=said["password"])
        if user is None:
            form.add_error("password", "Sandi atau PIN sekarang tidak cocok.")
        else:
            try:
                changed = credentials.change_secret(by=viewer, secret=said["secret"], pin=form.pin)
            except Invalid as refused:
                put(form, refused.problems, {"sandi": "secret"})
            else:
                update_session_auth_hash(request, changed)
                UserSession.objects.create_from_request(request)
                messages.success(request, "Sandi baru tersimpan. Perangkat lain sudah dikeluarkan.")
                return redirect("akun")
    return render(request, "accounts/sandi.html", {"title": "Ganti sandi atau PIN", "room": "akun", "form": form})


class SecondStepIndex(IndexView):  # type: ignore[misc]
    extra_context = {"title": "Langkah kedua", "room": "akun"}


class Install(ActivateTOTPView):  # type: ignore[misc]
    """The code that installs the second step is itself one: the session has passed it."""

    extra_context = {"title": "Pasang langkah kedua", "room": "akun"}

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            response: HttpResponse = super().form_valid(form)
            second_factor.note(by=viewer_of(self.request), action="akun.pasang-langkah-kedua")
        made = Authenticator.objects.get(user=self.request.user, type=Authenticator.Type.TOTP)
        record_authentication(self.request, self.request.user, "mfa", id=made.pk, type=made.type)
        return response


class TakeOff(DeactivateTOTPView):  # type: ignore[misc]
    """Without a second step no session has passed it: this one forgets it, the others end."""

    extra_context = {"title": "Lepas langkah kedua", "room": "akun"}

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            response: HttpResponse = super().form_valid(form)
            second_factor.note(by=viewer_of(self.request), action="akun.lepas-langkah-kedua")
        records = self.request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
        kept = [record for record in records if record.get("method") != "mfa"]
        self.request.session[AUTHENTICATION_METHODS_SESSION_KEY] = kept
        end_other_sessions(self.request, self.request.user)
        return response


class RecoveryCodes(ViewRecoveryCodesView):  # type: ignore[misc]
    extra_context = {"title": "Kode pemulihan", "room": "akun"}


class NewRecoveryCodes(GenerateRecoveryCodesView):  # type: ignore[misc]
    extra_context = {"title": "Kode pemulihan baru", "room": "akun"}


class Devices(ListUserSessionsView):  # type: ignore[misc]
    """Where one is signed in; the form ends all but this one."""

    extra_context = {"title": "Perangkat", "room": "akun"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        rows = sorted(context["sessions"], key=lambda one: (not one.is_current(), -one.last_seen_at.timestamp()))
        context["rows"] = [(row, device_words(row.user_agent)) for row in rows]
        return context

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, "Semua perangkat lain sudah dikeluarkan.")
        response: HttpResponse = super().form_valid(form)
        return response


@require_POST
@signed_in
def end_device(request: HttpRequest, number: int) -> HttpResponse:
    """Sign one device out."""
    session = UserSession.objects.filter(pk=number, user_id=viewer_of(request).person_id).first()
    if session is None:
        raise OutOfSight
    if session.is_current():
        return redirect("account_logout")
    session.end()
    messages.success(request, "Perangkat itu sudah dikeluarkan.")
    return redirect("usersessions_list")
