"""Where our ways differ from allauth's: nobody signs up, nothing is mailed, guesses are counted by axes alone."""

from __future__ import annotations

import base64
import io
import time
from typing import Any

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest, HttpResponse
from qrcode.image.svg import SvgPathFillImage

from swadaya.accounts.client_address import address_of

from .shared_device import remember

_FRESH = 5 * 60  # seconds after sign-in during which the passphrase is not asked for again

_WRONG = "Nama, nomor, atau sandi tidak cocok. Periksa huruf besar dan kecilnya, lalu coba lagi."
_WRONG_CODE = "Kode ini tidak cocok atau sudah dipakai. Ketik kode yang tampil sekarang di aplikasi."
_WAIT = "Terlalu banyak percobaan. Tunggu 15 menit, lalu coba lagi."


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _WRONG,
        "incorrect_password": "Sandi atau PIN ini tidak cocok.",
        "too_many_login_attempts": _WAIT,
        "rate_limited": _WAIT,
        "incorrect_code": _WRONG_CODE,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def add_message(self, *_: Any, **__: Any) -> None:
        """Our pages say themselves what happened."""

    def send_mail(self, *_: Any, **__: Any) -> None:
        """Most people here have no e-mail."""

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Axes counts, with its own sentence."""

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request)

    def post_login(self, request: HttpRequest, user: Any, **details: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **details)
        remember(request, response, user.public_id)
        return response

    def is_reauthentication_required(self, *, app: str, **_: Any) -> bool:  # noqa: ARG002
        """Not again right after signing in."""
        records = get_authentication_records(self.request, self.request.user)
        return not any(time.time() - record.get("at", 0) < _FRESH for record in records)


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = {**DefaultMFAAdapter.error_messages, "incorrect_code": _WRONG_CODE}

    def get_totp_label(self, user: Any) -> str:
        return str(user.username)

    def build_totp_svg(self, url: str) -> str:
        return drawn(url)

    def send_notification_mail(self, *_: Any, **__: Any) -> None:
        """Most people here have no e-mail."""


def drawn(text: str) -> str:
    """A QR code as SVG, dark on white also where the page is dark."""
    out = io.BytesIO()
    qrcode.make(text, image_factory=SvgPathFillImage, border=3).save(out)
    return out.getvalue().decode()


def as_picture(svg: str) -> str:
    """An address for ``<img src>``: the policy on content allows pictures within the page, not styles."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
