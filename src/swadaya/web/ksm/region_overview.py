"""Groups of a region beside each other, from the nation down to the village, for those who see all of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponseBase

from swadaya.core.figures import percent
from swadaya.ksm import access, selectors
from swadaya.ksm.rules import activity
from swadaya.ksm.values import ActiveCount, RegionGroups

from ..accounts.middleware import viewer_of
from ..pendataan.page import code_of, work_page
from .page import show
from .registers import name_of, region_steps, year_of

_PARTS = {0: "Provinsi", 2: "Kabupaten atau kota", 4: "Kecamatan", 6: "Desa atau kelurahan"}


@dataclass(frozen=True, slots=True)
class Line:
    """A region as the table draws it. ``href``: where its own overview, or its registers, stand."""

    region: RegionGroups
    href: str

    @property
    def women(self) -> str:
        return _share(self.region.women, self.region.members)

    @property
    def poor(self) -> str:
        return _share(self.region.poor or 0, self.region.poor_known or 0)


def _share(part: int, whole: int) -> str:
    return f"{percent(part, whole, 1)} %" if whole else ""


@work_page("GET")
def nation(request: HttpRequest) -> HttpResponseBase:
    return _page(request, "")


@work_page("GET")
def region(request: HttpRequest, kode: str) -> HttpResponseBase:
    return _page(request, code_of(kode, "provinsi", "kabkota", "kecamatan"))


def _page(request: HttpRequest, code: str) -> HttpResponseBase:
    viewer, year = viewer_of(request), year_of(request)
    found = selectors.groups_beside(code, by=viewer, year=year)
    return show(
        request,
        "ksm/wilayah.html",
        title=f"Kelompok di {name_of(code)}",
        steps=region_steps(code[:-2] if len(code) > 2 else "", viewer) if code else (),
        code=code,
        whole=Line(found.whole, ""),
        lines=[
            Line(one, f"/ksm/{'desa' if len(one.region) == 10 else 'wilayah'}/{one.region}/") for one in found.parts
        ],
        part=_PARTS[len(code)],
        year=year,
        counted=found.active,
        others=_others(found.active),
        may_bodies=bool(viewer.holding(access.BODIES_VIEW)),
    )


def _others(counted: ActiveCount | None) -> list[tuple[activity.Option, int]]:
    """The other meanings of "active", with how many groups each would count."""
    if counted is None:
        return []
    options = activity.in_force(counted.on).options
    return [(options[code], many) for code, many in counted.by_option.items() if code != counted.option]
