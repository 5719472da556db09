"""A village's registers: its community groups, those agreed for mentoring, its KSM, BKM and units."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase, QueryDict

from swadaya.accounts.rules.access import Place, Viewer
from swadaya.core import clock, numbers
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid
from swadaya.ksm import access, selectors, services
from swadaya.ksm.values import BOARD_KINDS, INSTITUTIONS, SIDES, UNIT_KINDS, CommunityGroupInfo, GroupActivity
from swadaya.wilayah import selectors as wilayah

from ..accounts.middleware import viewer_of
from ..pendataan.page import code_of, may_history, work_page
from ..ui.formatting import day
from .form_fields import Field
from .form_page import ask
from .page import Steps, get_or_out_of_sight, missing_day, read_day, read_number, refusals, require_right, show

_BOOKS = "buku.lihat"
FIRST_YEAR = 1990


@work_page("GET")
def page(request: HttpRequest, kode: str) -> HttpResponseBase:
    """All registers of one village, in one year."""
    viewer, desa = viewer_of(request), code_of(kode, "desa")
    groups = selectors.community_groups_in(desa, by=viewer)
    year = year_of(request)
    ksm = list(selectors.all_groups(desa, by=viewer))
    judged, meaning = _judged(desa, viewer, year)
    return show(
        request,
        "ksm/desa.html",
        title=f"Kelompok di {name_of(desa)}",
        steps=region_steps(desa[:6], viewer),
        desa=desa,
        groups=groups,
        ksm=ksm,
        year=year,
        judged=judged,
        meaning=meaning,
        institutions=INSTITUTIONS,
        active=sum(one.active for one in judged.values()),
        kelurahan=desa[6] == "1",
        activities=selectors.institution_activities_in(desa, by=viewer, year=year),
        bkm=selectors.bkm_in(desa, by=viewer),
        units=selectors.units_in(desa, by=viewer),
        unit_kinds=UNIT_KINDS,
        agreed=sum(group.agreed for group in groups),
        may=viewer.may(access.BODIES_RECORD, Place(desa)),
        may_register=viewer.may(access.REGISTER, Place(desa)),
        may_books=viewer.may(_BOOKS, Place(desa)),
        may_history=may_history(viewer, desa),
        this_year=clock.today().year,
    )


def year_of(request: HttpRequest) -> int:
    """The year that is asked for; this year where none, or none that can be, is."""
    now = clock.today().year
    return numbers.whole(request.GET.get("tahun", ""), least=FIRST_YEAR, most=now) or now


def _judged(desa: str, viewer: Viewer, year: int) -> tuple[dict[UUID, GroupActivity], str]:
    """Who counts as active, and what that means; nothing for a year without a rule."""
    try:
        judged = {one.id: one for one in selectors.activity_in(desa, by=viewer, year=year)}
        return judged, selectors.active_groups(desa, year).meaning
    except Invalid:
        return {}, ""


def name_of(region: str) -> str:
    known = wilayah.get(region) if region else None
    return known.label if known else region or "Indonesia"


def region_steps(region: str, viewer: Viewer) -> list[tuple[str, str]]:
    """The way down to a region through the overviews that the viewer sees."""
    codes = ["", *(region[:digits] for digits in (2, 4, 6) if len(region) >= digits)]
    return [
        (name_of(code), f"/ksm/wilayah/{code}/" if code else "/ksm/wilayah/")
        for code in codes
        if viewer.sees("ksm", Place(code))
    ]


def village_steps(desa: str) -> Steps:
    return [(name_of(desa), f"/ksm/desa/{desa}/")]


def village_for(request: HttpRequest, kode: str) -> tuple[Viewer, str]:
    """Who writes into the registers of which village. Raises OutOfSight, NotAllowed."""
    viewer, desa = viewer_of(request), code_of(kode, "desa")
    require_right(viewer, access.BODIES_RECORD, Place(desa))
    return viewer, desa


_LISTED = (
    Field("nama", "Nama kelompok", longest=120),
    Field("jenis", "Jenis", "Misalnya arisan, kelompok tani, pengajian, KUB.", longest=60),
    Field("anggota", "Perkiraan banyak anggota", mode="numeric", required=False),
)


@work_page("GET", "POST")
def listed(request: HttpRequest, kode: str) -> HttpResponseBase:
    """Put a group of the village on the list."""
    viewer, desa = village_for(request, kode)

    def act(form: QueryDict) -> tuple[Problem, ...]:
        many, written = read_number(form, "anggota"), form.get("anggota", "").strip()
        if many is None and written:
            return (Problem("ksm.jumlah", Where(key="anggota"), written[:20], "bilangan bulat, misalnya 25"),)
        return refusals(
            lambda: services.list_community_group(
                desa, name=form.get("nama", ""), kind=form.get("jenis", ""), by=viewer, members=many
            )
        )

    return ask(
        request,
        _LISTED,
        act,
        title="Tambah kelompok masyarakat",
        steps=village_steps(desa),
        goes_to=f"/ksm/desa/{desa}/",
    )


def _community(desa: str, nomor: int, viewer: Viewer) -> CommunityGroupInfo:
    known = selectors.community_groups_in(desa, by=viewer)
    group: CommunityGroupInfo = get_or_out_of_sight(next((one for one in known if one.id == nomor), None))
    return group


_AGREED = (
    Field("pihak", "Siapa yang sepakat", choices=SIDES),
    Field("oleh", "Diwakili oleh, atau menurut", "Jabatan atau nomor berita acara.", longest=120),
    Field("tanggal", "Tanggal kesepakatan", kind="date"),
)


def _agreed_so_far(group: CommunityGroupInfo) -> str:
    sides = (
        (SIDES["anggota"], group.members_agreed_on, group.members_agreed_by),
        (SIDES["pelaku"], group.actors_agreed_on, group.actors_agreed_by),
    )
    said = [f"Sudah tercatat: {who} pada {day(on)}, {by_whom}." for who, on, by_whom in sides if on]
    both = "Kelompok didampingi bila seluruh anggotanya dan pelaku program di desa sama-sama sepakat."
    again = ["Pihak yang dicatat lagi menggantikan catatannya yang lama."] if said else []
    return " ".join([both, *said, *again])


@work_page("GET", "POST")
def agreed(request: HttpRequest, kode: str, nomor: int) -> HttpResponseBase:
    """One side agrees that a group be mentored; said again, it corrects what was said before."""
    viewer, desa = village_for(request, kode)
    group = _community(desa, nomor, viewer)
    missing = "anggota" if group.members_agreed_on is None else "pelaku"

    def act(form: QueryDict) -> tuple[Problem, ...]:
        on = read_day(form, "tanggal")
        if on is None:
            return (missing_day("tanggal", form.get("tanggal", "")[:20]),)
        side, by_whom = form.get("pihak", ""), form.get("oleh", "")
        return refusals(lambda: services.agree_mentoring(nomor, side=side, by_whom=by_whom, on=on, by=viewer))

    return ask(
        request,
        _AGREED,
        act,
        title=f"Kesepakatan pendampingan: {group.name}",
        steps=village_steps(desa),
        goes_to=f"/ksm/desa/{desa}/",
        first={"pihak": missing},
        lead=_agreed_so_far(group),
    )


@work_page("GET", "POST")
def adopted(request: HttpRequest, kode: str, nomor: int) -> HttpResponseBase:
    """Say which KSM of the village grew from a group that both sides agreed to mentor."""
    viewer, desa = village_for(request, kode)
    group = _community(desa, nomor, viewer)
    taken = {community_group.ksm_id for community_group in selectors.community_groups_in(desa, by=viewer)}
    free = {
        str(line.id): line.name
        for line in selectors.all_groups(desa, by=viewer)
        if line.id not in taken and line.status in ("aktif", "tidur")
    }

    def act(form: QueryDict) -> tuple[Problem, ...]:
        chosen = form.get("ksm", "")
        if chosen not in free:
            return (Problem("lembaga.ksm", Where(key="ksm"), "", "satu KSM dari daftar"),)
        return refusals(lambda: services.adopt_community_group(nomor, ksm_id=UUID(chosen), by=viewer))

    return ask(
        request,
        (Field("ksm", "KSM yang berasal dari kelompok ini", choices=free),) if free else (),
        act,
        title=f"{group.name} menjadi KSM",
        steps=village_steps(desa),
        goes_to=f"/ksm/desa/{desa}/",
        template="ksm/jadi-ksm.html",
        group=group,
        desa=desa,
        free=free,
        may_register=viewer.may(access.REGISTER, Place(desa)),
    )


_BODY = (
    Field("jenis", "Lembaga", choices=BOARD_KINDS | UNIT_KINDS),
    Field("nama", "Nama", longest=120),
    Field("berdiri", "Tanggal berdiri", "Hanya untuk BKM atau LKM, bila diketahui.", kind="date", required=False),
)


@work_page("GET", "POST")
def body(request: HttpRequest, kode: str) -> HttpResponseBase:
    """Register the BKM of a village, or a unit pengelola under it."""
    viewer, desa = village_for(request, kode)
    boards = {str(one.id): one.name for one in selectors.bkm_in(desa, by=viewer)}
    asked = (*_BODY, Field("bkm", "Di bawah", "Hanya untuk unit pengelola.", required=False, choices=boards))

    def act(form: QueryDict) -> tuple[Problem, ...]:
        kind, name, written = form.get("jenis", ""), form.get("nama", ""), form.get("berdiri", "").strip()
        founded = read_day(form, "berdiri")
        if written and founded is None:
            return (missing_day("berdiri", written[:20]),)
        if kind in BOARD_KINDS:
            return refusals(lambda: services.register_bkm(desa, name=name, by=viewer, kind=kind, founded_on=founded))
        chosen = form.get("bkm", "")
        board = UUID(chosen) if chosen in boards else None
        return refusals(lambda: services.register_unit(desa, name=name, kind=kind, by=viewer, bkm_id=board))

    return ask(
        request,
        asked if boards else _BODY,
        act,
        title="Daftarkan lembaga",
        steps=village_steps(desa),
        goes_to=f"/ksm/desa/{desa}/",
        first={"bkm": next(iter(boards), "")},
    )
