"""Groups of a region beside each other, from the nation down to the village, for those who see all of it."""

from __future__ import annotations

from fractions import Fraction

from django.http import HttpRequest, HttpResponseBase

from swadaya.core.figures import grouped
from swadaya.core.tables import Column, Row, Table, Value
from swadaya.ksm import access, selectors
from swadaya.ksm.rules import activity
from swadaya.ksm.values import ActiveCount, GroupsBeside, RegionGroups

from ..accounts.middleware import viewer_of
from ..pendataan.page import code_of, work_page
from .page import show
from .registers import name_of, region_steps, year_of

_PARTS = {0: "Provinsi", 2: "Kabupaten atau kota", 4: "Kecamatan", 6: "Desa atau kelurahan"}


def _table(found: GroupsBeside, part: str, year: int) -> Table:
    """The parts of a region beside each other, and all of it."""
    columns = (
        Column("wilayah", part, role="name"),
        Column("berjalan", "Berjalan", "whole"),
        Column("tidur", "Tidur", "whole"),
        Column("bergabung", "Bergabung", "whole"),
        Column("bubar", "Bubar", "whole"),
        Column("aktif", f"Aktif {year}", "whole", empty="–"),
        Column("anggota", "Anggota", "whole"),
        Column("perempuan", "Perempuan", "ratio", "%", places=1, empty="–"),
        Column("miskin", "Miskin", "ratio", "%", places=1, empty="–"),
        Column("kelompok_masyarakat", "Kelompok masyarakat", "whole"),
        Column("disepakati", "Disepakati", "whole"),
    )
    rows = [Row((one.name, *_figures(one)), link=_address(one.region)) for one in found.parts]
    return Table("Kelompok menurut wilayah", columns, (*rows, Row(("Jumlah", *_figures(found.whole)), "total")))


def _figures(one: RegionGroups) -> tuple[Value, ...]:
    standing = (one.standing[state] for state in ("aktif", "tidur", "bergabung", "bubar"))
    beside = f"{grouped(one.active or 0)} + {grouped(one.active_kelurahan)}" if one.active_kelurahan else one.active
    shares = (_share(one.women, one.members), _share(one.poor, one.poor_known))
    return (*standing, beside, one.members, *shares, one.community, one.agreed)


def _share(part: int | None, whole: int | None) -> Fraction | None:
    return Fraction(100 * (part or 0), whole) if whole else None


def _address(code: str) -> str:
    """Where the overview of a region, or the registers of a village, stand."""
    return f"/ksm/{'desa' if len(code) == 10 else 'wilayah'}/{code}/"


@work_page("GET")
def nation(request: HttpRequest) -> HttpResponseBase:
    return _page(request, "")


@work_page("GET")
def region(request: HttpRequest, kode: str) -> HttpResponseBase:
    return _page(request, code_of(kode, "provinsi", "kabkota", "kecamatan"))


def _page(request: HttpRequest, code: str) -> HttpResponseBase:
    viewer, year = viewer_of(request), year_of(request)
    groups = selectors.groups_beside(code, by=viewer, year=year)
    return show(
        request,
        "ksm/wilayah.html",
        title=f"Kelompok di {name_of(code)}",
        steps=region_steps(code[:-2] if len(code) > 2 else "", viewer) if code else (),
        code=code,
        all=groups.whole,
        regions=_table(groups, _PARTS[len(code)], year),
        part=_PARTS[len(code)],
        year=year,
        counted=groups.active,
        others=_others(groups.active),
        may_bodies=bool(viewer.holding(access.BODIES_VIEW)),
    )


def _others(counted: ActiveCount | None) -> list[tuple[activity.Option, int]]:
    """The other meanings of "active", with how many groups each would count."""
    if counted is None:
        return []
    options = activity.in_force(counted.on).options
    return [(options[code], many) for code, many in counted.by_option.items() if code != counted.option]
