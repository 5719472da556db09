"""``/ganti-orang/``: hand a shared phone to the next person. The former session ends first, always."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.internal.flows.logout import logout
from allauth.account.models import Login
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from swadaya.accounts import selectors
from swadaya.accounts.rules.access import OutOfSight

from .login_forms import Switch
from .middleware import viewer_of
from .navigation import SHARED
from .shared_device import SHORT, remembered, write_to_phone


@require_http_methods(["GET", "POST"])
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    """The names of those who signed in on this phone; a POST locks the phone first."""
    if request.method == "POST":
        logout(request)
        return redirect("ganti-orang")
    context: dict[str, Any] = {
        "title": "Ganti orang",
        "people": selectors.named(remembered(request)),
        "present": viewer_of(request),
    }
    return render(request, "accounts/ganti.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters("password")
def enter(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One remembered person signs in."""
    if public_id not in remembered(request):
        raise OutOfSight
    person = next(iter(selectors.named([public_id])), None)
    if person is None:
        raise OutOfSight
    form = Switch(request.POST or None)
    if request.method == "POST":
        if viewer_of(request).known:
            logout(request)
        if form.is_valid():
            said = form.cleaned_data
            user = authenticate(request, username=person.username, password=said["password"])
            if user is not None:
                request.session[SHARED] = True
                response: HttpResponse = perform_password_login(
                    request, {"username": person.username}, Login(user=user)
                )
                request.session.set_expiry(SHORT)
                return response
            form.add_error("password", "PIN atau kata sandi tidak cocok.")
    context = {"title": f"Masuk sebagai {person.name}", "person": person, "form": form}
    return render(request, "accounts/ganti_masuk.html", context)


@require_POST
def forget(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take a name off this phone."""
    response = redirect("ganti-orang")
    write_to_phone(response, [one for one in remembered(request) if one != public_id])
    return response
