"""What is kept about a member: mended, agreed to, read with a purpose, forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from swadaya.accounts.rules.access import OutOfSight, Viewer
from swadaya.core import clock
from swadaya.core.messages import sentences
from swadaya.core.problem import Problem
from swadaya.ksm import access, selectors, services
from swadaya.ksm.values import CONSENTS, ConsentInfo, GroupPage, MemberFile

from ..accounts.middleware import viewer_of
from ..pendataan.page import work_page
from ..ui.formatting import day
from ..ui.refusals import UNPROCESSABLE
from .form_fields import Field, fields
from .form_page import ask
from .page import (
    call_service,
    get_or_out_of_sight,
    group_steps,
    missing_day,
    place_of,
    read_day,
    refusals,
    require_right,
    show,
)


@dataclass(frozen=True, slots=True)
class Reached:
    """A member of the group of the address, and who asks."""

    viewer: Viewer
    group: GroupPage
    file: MemberFile

    @property
    def name(self) -> str:
        return self.file.info.name or f"Anggota {self.file.info.number}"

    @property
    def address(self) -> str:
        return f"/ksm/{self.group.id}/anggota/{self.file.info.id}/"

    @property
    def steps(self) -> list[tuple[str, str]]:
        return [*group_steps(self.group), (self.name, self.address)]


def reached(request: HttpRequest, ksm_id: UUID, number: int, right: str) -> Reached:
    """The member of an address, for whoever holds a right. Raises OutOfSight, NotAllowed."""
    viewer = viewer_of(request)
    group = selectors.group(ksm_id, by=viewer)
    require_right(viewer, right, place_of(group))
    file = selectors.member_file(number, by=viewer)
    if file.ksm_id != ksm_id:
        raise OutOfSight
    return Reached(viewer, group, file)


_DATA = (
    Field("nama", "Nama lengkap", longest=120),
    Field("telepon", "Nomor ponsel", "Untuk membagikan struk.", mode="tel", required=False),
    Field("miskin", "Keluarga miskin", choices={"": "Belum diketahui", "ya": "Ya", "tidak": "Tidak"}),
    Field(
        "sumber",
        "Menurut siapa",
        "Misalnya Pemetaan Swadaya atau musyawarah; wajib bila diisi.",
        required=False,
        key="sumber_miskin",
        longest=120,
    ),
    Field(
        "nik",
        "NIK",
        "Tidak wajib, dan hanya dengan persetujuan anggota. Kosongkan bila tidak diubah.",
        mode="numeric",
        required=False,
    ),
)
_POOR = {"ya": True, "tidak": False}


@work_page("GET", "POST")
def change(request: HttpRequest, ksm_id: UUID, nomor: int) -> HttpResponseBase:
    """Mend name and telephone, say the poverty basis, keep the NIK."""
    one = reached(request, ksm_id, nomor, access.MEMBERS)
    info = one.file.info
    return ask(
        request,
        _DATA,
        lambda form: _changed(form, one),
        title=f"Data {one.name}",
        steps=one.steps,
        goes_to=one.address,
        first={
            "nama": info.name,
            "telepon": info.phone,
            "sumber": info.poor_source,
            "miskin": "" if info.poor is None else "ya" if info.poor else "tidak",
        },
        lead=f"NIK yang tersimpan: {info.nik}." if info.nik else "",
    )


def _changed(form: Mapping[str, str], one: Reached) -> tuple[Problem, ...]:
    name, phone, number = (form.get(key, "") for key in ("nama", "telepon", "nik"))
    poor, source = _POOR.get(form.get("miskin", "")), form.get("sumber", "")
    return refusals(
        lambda: services.change_member(
            one.file.info.id, name=name, phone=phone, poor=poor, poor_source=source, number=number, by=one.viewer
        )
    )


@work_page("GET", "POST")
def account(request: HttpRequest, ksm_id: UUID, nomor: int) -> HttpResponseBase:
    """Say which account is the member's own."""
    one = reached(request, ksm_id, nomor, access.MEMBERS)
    free = {str(number): name for number, name in selectors.accounts_in(ksm_id, by=one.viewer)}
    own = {str(one.file.person_id): one.file.account} if one.file.person_id else {}
    question = Field("akun", "Akun", choices={"": "Tidak dihubungkan", **own, **free})
    lead = "Dengan akunnya anggota melihat kartu simpanannya sendiri."
    if not own and not free:
        lead = f"{lead} Belum ada akun lain yang berperan di kelompok ini; ketua atau fasilitator mengundangnya."
    return ask(
        request,
        (question,),
        lambda form: _linked(form, one, {**own, **free}),
        title=f"Akun {one.name}",
        steps=one.steps,
        goes_to=one.address,
        first={"akun": str(one.file.person_id or "")},
        lead=lead,
    )


def _linked(form: Mapping[str, str], one: Reached, known: Mapping[str, str]) -> tuple[Problem, ...]:
    chosen = form.get("akun", "")
    if chosen and chosen not in known:
        return (Problem("anggota.akun", expected="akun dari daftar"),)
    person = int(chosen) if chosen else None
    return refusals(lambda: services.link_account(one.file.info.id, person_id=person, by=one.viewer))


@work_page("GET", "POST")
def consents(request: HttpRequest, ksm_id: UUID, nomor: int) -> HttpResponseBase:
    """What a member agrees to now and agreed to before; each is given with its day."""
    one = reached(request, ksm_id, nomor, access.MEMBERS)
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        on, kind = read_day(request.POST, "tanggal"), request.POST.get("beri", "")
        problems = (missing_day("tanggal"),) if on is None else ()
        if on is not None:
            _, problems = call_service(lambda: services.give_consent(nomor, kind=kind, on=on, by=one.viewer))
        if not problems:
            return redirect("ksm-anggota-setuju", ksm_id=ksm_id, nomor=nomor)
    held = {given.kind: given for given in one.file.consents if given.withdrawn_on is None}
    return show(
        request,
        "ksm/anggota-setuju.html",
        title=f"Persetujuan {one.name}",
        steps=one.steps,
        one=one,
        rows=[(kind, label, held.get(kind)) for kind, label in CONSENTS.items()],
        errors=sentences(problems),
        past=[given for given in one.file.consents if given.withdrawn_on is not None],
        day=request.POST.get("tanggal") or clock.today().isoformat(),
        today=clock.today(),
        status=UNPROCESSABLE if problems else 200,
    )


_FORGETS = (
    "NIK, nomor ponsel, tahun lahir, dan keterangan keluarga miskinnya dihapus saat itu juga dan tidak dapat "
    "dikembalikan."
)
_TAKING_BACK = (Field("tanggal", "Ditarik pada", kind="date"),)


@work_page("GET", "POST")
def take_back(request: HttpRequest, ksm_id: UUID, nomor: int, jenis: str) -> HttpResponseBase:
    """A member takes a consent back; nobody asks why."""
    one = reached(request, ksm_id, nomor, access.MEMBERS)
    current = (given for given in one.file.consents if given.kind == jenis and given.withdrawn_on is None)
    given: ConsentInfo = get_or_out_of_sight(next(current, None))
    says = [f"Bahwa ia setuju sejak {day(given.given_on)} tetap tercatat, beserta hari penarikannya."]
    if jenis == "data-pribadi":
        says.insert(0, _FORGETS)
    return ask(
        request,
        _TAKING_BACK,
        lambda form: _taken_back(form, one, jenis),
        title="Tarik persetujuan",
        steps=[*one.steps, ("Persetujuan", f"{one.address}setuju/")],
        goes_to=f"{one.address}setuju/",
        first={"tanggal": clock.today().isoformat()},
        button="Tarik persetujuan",
        danger=True,
        says=says,
        lead=f"{one.name} menarik persetujuannya atas {given.label}.",
    )


def _taken_back(form: Mapping[str, str], one: Reached, kind: str) -> tuple[Problem, ...]:
    on = read_day(form, "tanggal")
    if on is None:
        return (missing_day("tanggal"),)
    return refusals(lambda: services.withdraw_consent(one.file.info.id, kind=kind, on=on, by=one.viewer))


_PURPOSE = (Field("alasan", "Untuk apa NIK dibaca?", "Sedikitnya sepuluh huruf. Alasan ini tersimpan.", longest=200),)


@work_page("GET", "POST")
def read_nik(request: HttpRequest, ksm_id: UUID, nomor: int) -> HttpResponseBase:
    """The whole NIK, once, for a purpose that is kept."""
    one = reached(request, ksm_id, nomor, access.NIK)
    problems: tuple[Problem, ...] = ()
    number = ""
    if request.method == "POST":
        number, problems = _read(request.POST.get("alasan", ""), one)
    return show(
        request,
        "ksm/anggota-nik.html",
        title=f"NIK {one.name}",
        steps=one.steps,
        one=one,
        number=number,
        errors=sentences(problems),
        fields=fields(_PURPOSE, request.POST, problems),
        status=UNPROCESSABLE if problems else 200,
    )


def _read(purpose: str, one: Reached) -> tuple[str, tuple[Problem, ...]]:
    number, problems = call_service(lambda: services.read_nik(one.file.info.id, purpose=purpose, by=one.viewer))
    return number or "", problems


_ERASING = (Field("alasan", "Alasan", "Misalnya: diminta yang bersangkutan.", longest=200),)
_ERASED = (
    "Dilupakan untuk selamanya: nama, juga nama yang dahulu tercatat, nomor ponsel, tahun lahir, NIK, keterangan "
    "keluarga miskin, alasan keluar, dan hubungan ke akunnya.",
    "Namanya di buku kelompok, di catatan rapat (tempat, agenda, catatan, keputusan, alasan), dan di keterangan "
    "tentang anggota lain (alasan keluar, sumber keluarga miskin) diganti dengan nomornya. Nama yang ditulis lain "
    "daripada yang tercatat tidak ditemukan.",
    "Yang tetap ada: nomor anggota, jenis kelamin, hari masuk dan keluar, kehadiran, jabatan, simpanan, dan semua "
    "jurnal, supaya buku tetap benar.",
    "Tetap ada juga foto lembar kertas yang ditandatangani, dan nama akunnya bila ia pernah mencatat, mengonfirmasi, "
    "atau berbuat lain sebagai pengurus.",
    "Tidak dapat dibatalkan. Siapa yang menghapus, kapan, dan alasannya tercatat.",
)


@work_page("GET", "POST")
def erase(request: HttpRequest, ksm_id: UUID, nomor: int) -> HttpResponseBase:
    """Forget who somebody was, asked once more."""
    one = reached(request, ksm_id, nomor, access.ERASE)
    if request.method == "GET" and (one.file.info.erased or one.file.info.left_on is None):
        return show(request, "ksm/anggota-hapus.html", title="Hapus data pribadi", steps=one.steps, one=one)
    return ask(
        request,
        _ERASING,
        lambda form: _erased(form, one),
        title="Hapus data pribadi",
        steps=one.steps,
        goes_to=one.address,
        lead=f"{one.name}, anggota nomor {one.file.info.number}.",
        says=_ERASED,
        danger=True,
        button="Hapus data pribadi",
    )


def _erased(form: Mapping[str, str], one: Reached) -> tuple[Problem, ...]:
    reason = form.get("alasan", "")
    return refusals(lambda: services.erase_member(one.file.info.id, reason=reason, by=one.viewer))
