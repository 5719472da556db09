"""``/orang/``: who works in one's regions, what they hold, and what may be done about it."""

from __future__ import annotations

from typing import Any, NoReturn
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from swadaya.accounts import credentials, second_factor, selectors, services
from swadaya.accounts.rules import granting
from swadaya.accounts.rules.access import NotAllowed, OutOfSight, Place, Viewer, require
from swadaya.accounts.selectors import PersonInfo
from swadaya.core import codes
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Conflict, Refusal
from swadaya.wilayah import selectors as wilayah

from ..ui.formatting import region_name
from .form_errors import put
from .invitations import Until
from .middleware import signed_in, viewer_of
from .role_picker import choose

PAGE = 50
READING = "riwayat.baca-data"


class Purpose(forms.Form):
    purpose = forms.CharField(
        label="Untuk apa Anda membutuhkannya?",
        help_text="Alasan ini disimpan dan dapat dibaca orang itu.",
        max_length=500,
        error_messages={"required": "Tulis alasannya."},
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@require_safe
@signed_in
def page(request: HttpRequest) -> HttpResponse:
    """People of one's regions, by user name."""
    viewer = viewer_of(request)
    if not viewer.holding("akun.lihat"):
        raise OutOfSight
    text = " ".join(request.GET.get("q", "").split())[:100]
    region = codes.normalise(request.GET.get("wilayah", "")) or ""
    people = selectors.people(
        viewer, region=region, text=text, after=request.GET.get("sesudah", "")[:40], limit=PAGE + 1
    )
    place = wilayah.get(region) if region else None
    context = {
        "title": "Orang",
        "room": "orang",
        "people": people[:PAGE],
        "more": people[PAGE - 1].username if len(people) > PAGE else "",
        "text": text,
        "region": region,
        "place": region_name(place) if place else "",
        "inviting": bool(viewer.holding("akun.undang")),
    }
    return render(request, "accounts/orang.html", context)


@require_safe
@signed_in
def one(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One person with their roles."""
    return render(request, "accounts/orang_satu.html", _about(request, public_id))


def _about(request: HttpRequest, public_id: UUID) -> dict[str, Any]:
    viewer = viewer_of(request)
    person = selectors.person(viewer, public_id)
    return {
        "title": person.name,
        "room": "orang",
        "person": person,
        "powers": selectors.powers(viewer, person.id),
        "installed": second_factor.installed(person.id),
        "own": person.id == viewer.person_id,
    }


def _refuse(viewer: Viewer, person: PersonInfo, right: str) -> NoReturn:
    """Somebody in sight, but not to be dealt with so: say why."""
    if person.id == viewer.person_id:
        raise OutOfSight
    places = [Place(grant.region, grant.group) for grant in person.grants] or [Place()]
    seen = [place for place in places if viewer.sees("akun", place)] or places
    for place in seen:
        require(viewer, right, place, room="akun")
    raise NotAllowed(
        Problem(
            "peran.di-luar-wewenang",
            Where(key=person.name),
            "peran itu di luar wewenang Anda",
            "peran yang boleh Anda berikan",
            "Mintalah tingkat di atas Anda.",
        )
    )


@require_http_methods(["GET", "POST"])
@signed_in
def give(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Give a role to somebody who has an account."""
    context = _about(request, public_id)
    viewer, person = viewer_of(request), context["person"]
    if not context["powers"].give:
        _refuse(viewer, person, granting.RIGHT)
    choice = choose(request, viewer)
    form = Until(request.POST or None)
    if request.method == "POST" and choice.role and choice.spot and form.is_valid():
        try:
            services.give_role(
                by=viewer,
                person_id=person.id,
                role=choice.role.code,
                region=choice.spot.region,
                group=choice.spot.group,
                valid_to=form.cleaned_data["until"],
            )
        except Refusal as refused:
            put(form, [refused.problem], {"sampai": "until"})
        else:
            messages.success(request, f"{person.name} sekarang {choice.role.label}, {choice.spot.name}.")
            return redirect("orang-satu", public_id=public_id)
    context |= {"title": f"Beri peran kepada {person.name}", "choice": choice, "form": form}
    return render(request, "accounts/beri.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def end(request: HttpRequest, public_id: UUID, number: int) -> HttpResponse:
    """End a role, after asking once more."""
    context = _about(request, public_id)
    grant = next((one for one in context["person"].grants if one.id == number), None)
    if grant is None:
        raise OutOfSight
    if grant.in_force and number not in context["powers"].ends:
        _refuse(viewer_of(request), context["person"], granting.RIGHT)
    if request.method == "POST":
        try:
            services.end_role(by=viewer_of(request), grant_id=number)
        except Conflict:
            messages.info(request, "Peran itu sudah berakhir.")
        else:
            messages.success(request, f"Peran {grant.label} berakhir sekarang.")
        return redirect("orang-satu", public_id=public_id)
    context |= {
        "title": f"Akhiri peran {grant.label}",
        "question": f"Akhiri peran {grant.label} untuk {grant.place}?",
        "says": f"{context['person'].name} kehilangan hak itu saat ini juga. Yang sudah dikerjakan tetap tercatat.",
        "act": "Akhiri peran",
    }
    return render(request, "accounts/tanya.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
@never_cache
def code(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A one-time code, read aloud face to face; it is shown by the answer to the form and nowhere else."""
    context = _about(request, public_id)
    person = context["person"]
    if request.method == "POST":
        word = credentials.issue_code(by=viewer_of(request), person_id=person.id)
        context |= {"title": f"Kode untuk {person.name}", "code": word, "minutes": credentials.CODE_MINUTES}
        return render(request, "accounts/kode.html", context)
    credentials.require_reset(viewer_of(request), person.id, granting.RESET, lock=False)
    context |= {
        "title": f"Kode masuk ulang untuk {person.name}",
        "question": f"Buat kode masuk ulang untuk {person.name}?",
        "says": "Berikan hanya bila orangnya ada di depan Anda. Dengan kode ini ia membuat sandi atau PIN baru. "
        f"Kode berlaku {credentials.CODE_MINUTES} menit dan sekali saja.",
        "act": "Buat kode",
    }
    return render(request, "accounts/tanya.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def close(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Close somebody's account."""
    context = _about(request, public_id)
    person = context["person"]
    if request.method == "POST":
        credentials.close_account(by=viewer_of(request), person_id=person.id)
        messages.success(request, f"Akun {person.name} ditutup.")
        return redirect("orang-satu", public_id=public_id)
    credentials.require_reset(viewer_of(request), person.id, granting.RIGHT, lock=False)
    context |= {
        "title": f"Tutup akun {person.name}",
        "question": f"Tutup akun {person.name}?",
        "says": "Orang itu tidak dapat masuk lagi. Semua yang pernah dikerjakannya tetap tercatat atas namanya.",
        "act": "Tutup akun",
        "danger": True,
    }
    return render(request, "accounts/tanya.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def take_off(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take off the second step of somebody who lost the phone and the recovery codes."""
    context = _about(request, public_id)
    person = context["person"]
    if request.method == "POST":
        second_factor.remove(by=viewer_of(request), person_id=person.id)
        messages.success(request, f"Langkah kedua {person.name} dilepas; semua perangkatnya dikeluarkan.")
        return redirect("orang-satu", public_id=public_id)
    credentials.require_reset(viewer_of(request), person.id, granting.REMOVE, lock=False)
    context |= {
        "title": f"Lepas langkah kedua {person.name}",
        "question": f"Lepas langkah kedua {person.name}?",
        "says": "Hanya bila orangnya ada di depan Anda, dan ponsel serta kode pemulihannya hilang. "
        "Peran yang memeriksa baru berlaku lagi sesudah ia memasang langkah kedua yang baru.",
        "act": "Lepas langkah kedua",
        "danger": True,
    }
    return render(request, "accounts/tanya.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
@never_cache
def contact(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Telephone and e-mail, for a reason that is kept."""
    context = _about(request, public_id)
    person = context["person"]
    if not context["powers"].contact:
        _refuse(viewer_of(request), person, READING)
    form = Purpose(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            found = credentials.read_contact(
                by=viewer_of(request), person_id=person.id, purpose=form.cleaned_data["purpose"]
            )
        except Refusal as refused:
            put(form, [refused.problem], {"alasan": "purpose"})
        else:
            context["contact"] = found
    context |= {"title": f"Kontak {person.name}", "form": form}
    return render(request, "accounts/kontak.html", context)
