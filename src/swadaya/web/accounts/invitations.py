"""``/undangan/``: offer somebody a role face to face, and accept it."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django import forms
from django.contrib import messages
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from swadaya.accounts import new_accounts, selectors, services
from swadaya.accounts.client_address import address_of
from swadaya.accounts.rules.access import OutOfSight
from swadaya.accounts.selectors import InvitationInfo
from swadaya.core.refusal import Conflict, Invalid, Refusal

from ..error_pages import not_found
from .adapters import as_picture, drawn
from .form_errors import put
from .login_forms import Newcomer, text
from .middleware import signed_in, viewer_of
from .role_picker import choose
from .throttle import too_many

GONE = "Undangan ini sudah dipakai, ditarik, atau lewat waktunya. Mintalah undangan baru kepada yang mengundang Anda."


class Until(forms.Form):
    """Until when a role is given."""

    until = forms.DateField(
        required=False,
        label="Berlaku sampai (boleh kosong)",
        help_text="Kosong: sampai diakhiri.",
        error_messages={"invalid": "Tulis tanggal seperti 2027-12-31."},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class Invite(Until):
    name = text("Nama orang yang diundang", "Tampil di undangan; orang itu menulis namanya sendiri saat menerima.")
    field_order = ["name", "until"]


@require_safe
@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """Invitations that are still open."""
    viewer = viewer_of(request)
    if not viewer.holding("akun.undang"):
        raise OutOfSight
    context = {"title": "Undangan", "room": "orang", "invitations": selectors.invitations(viewer)}
    return render(request, "accounts/undangan.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def invite(request: HttpRequest) -> HttpResponse:
    """Role, place, name; then the address and its picture, once."""
    viewer = viewer_of(request)
    if not viewer.holding("akun.undang"):
        raise OutOfSight
    choice = choose(request, viewer)
    form = Invite(request.POST or None)
    context: dict[str, Any] = {"title": "Undang seseorang", "room": "orang", "choice": choice, "form": form}
    if request.method == "POST" and choice.role and choice.spot and form.is_valid():
        said = form.cleaned_data
        try:
            made = services.invite(
                by=viewer,
                name=said["name"],
                role=choice.role.code,
                region=choice.spot.region,
                group=choice.spot.group,
                until=said["until"],
            )
        except Refusal as refused:
            put(form, [refused.problem], {"nama": "name", "sampai": "until"})
        else:
            address = request.build_absolute_uri(reverse("undangan-terima", args=[made.word]))
            context |= {
                "title": f"Undangan untuk {said['name']}",
                "name": said["name"],
                "address": address,
                "picture": as_picture(drawn(address)),
                "days": services.INVITATION_DAYS,
            }
            return render(request, "accounts/undangan_jadi.html", context)
    return render(request, "accounts/undang.html", context)


@require_POST
@signed_in
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """Take an invitation back."""
    try:
        services.withdraw_invitation(by=viewer_of(request), invitation_id=number)
    except Conflict:
        messages.info(request, "Undangan itu sudah diterima atau sudah ditarik.")
    else:
        messages.success(request, "Undangan ditarik; alamatnya tidak berlaku lagi.")
    return redirect("undangan")


@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters("secret")
def accept(request: HttpRequest, word: str) -> HttpResponse:
    """Make an account with an invitation, or take the role with the account that is signed in."""
    invitation = selectors.open_invitation(word)
    if invitation is None:
        return too_many(request, "undangan") or not_found(request, GONE, [("Masuk", reverse("account_login"))])
    viewer = viewer_of(request)
    if request.method == "POST" and "sebagai-saya" in request.POST and viewer.known:
        return _accept_as(request, word, invitation)
    form = Newcomer(request.POST or None, allow_pin=not invitation.second_factor, initial={"name": invitation.name})
    if request.method == "POST" and not viewer.known and form.is_valid():
        answer = _enrol(request, word, form, invitation)
        if answer is not None:
            return answer
    context = {
        "title": f"Undangan: {invitation.label}",
        "invitation": invitation,
        "form": form,
        "viewer": viewer,
        "address": request.path,
    }
    return render(request, "accounts/terima.html", context)


def _accept_as(request: HttpRequest, word: str, invitation: InvitationInfo) -> HttpResponse:
    services.accept_as(word=word, by=viewer_of(request))
    messages.success(request, f"Anda sekarang {invitation.label} untuk {invitation.place}.")
    return redirect("akun")


def _enrol(request: HttpRequest, word: str, form: Newcomer, invitation: InvitationInfo) -> HttpResponse | None:
    said = form.cleaned_data
    newcomer = new_accounts.Newcomer(
        username=said["username"],
        name=said["name"],
        secret=said["secret"],
        pin=form.pin,
        phone=said["phone"],
    )
    try:
        services.accept_invitation(word=word, newcomer=newcomer, address=address_of(request))
    except OutOfSight:
        return not_found(request, GONE, [("Masuk", reverse("account_login"))])
    except Invalid as refused:
        fields = {"nama": "name", "nama-pengguna": "username", "telepon": "phone", "sandi": "secret"}
        put(form, refused.problems, fields)
        return None
    user = authenticate(request, username=said["username"], password=said["secret"])
    if user is None:  # somebody else was locked out under this name a moment ago
        return redirect("account_login")
    ahead = reverse("mfa_activate_totp") if invitation.second_factor else reverse("akun")
    response: HttpResponse = perform_password_login(
        request, {"username": said["username"]}, Login(user=user, redirect_url=ahead)
    )
    return response
