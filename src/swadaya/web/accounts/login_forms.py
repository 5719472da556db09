"""Forms of sign-in: allauth's, in plain Indonesian and with one choice more, a phone that several people use."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as MfaReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.http import HttpRequest, HttpResponse

from .navigation import SHARED
from .shared_device import SHORT

_MISSING = "Kolom ini perlu diisi."


def text(label: str, hint: str = "", **attributes: str) -> forms.CharField:
    """A field of one line. ``attributes``: of the input; underscores in names become hyphens."""
    named = {name.replace("_", "-"): value for name, value in attributes.items()}
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=254,
        error_messages={"required": _MISSING},
        widget=forms.TextInput(attrs=named),
    )


def secret(label: str, hint: str = "", *, new: bool = False) -> forms.CharField:
    """A passphrase or PIN. Pasting is allowed, and what was typed is never sent back."""
    return forms.CharField(
        label=label,
        help_text=hint,
        strip=False,
        max_length=200,
        error_messages={"required": _MISSING},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password" if new else "current-password"}),
    )


def _login() -> forms.CharField:
    return text(
        "Nama pengguna, nomor telepon, atau surel",
        autocomplete="username",
        autocapitalize="none",
        spellcheck="false",
    )


def _code(hint: str) -> forms.CharField:
    return text("Kode", hint, autocomplete="one-time-code", inputmode="numeric", spellcheck="false")


class SignIn(LoginForm):  # type: ignore[misc]
    """``shared``: several people use this phone; the session is short and the person is offered for switching."""

    shared = forms.BooleanField(
        required=False,
        label="Ponsel ini dipakai bersama",
        help_text="Keluar sendiri sesudah 20 menit tidak dipakai; nama Anda muncul pada “Ganti orang” di ponsel ini.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= {"login": _login(), "password": secret("Kata sandi atau PIN")}
        self.order_fields(["login", "password", "shared"])

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """Sign in, and mark the session when the phone is shared."""
        shared = bool(self.cleaned_data["shared"])
        request.session[SHARED] = shared
        response: HttpResponse = super().login(request, redirect_url=redirect_url)
        if shared:
            request.session.set_expiry(SHORT)
        return response


class Reassure(ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"] = secret("Kata sandi Anda")


class SecondStep(AuthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code("Enam angka dari aplikasi, atau salah satu kode pemulihan Anda.")


class SecondStepAgain(MfaReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code("Enam angka dari aplikasi, atau salah satu kode pemulihan Anda.")


class InstallSecondStep(ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code("Enam angka yang sekarang tampil di aplikasi.")


class NewSecret(forms.Form):
    """A new passphrase or PIN; the rules are asked by the service."""

    kind = forms.ChoiceField(
        label="Masuk dengan",
        choices=[("sandi", "Kata sandi"), ("pin", "PIN")],
        initial="sandi",
        widget=forms.RadioSelect,
        error_messages={"required": "Pilih kata sandi atau PIN."},
    )
    secret = secret(
        "Kata sandi atau PIN baru",
        "Kata sandi: 12 huruf atau lebih; tiga atau empat kata yang tidak berhubungan mudah diingat. "
        "PIN: 6 sampai 12 angka.",
        new=True,
    )

    @property
    def pin(self) -> bool:
        return bool(self.cleaned_data.get("kind") == "pin")


class Forgotten(NewSecret):
    """Name, the code an officer gave, and what to sign in with from now on."""

    login = _login()
    code = text(
        "Kode dari petugas",
        "Delapan huruf dan angka, misalnya ABCD-2345.",
        autocomplete="one-time-code",
        autocapitalize="characters",
        spellcheck="false",
    )
    field_order = ["login", "code", "kind", "secret"]


class ChangeSecret(NewSecret):
    password = secret("Kata sandi atau PIN sekarang")
    field_order = ["password", "kind", "secret"]


class Newcomer(NewSecret):
    """What somebody says of themselves on an invitation."""

    name = text("Nama lengkap", autocomplete="name")
    username = text(
        "Nama pengguna",
        "Untuk masuk. Huruf kecil, angka, atau titik; misalnya siti.aminah",
        autocomplete="username",
        autocapitalize="none",
        spellcheck="false",
    )
    phone = text(
        "Nomor telepon (boleh kosong)",
        "Bila ponselnya milik Anda sendiri; dapat dipakai untuk masuk.",
        autocomplete="tel",
        inputmode="tel",
    )
    field_order = ["name", "username", "phone", "kind", "secret"]

    def __init__(self, *args: Any, allow_pin: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].required = False
        if not allow_pin:
            self.fields.pop("kind")
            self.fields["secret"].label = "Kata sandi"
            self.fields["secret"].help_text = (
                "12 huruf atau lebih; tiga atau empat kata yang tidak berhubungan mudah diingat. "
                "Peran ini memeriksa atau menerbitkan, jadi tidak dapat dibuka dengan PIN."
            )


class Switch(forms.Form):
    password = forms.CharField(
        label="PIN atau kata sandi",
        strip=False,
        max_length=200,
        error_messages={"required": _MISSING},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )
