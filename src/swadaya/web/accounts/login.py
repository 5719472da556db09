"""``/masuk/`` and what belongs to it: forgotten secrets, the second step, confirming who one is."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView, LogoutView, ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as MfaReauthenticateView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from swadaya.accounts import credentials
from swadaya.accounts.client_address import address_of
from swadaya.core.refusal import Invalid

from . import shared_device
from .form_errors import put
from .login_forms import Forgotten
from .throttle import too_many


class SignInView(LoginView):  # type: ignore[misc]
    extra_context = {"title": "Masuk", "room": "masuk"}

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "shared": "bersama" in self.request.GET}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "others": bool(shared_device.remembered(self.request))}


sign_in = SignInView.as_view()
sign_out = LogoutView.as_view(extra_context={"title": "Keluar", "room": "akun"})
second_step = AuthenticateView.as_view(extra_context={"title": "Langkah kedua"})
confirm = ReauthenticateView.as_view(extra_context={"title": "Pastikan ini Anda", "room": "akun"})
confirm_by_code = MfaReauthenticateView.as_view(extra_context={"title": "Pastikan ini Anda", "room": "akun"})


@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters("secret", "code")
def forgotten(request: HttpRequest) -> HttpResponse:
    """A new passphrase or PIN with the code that an officer gave face to face."""
    form = Forgotten(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if wait := too_many(request, "lupa"):
            return wait
        said = form.cleaned_data
        try:
            credentials.use_code(
                login=said["login"],
                code=said["code"],
                secret=said["secret"],
                pin=form.pin,
                address=address_of(request),
            )
        except Invalid as refused:
            put(form, refused.problems, {"kode": "code", "sandi": "secret"})
        else:
            return redirect("lupa-selesai")
    return render(request, "accounts/lupa.html", {"title": "Lupa sandi atau PIN", "form": form})


@never_cache
def renewed(request: HttpRequest) -> HttpResponse:
    """After a new secret was set."""
    return render(request, "accounts/lupa_selesai.html", {"title": "Sandi baru tersimpan"})
