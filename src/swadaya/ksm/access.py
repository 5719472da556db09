"""What a viewer can reach: groups, members and meetings, or ``OutOfSight``.

Everything else of this room starts here.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from swadaya.accounts.rules.access import OutOfSight, Place, Viewer, require, waiting
from swadaya.core import clock, codes
from swadaya.core.problem import Problem, Where
from swadaya.core.refusal import Invalid
from swadaya.wilayah import selectors as wilayah

from .models import Fact, Ksm, Meeting, Member, Setting
from .rules.aturan_main import NONE, AturanMain, read
from .values import OVER

VIEW, SEE_MEMBERS, REGISTER, PROFILE, MEMBERS = (
    "ksm.lihat",
    "ksm.lihat-anggota",
    "ksm.daftar",
    "ksm.profil",
    "ksm.anggota",
)
RECORD, CONFIRM, CORRECT, NIK, ERASE = "ksm.catat", "ksm.tutup-rapat", "ksm.koreksi", "ksm.nik", "ksm.hapus-data"
BODIES_VIEW, BODIES_RECORD, WELFARE_RECORD = "lembaga.lihat", "lembaga.catat", "lembaga.catat-sosial"
RIGHTS = (VIEW, SEE_MEMBERS, REGISTER, PROFILE, MEMBERS, RECORD, CONFIRM, CORRECT, NIK, ERASE)


def place_of(ksm: Ksm) -> Place:
    """Where a group's own matters lie."""
    return Place(ksm.desa, str(ksm.public_id))


def group_for(by: Viewer, ksm_id: UUID, right: str = VIEW, *, lock: bool = False) -> tuple[Ksm, str]:
    """The group and the role under which the viewer may do this. Raises OutOfSight, NotAllowed."""
    rows = Ksm.objects.select_for_update(no_key=True) if lock else Ksm.objects.all()
    ksm = rows.filter(public_id=ksm_id).first()
    if ksm is None:
        raise OutOfSight
    return ksm, require(by, right, place_of(ksm))


def require_somewhere(by: Viewer, right: str) -> None:
    """Raise unless the viewer holds a right at some place; at which, is asked of each thing they do.

    Raises OutOfSight, NotAllowed.
    """
    if by.trusted or by.holding(right):
        return
    room = right.partition(".")[0]
    places = [Place(grant.region, grant.group) for grant in by.held]
    near = next((place for place in places if by.sees(room, place) or waiting(by, right, place)), None)
    if near is None:
        raise OutOfSight
    require(by, right, near)


def member_for(by: Viewer, member_id: int, right: str, *, lock: bool = False) -> tuple[Member, Ksm, str]:
    """A member of a group the viewer sees. Raises OutOfSight, NotAllowed."""
    member = Member.objects.filter(pk=member_id).values_list("ksm__public_id", flat=True).first()
    if member is None:
        raise OutOfSight
    ksm, role = group_for(by, member, right, lock=lock)
    return Member.objects.get(pk=member_id), ksm, role


def meeting_for(by: Viewer, meeting_id: UUID, right: str = VIEW, *, lock: bool = False) -> tuple[Meeting, Ksm, str]:
    """A meeting of a group the viewer sees; the group is locked, and so are its meetings.

    Raises OutOfSight, NotAllowed.
    """
    meeting = Meeting.objects.filter(public_id=meeting_id).values_list("ksm__public_id", flat=True).first()
    if meeting is None:
        raise OutOfSight
    ksm, role = group_for(by, meeting, right, lock=lock)
    return Meeting.objects.get(public_id=meeting_id), ksm, role


def fact_on(ksm: Ksm, kind: str, day: date) -> Fact | None:
    """What was so on a day: name, legal form, affiliation, or standing."""
    rows = Fact.objects.filter(ksm=ksm, kind=kind, effective_on__lte=day)
    return rows.order_by("-effective_on", "-id").first()


def name_of(ksm: Ksm, day: date | None = None) -> str:
    """The group's name on a day; of a day before its first name, that one."""
    found = (
        fact_on(ksm, "nama", day or clock.today()) or Fact.objects.filter(ksm=ksm, kind="nama").order_by("id").first()
    )
    return found.value if found is not None else ""


def status_of(ksm: Ksm, day: date | None = None) -> str:
    found = fact_on(ksm, "status", day or clock.today())
    return found.value if found is not None else "aktif"


def require_running(ksm: Ksm, day: date) -> None:
    """Raise Invalid ``ksm.tidak-berjalan`` when the group sleeps or is no more on a day."""
    status = status_of(ksm, day)
    if status != "aktif":
        got = f"kelompok {status}"
        raise Invalid(Problem("ksm.tidak-berjalan", Where(key="kelompok"), got, "kelompok yang berjalan"))


def setting_on(ksm: Ksm, day: date) -> Setting | None:
    """The aturan main in force on a day."""
    return Setting.objects.filter(ksm=ksm, effective_on__lte=day).order_by("-effective_on", "-id").first()


def rules_on(ksm: Ksm, day: date) -> AturanMain:
    found = setting_on(ksm, day)
    return read(found.said)[0] if found is not None else NONE


def enrolled_on(ksm: Ksm, day: date) -> list[Member]:
    """Members of a day, by their number."""
    rows = Member.objects.filter(ksm=ksm, joined_on__lte=day).order_by("number")
    return [row for row in rows if row.left_on is None or day <= row.left_on]


def village(desa: str) -> wilayah.RegionInfo:
    """The village or kelurahan of a code. Raises Invalid ``wilayah.bukan-desa``."""
    region = wilayah.get(desa) if codes.normalise(desa) == desa and len(desa) == 10 else None
    if region is None or region.code != desa:
        raise Invalid(
            Problem("wilayah.bukan-desa", Where(desa=desa[:13]), desa[:13], "kode desa yang dikenal, 10 angka")
        )
    return region


def over_problems(ksm: Ksm) -> list[Problem]:
    """``ksm.sudah-berakhir`` when the group is no more."""
    last = Fact.objects.filter(ksm=ksm, kind="status").order_by("-effective_on", "-id").first()
    if last is None or last.value not in OVER:
        return []
    got = f"{last.value} sejak {last.effective_on.isoformat()}"
    return [Problem("ksm.sudah-berakhir", Where(key="kelompok"), got, "kelompok yang belum berakhir")]
