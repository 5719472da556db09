"""Who a group is, on one page that can be printed: what it wants, its officers, and what its profile still lacks."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase

from swadaya.ksm import access, selectors
from swadaya.ksm.values import ORIGINS, TIES, GroupPage

from ..accounts.middleware import viewer_of
from ..pendataan.page import work_page
from . import aturan_main
from .page import group_steps, show

_FILLED_AT = {
    "visi": "profil/",
    "misi": "profil/",
    "tujuan": "profil/",
    "struktur": "pengurus/",
    "aturan-dasar": "aturan/",
}


@work_page("GET")
def page(request: HttpRequest, ksm_id: UUID) -> HttpResponseBase:
    viewer = viewer_of(request)
    group = selectors.group(ksm_id, by=viewer)
    return show(
        request,
        "ksm/tentang.html",
        title=f"Profil {group.name}",
        steps=group_steps(group),
        group=group,
        origin=ORIGINS.get(group.origin, group.origin),
        tie=TIES.get(group.tie, group.tie),
        items=[(item, _where(group, item.code)) for item in group.completeness],
        rules=aturan_main.setting_lines(group.setting) if group.setting else (),
        lacking=lacking(group),
    )


def lacking(group: GroupPage) -> int:
    """How many of the six outputs of formation are still missing."""
    return sum(not item.done for item in group.completeness)


def _where(group: GroupPage, code: str) -> str:
    """Where a missing piece is filled in, for who may."""
    if code == "profil":
        if access.MEMBERS not in group.may or access.SEE_MEMBERS not in group.may:
            return ""
        return "setuju/" if group.shares.members else "anggota/baru/"
    return _FILLED_AT[code] if access.PROFILE in group.may else ""
