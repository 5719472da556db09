"""``/ksm/``: the groups that I keep or that lie in my region; and a new one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from swadaya.accounts.rules.access import OutOfSight, Place, Viewer
from swadaya.core import codes
from swadaya.core.messages import sentences
from swadaya.core.problem import Problem
from swadaya.core.tables import Cell, Column, Row, Table
from swadaya.files import writing
from swadaya.ksm import access, selectors, services
from swadaya.ksm.values import GROUP_KINDS, ORIGINS, STATUSES, TIES, GroupLine
from swadaya.wilayah import selectors as wilayah

from ..accounts.middleware import viewer_of
from ..pendataan.page import work_page
from ..ui.downloads import streamed_csv, workbook_file
from ..ui.refusals import UNPROCESSABLE
from .form_fields import Field, fields
from .page import call_service, missing_day, read_day, show
from .registers import name_of

_PAGE = 50
_MOST_ROWS = 20_000
_COLUMNS = (
    Column("kode_desa", "Kode desa", "code"),
    Column("desa", "Desa", role="detail"),
    Column("kelompok", "Kelompok", role="name"),
    Column("jenis", "Jenis"),
    Column("keadaan", "Keadaan"),
    Column("anggota", "Anggota", "whole", role="figure"),
    Column("rapat_terakhir", "Rapat terakhir", "date", empty="belum ada"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which groups: of a region, in a state, of a kind, with a word in their name."""

    region: str
    status: str
    kind: str
    text: str

    @property
    def any(self) -> bool:
        return bool(self.region or self.status or self.kind or self.text)

    @property
    def terms(self) -> dict[str, str]:
        terms = {"wilayah": self.region, "keadaan": self.status, "jenis": self.kind, "cari": self.text}
        return {name: value for name, value in terms.items() if value}

    @property
    def for_selectors(self) -> dict[str, str]:
        return {"region": self.region, "status": self.status, "kind": self.kind, "text": self.text}


def _asked(request: HttpRequest) -> Asked:
    said = {name: request.GET.get(name, "").strip()[:60] for name in ("wilayah", "keadaan", "jenis", "cari")}
    region = codes.normalise(said["wilayah"])
    return Asked(
        said["wilayah"] if region is None else region,  # a code that is none lists nothing, rather than everything
        said["keadaan"] if said["keadaan"] in STATUSES else "",
        said["jenis"] if said["jenis"] in GROUP_KINDS else "",
        said["cari"],
    )


@work_page("GET")
def page(request: HttpRequest) -> HttpResponseBase:
    """My groups; who has a role in one group alone is led straight to it."""
    viewer, asked = viewer_of(request), _asked(request)
    after = request.GET.get("sesudah", "").strip()[:60]
    lines = selectors.groups_in(**asked.for_selectors, by=viewer, after=after, limit=_PAGE)
    if len(lines) == 1 and not asked.any and not after and all(one.group for one in viewer.holding(access.VIEW)):
        return redirect("ksm-satu", ksm_id=lines[0].id)
    names = wilayah.names(line.desa for line in lines)
    last = lines[-1].cursor if len(lines) == _PAGE else ""
    terms = urlencode(asked.terms)
    return show(
        request,
        "ksm/daftar.html",
        title="Kelompok",
        groups=_listed(lines, names),
        count=selectors.count_groups(**asked.for_selectors, by=viewer),
        asked=asked,
        region=name_of(asked.region) if asked.region else "",
        statuses=STATUSES,
        kinds=GROUP_KINDS,
        following=f"?{urlencode({**asked.terms, 'sesudah': last})}" if last else "",
        first=f"?{terms}" if after else "",
        files=f"?{terms}" if terms else "",
        may_register=bool(viewer.holding(access.REGISTER)),
        may_bodies=bool(viewer.holding(access.BODIES_VIEW)),
        registers=_villages(viewer, {line.desa for line in lines}),
        overviews=_regions(viewer),
    )


@work_page("GET")
def as_csv(request: HttpRequest) -> HttpResponseBase:
    """The list as CSV, all of its pages; nobody is named in it."""
    rows = _rows(_asked(request), viewer_of(request))
    return streamed_csv(writing.csv_lines(_COLUMNS, rows), "kelompok.csv")


@work_page("GET")
def as_workbook(request: HttpRequest) -> HttpResponseBase:
    """The list as a workbook, up to so many rows; a longer one is served as CSV."""
    viewer, asked = viewer_of(request), _asked(request)
    if selectors.count_groups(**asked.for_selectors, by=viewer) > _MOST_ROWS:
        return redirect(f"{reverse('ksm-csv')}?{urlencode(asked.terms)}")
    return workbook_file([Table("Kelompok", _COLUMNS, tuple(_rows(asked, viewer)), data=True)], "kelompok.xlsx")


def _rows(asked: Asked, viewer: Viewer) -> Iterator[Row]:
    names: dict[str, str] = {}
    for line in selectors.all_groups(**asked.for_selectors, by=viewer):
        if line.desa not in names:
            names |= wilayah.names([line.desa])
        yield _row(line, names.setdefault(line.desa, ""))


def _row(line: GroupLine, desa: str) -> Row:
    """A group; on a page its kind and its state stand beside the name where they are not the usual ones."""
    name = Cell(line.name, line.kind if line.kind != "KSM" else "", line.status if line.status != "aktif" else "")
    cells = (codes.dotted(line.desa), desa, name, line.kind, line.status, line.members, line.last_held_on)
    return Row(cells, link=f"/ksm/{line.id}/")


def _listed(lines: Sequence[GroupLine], names: Mapping[str, str]) -> Table:
    """The groups of a page."""
    table = Table("Kelompok", _COLUMNS, tuple(_row(line, names.get(line.desa, line.desa)) for line in lines))
    return table.of("kelompok", "desa", "rapat_terakhir", "anggota")


def _regions(viewer: Viewer) -> list[tuple[str, str]]:
    """Regions, not villages, whose groups the viewer sees by a grant; the widest first."""
    held = {grant.region for grant in viewer.holding(access.VIEW) if not grant.group and len(grant.region) < 10}
    return [(code, name_of(code)) for code in sorted(held, key=lambda code: (len(code), code))]


def _villages(viewer: Viewer, shown: Collection[str]) -> list[tuple[str, str]]:
    """Villages whose registers the viewer sees: those of a grant, and those of the groups on the page."""
    held = {grant.region for grant in viewer.holding(access.BODIES_VIEW) if len(grant.region) == 10}
    seen = held | {desa for desa in shown if viewer.may(access.BODIES_VIEW, Place(desa))}
    names = wilayah.names(seen)
    return sorted((code, names.get(code, code)) for code in seen)


_FIELDS = (
    Field("nama", "Nama kelompok", longest=120),
    Field("desa", "Kode desa atau kelurahan", "Sepuluh angka, misalnya 33.04.09.2011.", mode="numeric"),
    Field("jenis", "Jenis", choices=GROUP_KINDS),
    Field("asal", "Asal", choices=ORIGINS),
    Field("berdiri", "Tanggal berdiri", "Kosongkan bila dibentuk hari ini.", kind="date", required=False),
    Field("ikatan", "Apa yang menyatukan anggotanya", choices=TIES),
    Field("tujuan", "Tujuan", "Boleh ditulis kemudian.", kind="textarea", required=False),
)


@work_page("GET", "POST")
def register(request: HttpRequest) -> HttpResponseBase:
    """Register a group in a village of one's own region."""
    viewer = viewer_of(request)
    if not viewer.holding(access.REGISTER):
        raise OutOfSight
    typed: Mapping[str, str] = request.POST if request.method == "POST" else _beginning(viewer, request)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        made, problems = _tried(typed, viewer)
        if not problems:
            return redirect("ksm-satu", ksm_id=made)
    return _form(request, typed, problems)


def _beginning(viewer: Viewer, request: HttpRequest) -> dict[str, str]:
    """What stands in the form at first; a group of the village that grows into a KSM brings its name along."""
    regions = {grant.region for grant in viewer.holding(access.REGISTER) if len(grant.region) == 10}
    first = {name: request.GET.get(name, "")[:120] for name in ("desa", "nama", "asal")}
    return {**first, "desa": first["desa"] or (codes.dotted(regions.pop()) if len(regions) == 1 else "")}


def _tried(typed: Mapping[str, str], viewer: Viewer) -> tuple[Any, tuple[Problem, ...]]:
    written = typed.get("berdiri", "").strip()
    if written and read_day(typed, "berdiri") is None:
        return None, (missing_day("berdiri", written[:20]),)
    return call_service(lambda: _registered(typed, viewer))


def _registered(typed: Mapping[str, str], viewer: Viewer) -> UUID:
    founded: date | None = read_day(typed, "berdiri")
    return services.register_group(
        codes.normalise(typed.get("desa", "")) or typed.get("desa", "").strip(),
        name=typed.get("nama", ""),
        by=viewer,
        kind=typed.get("jenis", "KSM"),
        origin=typed.get("asal", "baru"),
        founded_on=founded,
        tie=typed.get("ikatan", "kepentingan"),
        goals=typed.get("tujuan", ""),
    )


def _form(request: HttpRequest, typed: Mapping[str, str], problems: tuple[Problem, ...]) -> HttpResponse:
    return show(
        request,
        "ksm/form.html",
        title="Daftarkan kelompok",
        lead="Cukup nama dan tempatnya dahulu. Anggota, pengurus, dan aturan main diisi sesudahnya.",
        fields=fields(_FIELDS, typed, problems),
        errors=sentences(problems),
        button="Daftarkan",
        status=UNPROCESSABLE if problems else 200,
    )
