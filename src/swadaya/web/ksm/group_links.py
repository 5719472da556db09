"""Groups that learn from each other: peers, and elder groups that guide."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase

from swadaya.accounts.rules.access import Viewer
from swadaya.core.problem import Problem
from swadaya.ksm import access, selectors, services
from swadaya.ksm.values import LINK_KINDS

from ..accounts.middleware import viewer_of
from ..pendataan.page import work_page
from .form_fields import Field
from .form_page import ask
from .group_picker import Choice, choice
from .page import group_steps, missing_day, place_of, read_day, refusals, require_right

_LINK = (
    Field("jenis", "Hubungannya", choices=LINK_KINDS),
    Field("sejak", "Sejak", kind="date"),
    Field("catatan", "Catatan", required=False, longest=200),
)


@work_page("GET", "POST")
def page(request: HttpRequest, ksm_id: UUID) -> HttpResponseBase:
    """Link this group with another that is found by its name."""
    viewer = viewer_of(request)
    group = selectors.group(ksm_id, by=viewer)
    require_right(viewer, access.PROFILE, place_of(group))
    picked = choice(request, viewer, besides=ksm_id)
    return ask(
        request,
        _LINK,
        lambda form: _linked(form, ksm_id, picked, viewer),
        title="Hubungkan dengan kelompok lain",
        steps=group_steps(group),
        goes_to=f"/ksm/{ksm_id}/tentang/",
        template="ksm/keadaan-ubah.html",
        group=group,
        picked=picked,
        fits=True,
        button="Simpan hubungan",
        lead="Kelompok yang sudah lama membimbing yang baru, atau keduanya belajar bersama.",
    )


def _linked(form: Mapping[str, str], ksm_id: UUID, picked: Choice, viewer: Viewer) -> tuple[Problem, ...]:
    since = read_day(form, "sejak")
    if since is None:
        return (missing_day("sejak"),)
    if picked.chosen is None:
        return (Problem("ksm.kelompok", expected="kelompok yang dipilih"),)
    other, kind, note = picked.chosen.id, form.get("jenis", ""), form.get("catatan", "")
    return refusals(lambda: services.link_groups(ksm_id, other=other, kind=kind, since=since, by=viewer, note=note))
