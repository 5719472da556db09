"""Example groups in four stages: one that lives, a young one, one that sleeps, one taken over with its books."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from swadaya.accounts.rules.access import system
from swadaya.core import clock, keys
from swadaya.ledger import services as ledger
from swadaya.ledger.rules.journal import Posting

from .. import selectors, services
from ..values import NewMember
from .meetings import AGENDA, Circle, Turn, correct, hold_meeting

MAKER = system("data contoh")
LIVING, YOUNG, SLEEPING, TAKEN_OVER = (
    "KSM Melati (contoh)",
    "UEP Mawar (contoh)",
    "Pokmas Kenanga (contoh)",
    "SPP Anggrek (contoh)",
)
WEEK = timedelta(weeks=1)
_WEEKS, _CALLED_OFF, _CORRECTED, _LAST = 51, 22, 29, 50
_NAMES = (
    "Siti",
    "Sri",
    "Ngatinah",
    "Tumirah",
    "Suparti",
    "Rohyati",
    "Warsini",
    "Kasirun",
    "Painah",
    "Sutarno",
    "Mukini",
    "Darsono",
    "Wagiyem",
    "Parti",
    "Sutini",
    "Ngadiyo",
    "Marsini",
    "Tukinah",
    "Jumadi",
    "Sumiyati",
    "Wartini",
)
_MEN = frozenset({"Kasirun", "Sutarno", "Darsono", "Ngadiyo", "Jumadi"})
_MAP = "Pemetaan Swadaya (contoh)"
_CONSENTS = ("prinsip", "pendampingan", "data-pribadi", "tanggung-renteng")
_SPECIAL: Mapping[int, Mapping[str, Any]] = {
    0: {
        "opening": 20_000,
        "others": (("atk", 24_000, "buku kas dan kartu simpanan"),),
        "minutes": "Pertemuan pertama. Aturan main dibacakan lagi dan disetujui semua yang hadir.",
        "decisions": ("Simpanan wajib Rp5.000 tiap pertemuan", "Rapat tiap minggu, bergilir"),
    },
    4: {"others": (("sumbangan", 500_000, "modal awal dari kas dusun"),)},
    9: {"closed_after": 1, "minutes": "Listrik padam, buku ditutup esok paginya."},
    _CALLED_OFF - 1: {"next_on": None},
    26: {
        "minutes": "Setengah tahun berjalan; aturan main dibaca ulang.",
        "decisions": ("Simpanan wajib menjadi Rp10.000 tiap pertemuan",),
    },
    31: {"others": (("inventaris", 185_000, "kalkulator dan kotak kas"),)},
    37: {"others": (("santunan", 100_000, "menjenguk anggota yang sakit"),)},
    40: {"missing": 2_000, "why": "uang kembalian kurang, sudah dicari bersama"},
    44: {"others": (("konsumsi", 45_000, "rapat tengah tahun"), ("transport", 30_000, "ke bank"))},
    _LAST: {
        "minutes": "Rencana menambah alat pengiris dibahas; harga ditanyakan dahulu.",
        "decisions": ("Harga alat pengiris ditanyakan sebelum pertemuan berikut",),
        "confirmed": False,
    },
}


def make_living(desa: str, bkm: UUID) -> UUID:
    """A year of weekly meetings: one called off, one corrected, one short of cash, and the last not yet confirmed."""
    today = clock.today()
    first = today - _WEEKS * WEEK
    circle = _registered(
        desa,
        LIVING,
        first - timedelta(days=10),
        _NAMES[:19],
        kind="KSM",
        bkm=bkm,
        compulsory=5_000,
        seed=1,
        tie_note="tetangga satu dusun yang membuat keripik singkong",
    )
    _live(circle.id, today)
    for week in range(_WEEKS):
        on = first + week * WEEK
        if week == _CALLED_OFF:
            _call_off(circle, on)
            continue
        if week == _LAST:
            services.plan_meeting(circle.id, on=today, place="balai dusun", agenda=AGENDA, by=MAKER)
        leaver = _change(circle, week, on)
        turn = Turn(**{"next_on": on + WEEK, "others": _usual(week), "leaver": leaver, **_SPECIAL.get(week, {})})
        meeting, said = hold_meeting(circle, on, turn)
        if leaver is not None:
            circle.let_go(leaver)
            services.leave_group(leaver, on=on, reason="pindah ke kota lain", by=MAKER)
        if week == _CORRECTED:
            correct(circle, meeting, said, reason="simpanan sukarela tertulis pada baris anggota lain")
    return circle.id


def _change(circle: Circle, week: int, on: date) -> int | None:
    """What changes in the living group on the day of a meeting; who leaves."""
    if week in (8, 18):
        _join(circle, [_NAMES[19 + (week == 18)]], on)
    if week == 26:
        circle.compulsory = 10_000
        _agree(circle, on)
    if week == 30:
        services.appoint_officer(circle.id, member_id=circle.members[4], office="bendahara", since=on, by=MAKER)
    return circle.members[12] if week == 34 else None


def _call_off(circle: Circle, on: date) -> None:
    meeting = services.plan_meeting(circle.id, on=on, by=MAKER)
    services.cancel_meeting(meeting, reason="kerja bakti dusun pada hari yang sama", by=MAKER)


def _usual(week: int) -> Sequence[tuple[str, int, str]]:
    """Spending and income that come round: snacks every fourth week, the social fund every month."""
    found: list[tuple[str, int, str]] = []
    if week % 4 == 3:
        found += [("iuran-sosial", 20_000, "seribu rupiah tiap anggota"), ("konsumsi", 25_000, "teh dan singkong")]
    if week % 13 == 12:
        found.append(("penerimaan-lain", 150_000, "keuntungan keripik yang dijual bersama"))
    return found


def _live(ksm_id: UUID, today: date) -> None:
    """Profile, plans and deeds of the living group."""
    services.change_profile(
        ksm_id,
        by=MAKER,
        goals="Menabung bersama dan menjual keripik singkong dengan harga yang layak.",
        vision="Keluarga anggota berpenghasilan tetap dari usahanya sendiri.",
        mission="Rapat tiap minggu, simpanan tertib, usaha bersama, pembukuan terbuka.",
        structure="Ketua, sekretaris dan bendahara dipilih setahun sekali dalam rapat anggota.",
    )
    deeds = (
        ("ekonomi", "Membuat dan menjual keripik singkong bersama", 120, ("ekonomi", "perubahan-sosial")),
        ("lingkungan", "Membersihkan saluran air dusun", 75, ("pemecahan-masalah", "kepercayaan")),
        ("sosial", "Belajar membaca buku kas bersama anak muda dusun", 25, ("aspirasi", "perubahan-sosial")),
    )
    for field, title, days, roles in deeds:
        services.record_activity(ksm_id, field=field, title=title, on=today - timedelta(days), roles=roles, by=MAKER)
    for field, title, budget, source in (
        ("ekonomi", "Membeli alat pengiris singkong", 1_250_000, "kas kelompok"),
        ("sosial", "Pelatihan pembukuan bagi semua anggota", 300_000, "BKM"),
    ):
        services.add_work_plan(
            ksm_id, year=today.year, title=title, field=field, budget=budget, funded_by=source, by=MAKER
        )


def make_young(desa: str, bkm: UUID, mentor: UUID) -> UUID:
    """Six weeks old; it meets today, so that the books of this meeting alone are in time."""
    today = clock.today()
    first = today - 5 * WEEK
    circle = _registered(
        desa,
        YOUNG,
        first - timedelta(days=3),
        _NAMES[5:17],
        kind="UEP",
        bkm=bkm,
        compulsory=10_000,
        seed=2,
        tie_note="pedagang kecil di satu pasar",
    )
    services.change_profile(circle.id, by=MAKER, goals="Menambah modal dagang dengan menabung bersama.")
    services.link_groups(circle.id, other=mentor, kind="pembimbing", since=first, by=MAKER)
    for week in range(6):
        hold_meeting(
            circle, first + week * WEEK, Turn(opening=0 if week else 25_000, next_on=first + (week + 1) * WEEK)
        )
    return circle.id


def make_sleeping(desa: str, bkm: UUID) -> UUID:
    """It met every fortnight and stopped; its money is still in the books."""
    last = clock.today() - 30 * WEEK
    first = last - 10 * WEEK
    circle = _registered(
        desa,
        SLEEPING,
        first - timedelta(days=20),
        _NAMES[:8],
        kind="Pokmas",
        bkm=bkm,
        compulsory=5_000,
        seed=3,
        tie_note="warga yang merawat sumber air",
    )
    for turn in range(6):
        hold_meeting(circle, first + 2 * turn * WEEK, Turn())
    services.make_dormant(circle.id, on=last + 4 * WEEK, reason="sebagian besar anggota merantau", by=MAKER)
    return circle.id


def make_taken_over(desa: str, bkm: UUID) -> UUID:
    """A group older than its books here: balances by a cut-off sheet, then monthly meetings; it took another name."""
    today = clock.today()
    founded, cutoff = today - timedelta(days=6 * 365), today - timedelta(days=75)
    circle = _registered(
        desa,
        "Simpan Pinjam Perempuan RT 3 (contoh)",
        founded,
        _women(15),
        kind="SPP",
        bkm=bkm,
        compulsory=20_000,
        seed=4,
        tie_note="satu RT",
        origin="lama",
        rhythm="bulanan",
    )
    ledger.load_cutoff(
        by=MAKER,
        book_id=_book(circle.id),
        key=keys.new_key(),
        on=cutoff,
        postings=_balances(circle),
        source="Neraca serah terima (contoh)",
    )
    services.set_fact(
        circle.id,
        kind="nama",
        value=TAKEN_OVER,
        effective_on=cutoff,
        by=MAKER,
        note="nama yang disepakati saat buku dialihkan",
    )
    for ago, next_ago in ((60, 30), (30, 2), (2, -28)):
        hold_meeting(circle, today - timedelta(ago), Turn(next_on=today - timedelta(next_ago)))
    return circle.id


def _balances(circle: Circle) -> list[Posting]:
    """What the group had on the day of the cut: its equity is what is left."""
    found = []
    for member in circle.members:
        for kind, amount in (("pokok", 50_000), ("wajib", circle.dice.randrange(600, 1_400, 20) * 1_000)):
            circle.savings[member, kind] = amount
            found.append(Posting("21020", -amount, str(member), kind))
    circle.cash = 845_000
    rest = -sum(posting.amount for posting in found)
    found += [Posting("11010", circle.cash), Posting("11021", rest), Posting("12020", 350_000)]
    return [*found, Posting("31010", -circle.cash - 350_000 + 260_000), Posting("21040", -260_000)]


def _book(ksm_id: UUID) -> int:
    book = selectors.group(ksm_id, by=MAKER).book_id
    assert book is not None
    return book


def _women(many: int) -> list[str]:
    return [name for name in _NAMES if name not in _MEN][:many]


def _registered(
    desa: str,
    name: str,
    founded: date,
    names: Sequence[str],
    *,
    kind: str,
    bkm: UUID,
    compulsory: int,
    seed: int,
    tie_note: str,
    origin: str = "baru",
    rhythm: str = "mingguan",
) -> Circle:
    """A group with members who agreed to its rules, and three officers."""
    ksm_id = services.register_group(
        desa, name=name, by=MAKER, kind=kind, origin=origin, founded_on=founded, tie_note=tie_note, bkm_id=bkm
    )
    circle = Circle(ksm_id, Random(seed), compulsory)  # noqa: S311 - dice of a play
    _join(circle, names, founded)
    _agree(circle, founded, rhythm)
    for office, member in zip(("ketua", "sekretaris", "bendahara"), circle.members, strict=False):
        services.appoint_officer(ksm_id, member_id=member, office=office, since=founded, by=MAKER)
    return circle


def _join(circle: Circle, names: Sequence[str], on: date) -> None:
    for name in names:
        poor = circle.dice.random() < 0.4
        member = NewMember(
            name,
            "L" if name in _MEN else "P",
            on,
            birth_year=on.year - circle.dice.randint(24, 61),
            poor=poor,
            poor_source=_MAP,
            consents=_CONSENTS,
        )
        circle.take_in(services.join_member(circle.id, member=member, by=MAKER))


def _agree(circle: Circle, on: date, rhythm: str = "mingguan") -> None:
    said = {
        "pertemuan": {"irama": rhythm, "hari": "", "tempat": "bergilir di rumah anggota"},
        "simpanan": [
            {"jenis": "pokok", "jumlah": 20_000, "irama": "sekali"},
            {"jenis": "wajib", "jumlah": circle.compulsory, "irama": "pertemuan"},
            {"jenis": "sukarela"},
        ],
        "pembukuan": {"penulis": "sekretaris", "aturan": "ditutup dan dibacakan pada hari pertemuan"},
        "pinjaman": {"aturan": "sesudah tiga bulan menabung", "prioritas": ["belum pernah", "lebih miskin"]},
        "angsuran": {"aturan": "tiap bulan pada pertemuan", "irama": "bulanan"},
        "denda": [{"sebab": "terlambat", "jumlah": 1_000}, {"sebab": "alpa", "jumlah": 2_000}],
        "tanggung_renteng": ["simpanan-sendiri", "dana-tanggung-renteng", "iuran-anggota"],
    }
    services.agree_settings(circle.id, effective_on=on, said=said, agreed_by=circle.members, by=MAKER)
