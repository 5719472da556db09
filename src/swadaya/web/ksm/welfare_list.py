"""Welfare bodies: how many LKS and BKKKS there are in the nation and its parts, and which (SIPD card of BKKKS)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase

from swadaya.accounts.rules.access import OutOfSight, Place, Viewer
from swadaya.core.tables import Column, Row, Table
from swadaya.ksm import access, selectors
from swadaya.ksm.values import SERVICES, WELFARE_KINDS, WelfareCount
from swadaya.wilayah import selectors as wilayah

from ..accounts.middleware import viewer_of
from ..pendataan.page import code_of, work_page
from .page import show
from .registers import name_of

_PAGE = 100
ROOT = "/ksm/sosial/"


@work_page("GET")
def nation(request: HttpRequest) -> HttpResponseBase:
    """Counts of the nation and of every province."""
    return _page(request, "")


@work_page("GET")
def region(request: HttpRequest, kode: str) -> HttpResponseBase:
    """Counts of a province or a kabupaten/kota, and the bodies in it that the viewer sees."""
    return _page(request, code_of(kode, "provinsi", "kabkota"))


def _page(request: HttpRequest, code: str) -> HttpResponseBase:
    viewer = viewer_of(request)
    if not viewer.holding(access.BODIES_VIEW):
        raise OutOfSight
    asked = {name: request.GET.get(name, "").strip()[:60] for name in ("cari", "layanan", "bubar", "sesudah")}
    service = asked["layanan"] if asked["layanan"] in SERVICES else ""
    bodies = selectors.welfare_bodies_in(
        code,
        by=viewer,
        service=service,
        text=asked["cari"],
        ended=asked["bubar"] == "ya",
        after=asked["sesudah"],
        limit=_PAGE,
    )
    counts = selectors.welfare_counts(code)
    names = wilayah.names({*counts.parts, *(body.region for body in bodies)})
    further = {**{key: value for key, value in asked.items() if value}, "sesudah": str(bodies[-1].id) if bodies else ""}
    return show(
        request,
        "ksm/sosial.html",
        title=f"Lembaga kesejahteraan sosial di {name_of(code)}",
        steps=welfare_steps(code[:-2]) if code else (),
        code=code,
        counts=counts,
        by_service=_counted("Layanan", _services(counts)),
        forms=_counted("Badan hukum", sorted((form or _UNINCORPORATED, n) for form, n in counts.by_legal_form.items())),
        parts=_parts(counts, code, names),
        own=counts.parts.get(code) if code else None,
        services=SERVICES,
        kinds=WELFARE_KINDS,
        bodies=bodies,
        names=names,
        asked=asked,
        following=f"?{urlencode(further)}" if len(bodies) == _PAGE else "",
        sees_all=viewer.sees("lembaga", Place(code)),
        may=may_record(viewer, code),
    )


_UNINCORPORATED = "tidak berbadan hukum"
_PARTS = (
    Column("wilayah", "Wilayah", role="name"),
    Column("bkkks", "BKKKS", "whole"),
    Column("lks", "LKS", "whole"),
)


def _counted(what: str, counts: Iterable[tuple[str, int]]) -> Table:
    columns = (Column("golongan", what, role="name"), Column("lks", "LKS", "whole"))
    return Table(what, columns, tuple(Row((label[:1].upper() + label[1:], many)) for label, many in counts))


def _services(counts: WelfareCount) -> list[tuple[str, int]]:
    known = [(SERVICES.get(service, service), many) for service, many in counts.by_service.items()]
    return [*known, *([("layanan belum tercatat", counts.without_service)] if counts.without_service else [])]


def _parts(counts: WelfareCount, code: str, names: Mapping[str, str]) -> Table:
    """The parts of a region that hold bodies, each leading on but for the lowest."""
    rows = (
        Row((names.get(part, part), bkkks, lks), link=f"{ROOT}{part}/" if len(part) < 5 else "")
        for part, (lks, bkkks) in counts.parts.items()
        if part != code
    )
    return Table("Lembaga menurut wilayah", _PARTS, tuple(rows))


def may_record(viewer: Viewer, code: str) -> bool:
    """Whether the viewer may register bodies in this region or in a part of it."""
    held = viewer.holding(access.WELFARE_RECORD)
    return any(grant.region.startswith(code) or code.startswith(grant.region) for grant in held if not grant.group)


def welfare_steps(code: str) -> list[tuple[str, str]]:
    """The way to a region through the counts of what it lies in."""
    above = [code[:digits] for digits in (2, 4) if len(code) >= digits]
    return [("Lembaga sosial", ROOT), *((name_of(one), f"{ROOT}{one}/") for one in above)]
